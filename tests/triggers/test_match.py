"""Whether an event is one of those that a filter means, value by value."""

from datetime import UTC, datetime, timedelta, timezone
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from legato.ids import uuid7
from legato.schemas.events import (
    Event,
    EventAnyResourceFilter,
    EventFilter,
    EventIDFilter,
    EventNameFilter,
    EventOccurredFilter,
    EventRelatedFilter,
    EventResourceFilter,
)
from legato.triggers.match import event_matches, labels_match, value_matches

NOON = datetime(2026, 5, 1, 12, tzinfo=UTC)
MINUTE = timedelta(minutes=1)
FLOW = {"prefect.resource.id": "prefect.flow.1", "prefect.resource.role": "flow", "team": "data"}
TAG = {"prefect.resource.id": "prefect.tag.x", "prefect.resource.role": "tag"}
OWN = {"prefect.resource.id": "prefect.flow-run.1", "colour": "red"}
EVENT = Event(id=uuid7(), event="flow-run.done", occurred=NOON, resource=OWN, related=[FLOW, TAG])


@given(st.text(), st.text())
def test_not_is_the_contrary_and_a_star_any_end(pattern: str, value: str) -> None:
    assert value_matches(f"!{pattern}", value) is not value_matches(pattern, value)
    plain = pattern.lstrip("!")
    assert value_matches(f"{plain}*", plain + value)


@given(st.text(), st.sampled_from(["", "!"]))
def test_a_label_that_is_not_there_matches_nothing(pattern: str, sign: str) -> None:
    assert not value_matches(sign + pattern, None)
    assert not labels_match({"no such label": sign + pattern}, OWN)


@pytest.mark.parametrize(
    ("labels", "matches"),
    [
        ({}, True),
        ({"colour": "red"}, True),
        ({"colour": "r*"}, True),
        ({"colour": "re"}, False),
        ({"colour": ["blue", "red"]}, True),
        ({"colour": ["blue", "green"]}, False),
        ({"colour": "!blue"}, True),
        ({"colour": ["!blue", "!r*"]}, False),
        ({"colour": ["r*", "!red"]}, False),
        ({"colour": ["r*", "!rose"]}, True),
        ({"colour": []}, True),
        ({"colour": "red", "size": "1"}, False),
    ],
)
def test_all_labels_must_be_as_they_are_wanted(labels: dict[str, Any], matches: bool) -> None:
    assert labels_match(labels, OWN) is matches


MATCHES: list[EventFilter] = [
    EventFilter(),
    EventFilter(id=EventIDFilter(id=[])),
    EventFilter(id=EventIDFilter(id=None)),
    EventFilter(id=EventIDFilter(id=[uuid7(), EVENT.id])),
    EventFilter(occurred=EventOccurredFilter(since=NOON, until=NOON)),
    EventFilter(occurred=EventOccurredFilter(since=NOON.astimezone(timezone(timedelta(hours=5))))),
    EventFilter(event=EventNameFilter(prefix=["x", "flow-run."], exclude_prefix=["flow."], name=[])),
    EventFilter(event=EventNameFilter(name=["flow-run.done"], exclude_name=["other"])),
    EventFilter(resource=EventResourceFilter(id=[], id_prefix=["prefect.flow-run."], labels={"colour": "red"})),
    EventFilter(related=EventRelatedFilter(id=["prefect.flow.1"], role=["flow", "tag"])),
    EventFilter(related=EventRelatedFilter(resources_in_roles=[("a", "b"), ("prefect.tag.x", "tag")])),
    EventFilter(related=EventRelatedFilter(labels={"team": "d*"})),
    EventFilter(any_resource=EventAnyResourceFilter(id=["prefect.tag.x"])),
    EventFilter(any_resource=EventAnyResourceFilter(id=["prefect.flow-run.1"], labels={"colour": "red"})),
]
FAILS: list[EventFilter] = [
    EventFilter(id=EventIDFilter(id=[uuid7()])),
    EventFilter(occurred=EventOccurredFilter(since=NOON + MINUTE)),
    EventFilter(occurred=EventOccurredFilter(until=NOON - MINUTE)),
    EventFilter(event=EventNameFilter(prefix=["done"])),
    EventFilter(event=EventNameFilter(prefix=["flow-run"], exclude_prefix=["flow-run.d"])),
    EventFilter(event=EventNameFilter(exclude_name=["flow-run.done"])),
    EventFilter(event=EventNameFilter(name=["flow-run"])),
    EventFilter(resource=EventResourceFilter(id=["prefect.flow.1"])),
    EventFilter(resource=EventResourceFilter(id_prefix=["prefect.flow."])),
    EventFilter(resource=EventResourceFilter(id=["prefect.flow-run.1"], labels={"team": "data"})),
    EventFilter(related=EventRelatedFilter(id=["prefect.flow.1"], role=["tag"])),
    EventFilter(related=EventRelatedFilter(id=["prefect.flow-run.1"])),
    EventFilter(related=EventRelatedFilter(resources_in_roles=[("prefect.tag.x", "flow")])),
    EventFilter(related=EventRelatedFilter(labels={"colour": "red"})),
    EventFilter(any_resource=EventAnyResourceFilter(id=["prefect.tag.x"], labels={"team": "data"})),
    EventFilter(any_resource=EventAnyResourceFilter(id_prefix=["flow"])),
]


@pytest.mark.parametrize("given", MATCHES)
def test_an_event_that_a_filter_means(given: EventFilter) -> None:
    assert event_matches(given, EVENT)


@pytest.mark.parametrize("given", FAILS)
def test_an_event_that_a_filter_does_not_mean(given: EventFilter) -> None:
    assert not event_matches(given, EVENT)
