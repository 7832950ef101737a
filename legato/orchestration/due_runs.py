"""What becomes of the runs of one schedule whose time comes: they start, wait, or are skipped; others make room."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple
from uuid import UUID

from legato.orchestration.transition import Fate
from legato.schemas.deployments import CatchUp, Overlap

_MISSED_AFTER = 60.0


class Terms(NamedTuple):
    """What a schedule says of runs that overlap, and of those that were missed; `max_lateness` is in seconds."""

    overlap: Overlap = Overlap.ALLOW
    limit: int = 1
    catch_up: CatchUp | None = None
    max_lateness: float | None = None

    @property
    def lateness(self) -> float | None:
        """The seconds after which a run is not started any more."""
        if self.max_lateness is None and self.catch_up is CatchUp.NONE:
            return _MISSED_AFTER
        return self.max_lateness


class Waiting(NamedTuple):
    """A run that nobody has started yet."""

    id: UUID
    due: datetime


class Active(NamedTuple):
    """A run that was started, or handed out, and is not over."""

    id: UUID
    name: str
    is_stopping: bool


class Plan(NamedTuple):
    """What becomes of each run that waits, and which of the active ones are to be cancelled for their sake."""

    fates: dict[UUID, Fate]
    cancel: list[UUID]


def settle(terms: Terms, active: Sequence[Active], waiting: Sequence[Waiting], now: datetime) -> Plan:
    """Decide about the runs that wait, given in the order in which they are due, and the active ones, oldest first.

    What is not due yet is not skipped: those that go on may be over by then.
    """
    fates = _missed(terms, waiting, now)
    left = [run for run in waiting if run.id not in fates]
    if terms.overlap is Overlap.ALLOW:
        return Plan(fates | {run.id: Fate() for run in left}, [])
    due, early = [run for run in left if run.due <= now], [run for run in left if run.due > now]
    free, cancel = terms.limit - len(active), list[UUID]()
    if terms.overlap is Overlap.CANCEL_RUNNING:
        due, superseded = due[-terms.limit :], due[: -terms.limit]
        fates |= {run.id: Fate(skipped="A later run of its schedule takes its place.") for run in superseded}
        stopping = sum(run.is_stopping for run in active)
        wanted = max(0, len(due) - free - stopping)
        cancel = [run.id for run in active if not run.is_stopping][:wanted]
    elif free <= 0:
        kept = 1 if terms.overlap is Overlap.QUEUE_ONE else 0
        fates |= {run.id: Fate(skipped=_why(terms, active)) for run in due[kept:]}
        due = due[:kept]
    for place, run in enumerate([*due, *early]):
        fates[run.id] = Fate(waits=place >= free)
    return Plan(fates, cancel)


def _missed(terms: Terms, waiting: Sequence[Waiting], now: datetime) -> dict[UUID, Fate]:
    """Return the fates of runs that come too late."""
    found: dict[UUID, Fate] = {}
    lateness = terms.lateness
    if lateness is not None:
        text = f"It could not be started within {lateness:g} seconds of its time."
        found = {run.id: Fate(skipped=text) for run in waiting if run.due < now - timedelta(seconds=lateness)}
    if terms.catch_up is CatchUp.LATEST:
        due = [run.id for run in waiting if run.due <= now]
        found |= {id: Fate(skipped="A later run of its schedule is due as well.") for id in due[:-1]}
    return found


def _why(terms: Terms, active: Sequence[Active]) -> str:
    names = ", ".join(run.name for run in active[:3])
    verb = "goes on" if len(active) == 1 else "go on"
    queued = ", and another one waits" if terms.overlap is Overlap.QUEUE_ONE else ""
    return f"{names} of its schedule still {verb}{queued}."
