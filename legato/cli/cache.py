"""`legato cache`."""

from __future__ import annotations

from typing import Any
from uuid import UUID

import click

from legato import connect
from legato.cli.output import console, output_option, show_facts, show_json
from legato.contract.journal import FindCachedState
from legato.contract.logs import ReadLogs
from legato.contract.task_runs import ReadTaskRun, ReadTaskRunStates
from legato.exceptions import ObjectNotFound
from legato.schemas.conditions import IdIn
from legato.schemas.filters import LogFilter
from legato.schemas.states import State
from legato.schemas.task_runs import TaskRun

_OFF = "Caching is off for this run: "


@click.group("cache")
def command() -> None:
    """See what is answered from the cache, and why."""


@command.command("explain")
@click.argument("id", type=click.UUID)
@output_option
def explain(id: UUID, output: str | None) -> None:
    """Say why a task run was answered from the cache, or why it was not."""
    run = connect.send(ReadTaskRun(id=id))
    states = connect.send(ReadTaskRunStates(task_run_id=id))
    facts = explained(run, states)
    if output == "json":
        show_json(facts)
        return
    show_facts(f"Task run {run.name!r}", facts)
    console().print(facts["why"], markup=False, highlight=False)


def explained(run: TaskRun, states: list[State[Any]]) -> dict[str, Any]:
    """Return what is known of the look-up of a task run in the cache: `outcome` is `hit`, `miss` or `off`."""
    key = next((state.state_details.cache_key for state in states if state.state_details.cache_key), None)
    notes = [state.message for state in states if (state.message or "").startswith("Cache ")]
    if key is None:
        return {"outcome": "off", "key": None, "why": _why_off(run, notes)}
    facts: dict[str, Any] = {"outcome": "miss", "key": key}
    final = states[-1]
    if final.name == "Cached":
        facts |= {"outcome": "hit", "expires": final.state_details.cache_expiration}
        maker = _maker(key)
        facts["made_by"] = None if maker is None else f"{maker.name} ({maker.id})"
        facts["why"] = "An answer with the same key was there."
    else:
        why = notes[-1] if notes else "Nothing was cached under the key when the run started, or it was not noted."
        facts["why"] = why
        if final.is_completed():
            facts["expires"] = final.state_details.cache_expiration
    return facts


def _why_off(run: TaskRun, notes: list[str | None]) -> str:
    if notes:
        return str(notes[-1])
    logs = connect.send(ReadLogs(logs=LogFilter(task_run_id=IdIn(any_=[run.id])), limit=200))
    said = next((log.message for log in logs if log.message.startswith(_OFF)), None)
    return said or "The run has no cache key: its task has no cache_key_fn, or that gave none."


def _maker(key: str) -> TaskRun | None:
    """Return the task run whose answer is given for a key now."""
    answer = connect.send(FindCachedState(cache_key=key)).state
    id = None if answer is None else answer.state_details.task_run_id
    if id is None:
        return None
    try:
        return connect.send(ReadTaskRun(id=id))
    except ObjectNotFound:
        return None
