"""The part of a run's life in which its result is kept."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from legato.context import FlowRunContext
from legato.engine.definitions import TaskDefinition
from legato.engine.effects import Call, Life
from legato.exceptions import ResultNotStored
from legato.results.keeping import Keeper, Kept, KeyOf
from legato.results.options import PLAIN
from legato.schemas.results import LiteralResult, is_wire
from legato.schemas.states import State, is_state_iterable

UNPERSISTED = {"type": "unpersisted"}
_NOTHING = Kept(None, None)
_UNKEPT = Kept(UNPERSISTED, None)


def keep(keeper: Keeper, state: State[Any], key_of: KeyOf | None) -> Life[Kept]:
    """Keep what a run ended with, if it is to be kept; the state then holds it, or where it is."""
    value = state.data
    if not state.is_completed():
        return _NOTHING if not (keeper.is_asked and state.is_final()) else (yield from _store(keeper, state, key_of))
    if type(value) is dict and is_wire(value):
        state.data = LiteralResult(value)  # a value that looks like the mark of a result is none
    if (wire := keeper.inline(value)) is not None:
        return Kept(wire, None)
    if not keeper.stores or (not keeper.is_asked and (isinstance(value, State) or is_state_iterable(value))):
        return _UNKEPT
    return (yield from _store(keeper, state, key_of))


def _store(keeper: Keeper, state: State[Any], key_of: KeyOf | None) -> Life[Kept]:
    kept: Kept = yield Call(keeper.store, (state.data, key_of))
    if kept.problem is None:
        state.data = kept.data
    elif state.message is None:
        state.message = kept.problem
    return kept


def keeper_of_task(task: TaskDefinition[..., Any], context: FlowRunContext | None) -> Keeper:
    """Return what keeps the results of a task, in the flow run around it or outside of any."""
    is_needed = task.caching.key_fn is not None
    if context is None:
        return Keeper(task.results, None, is_needed=is_needed, is_short=True)
    if task.results is PLAIN and not is_needed:
        return context.keeper
    known = context.keepers.get(id(task))
    if known is None or known[0] is not task:
        known = context.keepers[id(task)] = task, Keeper(task.results, context.keeper, is_needed=is_needed)
    return known[1]


def storage_key(template: str | None, parameters: dict[str, Any]) -> Callable[[], str] | None:
    """Return what fills in the template of a storage key from the run and its parameters; None where there is none."""
    if template is None:
        return None

    def filled() -> str:
        from legato.runtime import deployment, flow_run, task_run

        given = {"flow_run": flow_run, "task_run": task_run, "deployment": deployment, "parameters": parameters}
        try:
            return template.format(**given)
        except (LookupError, AttributeError, ValueError, TypeError) as error:
            text = f"The storage key {template!r} cannot be filled in: {type(error).__name__}: {error}"
            raise ResultNotStored(text) from None

    return filled
