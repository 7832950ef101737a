"""The part of a task run's life in which it waits for a slot of a limit on its tags, which others share.

Which tags are limited is asked once in a while; a run without a limited tag waits for nothing.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any

from legato import connect
from legato.engine.effects import Call, Flush, Life, Sleep
from legato.exceptions import ApiUnreachable, LegatoException, ObjectNotFound
from legato.schemas.states import State, StateType

if TYPE_CHECKING:
    from legato.engine.task_run import TaskCall

FRESH_SECONDS = 10.0
_FIRST_PAUSE, _LONGEST_PAUSE = 0.05, 2.0
_PAGE = 200
_TRIES_UNKNOWN = 3
_DELETED = "The run was deleted while it waited for a slot of a limit."


class _Limited:
    """The tags that are limited, by where runs are recorded, as they were when this was asked last."""

    def __init__(self) -> None:
        self._tags: dict[Path, tuple[float, frozenset[str]]] = {}
        self._lock = threading.Lock()

    def known(self, where: Path) -> frozenset[str] | None:
        """Return the tags, or None where it is time to ask."""
        found = self._tags.get(where)
        return found[1] if found is not None and time.monotonic() - found[0] < FRESH_SECONDS else None

    def stale(self, where: Path) -> frozenset[str]:
        """Return the tags as they were, whenever that was."""
        found = self._tags.get(where)
        return found[1] if found is not None else frozenset()

    def remember(self, where: Path, tags: frozenset[str]) -> None:
        with self._lock:
            self._tags[where] = time.monotonic(), tags

    def clear(self) -> None:
        """Ask anew."""
        with self._lock:
            self._tags.clear()


limited = _Limited()


def is_limited(call: TaskCall) -> Life[bool]:
    """Tell whether a task run has a tag that is limited; where that cannot be asked, what was known last counts."""
    where = call.recorder.courier.directory
    tags = limited.known(where)
    if tags is None:
        try:
            tags = yield Call(_limited_tags)
        except LegatoException as error:
            call.log.warning("Limits on tags cannot be asked for: %s", error)
            tags = limited.stale(where)
        limited.remember(where, tags)
    return not tags.isdisjoint(call.run.tags)


def _limited_tags() -> frozenset[str]:
    from legato.contract.concurrency_limits import ReadConcurrencyLimits

    if not connect.is_anything_kept():
        return frozenset()
    found: set[str] = set()
    offset = 0
    while page := connect.send(ReadConcurrencyLimits(limit=_PAGE, offset=offset)):
        found.update(limit.tag for limit in page)
        offset += len(page)
        if len(page) < _PAGE:
            break
    return frozenset(found)


def start_within_limits(call: TaskCall, proposed: State[Any]) -> Life[State[Any]]:
    """Ask for the start of a task run until every limit on its tags has a slot for it; return the state it is in."""
    from legato.contract.task_runs import SetTaskRunState
    from legato.schemas.states import StateCreate
    from legato.schemas.transitions import OrchestrationResult, SetStateStatus

    details = proposed.state_details
    state = StateCreate(type=StateType.RUNNING, name=proposed.name, message=proposed.message, state_details=details)
    yield Flush(call.recorder.courier)  # so that the run is known where it asks
    pause, is_told, unknown = _FIRST_PAUSE, False, 0
    while True:
        try:
            result: OrchestrationResult = yield Call(connect.send, (SetTaskRunState(id=call.run.id, state=state),))
        except ApiUnreachable as error:
            call.log.warning("Waits for the API, which gives the slots: %s", error)
            yield Sleep(_LONGEST_PAUSE)
            continue
        except ObjectNotFound:
            # What was recorded while the API was away may be under way still.
            if (unknown := unknown + 1) == _TRIES_UNKNOWN:
                return call.enter(State(type=StateType.FAILED, message=_DELETED), force=True)
            yield Flush(call.recorder.courier)
            continue
        if result.status is SetStateStatus.ABORT:
            return call.enter(State(type=StateType.FAILED, message=getattr(result.details, "reason", None)), force=True)
        if result.status is not SetStateStatus.WAIT:
            assert result.state is not None
            return call.adopt(result.state)
        if not is_told:
            call.log.info("Waits for a slot: %s", getattr(result.details, "reason", ""))
            is_told = True
        yield Sleep(pause)
        pause = min(2 * pause, _LONGEST_PAUSE)
