"""Executing a flow run that was handed out, in a process of its own: `python -m legato.execution ID`.

The process loads the flow, asks the API for the start of the run, and lives it as any other flow run.
"""

from __future__ import annotations

import inspect
import os
import sys
import time
from pathlib import Path
from typing import Any
from uuid import UUID

from legato import clock, connect
from legato.contract.claims import StartFlowRun
from legato.contract.deployments import ReadDeployment
from legato.contract.flow_runs import ReadFlowRun, SetFlowRunState, UpdateFlowRun
from legato.deployments.commits import commit_of
from legato.deployments.loading import flow_of
from legato.engine.crashes import code_traceback
from legato.engine.drivers import run as run_life
from legato.engine.hooks import run_hooks
from legato.engine.parameters import complete
from legato.engine.recorder import Recorder
from legato.engine.resuming import Earlier, task_runs_of
from legato.exceptions import ApiError, MissingFlowError, ObjectNotFound, ParameterBindError, ParameterTypeError
from legato.flows import Flow
from legato.launching.jobs import CLAIM, CONSOLE, FLOW_RUN_ID, HOOKS
from legato.launching.patience import patiently
from legato.logging.console import write_to
from legato.logging.loggers import run_logger
from legato.logging.masking import mask_output
from legato.schemas.flow_runs import FlowRun, FlowRunPolicy
from legato.schemas.states import StateCreate, StateType
from legato.schemas.transitions import OrchestrationResult, SetStateStatus, StateWaitDetails

_IDS = (FLOW_RUN_ID, "PREFECT__FLOW_RUN_ID")


def execute(id: UUID, claim: UUID | None = None) -> int:
    """Execute a flow run and return the exit code of the process.

    It is 0 where the run came to an end by itself, whatever end, or is not to be executed here; else 1.
    """
    try:
        run = patiently(lambda: connect.send(ReadFlowRun(id=id)))
    except ObjectNotFound:
        print(f"There is no flow run {id}.", file=sys.stderr)
        return 1
    log = run_logger(run, Recorder(connect.courier()))
    try:
        flow = _flow(run)
    except Exception as error:
        source = "entrypoint" if _is_entrypoint_given() else "deployment"
        text = f"Flow could not be retrieved from {source}."
        log.error(text, exc_info=(type(error), error, code_traceback(error.__cause__ or error)))
        return _failed(run, f"{text} {type(error).__name__}: {error}")
    try:
        parameters = complete(flow.fn, flow.signature, run.parameters)
        if flow.should_validate_parameters:
            parameters = flow.validate_parameters(parameters)
    except (ParameterBindError, ParameterTypeError) as error:
        log.error("Validation of flow parameters failed: %s", error)
        return _failed(run, f"Validation of flow parameters failed with error: {error}")
    commit = _commit(flow)
    _wait_until(run)
    reason = _started(run, claim, commit)
    if reason is not None:
        log.info("The run is not executed here: %s", reason)
        return 0
    earlier = patiently(lambda: _earlier(id, flow))
    flow.go_on(earlier, parameters)
    return 0


def respond(id: UUID) -> int:
    """Run the hooks for the state of a run whose process did not live to run them, and return the exit code."""
    try:
        run = connect.send(ReadFlowRun(id=id))
    except ApiError as error:
        print(f"Hooks of flow run {id} are not run: {error}", file=sys.stderr)
        return 1
    log = run_logger(run, Recorder(connect.courier()))
    if run.state is None:
        return 0
    try:
        flow = _flow(run)
    except Exception as error:
        log.error("Hooks cannot be run, as the flow cannot be loaded. %s: %s", type(error).__name__, error)
        return 1
    run_life(run_hooks(flow.hooks_in(run.state.type), flow, run, run.state, log))
    return 0


def _flow(run: FlowRun) -> Flow[..., Any]:
    id = run.deployment_id
    deployment = None if id is None else patiently(lambda: connect.send(ReadDeployment(id=id)))
    found = flow_of(run, deployment)
    if not isinstance(found, Flow):
        raise MissingFlowError(f"What stands at the entrypoint is no flow, but {type(found).__name__}.")
    return found


def _is_entrypoint_given() -> bool:
    return any(os.environ.get(f"{prefix}__FLOW_ENTRYPOINT") for prefix in ("LEGATO", "PREFECT"))


def _failed(run: FlowRun, message: str) -> int:
    connect.courier().flush()
    state = StateCreate(type=StateType.FAILED, message=message[:10_000])
    patiently(lambda: connect.send(SetFlowRunState(id=run.id, state=state, force=True)))
    return 1


def _wait_until(run: FlowRun) -> None:
    """Wait for the time that the run is scheduled for, by this machine's clock; the API judges by its own."""
    when = run.state.state_details.scheduled_time if run.state is not None else None
    if when is not None and (seconds := (when - clock.now()).total_seconds()) > 0:
        time.sleep(seconds)


def _commit(flow: Flow[..., Any]) -> str | None:
    code = getattr(inspect.unwrap(flow.fn), "__code__", None)
    return None if code is None else commit_of(Path(code.co_filename))


def _started(run: FlowRun, claim: UUID | None, commit: str | None) -> str | None:
    """Start the run as soon as it may; return the reason where it is not to be executed here."""
    request = StartFlowRun(id=run.id, claim=claim, commit=commit)
    while True:
        result: OrchestrationResult = patiently(lambda: connect.send(request))
        if result.status is SetStateStatus.ACCEPT:
            return None
        if not isinstance(result.details, StateWaitDetails):
            return getattr(result.details, "reason", None) or f"it is {result.state and result.state.name}."
        time.sleep(result.details.delay_seconds)


def _earlier(id: UUID, flow: Flow[..., Any]) -> Earlier:
    run = connect.send(ReadFlowRun(id=id))
    policy = run.empirical_policy
    if policy.retries is None and flow.retries:
        run.empirical_policy = FlowRunPolicy(
            max_retries=flow.retries, retries=flow.retries, retry_delay=flow.retry_delay_seconds
        )
        connect.send(UpdateFlowRun(id=id, empirical_policy=run.empirical_policy))
    task_runs = task_runs_of(id) if run.run_count > 1 else []
    return Earlier(run, task_runs, is_started=True)


def main(arguments: list[str] | None = None) -> int:
    """Execute the flow run whose id is given, or stands in the environment."""
    given = sys.argv[1:] if arguments is None else arguments
    text = given[0] if given else next((os.environ[name] for name in _IDS if os.environ.get(name)), None)
    if text is None:
        print(f"Give the id of a flow run, or set {FLOW_RUN_ID}.", file=sys.stderr)
        return 2
    try:
        id = UUID(text)
    except ValueError:
        print(f"{text!r} is not the id of a flow run.", file=sys.stderr)
        return 2
    if console := os.environ.pop(CONSOLE, None):
        write_to(int(console))
        mask_output()  # it goes to the logs of the run
    claim = os.environ.pop(CLAIM, None)
    if os.environ.pop(HOOKS, None):
        return respond(id)
    return execute(id, UUID(claim) if claim else None)


if __name__ == "__main__":
    sys.exit(main())
