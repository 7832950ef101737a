"""Deployments: where and when a flow runs, and with what."""

from __future__ import annotations

from enum import StrEnum
from typing import Annotated, Any
from uuid import UUID

import msgspec
from msgspec import UNSET, Meta, UnsetType

from legato.schemas.flow_runs import CreatedBy, FlowRunPolicy
from legato.schemas.schedules import Schedule, Upcoming
from legato.schemas.states import StateCreate
from legato.schemas.words import Moment, Name

Count = Annotated[int, Meta(ge=0, le=2**31 - 1)]


class DeploymentStatus(StrEnum):
    """Whether somebody has asked for the runs of a deployment lately."""

    READY = "READY"
    NOT_READY = "NOT_READY"


class Overlap(StrEnum):
    """What becomes of a run whose time comes while as many runs of its schedule go on as may."""

    ALLOW = "allow"
    SKIP = "skip"
    QUEUE_ONE = "queue_one"
    CANCEL_RUNNING = "cancel_running"


class CatchUp(StrEnum):
    """Which of the moments that were missed still get their runs."""

    NONE = "none"
    LATEST = "latest"
    ALL = "all"


Lateness = Annotated[float, Meta(ge=1, le=10**10)]


class DeploymentSchedule(msgspec.Struct, kw_only=True):
    """A schedule of a deployment, with a switch of its own; its policies are there where somebody set one."""

    id: UUID
    created: Moment
    updated: Moment
    deployment_id: UUID | None = None
    schedule: Schedule
    active: bool = True
    max_active_runs: int | None = None
    max_scheduled_runs: int | None = None
    catchup: bool = False
    overlap: Overlap | UnsetType = UNSET
    catchup_policy: CatchUp | UnsetType = UNSET
    max_lateness: float | UnsetType = UNSET


class UpcomingRun(Upcoming, kw_only=True):
    """A moment at which a deployment is to run, and the schedule that says so."""

    schedule_id: UUID


class DeploymentScheduleCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is needed to give a deployment a schedule; `max_lateness` is in seconds."""

    schedule: Schedule
    active: bool = True
    max_active_runs: Annotated[int, Meta(gt=0, le=2**31 - 1)] | None = None
    max_scheduled_runs: Annotated[int, Meta(gt=0, le=50)] | None = None
    catchup: bool = False
    overlap: Overlap | UnsetType | None = UNSET
    catchup_policy: CatchUp | UnsetType | None = UNSET
    max_lateness: Lateness | UnsetType | None = UNSET


class DeploymentScheduleUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a schedule; what is absent stays."""

    active: bool | UnsetType | None = UNSET
    schedule: Schedule | UnsetType | None = UNSET
    max_active_runs: Annotated[int, Meta(gt=0, le=2**31 - 1)] | UnsetType | None = UNSET
    max_scheduled_runs: Annotated[int, Meta(gt=0, le=50)] | UnsetType | None = UNSET
    catchup: bool | UnsetType | None = UNSET
    overlap: Overlap | UnsetType | None = UNSET
    catchup_policy: CatchUp | UnsetType | None = UNSET
    max_lateness: Lateness | UnsetType | None = UNSET


class Deployment(msgspec.Struct, kw_only=True):
    """A deployment; `schedule` and `is_schedule_active` show its first schedule and its pause to older clients.

    `operator_fields` are the names of fields that somebody changed since it was deployed.
    """

    id: UUID
    created: Moment
    updated: Moment
    infra_overrides: dict[str, Any] = {}
    name: str
    version: str | None = None
    description: str | None = None
    flow_id: UUID
    schedule: Schedule | None = None
    is_schedule_active: bool = True
    paused: bool = False
    schedules: list[DeploymentSchedule] = []
    job_variables: dict[str, Any] = {}
    parameters: dict[str, Any] = {}
    tags: list[str] = []
    work_queue_name: str | None = None
    last_polled: Moment | None = None
    parameter_openapi_schema: dict[str, Any] | None = None
    path: str | None = None
    pull_steps: list[dict[str, Any]] | None = None
    entrypoint: str | None = None
    manifest_path: str | None = None
    storage_document_id: UUID | None = None
    infrastructure_document_id: UUID | None = None
    created_by: CreatedBy | None = None
    updated_by: CreatedBy | None = None
    work_pool_name: str | None = None
    status: DeploymentStatus = DeploymentStatus.NOT_READY
    enforce_parameter_schema: bool = False
    operator_fields: list[str] | UnsetType = UNSET


class DeploymentCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True, omit_defaults=True):
    """What is needed to make a deployment; one of that flow and name is replaced.

    With `keep_operator_changes` it keeps what somebody changed of it since it was deployed, but for its code. What is
    not said is not sent either: a server of Prefect refuses a null for most of it.
    """

    name: Annotated[Name, Meta(min_length=1)]
    flow_id: UUID
    is_schedule_active: bool | None = None
    paused: bool = False
    schedules: list[DeploymentScheduleCreate] = []
    schedule: Schedule | None = None
    enforce_parameter_schema: bool = False
    parameter_openapi_schema: dict[str, Any] | None = None
    parameters: dict[str, Any] = {}
    tags: list[str] = []
    pull_steps: list[dict[str, Any]] | None = None
    manifest_path: str | None = None
    work_queue_name: str | None = None
    work_pool_name: str | None = None
    storage_document_id: UUID | None = None
    infrastructure_document_id: UUID | None = None
    description: str | None = None
    path: str | None = None
    version: str | None = None
    entrypoint: str | None = None
    job_variables: dict[str, Any] | None = None
    infra_overrides: dict[str, Any] | None = None
    keep_operator_changes: bool = False


class DeploymentUpdate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be changed of a deployment; what is absent stays."""

    version: str | UnsetType | None = UNSET
    schedule: Schedule | UnsetType | None = UNSET
    description: str | UnsetType | None = UNSET
    is_schedule_active: bool | UnsetType | None = UNSET
    paused: bool | UnsetType | None = UNSET
    schedules: list[DeploymentScheduleCreate] | UnsetType | None = UNSET
    parameters: dict[str, Any] | UnsetType | None = UNSET
    tags: list[str] | UnsetType | None = UNSET
    work_queue_name: str | UnsetType | None = UNSET
    work_pool_name: str | UnsetType | None = UNSET
    path: str | UnsetType | None = UNSET
    job_variables: dict[str, Any] | UnsetType | None = UNSET
    infra_overrides: dict[str, Any] | UnsetType | None = UNSET
    entrypoint: str | UnsetType | None = UNSET
    manifest_path: str | UnsetType | None = UNSET
    storage_document_id: UUID | UnsetType | None = UNSET
    infrastructure_document_id: UUID | UnsetType | None = UNSET
    enforce_parameter_schema: bool | UnsetType | None = UNSET


class DeploymentFlowRunCreate(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What may be said about a run of a deployment; the deployment says the rest."""

    state: StateCreate | None = None
    name: str | None = None
    parameters: dict[str, Any] = {}
    enforce_parameter_schema: bool | None = None
    context: dict[str, Any] = {}
    infrastructure_document_id: UUID | None = None
    empirical_policy: FlowRunPolicy = msgspec.field(default_factory=FlowRunPolicy)
    tags: list[str] = []
    idempotency_key: str | None = None
    parent_task_run_id: UUID | None = None
    work_queue_name: str | None = None
    job_variables: dict[str, Any] | None = None
