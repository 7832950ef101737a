"""The same transition, told twice."""

from __future__ import annotations

from legato.orchestration.transition import Reject, Transition, Verdict


def ignore_repeated_transition(t: Transition) -> Verdict | None:
    """This run has already made this state transition."""
    if t.initial is None:
        return None
    key = t.proposed.state_details.transition_id
    if key is not None and key == t.initial.state_details.transition_id:
        return Reject(reason="This run has already made this state transition.")
    return None
