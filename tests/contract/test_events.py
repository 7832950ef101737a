"""Events are kept, found and counted in the same way over both transports; what is wrong is named where it is."""

from datetime import UTC, datetime, timedelta
from typing import Any
from urllib.parse import parse_qs, urlsplit
from uuid import UUID

import msgspec
import pytest

from legato.contract.events import CountEvents, CreateEvents, ReadEvents, ReadNextEvents
from legato.contract.request import from_http
from legato.exceptions import ApiError, RequestInvalid
from legato.ids import uuid7
from legato.schemas.events import (
    Countable,
    Event,
    EventFilter,
    EventIDFilter,
    EventNameFilter,
    EventOccurredFilter,
    EventOrder,
    EventPage,
    EventRelatedFilter,
    EventResourceFilter,
    TimeUnit,
)
from tests.contract.conftest import Send

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
ALL = EventOccurredFilter(since=NOON - timedelta(days=1), until=NOON + timedelta(days=1))


def an_event(name: str = "done", minute: int = 0, resource: str = "own", **more: Any) -> Event:
    given = {"resource": {"prefect.resource.id": resource}} | more
    return Event(id=uuid7(), event=name, occurred=NOON + timedelta(minutes=minute), **given)


def names(send: Send, **where: Any) -> list[str]:
    return [one.event for one in send(ReadEvents(filter=EventFilter(occurred=ALL, **where))).events]


def refused(body: Any, kind: Any = CreateEvents) -> list[Any]:
    with pytest.raises(RequestInvalid) as error:
        from_http(kind, {}, {}, msgspec.json.encode(body))
    problems: Any = error.value.body
    return [one["loc"] for one in problems]


def test_events_are_found(send: Send) -> None:
    flow = {"prefect.resource.id": "f", "prefect.resource.role": "flow"}
    first, second = an_event("a.start"), an_event("a.end", 1, "other", related=[flow])
    send(CreateEvents(events=[first, second]))
    assert names(send) == ["a.end", "a.start"]
    assert names(send, order=EventOrder.ASC) == ["a.start", "a.end"]
    assert names(send, event=EventNameFilter(prefix=["a."], exclude_name=["a.end"])) == ["a.start"]
    assert names(send, resource=EventResourceFilter(id=["other"])) == ["a.end"]
    assert names(send, related=EventRelatedFilter(resources_in_roles=[("f", "flow")])) == ["a.end"]
    assert names(send, id=EventIDFilter(id=[first.id])) == ["a.start"]


def test_no_ids_at_all_mean_every_event(send: Send) -> None:
    send(CreateEvents(events=[an_event()]))
    assert names(send, id=EventIDFilter(id=[])) == ["done"]


def test_an_event_is_kept_once(send: Send) -> None:
    event = an_event()
    send(CreateEvents(events=[event]))
    send(CreateEvents(events=[event, an_event("more", 1)]))
    assert names(send) == ["more", "done"]


def following(send: Send, page: EventPage) -> EventPage:
    assert page.next_page is not None
    (token,) = parse_qs(urlsplit(page.next_page).query)["page-token"]
    return send(ReadNextEvents(page_token=token))


def test_pages_follow_each_other_to_the_end(send: Send) -> None:
    send(CreateEvents(events=[an_event(str(number), number) for number in range(5)]))
    given = EventFilter(occurred=ALL, order=EventOrder.ASC)
    page, seen = send(ReadEvents(filter=given, limit=2)), []
    while True:
        seen.append([one.event for one in page.events])
        if page.next_page is None:
            break
        page = following(send, page)
    assert seen == [["0", "1"], ["2", "3"], ["4"]]
    empty = send(ReadEvents(filter=given, limit=0))
    assert (empty.events, empty.total) == ([], 5)
    assert following(send, empty).total == 5
    assert send(ReadEvents(filter=given, limit=5)).next_page is None


def test_a_page_that_nobody_gave_is_forbidden(send: Send) -> None:
    for token in ("x", "e30=", "é"):
        with pytest.raises(ApiError, match="Forbidden"):
            send(ReadNextEvents(page_token=token))


def test_events_are_counted(send: Send) -> None:
    send(CreateEvents(events=[an_event("a"), an_event("b", 1), an_event("a", 2, "other")]))
    given = EventFilter(occurred=EventOccurredFilter(since=NOON, until=NOON + timedelta(minutes=3)))
    by_name = send(CountEvents(countable=Countable.event, filter=given))
    assert sorted((one.value, one.count) for one in by_name) == [("a", 2), ("b", 1)]
    by_resource = send(CountEvents(countable=Countable.resource, filter=given))
    assert sorted((one.value, one.count) for one in by_resource) == [("other", 1), ("own", 2)]
    by_time = send(CountEvents(countable=Countable.time, filter=given, time_unit=TimeUnit.minute))
    assert [one.count for one in by_time][:3] == [1, 1, 1]
    with pytest.raises(ApiError, match="too many"):
        send(CountEvents(countable=Countable.time, filter=EventFilter(), time_unit=TimeUnit.second))


GOOD: dict[str, Any] = msgspec.to_builtins(an_event())
LABELLED = {"prefect.resource.id": "x"}


@pytest.mark.parametrize(
    ("change", "place"),
    [
        ({"resource": {}}, ["resource", "__root__"]),
        ({"resource": LABELLED | {str(number): "" for number in range(500)}}, ["resource", "__root__"]),
        ({"related": [LABELLED]}, ["related", 0, "__root__"]),
        ({"related": [LABELLED | {"prefect.resource.role": "r"}, {}]}, ["related", 1, "__root__"]),
        ({"related": [LABELLED | {"prefect.resource.role": "r"}] * 501}, ["related"]),
        ({"occurred": "noon"}, ["occurred"]),
        ({"id": str(UUID(int=1))[:-1]}, ["id"]),
    ],
)
def test_what_is_wrong_with_an_event_is_named_where_it_is(change: dict[str, Any], place: list[Any]) -> None:
    assert refused([GOOD | change]) == [["body", 0, *place]]


@pytest.mark.parametrize("pair", [["one"], ["one", "two", "three"], "ab", [], {}])
def test_a_pair_that_is_none_is_named(pair: Any) -> None:
    body = {"filter": {"related": {"resources_in_roles": [["a", "b"], pair]}}}
    assert refused(body, ReadEvents) == [["body", "filter", "related", "resources_in_roles", 1]]


def test_what_is_wrong_within_a_pair_is_named() -> None:
    body = {"filter": {"related": {"resources_in_roles": [["a", None]]}}}
    assert refused(body, ReadEvents) == [["body", "filter", "related", "resources_in_roles", 0, 1]]
