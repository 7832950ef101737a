"""Events."""

from __future__ import annotations

import base64
import binascii

import msgspec

from legato.contract.events import CountEvents, CreateEvents, ReadEvents, ReadNextEvents
from legato.schemas.events import EventCount, EventFilter, EventOccurredFilter, EventPage
from legato.server.events.outbox import emit
from legato.server.handling import handles
from legato.server.refusals import forbidden
from legato.server.store import events
from legato.server.store.event_filters import span
from legato.server.store.transaction import Transaction


class _Token(msgspec.Struct, kw_only=True):
    """What a page hands on to the next one."""

    filter: EventFilter
    count: int
    page_size: int
    offset: int


_decode = msgspec.json.Decoder(_Token).decode


@handles(CreateEvents, writes=True)
def create_events(request: CreateEvents, db: Transaction) -> None:
    """Keep events."""
    emit(db, request.events)


@handles(ReadEvents)
def read_events(request: ReadEvents, db: Transaction) -> EventPage:
    """List events."""
    given = request.filter or EventFilter()
    # The next pages are about the same stretch of time.
    since, until = span(given)
    given = msgspec.structs.replace(given, occurred=EventOccurredFilter(since=since, until=until))
    token = _Token(filter=given, count=events.count(db, given), page_size=request.limit, offset=0)
    return _page(db, token, request.address())


@handles(ReadNextEvents)
def read_next_events(request: ReadNextEvents, db: Transaction) -> EventPage:
    """List the events that come after a page."""
    try:
        token = _decode(base64.urlsafe_b64decode(request.page_token.encode()))
    except (ValueError, binascii.Error, msgspec.DecodeError, UnicodeError, RecursionError):
        raise forbidden("Forbidden") from None
    if not 0 <= token.page_size <= 50 or token.offset < 0:
        raise forbidden("Forbidden")
    return _page(db, token, request.address())


def _page(db: Transaction, token: _Token, address: str) -> EventPage:
    found = events.listed(db, token.filter, token.page_size, token.offset)
    seen = token.offset + len(found)
    # A page that is asked to be empty leads on; one that finds nothing, because events have gone, does not.
    if seen >= token.count or (token.page_size and not found):
        return EventPage(events=found, total=token.count, next_page=None)
    following = msgspec.json.encode(msgspec.structs.replace(token, offset=seen))
    text = base64.urlsafe_b64encode(following).decode()
    return EventPage(events=found, total=token.count, next_page=f"{address}/events/filter/next?page-token={text}")


@handles(CountEvents)
def count_events(request: CountEvents, db: Transaction) -> list[EventCount]:
    """Count events."""
    return events.counted(db, request.filter, request.countable, request.time_unit, request.time_interval)
