"""Schedules of deployments."""

from __future__ import annotations

from uuid import UUID

from legato.contract.deployments import (
    CreateDeploymentSchedules,
    DeleteDeploymentSchedule,
    ReadDeploymentSchedules,
    UpdateDeploymentSchedule,
)
from legato.schemas.deployments import DeploymentSchedule, DeploymentScheduleUpdate
from legato.server.deploying import check_schedule
from legato.server.handling import given, handles
from legato.server.refusals import missing
from legato.server.store import deployment_schedules, deployments
from legato.server.store.transaction import Transaction


def _known(db: Transaction, id: UUID) -> UUID:
    if deployments.by_id(db, id) is None:
        raise missing("Deployment not found.")
    return id


@handles(ReadDeploymentSchedules)
def read_deployment_schedules(request: ReadDeploymentSchedules, db: Transaction) -> list[DeploymentSchedule]:
    """List the schedules of a deployment."""
    return deployment_schedules.of(db, [_known(db, request.id)])


@handles(CreateDeploymentSchedules, writes=True)
def create_deployment_schedules(request: CreateDeploymentSchedules, db: Transaction) -> list[DeploymentSchedule]:
    """Give a deployment more schedules."""
    for number, one in enumerate(request.schedules):
        check_schedule(one.schedule, ["body", number, "schedule"])
    made = deployment_schedules.add(db, _known(db, request.id), request.schedules)
    deployment_schedules.arm(db, request.id)
    return made


@handles(UpdateDeploymentSchedule, writes=True)
def update_deployment_schedule(request: UpdateDeploymentSchedule, db: Transaction) -> None:
    """Change a schedule of a deployment."""
    _known(db, request.id)
    changes = given(request, DeploymentScheduleUpdate, not_null=("active", "schedule", "catchup"))
    if (schedule := changes.get("schedule")) is not None:
        check_schedule(schedule, ["body", "schedule"])
    if not deployment_schedules.change(db, request.id, request.schedule_id, changes):
        raise missing("Schedule not found.")
    deployments.schedule_anew(db, request.id)


@handles(DeleteDeploymentSchedule, writes=True)
def delete_deployment_schedule(request: DeleteDeploymentSchedule, db: Transaction) -> None:
    """Take a schedule from a deployment."""
    _known(db, request.id)
    if not deployment_schedules.remove(db, request.id, request.schedule_id):
        raise missing("Schedule not found.")
    deployments.schedule_anew(db, request.id)
