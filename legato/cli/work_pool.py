"""`legato work-pool`."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import IO, Any

import click

from legato import clock, connect
from legato.cli.output import ago, confirm, fail, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.cli.scheduled import show_scheduled
from legato.client.orchestration import get_client
from legato.contract.collections import ReadCollectionView
from legato.contract.work_pools import (
    DeleteWorkPool,
    ReadScheduledRunsOfPool,
    ReadWorkPool,
    ReadWorkPools,
    UpdateWorkPool,
)
from legato.schemas.work_pools import WorkPool, WorkPoolCreate
from legato.settings import LEGATO_DEFAULT_WORK_POOL_NAME, active_profile_name, load_profiles, save_profiles

_TYPES = ("process", "prefect-agent")


@click.group("work-pool")
def command() -> None:
    """Look after work pools: where runs wait for workers."""


def _template(file: IO[str] | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        found = json.load(file)
    except ValueError as error:
        fail(f"{file.name} is no JSON: {error}")
    if not isinstance(found, dict):
        fail(f"{file.name} holds no JSON object.")
    return dict(found)


def _templates() -> dict[str, dict[str, Any]]:
    """Return the default template of each type of worker."""
    view = connect.send(ReadCollectionView(view="aggregate-worker-metadata"))
    return {
        kind: worker["default_base_job_configuration"] for package in view.values() for kind, worker in package.items()
    }


@command.command("create")
@click.argument("name")
@click.option("--base-job-template", type=click.File(), help="A JSON file with the template of its jobs.")
@click.option("--paused", is_flag=True, help="Hand out nothing until it is resumed.")
@click.option("--type", "-t", "kind", help="The type of its workers, such as process.")
@click.option("--set-as-default", is_flag=True, help="Let deployments of this profile go to it unless told otherwise.")
@click.option("--overwrite", is_flag=True, help="Change the pool where there is one of that name.")
@output_option
def create_pool(
    name: str,
    base_job_template: IO[str] | None,
    paused: bool,
    kind: str | None,
    set_as_default: bool,
    overwrite: bool,
    output: str | None,
) -> None:
    """Make a work pool."""
    templates = _templates()
    if kind is None:
        fail(f"Name the type of its workers: --type {sorted(templates)[0]}. There are: {', '.join(sorted(templates))}.")
    if kind not in (*templates, *_TYPES):
        fail(f"Unknown work pool type {kind!r}. There are: {', '.join(sorted({*templates, *_TYPES}))}.")
    template = _template(base_job_template) or templates.get(str(kind), {})
    new = WorkPoolCreate(name=name, type=str(kind), base_job_template=template, is_paused=paused)
    made = get_client(sync_client=True).create_work_pool(new, overwrite=overwrite)
    if set_as_default:
        _set_default(name)
    if output == "json":
        show_json(made)
        return
    succeed(f"Work pool {name!r} is made.")


def _set_default(name: str) -> None:
    profiles = load_profiles()
    profiles[active_profile_name()].settings[LEGATO_DEFAULT_WORK_POOL_NAME.name] = name
    save_profiles(profiles)


@command.command("ls")
@click.option("--verbose", "-v", is_flag=True, help="Show ids and descriptions, too.")
@output_option
def list_pools(verbose: bool, output: str | None) -> None:
    """List work pools by name."""
    found = connect.send(ReadWorkPools())
    if output == "json":
        show_json(found)
        return
    columns = ["name", "type", "status", "limit"] + (["id", "created", "description"] if verbose else [])
    show_table("Work pools", columns, (_row(pool, verbose) for pool in found))


def _row(pool: WorkPool, verbose: bool) -> tuple[object, ...]:
    row = (pool.name, pool.type, "PAUSED" if pool.is_paused else pool.status, pool.concurrency_limit)
    return (*row, pool.id, ago(pool.created), pool.description) if verbose else row


@command.command("inspect")
@click.argument("name")
@output_option
def inspect_pool(name: str, output: str | None) -> None:
    """Show everything about a work pool."""
    found = connect.send(ReadWorkPool(name=name))
    if output == "json":
        show_json(found)
        return
    show_facts(f"Work pool {name!r}", {field: getattr(found, field) for field in found.__struct_fields__})


def _change(name: str, text: str, **changes: Any) -> None:
    connect.send(UpdateWorkPool(name=name, **changes))
    succeed(text)


@command.command("pause")
@click.argument("name")
def pause_pool(name: str) -> None:
    """Hand out no runs of a work pool."""
    _change(name, f"Work pool {name!r} is paused.", is_paused=True)


@command.command("resume")
@click.argument("name")
def resume_pool(name: str) -> None:
    """Hand out runs of a work pool again."""
    _change(name, f"Work pool {name!r} is resumed.", is_paused=False)


@command.command("update")
@click.argument("name")
@click.option("--base-job-template", type=click.File(), help="A JSON file with the template of its jobs.")
@click.option("--concurrency-limit", type=click.IntRange(0), help="How many of its runs may run at the same time.")
@click.option("--description", help="What it is for.")
def update_pool(
    name: str, base_job_template: IO[str] | None, concurrency_limit: int | None, description: str | None
) -> None:
    """Change a work pool."""
    given = {
        "base_job_template": _template(base_job_template),
        "concurrency_limit": concurrency_limit,
        "description": description,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    if not changes:
        fail("Say what to change: --base-job-template, --concurrency-limit or --description.")
    _change(name, f"Work pool {name!r} is changed.", **changes)


@command.command("set-concurrency-limit")
@click.argument("name")
@click.argument("concurrency_limit", type=click.IntRange(0))
def set_limit(name: str, concurrency_limit: int) -> None:
    """Limit how many runs of a work pool run at the same time."""
    text = f"At most {concurrency_limit} runs of work pool {name!r} run at the same time."
    _change(name, text, concurrency_limit=concurrency_limit)


@command.command("clear-concurrency-limit")
@click.argument("name")
def clear_limit(name: str) -> None:
    """Remove the limit of a work pool."""
    _change(name, f"Work pool {name!r} has no limit any more.", concurrency_limit=None)


@command.command("get-default-base-job-template")
@click.option("--type", "-t", "kind", required=True, help="The type of worker, such as process.")
@click.option("--file", "-f", type=click.File("w"), help="Write it to this file.")
def show_default_template(kind: str, file: IO[str] | None) -> None:
    """Show the template that jobs of a type of worker start from."""
    templates = _templates()
    if kind not in templates:
        fail(f"Unknown worker type {kind!r}. There are: {', '.join(sorted(templates))}.")
    text = json.dumps(templates[kind], indent=2)
    click.echo(text, file=file)


@command.command("preview")
@click.argument("name")
@click.option("--hours", "-h", type=click.IntRange(1), default=1, show_default=True, help="How far to look ahead.")
@output_option
def preview_pool(name: str, hours: int, output: str | None) -> None:
    """Show the runs that a work pool will hand out."""
    until = clock.now() + timedelta(hours=hours)
    found = connect.send(ReadScheduledRunsOfPool(name=name, scheduled_before=until))
    show_scheduled(f"Runs of work pool {name!r}", [one.flow_run for one in found], output)


@command.command("delete")
@click.argument("name")
@yes_option
def delete_pool(name: str, yes: bool) -> None:
    """Delete a work pool with its queues; its deployments have nowhere to run from then on."""
    connect.send(ReadWorkPool(name=name))
    if not yes:
        confirm(f"Delete work pool {name!r} with its queues?")
    connect.send(DeleteWorkPool(name=name))
    succeed(f"Work pool {name!r} is deleted.")
