"""`legato event`."""

from __future__ import annotations

from pathlib import Path

import click
import msgspec

from legato import connect
from legato.cli.output import console, fail
from legato.schemas.events import RESOURCE_ID, RESOURCE_NAME, ReceivedEvent
from legato.settings import LEGATO_HOME
from legato.transport.listening import events


@click.group("event")
def command() -> None:
    """Listen to what happens."""


@command.command("stream")
@click.option("--format", "style", type=click.Choice(["json", "text"]), default="json", show_default=True, help="How.")
@click.option("--output-file", type=click.Path(dir_okay=False, path_type=Path), help="Add them to this file.")
@click.option("--run-once", is_flag=True, help="End after the first event.")
def stream(style: str, output_file: Path | None, run_once: bool) -> None:
    """Print events as they happen, until Ctrl-C."""
    api_url = connect.find_api_url(LEGATO_HOME.value())
    if api_url is None:
        fail("Events are told by a server: start one with `legato server start`, or set LEGATO_API_URL.")
    try:
        for event in events(str(api_url)):
            _print(event, style, output_file)
            if run_once:
                return
    except KeyboardInterrupt:
        return


def _print(event: ReceivedEvent, style: str, file: Path | None) -> None:
    text = msgspec.json.encode(event).decode() if style == "json" else _sentence(event)
    if file is not None:
        try:
            with file.open("a") as lines:
                lines.write(text + "\n")
        except OSError as error:
            fail(f"{file} cannot be written: {error.strerror}.")
    elif style == "json":
        click.echo(text)
    else:
        console().print(text, markup=False)


def _sentence(event: ReceivedEvent) -> str:
    name = event.resource.get(RESOURCE_NAME, "")
    return f"{event.occurred:%Y-%m-%d %H:%M:%S} {event.event} {name} ({event.resource[RESOURCE_ID]})"
