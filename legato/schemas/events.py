"""Events: what happened to which resource, when; and how events are asked for."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import Meta

from legato.schemas.words import Misfit, Moment

RESOURCE_ID, RESOURCE_NAME, RESOURCE_ROLE = "prefect.resource.id", "prefect.resource.name", "prefect.resource.role"
MOST_LABELS = 500
MOST_RELATED = 500
MOST_BYTES = 1_500_000
FOLLOWS_WITHIN_SECONDS = 300.0

Resource = dict[str, str]
Labels = dict[str, str | list[str]]
"""What labels must be: a value or several, each of which may begin with `!` (not) and end with `*` (begins with)."""


class Event(msgspec.Struct, kw_only=True):
    """Something happened to a resource; related resources have roles in it."""

    occurred: Moment
    event: str
    resource: Resource
    related: list[Resource] = []
    payload: dict[str, Any] = {}
    id: UUID
    follows: UUID | None = None

    def __post_init__(self) -> None:
        _check(self.resource, "resource")
        if len(self.related) > MOST_RELATED:
            raise Misfit(f"The maximum number of related resources is {MOST_RELATED}", "related")
        for number, one in enumerate(self.related):
            _check(one, "related", number)
            if not one.get(RESOURCE_ROLE):
                message = f"Related Resources must include the {RESOURCE_ROLE} label"
                raise Misfit(message, "related", number, "__root__")


def _check(resource: Resource, *place: str | int) -> None:
    if not resource.get(RESOURCE_ID):
        raise Misfit(f"Resources must include the {RESOURCE_ID} label", *place, "__root__")
    if len(resource) > MOST_LABELS:
        raise Misfit(f"The maximum number of labels per resource is {MOST_LABELS}", *place, "__root__")


class ReceivedEvent(Event, kw_only=True):
    """An event that a server keeps."""

    received: Moment


class EventOrder(StrEnum):
    """Orders of events by when they occurred."""

    ASC = "ASC"
    DESC = "DESC"


class Countable(StrEnum):
    """What events can be counted by."""

    day = "day"
    time = "time"
    event = "event"
    resource = "resource"


class TimeUnit(StrEnum):
    """Units of the intervals that events are counted in."""

    week = "week"
    day = "day"
    hour = "hour"
    minute = "minute"
    second = "second"


class EventPage(msgspec.Struct, kw_only=True):
    """Some events, how many there are in all, and where the next are to be had."""

    events: list[ReceivedEvent]
    total: int
    next_page: str | None


class EventCount(msgspec.Struct, kw_only=True):
    """How many events have a value in common, and when the first and the last of them occurred."""

    value: str
    label: str
    count: int
    start_time: Moment
    end_time: Moment


class _Filter(msgspec.Struct, kw_only=True, omit_defaults=True, forbid_unknown_fields=True):
    pass


class EventOccurredFilter(_Filter, kw_only=True):
    """Events between two moments; by default of the last 180 days."""

    since: Moment | None = None
    until: Moment | None = None


class EventNameFilter(_Filter, kw_only=True):
    """Events by name, or by how their names begin."""

    prefix: list[str] | None = None
    exclude_prefix: list[str] | None = None
    name: list[str] | None = None
    exclude_name: list[str] | None = None


class EventResourceFilter(_Filter, kw_only=True):
    """Events by their resource; `distinct` gives the newest of each."""

    id: list[str] | None = None
    id_prefix: list[str] | None = None
    labels: Labels | None = None
    distinct: bool = False


class EventRelatedFilter(_Filter, kw_only=True):
    """Events by a related resource."""

    id: list[str] | None = None
    role: list[str] | None = None
    resources_in_roles: list[tuple[str, str]] | None = None
    labels: Labels | None = None


class EventAnyResourceFilter(_Filter, kw_only=True):
    """Events by their resource or a related one."""

    id: list[str] | None = None
    id_prefix: list[str] | None = None
    labels: Labels | None = None


class EventIDFilter(_Filter, kw_only=True):
    """Events by id; no ids at all mean every event."""

    id: list[UUID] | None = None


class EventFilter(_Filter, kw_only=True):
    """Which events: all that is set must hold."""

    occurred: EventOccurredFilter | None = None
    event: EventNameFilter | None = None
    any_resource: EventAnyResourceFilter | None = None
    resource: EventResourceFilter | None = None
    related: EventRelatedFilter | None = None
    id: EventIDFilter | None = None
    order: EventOrder = EventOrder.DESC


Interval = Annotated[float, Meta(ge=0.01, le=10**9)]
PageSize = Annotated[int, Meta(ge=0, le=50)]
