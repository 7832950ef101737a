"""Operations on events."""

from __future__ import annotations

from legato.contract.request import Request
from legato.schemas.events import Countable, Event, EventCount, EventFilter, EventPage, Interval, PageSize, TimeUnit


class CreateEvents(Request[None]):
    """Keep events that happened elsewhere."""

    method, path, status, body = "POST", "/events", 204, "events"
    events: list[Event]


class ReadEvents(Request[EventPage]):
    """Events, filtered, with the way to the next page."""

    method, path = "POST", "/events/filter"
    filter: EventFilter | None = None
    limit: PageSize = 50


class ReadNextEvents(Request[EventPage]):
    """The page of events that another page leads to."""

    method, path = "GET", "/events/filter/next"
    query_names = {"page_token": "page-token"}
    page_token: str


class CountEvents(Request[list[EventCount]]):
    """How many events have a day, a stretch of time, a name or a resource in common."""

    method, path = "POST", "/events/count-by/{countable}"
    countable: Countable
    filter: EventFilter
    time_unit: TimeUnit = TimeUnit.day
    time_interval: Interval = 1.0
