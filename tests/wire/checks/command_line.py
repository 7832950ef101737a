"""Prefect's own commands that read, cancel and delete runs."""

import asyncio
import re
from collections.abc import Callable, Coroutine
from typing import Any, TypeVar

from checks.scene import answers, flow_named, new_flow_run, new_name, new_task_run, plain, running_flow_run
from prefect import get_client
from prefect.cli import app
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import LogCreate
from prefect.states import Completed, Failed, Running, Scheduled
from typer.testing import CliRunner

T = TypeVar("T")


def made(make: Callable[[PrefectClient], Coroutine[Any, Any, T]]) -> T:
    """What a function makes with a client, before the command is called."""

    async def with_client() -> T:
        async with get_client() as client:
            return await make(client)

    return asyncio.run(with_client())


def prefect(*arguments: object, typed: str | None = None) -> tuple[int, str]:
    """The exit code and the output of a command, whose questions are answered by what is typed."""
    words = [str(argument) for argument in arguments]
    result = CliRunner().invoke(app, words, input=typed, catch_exceptions=False)
    return result.exit_code, result.output


def rows(output: str) -> list[list[str]]:
    """The cells of the table that a command printed."""
    lines = [line for line in output.splitlines() if line.startswith("│")]
    return [[plain(cell.strip()) for cell in line.strip("│").split("│")] for line in lines]


@answers([0, [["<id>", "etl-<new>"]]])
def flows_are_listed() -> object:
    name = new_name("etl")
    made(lambda client: client.create_flow_from_name(name))
    code, output = prefect("flow", "ls", "--limit", 1)
    return code, [row[:2] for row in rows(output)]


@answers([[0, [["busy", "RUNNING"], ["nightly", "SCHEDULED"]]], [0, [["busy", "RUNNING"]]]])
def flow_runs_are_listed() -> object:
    flow = flow_named(new_name("etl"))
    made(lambda client: new_flow_run(client, flow=flow, name="nightly", state=Scheduled()))
    made(lambda client: running_flow_run(client, flow=flow, name="busy"))
    everything = prefect("flow-run", "ls", "--flow-name", flow.name)
    some = prefect("flow-run", "ls", "--flow-name", flow.name, "--state", "RUNNING")
    return [[code, sorted([row[2], row[3]] for row in rows(output))] for code, output in (everything, some)]


@answers(
    [
        0,
        [
            ["name", "'Running'"],
            ["name", "'nightly'"],
            ["parameters", "{'x': 1}"],
            ["run_count", "1"],
            ["state_name", "'Running'"],
        ],
        1,
    ]
)
def a_flow_run_is_inspected() -> object:
    run = made(lambda client: running_flow_run(client, name="nightly", parameters={"x": 1}))
    code, output = prefect("flow-run", "inspect", run.id)
    missing = prefect("flow-run", "inspect", "00000000-0000-0000-0000-000000000007")
    seen = re.findall(r"(name|state_name|run_count|parameters)=('[\w ]*'|\d+|{.*?})", output)
    return code, sorted(set(seen)), missing[0]


@answers(
    [
        [0, [["INFO", "nightly", "line 0"], ["INFO", "nightly", "line 1"], ["INFO", "nightly", "line 2"]]],
        [0, [["INFO", "nightly", "line 0"]]],
        [0, [["INFO", "nightly", "line 2"], ["INFO", "nightly", "line 1"], ["INFO", "nightly", "line 0"]]],
    ]
)
def the_lines_of_a_flow_run_are_shown() -> object:
    run = made(lambda client: running_flow_run(client, name="nightly"))

    async def log(client: PrefectClient) -> None:
        moment = run.created
        await client.create_logs(
            [
                LogCreate(name="x", level=20, message=f"line {n}", timestamp=moment.add(seconds=n), flow_run_id=run.id)
                for n in range(3)
            ]
        )

    made(log)
    shown = [prefect("flow-run", "logs", run.id, *more) for more in ([], ["--head", "-n", "1"], ["--reverse"])]
    return [[code, re.findall(r"(\w+)\s*\| Flow run '(\w+)' - (line \d)", output)] for code, output in shown]


@answers([[0, 0, 1], ["Cancelling", "Cancelled", "Completed"]])
def a_flow_run_is_cancelled() -> object:
    run = made(lambda client: running_flow_run(client))
    waiting = made(lambda client: new_flow_run(client, state=Scheduled()))
    done = made(lambda client: new_flow_run(client, state=Completed()))
    outputs = [prefect("flow-run", "cancel", one.id)[0] for one in (run, waiting, done)]
    states = [made(lambda client, id=one.id: client.read_flow_run(id)).state_name for one in (run, waiting, done)]
    return outputs, states


@answers([0, 1])
def a_flow_run_is_deleted() -> object:
    run = made(lambda client: new_flow_run(client))
    return [prefect("flow-run", "delete", run.id)[0], prefect("flow-run", "delete", run.id)[0]]


@answers([0, True, 0, True])
def task_runs_are_listed_and_inspected() -> object:
    async def runs(client: PrefectClient) -> Any:
        flow_run = await running_flow_run(client, name="nightly")
        await new_task_run(client, flow_run, "a", name="good", state=Running())
        return await new_task_run(client, flow_run, "b", name=new_name("bad"), state=Failed())

    bad = made(runs)
    listed = prefect("task-run", "ls", "--task-run-name", bad.name)
    code, output = prefect("task-run", "inspect", bad.id)
    return listed[0], plain(bad.name) in plain(listed[1]), code, bad.name in output
