"""Operations on limits of task runs by tag."""

from __future__ import annotations

from uuid import UUID

from legato.contract.request import Request
from legato.schemas.concurrency_limits import ConcurrencyLimit, ConcurrencyLimitCreate
from legato.schemas.words import Limit, Offset


class CreateConcurrencyLimit(ConcurrencyLimitCreate, Request[ConcurrencyLimit]):
    """Limit how many task runs with a tag run at once, or change that limit."""

    method, path = "POST", "/concurrency_limits/"


class ReadConcurrencyLimit(Request[ConcurrencyLimit]):
    """One limit by id."""

    method, path = "GET", "/concurrency_limits/{id}"
    id: UUID


class DeleteConcurrencyLimit(Request[None]):
    """Remove a limit by id."""

    method, path = "DELETE", "/concurrency_limits/{id}"
    id: UUID


class ReadConcurrencyLimitByTag(Request[ConcurrencyLimit]):
    """One limit by tag."""

    method, path = "GET", "/concurrency_limits/tag/{tag}"
    tag: str


class DeleteConcurrencyLimitByTag(Request[None]):
    """Remove a limit by tag."""

    method, path = "DELETE", "/concurrency_limits/tag/{tag}"
    tag: str


class ReadConcurrencyLimits(Request[list[ConcurrencyLimit]]):
    """Limits by tag."""

    method, path = "POST", "/concurrency_limits/filter"
    limit: Limit | None = None
    offset: Offset = 0


class ResetConcurrencyLimit(Request[None]):
    """Free all slots of a limit, or say who holds them."""

    method, path = "POST", "/concurrency_limits/tag/{tag}/reset"
    tag: str
    slot_override: list[UUID] | None = None
