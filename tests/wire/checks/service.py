"""Logs, saved searches, history, graphs, and the server itself."""

from typing import Any

import pendulum
from checks.scene import (
    answers,
    new_name,
    raw,
    refused,
    running_task_run,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.actions import LogCreate
from prefect.client.schemas.filters import LogFilter
from prefect.client.schemas.sorting import LogSort

NOON = pendulum.datetime(2024, 5, 5, 12)


async def lines(client: PrefectClient) -> tuple[Any, Any]:
    """A flow run and a task run with five lines of log, a minute apart, from DEBUG to CRITICAL."""
    task_run = await running_task_run(client)
    made = [
        LogCreate(
            name="prefect.flow_runs",
            level=level,
            message=f"line {number} ✓",
            timestamp=NOON.add(minutes=number),
            flow_run_id=task_run.flow_run_id,
            task_run_id=task_run.id if number % 2 else None,
        )
        for number, level in enumerate((10, 20, 30, 40, 50))
    ]
    await client.create_logs(made)
    return task_run.flow_run_id, task_run.id


@answers([["line 0 ✓", "line 1 ✓", "line 2 ✓", "line 3 ✓", "line 4 ✓"], [50, 40, 30, 20, 10], [20, 30]])
async def lines_are_kept_and_read_in_order(client: PrefectClient) -> object:
    run, _ = await lines(client)
    mine = LogFilter(flow_run_id={"any_": [run]})
    return [
        [line.message for line in await client.read_logs(mine)],
        [line.level for line in await client.read_logs(mine, sort=LogSort.TIMESTAMP_DESC)],
        [line.level for line in await client.read_logs(mine, limit=2, offset=1)],
    ]


@answers([[30, 40, 50], [10, 20], [20, 30, 40], [40, 50], [10, 20], [20, 40]])
async def lines_are_filtered(client: PrefectClient) -> object:
    run, task_run = await lines(client)
    wheres: list[dict[str, Any]] = [
        {"level": {"ge_": 30}},
        {"level": {"le_": 20}},
        {"level": {"ge_": 20, "le_": 40}},
        {"timestamp": {"after_": NOON.add(minutes=3)}},
        {"timestamp": {"before_": NOON.add(minutes=1)}},
        {"task_run_id": {"any_": [task_run]}},
    ]
    found = []
    for where in wheres:
        read = await client.read_logs(LogFilter(flow_run_id={"any_": [run]}, **where))
        found.append([line.level for line in read])
    return found


@answers(
    [
        200,
        [
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "prefect.flow_runs",
                "level": 10,
                "message": "line 0 ✓",
                "timestamp": "<moment>",
                "flow_run_id": "<id>",
                "task_run_id": None,
            }
        ],
    ]
)
async def a_line_has_these_fields(client: PrefectClient) -> object:
    run, _ = await lines(client)
    body = {"logs": {"flow_run_id": {"any_": [str(run)]}}, "limit": 1}
    return await raw(client, "POST", "/logs/filter", json=body)


@answers([[201, None], [201, None], 422, 422, [422, [["body", "logs", "colour"]]]])
async def lines_that_cannot_be_kept_are_refused(client: PrefectClient) -> object:
    line = {"name": "x", "level": 20, "message": "m", "timestamp": NOON.isoformat()}
    return [
        await raw(client, "POST", "/logs/", json=[line]),
        await raw(client, "POST", "/logs/", json=[]),
        (await raw(client, "POST", "/logs/", json=[{**line, "level": "loud"}]))[0],
        (await raw(client, "POST", "/logs/", json=[{"name": "x"}]))[0],
        await refused(client, "POST", "/logs/filter", {"logs": {"colour": {}}}),
    ]


@answers(
    [
        [
            201,
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "name": "search-<new>",
                "filters": [
                    {"object": "flow_run", "property": "name", "type": "string", "operation": "contains", "value": "x"}
                ],
            },
        ],
        [200, True, []],
        [200, True],
        [[204, None], [404, {"detail": "Saved search not found"}], [404, {"detail": "Saved search not found"}]],
    ]
)
async def a_saved_search_is_put_read_listed_and_deleted(client: PrefectClient) -> object:
    name = new_name("search")
    part = {"object": "flow_run", "property": "name", "type": "string", "operation": "contains", "value": "x"}
    first = await raw(client, "PUT", "/saved_searches/", json={"name": name, "filters": [part]})
    second = await raw(client, "PUT", "/saved_searches/", json={"name": name, "filters": []})
    path = f"/saved_searches/{first[1]['id']}"
    _, listed = await raw(client, "POST", "/saved_searches/filter", json={})
    return [
        first,
        [second[0], second[1]["id"] == first[1]["id"], second[1]["filters"]],
        [(await raw(client, "GET", path))[0], name in [search["name"] for search in listed]],
        [await raw(client, "DELETE", path), await raw(client, "GET", path), await raw(client, "DELETE", path)],
    ]


@answers(["👋", None, [200, True], [200, {"message": "OK"}], [200, "0.8.4"]])
async def the_server_says_hello(client: PrefectClient) -> object:
    return [
        (await client.hello()).json(),
        await client.api_healthcheck(),
        await raw(client, "GET", "/health"),
        await raw(client, "GET", "/ready"),
        await raw(client, "GET", "/version"),
    ]


@answers(
    {
        "0.8.0": [200, "👋"],
        "0.8.4": [200, "👋"],
        "0.7.9": [400, ["detail"]],
        "1.0": [400, ["detail"]],
        "x": [400, ["detail"]],
    }
)
async def the_version_in_the_header_must_fit(client: PrefectClient) -> object:
    found = {}
    for version in ("0.8.0", "0.8.4", "0.7.9", "1.0", "x"):
        status, body = await raw(client, "GET", "/hello", headers={"X-PREFECT-API-VERSION": version})
        found[version] = [status, body if status == 200 else list(body)]
    return found


@answers([400, 400, 400, 400, 400, 400])
async def the_database_is_not_cleared_without_confirmation(client: PrefectClient) -> object:
    return [
        (await raw(client, "POST", f"/admin/database/{what}", json=body))[0]
        for what in ("clear", "drop", "create")
        for body in ({}, {"confirm": False})
    ]


@answers([[404, {"detail": "Not Found"}], [405, {"detail": "Method Not Allowed"}], 422, 422])
async def what_no_route_answers(client: PrefectClient) -> object:
    return [
        await raw(client, "GET", "/nowhere"),
        await raw(client, "PUT", "/flows/", json={}),
        (await raw(client, "GET", "/flow_runs/filter"))[0],
        (await raw(client, "POST", "/flows/", content=b"{"))[0],
    ]
