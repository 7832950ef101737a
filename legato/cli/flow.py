"""`legato flow`."""

from __future__ import annotations

from typing import Any

import click

from legato import connect
from legato.cli.output import ago, fail, output_option, show_json, show_table
from legato.contract.flows import ReadFlows
from legato.exceptions import LegatoException
from legato.schemas.sorting import FlowSort


@click.group("flow")
def command() -> None:
    """Look at flows, and serve them."""


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


@command.command("serve")
@click.argument("entrypoint")
@click.option("--name", "-n", required=True, help="The name of the deployment.")
@click.option("--description", "-d", help="What it is for; by default the docstring of the flow.")
@click.option("--version", "-v", help="Its version.")
@click.option("--tag", "-t", "tags", multiple=True, help="A tag of its runs.")
@click.option("--cron", help="Run whenever this cron expression says so.")
@click.option("--interval", type=click.FloatRange(min=0, min_open=True), help="Run every so many seconds.")
@click.option("--anchor-date", metavar="MOMENT", help="When the interval starts to be counted.")
@click.option("--rrule", help="Run whenever this recurrence rule (RFC 5545) says so.")
@click.option("--timezone", metavar="ZONE", help="The time zone of the schedule, such as Europe/Berlin.")
@click.option("--limit", type=click.IntRange(min=1), help="How many runs may go on at once.")
@click.option("--pause-on-shutdown/--no-pause-on-shutdown", default=True, help="Whether it is paused at the end.")
def serve_flow(entrypoint: str, name: str, limit: int | None, pause_on_shutdown: bool, **given: Any) -> None:
    """Deploy the flow at path/to/file.py:function and execute its runs here, until stopped."""
    from legato.deployments.declared import RunnerDeployment
    from legato.runner.serving import serve

    is_scheduled = any(given[way] is not None for way in ("cron", "interval", "rrule"))
    if not is_scheduled and (given["timezone"] or given["anchor_date"]):
        fail("--timezone and --anchor-date are for a schedule: give --cron, --interval or --rrule as well.")
    try:
        made = RunnerDeployment.from_entrypoint(entrypoint, name, **given)
        serve(made, pause_on_shutdown=pause_on_shutdown, limit=limit)
    except (LegatoException, TypeError, ValueError) as error:
        fail(str(error))
