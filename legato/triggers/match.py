"""Whether an event is one of those that a filter means: labels, names, times."""

from __future__ import annotations

from collections.abc import Collection, Iterable

from legato import clock
from legato.schemas.events import (
    RESOURCE_ID,
    RESOURCE_ROLE,
    Event,
    EventFilter,
    EventNameFilter,
    EventRelatedFilter,
    Labels,
    Resource,
)


def value_matches(pattern: str, value: str | None) -> bool:
    """Tell whether the value of a label is as it must be: `!` means not, a `*` at the end any continuation."""
    if value is None:
        return False
    if pattern.startswith("!"):
        return not _fits(pattern[1:], value)
    return _fits(pattern, value)


def _fits(pattern: str, value: str) -> bool:
    return value.startswith(pattern[:-1]) if pattern.endswith("*") else value == pattern


def labels_match(labels: Labels, resource: Resource) -> bool:
    """Tell whether a resource has all labels as they must be."""
    return all(_one_of(wanted, resource.get(name)) for name, wanted in labels.items())


def _one_of(wanted: str | list[str], value: str | None) -> bool:
    patterns = [wanted] if isinstance(wanted, str) else wanted
    allowed = [pattern for pattern in patterns if not pattern.startswith("!")]
    refused = [pattern for pattern in patterns if pattern.startswith("!")]
    if allowed and not any(value_matches(pattern, value) for pattern in allowed):
        return False
    return value is not None and all(value_matches(pattern, value) for pattern in refused)


def event_matches(given: EventFilter, event: Event) -> bool:
    """Tell whether an event is one of those that a filter means."""
    return (
        _in_time(given, event)
        and (given.id is None or not given.id.id or event.id in given.id.id)
        and (given.event is None or _named(given.event, event.event))
        and _of_resource(given, event)
        and (given.related is None or _related(given.related, event.related))
        and _of_any_resource(given, event)
    )


def _in_time(given: EventFilter, event: Event) -> bool:
    if given.occurred is None:
        return True
    since, until, when = given.occurred.since, given.occurred.until, clock.utc(event.occurred)
    return (since is None or when >= clock.utc(since)) and (until is None or when <= clock.utc(until))


def _begins(value: str, prefixes: Collection[str] | None) -> bool:
    return bool(prefixes) and value.startswith(tuple(prefixes or ()))


def _named(given: EventNameFilter, name: str) -> bool:
    if given.prefix and not _begins(name, given.prefix):
        return False
    if _begins(name, given.exclude_prefix) or (given.exclude_name and name in given.exclude_name):
        return False
    return not given.name or name in given.name


def _is(
    resource: Resource, ids: Collection[str] | None, prefixes: Collection[str] | None, labels: Labels | None
) -> bool:
    id = resource.get(RESOURCE_ID, "")
    if ids and id not in ids:
        return False
    if prefixes and not _begins(id, prefixes):
        return False
    return not labels or labels_match(labels, resource)


def _of_resource(given: EventFilter, event: Event) -> bool:
    wanted = given.resource
    return wanted is None or _is(event.resource, wanted.id, wanted.id_prefix, wanted.labels)


def _of_any_resource(given: EventFilter, event: Event) -> bool:
    wanted = given.any_resource
    resources: Iterable[Resource] = (event.resource, *event.related)
    return wanted is None or any(_is(one, wanted.id, wanted.id_prefix, wanted.labels) for one in resources)


def _related(given: EventRelatedFilter, related: Collection[Resource]) -> bool:
    if (given.id or given.role or given.resources_in_roles) and not any(_in_role(given, one) for one in related):
        return False
    return not given.labels or any(labels_match(given.labels, one) for one in related)


def _in_role(given: EventRelatedFilter, resource: Resource) -> bool:
    id, role = resource.get(RESOURCE_ID), resource.get(RESOURCE_ROLE)
    return (
        (not given.id or id in given.id)
        and (not given.role or role in given.role)
        and (not given.resources_in_roles or (id, role) in given.resources_in_roles)
    )
