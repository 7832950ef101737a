"""`legato deployment`."""

from __future__ import annotations

import time
from collections.abc import Iterable
from datetime import timedelta
from typing import Any
from uuid import UUID

import click
from msgspec import UNSET

from legato import clock, connect
from legato.cli import deployment_build, deployment_schedule
from legato.cli.deployment_schedule import named, with_rules
from legato.cli.moments import moment, span
from legato.cli.output import (
    ago,
    confirm,
    console,
    fail,
    output_option,
    show_facts,
    show_json,
    show_table,
    state_text,
    succeed,
    yes_option,
)
from legato.cli.values import job_variables_of, parameters_of
from legato.contract.deployments import (
    CreateFlowRunFromDeployment,
    DeleteDeployment,
    ReadDeployment,
    ReadDeployments,
)
from legato.contract.flow_runs import ReadFlowRun
from legato.contract.flows import ReadFlows
from legato.schemas.conditions import IdIn, TextInOrLike
from legato.schemas.deployments import Deployment
from legato.schemas.filters import FlowFilter
from legato.schemas.flow_runs import FlowRun
from legato.schemas.sorting import DeploymentSort
from legato.schemas.states import FINAL, StateCreate, StateDetails, StateType
from legato.settings import LEGATO_UI_URL

_PAGE = 200
_OLDER_NAMES = frozenset({"infra_overrides", "schedule", "is_schedule_active"})


@click.group("deployment")
def command() -> None:
    """Look after deployments, run them and set their schedules."""


command.add_command(deployment_schedule.command)
for one in (*deployment_schedule.older, deployment_build.build, deployment_build.apply):
    command.add_command(one)


def _found(name: str | None, id: UUID | None) -> Deployment:
    if (name is None) == (id is None):
        fail("Name a deployment as FLOW/DEPLOYMENT, or give --id: one of them.")
    return connect.send(ReadDeployment(id=id)) if id is not None else named(str(name))


def _flow_names(deployments: Iterable[Deployment]) -> dict[UUID, str]:
    ids = sorted({one.flow_id for one in deployments})
    pages = [ids[start : start + _PAGE] for start in range(0, len(ids), _PAGE)]
    flows = (connect.send(ReadFlows(flows=FlowFilter(id=IdIn(any_=page)), limit=_PAGE)) for page in pages)
    return {flow.id: flow.name for page in flows for flow in page}


@command.command("ls")
@click.option("--flow-name", multiple=True, metavar="NAME", help="Only deployments of this flow.")
@click.option("--by-created/--no-by-created", help="The newest first, in place of by name.")
@output_option
def list_deployments(flow_name: tuple[str, ...], by_created: bool, output: str | None) -> None:
    """List deployments."""
    flows = FlowFilter(name=TextInOrLike(any_=list(flow_name))) if flow_name else None
    found: list[Deployment] = []
    while True:
        page = connect.send(ReadDeployments(flows=flows, sort=DeploymentSort.NAME_ASC, limit=_PAGE, offset=len(found)))
        found += page
        if len(page) < _PAGE:
            break
    if by_created:
        found.sort(key=lambda one: one.created, reverse=True)
    if output == "json":
        show_json(found)
        return
    names = _flow_names(found)
    rows = [(f"{names.get(one.flow_id)}/{one.name}", one) for one in found]
    rows = rows if by_created else sorted(rows, key=lambda row: row[0].lower())
    columns = ["name", "id", "status", "pool", "schedules"]
    show_table("Deployments", columns, (_row(name, one) for name, one in rows))


def _row(name: str, one: Deployment) -> tuple[object, ...]:
    status = "PAUSED" if one.paused else one.status.value
    active = sum(schedule.active for schedule in one.schedules)
    return name, one.id, status, one.work_pool_name, f"{active} of {len(one.schedules)}" if one.schedules else ""


@command.command("inspect")
@click.argument("name")
@output_option
def inspect_deployment(name: str, output: str | None) -> None:
    """Show everything about a deployment, named as FLOW/DEPLOYMENT."""
    found = named(name)
    if output == "json":
        show_json(found)
        return
    facts = {field: getattr(found, field) for field in found.__struct_fields__ if field not in _OLDER_NAMES}
    facts["schedules"] = "\n".join(
        with_rules(one) if one.active else f"{with_rules(one)}; off" for one in found.schedules
    )
    show_facts(
        f"Deployment {name!r}",
        {field: value for field, value in facts.items() if value not in (None, "", {}, [], UNSET)},
    )


