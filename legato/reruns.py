"""Running a flow run again, in this process: what completed is taken over, the rest is executed."""

from __future__ import annotations

from typing import Any
from uuid import UUID

from legato import connect, entrypoints
from legato.contract.flow_runs import ReadFlowRun
from legato.engine.parameters import complete
from legato.engine.resuming import reopened
from legato.exceptions import MissingFlowError, ParameterTypeError
from legato.flows import Flow
from legato.ids import flow_id
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import FINAL, State, StateType

ENTRYPOINT = "entrypoint"


def run_again(
    id: UUID,
    *,
    from_task_run: UUID | None = None,
    parameters: dict[str, Any] | None = None,
    entrypoint: str | None = None,
    is_dead: bool = False,
) -> State[Any]:
    """Run a flow run again and return the state that it comes to.

    With `from_task_run` that task run and those that depend on it are executed although they completed. `parameters`
    take the place of those that the run had. `is_dead` says of a run that seems to go on that its process is gone.

    Raises:
        ObjectNotFound: there is no such run.
        MissingFlowError, ScriptError: its flow cannot be loaded.
        ParameterTypeError: its parameters are not to be had again.
        ParameterBindError: its parameters are not those of the flow.
        ValueError: it cannot be run again as it stands.
    """
    run = connect.send(ReadFlowRun(id=id))
    _refuse(run, from_task_run, is_dead)
    flow = _flow(run, entrypoint)
    given = complete(flow.fn, flow.signature, _parameters(run, parameters or {}))
    checked = flow.validate_parameters(given) if flow.should_validate_parameters else given
    return flow.go_on(reopened(id, from_task_run), checked)


def _refuse(run: FlowRun, from_task_run: UUID | None, is_dead: bool) -> None:
    if run.parent_task_run_id is not None:
        raise ValueError(f"Flow run {run.name!r} is part of another one: run that one again, it goes on from here.")
    if run.state_type is StateType.COMPLETED and from_task_run is None:
        raise ValueError(f"Flow run {run.name!r} completed. Name the task run to run it again from.")
    if run.state_type is not None and run.state_type not in FINAL and not is_dead:
        raise ValueError(f"Flow run {run.name!r} is {run.state_name}. If its process is gone, say so.")


def _flow(run: FlowRun, entrypoint: str | None) -> Flow[..., Any]:
    where = entrypoint or run.context.get(ENTRYPOINT)
    if not isinstance(where, str):
        raise MissingFlowError(f"Nobody knows where the flow of run {run.name!r} stands: give its entrypoint.")
    found = entrypoints.load(where)
    if not isinstance(found, Flow):
        raise MissingFlowError(f"{where} is no flow, but {type(found).__name__}.")
    if flow_id(found.name) != run.flow_id:
        raise MissingFlowError(f"{where} is the flow {found.name!r}, and the run is of another one.")
    return found


def _parameters(run: FlowRun, given: dict[str, Any]) -> dict[str, Any]:
    lost = [name for name, value in run.parameters.items() if name not in given and _is_lost(value)]
    if lost:
        names = ", ".join(lost)
        raise ParameterTypeError(f"What these parameters were cannot be had again, so they have to be given: {names}.")
    return {**run.parameters, **given}


def _is_lost(value: Any) -> bool:
    """Tell whether only the name of a type was recorded, as JSON could not hold the value."""
    return isinstance(value, str) and value.startswith("<") and value.endswith(">") and value[1:-1].isidentifier()
