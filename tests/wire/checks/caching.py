"""Cached task runs: a state that completes with a key is found by whoever runs with the same key."""

from typing import Any

import pendulum
from checks.scene import answers, named, new_name, new_task_run, raw, running_flow_run
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State, StateDetails, StateType
from prefect.states import Running


async def with_key(client: PrefectClient, key: str | None, expiration: Any = None, data: Any = None) -> Any:
    """A task run that ran and completed with a key of the cache."""
    run = await new_task_run(client, await running_flow_run(client))
    await client.set_task_run_state(run.id, Running())
    details = StateDetails(cache_key=key, cache_expiration=expiration)
    state = State(type=StateType.COMPLETED, data=data, message="done", state_details=details)
    await client.set_task_run_state(run.id, state)
    return run


async def start(client: PrefectClient, key: str | None, **more: Any) -> Any:
    """A new task run, and the answer when it proposes to run with a key."""
    run = await new_task_run(client, await running_flow_run(client))
    proposed = Running(state_details=StateDetails(cache_key=key, **more))
    return run, await client.set_task_run_state(run.id, proposed)


@answers(
    [
        ["REJECT", "Cached", "COMPLETED", "Retrieved state from cache"],
        ["done", 7, 0, None, None],
        [True, True, True],
        ["Pending", "Cached"],
    ]
)
async def a_key_is_found_again(client: PrefectClient) -> object:
    key = new_name("key")
    first = await with_key(client, key, data={"type": "literal", "value": 7})
    run, result = await start(client, key)
    read = await client.read_task_run(run.id)
    details = read.state.state_details
    cached = (await client.read_task_run(first.id)).state
    return [
        [result.status, result.state.name, result.state.type, result.details.reason],
        [read.state.message, read.state.data.value, read.run_count, read.start_time, read.end_time],
        [details.cache_key == key, details.task_run_id == run.id, read.state.id != cached.id],
        named(await client.read_task_run_states(run.id)),
    ]


@answers(
    [
        201,
        {
            "state": {
                "id": "<id>",
                "type": "COMPLETED",
                "name": "Cached",
                "timestamp": "<moment>",
                "message": "done",
                "data": None,
                "state_details": {
                    "flow_run_id": "<id>",
                    "task_run_id": "<id>",
                    "child_flow_run_id": None,
                    "scheduled_time": None,
                    "cache_key": "key-<new>",
                    "cache_expiration": "<moment>",
                    "untrackable_result": False,
                    "pause_timeout": None,
                    "pause_reschedule": False,
                    "pause_key": None,
                    "run_input_keyset": None,
                    "refresh_cache": None,
                    "retriable": None,
                    "transition_id": None,
                    "task_parameters_id": None,
                },
            },
            "status": "REJECT",
            "details": {"type": "reject_details", "reason": "Retrieved state from cache"},
        },
    ]
)
async def a_cached_state_has_these_fields(client: PrefectClient) -> object:
    key = new_name("key")
    await with_key(client, key, pendulum.now("UTC").add(hours=1), data=None)
    run = await new_task_run(client, await running_flow_run(client))
    body = {"state": {"type": "RUNNING", "state_details": {"cache_key": key}}}
    return await raw(client, "POST", f"/task_runs/{run.id}/set_state", json=body)


@answers(["Running", "Running"])
async def another_key_or_none_is_not_found(client: PrefectClient) -> object:
    await with_key(client, new_name("key"))
    await with_key(client, None)
    return [(await start(client, key))[1].state.name for key in (new_name("key"), None)]


@answers(["Running", "Cached"])
async def what_has_expired_is_not_found(client: PrefectClient) -> object:
    past, future = pendulum.now("UTC").subtract(seconds=1), pendulum.now("UTC").add(hours=1)
    found = []
    for expiration in (past, future):
        key = new_name("key")
        await with_key(client, key, expiration)
        found.append((await start(client, key))[1].state.name)
    return found


@answers(2)
async def the_newest_that_has_not_expired_is_found(client: PrefectClient) -> object:
    key, past = new_name("key"), pendulum.now("UTC").subtract(seconds=1)
    for data, expiration in ((1, None), (2, None), (3, past)):
        await with_key(client, key, expiration, data={"type": "literal", "value": data})
    return (await start(client, key))[1].state.data.value


@answers(["Running", "Cached", "Cached"])
async def a_refresh_looks_nothing_up(client: PrefectClient) -> object:
    key = new_name("key")
    await with_key(client, key)
    return [(await start(client, key, refresh_cache=value))[1].state.name for value in (True, False, None)]


@answers("Running")
async def only_what_completed_is_kept(client: PrefectClient) -> object:
    key = new_name("key")
    run, _ = await start(client, key)
    details = StateDetails(cache_key=key)
    await client.set_task_run_state(run.id, State(type=StateType.FAILED, state_details=details))
    return (await start(client, key))[1].state.name


@answers("Running")
async def a_forced_completion_is_not_kept(client: PrefectClient) -> object:
    key = new_name("key")
    run, _ = await start(client, key)
    state = State(type=StateType.COMPLETED, state_details=StateDetails(cache_key=key))
    await client.set_task_run_state(run.id, state, force=True)
    return (await start(client, key))[1].state.name


@answers(["REJECT", "Cached"])
async def a_cached_state_takes_no_slot(client: PrefectClient) -> object:
    key, tag = new_name("key"), new_name("tag")
    await client.create_concurrency_limit(tag, 0)
    await with_key(client, key)
    run = await client.read_task_run((await start(client, new_name("other")))[0].id)
    tagged = await raw(
        client,
        "POST",
        "/task_runs/",
        json={"flow_run_id": str(run.flow_run_id), "task_key": "t", "dynamic_key": "9", "tags": [tag]},
    )
    body = {"state": {"type": "RUNNING", "state_details": {"cache_key": key}}}
    _, answer = await raw(client, "POST", f"/task_runs/{tagged[1]['id']}/set_state", json=body)
    return [answer["status"], answer["state"]["name"]]
