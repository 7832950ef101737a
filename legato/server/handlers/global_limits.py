"""Global limits."""

from __future__ import annotations

from msgspec import structs

from legato import clock
from legato.contract.global_limits import (
    CreateGlobalLimit,
    DeleteGlobalLimit,
    GiveSlotsBack,
    ReadGlobalLimit,
    ReadGlobalLimits,
    TakeSlots,
    UpdateGlobalLimit,
)
from legato.exceptions import ApiError
from legato.schemas.global_limits import GlobalLimit, GlobalLimitInUse, LimitInShort, LimitMode
from legato.server import slots
from legato.server.handling import handles, page_limit
from legato.server.refusals import conflict, invalid, locked, not_found
from legato.server.slots import Counted
from legato.server.store import global_limits
from legato.server.store.global_limits import called
from legato.server.store.transaction import Transaction

_NOUN = "Concurrency Limit"


@handles(CreateGlobalLimit, writes=True)
def create_global_limit(request: CreateGlobalLimit, db: Transaction) -> GlobalLimit:
    """Make a limit."""
    made = global_limits.create(db, request)
    if made is None:
        raise conflict()
    return GlobalLimit(**{name: getattr(made, name) for name in GlobalLimit.__struct_fields__})


@handles(ReadGlobalLimit)
def read_global_limit(request: ReadGlobalLimit, db: Transaction) -> GlobalLimitInUse:
    """Read a limit by id or name."""
    found = global_limits.one(db, called(request.id_or_name))
    if found is None:
        raise not_found(_NOUN)
    return _in_use(found)


def _in_use(limit: Counted) -> GlobalLimitInUse:
    now = slots.at(limit, clock.now())
    return GlobalLimitInUse(**{name: getattr(now, name) for name in GlobalLimitInUse.__struct_fields__})


@handles(UpdateGlobalLimit, writes=True)
def update_global_limit(request: UpdateGlobalLimit, db: Transaction) -> None:
    """Change a limit."""
    changes = {name: value for name, value in structs.asdict(request.update).items() if value is not None}
    if not global_limits.change(db, called(request.id_or_name), changes):
        raise not_found(_NOUN)


@handles(DeleteGlobalLimit, writes=True)
def delete_global_limit(request: DeleteGlobalLimit, db: Transaction) -> None:
    """Delete a limit."""
    if not global_limits.remove(db, called(request.id_or_name)):
        raise not_found(_NOUN)


@handles(ReadGlobalLimits)
def read_global_limits(request: ReadGlobalLimits, db: Transaction) -> list[GlobalLimitInUse]:
    """List limits."""
    return [_in_use(limit) for limit in global_limits.listed(db, page_limit(request.limit), request.offset)]


@handles(TakeSlots, writes=True)
def take_slots(request: TakeSlots, db: Transaction) -> list[LimitInShort] | ApiError:
    """Take slots of all limits, or of none; who finds no room is remembered."""
    limits, now = global_limits.held(db, request.names), clock.now()
    active = [slots.at(limit, now) for limit in limits if limit.active]
    if any(limit.limit < request.slots for limit in active):
        raise invalid("Slots requested is greater than the limit")
    if request.mode is LimitMode.rate_limit:
        _refuse_lasting(active)
    outcome = slots.take(active, request.slots)
    global_limits.keep_counts(db, outcome.limits)
    return _in_short(limits) if outcome.retry_after is None else locked(outcome.retry_after)


def _refuse_lasting(limits: list[Counted]) -> None:
    lasting = [repr(limit.name) for limit in limits if limit.slot_decay_per_second == 0]
    if lasting:
        raise invalid(
            "Only concurrency limits with slot decay can be used for rate limiting. "
            f"The following limits do not have a decay configured: {', '.join(lasting)}"
        )


@handles(GiveSlotsBack, writes=True)
def give_slots_back(request: GiveSlotsBack, db: Transaction) -> list[LimitInShort]:
    """Give slots back."""
    limits, now = global_limits.held(db, request.names), clock.now()
    active = [slots.at(limit, now) for limit in limits if limit.active]
    global_limits.keep_counts(db, slots.give_back(active, request.slots, request.occupancy_seconds))
    return _in_short(limits)


def _in_short(limits: list[Counted]) -> list[LimitInShort]:
    return [LimitInShort(id=limit.id, name=limit.name, limit=limit.limit) for limit in limits]
