"""Deployments: create, read, update, delete, and what becomes of their runs."""

from typing import Any

from checks.deployment_scene import (
    HOURLY,
    changed,
    new_deployment,
    new_flow,
    new_pool,
    new_queue,
    read,
    read_deployment,
    run_from,
    runs_of,
)
from checks.scene import NOBODY, answers, new_name, raised, raw, refused, statuses
from prefect.client.orchestration import PrefectClient

DEPLOYMENTS = "/deployments"


@answers(
    [
        201,
        {
            "id": "<id>",
            "created": "<moment>",
            "infra_overrides": {},
            "name": "nightly-<new>",
            "flow_id": "<id>",
            "is_schedule_active": True,
            "paused": False,
            "schedules": [],
            "parameters": {},
            "tags": [],
            "status": "NOT_READY",
            "enforce_parameter_schema": False,
        },
    ]
)
async def a_deployment_has_these_fields(client: PrefectClient) -> object:
    body = {"name": new_name("nightly"), "flow_id": (await new_flow(client))["id"]}
    status, deployment = await raw(client, "POST", f"{DEPLOYMENTS}/", json=body)
    return [status, changed({"job_variables": {}}, deployment)]


@answers(
    {
        "infra_overrides": {"env": {"A": "1"}},
        "version": "7",
        "description": "Loads it.",
        "schedule": {"interval": 3600.0, "anchor_date": "<moment>", "timezone": "UTC"},
        "is_schedule_active": False,
        "paused": True,
        "schedules": [
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "deployment_id": "<id>",
                "schedule": {"interval": 3600.0, "anchor_date": "<moment>", "timezone": "UTC"},
                "active": False,
                "max_active_runs": None,
                "max_scheduled_runs": None,
                "catchup": False,
            }
        ],
        "parameters": {"x": 1},
        "tags": ["b", "a"],
        "work_queue_name": "fast",
        "parameter_openapi_schema": {"type": "object", "properties": {"x": {"type": "integer"}}},
        "path": "/opt/flows",
        "pull_steps": [{"a.b.c": {"d": 1}}],
        "entrypoint": "etl.py:etl",
        "manifest_path": "m.json",
        "work_pool_name": "pool-<new>",
        "enforce_parameter_schema": True,
    }
)
async def a_deployment_keeps_what_it_is_given(client: PrefectClient) -> object:
    pool = await new_pool(client)
    await new_queue(client, pool, name="fast")
    bare = await new_deployment(client)
    given = await new_deployment(
        client,
        version="7",
        description="Loads it.",
        paused=True,
        schedules=[{"schedule": HOURLY, "active": False}],
        enforce_parameter_schema=True,
        parameter_openapi_schema={"type": "object", "properties": {"x": {"type": "integer"}}},
        parameters={"x": 1},
        tags=["b", "a"],
        pull_steps=[{"a.b.c": {"d": 1}}],
        manifest_path="m.json",
        work_pool_name=pool["name"],
        work_queue_name="fast",
        path="/opt/flows",
        entrypoint="etl.py:etl",
        job_variables={"env": {"A": "1"}},
    )
    return changed(bare, given, "id", "name", "flow_id", "created", "job_variables")


@answers(
    [
        [201, "<id>"],
        [
            200,
            {
                "version": "2",
                "description": "Now with text.",
                "schedule": None,
                "schedules": [],
                "parameters": {},
                "tags": [],
                "path": None,
            },
        ],
        [200, {"version": None, "description": None, "is_schedule_active": False, "paused": True, "tags": ["b"]}],
        [200, {"is_schedule_active": True, "paused": False, "tags": []}],
        True,
    ]
)
async def a_second_deployment_of_the_name_is_the_first(client: PrefectClient) -> object:
    flow = (await new_flow(client))["id"]
    name = new_name("nightly")
    bodies: list[dict[str, Any]] = [
        {"version": "1", "tags": ["a"], "parameters": {"x": 1}, "schedules": [{"schedule": HOURLY}], "path": "/a"},
        {"version": "2", "description": "Now with text."},
        {"tags": ["b"], "paused": True},
        {"schedules": []},
    ]
    found = []
    before: Any = {}
    for body in bodies:
        status, after = await raw(client, "POST", f"{DEPLOYMENTS}/", json=body | {"name": name, "flow_id": flow})
        found.append([status, changed(before, after) if before else after["id"]])
        before = after
    other = await new_flow(client)
    elsewhere = await new_deployment(client, name=name, flow_id=other["id"])
    return [*found, elsewhere["id"] != before["id"]]


