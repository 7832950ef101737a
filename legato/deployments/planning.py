"""What deploying would change: the deployment as the server has it beside the one that is wanted, field by field."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any, NamedTuple
from uuid import UUID

import msgspec
from msgspec import UNSET

from legato import connect
from legato.contract.automations import ReadRelatedAutomations
from legato.contract.deployments import ReadDeploymentByName
from legato.deployments.commits import COMMIT
from legato.deployments.declared import RunnerDeployment
from legato.deployments.triggers import as_automation, owner
from legato.exceptions import ObjectNotFound
from legato.schemas.deployments import Deployment, DeploymentCreate, DeploymentSchedule, DeploymentScheduleCreate

_FIELDS = (
    *("version", "description", "tags", "entrypoint", "path", "pull_steps", "paused", "parameters"),
    *("enforce_parameter_schema", "parameter_openapi_schema", "work_pool_name", "work_queue_name", "job_variables"),
)
_NOBODY = UUID(int=0)
_USUAL_QUEUE = "default"


class Difference(NamedTuple):
    """A field that would have another value."""

    field: str
    now: Any
    then: Any


class Plan(NamedTuple):
    """What would change of a deployment, and the fields that stay as operators have set them."""

    differences: list[Difference]
    kept: list[str]


def plan(wanted: RunnerDeployment, *, force: bool = False) -> Plan | None:
    """Return what applying a deployment would change; None where it would be new.

    With `force` also what operators have changed on the server.
    """
    try:
        known = connect.send(ReadDeploymentByName(flow_name=wanted.flow_name, deployment_name=wanted.name))
    except ObjectNotFound:
        return None
    owned = connect.send(ReadRelatedAutomations(resource_id=owner(known.id)))
    mine = [one for one in owned if one.name in {trigger.name for trigger in wanted.triggers}]
    before = _facts(known) | {"triggers": sorted((_plain(one) for one in mine), key=str)}
    automations = (as_automation(one, known.id) for one in wanted.triggers)
    after = _facts(wanted.wire(_NOBODY)) | {"triggers": sorted((_plain(one) for one in automations), key=str)}
    kept = [] if force or known.operator_fields is UNSET else known.operator_fields
    found = list(_compared(before, after))
    changes = [one for one in found if one.field.partition(".")[0] not in kept]
    return Plan(changes, sorted({one.field for one in found} - {one.field for one in changes}))


def _facts(deployment: Deployment | DeploymentCreate) -> dict[str, Any]:
    found: dict[str, Any] = {name: msgspec.to_builtins(getattr(deployment, name)) for name in _FIELDS}
    if deployment.work_pool_name is not None:
        found["work_queue_name"] = found["work_queue_name"] or _USUAL_QUEUE
    found["schedules"] = sorted((_schedule(one) for one in deployment.schedules), key=str)
    schema = dict(found["parameter_openapi_schema"] or {})
    return found | {"commit": schema.pop(COMMIT, None), "parameter_openapi_schema": schema}


def _schedule(schedule: DeploymentSchedule | DeploymentScheduleCreate) -> dict[str, Any]:
    said: dict[str, Any] = msgspec.to_builtins(schedule.schedule)
    # The anchor is the moment of deploying where nobody gave one: it would differ each time.
    said.pop("anchor_date", None)
    plain = {name: value for name, value in said.items() if value is not None}
    return plain if schedule.active else {**plain, "active": False}


def _plain(automation: Any) -> dict[str, Any]:
    """Return what people say of a trigger, without ids that are made anew each time."""
    said: dict[str, Any] = msgspec.to_builtins(automation)
    kept = ("name", "description", "enabled", "trigger", "actions")
    return {name: _without_ids(said[name]) for name in kept}


def _without_ids(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _without_ids(item) for key, item in value.items() if key != "id"}
    return [_without_ids(item) for item in value] if isinstance(value, list) else value


def _compared(before: dict[str, Any], after: dict[str, Any], place: str = "") -> Iterator[Difference]:
    for name in _in_order(before, after):
        now, then = before.get(name), after.get(name)
        if now == then:
            continue
        if isinstance(now, dict) and isinstance(then, dict):
            yield from _compared(now, then, f"{place}{name}.")
        else:
            yield Difference(f"{place}{name}", now, then)


def _in_order(before: Iterable[str], after: Iterable[str]) -> list[str]:
    return list(dict.fromkeys([*before, *after]))
