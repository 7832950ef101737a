"""Operations on events."""

from __future__ import annotations

import msgspec

from legato.contract.request import Request
from legato.schemas.events import Countable, Event, EventCount, EventFilter, EventPage, Interval, PageSize, TimeUnit

_HOST = {"host": "host", "scheme": "x-forwarded-proto"}


class _Addressed(msgspec.Struct, kw_only=True):
    """A request that asks for addresses in the answer: they begin as its own did."""

    host: str | None = None
    scheme: str | None = None

    def address(self) -> str:
        """Return the address of the API, as the client knows it; nothing where it did not come over HTTP."""
        return "" if self.host is None else f"{self.scheme or 'http'}://{self.host}/api"


class CreateEvents(Request[None]):
    """Keep events that happened elsewhere."""

    method, path, status, body = "POST", "/events", 204, "events"
    events: list[Event]


class ReadEvents(_Addressed, Request[EventPage]):
    """Events, filtered, with the way to the next page."""

    method, path = "POST", "/events/filter"
    headers = _HOST
    filter: EventFilter | None = None
    limit: PageSize = 50


class ReadNextEvents(_Addressed, Request[EventPage]):
    """The page of events that another page leads to."""

    method, path = "GET", "/events/filter/next"
    query_names = {"page_token": "page-token"}
    headers = _HOST
    page_token: str


class CountEvents(Request[list[EventCount]]):
    """How many events have a day, a stretch of time, a name or a resource in common."""

    method, path = "POST", "/events/count-by/{countable}"
    countable: Countable
    filter: EventFilter
    time_unit: TimeUnit = TimeUnit.day
    time_interval: Interval = 1.0
