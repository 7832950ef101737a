"""When deployments run: what people say in one of many ways, as the schedules that the server keeps."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any

import msgspec

from legato import schedules
from legato.schemas.deployments import DeploymentScheduleCreate
from legato.schemas.schedules import NoSchedule, Schedule, construct_schedule

Interval = float | timedelta
AnySchedule = Schedule | NoSchedule | DeploymentScheduleCreate | Mapping[str, Any]

_OF_SCHEDULES = frozenset(Schedule.__struct_fields__)
_OF_DEPLOYMENTS = frozenset(DeploymentScheduleCreate.__struct_fields__) - {"schedule"}


def wire_schedules(
    *,
    interval: Interval | Iterable[Interval] | None = None,
    cron: str | Iterable[str] | None = None,
    rrule: str | Iterable[str] | None = None,
    schedule: AnySchedule | None = None,
    schedules: Sequence[AnySchedule] | None = None,
    anchor_date: datetime | str | None = None,
    timezone: str | None = None,
) -> list[DeploymentScheduleCreate]:
    """Return the schedules that are asked for, in whichever of these ways.

    Raises:
        ValueError: they are given in several ways, or one cannot be read.
    """
    ways = {"interval": interval, "cron": cron, "rrule": rrule, "schedule": schedule, "schedules": schedules}
    given = [name for name, value in ways.items() if value is not None]
    if len(given) > 1:
        text = "Only one of interval, cron, rrule, schedule, or schedules can be provided."
        raise ValueError(f"{text} Here are: {', '.join(given)}.")
    if schedule is not None:
        return normalize_to_minimal_deployment_schedules([schedule])
    if schedules is not None:
        return normalize_to_minimal_deployment_schedules(schedules)
    made: list[Schedule] = []
    for name, value in (("interval", interval), ("cron", cron), ("rrule", rrule)):
        for one in _each(value):
            said: dict[str, Any] = {name: one, "anchor_date": anchor_date, "timezone": timezone}
            made.append(_understood(lambda said=said: construct_schedule(**said), one))  # type: ignore[misc]
    return [create_minimal_deployment_schedule(one) for one in made]


def _each(value: Any) -> list[Any]:
    if value is None:
        return []
    is_many = isinstance(value, Iterable) and not isinstance(value, str | bytes)
    return list(value) if is_many else [value]


def create_minimal_deployment_schedule(schedule: Schedule, active: bool | None = True) -> DeploymentScheduleCreate:
    """Return a schedule as a deployment has it, with a switch of its own."""
    return checked(DeploymentScheduleCreate(schedule=schedule, active=active is not False))


def normalize_to_minimal_deployment_schedules(
    schedules: Sequence[AnySchedule] | None,
) -> list[DeploymentScheduleCreate]:
    """Return schedules as a deployment has them; `NoSchedule` is left out.

    Each may be a schedule, a schedule with a switch, or data that says one or the other.

    Raises:
        ValueError: one cannot be read.
    """
    return [_normal(one) for one in schedules or () if not isinstance(one, NoSchedule)]


def _normal(given: AnySchedule) -> DeploymentScheduleCreate:
    match given:
        case DeploymentScheduleCreate():
            return checked(given)
        case Schedule():
            return create_minimal_deployment_schedule(given)
        case Mapping():
            return checked(_understood(lambda: _read(dict(given)), dict(given)))
    raise ValueError(f"{given!r:.200} is no schedule: give one with an interval, a cron expression or an rrule.")


def _read(said: dict[str, Any]) -> DeploymentScheduleCreate:
    """Return what data says: a schedule apart from its switch, or both side by side."""
    inner = said.pop("schedule", None)
    if inner is None:
        inner = {name: said.pop(name) for name in list(said) if name in _OF_SCHEDULES}
    elif isinstance(inner, Schedule):
        inner = msgspec.to_builtins(inner)
    if unknown := said.keys() - _OF_DEPLOYMENTS:
        raise ValueError(f"it has unknown keys: {', '.join(sorted(map(str, unknown)))}")
    inner = {name: _seconds(value) for name, value in dict(inner).items() if value is not None}
    outer = {name: _seconds(value) for name, value in said.items() if value is not None}
    return msgspec.convert({"schedule": inner, **outer}, DeploymentScheduleCreate, strict=False)


def _seconds(value: Any) -> Any:
    return value.total_seconds() if isinstance(value, timedelta) else value


def checked(schedule: DeploymentScheduleCreate) -> DeploymentScheduleCreate:
    """Return a schedule that fires as it says.

    Raises:
        ValueError: it names a time zone that is not known, or an expression that does not mean anything.
    """
    schedules.check(schedule.schedule)
    return schedule


def _understood(read: Callable[[], Any], given: object) -> Any:
    try:
        return read()
    except (TypeError, ValueError, OverflowError) as error:
        raise ValueError(f"{given!r:.200} is no schedule: {str(error).rstrip('.')}.") from None
