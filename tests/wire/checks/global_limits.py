"""Global limits: create, read, update, delete; taking and giving back slots; decay."""

import asyncio
from typing import Any

import httpx
from checks.scene import NOBODY, answers, new_name, raised, raw, refused, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import GlobalConcurrencyLimitCreate, GlobalConcurrencyLimitUpdate

LIMITS = "/v2/concurrency_limits"


async def new_limit(client: PrefectClient, limit: int = 1, **more: Any) -> Any:
    """A limit."""
    body = {"name": new_name("limit"), "limit": limit} | more
    status, made = await raw(client, "POST", f"{LIMITS}/", json=body)
    assert status == 201, made
    return made


async def take(client: PrefectClient, name: str | list[str], slots: int = 1, **more: Any) -> Any:
    """The status, the body and the delay that is advised when slots are asked for."""
    names = [name] if isinstance(name, str) else name
    try:
        response = await client._client.post(f"{LIMITS}/increment", json={"names": names, "slots": slots} | more)
    except httpx.HTTPStatusError as error:
        response = error.response
    return [response.status_code, response.json(), response.headers.get("Retry-After")]


async def give(client: PrefectClient, name: str, slots: int = 1, **more: Any) -> Any:
    """The answer when slots are given back."""
    return await raw(client, "POST", f"{LIMITS}/decrement", json={"names": [name], "slots": slots} | more)


async def numbers(client: PrefectClient, name: str) -> Any:
    """How many slots are taken of a limit."""
    return (await raw(client, "GET", f"{LIMITS}/{name}"))[1]["active_slots"]


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "active": False,
                "name": "limit-<new>",
                "limit": 5,
                "active_slots": 2,
                "denied_slots": 1,
                "slot_decay_per_second": 0.5,
                "avg_slot_occupancy_seconds": 2.0,
            },
        ],
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "active": True,
                "name": "x-<new>",
                "limit": 0,
                "active_slots": 0,
                "denied_slots": 0,
                "slot_decay_per_second": 0.0,
                "avg_slot_occupancy_seconds": 2.0,
            },
        ],
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "active": False,
                "name": "limit-<new>",
                "limit": 5,
                "active_slots": 2,
                "slot_decay_per_second": 0.5,
            },
        ],
    ]
)
async def a_limit_has_these_fields(client: PrefectClient) -> object:
    full = {
        "name": new_name("limit"),
        "limit": 5,
        "active": False,
        "active_slots": 2,
        "denied_slots": 1,
        "slot_decay_per_second": 0.5,
    }
    made = [await raw(client, "POST", f"{LIMITS}/", json=body) for body in (full, {"name": new_name("x"), "limit": 0})]
    return [*made, await raw(client, "GET", f"{LIMITS}/{full['name']}")]


@answers(
    [
        [
            409,
            {
                "detail": (
                    "Data integrity conflict. This usually means a unique or foreign key "
                    "constraint was violated. See server logs for details."
                )
            },
        ],
        [
            409,
            {
                "detail": (
                    "Data integrity conflict. This usually means a unique or foreign key "
                    "constraint was violated. See server logs for details."
                )
            },
        ],
    ]
)
async def a_name_is_taken_once(client: PrefectClient) -> object:
    one, two = await new_limit(client), await new_limit(client)
    return [
        await raw(client, "POST", f"{LIMITS}/", json={"name": one["name"], "limit": 1}),
        await raw(client, "PATCH", f"{LIMITS}/{two['id']}", json={"name": one["name"]}),
    ]


