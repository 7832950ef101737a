"""Runs that wait, as the commands for pools, queues and deployments show them."""

from __future__ import annotations

from collections.abc import Sequence

from legato import clock
from legato.cli.output import ago, show_json, show_table, state_text
from legato.schemas.flow_runs import FlowRun


def show_scheduled(title: str, runs: Sequence[FlowRun], output: str | None) -> None:
    """Print runs by when they are due."""
    listed = sorted(runs, key=lambda run: (run.next_scheduled_start_time or clock.now(), run.id))
    if output == "json":
        show_json(listed)
        return
    show_table(title, ["due", "", "name", "id", "deployment", "state"], (_row(run) for run in listed))


def _row(run: FlowRun) -> tuple[object, ...]:
    due, state = run.next_scheduled_start_time, state_text(run.state_type, run.state_name)
    return due, ago(due), run.name, run.id, run.deployment_id, state
