"""`legato flow-run`."""

from __future__ import annotations

from uuid import UUID

import click

from legato import connect
from legato.cli.output import ago, confirm, duration, fail, output_option, show_json, show_table, state_text, yes_option
from legato.cli.output import succeed as say
from legato.cli.runs import log_options, show_logs, show_run, state_filter, state_options, with_options
from legato.cli.values import named_value
from legato.contract.flow_runs import DeleteFlowRun, ReadFlowRun, ReadFlowRuns, SetFlowRunState
from legato.contract.flows import ReadFlows
from legato.exceptions import LegatoException
from legato.schemas.conditions import IdIn, TextInOrLike
from legato.schemas.filters import FlowFilter, FlowRunFilter, LogFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.sorting import FlowRunSort
from legato.schemas.states import FINAL, StateCreate, StateType
from legato.schemas.transitions import SetStateStatus


@click.group("flow-run")
def command() -> None:
    """Look at flow runs, cancel and delete them."""


@command.command("ls")
@click.option("--flow-name", multiple=True, metavar="NAME", help="Only runs of this flow.")
@click.option("--limit", default=15, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@with_options(state_options)
@output_option
def list_runs(
    flow_name: tuple[str, ...], limit: int, state: tuple[str, ...], state_type: tuple[str, ...], output: str | None
) -> None:
    """List flow runs, the one expected last first."""
    request = ReadFlowRuns(
        flows=FlowFilter(name=TextInOrLike(any_=list(flow_name))) if flow_name else None,
        flow_runs=FlowRunFilter(state=state_filter(state, state_type)),
        sort=FlowRunSort.EXPECTED_START_TIME_DESC,
        limit=limit,
    )
    runs = connect.send(request)
    if output == "json":
        show_json(runs)
        return
    names = _flow_names(runs)
    show_table("Flow Runs", ["id", "flow", "name", "state", "when", "duration"], (_row(run, names) for run in runs))


def _flow_names(runs: list[FlowRun]) -> dict[UUID, str]:
    ids = list({run.flow_id for run in runs})
    flows = connect.send(ReadFlows(flows=FlowFilter(id=IdIn(any_=ids)), limit=200)) if ids else []
    return {flow.id: flow.name for flow in flows}


def _row(run: FlowRun, names: dict[UUID, str]) -> tuple[object, ...]:
    state = state_text(run.state_type, run.state_name)
    took = duration(run.estimated_run_time) if run.start_time else ""
    return run.id, names.get(run.flow_id), run.name, state, ago(run.start_time or run.expected_start_time), took


@command.command("inspect")
@click.argument("id", type=click.UUID)
@output_option
def inspect_run(id: UUID, output: str | None) -> None:
    """Show everything about a flow run."""
    show_run(connect.send(ReadFlowRun(id=id)), "Flow run", output)


@command.command("logs")
@click.argument("id", type=click.UUID)
@with_options(log_options)
@output_option
def show_run_logs(id: UUID, head: bool, tail: bool, num_logs: int | None, reverse: bool, output: str | None) -> None:
    """Show the log lines of a flow run and of its task runs."""
    run = connect.send(ReadFlowRun(id=id))
    logs = LogFilter(flow_run_id=IdIn(any_=[id]))
    show_logs(f"Flow run {run.name!r}", logs, head, tail, num_logs, reverse, output)


@command.command("cancel")
@click.argument("id", type=click.UUID)
@output_option
def cancel_run(id: UUID, output: str | None) -> None:
    """Ask for a flow run to be stopped."""
    run = connect.send(ReadFlowRun(id=id))
    if run.state_type in FINAL:
        fail(f"Flow run {run.name!r} is over: its state is {run.state_name}.")
    state = StateCreate(type=StateType.CANCELLING, message="Cancelled from the command line.")
    result = connect.send(SetFlowRunState(id=id, state=state))
    if output == "json":
        show_json(result)
        return
    if result.status is SetStateStatus.ABORT:
        fail(f"Flow run {run.name!r} cannot be cancelled: {result.details.reason}")  # type: ignore[union-attr]
    now = result.state.name if result.state else "cancelled"
    say(f"Flow run {run.name!r} is {now}.")


@command.command("retry")
@click.argument("id", type=click.UUID)
@click.option("--from", "from_task_run", type=click.UUID, help="A task run to execute anew, with all that needs it.")
@click.option("--param", "-p", multiple=True, metavar="NAME=JSON", help="A parameter in place of the one it had.")
@click.option("--entrypoint", help="Where the flow stands: path/to/file.py:function or module:function.")
@click.option("--dead", is_flag=True, help="Also a run that seems to go on: its process is gone.")
def retry_run(id: UUID, from_task_run: UUID | None, param: tuple[str, ...], entrypoint: str | None, dead: bool) -> None:
    """Run a flow run that failed, crashed or was cancelled again; tasks that completed are taken over."""
    from legato.reruns import run_again

    try:
        given = dict(named_value(text) for text in param)
        state = run_again(id, from_task_run=from_task_run, parameters=given, entrypoint=entrypoint, is_dead=dead)
    except (ValueError, LegatoException) as error:
        fail(str(error))
    if not state.is_completed():
        fail(f"The flow run ended in state {state}.")
    say("The flow run completed.")


@command.command("execute")
@click.argument("id", type=click.UUID, required=False)
def execute_run(id: UUID | None) -> None:
    """Execute a flow run that is there, in this process; without an id that which LEGATO__FLOW_RUN_ID names."""
    from legato.execution import main

    raise SystemExit(main([str(id)] if id is not None else []))


@command.command("delete")
@click.argument("id", type=click.UUID)
@yes_option
def delete_run(id: UUID, yes: bool) -> None:
    """Delete a flow run with its task runs and logs."""
    run = connect.send(ReadFlowRun(id=id))
    if not yes:
        confirm(f"Delete flow run {run.name!r} with its task runs and logs?")
    connect.send(DeleteFlowRun(id=id))
    say(f"Flow run {run.name!r} is deleted.")
