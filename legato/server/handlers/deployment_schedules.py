"""Schedules of deployments."""

from __future__ import annotations

from uuid import UUID

from legato.contract.deployments import (
    CreateDeploymentSchedules,
    DeleteDeploymentSchedule,
    ReadDeploymentSchedules,
    UpdateDeploymentSchedule,
)
from legato.schemas.deployments import Deployment, DeploymentSchedule, DeploymentScheduleUpdate
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
