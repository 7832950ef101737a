"""Limits on tags: create, read, reset, delete, and how task runs take and leave their slots."""

from typing import Any

from checks.scene import (
    NOBODY,
    answers,
    new_flow_run,
    new_name,
    new_task_run,
    raised,
    raw,
    refused,
    running_flow_run,
    statuses,
)
from prefect import task
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import State
from prefect.states import Cancelled, Cancelling, Completed, Crashed, Failed, Paused, Pending, Running, Scheduled


async def tagged(client: PrefectClient, *tags: str, **more: Any) -> Any:
    """A task run with tags in a flow run that is Running."""
    run = await running_flow_run(client)
    return await new_task_run(client, run, task=task(name="t", tags=list(tags), **more)(lambda: None))


async def slots(client: PrefectClient, tag: str) -> list[str]:
    """Who is in the slots of a tag."""
    return (await raw(client, "GET", f"/concurrency_limits/tag/{tag}"))[1]["active_slots"]


async def asked(client: PrefectClient, run: Any, state: State, force: bool = False) -> Any:
    """The answer to a proposed state, in full but for the state."""
    proposed = state.dict(json_compatible=True, include={"type", "name", "state_details"})
    path = f"/task_runs/{run.id}/set_state"
    _, body = await raw(client, "POST", path, json={"state": proposed, "force": force})
    return [body["status"], body["state"] and body["state"]["name"], body["details"]]


@answers(
    [
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "tag": "tag-<new>",
                "concurrency_limit": 2,
                "active_slots": [],
            },
        ],
        200,
        True,
        3,
    ]
)
async def a_limit_has_these_fields(client: PrefectClient) -> object:
    tag = new_name("tag")
    first = await raw(client, "POST", "/concurrency_limits/", json={"tag": tag, "concurrency_limit": 2})
    second = await raw(client, "POST", "/concurrency_limits/", json={"tag": tag, "concurrency_limit": 3})
    return [first, second[0], second[1]["id"] == first[1]["id"], second[1]["concurrency_limit"]]


@answers(
    [
        [422, [["body", "concurrency_limit"], ["body", "tag"]]],
        [422, [["body", "concurrency_limit"]]],
        [422, [["body", "concurrency_limit"]]],
        [422, [["body", "tag"]]],
        [422, [["body", "active_slots"]]],
    ]
)
async def a_limit_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {},
        {"tag": "x"},
        {"tag": "x", "concurrency_limit": "many"},
        {"tag": None, "concurrency_limit": 1},
        {"tag": "x", "concurrency_limit": 1, "active_slots": []},
    ]
    return [await refused(client, "POST", "/concurrency_limits/", body) for body in bodies]


@answers(
    [True, True, [200, None], True, [200, None], [], [200, None], [404, {"detail": "Concurrency limit not found"}]]
)
async def a_limit_is_read_reset_and_deleted(client: PrefectClient) -> object:
    tag, somebody = new_name("tag"), "00000000-0000-0000-0000-000000000001"
    _, made = await raw(client, "POST", "/concurrency_limits/", json={"tag": tag, "concurrency_limit": 2})
    by_id, by_tag = f"/concurrency_limits/{made['id']}", f"/concurrency_limits/tag/{tag}"
    return [
        (await raw(client, "GET", by_id))[1] == made,
        (await raw(client, "GET", by_tag))[1] == made,
        await raw(client, "POST", f"{by_tag}/reset", json={"slot_override": [somebody]}),
        await slots(client, tag) == [somebody],
        await raw(client, "POST", f"{by_tag}/reset", json={}),
        await slots(client, tag),
        await raw(client, "DELETE", by_id),
        await raw(client, "GET", by_tag),
    ]


@answers([[200, None], [404, {"detail": "Concurrency limit not found"}]])
async def a_limit_is_deleted_by_its_tag(client: PrefectClient) -> object:
    tag = f"with space {new_name('tag')}"
    await raw(client, "POST", "/concurrency_limits/", json={"tag": tag, "concurrency_limit": 1})
    return [await raw(client, "DELETE", f"/concurrency_limits/tag/{tag}") for _ in range(2)]