@answers(
    [
        [422, [["body", "flow_id"], ["body", "name"]]],
        [422, [["body", "flow_id"]]],
        [422, [["body", "flow_id"]]],
        [422, [["body", "colour"]]],
        [422, [["body", "tags"]]],
        [422, [["body", "parameters"]]],
        [422, [["body", "pull_steps"]]],
    ]
)
async def a_deployment_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    good: dict[str, Any] = {"name": "x", "flow_id": str(NOBODY)}
    bodies: list[dict[str, Any]] = [
        {},
        {"name": "x"},
        good | {"flow_id": "x"},
        good | {"colour": "red"},
        good | {"tags": "x"},
        good | {"parameters": "x"},
        good | {"pull_steps": "x"},
    ]
    return [await refused(client, "POST", f"{DEPLOYMENTS}/", body) for body in bodies]


@answers([False, False, False, False, False, True, True])
async def a_name_with_a_banned_character_is_refused(client: PrefectClient) -> object:
    flow = (await new_flow(client))["id"]
    bodies = [{"name": name, "flow_id": flow} for name in ("a/b", "a%b", "a&b", "a<b", "a>b", "a b", "ä-b")]
    return [status < 300 for status in await statuses(client, "POST", f"{DEPLOYMENTS}/", bodies)]


@answers([422, 422, 422, 422, 422, 422, 201, 422, 422, 422, 422, 201, 422, 422])
async def schedules_that_are_not_valid_are_refused(client: PrefectClient) -> object:
    flow = (await new_flow(client))["id"]
    bad: list[Any] = [
        {"interval": 0},
        {"interval": -5},
        {"interval": "x"},
        {"cron": "x"},
        {"cron": "0 0 31 2 * * * *"},
        {"cron": "0 25 * * *"},
        {"cron": "@daily"},
        {"cron": "0 0 * * *", "timezone": "Mars"},
        {"interval": 60, "timezone": "Mars"},
        {"rrule": "x"},
        {"rrule": "FREQ=DAILY", "timezone": "Mars"},
        {"rrule": "FREQ=DAILY"},
        {},
        {"interval": 60, "colour": "red"},
    ]
    bodies = [{"name": new_name("x"), "flow_id": flow, "schedules": [{"schedule": one}]} for one in bad]
    return await statuses(client, "POST", f"{DEPLOYMENTS}/", bodies)


@answers(
    [
        [404, {"detail": 'Work pool "nobody-has-this" not found.'}],
        [
            409,
            {
                "detail": "Error creating deployment. Could not find infrastructure block with id: <id>. "
                "This usually occurs when applying a deployment specification that was built "
                "against a different Prefect database / workspace."
            },
        ],
        [
            409,
            {
                "detail": "Error creating deployment. Could not find storage block with id: <id>. "
                "This usually occurs when applying a deployment specification that was built "
                "against a different Prefect database / workspace."
            },
        ],
        [
            409,
            {
                "detail": "Data integrity conflict. This usually means a unique or foreign key "
                "constraint was violated. See server logs for details."
            },
        ],
    ]
)
async def what_a_deployment_names_must_be_there(client: PrefectClient) -> object:
    flow = (await new_flow(client))["id"]
    good = {"name": new_name("nightly"), "flow_id": flow}
    bodies: list[dict[str, Any]] = [
        {"work_pool_name": "nobody-has-this"},
        {"infrastructure_document_id": str(NOBODY)},
        {"storage_document_id": str(NOBODY)},
        {"flow_id": str(NOBODY)},
    ]
    return [await raw(client, "POST", f"{DEPLOYMENTS}/", json=good | body) for body in bodies]


@answers([[422, 201, 201, 201], [409, 204]])
async def parameters_must_follow_an_enforced_schema(client: PrefectClient) -> object:
    schema = {
        "type": "object",
        "properties": {"x": {"type": "integer"}, "y": {"type": "string"}},
        "required": ["x"],
    }
    enforced = {"parameter_openapi_schema": schema, "enforce_parameter_schema": True}
    flow = (await new_flow(client))["id"]
    tried = []
    for parameters, more in (({"x": "1"}, enforced), ({"y": "a"}, enforced), ({"x": 1}, enforced), ({"x": "1"}, {})):
        body = {"name": new_name("n"), "flow_id": flow, "parameters": parameters} | more
        tried.append((await raw(client, "POST", f"{DEPLOYMENTS}/", json=body))[0])
    made = await new_deployment(client, parameters={"x": 1}, **enforced)
    path = f"{DEPLOYMENTS}/{made['id']}"
    return [tried, await statuses(client, "PATCH", path, [{"parameters": {"x": "1"}}, {"parameters": {"x": 2}}])]


