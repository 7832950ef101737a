"""Runs of deployments that somebody asks for."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from legato.contract.deployments import CreateFlowRunFromDeployment
from legato.contract.provenance import created_by
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun, FlowRunCreate
from legato.schemas.states import StateCreate, StateType
from legato.server import json_schema
from legato.server.deploying import check_job_variables
from legato.server.hydration import HydrationError, hydrate
from legato.server.refusals import invalid, refused, taken
from legato.server.store import deployments, flow_runs, variables, work_pools, work_queues
from legato.server.store.flow_runs import Placement
from legato.server.store.transaction import Transaction
from legato.server.transitions import proposal, propose_flow_state


def create(db: Transaction, deployment: Deployment, wanted: CreateFlowRunFromDeployment) -> tuple[FlowRun, bool]:
    """Return a run of a deployment, made or found by its idempotency key, and whether it is new.

    Raises:
        ApiError: its parameters cannot be read.
        ObjectAlreadyExists: they do not fit the deployment's schema.
        RequestInvalid: its job variables do not fit the pool, or the schema is no use.
    """
    parameters = _parameters(db, deployment, wanted)
    placement = _placement(db, deployment, wanted)
    new = FlowRunCreate(
        flow_id=deployment.flow_id,
        name=wanted.name,
        parameters=parameters,
        context=wanted.context,
        parent_task_run_id=wanted.parent_task_run_id,
        infrastructure_document_id=wanted.infrastructure_document_id or deployment.infrastructure_document_id,
        empirical_policy=wanted.empirical_policy,
        tags=sorted({*deployment.tags, *wanted.tags}),
        idempotency_key=wanted.idempotency_key,
    )
    run, is_new = flow_runs.create(db, new, placement)
    if not is_new:
        return run, False
    propose_flow_state(db, run.id, proposal(wanted.state or StateCreate(type=StateType.SCHEDULED)), force=True)
    made = flow_runs.by_id(db, run.id)
    assert made is not None
    return made, True


def _parameters(db: Transaction, deployment: Deployment, wanted: CreateFlowRunFromDeployment) -> dict[str, Any]:
    merged = {**deployment.parameters, **wanted.parameters}
    try:
        found: dict[str, Any] = hydrate(merged, lambda name: variables.value_of(db, name))
    except HydrationError as error:
        raise refused(f"Error hydrating flow run parameters: {error}") from None
    enforce = wanted.enforce_parameter_schema
    if deployment.enforce_parameter_schema if enforce is None else enforce:
        _check(deployment.parameter_openapi_schema, found)
    return found


def _check(schema: dict[str, Any] | None, parameters: dict[str, Any]) -> None:
    if not schema:
        return
    try:
        json_schema.check(schema, parameters)
    except json_schema.CircularSchema as error:
        raise invalid(f"Invalid schema: {error}") from None
    except ValueError as error:
        raise taken(f"Error creating flow run: {error}") from None


def _placement(db: Transaction, deployment: Deployment, wanted: CreateFlowRunFromDeployment) -> Placement:
    """Return where the run waits: in the deployment's queue, or in another one of that pool."""
    _, usual = deployments.placed(db, [deployment.id])[deployment.id]
    pool = None if deployment.work_pool_name is None else work_pools.by_name(db, deployment.work_pool_name)
    queue_id: UUID | None = usual.work_queue_id
    if wanted.work_queue_name is not None and wanted.work_queue_name != usual.work_queue_name:
        pool = pool or work_pools.agents_pool(db)
        queue_id = work_queues.find_or_create(db, pool.id, wanted.work_queue_name).id
    given = wanted.job_variables or {}
    if pool is not None and given:
        check_job_variables(pool, {**deployment.job_variables, **given}, "Error creating flow run", is_whole=True)
    return usual._replace(
        job_variables=given,
        work_queue_id=queue_id,
        work_queue_name=wanted.work_queue_name or usual.work_queue_name,
        created_by=created_by(wanted),
    )
