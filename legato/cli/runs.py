"""What the commands for flow runs and for task runs share: options, filters, logs."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import click
import msgspec

from legato import connect
from legato.cli.output import console, fail, show_facts, show_json
from legato.contract.logs import ReadLogs
from legato.schemas.conditions import StateFilter, StateTypeIn, TextIn
from legato.schemas.filters import LogFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.logs import Log
from legato.schemas.sorting import LogSort
from legato.schemas.states import StateType
from legato.schemas.task_runs import TaskRun

PAGE = 200

state_options: list[Callable[[Any], Any]] = [
    click.option("--state", multiple=True, metavar="NAME", help="Only runs in a state of this name."),
    click.option(
        "--state-type",
        multiple=True,
        type=click.Choice([kind.value for kind in StateType], case_sensitive=False),
        help="Only runs in a state of this type.",
    ),
]

log_options: list[Callable[[Any], Any]] = [
    click.option("--head", "-h", is_flag=True, help="Show the first lines (20, or as many as -n says)."),
    click.option("--tail", "-t", is_flag=True, help="Show the last lines (20, or as many as -n says)."),
    click.option("--num-logs", "-n", type=click.IntRange(1), help="How many lines."),
    click.option("--reverse", "-r", is_flag=True, help="Show the newest line first."),
]


def with_options(options: list[Callable[[Any], Any]]) -> Callable[[Any], Any]:
    """Return a decorator that adds several options."""

    def add(function: Any) -> Any:
        for option in reversed(options):
            function = option(function)
        return function

    return add


def state_filter(names: tuple[str, ...], types: tuple[str, ...]) -> StateFilter | None:
    """Return the filter that the state options ask for."""
    if not names and not types:
        return None
    return StateFilter(
        name=TextIn(any_=[name.capitalize() if name.islower() else name for name in names]) if names else None,
        type=StateTypeIn(any_=[StateType(kind.upper()) for kind in types]) if types else None,
    )


def show_run(run: FlowRun | TaskRun, noun: str, output: str | None) -> None:
    """Print everything about a run."""
    if output == "json":
        show_json(run)
        return
    facts = {name: msgspec.to_builtins(value) for name, value in msgspec.structs.asdict(run).items() if name != "state"}
    facts["state"] = str(run.state) if run.state else None
    show_facts(f"{noun} {run.name!r}", {name: value for name, value in facts.items() if value not in (None, {}, [])})


def show_logs(
    label: str, logs: LogFilter, head: bool, tail: bool, most: int | None, reverse: bool, output: str | None
) -> None:
    """Print log lines: all of them, the first ones or the last ones; oldest first, unless reversed."""
    if head and tail:
        fail("Give either --head or --tail.")
    lines = _read_logs(logs, tail, most or (20 if head or tail else None))
    lines = lines[::-1] if reverse else lines
    if output == "json":
        show_json(lines)
        return
    for line in lines:
        level = logging.getLevelName(line.level)
        moment = line.timestamp.astimezone().strftime("%Y-%m-%d %H:%M:%S.%f")[:-3]
        console().print(f"{moment} | {level:<7} | {label} - {line.message}", markup=False, soft_wrap=True)


def _read_logs(logs: LogFilter, tail: bool, wanted: int | None) -> list[Log]:
    sort = LogSort.TIMESTAMP_DESC if tail else LogSort.TIMESTAMP_ASC
    lines: list[Log] = []
    while wanted is None or len(lines) < wanted:
        limit = PAGE if wanted is None else min(PAGE, wanted - len(lines))
        page = connect.send(ReadLogs(logs=logs, sort=sort, limit=limit, offset=len(lines)))
        lines += page
        if len(page) < limit:
            break
    return lines[::-1] if tail else lines
