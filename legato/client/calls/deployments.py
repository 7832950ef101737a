"""Calls on deployments."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime
from typing import Any
from uuid import UUID

from legato.client.calls.runs import proposed
from legato.client.client import Conversation, given
from legato.contract.deployments import (
    CreateDeployment,
    CreateDeploymentSchedules,
    CreateFlowRunFromDeployment,
    PauseDeployment,
    ReadDeploymentByName,
    ReadScheduledRunsOfDeployments,
    ResumeDeployment,
    UpdateDeployment,
    UpdateDeploymentSchedule,
)
from legato.exceptions import RequestInvalid
from legato.schemas.deployments import (
    Deployment,
    DeploymentCreate,
    DeploymentSchedule,
    DeploymentScheduleCreate,
    DeploymentUpdate,
)
from legato.schemas.flow_runs import FlowRun
from legato.schemas.schedules import Schedule
from legato.schemas.states import State, StateCreate

_CHANGED = (
    *("version", "description", "tags", "parameters", "path", "entrypoint", "manifest_path", "storage_document_id"),
    *("infrastructure_document_id", "enforce_parameter_schema", "work_queue_name", "work_pool_name", "job_variables"),
)


def create_deployment(
    flow_id: UUID,
    name: str,
    version: str | None = None,
    schedule: Schedule | None = None,
    schedules: Sequence[DeploymentScheduleCreate] | None = None,
    parameters: dict[str, Any] | None = None,
    description: str | None = None,
    work_queue_name: str | None = None,
    work_pool_name: str | None = None,
    tags: Iterable[str] | None = None,
    storage_document_id: UUID | None = None,
    manifest_path: str | None = None,
    path: str | None = None,
    entrypoint: str | None = None,
    infrastructure_document_id: UUID | None = None,
    infra_overrides: dict[str, Any] | None = None,
    parameter_openapi_schema: dict[str, Any] | None = None,
    is_schedule_active: bool | None = None,
    paused: bool | None = None,
    pull_steps: list[dict[str, Any]] | None = None,
    enforce_parameter_schema: bool | None = None,
    job_variables: dict[str, Any] | None = None,
) -> Conversation[UUID]:
    """Make a deployment, or put it in place of the one of that flow and name, and return its id."""
    said = given(
        version=version,
        schedule=schedule,
        schedules=None if schedules is None else list(schedules),
        parameters=parameters,
        description=description,
        work_queue_name=work_queue_name,
        work_pool_name=work_pool_name,
        tags=None if tags is None else list(tags),
        storage_document_id=storage_document_id,
        manifest_path=manifest_path,
        path=path,
        entrypoint=entrypoint,
        infrastructure_document_id=infrastructure_document_id,
        parameter_openapi_schema=parameter_openapi_schema,
        is_schedule_active=is_schedule_active,
        paused=paused,
        pull_steps=pull_steps,
        enforce_parameter_schema=enforce_parameter_schema,
        job_variables=infra_overrides if job_variables is None else job_variables,
    )
    made = yield CreateDeployment(deployment=DeploymentCreate(flow_id=flow_id, name=name, **said))
    return made.id  # type: ignore[no-any-return]


def read_deployment_by_name(name: str) -> Conversation[Deployment]:
    """Read a deployment by `FLOW/DEPLOYMENT`."""
    flow_name, slash, deployment_name = name.partition("/")
    if not slash:
        raise RequestInvalid(f"Name a deployment as FLOW/DEPLOYMENT, not {name!r}.")
    found: Deployment = yield ReadDeploymentByName(flow_name=flow_name, deployment_name=deployment_name)
    return found


def update_deployment(
    deployment: Deployment, schedule: Schedule | None = None, is_schedule_active: bool | None = None
) -> Conversation[None]:
    """Change a deployment to what an object says."""
    changes = {name: getattr(deployment, name) for name in _CHANGED}
    said = given(schedule=schedule, is_schedule_active=is_schedule_active)
    yield UpdateDeployment(id=deployment.id, deployment=DeploymentUpdate(**changes, **said))


def set_deployment_paused_state(deployment_id: UUID, paused: bool) -> Conversation[None]:
    """Pause a deployment, or let its schedules make runs again."""
    yield PauseDeployment(id=deployment_id) if paused else ResumeDeployment(id=deployment_id)


def update_schedule(deployment_id: UUID, active: bool = True) -> Conversation[None]:
    """Switch the schedules of a deployment on or off, as older code says it."""
    return set_deployment_paused_state(deployment_id, not active)


def create_deployment_schedules(
    deployment_id: UUID, schedules: Iterable[tuple[Schedule, bool]]
) -> Conversation[list[DeploymentSchedule]]:
    """Give a deployment more schedules, each with whether it is active."""
    new = [DeploymentScheduleCreate(schedule=schedule, active=active) for schedule, active in schedules]
    made: list[DeploymentSchedule] = yield CreateDeploymentSchedules(id=deployment_id, schedules=new)
    return made


def update_deployment_schedule(
    deployment_id: UUID, schedule_id: UUID, active: bool | None = None, schedule: Schedule | None = None
) -> Conversation[None]:
    """Change a schedule of a deployment."""
    changes = given(active=active, schedule=schedule)
    yield UpdateDeploymentSchedule(id=deployment_id, schedule_id=schedule_id, **changes)


def create_flow_run_from_deployment(
    deployment_id: UUID,
    *,
    parameters: dict[str, Any] | None = None,
    context: dict[str, Any] | None = None,
    state: State[Any] | StateCreate | None = None,
    name: str | None = None,
    tags: Iterable[str] | None = None,
    idempotency_key: str | None = None,
    parent_task_run_id: UUID | None = None,
    work_queue_name: str | None = None,
    job_variables: dict[str, Any] | None = None,
    enforce_parameter_schema: bool | None = None,
) -> Conversation[FlowRun]:
    """Make a run of a deployment, due now unless a state says otherwise."""
    said = given(
        parameters=parameters,
        context=context,
        state=None if state is None else proposed(state),
        name=name,
        tags=None if tags is None else list(tags),
        idempotency_key=idempotency_key,
        parent_task_run_id=parent_task_run_id,
        work_queue_name=work_queue_name,
        job_variables=job_variables,
        enforce_parameter_schema=enforce_parameter_schema,
    )
    run: FlowRun = yield CreateFlowRunFromDeployment(id=deployment_id, **said)
    return run


def get_scheduled_flow_runs_for_deployments(
    deployment_ids: Iterable[UUID], scheduled_before: datetime | None = None, limit: int | None = None
) -> Conversation[list[FlowRun]]:
    """Return runs of deployments that are due."""
    said = given(scheduled_before=scheduled_before, limit=limit)
    runs: list[FlowRun] = yield ReadScheduledRunsOfDeployments(deployment_ids=list(deployment_ids), **said)
    return runs
