"""Limits of task runs by tag."""

from __future__ import annotations

from legato.contract.concurrency_limits import (
    CreateConcurrencyLimit,
    DeleteConcurrencyLimit,
    DeleteConcurrencyLimitByTag,
    ReadConcurrencyLimit,
    ReadConcurrencyLimitByTag,
    ReadConcurrencyLimits,
    ResetConcurrencyLimit,
)
from legato.schemas.concurrency_limits import ConcurrencyLimit
from legato.server.handling import handles, page_limit
from legato.server.refusals import not_found
from legato.server.store import concurrency_limits
from legato.server.store.transaction import Transaction


def _found(limit: ConcurrencyLimit | None) -> ConcurrencyLimit:
    if limit is None:
        raise not_found("Concurrency limit")
    return limit


@handles(CreateConcurrencyLimit, writes=True)
def create_concurrency_limit(request: CreateConcurrencyLimit, db: Transaction) -> ConcurrencyLimit:
    """Make the limit of a tag, or change it."""
    return concurrency_limits.save(db, request.tag, request.concurrency_limit)


@handles(ReadConcurrencyLimit)
def read_concurrency_limit(request: ReadConcurrencyLimit, db: Transaction) -> ConcurrencyLimit:
    """Read a limit by id."""
    return _found(concurrency_limits.by_id(db, request.id))


@handles(DeleteConcurrencyLimit, writes=True)
def delete_concurrency_limit(request: DeleteConcurrencyLimit, db: Transaction) -> None:
    """Delete a limit by id."""
    concurrency_limits.remove(db, _found(concurrency_limits.by_id(db, request.id)).id)


@handles(ReadConcurrencyLimitByTag)
def read_concurrency_limit_by_tag(request: ReadConcurrencyLimitByTag, db: Transaction) -> ConcurrencyLimit:
    """Read the limit of a tag."""
    return _found(concurrency_limits.by_tag(db, request.tag))


@handles(DeleteConcurrencyLimitByTag, writes=True)
def delete_concurrency_limit_by_tag(request: DeleteConcurrencyLimitByTag, db: Transaction) -> None:
    """Delete the limit of a tag."""
    concurrency_limits.remove(db, _found(concurrency_limits.by_tag(db, request.tag)).id)


@handles(ReadConcurrencyLimits)
def read_concurrency_limits(request: ReadConcurrencyLimits, db: Transaction) -> list[ConcurrencyLimit]:
    """List limits."""
    return concurrency_limits.listed(db, page_limit(request.limit), request.offset)


@handles(ResetConcurrencyLimit, writes=True)
def reset_concurrency_limit(request: ResetConcurrencyLimit, db: Transaction) -> None:
    """Free all slots of a limit, or say who holds them."""
    limit = _found(concurrency_limits.by_tag(db, request.tag))
    concurrency_limits.reset(db, limit.id, request.slot_override or [])
