"""`legato agent`."""

from __future__ import annotations

import asyncio

import click

from legato.cli.output import fail
from legato.exceptions import WorkerError
from legato.settings import LEGATO_API_URL, temporary_settings


@click.group("agent")
def command() -> None:
    """Start agents, which came before workers."""


@command.command("start")
@click.argument("work_queue", required=False)
@click.option("--work-queue", "-q", "queues", multiple=True, help="A queue whose runs it executes.")
@click.option("--match", "-m", "prefixes", multiple=True, help="The beginning of the names of queues.")
@click.option("--pool", "-p", help="The work pool with the queues; by default that of the agents.")
@click.option("--hide-welcome", is_flag=True, help="Print nothing at the start.")
@click.option("--api", help="The address of the API.")
@click.option("--run-once/--no-run-once", default=False, help="Execute what is due now, and end.")
@click.option("--prefetch-seconds", type=click.FloatRange(min=0), help="How long before it is due a run is taken.")
@click.option("--limit", "-l", type=click.IntRange(min=1), help="How many runs at once.")
def start_agent(
    work_queue: str | None,
    queues: tuple[str, ...],
    prefixes: tuple[str, ...],
    pool: str | None,
    hide_welcome: bool,
    api: str | None,
    run_once: bool,
    prefetch_seconds: float | None,
    limit: int | None,
) -> None:
    """Start an agent, which runs until it is stopped."""
    from legato.agent import Agent

    names = [*([work_queue] if work_queue else ()), *queues]
    try:
        with temporary_settings({LEGATO_API_URL: api} if api else {}):
            agent = Agent(
                names,
                work_queue_prefix=prefixes,
                work_pool_name=pool,
                prefetch_seconds=prefetch_seconds,
                limit=limit,
            )
            if not hide_welcome:
                click.echo("The agent takes runs. Workers do more than agents: see `legato worker start --help`.")
            asyncio.run(agent.start(run_once=run_once))
    except (WorkerError, ValueError) as error:
        fail(str(error))