@command.command("delete")
@click.argument("name", required=False)
@click.option("--id", type=click.UUID, help="Name it by its id.")
@yes_option
def delete_deployment(name: str | None, id: UUID | None, yes: bool) -> None:
    """Delete a deployment with its schedules and the runs they made that have not started."""
    found = _found(name, id)
    if not yes:
        confirm(f"Delete deployment {found.name!r}?")
    connect.send(DeleteDeployment(id=found.id))
    succeed(f"Deployment {found.name!r} is deleted.")


@command.command("run")
@click.argument("name", required=False)
@click.option("--id", type=click.UUID, help="Name it by its id.")
@click.option("--job-variable", "-jv", multiple=True, metavar="NAME=VALUE|JSON", help="A job variable of this run.")
@click.option("--param", "-p", multiple=True, metavar="NAME=JSON", help="A parameter of this run.")
@click.option("--params", metavar="JSON", help="All parameters; - reads them from standard input.")
@click.option("--start-in", metavar="SPAN", help="When it is to start, from now, such as '10 minutes'.")
@click.option("--start-at", metavar="MOMENT", help="When it is to start, such as 'tomorrow 9am'.")
@click.option("--tag", multiple=True, help="A tag of this run.")
@click.option("--watch", is_flag=True, help="Wait until the run is over; end with code 1 where it did not complete.")
@click.option("--watch-interval", type=click.FloatRange(min=0.1), default=2, help="Seconds between looks at it.")
@click.option("--watch-timeout", type=click.FloatRange(min=0), help="Seconds to wait at most.")
@output_option
def run_deployment(
    name: str | None,
    id: UUID | None,
    job_variable: tuple[str, ...],
    param: tuple[str, ...],
    params: str | None,
    start_in: str | None,
    start_at: str | None,
    tag: tuple[str, ...],
    watch: bool,
    watch_interval: float,
    watch_timeout: float | None,
    output: str | None,
) -> None:
    """Ask for a run of a deployment, named as FLOW/DEPLOYMENT."""
    if start_in and start_at:
        fail("Give --start-in or --start-at.")
    found = _found(name, id)
    try:
        variables, parameters = job_variables_of(job_variable), parameters_of(param, params)
        start = clock.now() + (span(start_in) if start_in else timedelta()) if not start_at else moment(start_at)
    except ValueError as error:
        fail(str(error))
    _refuse_unknown(found, parameters)
    details = StateDetails(scheduled_time=clock.utc(start))
    request = CreateFlowRunFromDeployment(
        id=found.id,
        parameters=parameters,
        state=StateCreate(type=StateType.SCHEDULED, state_details=details),
        tags=list(tag),
        job_variables=variables or None,
    )
    run = connect.send(request)
    _show_run(run, output)
    if watch:
        _watch(run, watch_interval, watch_timeout)


def _refuse_unknown(deployment: Deployment, parameters: dict[str, Any]) -> None:
    """End where a parameter is given that the flow does not have."""
    schema = deployment.parameter_openapi_schema or {}
    known = schema.get("properties")
    takes_any = any(one.get("additionalProperties") for one in (known or {}).values() if isinstance(one, dict))
    if unknown := [] if known is None or takes_any else sorted(parameters.keys() - known.keys()):
        there = f"Its parameters are: {', '.join(known or ())}." if known else "It has no parameters."
        fail(f"The flow of deployment {deployment.name!r} has no parameter {', '.join(map(repr, unknown))}. {there}")


def _show_run(run: FlowRun, output: str | None) -> None:
    if output == "json":
        show_json(run)
        return
    succeed(f"Flow run {run.name!r} is made.")
    facts = {"id": run.id, "parameters": run.parameters, "job variables": run.job_variables}
    when = run.next_scheduled_start_time
    click.echo("\n".join(f"  {name}: {value}" for name, value in facts.items() if value))
    click.echo(f"  start: {when.astimezone().isoformat(' ', 'seconds') if when else ''} ({ago(when)})")
    if ui := LEGATO_UI_URL.value():
        click.echo(f"  {ui}/flow-runs/flow-run/{run.id}")


def _watch(run: FlowRun, interval: float, timeout: float | None) -> None:
    end, seen = None if timeout is None else time.monotonic() + timeout, run.state_id
    while run.state_type not in FINAL:
        if end is not None and time.monotonic() >= end:
            fail(f"Flow run {run.name!r} is {run.state_name} after {timeout:g} seconds.")
        time.sleep(interval)
        run = connect.send(ReadFlowRun(id=run.id))
        if run.state_id != seen:
            seen = run.state_id
            console().print(state_text(run.state_type, f"Flow run {run.name!r} is {run.state_name}."))
    if run.state_type is not StateType.COMPLETED:
        fail(f"Flow run {run.name!r} ended in state {run.state}.")
