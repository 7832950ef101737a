"""`legato global-concurrency-limit`."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import click
import msgspec

from legato import connect
from legato.cli.output import ago, confirm, fail, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.contract.global_limits import (
    CreateGlobalLimit,
    DeleteGlobalLimit,
    ReadGlobalLimit,
    ReadGlobalLimits,
    UpdateGlobalLimit,
)
from legato.exceptions import ObjectAlreadyExists
from legato.schemas.global_limits import GlobalLimitInUse, GlobalLimitUpdate


@click.group("global-concurrency-limit")
def command() -> None:
    """Limit how much of anything happens at the same time, or how often."""


@command.command("ls")
@output_option
def list_limits(output: str | None) -> None:
    """List limits by name."""
    found = connect.send(ReadGlobalLimits())
    if output == "json":
        show_json(found)
        return
    columns = ["name", "limit", "taken", "active", "decay / s", "updated"]
    show_table("Global concurrency limits", columns, (_row(one) for one in found))


def _row(one: GlobalLimitInUse) -> tuple[object, ...]:
    active = "yes" if one.active else "no"
    return one.name, one.limit, one.active_slots, active, one.slot_decay_per_second, ago(one.updated)


@command.command("inspect")
@click.argument("name")
@click.option("--file", "-f", type=click.Path(dir_okay=False, path_type=Path), help="Write it to this file, as JSON.")
@output_option
def inspect_limit(name: str, file: Path | None, output: str | None) -> None:
    """Show everything about a limit."""
    found = connect.send(ReadGlobalLimit(id_or_name=name))
    if file is not None:
        try:
            file.write_bytes(msgspec.json.format(msgspec.json.encode(found), indent=2))
        except OSError as error:
            fail(f"{file} cannot be written: {error.strerror}.")
        succeed(f"Global concurrency limit {name!r} is written to {file}.")
    elif output == "json":
        show_json(found)
    else:
        facts = {field: getattr(found, field) for field in found.__struct_fields__}
        show_facts(f"Global concurrency limit {name!r}", facts)


@command.command("create")
@click.argument("name")
@click.option("--limit", "-l", type=click.IntRange(1), required=True, help="How many slots there are.")
@click.option("--disable", is_flag=True, help="Make it without effect, until it is enabled.")
@click.option("--active-slots", type=click.IntRange(0), default=0, show_default=True, help="How many are taken now.")
@click.option(
    "--slot-decay-per-second",
    type=click.FloatRange(0),
    default=0.0,
    help="How many become free by themselves.",
)
@output_option
def create_limit(
    name: str, limit: int, disable: bool, active_slots: int, slot_decay_per_second: float, output: str | None
) -> None:
    """Make a limit."""
    request = CreateGlobalLimit(
        name=name,
        limit=limit,
        active=not disable,
        active_slots=active_slots,
        slot_decay_per_second=slot_decay_per_second,
    )
    try:
        made = connect.send(request)
    except ObjectAlreadyExists:
        fail(f"There is a global concurrency limit {name!r} already: change it with `update`.")
    if output == "json":
        show_json(made)
        return
    succeed(f"Global concurrency limit {name!r} is made.")


def _change(name: str, **changes: Any) -> None:
    connect.send(UpdateGlobalLimit(id_or_name=name, update=GlobalLimitUpdate(**changes)))


@command.command("enable")
@click.argument("name")
def enable_limit(name: str) -> None:
    """Let a limit have effect."""
    if connect.send(ReadGlobalLimit(id_or_name=name)).active:
        fail(f"Global concurrency limit {name!r} is enabled already.")
    _change(name, active=True)
    succeed(f"Global concurrency limit {name!r} is enabled.")


@command.command("disable")
@click.argument("name")
def disable_limit(name: str) -> None:
    """Let a limit have no effect."""
    if not connect.send(ReadGlobalLimit(id_or_name=name)).active:
        fail(f"Global concurrency limit {name!r} is disabled already.")
    _change(name, active=False)
    succeed(f"Global concurrency limit {name!r} is disabled.")


@command.command("update")
@click.argument("name")
@click.option("--enable/--disable", "active", default=None, help="Whether it has effect.")
@click.option("--limit", "-l", type=click.IntRange(1), help="How many slots there are.")
@click.option("--active-slots", type=click.IntRange(0), help="How many are taken now.")
@click.option("--slot-decay-per-second", type=click.FloatRange(0), help="How many become free each second.")
def update_limit(
    name: str,
    active: bool | None,
    limit: int | None,
    active_slots: int | None,
    slot_decay_per_second: float | None,
) -> None:
    """Change a limit."""
    given = {
        "active": active,
        "limit": limit,
        "active_slots": active_slots,
        "slot_decay_per_second": slot_decay_per_second,
    }
    changes = {field: value for field, value in given.items() if value is not None}
    if not changes:
        fail("Say what to change: --limit, --active-slots, --slot-decay-per-second, --enable or --disable.")
    _change(name, **changes)
    succeed(f"Global concurrency limit {name!r} is changed.")


@command.command("delete")
@click.argument("name")
@yes_option
def delete_limit(name: str, yes: bool) -> None:
    """Delete a limit."""
    connect.send(ReadGlobalLimit(id_or_name=name))
    if not yes:
        confirm(f"Delete global concurrency limit {name!r}?")
    connect.send(DeleteGlobalLimit(id_or_name=name))
    succeed(f"Global concurrency limit {name!r} is deleted.")
