"""What checks build with: names nobody has used, runs in a state, raw requests, and answers without chance in them."""

import re
from collections.abc import Callable
from datetime import datetime, timedelta
from enum import Enum
from typing import Any, TypeVar
from uuid import UUID, uuid4

import httpx
from prefect import flow, task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import FlowRun, State, TaskRun
from prefect.client.schemas.responses import OrchestrationResult
from prefect.states import Running

Check = TypeVar("Check", bound=Callable[..., Any])

IDS = re.compile(r"[0-9a-f]{8}(?:-[0-9a-f]{4}){3}-[0-9a-f]{12}")
MOMENTS = re.compile(r"\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)?")
NEW = re.compile(r"([-_])[0-9a-f]{12}(?![0-9a-f])")
NOBODY = UUID("00000000-0000-0000-0000-000000000007")


def answers(expected: object) -> Callable[[Check], Check]:
    """Say what a check finds. The test compares; here it is only written down."""
    return lambda check: check


def plain(value: Any) -> Any:
    """Data for JSON in which ids, moments and names made by new_name look the same every time."""
    match value:
        case Enum():
            return value.value
        case UUID():
            return "<id>"
        case datetime():
            return "<moment>"
        case timedelta():
            return value.total_seconds()
        case str():
            return NEW.sub(r"\1<new>", MOMENTS.sub("<moment>", IDS.sub("<id>", value)))
        case dict():
            return {plain(key): plain(item) for key, item in value.items()}
        case list() | tuple():
            return [plain(item) for item in value]
        case set() | frozenset():
            return sorted(plain(item) for item in value)
        case _:
            return value


def new_name(start: str) -> str:
    """A name which nobody has used yet."""
    return f"{start}-{uuid4().hex[:12]}"


def new_word(start: str) -> str:
    """The same for what may have no hyphen in it."""
    return f"{start}_{uuid4().hex[:12]}"


@flow(name="wire")
def nothing_flow() -> None:
    """What runs are created of that nobody executes."""


@task(name="nothing")
def nothing() -> None:
    """The same for task runs."""


def flow_named(name: str) -> Any:
    """A flow of a name."""
    return nothing_flow.with_options(name=name)


async def new_flow_run(client: PrefectClient, *, state: State | None = None, **more: Any) -> FlowRun:
    """A flow run of the flow "wire", in Pending or another state."""
    return await client.create_flow_run(more.pop("flow", nothing_flow), state=state, **more)


async def running_flow_run(client: PrefectClient, **more: Any) -> FlowRun:
    """A flow run that is Running."""
    run = await new_flow_run(client, **more)
    await client.set_flow_run_state(run.id, Running())
    return await client.read_flow_run(run.id)


async def new_task_run(client: PrefectClient, flow_run: FlowRun, key: str = "0", **more: Any) -> TaskRun:
    """A task run of a flow run, in Pending."""
    return await client.create_task_run(more.pop("task", nothing), flow_run.id, key, **more)


async def running_task_run(client: PrefectClient, **more: Any) -> TaskRun:
    """A task run that is Running, in a flow run that is."""
    run = await new_task_run(client, await running_flow_run(client), **more)
    await client.set_task_run_state(run.id, Running())
    return await client.read_task_run(run.id)


async def raw(client: PrefectClient, method: str, path: str, **more: Any) -> tuple[int, Any]:
    """The status code and the body of a request, whatever they are."""
    try:
        response = await client._client.request(method, path, **more)
    except httpx.HTTPStatusError as error:
        response = error.response
    return response.status_code, response.json() if response.content else None


async def statuses(client: PrefectClient, method: str, path: str, bodies: list[Any]) -> list[int]:
    """The status codes alone of a request with each of some bodies."""
    return [(await raw(client, method, path, json=body))[0] for body in bodies]


async def refused(client: PrefectClient, method: str, path: str, body: Any) -> tuple[int, Any]:
    """The status code of a request that is not valid, and the places in it that are to blame."""
    status, answer = await raw(client, method, path, json=body)
    assert answer["exception_message"] == "Invalid request received.", answer
    assert answer["request_body"] == body, answer
    return status, sorted(detail["loc"] for detail in answer["exception_detail"])


def filled(value: Any) -> Any:
    """What was answered without what is null or empty."""
    if isinstance(value, dict):
        return {key: filled(item) for key, item in value.items() if item not in (None, [], {}, False)}
    return [filled(item) for item in value] if isinstance(value, list | tuple) else value


async def raised(call: Any) -> str:
    """The class of the exception that an awaitable ends in."""
    try:
        await call
    except Exception as error:
        return type(error).__name__
    return "nothing"


def verdict(result: OrchestrationResult) -> list[Any]:
    """The status, the name of the state and the reason or delay of an answer to set_state."""
    details = result.details
    why = getattr(details, "reason", None)
    return [result.status, result.state and result.state.name, why]


def outcome(result: OrchestrationResult) -> str:
    """The status and the name of the state of an answer to set_state."""
    return f"{result.status.value}, {result.state.name if result.state else None}"


def named(states: list[State]) -> list[str]:
    """The names of states in the order they were entered."""
    return [state.name for state in sorted(states, key=lambda state: state.timestamp)]
