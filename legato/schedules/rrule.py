"""Recurrence rules (RFC 5545), read on the wall clock of a time zone."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

FIRST_ANCHOR = datetime(2020, 1, 1)
_STEPS = {3: timedelta(days=1), 4: timedelta(hours=1), 5: timedelta(minutes=1), 6: timedelta(seconds=1)}
_WEEKLY = 2


def check(text: str) -> None:
    """Make sure that a rule is one.

    Raises:
        ValueError: it is not.
    """
    _rule(text)


def _rule(text: str) -> Any:
    from dateutil.rrule import rrulestr

    try:
        return rrulestr(text, dtstart=FIRST_ANCHOR, ignoretz=True, cache=False)
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, IndexError) as error:
        raise ValueError(f'Invalid RRule string "{text[:100]}": {error}') from None


def moments(text: str, zone: ZoneInfo, start: datetime) -> Iterator[datetime]:
    """Return the moments that a rule names, from `start` on."""
    wall = start.astimezone(zone).replace(tzinfo=None, microsecond=0) - timedelta(hours=3)
    for found in _nearer(_rule(text), wall).xafter(wall, inc=True):
        moment = found.replace(tzinfo=zone).astimezone(UTC)
        if moment >= start:
            yield moment


def _nearer(rule: Any, wall: datetime) -> Any:
    """Return the same rule, begun as late as can be: a rule is counted through from its beginning."""
    if not hasattr(rule, "_freq") or rule._count is not None or rule._bysetpos:
        return rule
    step = timedelta(weeks=1) if rule._freq == _WEEKLY else _STEPS.get(rule._freq)
    if step is None:
        return rule
    step *= rule._interval
    whole = (wall - rule._dtstart) // step - 1
    return rule.replace(dtstart=rule._dtstart + whole * step) if whole > 0 else rule