@answers(
    [
        [404, {"detail": "Concurrency limit not found"}],
        [404, {"detail": "Concurrency limit not found"}],
        [404, {"detail": "Concurrency limit not found"}],
        [404, {"detail": "Concurrency limit not found"}],
        [404, {"detail": "Concurrency limit not found"}],
        "ObjectNotFound",
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def a_limit_that_is_not_there(client: PrefectClient) -> object:
    tag = new_name("none")
    return [
        await raw(client, "GET", f"/concurrency_limits/{NOBODY}"),
        await raw(client, "DELETE", f"/concurrency_limits/{NOBODY}"),
        await raw(client, "GET", f"/concurrency_limits/tag/{tag}"),
        await raw(client, "DELETE", f"/concurrency_limits/tag/{tag}"),
        await raw(client, "POST", f"/concurrency_limits/tag/{tag}/reset", json={}),
        await raised(client.read_concurrency_limit_by_tag(tag)),
        await raised(client.delete_concurrency_limit_by_tag(tag)),
        await raised(client.reset_concurrency_limit_by_tag(tag)),
    ]


@answers([200, True, [200, 422, 422, 422], 1])
async def limits_are_listed(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 1)
    status, listed = await raw(client, "POST", "/concurrency_limits/filter", json={})
    bodies: list[dict[str, Any]] = [{"limit": 0}, {"limit": 201}, {"limit": -1}, {"offset": -1}]
    return [
        status,
        tag in [one["tag"] for one in listed],
        await statuses(client, "POST", "/concurrency_limits/filter", bodies),
        len((await raw(client, "POST", "/concurrency_limits/filter", json={"limit": 1}))[1]),
    ]


@answers([True, 2, ["<id>"], 1])
async def the_client_keeps_limits(client: PrefectClient) -> object:
    tag = new_name("tag")
    made = await client.create_concurrency_limit(tag, 2)
    await client.reset_concurrency_limit_by_tag(tag, slot_override=[NOBODY])
    read = await client.read_concurrency_limit_by_tag(tag)
    listed = [one.tag for one in await client.read_concurrency_limits(limit=200, offset=0) if one.id == made]
    await client.delete_concurrency_limit_by_tag(tag)
    return [read.id == made, read.concurrency_limit, read.active_slots, len(listed)]


@answers(
    [
        ["ACCEPT", "Running", {"type": "accept_details"}],
        [
            "WAIT",
            "Pending",
            {
                "type": "wait_details",
                "delay_seconds": 30,
                "reason": "Concurrency limit for the tag-<new> tag has been reached",
            },
        ],
        True,
        ["ACCEPT", "Completed", {"type": "accept_details"}],
        [],
        ["ACCEPT", "Running", {"type": "accept_details"}],
        True,
    ]
)
async def a_full_limit_lets_a_task_run_wait(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 1)
    one, two = await tagged(client, tag), await tagged(client, tag)
    return [
        await asked(client, one, Running()),
        await asked(client, two, Running()),
        await slots(client, tag) == [str(one.id)],
        await asked(client, one, Completed()),
        await slots(client, tag),
        await asked(client, two, Running()),
        await slots(client, tag) == [str(two.id)],
    ]


@answers(
    [
        [
            "ABORT",
            "Pending",
            {
                "type": "abort_details",
                "reason": (
                    'The concurrency limit on tag "tag-<new>" is 0 and will deadlock if the task tries to run again.'
                ),
            },
        ],
        "Pending",
    ]
)
async def a_limit_of_nothing_aborts(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 0)
    run = await tagged(client, tag)
    return [await asked(client, run, Running()), (await client.read_task_run(run.id)).state_name]


@answers(
    {
        "Running": ["ACCEPT", True],
        "Cancelling": ["ACCEPT", True],
        "Completed": ["ACCEPT", False],
        "Failed": ["ACCEPT", False],
        "Crashed": ["ACCEPT", False],
        "Cancelled": ["ACCEPT", False],
        "Scheduled": ["ACCEPT", False],
        "Paused": ["ACCEPT", False],
        "Pending": ["ACCEPT", False],
    }
)
async def each_state_keeps_or_leaves_the_slot(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 50)
    found = {}
    for state in (
        Running(),
        Cancelling(),
        Completed(),
        Failed(),
        Crashed(),
        Cancelled(),
        Scheduled(),
        Paused(timeout_seconds=60),
        Pending(),
    ):
        run = await tagged(client, tag)
        await asked(client, run, Running())
        answer = await asked(client, run, state)
        found[state.name] = [answer[0], str(run.id) in await slots(client, tag)]
    return found


@answers([["ACCEPT", "Running", 1], ["REJECT", "AwaitingRetry", 0], ["ACCEPT", "Retrying", 1], ["ACCEPT", "Failed", 0]])
async def a_retry_leaves_the_slot_until_it_runs_again(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 1)
    run = await tagged(client, tag, retries=1)
    found = []
    for state in (Running(), Failed(), Running(), Failed()):
        found.append([*(await asked(client, run, state))[:2], len(await slots(client, tag))])
    return found


@answers(
    [
        "ACCEPT",
        [
            "WAIT",
            "Pending",
            {
                "type": "wait_details",
                "delay_seconds": 30,
                "reason": "Concurrency limit for the b-<new> tag has been reached",
            },
        ],
        [],
        "ACCEPT",
        "ACCEPT",
        [1, 1],
    ]
)
async def several_tags_are_taken_together_or_not_at_all(client: PrefectClient) -> object:
    free, full = new_name("a"), new_name("b")
    await client.create_concurrency_limit(free, 1)
    await client.create_concurrency_limit(full, 1)
    holder, run = await tagged(client, full), await tagged(client, free, full, new_name("unlimited"))
    return [
        (await asked(client, holder, Running()))[0],
        await asked(client, run, Running()),
        await slots(client, free),
        (await asked(client, holder, Failed()))[0],
        (await asked(client, run, Running()))[0],
        [len(await slots(client, tag)) for tag in (free, full)],
    ]


@answers([["ACCEPT", "Running", {"type": "accept_details"}], True, []])
async def a_forced_state_takes_no_slot_but_leaves_one(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 1)
    one, two = await tagged(client, tag), await tagged(client, tag)
    await asked(client, one, Running())
    forced = await asked(client, two, Running(), force=True)
    held = await slots(client, tag) == [str(one.id)]
    await asked(client, one, Completed(), force=True)
    return [forced, held, await slots(client, tag)]


@answers([["ACCEPT", "ACCEPT"], 1])
async def a_task_run_that_is_running_takes_one_slot_only(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 2)
    run = await tagged(client, tag)
    return [(await asked(client, run, Running()))[0] for _ in range(2)], len(await slots(client, tag))


@answers(["Running", "Running", 0])
async def a_task_run_made_running_takes_a_slot(client: PrefectClient) -> object:
    tag = new_name("tag")
    await client.create_concurrency_limit(tag, 1)
    run = await new_flow_run(client, state=Running())
    made = task(name="t", tags=[tag])(lambda: None)
    first = await new_task_run(client, run, "0", task=made, state=Running())
    second = await new_task_run(client, run, "1", task=made, state=Running())
    return [first.state_name, second.state_name, len(await slots(client, tag))]
