"""Operations on deployments and their schedules."""

from __future__ import annotations

from typing import Annotated
from uuid import UUID

from msgspec import Meta

from legato.contract.provenance import AUTOMATION_HEADERS
from legato.contract.request import Request
from legato.schemas.deployments import (
    Deployment,
    DeploymentCreate,
    DeploymentFlowRunCreate,
    DeploymentSchedule,
    DeploymentScheduleCreate,
    DeploymentScheduleUpdate,
    DeploymentUpdate,
    UpcomingRun,
)
from legato.schemas.filters import RunScope
from legato.schemas.flow_runs import FlowRun
from legato.schemas.schedules import Schedule, Upcoming
from legato.schemas.sorting import DeploymentSort
from legato.schemas.words import Limit, Moment, Offset
from legato.schemas.work_pools import WorkQueue

Seconds = Annotated[float, Meta(ge=-(10**10), le=10**10)]
MomentCount = Annotated[int, Meta(ge=1, le=100)]


class CreateDeployment(Request[Deployment]):
    """Make a deployment; answers 200 where one of that flow and name is replaced."""

    method, path, status, body = "POST", "/deployments/", 201, "deployment"
    also = (200,)
    errors = (404, 409)
    headers = AUTOMATION_HEADERS
    deployment: DeploymentCreate
    automation_id: UUID | None = None
    automation_name: str | None = None


class ReadDeployment(Request[Deployment]):
    """One deployment by id."""

    method, path = "GET", "/deployments/{id}"
    id: UUID


class ReadDeploymentByName(Request[Deployment]):
    """One deployment by the names of its flow and of itself."""

    method, path = "GET", "/deployments/name/{flow_name}/{deployment_name}"
    flow_name: str
    deployment_name: str


class UpdateDeployment(Request[None]):
    """Change a deployment."""

    method, path, status, body = "PATCH", "/deployments/{id}", 204, "deployment"
    errors = (409,)
    id: UUID
    deployment: DeploymentUpdate


class DeleteDeployment(Request[None]):
    """Remove a deployment with its schedules and its scheduled runs."""

    method, path, status = "DELETE", "/deployments/{id}", 204
    id: UUID


class CountDeployments(RunScope, Request[int]):
    """How many deployments."""

    method, path = "POST", "/deployments/count"


class ReadDeployments(RunScope, Request[list[Deployment]]):
    """Deployments, filtered and sorted."""

    method, path = "POST", "/deployments/filter"
    sort: DeploymentSort = DeploymentSort.NAME_ASC
    limit: Limit | None = None
    offset: Offset = 0


class ReadScheduledRunsOfDeployments(Request[list[FlowRun]]):
    """Runs of deployments that are due up to a moment."""

    method, path = "POST", "/deployments/get_scheduled_flow_runs"
    deployment_ids: list[UUID]
    scheduled_before: Moment | None = None
    limit: Limit | None = None


class ScheduleDeployment(Request[None]):
    """Make the runs that the schedules of a deployment ask for between two moments."""

    method, path = "POST", "/deployments/{id}/schedule"
    id: UUID
    start_time: Moment | None = None
    end_time: Moment | None = None
    min_time: Seconds | None = None
    min_runs: Limit | None = None
    max_runs: Limit | None = None


class PreviewSchedule(Request[list[Upcoming]]):
    """The next moments of a schedule, whether a deployment has it or not."""

    method, path = "POST", "/deployments/preview_schedule"
    schedule: Schedule
    start_time: Moment | None = None
    count: MomentCount = 10


class ReadUpcomingRuns(Request[list[UpcomingRun]]):
    """The next moments at which the schedules of a deployment that are on let it run; none while it is paused."""

    method, path = "GET", "/deployments/{id}/upcoming"
    id: UUID
    count: MomentCount = 10


class ResumeDeployment(Request[None]):
    """Let the schedules of a deployment make runs again; `by_operator` is off where the program does that serves it."""

    method, path = "POST", "/deployments/{id}/resume_deployment"
    id: UUID
    by_operator: bool = True


class PauseDeployment(Request[None]):
    """Stop the schedules of a deployment, and remove the runs they made that have not started.

    `by_operator` is off where the program pauses it that serves it, and ends: it does not count as somebody's wish.
    """

    method, path = "POST", "/deployments/{id}/pause_deployment"
    id: UUID
    by_operator: bool = True


class SetScheduleActive(Request[None]):
    """Resume a deployment, as older clients say it."""

    method, path = "POST", "/deployments/{id}/set_schedule_active"
    id: UUID


class SetScheduleInactive(Request[None]):
    """Pause a deployment, as older clients say it."""

    method, path = "POST", "/deployments/{id}/set_schedule_inactive"
    id: UUID


class CreateFlowRunFromDeployment(DeploymentFlowRunCreate, Request[FlowRun]):
    """Make a run of a deployment; answers 200 with the one of that idempotency key where it exists."""

    method, path, status = "POST", "/deployments/{id}/create_flow_run", 201
    also = (200,)
    errors = (409,)
    headers = AUTOMATION_HEADERS
    id: UUID
    automation_id: UUID | None = None
    automation_name: str | None = None


class CheckDeploymentQueues(Request[list[WorkQueue]]):
    """The agents' queues that take runs of a deployment."""

    method, path = "GET", "/deployments/{id}/work_queue_check"
    id: UUID


class ReadDeploymentSchedules(Request[list[DeploymentSchedule]]):
    """The schedules of a deployment."""

    method, path = "GET", "/deployments/{id}/schedules"
    id: UUID


class CreateDeploymentSchedules(Request[list[DeploymentSchedule]]):
    """Give a deployment more schedules."""

    method, path, status, body = "POST", "/deployments/{id}/schedules", 201, "schedules"
    id: UUID
    schedules: list[DeploymentScheduleCreate]


class UpdateDeploymentSchedule(DeploymentScheduleUpdate, Request[None]):
    """Change a schedule of a deployment."""

    method, path, status = "PATCH", "/deployments/{id}/schedules/{schedule_id}", 204
    id: UUID
    schedule_id: UUID


class DeleteDeploymentSchedule(Request[None]):
    """Take a schedule from a deployment."""

    method, path, status = "DELETE", "/deployments/{id}/schedules/{schedule_id}", 204
    id: UUID
    schedule_id: UUID
