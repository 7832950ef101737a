"""Deployments."""

from __future__ import annotations

from datetime import timedelta
from uuid import UUID

from legato.contract.deployments import (
    CheckDeploymentQueues,
    CountDeployments,
    CreateDeployment,
    CreateFlowRunFromDeployment,
    DeleteDeployment,
    PauseDeployment,
    ReadDeployment,
    ReadDeploymentByName,
    ReadDeployments,
    ReadScheduledRunsOfDeployments,
    ResumeDeployment,
    ScheduleDeployment,
    SetScheduleActive,
    SetScheduleInactive,
    UpdateDeployment,
)
from legato.contract.provenance import created_by
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from legato.schemas.work_pools import WorkQueue
from legato.server import deployed_runs, deploying, handing_out, operators
from legato.server.handling import Reply, handles, page_limit
from legato.server.refusals import missing, not_found
from legato.server.scheduling import Window, schedule
from legato.server.store import automations, deployment_schedules, deployments, work_pools, work_queues
from legato.server.store.transaction import Transaction


def deployment_called(db: Transaction, id: UUID) -> Deployment:
    """Return a deployment by id.

    Raises:
        ObjectNotFound: there is none.
    """
    found = deployments.by_id(db, id)
    if found is None:
        raise not_found("Deployment")
    return found


@handles(CreateDeployment, writes=True)
def create_deployment(request: CreateDeployment, db: Transaction) -> Deployment | Reply:
    """Make a deployment, or put it in place of the one of that flow and name."""
    made, is_new = deploying.create(db, request.deployment, created_by(request))
    return made if is_new else Reply(made, 200)


@handles(ReadDeployment)
def read_deployment(request: ReadDeployment, db: Transaction) -> Deployment:
    """Read a deployment by id."""
    return deployment_called(db, request.id)


@handles(ReadDeploymentByName)
def read_deployment_by_name(request: ReadDeploymentByName, db: Transaction) -> Deployment:
    """Read a deployment by name."""
    found = deployments.by_name(db, request.flow_name, request.deployment_name)
    if found is None:
        raise not_found("Deployment")
    return found


@handles(UpdateDeployment, writes=True)
def update_deployment(request: UpdateDeployment, db: Transaction) -> None:
    """Change a deployment."""
    known = deployments.by_id(db, request.id)
    if known is None:
        raise missing("Deployment not found.")
    deploying.update(db, known, request.deployment)


@handles(DeleteDeployment, writes=True)
def delete_deployment(request: DeleteDeployment, db: Transaction) -> None:
    """Delete a deployment with its scheduled runs."""
    known = deployment_called(db, request.id)
    deployments.remove(db, known.id)
    automations.remove_owned_by(db, f"prefect.deployment.{known.id}")


@handles(CountDeployments)
def count_deployments(request: CountDeployments, db: Transaction) -> int:
    """Count deployments."""
    return deployments.count(db, request)


@handles(ReadDeployments)
def read_deployments(request: ReadDeployments, db: Transaction) -> list[Deployment]:
    """List deployments."""
    return deployments.listed(db, request, request.sort, page_limit(request.limit), request.offset)


@handles(ReadScheduledRunsOfDeployments, writes=True)
def read_scheduled_runs_of_deployments(request: ReadScheduledRunsOfDeployments, db: Transaction) -> list[FlowRun]:
    """Hand out runs of deployments that are due."""
    limit = page_limit(request.limit)
    return handing_out.of_deployments(db, request.deployment_ids, limit, request.scheduled_before)


@handles(ScheduleDeployment, writes=True)
def schedule_deployment(request: ScheduleDeployment, db: Transaction) -> None:
    """Make the runs of a deployment's schedules, also of one that is paused: somebody asks for them by name."""
    found = deployments.by_id(db, request.id)
    if found is None:
        return
    window = Window(
        start=request.start_time,
        end=request.end_time,
        min_time=None if request.min_time is None else timedelta(seconds=request.min_time),
        min_runs=request.min_runs,
        max_runs=request.max_runs,
    )
    schedule(db, found.id, window)


@handles(ResumeDeployment, writes=True)
def resume_deployment(request: ResumeDeployment, db: Transaction) -> None:
    """Let the schedules of a deployment make runs again."""
    _set_paused(db, request.id, False, by_operator=request.by_operator)


@handles(SetScheduleActive, writes=True)
def set_schedule_active(request: SetScheduleActive, db: Transaction) -> None:
    """Let the schedules of a deployment make runs again."""
    _set_paused(db, request.id, False)


@handles(PauseDeployment, writes=True)
def pause_deployment(request: PauseDeployment, db: Transaction) -> None:
    """Stop the schedules of a deployment."""
    _set_paused(db, request.id, True, by_operator=request.by_operator)


@handles(SetScheduleInactive, writes=True)
def set_schedule_inactive(request: SetScheduleInactive, db: Transaction) -> None:
    """Stop the schedules of a deployment."""
    _set_paused(db, request.id, True)


def _set_paused(db: Transaction, id: UUID, paused: bool, *, by_operator: bool = True) -> None:
    known = deployment_called(db, id)
    deployments.change(db, known.id, {"paused": paused})
    if by_operator and paused is not known.paused:
        operators.note(db, known, "paused")
    if len(known.schedules) == 1:  # older clients know of one schedule, and of one switch
        deployment_schedules.change(db, known.id, known.schedules[0].id, {"active": not paused})
    if paused:
        deployments.schedule_anew(db, known.id)
    else:
        deployment_schedules.arm(db, known.id)


@handles(CreateFlowRunFromDeployment, writes=True)
def create_flow_run_from_deployment(request: CreateFlowRunFromDeployment, db: Transaction) -> FlowRun | Reply:
    """Make a run of a deployment, or find it by its idempotency key."""
    run, is_new = deployed_runs.create(db, deployment_called(db, request.id), request)
    return run if is_new else Reply(run, 200)


@handles(CheckDeploymentQueues)
def check_deployment_queues(request: CheckDeploymentQueues, db: Transaction) -> list[WorkQueue]:
    """List the queues of agents that take runs of a deployment."""
    known = deployment_called(db, request.id)
    pool = work_pools.agents_pool_if_any(db)
    if pool is None:
        return []
    queues = work_queues.listed(db, None, page_limit(None), 0, pool_id=pool.id)
    return [queue for queue in queues if _takes(queue, known)]


def _takes(queue: WorkQueue, known: Deployment) -> bool:
    """Tell whether a queue's own filter lets a deployment through."""
    given = queue.filter
    if given is None:
        return True
    if given.deployment_ids and known.id not in given.deployment_ids:
        return False
    return not given.tags or set(given.tags) <= set(known.tags)
