"""Events: what is posted, and how it is found and counted."""

from typing import Any
from urllib.parse import urlsplit
from uuid import uuid4

from checks.event_scene import NOON, an_event, found, post, scene, window
from checks.scene import answers, new_name, raw, refused, statuses
from prefect.client.orchestration import PrefectClient


@answers(
    [
        [204, None],
        [
            {
                "occurred": "<moment>",
                "event": "wire.done",
                "resource": {"prefect.resource.id": "own-<new>"},
                "related": [{"prefect.resource.id": "flow.own-<new>", "prefect.resource.role": "flow"}],
                "payload": {"a": {"b": [1]}},
                "id": "<id>",
                "follows": "<id>",
                "received": "<moment>",
            },
            {
                "occurred": "<moment>",
                "event": "wire.done",
                "resource": {"prefect.resource.id": "own-<new>"},
                "related": [],
                "payload": {},
                "id": "<id>",
                "follows": None,
                "received": "<moment>",
            },
        ],
    ]
)
async def an_event_has_these_fields(client: PrefectClient) -> object:
    own = new_name("own")
    related = {"prefect.resource.id": f"flow.{own}", "prefect.resource.role": "flow"}
    first = an_event(own)
    second = an_event(own, minute=1, related=[related], payload={"a": {"b": [1]}}, follows=first["id"])
    answered = await raw(client, "POST", "/events", json=[first, second])
    return [answered, await found(client, {"resource": {"id": [own]}}, 2)]


@answers(
    [
        [422, [["body", 0, "event"], ["body", 0, "id"], ["body", 0, "occurred"], ["body", 0, "resource"]]],
        [422, [["body", 0, "occurred"]]],
        [422, [["body", 0, "event"]]],
        [422, [["body", 0, "resource", "__root__"]]],
        [422, [["body", 0, "resource", "__root__"]]],
        [422, [["body", 0, "related", 0, "__root__"]]],
        [422, [["body", 0, "id"]]],
        [422, [["body", 0, "follows"]]],
        [422, [["body"]]],
    ]
)
async def an_event_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    good = an_event("x")
    bodies: list[Any] = [
        [{}],
        [good | {"occurred": "noon"}],
        [good | {"event": None}],
        [good | {"resource": {}}],
        [good | {"resource": {"name": "x"}}],
        [good | {"related": [{"prefect.resource.id": "x"}]}],
        [good | {"id": "x"}],
        [good | {"follows": "x"}],
        good,
    ]
    found = []
    for body in bodies:
        status, answer = await raw(client, "POST", "/events", json=body)
        found.append([status, sorted(detail["loc"] for detail in answer["exception_detail"])] if answer else status)
    return found


@answers([204, None])
async def no_events_are_welcome_too(client: PrefectClient) -> object:
    return await raw(client, "POST", "/events", json=[])


@answers(["wire.done", "wire.done"])
async def an_event_is_kept_once(client: PrefectClient) -> object:
    own = new_name("own")
    event = an_event(own)
    await post(client, event)
    await raw(client, "POST", "/events", json=[event | {"event": "changed"}])
    await post(client, an_event(own, minute=1))
    return [one["event"] for one in await found(client, {"resource": {"id": [own]}}, 2)]


