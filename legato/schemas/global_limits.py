"""Global limits: how many slots of a name may be taken at once, or in a time."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated
from uuid import UUID

from msgspec import Meta, Struct

from legato.schemas.words import Moment, Name

_MOST = 2**31 - 1
LimitName = Annotated[Name, Meta(min_length=1)]
Count = Annotated[int, Meta(ge=0, le=_MOST)]
Slots = Annotated[int, Meta(gt=0, le=_MOST)]
Decay = Annotated[float, Meta(ge=0)]


class LimitMode(StrEnum):
    """Whether slots are given back, or decay."""

    concurrency = "concurrency"
    rate_limit = "rate_limit"


class GlobalLimit(Struct, kw_only=True):
    """A global limit, as its maker sees it."""

    id: UUID
    created: Moment
    updated: Moment
    active: bool = True
    name: str
    limit: int
    active_slots: int = 0
    denied_slots: int = 0
    slot_decay_per_second: float = 0.0
    avg_slot_occupancy_seconds: float = 2.0


class GlobalLimitInUse(Struct, kw_only=True):
    """A global limit, with the slots that are taken now."""

    id: UUID
    created: Moment
    updated: Moment
    active: bool = True
    name: str
    limit: int
    active_slots: int
    slot_decay_per_second: float = 2.0


class LimitInShort(Struct, kw_only=True):
    """The name of a global limit, and how many slots it has."""

    id: UUID
    name: str
    limit: int


class GlobalLimitCreate(Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to make a global limit."""

    active: bool = True
    name: LimitName
    limit: Count
    active_slots: Count = 0
    denied_slots: Count = 0
    slot_decay_per_second: Decay = 0.0


class GlobalLimitUpdate(Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a global limit."""

    active: bool | None = None
    name: LimitName | None = None
    limit: Count | None = None
    active_slots: Count | None = None
    denied_slots: Count | None = None
    slot_decay_per_second: Decay | None = None
