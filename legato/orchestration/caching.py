"""Answers of task runs that are kept for others."""

from __future__ import annotations

from legato.orchestration.transition import Amend, KeepInCache, Reject, Transition, Verdict


def use_cached_state(t: Transition) -> Verdict | None:
    """A task run whose answer is kept already is completed with it."""
    kept = t.facts.cached_state
    if kept is None:
        return None
    state = kept.copy(update={"name": "Cached"}, reset_fields=True)
    return Reject(reason="Retrieved state from cache", state=state)


def keep_in_cache(t: Transition) -> Verdict | None:
    """The answer of a task run with a cache key is kept for others."""
    details = t.proposed.state_details
    if details.cache_key is None:
        return None
    return Amend(changes=[KeepInCache(key=details.cache_key, expiration=details.cache_expiration)])
