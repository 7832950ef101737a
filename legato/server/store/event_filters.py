"""Filters of events as SQL."""

from __future__ import annotations

from collections.abc import Callable, Collection
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Text, and_, cast, exists, false, func, or_, select, true

from legato import clock
from legato.schemas import events as e
from legato.server.refusals import invalid
from legato.server.store.conditions import Condition, one_of
from legato.server.store.tables.events import event, event_related

_BACK = timedelta(days=180)
_MOST_PARTS = 50
Label = Callable[[str], ColumnElement[Any]]


def span(given: e.EventFilter) -> tuple[datetime, datetime]:
    """Return the first and the last moment of a filter; the last 180 days where it names none."""
    occurred, now = given.occurred or e.EventOccurredFilter(), clock.now()
    since = (now - _BACK).replace(hour=0, minute=0, second=0, microsecond=0)
    return clock.utc(occurred.since or since), clock.utc(occurred.until or now)


def events_in(given: e.EventFilter, *, sqlite: bool) -> Condition:
    """Return the condition on events."""
    since, until = span(given)
    tests: list[Condition] = [event.c.occurred >= since, event.c.occurred <= until]
    if given.id is not None and given.id.id:
        tests.append(one_of(event.c.id, given.id.id))
    if given.event is not None:
        tests += _name(given.event)
    if given.resource is not None:
        tests += _resource(given.resource, sqlite)
    if given.related is not None:
        tests += _related(given.related, sqlite)
    if given.any_resource is not None:
        tests += _any_resource(given.any_resource, sqlite)
    if given.resource is not None and given.resource.distinct:
        return event.c.id.in_(_newest_of_each(and_(*tests)))
    return and_(*tests)


def _newest_of_each(condition: Condition) -> Any:
    place = func.row_number().over(
        partition_by=event.c.resource_id, order_by=(event.c.occurred.desc(), event.c.id.desc())
    )
    placed = select(event.c.id, place.label("place")).where(condition).subquery()
    return select(placed.c.id).where(placed.c.place == 1)


def _few(parts: Collection[Any]) -> None:
    if len(parts) > _MOST_PARTS:
        raise invalid(f"A filter of events may name {_MOST_PARTS} beginnings or labels at most.")


def _starts(column: ColumnElement[str], prefixes: Collection[str]) -> Condition:
    _few(prefixes)
    return or_(false(), *(column.startswith(prefix, autoescape=True) for prefix in prefixes))


def _name(given: e.EventNameFilter) -> list[Condition]:
    tests: list[Condition] = []
    if given.prefix:
        tests.append(_starts(event.c.event, given.prefix))
    if given.exclude_prefix:
        tests.append(~_starts(event.c.event, given.exclude_prefix))
    if given.name:
        tests.append(one_of(event.c.event, given.name))
    if given.exclude_name:
        tests.append(~one_of(event.c.event, given.exclude_name))
    return tests


def _resource(given: e.EventResourceFilter, sqlite: bool) -> list[Condition]:
    tests: list[Condition] = []
    if given.id:
        tests.append(one_of(event.c.resource_id, given.id))
    if given.id_prefix:
        tests.append(_starts(event.c.resource_id, given.id_prefix))
    if given.labels:
        tests.append(_fits(_labels_of(event.c.resource, sqlite), given.labels))
    return tests


def _related(given: e.EventRelatedFilter, sqlite: bool) -> list[Condition]:
    there, tests = event_related.c, list[Condition]()
    if given.id:
        tests.append(one_of(there.resource_id, given.id))
    if given.role:
        tests.append(one_of(there.role, given.role))
    if given.resources_in_roles:
        _few(given.resources_in_roles)
        pairs = (and_(there.resource_id == id, there.role == role) for id, role in given.resources_in_roles)
        tests.append(or_(*pairs))
    found = [event.c.id.in_(select(there.event_id).where(*tests))] if tests else []
    return [*found, _some_related(given.labels, sqlite)] if given.labels else list(found)


def _any_resource(given: e.EventAnyResourceFilter, sqlite: bool) -> list[Condition]:
    there, tests = event_related.c, list[Condition]()
    if given.id:
        others = select(there.event_id).where(one_of(there.resource_id, given.id))
        tests.append(or_(one_of(event.c.resource_id, given.id), event.c.id.in_(others)))
    if given.id_prefix:
        others = select(there.event_id).where(_starts(there.resource_id, given.id_prefix))
        tests.append(or_(_starts(event.c.resource_id, given.id_prefix), event.c.id.in_(others)))
    if given.labels:
        own = _fits(_labels_of(event.c.resource, sqlite), given.labels)
        tests.append(or_(own, _some_related(given.labels, sqlite)))
    return tests


# ── labels ──────────────────────────────────────────────────────────────────────────────────────


def _labels_of(resource: ColumnElement[Any], sqlite: bool) -> Label:
    if sqlite:
        return lambda name: func.json_extract(resource, '$."' + name.replace('"', "") + '"')
    return lambda name: resource.op("->>", return_type=Text())(cast(name, Text))


def _some_related(labels: e.Labels, sqlite: bool) -> Condition:
    """Return the condition that one of the related resources has labels as they must be."""
    each = func.json_each if sqlite else func.jsonb_array_elements
    one = each(event.c.related).table_valued("value", name="related_resource")
    return exists(select(1).select_from(one).where(_fits(_labels_of(one.c.value, sqlite), labels)))


def _fits(label: Label, labels: e.Labels) -> Condition:
    _few(labels)
    return and_(true(), *(_fits_one(label(name), wanted) for name, wanted in labels.items()))


def _fits_one(value: ColumnElement[Any], wanted: str | list[str]) -> Condition:
    """Return the condition that a label is one of several values, and none of those that begin with `!`."""
    values = [wanted] if isinstance(wanted, str) else wanted
    _few(values)
    allowed = [_is(value, one) for one in values if not one.startswith("!")]
    refused = [_is(value, one[1:]) for one in values if one.startswith("!")]
    tests: list[Condition] = [value.is_not(None)]
    if allowed:
        tests.append(or_(*allowed))
    if refused:
        tests.append(~or_(*refused))
    return and_(*tests)


def _is(value: ColumnElement[Any], pattern: str) -> Condition:
    if pattern.endswith("*"):
        return value.startswith(pattern[:-1], autoescape=True)
    return value == pattern
