"""`legato concurrency-limit`."""

from __future__ import annotations

import click

from legato import connect
from legato.cli.output import ago, confirm, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.contract.concurrency_limits import (
    CreateConcurrencyLimit,
    DeleteConcurrencyLimitByTag,
    ReadConcurrencyLimitByTag,
    ReadConcurrencyLimits,
    ResetConcurrencyLimit,
)


@click.group("concurrency-limit")
def command() -> None:
    """Limit how many task runs with a tag run at the same time."""


@command.command("create")
@click.argument("tag")
@click.argument("concurrency_limit", type=click.IntRange(0))
def create_limit(tag: str, concurrency_limit: int) -> None:
    """Limit a tag, or change its limit."""
    connect.send(CreateConcurrencyLimit(tag=tag, concurrency_limit=concurrency_limit))
    succeed(f"At most {concurrency_limit} task runs with the tag {tag!r} run at the same time.")


@command.command("inspect")
@click.argument("tag")
@output_option
def inspect_limit(tag: str, output: str | None) -> None:
    """Show the limit of a tag, and who holds its slots."""
    found = connect.send(ReadConcurrencyLimitByTag(tag=tag))
    if output == "json":
        show_json(found)
        return
    show_facts(f"Concurrency limit on {tag!r}", {name: getattr(found, name) for name in found.__struct_fields__})


@command.command("ls")
@click.option("--limit", default=15, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@click.option("--offset", default=0, type=click.IntRange(0), show_default=True, help="How many to pass over.")
@output_option
def list_limits(limit: int, offset: int, output: str | None) -> None:
    """List limits by tag."""
    found = connect.send(ReadConcurrencyLimits(limit=limit, offset=offset))
    if output == "json":
        show_json(found)
        return
    rows = ((one.tag, one.concurrency_limit, len(one.active_slots), one.id, ago(one.updated)) for one in found)
    show_table("Concurrency limits", ["tag", "limit", "taken", "id", "updated"], rows)


@command.command("reset")
@click.argument("tag")
def reset_limit(tag: str) -> None:
    """Free all slots of a limit."""
    connect.send(ResetConcurrencyLimit(tag=tag))
    succeed(f"All slots of the limit on {tag!r} are free.")


@command.command("delete")
@click.argument("tag")
@yes_option
def delete_limit(tag: str, yes: bool) -> None:
    """Remove the limit of a tag."""
    connect.send(ReadConcurrencyLimitByTag(tag=tag))
    if not yes:
        confirm(f"Remove the limit on the tag {tag!r}?")
    connect.send(DeleteConcurrencyLimitByTag(tag=tag))
    succeed(f"The limit on the tag {tag!r} is removed.")
