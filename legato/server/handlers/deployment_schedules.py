"""Schedules of deployments."""

from __future__ import annotations

from uuid import UUID

from legato import clock
from legato.contract.deployments import (
    CreateDeploymentSchedules,
    DeleteDeploymentSchedule,
    PreviewSchedule,
    ReadDeploymentSchedules,
    ReadUpcomingRuns,
    UpdateDeploymentSchedule,
)
from legato.schedules.preview import preview
from legato.schemas.deployments import Deployment, DeploymentSchedule, DeploymentScheduleUpdate, UpcomingRun
from legato.schemas.schedules import Upcoming
from legato.server import operators
from legato.server.deploying import check_schedule
from legato.server.handling import given, handles
from legato.server.refusals import missing
from legato.server.store import deployment_schedules, deployments
from legato.server.store.transaction import Transaction


def _known(db: Transaction, id: UUID) -> Deployment:
    known = deployments.by_id(db, id)
    if known is None:
        raise missing("Deployment not found.")
    return known


@handles(ReadDeploymentSchedules)
def read_deployment_schedules(request: ReadDeploymentSchedules, db: Transaction) -> list[DeploymentSchedule]:
    """List the schedules of a deployment."""
    return _known(db, request.id).schedules


@handles(PreviewSchedule)
def preview_schedule(request: PreviewSchedule, db: Transaction) -> list[Upcoming]:
    """Tell the next moments of a schedule; some are long in coming, so that the event loop must not wait for them."""
    check_schedule(request.schedule, ["body", "schedule"])
    start = clock.now() if request.start_time is None else clock.utc(request.start_time)
    return preview(request.schedule, start, request.count)


@handles(ReadUpcomingRuns)
def read_upcoming_runs(request: ReadUpcomingRuns, db: Transaction) -> list[UpcomingRun]:
    """Tell the next moments at which a deployment runs."""
    known = _known(db, request.id)
    active = [] if known.paused else [one for one in known.schedules if one.active]
    now = clock.now()
    found = [
        UpcomingRun(schedule_id=one.id, time=moment.time, local_time=moment.local_time, note=moment.note)
        for one in active
        for moment in preview(one.schedule, now, request.count)
    ]
    return sorted(found, key=lambda moment: moment.time)[: request.count]


@handles(CreateDeploymentSchedules, writes=True)
def create_deployment_schedules(request: CreateDeploymentSchedules, db: Transaction) -> list[DeploymentSchedule]:
    """Give a deployment more schedules."""
    for number, one in enumerate(request.schedules):
        check_schedule(one.schedule, ["body", number, "schedule"])
    known = _known(db, request.id)
    made = deployment_schedules.add(db, known.id, request.schedules)
    operators.note(db, known, operators.SCHEDULES)
    deployment_schedules.arm(db, known.id)
    return made


@handles(UpdateDeploymentSchedule, writes=True)
def update_deployment_schedule(request: UpdateDeploymentSchedule, db: Transaction) -> None:
    """Change a schedule of a deployment."""
    known = _known(db, request.id)
    changes = given(request, DeploymentScheduleUpdate, not_null=("active", "schedule", "catchup"))
    if (schedule := changes.get("schedule")) is not None:
        check_schedule(schedule, ["body", "schedule"])
    if not deployment_schedules.change(db, request.id, request.schedule_id, changes):
        raise missing("Schedule not found.")
    operators.note(db, known, operators.SCHEDULES)
    deployments.schedule_anew(db, known.id)


@handles(DeleteDeploymentSchedule, writes=True)
def delete_deployment_schedule(request: DeleteDeploymentSchedule, db: Transaction) -> None:
    """Take a schedule from a deployment."""
    known = _known(db, request.id)
    if not deployment_schedules.remove(db, request.id, request.schedule_id):
        raise missing("Schedule not found.")
    operators.note(db, known, operators.SCHEDULES)
    deployments.schedule_anew(db, known.id)