@answers(
    [
        [422, [["body", "limit"], ["body", "name"]]],
        [422, [["body", "limit"]]],
        [422, [["body", "limit"]]],
        [422, [["body", "active_slots"]]],
        [422, [["body", "denied_slots"]]],
        [422, [["body", "slot_decay_per_second"]]],
        [422, [["body", "avg_slot_occupancy_seconds"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
        [422, [["body", "name"]]],
    ]
)
async def a_limit_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {},
        {"name": "x"},
        {"name": "x", "limit": -1},
        {"name": "x", "limit": 1, "active_slots": -1},
        {"name": "x", "limit": 1, "denied_slots": -1},
        {"name": "x", "limit": 1, "slot_decay_per_second": -0.1},
        {"name": "x", "limit": 1, "avg_slot_occupancy_seconds": 1},
        *({"name": f"a{letter}b", "limit": 1} for letter in "/%&<>"),
    ]
    return [await refused(client, "POST", f"{LIMITS}/", body) for body in bodies]


@answers(
    [
        True,
        [204, None],
        [204, None],
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "active": False,
                "name": "other-<new>",
                "limit": 7,
                "active_slots": 2,
                "slot_decay_per_second": 1.5,
            },
        ],
        [422, 422, 422, 204],
        [204, None],
        [404, {"detail": "Concurrency Limit not found"}],
        [204, None],
    ]
)
async def a_limit_is_read_updated_and_deleted_by_id_or_name(client: PrefectClient) -> object:
    made = await new_limit(client, 3)
    by_id, by_name, other = f"{LIMITS}/{made['id']}", f"{LIMITS}/{made['name']}", new_name("other")
    return [
        (await raw(client, "GET", by_id)) == (await raw(client, "GET", by_name)),
        await raw(client, "PATCH", by_name, json={"limit": 7, "active": False}),
        await raw(client, "PATCH", by_id, json={"name": other, "slot_decay_per_second": 1.5, "active_slots": 2}),
        await raw(client, "GET", by_id),
        await statuses(client, "PATCH", by_id, [{"limit": -1}, {"name": "a/b"}, {"colour": "red"}, {}]),
        await raw(client, "DELETE", f"{LIMITS}/{other}"),
        await raw(client, "GET", by_id),
        await raw(client, "DELETE", f"{LIMITS}/{(await new_limit(client))['id']}"),
    ]


@answers(
    [
        [404, {"detail": "Concurrency Limit not found"}],
        [404, {"detail": "Concurrency Limit not found"}],
        [404, {"detail": "Concurrency Limit not found"}],
        [404, {"detail": "Concurrency Limit not found"}],
        [404, {"detail": "Concurrency Limit not found"}],
        [404, {"detail": "Concurrency Limit not found"}],
    ]
)
async def a_limit_that_is_not_there(client: PrefectClient) -> object:
    found = []
    for key in (NOBODY, "no-such-limit"):
        found.append(await raw(client, "GET", f"{LIMITS}/{key}"))
        found.append(await raw(client, "PATCH", f"{LIMITS}/{key}", json={"limit": 1}))
        found.append(await raw(client, "DELETE", f"{LIMITS}/{key}"))
    return found


@answers(
    [
        200,
        True,
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "active": True,
            "name": "limit-<new>",
            "limit": 1,
            "active_slots": 0,
            "slot_decay_per_second": 0.0,
        },
        [422, 422, 422, 200],
    ]
)
async def limits_are_listed_by_name(client: PrefectClient) -> object:
    names = sorted([(await new_limit(client))["name"] for _ in range(3)])
    status, listed = await raw(client, "POST", f"{LIMITS}/filter", json={})
    mine = [one for one in listed if one["name"] in names]
    bodies: list[dict[str, Any]] = [{"limit": 201}, {"limit": -1}, {"offset": -1}, {"limit": 1}]
    return [
        status,
        [one["name"] for one in mine] == names,
        mine[0],
        await statuses(client, "POST", f"{LIMITS}/filter", bodies),
    ]


@answers(
    [
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 2}], None],
        2,
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 2}]],
        1,
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 2}], None],
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 2}]],
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 2}]],
        0,
    ]
)
async def slots_are_taken_and_given_back(client: PrefectClient) -> object:
    name = (await new_limit(client, 2))["name"]
    return [
        await take(client, name, 2),
        await numbers(client, name),
        await give(client, name, 1),
        await numbers(client, name),
        await take(client, name),
        await give(client, name, 2),
        await give(client, name, 2),
        await numbers(client, name),
    ]