@answers([201, 422, 201])
async def job_variables_must_follow_the_schema_of_the_pool(client: PrefectClient) -> object:
    variables = {"type": "object", "properties": {"size": {"type": "integer"}}, "required": []}
    template = {"job_configuration": {"size": "{{ size }}"}, "variables": variables}
    pool = await new_pool(client, base_job_template=template)
    flow = (await new_flow(client))["id"]
    made = []
    for given in ({"size": 1}, {"size": "big"}, {"colour": "red"}):
        body = {"name": new_name("n"), "flow_id": flow, "work_pool_name": pool["name"], "job_variables": given}
        made.append((await raw(client, "POST", f"{DEPLOYMENTS}/", json=body))[0])
    return made


@answers([True, True, True, True])
async def a_deployment_is_read_by_id_and_by_name(client: PrefectClient) -> object:
    flow = await new_flow(client, name=f"{new_name('with space')} é")
    made = await new_deployment(client, flow_id=flow["id"], name=f"{new_name('night')} ü")
    path = f"{DEPLOYMENTS}/name/{flow['name']}/{made['name']}"
    return [
        await read_deployment(client, made) == made,
        await read(client, path) == made,
        str((await client.read_deployment_by_name(f"{flow['name']}/{made['name']}")).id) == made["id"],
        str((await client.read_deployment(made["id"])).id) == made["id"],
    ]


@answers(
    [
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found."}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found"}],
        [404, {"detail": "Deployment not found."}],
        [404, {"detail": "Deployment not found."}],
        "ObjectNotFound",
        "ObjectNotFound",
    ]
)
async def a_deployment_that_is_not_there(client: PrefectClient) -> object:
    path = f"{DEPLOYMENTS}/{NOBODY}"
    return [
        await raw(client, "GET", path),
        await raw(client, "GET", f"{DEPLOYMENTS}/name/nobody/nothing"),
        await raw(client, "PATCH", path, json={"tags": ["x"]}),
        await raw(client, "DELETE", path),
        await raw(client, "POST", f"{path}/create_flow_run", json={}),
        await raw(client, "POST", f"{path}/pause_deployment"),
        await raw(client, "POST", f"{path}/resume_deployment"),
        await raw(client, "POST", f"{path}/set_schedule_active"),
        await raw(client, "POST", f"{path}/set_schedule_inactive"),
        await raw(client, "GET", f"{path}/work_queue_check"),
        await raw(client, "GET", f"{path}/schedules"),
        await raw(client, "POST", f"{path}/schedules", json=[{"schedule": HOURLY}]),
        await raised(client.read_deployment(NOBODY)),
        await raised(client.delete_deployment(NOBODY)),
    ]


@answers(
    [
        [204, {"tags": ["b", "c"]}],
        [204, {"parameters": {"y": 2}}],
        [204, {"version": "2", "description": None}],
        [204, {"is_schedule_active": False, "paused": True}],
        [204, {"infra_overrides": {"a": 1}}],
        [204, {"infra_overrides": {"b": 2}}],
        [204, {"work_queue_name": "default", "work_pool_name": "pool-<new>"}],
        [204, {"path": "/x", "entrypoint": "a.py:b", "manifest_path": "m"}],
        [204, {}],
    ]
)
async def an_update_changes_what_is_given(client: PrefectClient) -> object:
    pool = await new_pool(client)
    made = await new_deployment(client, tags=["a"], parameters={"x": 1}, description="Loads it.", version="1")
    path = f"{DEPLOYMENTS}/{made['id']}"
    found = []
    for body in (
        {"tags": ["b", "c"]},
        {"parameters": {"y": 2}},
        {"description": None, "version": "2"},
        {"paused": True},
        {"job_variables": {"a": 1}},
        {"infra_overrides": {"b": 2}},
        {"work_pool_name": pool["name"]},
        {"path": "/x", "entrypoint": "a.py:b", "manifest_path": "m"},
        {},
    ):
        before = await read_deployment(client, made)
        status, _ = await raw(client, "PATCH", path, json=body)
        found.append([status, changed(before, await read_deployment(client, made), "job_variables")])
    return found


