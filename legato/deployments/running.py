"""Asking for a run of a deployment, and waiting for its end."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterable
from datetime import datetime
from typing import Any, TypedDict, Unpack
from uuid import UUID

import msgspec

from legato import clock, connect
from legato.context import FlowRunContext, TaskRunContext, awaits_here
from legato.contract.deployments import CreateFlowRunFromDeployment, ReadDeployment, ReadDeploymentByName
from legato.contract.flow_runs import ReadFlowRun
from legato.contract.flows import ReadFlow
from legato.contract.task_runs import ReadTaskRun
from legato.engine.inputs import task_inputs
from legato.engine.parameters import wire_parameters
from legato.exceptions import CancelRun
from legato.ids import uuid7
from legato.loops import running_loop
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import FINAL, State, StateCreate, StateDetails, StateType
from legato.schemas.task_runs import TaskRun


class RunOptions(TypedDict, total=False):
    """What may be said of a run besides its deployment."""

    parameters: dict[str, Any] | None
    scheduled_time: datetime | None
    flow_run_name: str | None
    timeout: float | None
    poll_interval: float | None
    tags: Iterable[str] | None
    idempotency_key: str | None
    work_queue_name: str | None
    as_subflow: bool | None
    infra_overrides: dict[str, Any] | None
    job_variables: dict[str, Any] | None


def run_deployment(name: str | UUID, client: object = None, **options: Unpack[RunOptions]) -> FlowRun:
    """Ask for a run of a deployment, named `FLOW/DEPLOYMENT` or by id, and return it when it is over.

    Options: `parameters`, in place of those of the deployment; `scheduled_time`, by default now; `flow_run_name`;
    `timeout`, the seconds to wait at most, 0 for not at all; `poll_interval`, 5 seconds between looks at the run;
    `tags`; `idempotency_key`, with which a run is made once; `work_queue_name`; `job_variables`; `as_subflow`, whether
    the run shows as part of the one that asks. In async code the call gives something to await.

    Raises:
        ObjectNotFound: there is no such deployment.
        ObjectAlreadyExists, RequestInvalid: the parameters or job variables do not fit.
        TypeError, ValueError: an option is unknown, or cannot be.
    """
    wish = Wish(name, **options)
    if running_loop() is not None and awaits_here():
        return _waited_for(wish)  # type: ignore[return-value]
    run = wish.send()
    while (seconds := wish.pause(run)) is not None:
        time.sleep(seconds)
        run = wish.look(run)
    return run


async def arun_deployment(name: str | UUID, client: object = None, **options: Unpack[RunOptions]) -> FlowRun:
    """Do what `run_deployment` does, always to be awaited."""
    return await _waited_for(Wish(name, **options))


async def _waited_for(wish: Wish) -> FlowRun:
    run = await asyncio.to_thread(wish.send)
    while (seconds := wish.pause(run)) is not None:
        await asyncio.sleep(seconds)
        run = await asyncio.to_thread(wish.look, run)
    return run


class Wish:
    """A run that is asked for, and how long it is waited for."""

    def __init__(
        self,
        name: str | UUID,
        *,
        parameters: dict[str, Any] | None = None,
        scheduled_time: datetime | None = None,
        flow_run_name: str | None = None,
        timeout: float | None = None,
        poll_interval: float | None = 5,
        tags: Iterable[str] | None = None,
        idempotency_key: str | None = None,
        work_queue_name: str | None = None,
        as_subflow: bool | None = True,
        infra_overrides: dict[str, Any] | None = None,
        job_variables: dict[str, Any] | None = None,
    ) -> None:
        if timeout is not None and not timeout >= 0:
            raise ValueError("`timeout` cannot be negative.")
        if poll_interval is None or not poll_interval >= 0:
            raise ValueError("`poll_interval` is a number of seconds, and not negative.")
        self.name, self.parameters, self.timeout, self.poll_interval = name, parameters or {}, timeout, poll_interval
        self.tracking: TaskRun | None = None
        self.context, self.as_subflow = _flow_run_around(), as_subflow is not False
        moment = clock.now() if scheduled_time is None else clock.utc(scheduled_time)
        details = StateDetails(scheduled_time=moment)
        variables = infra_overrides if job_variables is None else job_variables
        self._request: dict[str, Any] = {
            "name": flow_run_name,
            "state": StateCreate(type=StateType.SCHEDULED, state_details=details),
            "tags": list(tags or ()),
            "idempotency_key": idempotency_key,
            "work_queue_name": work_queue_name,
            "job_variables": variables,
            "parameters": wire_parameters(self.parameters),
        }
        self._end: float | None = None

    def send(self) -> FlowRun:
        """Ask for the run, and return it as it is made."""
        deployment = _found(self.name)
        if self.context is not None and self.as_subflow:
            self.tracking = _tracked(self.context, deployment, self.parameters)
        request = dict(self._request)
        if self.tracking is not None:
            request["parent_task_run_id"] = self.tracking.id
            request["idempotency_key"] = request["idempotency_key"] or _key(self.tracking)
        run = connect.send(CreateFlowRunFromDeployment(id=deployment.id, **request))
        self._end = None if self.timeout is None else time.monotonic() + self.timeout
        if run.state_type in FINAL:  # made by an earlier attempt
            self._mirror(run)
        return run

    def pause(self, run: FlowRun) -> float | None:
        """Return how long to sleep before the run is looked at again; None where nobody waits for it any more."""
        if run.state_type in FINAL:
            return None
        left = None if self._end is None else self._end - time.monotonic()
        if left is None:
            return self.poll_interval
        return min(self.poll_interval, left) if left > 0 else None

    def look(self, run: FlowRun) -> FlowRun:
        """Return the run as it is now."""
        seen = connect.send(ReadFlowRun(id=run.id))
        if seen.state_type in FINAL:
            self._mirror(seen)
        return seen

    def _mirror(self, run: FlowRun) -> None:
        """Let the task run that tracks the run end as it did: where the server has not done so, it is told."""
        tracking, context = self.tracking, self.context
        if tracking is None or context is None or run.state is None:
            return
        known = connect.send(ReadTaskRun(id=tracking.id))
        if known.state is not None and known.state_type is run.state_type:
            context.recorder.adopt_task(tracking, known.state, context.flow_run)
            return
        details = StateDetails(child_flow_run_id=run.id)
        state: State[Any] = msgspec.structs.replace(run.state, id=uuid7(), state_details=details)
        context.recorder.enter_task(tracking, state, context.flow_run, force=True)


def _flow_run_around() -> FlowRunContext | None:
    context = FlowRunContext.get()
    if context is None and (task_context := TaskRunContext.get()) is not None:
        return task_context.flow_run_context
    return context


def _found(name: str | UUID) -> Deployment:
    try:
        id = name if isinstance(name, UUID) else UUID(name)
    except ValueError:
        flow_name, slash, deployment_name = str(name).partition("/")
        if not slash:
            raise ValueError(f"Name a deployment as FLOW/DEPLOYMENT or by its id, not {name!r}.") from None
        return connect.send(ReadDeploymentByName(flow_name=flow_name, deployment_name=deployment_name))
    return connect.send(ReadDeployment(id=id))


def _tracked(context: FlowRunContext, deployment: Deployment, parameters: dict[str, Any]) -> TaskRun:
    """Make the task run by which the flow run around here tracks the run, and return it once the server knows it."""
    if context.control.stopped_for is not None:
        raise CancelRun
    flow = connect.send(ReadFlow(id=deployment.flow_id))
    slug = f"{flow.name}/{deployment.name}"
    task_key = f"legato.deployments.run_deployment.{slug}"
    dynamic_key = context.next_dynamic_key(task_key)
    run = context.kept.get((task_key, dynamic_key))
    if run is None:
        now = clock.now()
        run = TaskRun(
            id=uuid7(),
            created=now,
            updated=now,
            name=f"{flow.name}-{dynamic_key}",
            flow_run_id=context.flow_run.id,
            task_key=task_key,
            dynamic_key=dynamic_key,
            task_version=deployment.version,
            task_inputs=task_inputs(parameters, None, context),
        )
        context.recorder.create_task_run(run)
        if context.flow_run.empirical_policy.retries or context.resumes:
            context.kept[task_key, dynamic_key] = run
    context.recorder.courier.flush()
    return run


def _key(tracking: TaskRun) -> str | None:
    """Return the key with which an earlier attempt made the run; None where that run failed: there is to be another."""
    state = tracking.state
    return str(tracking.id) if state is None or not state.is_final() or state.is_completed() else None
