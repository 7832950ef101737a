"""How slots of a limit are counted: taken, denied, decayed, and when it is worth asking again."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime, timedelta
from typing import NamedTuple

from msgspec import structs

from legato.schemas.global_limits import GlobalLimit

_SHORTEST_OCCUPANCY = 0.1
_LONGEST_WAIT = 86_400.0


class Counted(GlobalLimit, kw_only=True):
    """A limit, with the moments that its counts are of."""

    active_since: datetime
    denied_since: datetime


class Outcome(NamedTuple):
    """The limits after an attempt to take slots, and in how many seconds to try again where there was no room."""

    limits: list[Counted]
    retry_after: float | None


def at(limit: Counted, now: datetime) -> Counted:
    """Return a limit with what has decayed by now.

    The moment of a count moves on only by as much as whole slots needed, so that asking often slows nothing down.
    """
    denied_rate = limit.slot_decay_per_second or 1 / limit.avg_slot_occupancy_seconds
    active, active_since = _decayed(limit.active_slots, limit.slot_decay_per_second, limit.active_since, now)
    denied, denied_since = _decayed(limit.denied_slots, denied_rate, limit.denied_since, now)
    return structs.replace(
        limit, active_slots=active, active_since=active_since, denied_slots=denied, denied_since=denied_since
    )


def _decayed(slots: int, rate: float, since: datetime, now: datetime) -> tuple[int, datetime]:
    gone = rate * max(0.0, (now - since).total_seconds())
    if slots == 0 or gone >= slots:
        return 0, now
    whole = int(gone)
    return slots - whole, since + timedelta(seconds=whole / rate) if whole else since


def take(limits: Sequence[Counted], slots: int) -> Outcome:
    """Take slots of all limits, or of none when one has no room."""
    full = [limit for limit in limits if limit.active_slots + slots > limit.limit]
    if not full:
        return Outcome([structs.replace(limit, active_slots=limit.active_slots + slots) for limit in limits], None)
    wait = max(_wait(limit, slots) for limit in full)
    denied = [structs.replace(limit, denied_slots=limit.denied_slots + slots) for limit in full]
    return Outcome(denied, wait)


def _wait(limit: Counted, slots: int) -> float:
    """Return how long it takes until those who asked before and this one have had their turn."""
    waiting = slots + limit.denied_slots
    if limit.slot_decay_per_second > 0:
        return min(waiting / limit.slot_decay_per_second, _LONGEST_WAIT)
    return min(waiting / limit.limit * limit.avg_slot_occupancy_seconds, _LONGEST_WAIT)


def give_back(limits: Sequence[Counted], slots: int, seconds: float | None) -> list[Counted]:
    """Give slots back, and learn from how long they were held."""
    return [
        structs.replace(
            limit,
            active_slots=max(0, limit.active_slots - slots),
            avg_slot_occupancy_seconds=_average(limit, slots, seconds),
        )
        for limit in limits
    ]


def _average(limit: Counted, slots: int, seconds: float | None) -> float:
    if seconds is None:
        return limit.avg_slot_occupancy_seconds
    held = max(min(seconds, _LONGEST_WAIT) / slots, _SHORTEST_OCCUPANCY)
    weight = 1 / (2 * max(limit.limit, 1))
    return limit.avg_slot_occupancy_seconds * (1 - weight) + held * weight
