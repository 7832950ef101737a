"""What time is it? One function, which tests may replace with `frozen`."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta

_source: Callable[[], datetime] | None = None


def now() -> datetime:
    """Return the current time, with the time zone UTC."""
    return datetime.now(UTC) if _source is None else _source()


def utc(moment: datetime) -> datetime:
    """Return the moment in UTC; one without a time zone is taken to be in UTC already."""
    return moment.replace(tzinfo=UTC) if moment.tzinfo is None else moment.astimezone(UTC)


class FrozenClock:
    """A clock that moves only when told to."""

    def __init__(self, moment: datetime) -> None:
        self.moment = moment

    def __call__(self) -> datetime:
        return self.moment

    def move(self, seconds: float) -> None:
        """Move the clock on by so many seconds."""
        self.moment += timedelta(seconds=seconds)


@contextmanager
def frozen(moment: datetime) -> Iterator[FrozenClock]:
    """Stop the clock at a moment for as long as the block lasts."""
    global _source
    before, clock = _source, FrozenClock(utc(moment))
    _source = clock
    try:
        yield clock
    finally:
        _source = before