@answers(
    [
        [[423, {"detail": "Locked"}, 1.0], [423, {"detail": "Locked"}, 2.0], [423, {"detail": "Locked"}, 4.0]],
        200,
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 2}]],
        -1.0,
    ]
)
async def who_finds_it_full_is_told_when_to_come_back(client: PrefectClient) -> object:
    name = (await new_limit(client, 2))["name"]
    await take(client, name, 2)
    found = [[*answer[:2], float(answer[2])] for answer in [await take(client, name, slots) for slots in (1, 1, 2)]]
    denied = (await raw(client, "POST", f"{LIMITS}/filter", json={}))[0]
    await give(client, name, 2)
    after = await take(client, name)
    return [found, denied, after[:2], float(after[2] or -1)]


@answers([6.0, 16.0, 12.15])
async def the_advice_follows_how_long_slots_were_held(client: PrefectClient) -> object:
    name = (await new_limit(client, 1))["name"]
    found = []
    for held in (10.0, 10.0, 0.01):
        await take(client, name)
        await give(client, name, occupancy_seconds=held)
        await take(client, name)
        found.append(round(float((await take(client, name))[2]), 3))
        await give(client, name)
    return found


@answers([422, {"detail": "Slots requested is greater than the limit"}, None])
async def more_slots_than_there_are_is_an_error(client: PrefectClient) -> object:
    name = (await new_limit(client, 2))["name"]
    return await take(client, name, 3)


@answers([[423, {"detail": "Locked"}], 0, 200, [["id", "limit", "name"], ["id", "limit", "name"]]])
async def all_limits_have_room_or_none_is_taken(client: PrefectClient) -> object:
    free, full = (await new_limit(client, 1))["name"], (await new_limit(client, 1))["name"]
    await take(client, full)
    refusal = (await take(client, [free, full]))[:2]
    untouched = await numbers(client, free)
    await give(client, full)
    taken = await take(client, [free, full])
    return [refusal, untouched, taken[0], sorted(sorted(one) for one in taken[1])]


@answers(
    [
        [
            [200, [{"id": "<id>", "name": "limit-<new>", "limit": 1}]],
            [200, [{"id": "<id>", "name": "limit-<new>", "limit": 1}]],
        ],
        0,
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 1}]],
    ]
)
async def a_limit_that_is_not_active_lets_everybody_in(client: PrefectClient) -> object:
    name = (await new_limit(client, 1, active=False))["name"]
    found = [(await take(client, name))[:2] for _ in range(2)]
    return [found, await numbers(client, name), await give(client, name)]


@answers(
    [
        [200, [{"id": "<id>", "name": "unknown-<new>", "limit": 1}], None],
        [
            200,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "active": False,
                "name": "unknown-<new>",
                "limit": 1,
                "active_slots": 0,
                "slot_decay_per_second": 0.0,
            },
        ],
        [200, [{"id": "<id>", "name": "never-<new>", "limit": 1}]],
    ]
)
async def an_unknown_name_makes_an_inactive_limit(client: PrefectClient) -> object:
    name = new_name("unknown")
    first = await take(client, name)
    return [first, await raw(client, "GET", f"{LIMITS}/{name}"), await give(client, new_name("never"))]


@answers(
    [
        [
            422,
            {
                "detail": (
                    "Only concurrency limits with slot decay can be used for rate limiting. The "
                    "following limits do not have a decay configured: 'limit-<new>'"
                )
            },
            None,
        ],
        [
            422,
            {
                "detail": (
                    "Only concurrency limits with slot decay can be used for rate limiting. The "
                    "following limits do not have a decay configured: 'limit-<new>'"
                )
            },
            None,
        ],
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 1}], None],
        [200, [{"id": "<id>", "name": "unknown-<new>", "limit": 1}], None],
        422,
    ]
)
async def a_rate_is_for_limits_that_decay_only(client: PrefectClient) -> object:
    still, decays = await new_limit(client), await new_limit(client, slot_decay_per_second=0.1)
    return [
        await take(client, still["name"], mode="rate_limit"),
        await take(client, [still["name"], decays["name"]], mode="rate_limit"),
        await take(client, decays["name"], mode="rate_limit"),
        await take(client, new_name("unknown"), mode="rate_limit"),
        (await take(client, decays["name"], mode="sometimes"))[0],
    ]


