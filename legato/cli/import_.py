"""`legato import`."""

from __future__ import annotations

import sys
from collections import Counter

import click

from legato import connect
from legato.cli.output import fail, output_option, show_json, show_table, succeed
from legato.exceptions import ApiError
from legato.importing import deployed, simple
from legato.importing.blocks import Ask, Blocks
from legato.importing.transfer import Done, Transfer
from legato.settings import LEGATO_API_KEY, LEGATO_CLI_PROMPT, temporary_settings
from legato.transport.http import HttpTransport


@click.command("import")
@click.option("--from", "address", required=True, metavar="URL", help="The API of a Prefect 2 server: http://…/api.")
@click.option("--api-key", help="The key to send to it.")
@click.option("--dry-run", is_flag=True, help="Show what would be done, and change nothing.")
@click.option(
    "--secrets",
    type=click.Choice(["ask", "copy", "leave"]),
    help="Ask for secrets of blocks (so at a terminal), copy them, or leave them to be filled in.",
)
@output_option
def command(address: str, api_key: str | None, dry_run: bool, secrets: str | None, output: str | None) -> None:
    """Take over deployments, work pools, blocks, variables, limits and automations of a Prefect 2 server.

    What is here already stays as it is, so that a second run changes nothing.
    """
    how = secrets or ("ask" if _can_ask() and not dry_run else "leave")
    with temporary_settings({LEGATO_API_KEY: api_key} if api_key else {}):
        source = HttpTransport(address if address.rstrip("/").endswith("/api") else f"{address.rstrip('/')}/api")
    try:
        transfer = Transfer(source, connect.transport(), dry=dry_run)
        _take_over(transfer, how)
    except ApiError as error:
        fail(f"{address} cannot be taken over: {error}")
    finally:
        source.close()
    _report(transfer, output)


def _can_ask() -> bool:
    asks = LEGATO_CLI_PROMPT.value()
    return sys.stdin.isatty() if asks is None else asks


def _take_over(transfer: Transfer, how: str) -> None:
    ask: Ask = _asked if how == "ask" else lambda name: None
    blocks = Blocks(transfer, ask=ask, takes_secrets=how == "copy")
    simple.variables(transfer)
    simple.limits(transfer)
    simple.work_pools(transfer)
    blocks.all()
    deployed.deployments(transfer, blocks)
    deployed.notification_policies(transfer, blocks)
    deployed.automations(transfer, blocks)


def _asked(name: str) -> str | None:
    return click.prompt(f"{name} (empty to fill it in later)", default="", hide_input=True, show_default=False) or None


def _report(transfer: Transfer, output: str | None) -> None:
    outcomes, counts = transfer.outcomes, Counter(one.done for one in transfer.outcomes)
    if output == "json":
        show_json([one._asdict() for one in outcomes])
    else:
        told = [one for one in outcomes if one.done is not Done.SAME or one.note]
        if told:
            show_table("Taken over", ["what", "name", "", "note"], told)
        words = ", ".join(f"{counts[done]} {done}" for done in Done if counts[done]) or "there is nothing"
        (succeed if not counts[Done.FAILED] else click.echo)(f"{'Would be: ' if transfer.dry else ''}{words}.")
    if counts[Done.FAILED]:
        sys.exit(1)
