"""`legato work-queue`."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

import click

from legato import clock, connect
from legato.cli.output import ago, confirm, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.cli.scheduled import show_scheduled
from legato.client.orchestration import get_client
from legato.contract.work_queues import DeleteWorkQueue, ReadRunsInWorkQueue, UpdateWorkQueue
from legato.schemas.conditions import TextInOrStartsWith
from legato.schemas.filters import WorkQueueFilter
from legato.schemas.work_pools import WorkQueue

pool_option = click.option("--pool", "-p", metavar="POOL", help="The work pool of the queue; by default the agents'.")


@click.group("work-queue")
def command() -> None:
    """Look after the queues of work pools."""


def _queue(name: str, pool: str | None) -> WorkQueue:
    return get_client(sync_client=True).read_work_queue_by_name(name, pool)


@command.command("create")
@click.argument("name")
@click.option("--limit", "-l", type=click.IntRange(0), help="How many runs of it may run at the same time.")
@click.option("--tag", "-t", multiple=True, help="For agents of old: only runs with this tag.")
@click.option("--priority", "-q", type=click.IntRange(1), help="Where it stands in its pool; 1 goes first.")
@pool_option
@output_option
def create_queue(
    name: str, limit: int | None, tag: tuple[str, ...], priority: int | None, pool: str | None, output: str | None
) -> None:
    """Make a queue."""
    made = get_client(sync_client=True).create_work_queue(
        name, tags=list(tag) or None, concurrency_limit=limit, priority=priority, work_pool_name=pool
    )
    if output == "json":
        show_json(made)
        return
    succeed(f"Work queue {name!r} is made in work pool {made.work_pool_name!r}, with priority {made.priority}.")


def _change(name: str, pool: str | None, text: str, **changes: Any) -> None:
    connect.send(UpdateWorkQueue(id=_queue(name, pool).id, **changes))
    succeed(text)


@command.command("set-concurrency-limit")
@click.argument("name")
@click.argument("limit", type=click.IntRange(0))
@pool_option
def set_limit(name: str, limit: int, pool: str | None) -> None:
    """Limit how many runs of a queue run at the same time."""
    _change(name, pool, f"At most {limit} runs of work queue {name!r} run at the same time.", concurrency_limit=limit)


@command.command("clear-concurrency-limit")
@click.argument("name")
@pool_option
def clear_limit(name: str, pool: str | None) -> None:
    """Remove the limit of a queue."""
    _change(name, pool, f"Work queue {name!r} has no limit any more.", concurrency_limit=None)


@command.command("pause")
@click.argument("name")
@pool_option
def pause_queue(name: str, pool: str | None) -> None:
    """Hand out no runs of a queue."""
    _change(name, pool, f"Work queue {name!r} is paused.", is_paused=True)


@command.command("resume")
@click.argument("name")
@pool_option
def resume_queue(name: str, pool: str | None) -> None:
    """Hand out runs of a queue again."""
    _change(name, pool, f"Work queue {name!r} is resumed.", is_paused=False)


@command.command("inspect")
@click.argument("name")
@pool_option
@output_option
def inspect_queue(name: str, pool: str | None, output: str | None) -> None:
    """Show everything about a queue, and how it is."""
    found = _queue(name, pool)
    status = get_client(sync_client=True).read_work_queue_status(found.id)
    if output == "json":
        show_json({"work_queue": found, "status": status})
        return
    facts = {field: getattr(found, field) for field in found.__struct_fields__}
    show_facts(f"Work queue {name!r}", facts | {"healthy": status.healthy, "late runs": status.late_runs_count})


@command.command("ls")
@click.option("--verbose", "-v", is_flag=True, help="Show descriptions and when each was polled.")
@click.option("--match", "-m", metavar="START", help="Only queues whose names begin so.")
@pool_option
@output_option
def list_queues(verbose: bool, match: str | None, pool: str | None, output: str | None) -> None:
    """List queues: those of a pool by priority, else all by name."""
    wanted = WorkQueueFilter(name=TextInOrStartsWith(startswith_=[match])) if match else None
    found = get_client(sync_client=True).read_work_queues(pool, wanted)
    if output == "json":
        show_json(found)
        return
    columns = ["name", "pool", "priority", "limit", "status"] + (["polled", "description"] if verbose else [])
    show_table("Work queues", columns, (_row(one, verbose) for one in found))


def _row(one: WorkQueue, verbose: bool) -> tuple[object, ...]:
    row = (one.name, one.work_pool_name, one.priority, one.concurrency_limit, one.status)
    return (*row, ago(one.last_polled), one.description) if verbose else row


@command.command("preview")
@click.argument("name")
@click.option("--hours", "-h", type=click.IntRange(1), default=1, show_default=True, help="How far to look ahead.")
@pool_option
@output_option
def preview_queue(name: str, hours: int, pool: str | None, output: str | None) -> None:
    """Show the runs that a queue will hand out."""
    request = ReadRunsInWorkQueue(
        id=_queue(name, pool).id, scheduled_before=clock.now() + timedelta(hours=hours), is_from_ui=True
    )
    found = connect.send(request)
    show_scheduled(f"Runs of work queue {name!r}", found, output)


@command.command("read-runs")
@click.argument("name")
@pool_option
@output_option
def read_runs(name: str, pool: str | None, output: str | None) -> None:
    """Take notice of the runs that wait in a queue, as who polls it does."""
    found = get_client(sync_client=True).get_runs_in_work_queue(_queue(name, pool).id, limit=200)
    show_scheduled(f"Runs of work queue {name!r}", found, output)


@command.command("delete")
@click.argument("name")
@pool_option
@yes_option
def delete_queue(name: str, pool: str | None, yes: bool) -> None:
    """Delete a queue; runs that wait in it wait nowhere from then on."""
    found = _queue(name, pool)
    if not yes:
        confirm(f"Delete work queue {name!r}?")
    connect.send(DeleteWorkQueue(id=found.id))
    succeed(f"Work queue {name!r} is deleted.")
