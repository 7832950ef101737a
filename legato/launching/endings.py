"""What becomes of a flow run whose process is over, or is not to go on."""

from __future__ import annotations

import logging
from typing import Any, NamedTuple
from uuid import UUID

from legato import clock, connect
from legato.contract.flow_runs import ReadFlowRun, SetFlowRunState
from legato.exceptions import ObjectNotFound
from legato.launching.patience import patiently
from legato.schemas.states import FINAL, StateCreate, StateDetails, StateType

_logger = logging.getLogger("legato.launching")
HANDED_BACK = "Handed back by a worker that was stopped."
CANCELLED = "Flow run was cancelled successfully."
_WAITING = frozenset({StateType.SCHEDULED, StateType.PAUSED})


def exit_text(code: int | None, noun: str) -> str:
    """Return what is said of a run whose process ended with a code: minus a signal's number, or None if unknown."""
    if code is None:
        return f"Flow run {noun} is gone, and nobody knows how it ended."
    hint = " (killed by signal 9, likely out of memory)" if code == -9 else ""
    return f"Flow run {noun} exited with non-zero status code {code}.{hint}"


class End(NamedTuple):
    """The type of the state that a run is in when its process is over, None where the run is deleted.

    `is_entered` tells that it was put there because its process did not.
    """

    state: StateType | None
    is_entered: bool = False


def report_end(id: UUID, code: int | None, noun: str, *, found_by: str | None = None, gives_back: bool = False) -> End:
    """Have a run that its process left unfinished end as Crashed, or as Cancelled where that was asked for.

    `found_by` is what the run says of its process where it is this one's; without it, one that ended well is left as it
    is. With `gives_back` it is put back, to be taken by somebody else, instead of crashing.
    """
    connect.courier().flush()
    try:
        run = patiently(lambda: connect.send(ReadFlowRun(id=id)))
    except ObjectNotFound:
        return End(None)
    kind = run.state_type
    if kind is None or kind in FINAL or kind in _WAITING:
        return End(kind)
    if code == 0 if found_by is None else run.infrastructure_pid != found_by:
        return End(kind)  # another process may have it by now
    if kind is StateType.CANCELLING:
        return End(enter(id, StateType.CANCELLED, CANCELLED), True)
    if gives_back and code != 0:
        return End(enter(id, StateType.SCHEDULED, HANDED_BACK, scheduled_time=clock.now()), True)
    text = exit_text(code, noun) if code != 0 else f"Flow run {noun} ended before the run did."
    _logger.error("Flow run %r: %s", run.name, text)
    return End(enter(id, StateType.CRASHED, text), True)


def enter_cancelled(id: UUID, message: str = CANCELLED) -> None:
    """Have a run that nothing executes any more end as Cancelled, if it is still to be cancelled."""
    run = patiently(lambda: connect.send(ReadFlowRun(id=id)))
    if run.state_type is StateType.CANCELLING:
        enter(id, StateType.CANCELLED, message)


def enter(id: UUID, kind: StateType, message: str, **details: Any) -> StateType | None:
    """Put a run into a state, whatever it is in; None where it is deleted."""
    state = StateCreate(type=kind, message=message, state_details=StateDetails(**details))
    try:
        patiently(lambda: connect.send(SetFlowRunState(id=id, state=state, force=True)))
    except ObjectNotFound:
        return None
    return kind