@answers(
    [
        [200, [3, 2, 1, 0], 4],
        [200, [0, 1, 2, 3], 4],
        [200, [1, 0], 2],
        [200, [2, 1, 0], 3],
        [200, [3], 1],
        [200, [3, 0], 2],
        [200, [3, 2, 1], 3],
        [200, [2], 1],
        [200, [3, 1, 0], 3],
        [200, [3, 2, 0], 3],
        [200, [3, 2, 1, 0], 4],
        [200, [2, 0], 2],
        [200, [2, 1, 0], 3],
        [200, [0], 1],
        [200, [2, 0], 2],
        [200, [0], 1],
        [200, [1], 1],
        [200, [3, 2, 1], 3],
        [200, [2, 1], 2],
        [200, [3, 2, 1], 3],
        [200, [2, 1], 2],
        [200, [], 0],
        [200, [2, 1], 2],
        [200, [3, 2], 2],
        [200, [2, 1], 2],
        [200, [3, 2], 2],
        [200, [2, 1], 2],
        [200, [2], 1],
        [200, [3, 2, 1], 3],
        [200, [1], 1],
        [200, [2, 1], 2],
        [200, [2, 0], 2],
    ]
)
async def events_are_filtered(client: PrefectClient) -> object:
    own, events = await scene(client)
    ids, any_of = [event["id"] for event in events], {"resource": {"id_prefix": [own]}}
    flow, tag = f"flow.{own}", f"tag.{own}"
    wheres: list[dict[str, Any]] = [
        any_of,
        any_of | {"order": "ASC"},
        any_of | {"event": {"prefix": ["wire."]}},
        any_of | {"event": {"prefix": ["wire.", "other.s"]}},
        any_of | {"event": {"exclude_prefix": ["wire.", "other.s"]}},
        any_of | {"event": {"name": ["wire.start", "other.end", "none"]}},
        any_of | {"event": {"exclude_name": ["wire.start"]}},
        any_of | {"event": {"prefix": ["other"], "exclude_name": ["other.end"]}},
        {"resource": {"id": [f"{own}.a", f"{own}.b"]}},
        {"resource": {"id_prefix": [f"{own}.a", f"{own}.c"]}},
        {"resource": {"labels": {"prefect.resource.id": f"{own}.*"}}},
        {"resource": {"id_prefix": [own], "labels": {"colour": "red"}}},
        {"resource": {"id_prefix": [own], "labels": {"colour": ["red", "blue"]}}},
        {"resource": {"id_prefix": [own], "labels": {"colour": "red", "size": "1"}}},
        {"resource": {"id_prefix": [own], "labels": {"colour": "r*"}}},
        {"resource": {"id_prefix": [own], "labels": {"size": "*"}}},
        {"resource": {"id_prefix": [own], "labels": {"colour": "!red"}}},
        {"resource": {"id_prefix": [own], "distinct": True}},
        {"related": {"id": [flow]}},
        {"related": {"id": [flow, tag]}},
        any_of | {"related": {"role": ["flow"]}},
        any_of | {"related": {"role": ["tag"], "id": [flow]}},
        {"related": {"resources_in_roles": [[flow, "flow"]]}},
        {"related": {"resources_in_roles": [[flow, "tag"], [tag, "tag"]]}},
        any_of | {"related": {"labels": {"team": "data"}}},
        any_of | {"related": {"labels": {"prefect.resource.id": tag}}},
        {"any_resource": {"id": [flow]}},
        {"any_resource": {"id": [f"{own}.c"]}},
        {"any_resource": {"id_prefix": [f"tag.{own}", f"{own}.b"]}},
        any_of | {"any_resource": {"labels": {"colour": "blue"}}},
        any_of | {"any_resource": {"labels": {"team": "data"}}},
        {"id": {"id": [ids[2], ids[0], str(uuid4())]}},
    ]
    answered = []
    for where in wheres:
        status, page = await raw(client, "POST", "/events/filter", json={"filter": window() | where})
        answered.append([status, [ids.index(one["id"]) for one in page["events"]], page["total"]])
    return answered


@answers([[200, [2, 1]], [200, [3]], [200, [0]], [200, [3, 2, 1, 0]], [200, []], [200, 4]])
async def events_are_found_between_two_moments(client: PrefectClient) -> object:
    own, events = await scene(client)
    ids, mine = [event["id"] for event in events], {"resource": {"id_prefix": [own]}}
    times: list[dict[str, Any]] = [
        {"since": NOON.add(minutes=1).isoformat(), "until": NOON.add(minutes=2).isoformat()},
        {"since": NOON.add(minutes=3).isoformat()},
        {"until": NOON.isoformat()},
        {},
        {"since": NOON.add(minutes=2).isoformat(), "until": NOON.add(minutes=1).isoformat()},
    ]
    answered = []
    for occurred in times:
        body = {"filter": mine | {"occurred": occurred}}
        status, page = await raw(client, "POST", "/events/filter", json=body)
        answered.append([status, [ids.index(one["id"]) for one in page["events"]]])
    status, page = await raw(client, "POST", "/events/filter", json={"filter": mine})
    return [*answered, [status, len(page["events"])]]


@answers([[[[4, 3], 5], [[2, 1], 5], [[0], 5]], "page-token"])
async def pages_follow_each_other(client: PrefectClient) -> object:
    own = new_name("own")
    events = [an_event(own, minute=minute) for minute in range(5)]
    await post(client, *events)
    ids, where = [event["id"] for event in events], {"resource": {"id": [own]}}
    body = {"filter": window() | where, "limit": 2}
    _, page = await raw(client, "POST", "/events/filter", json=body)
    pages = []
    while True:
        pages.append([[ids.index(one["id"]) for one in page["events"]], page["total"]])
        if page["next_page"] is None:
            break
        address = urlsplit(page["next_page"])
        query = address.query
        assert address.path.endswith("/api/events/filter/next")
        _, page = await raw(client, "GET", f"/events/filter/next?{query}")
    return [pages, query.split("=")[0]]


@answers([[200, 0, 2, True], [200, 1, 2, True], [200, 2, 2, False], [200, 2, 2, False]])
async def a_page_that_is_full_and_the_last_has_no_next(client: PrefectClient) -> object:
    own = new_name("own")
    await post(client, *[an_event(own, minute=minute) for minute in range(2)])
    answered = []
    for limit in (0, 1, 2, 3):
        body = {"filter": window() | {"resource": {"id": [own]}}, "limit": limit}
        status, page = await raw(client, "POST", "/events/filter", json=body)
        answered.append([status, len(page["events"]), page["total"], page["next_page"] is not None])
    return answered


@answers([[403, {"detail": "Forbidden"}], [403, {"detail": "Forbidden"}], 422])
async def a_page_that_nobody_gave_is_forbidden(client: PrefectClient) -> object:
    return [
        await raw(client, "GET", "/events/filter/next?page-token=abc"),
        await raw(client, "GET", "/events/filter/next?page-token="),
        (await raw(client, "GET", "/events/filter/next"))[0],
    ]


