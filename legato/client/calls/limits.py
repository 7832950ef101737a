"""Calls on limits, by tag and by name."""

from __future__ import annotations

from collections.abc import Iterable
from uuid import UUID

from legato.client.client import Conversation, made_from
from legato.contract.concurrency_limits import CreateConcurrencyLimit
from legato.contract.global_limits import (
    CreateGlobalLimit,
    DeleteGlobalLimit,
    GiveSlotsBack,
    ReadGlobalLimit,
    ReadGlobalLimits,
    TakeSlots,
    UpdateGlobalLimit,
)
from legato.schemas.global_limits import (
    GlobalLimitCreate,
    GlobalLimitInUse,
    GlobalLimitUpdate,
    LimitInShort,
    LimitMode,
)


def create_concurrency_limit(tag: str, concurrency_limit: int) -> Conversation[UUID]:
    """Limit how many task runs with a tag run at once, and return the limit's id."""
    made = yield CreateConcurrencyLimit(tag=tag, concurrency_limit=concurrency_limit)
    return made.id  # type: ignore[no-any-return]


def increment_concurrency_slots(names: Iterable[str], slots: int, mode: str) -> Conversation[list[LimitInShort]]:
    """Take slots of global limits, of all or of none."""
    taken: list[LimitInShort] = yield TakeSlots(names=list(names), slots=slots, mode=LimitMode(mode))
    return taken


def release_concurrency_slots(
    names: Iterable[str], slots: int, occupancy_seconds: float
) -> Conversation[list[LimitInShort]]:
    """Give slots of global limits back, and say for how long they were held."""
    seconds = occupancy_seconds if occupancy_seconds > 0 else None
    given_back: list[LimitInShort] = yield GiveSlotsBack(names=list(names), slots=slots, occupancy_seconds=seconds)
    return given_back


def create_global_concurrency_limit(concurrency_limit: GlobalLimitCreate) -> Conversation[UUID]:
    """Make a global limit and return its id."""
    made = yield made_from(CreateGlobalLimit, concurrency_limit)
    return made.id  # type: ignore[no-any-return]


def update_global_concurrency_limit(name: str, concurrency_limit: GlobalLimitUpdate) -> Conversation[None]:
    """Change a global limit."""
    yield UpdateGlobalLimit(id_or_name=name, update=concurrency_limit)


def delete_global_concurrency_limit_by_name(name: str) -> Conversation[None]:
    """Delete a global limit."""
    yield DeleteGlobalLimit(id_or_name=name)


def read_global_concurrency_limit_by_name(name: str) -> Conversation[GlobalLimitInUse]:
    """Read a global limit."""
    found: GlobalLimitInUse = yield ReadGlobalLimit(id_or_name=name)
    return found


def read_global_concurrency_limits(limit: int = 10, offset: int = 0) -> Conversation[list[GlobalLimitInUse]]:
    """List global limits by name."""
    found: list[GlobalLimitInUse] = yield ReadGlobalLimits(limit=limit, offset=offset)
    return found
