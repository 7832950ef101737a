"""`legato automation`."""

from __future__ import annotations

from uuid import UUID

import click
import msgspec

from legato import connect
from legato.cli.output import confirm, fail, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.client.orchestration import get_client
from legato.contract.automations import DeleteAutomation, PatchAutomation, ReadAutomations
from legato.schemas.automations import Automation, actions_of

name_argument = click.argument("name", required=False)
id_option = click.option("--id", "id_", type=click.UUID, help="The automation with this id.")


@click.group("automation")
def command() -> None:
    """Look after automations: what follows when something happens."""


def _found(name: str | None, id: UUID | None) -> Automation:
    if (name is None) is (id is None):
        fail("Name an automation, or give --id: one of them.")
    with get_client(sync_client=True) as client:
        if id is not None:
            return client.read_automation(id)
        found = [one for one in _all() if one.name == name]
    if len(found) > 1:
        ids = ", ".join(str(one.id) for one in found)
        fail(f"Several automations have the name {name!r}: give the --id of one. {ids}")
    if not found:
        fail(f"There is no automation with the name {name!r}.")
    return found[0]


def _all() -> list[Automation]:
    found: list[Automation] = []
    while page := connect.send(ReadAutomations(offset=len(found))):
        found += page
    return found


@command.command("ls")
@output_option
def list_automations(output: str | None) -> None:
    """List automations by name."""
    found = _all()
    if output == "json":
        show_json(found)
        return
    show_table("Automations", ["name", "id", "on", "trigger", "actions"], (_row(one) for one in found))


def _row(one: Automation) -> tuple[object, ...]:
    kinds = [type(action).__struct_config__.tag for action in actions_of(one)]
    trigger = type(one.trigger).__struct_config__.tag
    return one.name, one.id, "yes" if one.enabled else "no", trigger, ", ".join(str(kind) for kind in kinds)


@command.command("inspect")
@name_argument
@id_option
@click.option("--yaml", "as_yaml", is_flag=True, help="Print YAML.")
@click.option("--json", "as_json", is_flag=True, help="Print JSON.")
@output_option
def inspect_automation(name: str | None, id_: UUID | None, as_yaml: bool, as_json: bool, output: str | None) -> None:
    """Show everything about an automation."""
    found = _found(name, id_)
    if as_json or output == "json":
        show_json(found)
    elif as_yaml:
        click.echo(msgspec.yaml.encode(found).decode(), nl=False)
    else:
        plain = msgspec.to_builtins(found)
        show_facts(f"Automation {found.name!r}", plain)


def _switch(name: str | None, id: UUID | None, on: bool) -> None:
    found = _found(name, id)
    connect.send(PatchAutomation(id=found.id, enabled=on))
    succeed(f"Automation {found.name!r} is switched {'on' if on else 'off'}.")


def _switching(word: str, on: bool, text: str) -> None:
    @command.command(word, help=text)
    @name_argument
    @id_option
    def switch(name: str | None, id_: UUID | None) -> None:
        _switch(name, id_, on)


for _word in ("resume", "enable"):
    _switching(_word, True, "Switch an automation on.")
for _word in ("pause", "disable"):
    _switching(_word, False, "Switch an automation off.")


@command.command("delete")
@name_argument
@id_option
@yes_option
def delete_automation(name: str | None, id_: UUID | None, yes: bool) -> None:
    """Delete an automation."""
    found = _found(name, id_)
    if not yes:
        confirm(f"Delete automation {found.name!r}?")
    connect.send(DeleteAutomation(id=found.id))
    succeed(f"Automation {found.name!r} is deleted.")
