"""Operations on global limits."""

from __future__ import annotations

from typing import Annotated, ClassVar

from msgspec import Meta

from legato.contract.request import Request
from legato.schemas.global_limits import (
    GlobalLimit,
    GlobalLimitCreate,
    GlobalLimitInUse,
    GlobalLimitUpdate,
    LimitInShort,
    LimitMode,
    Slots,
)
from legato.schemas.words import Limit, Offset

_Names = Annotated[list[str], Meta(min_length=1, max_length=1_000)]
_Seconds = Annotated[float, Meta(gt=0)]


class CreateGlobalLimit(GlobalLimitCreate, Request[GlobalLimit]):
    """Make a global limit."""

    method, path, status = "POST", "/v2/concurrency_limits/", 201
    errors = (409,)


class ReadGlobalLimit(Request[GlobalLimitInUse]):
    """One global limit by id or name."""

    method, path = "GET", "/v2/concurrency_limits/{id_or_name}"
    id_or_name: str


class UpdateGlobalLimit(Request[None]):
    """Change a global limit."""

    method, path, status = "PATCH", "/v2/concurrency_limits/{id_or_name}", 204
    errors = (409,)
    body: ClassVar[str | None] = "update"
    id_or_name: str
    update: GlobalLimitUpdate


class DeleteGlobalLimit(Request[None]):
    """Remove a global limit."""

    method, path, status = "DELETE", "/v2/concurrency_limits/{id_or_name}", 204
    id_or_name: str


class ReadGlobalLimits(Request[list[GlobalLimitInUse]]):
    """Global limits by name."""

    method, path = "POST", "/v2/concurrency_limits/filter"
    limit: Limit | None = None
    offset: Offset = 0


class TakeSlots(Request[list[LimitInShort]]):
    """Take slots of all named limits or of none; answers 423 where there is no room. Unknown names let everybody in."""

    method, path = "POST", "/v2/concurrency_limits/increment"
    errors = (423,)
    slots: Slots
    names: _Names
    mode: LimitMode = LimitMode.concurrency


class GiveSlotsBack(Request[list[LimitInShort]]):
    """Give slots of the named limits back, and say for how long they were held."""

    method, path = "POST", "/v2/concurrency_limits/decrement"
    slots: Slots
    names: _Names
    occupancy_seconds: _Seconds | None = None
