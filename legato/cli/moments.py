"""Moments and spans of time as people write them."""

from __future__ import annotations

import re
from datetime import datetime, timedelta

from legato import clock

_UNITS = {"s": 1, "m": 60, "h": 3600, "d": 86400, "w": 604800}
_SPAN = re.compile(
    r"\s*(\d+(?:\.\d+)?)\s*(s|m|h|d|w)(?:ecs?|econds?|ins?|inutes?|rs?|ours?|ays?|eeks?)?(?![a-z])\s*(?:,|and)?"
)
_DAYS = {"today": 0, "tomorrow": 1}


def span(text: str) -> timedelta:
    """Return how long a text such as `90 seconds`, `1h 30m` or `2 days` is; a bare number is in seconds.

    Raises:
        ValueError: it is none.
    """
    plain = text.strip().lower().removeprefix("in ")
    try:
        return timedelta(seconds=float(plain))
    except ValueError:
        pass
    seconds, place = 0.0, 0
    while place < len(plain) and (found := _SPAN.match(plain, place)):
        seconds += float(found[1]) * _UNITS[found[2]]
        place = found.end()
    if place == 0 or plain[place:].strip():
        raise ValueError(f"{text!r} is no span of time: write it like '90 seconds', '1h 30m' or '2 days'.")
    return timedelta(seconds=seconds)


def moment(text: str) -> datetime:
    """Return the moment that a text names, such as `2030-05-01 08:00`, `17:30`, `tomorrow 9am` or `in 2 hours`.

    What says no time zone is in that of this machine.

    Raises:
        ValueError: it names none.
    """
    from dateutil import parser

    plain = text.strip().lower()
    if plain == "now":
        return clock.now()
    if plain.startswith("in "):
        return clock.now() + span(plain)
    local = clock.now().astimezone()
    word, _, rest = plain.partition(" ")
    if word in _DAYS:
        local += timedelta(days=_DAYS[word])
        plain = rest.removeprefix("at ") or "00:00"
    try:
        found: datetime = parser.parse(plain, default=local.replace(hour=0, minute=0, second=0, microsecond=0))
    except (ValueError, OverflowError):
        text = f"{text!r} is no moment: write it like '2030-05-01 08:00', 'tomorrow 9am' or 'in 2 hours'."
        raise ValueError(text) from None
    return found
