"""What commands print: tables for people, JSON for programs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable, Sequence
from datetime import datetime
from functools import cache
from typing import TYPE_CHECKING, Any, NoReturn, TypeVar

import click
import msgspec

from legato import clock
from legato.settings import LEGATO_CLI_COLORS, LEGATO_CLI_PROMPT, LEGATO_CLI_WRAP_LINES

if TYPE_CHECKING:
    from rich.console import Console

F = TypeVar("F", bound=Callable[..., Any])

output_option = click.option(
    "--output", "-o", type=click.Choice(["json"]), default=None, help="Print JSON in place of a table."
)

yes_option = click.option("--yes", "-y", is_flag=True, help="Do not ask.")

STATE_COLORS = {
    "COMPLETED": "green",
    "FAILED": "red",
    "CRASHED": "dark_orange",
    "RUNNING": "blue",
    "CANCELLED": "bright_black",
    "CANCELLING": "bright_black",
    "PAUSED": "magenta",
    "SCHEDULED": "yellow",
    "PENDING": "yellow",
}


@cache
def console() -> Console:
    """Return the console that everything is printed to."""
    from rich.console import Console

    return Console(
        no_color=not LEGATO_CLI_COLORS.value(),
        soft_wrap=not LEGATO_CLI_WRAP_LINES.value(),
        highlight=False,
        width=None if sys.stdout.isatty() else 200,
    )


def show_json(value: Any) -> None:
    """Print a value as indented JSON."""
    click.echo(msgspec.json.format(msgspec.json.encode(value), indent=2).decode())


def show_table(title: str, columns: Sequence[str], rows: Iterable[Sequence[Any]]) -> None:
    """Print rows as a table; a value may carry rich's markup only as a `Text`."""
    from rich.table import Table
    from rich.text import Text

    table = Table(title=title, title_justify="left", header_style="bold")
    for column in columns:
        table.add_column(column, overflow="fold")
    for row in rows:
        table.add_row(*(cell if isinstance(cell, Text) else Text("" if cell is None else str(cell)) for cell in row))
    console().print(table)


def show_facts(title: str, facts: dict[str, Any]) -> None:
    """Print names and values, one pair a line."""
    show_table(title, ["field", "value"], ((k, _readable(v)) for k, v in facts.items()))


def _readable(value: Any) -> Any:
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds")
    if isinstance(value, dict | list | msgspec.Struct):
        return msgspec.json.encode(value).decode()
    return value


def state_text(state_type: Any, name: str | None) -> Any:
    """Return the name of a state in its colour."""
    from rich.text import Text

    return Text(name or "", style=STATE_COLORS.get(str(state_type), ""))


def ago(moment: datetime | None) -> str:
    """Return how long ago, or in how long, a moment is."""
    if moment is None:
        return ""
    seconds = (clock.now() - moment).total_seconds()
    words = duration(abs(seconds))
    return f"in {words}" if seconds < 0 else f"{words} ago"


def duration(seconds: float) -> str:
    """Return a number of seconds in the two largest units."""
    if seconds < 1:
        return f"{seconds * 1000:.0f} ms"
    if seconds < 60:
        return f"{seconds:.1f} s"
    for name, size, smaller, unit in (("m", 60, "s", 1), ("h", 3600, "m", 60), ("d", 86400, "h", 3600)):
        if seconds < size * (60 if name == "m" else 24 if name == "h" else 10**9):
            return f"{int(seconds // size)} {name} {int(seconds % size // unit)} {smaller}"
    raise AssertionError("unreachable")


def succeed(text: str) -> None:
    """Print what was done."""
    click.secho(text, fg="green")


def fail(text: str) -> NoReturn:
    """Print what is wrong and end with exit code 1."""
    click.secho(text, fg="red", err=True)
    raise SystemExit(1)


def can_ask() -> bool:
    """Tell whether there is somebody to be asked."""
    asks = LEGATO_CLI_PROMPT.value()
    return sys.stdin.isatty() if asks is None else asks


def confirm(question: str) -> None:
    """Ask before something that cannot be undone; where nobody can be asked, say how to do without.

    Raises:
        SystemExit: the answer is no.
    """
    if not can_ask():
        fail(f"{question} Give --yes to do so.")
    if not click.confirm(question):
        fail("Nothing was done.")
