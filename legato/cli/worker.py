"""`legato worker`."""

from __future__ import annotations

import asyncio
import json
from typing import IO, Any

import click

from legato import connect
from legato.cli.output import fail
from legato.contract.work_pools import ReadWorkPool
from legato.exceptions import ObjectNotFound, WorkerError
from legato.launching.patience import patiently
from legato.settings import LEGATO_DEFAULT_WORK_POOL_NAME


@click.group("worker")
def command() -> None:
    """Start workers, which execute the runs of work pools."""


@command.command("start")
@click.option("--pool", "-p", help="The work pool whose runs it executes; by default that of the profile.")
@click.option("--name", "-n", help="What it is called; by default a name of its own each time.")
@click.option("--work-queue", "-q", "queues", multiple=True, help="Only runs of this queue of the pool.")
@click.option("--type", "-t", "kind", help="What kind of worker, where the pool does not say it.")
@click.option("--prefetch-seconds", type=click.FloatRange(min=0), help="How long before it is due a run is taken.")
@click.option("--run-once/--no-run-once", default=False, help="Execute what is due now, and end.")
@click.option("--limit", "-l", type=click.IntRange(min=1), help="How many runs at once.")
@click.option("--with-healthcheck/--no-with-healthcheck", default=False, help="Tell by HTTP how it is.")
@click.option(
    "--install-policy",
    type=click.Choice(["always", "if-not-present", "never", "prompt"]),
    default="prompt",
    help="Taken for compatibility: packages with workers are not installed from here.",
)
@click.option("--base-job-template", type=click.File(), help="A JSON file with the template of a pool that is made.")
@click.option("--warm/--no-warm", default=True, help="Fork processes from one with everything imported, or start anew.")
def start_worker(
    pool: str | None,
    name: str | None,
    queues: tuple[str, ...],
    kind: str | None,
    prefetch_seconds: float | None,
    run_once: bool,
    limit: int | None,
    with_healthcheck: bool,
    install_policy: str,
    base_job_template: IO[str] | None,
    warm: bool,
) -> None:
    """Start a worker, which runs until it is stopped."""
    from legato.workers import kinds

    pool = pool or LEGATO_DEFAULT_WORK_POOL_NAME.value()
    if pool is None:
        fail("Name a work pool: --pool NAME.")
    kind = kind or _type_of(pool)
    found = kinds.find(kind)
    if found is None:
        fail(f"There are no workers of type {kind!r} here. There are: {', '.join(kinds.known())}.")
    options: dict[str, Any] = {"base_job_template": _template(base_job_template)}
    if kind == "process":
        options["is_warm"] = warm
    try:
        worker = found(
            pool,
            work_queues=list(queues),
            name=name,
            prefetch_seconds=prefetch_seconds,
            limit=limit,
            **options,
        )
        click.echo(f"Worker {worker.name!r} takes runs from work pool {pool!r}. Stop it with Ctrl+C.")
        asyncio.run(worker.start(run_once=run_once, with_healthcheck=with_healthcheck))
    except (WorkerError, ValueError) as error:
        fail(str(error))
    click.echo(f"Worker {worker.name!r} is stopped.")


def _type_of(pool: str) -> str:
    try:
        return patiently(lambda: connect.send(ReadWorkPool(name=pool))).type
    except ObjectNotFound:
        fail(f"There is no work pool {pool!r}. Say with --type which workers it is for, and it is made.")


def _template(file: IO[str] | None) -> dict[str, Any] | None:
    if file is None:
        return None
    try:
        return dict(json.load(file))
    except (ValueError, TypeError) as error:
        fail(f"{file.name} holds no JSON object: {error}")
