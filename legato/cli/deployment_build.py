"""`legato deployment build` and `apply`: deployments with infrastructure and storage of their own, by a file."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Any

import click

from legato.cli.output import fail, succeed
from legato.cli.runs import with_options
from legato.cli.values import job_variables_of, parameters_of

_INFRASTRUCTURE = ("process", "docker-container", "kubernetes-job")

_options: list[Callable[[Any], Any]] = [
    click.option("--description", "-d", help="What it is for; by default what the flow's docstring says."),
    click.option("--version", "-v", help="Its version; by default that of the flow."),
    click.option("--tag", "-t", multiple=True, help="A tag of its runs."),
    click.option("--work-queue", "-q", default="default", help="The queue in which its runs wait."),
    click.option("--pool", "-p", help="The work pool of that queue; by default the agents'."),
    click.option("--limit", "-l", type=click.IntRange(0), help="How many runs of the queue may run at the same time."),
    click.option("--infra", "-i", type=click.Choice(_INFRASTRUCTURE), help="What executes its runs."),
    click.option("--infra-block", "-ib", metavar="TYPE/NAME", help="The block of what executes its runs."),
    click.option("--override", multiple=True, metavar="NAME=VALUE", help="A field of the infrastructure for its runs."),
    click.option("--storage-block", "-sb", metavar="TYPE/NAME[/FOLDER]", help="The block to which the code goes."),
    click.option("--skip-upload", is_flag=True, help="Leave the code where it is."),
    click.option("--cron", help="Run whenever this cron expression says so."),
    click.option("--interval", type=click.FloatRange(min=0, min_open=True), help="Run every so many seconds."),
    click.option("--anchor-date", metavar="MOMENT", help="When the interval starts to be counted."),
    click.option("--rrule", help="Run whenever this recurrence rule (RFC 5545) says so."),
    click.option("--timezone", metavar="ZONE", help="The time zone of the schedule."),
    click.option("--path", help="The folder of the code within the storage."),
    click.option("--param", multiple=True, metavar="NAME=JSON", help="A parameter of its runs."),
    click.option("--params", metavar="JSON", help="All parameters of its runs."),
    click.option("--no-schedule", is_flag=True, help="Take away the schedule that it has."),
]


@click.command("build")
@click.argument("entrypoint")
@click.option("--name", "-n", required=True, help="What it is called.")
@click.option("--output", "-o", type=click.Path(path_type=Path), help="The file to write; by default NAME of the flow.")
@click.option("--apply", "-a", "applies", is_flag=True, help="Make it on the server as well.")
@with_options(_options)
def build(entrypoint: str, name: str, output: Path | None, applies: bool, **given: Any) -> None:
    """Describe a deployment of the flow at ENTRYPOINT in a file, and put its code into storage."""
    from legato.deployments.deployments import Deployment
    from legato.loaders import load_flow_from_entrypoint

    try:
        flow = load_flow_from_entrypoint(entrypoint)
        made = Deployment.build_from_flow(flow, name, skip_upload=True, entrypoint=entrypoint, **_fields(given))
        if not given["skip_upload"]:
            _upload(made, given)
        file = output or Path(f"{flow.fn.__name__}-deployment.yaml")
        made.to_yaml(file)
        succeed(f"Deployment '{flow.name}/{name}' is described in {file}.")
        if applies:
            made.apply(work_queue_concurrency=given["limit"])
            succeed(f"Deployment '{flow.name}/{name}' is made.")
    except (TypeError, ValueError) as error:
        fail(str(error))


def _upload(made: Any, given: dict[str, Any]) -> None:
    count = made.upload_to_storage(given["storage_block"])
    if count is not None:
        succeed(f"{count} files are copied to {made.location}.")


def _fields(given: dict[str, Any]) -> dict[str, Any]:
    """Return the fields of a deployment that options ask for.

    Raises:
        ValueError: one cannot be read.
    """
    from legato.blocks.core import Block
    from legato.deployments.schedules import wire_schedules

    if given["infra"] and given["infra_block"]:
        raise ValueError("Only one of `infra` or `infra_block` can be provided, please choose one.")
    when: Any = {name: given[name] for name in ("cron", "interval", "rrule", "anchor_date", "timezone")}
    fields: dict[str, Any] = {
        "description": given["description"],
        "version": given["version"],
        "tags": list(given["tag"]),
        "work_queue_name": given["work_queue"],
        "work_pool_name": given["pool"],
        "job_variables": _overrides(given["override"]),
        "path": given["path"],
        "parameters": parameters_of(given["param"], given["params"]),
        "schedules": wire_schedules(**when),
    }
    if given["infra"]:
        fields["infrastructure"] = Block.get_block_class_from_key(given["infra"])()
    if given["infra_block"]:
        fields["infrastructure"] = Block.load(given["infra_block"])
    said = {name: value for name, value in fields.items() if value}
    return {**said, "schedules": []} if given["no_schedule"] else said


def _overrides(texts: tuple[str, ...]) -> dict[str, Any]:
    """Return job variables whose names may be paths: `env.REGION=eu`."""
    found: dict[str, Any] = {}
    for name, value in job_variables_of(texts).items():
        *folders, last = name.split(".")
        place = found
        for folder in folders:
            place = place.setdefault(folder, {})
        place[last] = value
    return found


@click.command("apply")
@click.argument("paths", nargs=-1, required=True, type=click.Path(path_type=Path))
@click.option("--upload", is_flag=True, help="Put the code of this folder into the storage.")
@click.option("--limit", "-l", type=click.IntRange(0), help="How many runs of the queue may run at the same time.")
def apply(paths: tuple[Path, ...], upload: bool, limit: int | None) -> None:
    """Make the deployments that files describe."""
    from legato.deployments.deployments import load_deployments_from_yaml

    try:
        found = [one for path in paths for one in load_deployments_from_yaml(path)]
        for deployment in found:
            if upload:
                count = deployment.upload_to_storage()
                succeed(f"{count or 0} files are copied to {deployment.location}.")
            deployment.apply(work_queue_concurrency=limit)
            succeed(f"Deployment '{deployment.flow_name}/{deployment.name}' is made.")
    except (TypeError, ValueError) as error:
        fail(str(error))
