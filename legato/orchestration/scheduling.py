"""Runs that wait for their time."""

from __future__ import annotations

import math

import msgspec

from legato.orchestration.transition import Abort, Amend, Reject, Transition, Verdict, Wait


def keep_pending_from_returning(t: Transition) -> Verdict | None:
    """A run that was handed out cannot be handed out again."""
    assert t.initial is not None
    kind = t.initial.type.value
    return Abort(reason=f"This run is in a {kind} state and cannot transition to a PENDING state.")


def mark_late_only_scheduled(t: Transition) -> Verdict | None:
    """Only a scheduled flow run can be late."""
    if t.proposed.name != "Late" or (t.initial is not None and t.initial.is_scheduled()):
        return None
    return Reject(reason="Late runs must be scheduled.")


def copy_scheduled_time(t: Transition) -> Verdict | None:
    """The scheduled time stays known while a run is pending."""
    assert t.initial is not None
    when = t.initial.state_details.scheduled_time
    if when is None:
        return None
    details = msgspec.structs.replace(t.proposed.state_details, scheduled_time=when)
    return Amend(state=t.proposed.copy(update={"state_details": details}))


def wait_for_scheduled_time(t: Transition) -> Verdict | None:
    """A run starts no earlier than scheduled."""
    assert t.initial is not None
    when = t.initial.state_details.scheduled_time
    if when is None or when <= t.now:
        return None
    return Wait(seconds=math.ceil((when - t.now).total_seconds()), reason="Scheduled time is in the future")
