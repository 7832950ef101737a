"""`legato variable`."""

from __future__ import annotations

import click

from legato import connect
from legato.cli.output import ago, confirm, fail, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.contract.variables import (
    CreateVariable,
    DeleteVariableByName,
    ReadVariableByName,
    ReadVariables,
    UpdateVariableByName,
)
from legato.exceptions import ObjectAlreadyExists
from legato.schemas.variables import VariableUpdate


@click.group("variable")
def command() -> None:
    """Keep values by name, for flows and templates to read."""


@command.command("ls")
@click.option("--limit", default=100, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@output_option
def list_variables(limit: int, output: str | None) -> None:
    """List variables by name."""
    found = connect.send(ReadVariables(limit=limit))
    if output == "json":
        show_json(found)
        return
    rows = ((one.name, one.value, ", ".join(one.tags or []), ago(one.updated)) for one in found)
    show_table("Variables", ["name", "value", "tags", "updated"], rows)


@command.command("inspect")
@click.argument("name")
@output_option
def inspect_variable(name: str, output: str | None) -> None:
    """Show everything about a variable."""
    found = connect.send(ReadVariableByName(name=name))
    if output == "json":
        show_json(found)
        return
    show_facts(f"Variable {name!r}", {field: getattr(found, field) for field in found.__struct_fields__})


@command.command("get")
@click.argument("name")
def get_variable(name: str) -> None:
    """Print the value of a variable, and nothing else."""
    click.echo(connect.send(ReadVariableByName(name=name)).value)


@command.command("set")
@click.argument("name")
@click.argument("value")
@click.option("--tag", "-t", multiple=True, help="A tag; may be given several times.")
@click.option("--overwrite", is_flag=True, help="Change the variable where there is one of that name.")
def set_variable(name: str, value: str, tag: tuple[str, ...], overwrite: bool) -> None:
    """Make a variable, or give one another value."""
    try:
        connect.send(CreateVariable(name=name, value=value, tags=list(tag)))
    except ObjectAlreadyExists:
        if not overwrite:
            fail(f"There is a variable {name!r} already: give --overwrite to change it.")
        change = VariableUpdate(value=value, tags=list(tag)) if tag else VariableUpdate(value=value)
        connect.send(UpdateVariableByName(name=name, update=change))
    succeed(f"Variable {name!r} is set.")


@command.command("delete")
@click.argument("name")
@yes_option
def delete_variable(name: str, yes: bool) -> None:
    """Delete a variable."""
    connect.send(ReadVariableByName(name=name))
    if not yes:
        confirm(f"Delete variable {name!r}?")
    connect.send(DeleteVariableByName(name=name))
    succeed(f"Variable {name!r} is deleted.")
