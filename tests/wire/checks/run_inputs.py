"""Inputs of flow runs, and runs that are paused, suspended and resumed, with and without input."""

import json
from typing import Any
from uuid import UUID

import pendulum
from checks.scene import NOBODY, answers, new_flow_run, new_name, raised, raw, running_flow_run
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State
from prefect.input import RunInput, keyset_from_paused_state
from prefect.states import Completed, Paused, Running


async def put(client: PrefectClient, run: Any, key: str, value: str = "1", **more: Any) -> Any:
    """The answer to a new input."""
    return await raw(client, "POST", f"/flow_runs/{run.id}/input", json={"key": key, "value": value} | more)


@answers(
    [
        [201, None],
        [200, {"x": 1}],
        [
            200,
            [
                {
                    "id": "<id>",
                    "created": "<moment>",
                    "updated": "<moment>",
                    "flow_run_id": "<id>",
                    "key": "a-key",
                    "value": '{"x": 1}',
                    "sender": "me",
                }
            ],
        ],
        [204, None],
        [404, {"detail": "Flow run input not found"}],
        [404, {"detail": "Flow run input not found"}],
    ]
)
async def an_input_is_kept_read_and_deleted(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    path = f"/flow_runs/{run.id}/input/a-key"
    return [
        await put(client, run, "a-key", '{"x": 1}', sender="me"),
        await raw(client, "GET", path),
        await raw(client, "POST", f"/flow_runs/{run.id}/input/filter", json={"prefix": "a"}),
        await raw(client, "DELETE", path),
        await raw(client, "GET", path),
        await raw(client, "DELETE", path),
    ]


@answers([[201, None], [201, None], [409, {"detail": "A flow run input with this key already exists."}]])
async def a_key_is_taken_once_in_a_run(client: PrefectClient) -> object:
    one, two = await new_flow_run(client), await new_flow_run(client)
    return [await put(client, run, "key") for run in (one, two, one)]


@answers(
    [
        [422, [{"loc": ["body", "value"], "msg": "field required", "type": "value_error.missing"}]],
        [422, [{"loc": ["body", "key"], "msg": "field required", "type": "value_error.missing"}]],
        [201, None],
    ]
)
async def an_input_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    path, found = f"/flow_runs/{run.id}/input", []
    bodies: list[dict[str, Any]] = [
        {"key": "a"},
        {"value": "1"},
        {"key": "a", "value": "no json"},
    ]
    for body in bodies:
        status, answer = await raw(client, "POST", path, json=body)
        found.append([status, answer and answer.get("exception_detail", answer)])
    return found


@answers(
    [
        [404, {"detail": "Flow run not found"}],
        [404, {"detail": "Flow run input not found"}],
        [200, []],
        [404, {"detail": "Flow run input not found"}],
    ]
)
async def an_input_of_a_run_that_is_not_there(client: PrefectClient) -> object:
    return [
        await raw(client, "POST", f"/flow_runs/{NOBODY}/input", json={"key": "a", "value": "1"}),
        await raw(client, "GET", f"/flow_runs/{NOBODY}/input/a"),
        await raw(client, "POST", f"/flow_runs/{NOBODY}/input/filter", json={"prefix": "a"}),
        await raw(client, "DELETE", f"/flow_runs/{NOBODY}/input/a"),
    ]


@answers(
    [
        [200, ["a-1"]],
        [200, ["a-1", "a-2", "ab"]],
        [200, ["a-1", "a-2"]],
        [200, ["a-1", "ab"]],
        [200, ["b-1", "a-1", "a-2", "ab", "c"]],
        [200, []],
        422,
    ]
)
async def inputs_are_found_by_the_start_of_their_keys(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    for key in ("b-1", "a-1", "a-2", "ab", "c"):
        await put(client, run, key)
    found = []
    for body in (
        {"prefix": "a"},
        {"prefix": "a", "limit": 10},
        {"prefix": "a-", "limit": 10},
        {"prefix": "a", "limit": 10, "exclude_keys": ["a-2", "c"]},
        {"prefix": "", "limit": 10},
        {"prefix": "x", "limit": 10},
    ):
        status, inputs = await raw(client, "POST", f"/flow_runs/{run.id}/input/filter", json=body)
        found.append([status, [one["key"] for one in inputs]])
    return [*found, (await raw(client, "POST", f"/flow_runs/{run.id}/input/filter", json={}))[0]]


@answers([404, {"detail": "Flow run input not found"}])
async def inputs_are_deleted_with_their_run(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    await put(client, run, "key")
    await client.delete_flow_run(run.id)
    return await raw(client, "GET", f"/flow_runs/{run.id}/input/key")


@answers(["PrefectHTTPStatusError", "1", [["a-1", "1", "me"]], "PrefectHTTPStatusError"])
async def the_client_keeps_inputs(client: PrefectClient) -> object:
    run = await new_flow_run(client)
    await client.create_flow_run_input(flow_run_id=run.id, key="a-1", value="1", sender="me")
    await client.create_flow_run_input(flow_run_id=run.id, key="a-2", value="2")
    again = await raised(client.create_flow_run_input(flow_run_id=run.id, key="a-1", value="3"))
    read = await client.read_flow_run_input(flow_run_id=run.id, key="a-1")
    listed = await client.filter_flow_run_input(flow_run_id=run.id, key_prefix="a", limit=5, exclude_keys={"a-2"})
    await client.delete_flow_run_input(flow_run_id=run.id, key="a-1")
    missing = await raised(client.read_flow_run_input(flow_run_id=run.id, key="a-1"))
    return [again, read, [[one.key, one.value, one.sender] for one in listed], missing]


async def resumed(client: PrefectClient, run_id: UUID, **more: Any) -> Any:
    """The status of an answer to a wish to resume, and what it says."""
    status, body = await raw(client, "POST", f"/flow_runs/{run_id}/resume", **more)
    return [status, body.get("status", body), (body.get("state") or {}).get("name"), body.get("details")]


@answers(["1", False, ["1"], [201, "ACCEPT", "Running", {"type": "accept_details"}], ["Running", 2, True, ["1"]]])
async def a_paused_run_is_resumed(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    await client.set_flow_run_state(run.id, Paused(timeout_seconds=60, pause_key="1"))
    paused = await client.read_flow_run(run.id)
    answer = await resumed(client, run.id)
    read = await client.read_flow_run(run.id)
    return [
        paused.state.state_details.pause_key,
        paused.state.state_details.pause_reschedule,
        paused.empirical_policy.pause_keys,
        answer,
        [read.state_name, read.run_count, read.empirical_policy.resuming, read.empirical_policy.pause_keys],
    ]


@answers(
    [
        [200, "ABORT", None, {"type": "abort_details", "reason": "Cannot resume a flow run that is not paused."}],
        [200, "ABORT", None, {"type": "abort_details", "reason": "Cannot resume a flow run that is not paused."}],
    ]
)
async def a_run_that_is_not_paused_is_not_resumed(client: PrefectClient) -> object:
    found = []
    for state in (Running(), Completed()):
        run = await new_flow_run(client, state=state)
        found.append(await resumed(client, run.id))
    return found


@answers(
    [
        [
            201,
            "REJECT",
            "Failed",
            {"type": "reject_details", "reason": "The flow run pause has timed out and can no longer resume."},
        ],
        "The flow was running and never resumed.",
    ]
)
async def a_pause_that_is_over_cannot_be_resumed(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    await client.set_flow_run_state(run.id, Paused(pause_expiration_time=pendulum.now("UTC").subtract(seconds=1)))
    return [await resumed(client, run.id), (await client.read_flow_run(run.id)).state.message]


@answers(["REJECT", "This pause has already fired.", "ACCEPT"])
async def a_pause_key_fires_once(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    pause = Paused(timeout_seconds=60, pause_key="key")
    await client.set_flow_run_state(run.id, pause)
    await client.resume_flow_run(run.id)
    again = await client.set_flow_run_state(run.id, Paused(timeout_seconds=60, pause_key="key"))
    other = await client.set_flow_run_state(run.id, Paused(timeout_seconds=60, pause_key="other"))
    return [again.status, again.details.reason, other.status]


class Answer(RunInput):
    """What a person is asked for."""

    size: int
    colour: str = "red"


async def paused_for_input(client: PrefectClient) -> Any:
    """A run that waits for an answer."""
    run = await running_flow_run(client)
    state: State = Paused(timeout_seconds=60, pause_key="1")
    keyset = keyset_from_paused_state(state)
    state.state_details.run_input_keyset = keyset
    await client.set_flow_run_state(run.id, state)
    await Answer.save(keyset, run.id)
    return run, keyset


@answers(
    [
        {"description": "paused-1-description", "response": "paused-1-response", "schema": "paused-1-schema"},
        {"description": "paused-1-description", "response": "paused-1-response", "schema": "paused-1-schema"},
        {
            "paused-1-schema": {
                "additionalProperties": False,
                "properties": {
                    "size": {"title": "Size", "type": "integer"},
                    "colour": {"default": "red", "title": "Colour", "type": "string"},
                },
                "required": ["size"],
                "title": "Answer",
                "type": "object",
            }
        },
    ]
)
async def what_is_asked_for_is_kept_as_inputs(client: PrefectClient) -> object:
    run, keyset = await paused_for_input(client)
    listed = await client.filter_flow_run_input(flow_run_id=run.id, key_prefix="", limit=10, exclude_keys=set())
    read = await client.read_flow_run(run.id)
    return [keyset, read.state.state_details.run_input_keyset, {one.key: json.loads(one.value) for one in listed}]


@answers(
    [
        [
            [
                200,
                "REJECT",
                "Paused",
                {
                    "type": "abort_details",
                    "reason": "Reason: Validation failed. Failure reason: 'size' is a required property",
                },
            ],
            [
                200,
                "REJECT",
                "Paused",
                {
                    "type": "abort_details",
                    "reason": "Reason: Validation failed. Failure reason: 'size' is a required property",
                },
            ],
            [
                200,
                "REJECT",
                "Paused",
                {
                    "type": "abort_details",
                    "reason": "Reason: Validation failed. Failure reason: 'size' is a required property",
                },
            ],
            [
                200,
                "REJECT",
                "Paused",
                {
                    "type": "abort_details",
                    "reason": (
                        "Reason: Validation failed for field 'size'. Failure reason: 'big' is not of type 'integer'"
                    ),
                },
            ],
            [201, "ACCEPT", "Running", {"type": "accept_details"}],
        ],
        {"size": 3, "colour": "blue"},
        "Running",
        [3, "blue"],
    ]
)
async def an_answer_is_validated_before_a_run_is_resumed(client: PrefectClient) -> object:
    run, keyset = await paused_for_input(client)
    found: list[Any] = []
    for body in (
        {},
        {"run_input": None},
        {"run_input": {}},
        {"run_input": {"size": "big"}},
        {"run_input": {"size": 3, "colour": "blue"}},
    ):
        found.append(await resumed(client, run.id, json=body))
    stored = await client.read_flow_run_input(flow_run_id=run.id, key=keyset["response"])
    read = await client.read_flow_run(run.id)
    loaded = await Answer.load(keyset, run.id)
    return [found, json.loads(stored), read.state_name, [loaded.size, loaded.colour]]


@answers(["ACCEPT", "Running", 3, "red"])
async def a_default_is_enough_of_an_answer(client: PrefectClient) -> object:
    run, keyset = await paused_for_input(client)
    result = await client.resume_flow_run(run.id, run_input={"size": 3})
    loaded = await Answer.load(keyset, run.id)
    return [result.status, result.state.name, loaded.size, loaded.colour]


@answers([201, "ACCEPT", "Running", {"type": "accept_details"}])
async def an_input_nobody_asked_for_resumes_too(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    await client.set_flow_run_state(run.id, Paused(timeout_seconds=60, pause_key=new_name("k")))
    return await resumed(client, run.id, json={"run_input": {"x": 1}})
