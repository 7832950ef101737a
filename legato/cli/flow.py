"""`legato flow`."""

from __future__ import annotations

import click

from legato import connect
from legato.cli.output import ago, output_option, show_json, show_table
from legato.contract.flows import ReadFlows
from legato.schemas.sorting import FlowSort


@click.group("flow")
def command() -> None:
    """Look at flows."""


@command.command("ls")
@click.option("--limit", default=15, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@output_option
def list_flows(limit: int, output: str | None) -> None:
    """List flows, the newest first."""
    flows = connect.send(ReadFlows(sort=FlowSort.CREATED_DESC, limit=limit))
    if output == "json":
        show_json(flows)
        return
    show_table("Flows", ["id", "name", "created"], ((f.id, f.name, ago(f.created)) for f in flows))
