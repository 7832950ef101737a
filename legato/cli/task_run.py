"""`legato task-run`."""

from __future__ import annotations

from uuid import UUID

import click

from legato import connect
from legato.cli.output import ago, duration, output_option, show_json, show_table, state_text
from legato.cli.runs import log_options, show_logs, show_run, state_filter, state_options, with_options
from legato.contract.task_runs import ReadTaskRun, ReadTaskRuns
from legato.schemas.conditions import IdIn, IdInOrNull, TextInOrLike
from legato.schemas.filters import LogFilter, TaskRunFilter
from legato.schemas.sorting import TaskRunSort


@click.group("task-run")
def command() -> None:
    """Look at task runs."""


@command.command("ls")
@click.option("--task-run-name", multiple=True, metavar="NAME", help="Only task runs of this name.")
@click.option("--flow-run-id", type=click.UUID, help="Only task runs of this flow run.")
@click.option("--limit", default=15, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@with_options(state_options)
@output_option
def list_runs(
    task_run_name: tuple[str, ...],
    flow_run_id: UUID | None,
    limit: int,
    state: tuple[str, ...],
    state_type: tuple[str, ...],
    output: str | None,
) -> None:
    """List task runs, the one expected last first."""
    task_runs = TaskRunFilter(
        name=TextInOrLike(any_=list(task_run_name)) if task_run_name else None,
        flow_run_id=IdInOrNull(any_=[flow_run_id]) if flow_run_id else None,
        state=state_filter(state, state_type),
    )
    runs = connect.send(ReadTaskRuns(task_runs=task_runs, sort=TaskRunSort.EXPECTED_START_TIME_DESC, limit=limit))
    if output == "json":
        show_json(runs)
        return
    rows = (
        (
            run.id,
            run.name,
            state_text(run.state_type, run.state_name),
            ago(run.start_time or run.expected_start_time),
            duration(run.estimated_run_time) if run.start_time else "",
        )
        for run in runs
    )
    show_table("Task Runs", ["id", "name", "state", "when", "duration"], rows)


@command.command("inspect")
@click.argument("id", type=click.UUID)
@output_option
def inspect_run(id: UUID, output: str | None) -> None:
    """Show everything about a task run."""
    show_run(connect.send(ReadTaskRun(id=id)), "Task run", output)


@command.command("logs")
@click.argument("id", type=click.UUID)
@with_options(log_options)
@output_option
def show_run_logs(id: UUID, head: bool, tail: bool, num_logs: int | None, reverse: bool, output: str | None) -> None:
    """Show the log lines of a task run."""
    run = connect.send(ReadTaskRun(id=id))
    logs = LogFilter(task_run_id=IdIn(any_=[id]))
    show_logs(f"Task run {run.name!r}", logs, head, tail, num_logs, reverse, output)