@answers(
    [
        [422, [["body", "limit"]]],
        [422, [["body", "limit"]]],
        [422, [["body", "filter", "order"]]],
        [422, [["body", "filter", "occurred", "since"]]],
        [422, [["body", "filter", "colour"]]],
        [422, [["body", "filter", "related", "resources_in_roles", 0]]],
    ]
)
async def a_filter_of_events_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    bodies: list[Any] = [
        {"limit": 51},
        {"limit": -1},
        {"filter": {"order": "UP"}},
        {"filter": {"occurred": {"since": "noon"}}},
        {"filter": {"colour": "red"}},
        {"filter": {"related": {"resources_in_roles": [["one"]]}}},
    ]
    return [await refused(client, "POST", "/events/filter", body) for body in bodies]


@answers(
    [
        [
            200,
            [
                {
                    "value": "other.end",
                    "label": "other.end",
                    "count": 1,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
                {
                    "value": "other.start",
                    "label": "other.start",
                    "count": 1,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
                {
                    "value": "wire.end",
                    "label": "wire.end",
                    "count": 1,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
                {
                    "value": "wire.start",
                    "label": "wire.start",
                    "count": 1,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
            ],
        ],
        [
            200,
            [
                {
                    "value": "own-<new>.a",
                    "label": "own-<new>.a",
                    "count": 2,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
                {
                    "value": "own-<new>.b",
                    "label": "own-<new>.b",
                    "count": 1,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
                {
                    "value": "own-<new>.c",
                    "label": "own-<new>.c",
                    "count": 1,
                    "start_time": "<moment>",
                    "end_time": "<moment>",
                },
            ],
        ],
    ]
)
async def events_are_counted_by_what_they_are(client: PrefectClient) -> object:
    own, _ = await scene(client)
    body = {"filter": window() | {"resource": {"id_prefix": [own]}}}
    answered = []
    for countable in ("event", "resource"):
        status, counts = await raw(client, "POST", f"/events/count-by/{countable}", json=body)
        answered.append([status, counts])
    return answered


@answers(
    [
        [200, [0, 0, 1, 1, 1, 1]],
        [200, [0, 2, 2]],
        [200, 4],
        [200, 4],
        {"value": "0", "label": "<moment>", "count": 0, "start_time": "<moment>", "end_time": "<moment>"},
        [False, 6],
    ]
)
async def events_are_counted_by_time(client: PrefectClient) -> object:
    own, _ = await scene(client)
    occurred = {"since": NOON.subtract(minutes=2).isoformat(), "until": NOON.add(minutes=4).isoformat()}
    mine = {"filter": {"resource": {"id_prefix": [own]}, "occurred": occurred}}
    answered: list[Any] = []
    for unit, interval in (("minute", 1), ("minute", 2), ("hour", 1), ("day", 1)):
        body = mine | {"time_unit": unit, "time_interval": interval}
        status, counts = await raw(client, "POST", "/events/count-by/time", json=body)
        answered.append(
            [status, [one["count"] for one in counts] if unit == "minute" else sum(c["count"] for c in counts)]
        )
    _, counts = await raw(client, "POST", "/events/count-by/time", json=mine | {"time_unit": "minute"})
    return [*answered, counts[0], [counts[0]["value"] == counts[0]["label"], len(counts)]]


@answers(
    [
        [200, [0, 0, 4], ["count", "end_time", "label", "start_time", "value"]],
        [200, [0, 0, 4], ["count", "end_time", "label", "start_time", "value"]],
    ]
)
async def days_are_counted_to_the_end(client: PrefectClient) -> object:
    own, _ = await scene(client)
    occurred = {"since": NOON.subtract(days=2).isoformat(), "until": NOON.add(minutes=10).isoformat()}
    body = {"filter": {"resource": {"id_prefix": [own]}, "occurred": occurred}}
    answered = []
    for countable in ("day", "time"):
        status, counts = await raw(client, "POST", f"/events/count-by/{countable}", json=body)
        answered.append([status, [one["count"] for one in counts], sorted(counts[0])])
    return answered


@answers(
    [
        [
            422,
            {
                "detail": (
                    "The given interval would create 864000 buckets, which is too many. Please "
                    "increase the interval or reduce the time range to produce 1000 buckets or "
                    "fewer."
                )
            },
        ],
        [422, 422, 422],
        422,
    ]
)
async def too_many_buckets_are_refused(client: PrefectClient) -> object:
    occurred = {"since": NOON.subtract(days=10).isoformat(), "until": NOON.isoformat()}
    body: dict[str, Any] = {"filter": {"occurred": occurred}, "time_unit": "second"}
    return [
        await raw(client, "POST", "/events/count-by/time", json=body),
        await statuses(
            client,
            "POST",
            "/events/count-by/time",
            [{}, {"filter": {}, "time_interval": 0.001}, {"filter": {}, "time_unit": "year"}],
        ),
        (await raw(client, "POST", "/events/count-by/colour", json={"filter": {}}))[0],
    ]
