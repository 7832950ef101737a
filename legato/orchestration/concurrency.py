"""Limits on how many task runs with a tag run at the same time."""

from __future__ import annotations

from legato.orchestration.transition import Abort, Amend, TakeSlots, Transition, Verdict, Wait
from legato.schemas.states import StateType

HOLDING = frozenset({StateType.RUNNING, StateType.CANCELLING})
"""The types of state in which a task run keeps its slots."""


def take_concurrency_slots(t: Transition) -> Verdict | None:
    """A task run starts only when each limit on its tags has a slot for it."""
    free = []
    for limit in t.facts.limits:
        if limit.is_held:
            continue
        if limit.limit <= 0:
            never = "is 0 and will deadlock if the task tries to run again."
            return Abort(reason=f'The concurrency limit on tag "{limit.tag}" {never}')
        if limit.taken >= limit.limit:
            reason = f"Concurrency limit for the {limit.tag} tag has been reached"
            return Wait(seconds=t.facts.slot_wait_seconds, reason=reason)
        free.append(limit.id)
    return Amend(changes=[TakeSlots(limit_ids=free)]) if free else None
