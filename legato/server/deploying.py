"""Making and changing deployments: what they name must be there, what they hold must fit."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import select

from legato import schedules
from legato.schemas.deployments import Deployment, DeploymentCreate, DeploymentScheduleCreate, DeploymentUpdate
from legato.schemas.flow_runs import CreatedBy
from legato.schemas.schedules import Schedule
from legato.schemas.work_pools import WorkPool
from legato.server import json_schema, operators
from legato.server.pull_steps import check_pull_steps
from legato.server.refusals import conflict, invalid, misfit, missing, taken
from legato.server.store import deployment_schedules, deployments, flows, work_pools, work_queues
from legato.server.store.tables.blocks import block_document
from legato.server.store.transaction import Transaction

_PLAIN = (
    *("version", "description", "tags", "parameters", "path", "entrypoint", "manifest_path", "storage_document_id"),
    *("infrastructure_document_id", "enforce_parameter_schema"),
)
_NOT_NULL = frozenset({"tags", "parameters", "enforce_parameter_schema"})


def create(db: Transaction, new: DeploymentCreate, created_by: CreatedBy | None) -> tuple[Deployment, bool]:
    """Return the deployment that was made, or put in place of the one of that flow and name, and whether it is new.

    Raises:
        RequestInvalid, ObjectNotFound, ObjectAlreadyExists: something in it does not fit, or is not there.
    """
    known = deployments.of_flow(db, new.flow_id, new.name)
    kept = operators.fields_of(known) if known is not None and new.keep_operator_changes else ()
    if known is not None and kept:
        new = operators.with_changes(known, new)
    wanted = _schedules_of(new)
    check_schedules(wanted)
    _check_parameters(new)
    check_pull_steps(new.pull_steps)
    if flows.by_id(db, new.flow_id) is None:
        raise conflict()
    _check_documents(db, new.storage_document_id, new.infrastructure_document_id)
    pool, queue_id = _place(db, new.work_pool_name, new.work_queue_name)
    variables = _variables(new.job_variables, new.infra_overrides)
    if pool is not None:
        check_job_variables(pool, variables, "Error creating deployment", is_whole=False)
    values: dict[str, Any] = {name: getattr(new, name) for name in _PLAIN} | {
        "pull_steps": new.pull_steps,
        "parameter_openapi_schema": new.parameter_openapi_schema,
        "paused": new.paused if new.is_schedule_active is None else new.paused or not new.is_schedule_active,
        "job_variables": variables,
        "work_queue_id": queue_id,
        "work_queue_name": new.work_queue_name,
    }
    if known is None:
        whole = values | {"name": new.name, "flow_id": new.flow_id, "created_by": created_by, "updated_by": created_by}
        id = deployments.create(db, whole)
        if id is None:
            raise conflict()
    else:
        id = known.id
        deployments.change(db, id, values | {"updated_by": created_by, "operator_fields": list(kept)})
    if operators.SCHEDULES not in kept:
        deployment_schedules.clear(db, id)
        deployment_schedules.add(db, id, wanted)
    deployments.schedule_anew(db, id)
    made = deployments.by_id(db, id)
    assert made is not None
    return made, known is None


def update(db: Transaction, known: Deployment, new: DeploymentUpdate) -> None:
    """Change a deployment.

    Raises:
        RequestInvalid, ObjectNotFound, ObjectAlreadyExists: a change does not fit, or names what is not there.
    """
    given = {name: value for name, value in msgspec.structs.asdict(new).items() if value is not msgspec.UNSET}
    wanted = _changed_schedules(known, given)
    if wanted is not None:
        check_schedules(wanted)
    changes = {
        name: given[name] for name in _PLAIN if name in given and not (given[name] is None and name in _NOT_NULL)
    }
    _check_changed_parameters(known, changes)
    _check_documents(db, changes.get("storage_document_id"), changes.get("infrastructure_document_id"))
    if (paused := _paused(given)) is not None:
        changes["paused"] = paused
    _move(db, known, given, changes)
    changes["operator_fields"] = operators.changed_fields(known, changes, schedules=wanted is not None)
    deployments.change(db, known.id, changes)
    if wanted is not None:
        deployment_schedules.clear(db, known.id)
        deployment_schedules.add(db, known.id, wanted)
    deployments.schedule_anew(db, known.id)


def _move(db: Transaction, known: Deployment, given: dict[str, Any], changes: dict[str, Any]) -> None:
    """Put into the changes where runs wait from now on, and with what job variables."""
    pool_name = given.get("work_pool_name") or known.work_pool_name
    queue_name = given.get("work_queue_name")
    if given.get("work_pool_name") is None and queue_name is None:
        pool = None if pool_name is None else work_pools.by_name(db, pool_name)
    else:
        pool, changes["work_queue_id"] = _place(db, pool_name, queue_name)
        changes["work_queue_name"] = queue_name
    if given.get("job_variables") is not None or given.get("infra_overrides") is not None:
        changes["job_variables"] = _variables(given.get("job_variables"), given.get("infra_overrides"))
        if pool is not None:
            check_job_variables(pool, changes["job_variables"], "Error updating deployment", is_whole=False)


def _schedules_of(new: DeploymentCreate) -> list[DeploymentScheduleCreate]:
    if new.schedules or new.schedule is None:
        return new.schedules
    return [DeploymentScheduleCreate(schedule=new.schedule, active=new.is_schedule_active is not False)]


def _changed_schedules(known: Deployment, given: dict[str, Any]) -> list[DeploymentScheduleCreate] | None:
    """Return the schedules that a deployment is to have; None where they stay."""
    if given.get("schedules") is not None:
        wanted: list[DeploymentScheduleCreate] = given["schedules"]
        return wanted
    if "schedule" not in given and given.get("is_schedule_active") is None:
        return None
    if len(known.schedules) > 1:
        text = (
            f"Error updating deployment: Deployment {known.id!r} has multiple schedules. "
            "Please use the UI or update your client to adjust this deployment's schedules."
        )
        refusal = invalid(text)
        refusal.body = {"detail": [text]}
        raise refusal
    if "schedule" not in given:
        return None
    schedule: Schedule | None = given["schedule"]
    if schedule is None:
        return []
    active = given.get("is_schedule_active")
    return [DeploymentScheduleCreate(schedule=schedule, active=not known.paused if active is None else active)]


def check_schedules(wanted: Sequence[DeploymentScheduleCreate]) -> None:
    """Make sure that schedules can be read.

    Raises:
        RequestInvalid: one cannot.
    """
    for number, one in enumerate(wanted):
        check_schedule(one.schedule, ["body", "schedules", number, "schedule"])


def check_schedule(schedule: Schedule, place: list[str | int]) -> None:
    """Make sure that a schedule can be read.

    Raises:
        RequestInvalid: it cannot.
    """
    try:
        schedules.check(schedule)
    except ValueError as error:
        raise misfit(place, str(error)) from None


def _paused(given: dict[str, Any]) -> bool | None:
    if given.get("paused") is not None:
        return bool(given["paused"])
    active = given.get("is_schedule_active")
    return None if active is None else not active


def _variables(*given: dict[str, Any] | None) -> dict[str, Any]:
    return next((variables for variables in given if variables is not None), {})


def _check_parameters(new: DeploymentCreate) -> None:
    schema = new.parameter_openapi_schema
    if not schema or not new.enforce_parameter_schema:
        return
    try:
        json_schema.check_schema(schema)
    except ValueError as error:
        raise misfit(["body", "parameter_openapi_schema"], str(error)) from None
    try:
        json_schema.check(json_schema.without_required(schema), new.parameters)
    except json_schema.CircularSchema:
        return  # whoever makes a run hears of it
    except ValueError as error:
        raise misfit(["body", "parameters"], str(error)) from None


def _check_changed_parameters(known: Deployment, changes: dict[str, Any]) -> None:
    if not changes.get("enforce_parameter_schema", known.enforce_parameter_schema):
        return
    if "parameters" not in changes or not known.parameter_openapi_schema:
        return
    try:
        json_schema.check(json_schema.without_required(known.parameter_openapi_schema), changes["parameters"])
    except json_schema.CircularSchema as error:
        raise invalid(f"Invalid schema: {error}") from None
    except ValueError as error:
        raise taken(f"Error updating deployment: {error}") from None


def _check_documents(db: Transaction, storage: UUID | None, infrastructure: UUID | None) -> None:
    for word, id in {"storage": storage, "infrastructure": infrastructure}.items():
        if id is not None and db.first(select(block_document.c.id).where(block_document.c.id == id)) is None:
            raise taken(
                f"Error creating deployment. Could not find {word} block with id: {id}. This usually occurs when "
                "applying a deployment specification that was built against a different Prefect database / workspace."
            )


def _place(db: Transaction, pool_name: str | None, queue_name: str | None) -> tuple[WorkPool | None, UUID | None]:
    """Return the pool and the queue of these names; a queue is made where it is missing."""
    if pool_name is None:
        if queue_name is None:
            return None, None
        pool = work_pools.agents_pool(db)
    else:
        pool = pool_called(db, pool_name)
    if queue_name is None:
        return pool, pool.default_queue_id
    return pool, work_queues.find_or_create(db, pool.id, queue_name).id


def pool_called(db: Transaction, name: str) -> WorkPool:
    """Return the work pool of a name.

    Raises:
        ObjectNotFound: there is none.
    """
    pool = work_pools.by_name(db, name)
    if pool is None:
        raise missing(f'Work pool "{name}" not found.')
    return pool


def check_job_variables(pool: WorkPool, variables: dict[str, Any], context: str, *, is_whole: bool) -> None:
    """Make sure that job variables fit the template of a pool; `is_whole` where nothing may be missing.

    Raises:
        RequestInvalid: they do not.
    """
    schema = pool.base_job_template.get("variables")
    if not isinstance(schema, dict):
        return
    try:
        json_schema.check(schema if is_whole else json_schema.without_required(schema), variables)
    except ValueError as error:
        raise invalid(f"{context}: {error}") from None