@answers([422, 422, 422, 422, 422])
async def an_update_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    made = await new_deployment(client)
    path = f"{DEPLOYMENTS}/{made['id']}"
    bodies: list[Any] = [
        {"name": "other"},
        {"flow_id": made["flow_id"]},
        {"colour": "red"},
        {"tags": "x"},
        {"parameters": 5},
    ]
    return await statuses(client, "PATCH", path, bodies)


@answers(
    [
        [204, None],
        {"late": [404, None, None], "busy": [200, "Running", "<id>"], "done": [200, "Completed", "<id>"]},
        [404, 404],
    ]
)
async def a_deleted_deployment_leaves_its_past_runs(client: PrefectClient) -> object:
    made = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    await raw(client, "POST", f"{DEPLOYMENTS}/{made['id']}/schedule", json={"min_runs": 2})
    states = {"late": "SCHEDULED", "busy": "RUNNING", "done": "COMPLETED"}
    kept = {n: await run_from(client, made, name=n, state={"type": t}) for n, t in states.items()}
    auto = [one for one in await runs_of(client, made) if one["auto_scheduled"]]
    deleted = await raw(client, "DELETE", f"{DEPLOYMENTS}/{made['id']}")
    found = {}
    for name, run in kept.items():
        status, after = await raw(client, "GET", f"/flow_runs/{run['id']}")
        found[name] = [status, after.get("state_name"), after.get("deployment_id")]
    gone = [(await raw(client, "GET", f"/flow_runs/{run['id']}"))[0] for run in auto]
    return [deleted, found, gone]


@answers([[204, None], [404, {"detail": "Deployment not found"}]])
async def a_deployment_goes_with_its_flow(client: PrefectClient) -> object:
    made = await new_deployment(client)
    deleted = await raw(client, "DELETE", f"/flows/{made['flow_id']}")
    return [deleted, await raw(client, "GET", f"{DEPLOYMENTS}/{made['id']}")]


@answers(
    [
        [[True, "default"], [True, "made-here"]],
        [2, "NOT_READY"],
        ["default-agent-pool", True],
        "default-agent-pool",
        ["agents-<new>"],
    ]
)
async def a_deployment_of_a_pool_is_in_the_default_queue(client: PrefectClient) -> object:
    pool = await new_pool(client)
    in_default = await new_deployment(client, work_pool_name=pool["name"])
    in_new = await new_deployment(client, work_pool_name=pool["name"], work_queue_name="made-here")
    agents = new_name("agents")
    of_agents = await new_deployment(client, work_queue_name=agents)
    made = await read(client, f"/work_pools/{pool['name']}/queues/made-here")
    _, checked = await raw(client, "GET", f"{DEPLOYMENTS}/{of_agents['id']}/work_queue_check")
    return [
        [[one["work_pool_name"] == pool["name"], one["work_queue_name"]] for one in (in_default, in_new)],
        [made["priority"], made["status"]],
        [of_agents["work_pool_name"], of_agents["work_queue_name"] == agents],
        (await read(client, f"/work_queues/name/{agents}"))["work_pool_name"],
        [one["name"] for one in checked if one["name"] == agents],
    ]


@answers([[204, None], None, None])
async def a_deployment_keeps_its_pool_as_long_as_that_is_there(client: PrefectClient) -> object:
    pool = await new_pool(client)
    made = await new_deployment(client, work_pool_name=pool["name"])
    deleted = await raw(client, "DELETE", f"/work_pools/{pool['name']}")
    after = await read_deployment(client, made)
    return [deleted, after["work_pool_name"], after["work_queue_name"]]


@answers({"id": "<id>", "type": "AUTOMATION", "display_value": "Rule"})
async def a_creator_is_kept(client: PrefectClient) -> object:
    headers = {"Prefect-Automation-ID": str(NOBODY), "Prefect-Automation-Name": "UnVsZQ=="}
    made = await new_deployment(client)
    _, run = await raw(client, "POST", f"{DEPLOYMENTS}/{made['id']}/create_flow_run", json={}, headers=headers)
    return run["created_by"]