@answers([200, 423, 200])
async def slots_decay_with_time(client: PrefectClient) -> object:
    name = (await new_limit(client, 2, slot_decay_per_second=4.0))["name"]
    first = await take(client, name, 2, mode="rate_limit")
    second = await take(client, name, 2, mode="rate_limit")
    await asyncio.sleep(0.7)  # a request that is denied begins the wait anew: polling would never end
    third = await take(client, name, 2, mode="rate_limit")
    return [first[0], second[0], third[0]]


@answers([100.0, 200.0])
async def the_advice_of_a_decaying_limit_is_its_rate(client: PrefectClient) -> object:
    name = (await new_limit(client, 2, slot_decay_per_second=0.01))["name"]
    await take(client, name, 2, mode="rate_limit")
    return [float((await take(client, name, 1, mode="rate_limit"))[2]) for _ in range(2)]


@answers(
    [
        [
            [422, [["body", "names"], ["body", "slots"]]],
            [422, [["body", "slots"]]],
            [422, [["body", "names"]]],
            [422, [["body", "slots"]]],
            [422, [["body", "slots"]]],
            [422, [["body", "names"]]],
        ],
        [
            [422, [["body", "names"], ["body", "slots"]]],
            [422, [["body", "slots"]]],
            [422, [["body", "names"]]],
            [422, [["body", "slots"]]],
            [422, [["body", "slots"]]],
            [422, [["body", "names"]]],
            [422, [["body", "occupancy_seconds"]]],
        ],
    ]
)
async def a_request_for_slots_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {},
        {"names": ["x"]},
        {"names": [], "slots": 1},
        {"names": ["x"], "slots": 0},
        {"names": ["x"], "slots": -1},
        {"names": "x", "slots": 1},
    ]
    wrong = {"names": ["x"], "slots": 1, "occupancy_seconds": 0}
    return [
        [await refused(client, "POST", f"{LIMITS}/increment", body) for body in bodies],
        [await refused(client, "POST", f"{LIMITS}/decrement", body) for body in [*bodies, wrong]],
    ]


@answers(
    [
        "<id>",
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 5}]],
        [5, 1, True, 0.0],
        [200, [{"id": "<id>", "name": "limit-<new>", "limit": 5}]],
        1,
        "ObjectNotFound",
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def the_client_keeps_global_limits(client: PrefectClient) -> object:
    name = new_name("limit")
    made = await client.create_global_concurrency_limit(GlobalConcurrencyLimitCreate(name=name, limit=2))
    await client.update_global_concurrency_limit(name, GlobalConcurrencyLimitUpdate(limit=5))
    taken = await client.increment_concurrency_slots([name], 1, "concurrency")
    read = await client.read_global_concurrency_limit_by_name(name)
    released = await client.release_concurrency_slots([name], 1, 0.5)
    listed = [one.name for one in await client.read_global_concurrency_limits(limit=200) if one.name == name]
    await client.delete_global_concurrency_limit_by_name(name)
    return [
        made,
        [taken.status_code, taken.json()],
        [read.limit, read.active_slots, read.active, read.slot_decay_per_second],
        [released.status_code, released.json()],
        len(listed),
        await raised(client.read_global_concurrency_limit_by_name(name)),
        await raised(client.delete_global_concurrency_limit_by_name(name)),
        await raised(client.update_global_concurrency_limit(name, GlobalConcurrencyLimitUpdate(limit=5))),
    ]
