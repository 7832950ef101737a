"""`legato deploy`."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click
import msgspec

from legato import connect
from legato.cli.output import can_ask, fail, show_table, succeed
from legato.cli.runs import with_options
from legato.cli.values import job_variables_of, parameters_of, read_data
from legato.contract.work_pools import ReadWorkPools
from legato.deployments.building import built
from legato.deployments.checking import check_loading
from legato.deployments.declared import RunnerDeployment
from legato.deployments.planning import Plan, plan
from legato.deployments.project import Project, ProjectDeployment, WorkPoolChoice, find_project, read_project
from legato.either_way import settled
from legato.settings import LEGATO_DEFAULT_WORK_POOL_NAME

_when: list[Callable[[Any], Any]] = [
    click.option("--cron", multiple=True, help="Run whenever this cron expression says so."),
    click.option(
        "--interval", multiple=True, type=click.FloatRange(min=0, min_open=True), help="Run every so many seconds."
    ),
    click.option("--anchor-date", metavar="MOMENT", help="When intervals start to be counted."),
    click.option("--rrule", multiple=True, help="Run whenever this recurrence rule (RFC 5545) says so."),
    click.option("--timezone", metavar="ZONE", help="The time zone of the schedules, such as Europe/Berlin."),
]

_what: list[Callable[[Any], Any]] = [
    click.option("--description", "-d", help="What it is for; by default what the flow's docstring says."),
    click.option("--version", help="Its version; by default that of the flow."),
    click.option("--tag", "-t", multiple=True, help="A tag of its runs."),
    click.option("--pool", "-p", help="The work pool in which its runs wait."),
    click.option("--work-queue", "-q", help="The queue of that pool; made where it is missing."),
    click.option(
        "--job-variable", "-jv", "--variable", "-v", multiple=True, metavar="NAME=VALUE|JSON", help="A job variable."
    ),
    *_when,
    click.option("--trigger", multiple=True, metavar="JSON|FILE", help="Events at which it runs."),
    click.option("--param", multiple=True, metavar="NAME=JSON", help="A parameter of its runs."),
    click.option("--params", metavar="JSON", help="All parameters; - reads them from standard input."),
    click.option("--enforce-parameter-schema", is_flag=True, help="Refuse runs whose parameters do not fit the flow."),
]


def _checked_entrypoint(ctx: click.Context, parameter: click.Parameter, value: str | None) -> str | None:
    if value is not None and ":" not in value and "." not in value:
        raise click.BadParameter(
            "an entrypoint is path/to/file.py:function or package.module.function.", ctx, parameter
        )
    return value


@click.command("deploy")
@click.argument("entrypoint", required=False, callback=_checked_entrypoint)
@click.option("--name", "-n", multiple=True, help="Which deployments of the file, such as etl-* or flow/name.")
@click.option("--all", "is_all", is_flag=True, help="All deployments of the file.")
@click.option(
    "--file",
    "--prefect-file",
    type=click.Path(path_type=Path),
    help="The project file; by default legato.yaml or prefect.yaml.",
)
@click.option("--plan", "shows_plan", is_flag=True, help="Show what would change, and change nothing.")
@click.option("--force", is_flag=True, help="Also change what somebody has changed on the server since.")
@click.option("--check", is_flag=True, help="Load the flows as a worker would, and change nothing.")
@with_options(_what)
def command(
    entrypoint: str | None,
    name: tuple[str, ...],
    is_all: bool,
    file: Path | None,
    shows_plan: bool,
    force: bool,
    check: bool,
    **given: Any,
) -> None:
    """Deploy flows: a function by its ENTRYPOINT, or what the project file of this folder describes."""
    try:
        path = file or find_project()
        project = Project() if path is None else read_project(path)
        chosen = _chosen(project, entrypoint, name, is_all)
        changes = _changes(given, entrypoint)
        if len(chosen) > 1 and changes:
            options = ", ".join(sorted(f"--{one.replace('_', '-')}" for one in changes))
            fail(f"{options} would be for {len(chosen)} deployments: name one, or change the file.")
        for one in chosen:
            wanted = built(
                project, _complete(_merged(one, changes)), runs_steps=not (shows_plan or check), say=click.echo
            )
            _do(wanted, shows_plan=shows_plan, force=force, check=check)
    except (TypeError, ValueError) as error:
        fail(str(error))


def _do(wanted: RunnerDeployment, *, shows_plan: bool, force: bool, check: bool) -> None:
    label = f"Deployment '{wanted.flow_name}/{wanted.name}'"
    if check:
        check_loading(wanted)
        succeed(f"{label} can be loaded by workers.")
    if shows_plan:
        _show_plan(label, plan(wanted, force=force))
    if not (shows_plan or check):
        id = settled(wanted.apply(keep_operator_changes=not force))
        succeed(f"{label} is made: {id}.")
        click.echo(f"  Its runs are executed by:  legato worker start --pool '{wanted.work_pool_name}'")
        click.echo(f"  A run is asked for with:   legato deployment run '{wanted.flow_name}/{wanted.name}'")


def _show_plan(label: str, found: Plan | None) -> None:
    if found is None:
        succeed(f"{label} would be made.")
        return
    if not found.differences:
        click.echo(f"{label} stays as it is.")
    else:
        rows = ((one.field, _text(one.now), _text(one.then)) for one in found.differences)
        show_table(f"{label} would change", ["field", "now", "then"], rows)
    if found.kept:
        click.echo(f"  As somebody has set it on the server: {', '.join(found.kept)}. --force changes that, too.")


def _text(value: Any) -> str:
    return "" if value is None else value if isinstance(value, str) else msgspec.json.encode(value).decode()


def _chosen(project: Project, entrypoint: str | None, names: tuple[str, ...], is_all: bool) -> list[ProjectDeployment]:
    """Return the deployments of the file that are meant, or one that only the command line describes.

    Raises:
        ValueError: that is not clear.
    """
    known = ", ".join(one.label() for one in project.deployments)
    if names:
        if found := project.matching(names):
            return found
        if entrypoint is not None and len(names) == 1:
            return [ProjectDeployment(name=names[0].rpartition("/")[2])]
        there = f"There are: {known}." if known else "There is no project file, or none in it."
        raise ValueError(f"No deployment is called {' or '.join(names)}. {there}")
    if entrypoint is not None:
        return [one for one in project.deployments if one.entrypoint == entrypoint] or [ProjectDeployment()]
    if not project.deployments:
        raise ValueError("Say what to deploy: an entrypoint, such as flows.py:load, or write a project file.")
    if is_all or len(project.deployments) == 1:
        return project.deployments
    raise ValueError(f"Name the deployments with --name, or give --all. There are: {known}.")


def _changes(given: dict[str, Any], entrypoint: str | None) -> dict[str, Any]:
    """Return what the command line says about a deployment, by the fields of the project file.

    Raises:
        ValueError: something cannot be read.
    """
    said: dict[str, Any] = {
        "entrypoint": entrypoint,
        "description": given["description"],
        "version": given["version"],
        "tags": list(given["tag"]),
        "schedules": _schedules(given),
        "triggers": [read_data(text) for text in given["trigger"]],
        "parameters": parameters_of(given["param"], given["params"]),
        "enforce_parameter_schema": given["enforce_parameter_schema"],
        "pool": given["pool"],
        "work_queue": given["work_queue"],
        "job_variables": job_variables_of(given["job_variable"]),
    }
    return {name: value for name, value in said.items() if value}


def _schedules(given: dict[str, Any]) -> list[dict[str, Any]]:
    found: list[dict[str, Any]] = [
        {kind: value, "timezone": given["timezone"]} for kind in ("cron", "interval", "rrule") for value in given[kind]
    ]
    if given["anchor_date"] is not None:
        if not given["interval"]:
            raise ValueError("--anchor-date is for --interval.")
        for one in found:
            if "interval" in one:
                one["anchor_date"] = given["anchor_date"]
    if given["timezone"] is not None and not found:
        raise ValueError("--timezone is for a schedule: give --cron, --interval or --rrule.")
    return found


def _merged(deployment: ProjectDeployment, changes: dict[str, Any]) -> ProjectDeployment:
    said, pool = dict(changes), deployment.work_pool or WorkPoolChoice()
    if said.keys() & {"pool", "work_queue", "job_variables"}:
        said["work_pool"] = WorkPoolChoice(
            name=said.pop("pool", pool.name),
            work_queue_name=said.pop("work_queue", pool.work_queue_name),
            job_variables={**(pool.job_variables or {}), **said.pop("job_variables", {})},
        )
    if "parameters" in said:
        said["parameters"] = {**(deployment.parameters or {}), **said["parameters"]}
    if "schedules" in said:
        said["schedule"] = None
    return msgspec.structs.replace(deployment, **said)


def _complete(deployment: ProjectDeployment) -> ProjectDeployment:
    """Ask for what is missing, where there is somebody to be asked."""
    pool = deployment.work_pool or WorkPoolChoice()
    if not can_ask():
        return deployment
    if not deployment.name:
        deployment = msgspec.structs.replace(
            deployment, name=click.prompt("The name of the deployment", default="default")
        )
    if pool.name is None and LEGATO_DEFAULT_WORK_POOL_NAME.value() is None:
        names = [one.name for one in connect.send(ReadWorkPools())]
        if not names:
            fail("There is no work pool: make one with `legato work-pool create NAME --type process`.")
        name = click.prompt("The work pool", type=click.Choice(names), default=names[0])
        deployment = msgspec.structs.replace(deployment, work_pool=msgspec.structs.replace(pool, name=name))
    return deployment
