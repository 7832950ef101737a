"""Runs made from deployments: what they take from it, and how their parameters are filled in and judged."""

from typing import Any

from checks.deployment_scene import changed, new_deployment, new_pool, read, run_from
from checks.scene import NOBODY, answers, new_name, new_word, raw, statuses
from prefect.client.orchestration import PrefectClient
from prefect.states import Scheduled


async def tried(client: PrefectClient, deployment: Any, bodies: list[Any]) -> list[Any]:
    """What is answered to requests for runs: the parameters, or the status and what is wrong."""
    found = []
    for body in bodies:
        status, answer = await raw(client, "POST", f"/deployments/{deployment['id']}/create_flow_run", json=body)
        found.append(answer["parameters"] if status < 300 else [status, answer.get("detail")])
    return found


@answers(
    [
        201,
        {
            "id": "<id>",
            "created": "<moment>",
            "flow_id": "<id>",
            "state_id": "<id>",
            "deployment_id": "<id>",
            "deployment_version": "7",
            "work_queue_id": "<id>",
            "work_queue_name": "default",
            "parameters": {"x": 1, "y": 2},
            "context": {},
            "empirical_policy": {
                "max_retries": 0,
                "retry_delay_seconds": 0.0,
                "retries": None,
                "retry_delay": None,
                "pause_keys": [],
                "resuming": False,
                "retry_type": None,
            },
            "state_type": "SCHEDULED",
            "state_name": "Scheduled",
            "run_count": 0,
            "expected_start_time": "<moment>",
            "next_scheduled_start_time": "<moment>",
            "total_run_time": 0.0,
            "estimated_run_time": 0.0,
            "auto_scheduled": False,
            "work_pool_id": "<id>",
            "work_pool_name": "pool-<new>",
            "job_variables": {},
        },
        ["SCHEDULED", "Scheduled", None],
        {},
        ["a", "b"],
    ]
)
async def a_run_takes_from_its_deployment(client: PrefectClient) -> object:
    pool = await new_pool(client)
    deployment = await new_deployment(
        client,
        parameters={"x": 1, "y": 2},
        tags=["a", "b"],
        version="7",
        work_pool_name=pool["name"],
        job_variables={"env": {"A": "1"}},
    )
    status, run = await raw(client, "POST", f"/deployments/{deployment['id']}/create_flow_run", json={})
    again = await read(client, f"/flow_runs/{run['id']}")
    state = run["state"]
    return [
        status,
        changed({}, run, "name", "state", "tags", "estimated_start_time_delta"),
        [state["type"], state["name"], state["message"]],
        changed(run, again, "estimated_start_time_delta", "estimated_run_time"),
        sorted(run["tags"]),
    ]


@answers(
    {
        "name": "by-hand",
        "parameters": {"x": 1, "y": {"b": 2}, "z": 3},
        "idempotency_key": "key-<new>",
        "context": {"why": "test"},
        "empirical_policy": {
            "max_retries": 0,
            "retry_delay_seconds": 0.0,
            "retries": 3,
            "retry_delay": 4,
            "pause_keys": [],
            "resuming": False,
            "retry_type": None,
        },
        "tags": ["a", "c"],
        "state_type": "PENDING",
        "state_name": "Soon",
        "next_scheduled_start_time": None,
        "job_variables": {"c": 3},
    }
)
async def what_is_given_comes_first(client: PrefectClient) -> object:
    deployment = await new_deployment(client, parameters={"x": 1, "y": {"a": 1}}, tags=["a"], job_variables={"b": 2})
    plain = await run_from(client, deployment)
    given = await run_from(
        client,
        deployment,
        name="by-hand",
        parameters={"y": {"b": 2}, "z": 3},
        tags=["c", "a"],
        context={"why": "test"},
        job_variables={"c": 3},
        idempotency_key=new_name("key"),
        empirical_policy={"retries": 3, "retry_delay": 4},
        state={"type": "PENDING", "name": "Soon"},
    )
    return {
        **changed(
            plain, given, "id", "created", "state", "state_id", "expected_start_time", "estimated_start_time_delta"
        ),
        "tags": sorted(given["tags"]),
    }


@answers([[201, 200, 201], True, {}, False])
async def a_key_makes_one_run(client: PrefectClient) -> object:
    deployment, other = await new_deployment(client), await new_deployment(client)
    path = f"/deployments/{deployment['id']}/create_flow_run"
    key = {"idempotency_key": new_name("key")}
    first, one = await raw(client, "POST", path, json=key)
    second, two = await raw(client, "POST", path, json=key | {"name": "other", "tags": ["x"]})
    third, three = await raw(client, "POST", f"/deployments/{other['id']}/create_flow_run", json=key)
    return [
        [first, second, third],
        one["id"] == two["id"],
        changed(one, two, "estimated_start_time_delta"),
        one["id"] == three["id"],
    ]


@answers(
    [
        [
            ["pool-<new>", "default", "<id>", "<id>"],
            ["pool-<new>", "made-<new>", "<id>", "<id>"],
            ["default-agent-pool", "agents-<new>", "<id>", "<id>"],
            [None, None, None, None],
        ],
        ["made-<new>", 2],
    ]
)
async def a_run_goes_to_its_queue(client: PrefectClient) -> object:
    pool = await new_pool(client)
    pooled = await new_deployment(client, work_pool_name=pool["name"])
    agents = await new_deployment(client, work_queue_name=new_name("agents"))
    bare = await new_deployment(client)
    queue = new_name("made")
    runs = [
        await run_from(client, pooled),
        await run_from(client, pooled, work_queue_name=queue),
        await run_from(client, agents),
        await run_from(client, bare),
    ]
    made = await read(client, f"/work_pools/{pool['name']}/queues/{queue}")
    return [
        [[run["work_pool_name"], run["work_queue_name"], run["work_queue_id"], run["work_pool_id"]] for run in runs],
        [made["name"], made["priority"]],
    ]


@answers(
    [
        {"x": {"a": 1}},
        {"x": 5},
        {"x": {"a": [1, 2]}},
        {},
        {"x": "2"},
        {"x": ""},
        {"x": '{"a": 1}'},
        {"x": {"a": 1}},
        {"x": [3]},
        {"x": [{"y": 1}, 2]},
    ]
)
async def parameters_are_filled_in(client: PrefectClient) -> object:
    name = new_word("colour")
    await client._client.post("/variables/", json={"name": name, "value": '{"a": 1}'})
    deployment = await new_deployment(client)
    wheres: list[Any] = [
        {"x": {"__prefect_kind": "none", "value": {"a": 1}}},
        {"x": {"__prefect_kind": None, "value": 5}},
        {"x": {"__prefect_kind": "json", "value": '{"a": [1, 2]}'}},
        {"x": {"__prefect_kind": "json"}},
        {"x": {"__prefect_kind": "jinja", "template": "{{ 1 + 1 }}"}},
        {"x": {"__prefect_kind": "jinja", "template": "{{ nobody }}"}},
        {"x": {"__prefect_kind": "workspace_variable", "variable_name": name}},
        {"x": {"__prefect_kind": "json", "value": {"__prefect_kind": "workspace_variable", "variable_name": name}}},
        {"x": {"__prefect_kind": "json", "value": {"__prefect_kind": "jinja", "template": "[{{ 3 }}]"}}},
        {"x": [{"y": {"__prefect_kind": "json", "value": "1"}}, 2]},
    ]
    return await tried(client, deployment, [{"parameters": one} for one in wheres])


@answers([400, 400, 400, {}])
async def parameters_that_cannot_be_filled_in_are_refused(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    wheres: list[Any] = [
        {"x": {"__prefect_kind": "json", "value": "{"}},
        {"x": {"__prefect_kind": "jinja", "template": "{{ 1 +"}},
        {"x": {"__prefect_kind": "workspace_variable", "variable_name": "nobody_has_this"}},
        {"x": {"__prefect_kind": "workspace_variable"}},
    ]
    found = await tried(client, deployment, [{"parameters": one} for one in wheres])
    return [one[0] if isinstance(one, list) else one for one in found]


SCHEMA = {
    "type": "object",
    "properties": {"x": {"type": "integer", "title": "x"}, "y": {"type": "string", "enum": ["a", "b"]}},
    "required": ["x"],
}


@answers([[{"x": 1}, {"x": 2, "y": "a"}, 409, 409, {"x": 1, "z": 1}, {"x": 7}, 409, {"x": "2"}], [{"x": "2"}], [409]])
async def an_enforced_schema_judges_parameters(client: PrefectClient) -> object:
    deployment = await new_deployment(
        client, parameters={"x": 1}, parameter_openapi_schema=SCHEMA, enforce_parameter_schema=True
    )
    free = await new_deployment(client, parameters={"x": 1}, parameter_openapi_schema=SCHEMA)
    bodies: list[Any] = [
        {},
        {"parameters": {"x": 2, "y": "a"}},
        {"parameters": {"x": "2"}},
        {"parameters": {"y": "c"}},
        {"parameters": {"z": 1}},
        {"parameters": {"x": {"__prefect_kind": "json", "value": "7"}}},
        {"parameters": {"x": {"__prefect_kind": "json", "value": '"7"'}}},
        {"parameters": {"x": "2"}, "enforce_parameter_schema": False},
    ]
    return [
        [one[0] if isinstance(one, list) else one for one in await tried(client, deployment, bodies)],
        await tried(client, free, [{"parameters": {"x": "2"}}]),
        [
            one[0] if isinstance(one, list) else one
            for one in await tried(client, free, [{"parameters": {"x": "2"}, "enforce_parameter_schema": True}])
        ],
    ]


@answers([201, 201, 422])
async def job_variables_of_a_run_must_follow_the_schema_of_the_pool(client: PrefectClient) -> object:
    variables = {
        "type": "object",
        "properties": {"size": {"type": "integer"}, "env": {"type": "object"}},
        "required": ["env"],
    }
    template = {"job_configuration": {"size": "{{ size }}"}, "variables": variables}
    pool = await new_pool(client, base_job_template=template)
    deployment = await new_deployment(client, work_pool_name=pool["name"], job_variables={"env": {}})
    path = f"/deployments/{deployment['id']}/create_flow_run"
    return await statuses(client, "POST", path, [{}, {"job_variables": {"size": 1}}, {"job_variables": {"size": "x"}}])


@answers([422, 422, 422, 422, 422, 422, 422])
async def a_request_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    path = f"/deployments/{deployment['id']}/create_flow_run"
    bodies: list[Any] = [
        {"colour": "red"},
        {"tags": "x"},
        {"parameters": "x"},
        {"state": {"type": "WHAT"}},
        {"infrastructure_document_id": "x"},
        {"flow_id": str(NOBODY)},
        {"job_variables": "x"},
    ]
    return await statuses(client, "POST", path, bodies)


@answers([[{"x": 1}, ["a"], "Scheduled", True], [{"x": 1, "y": 2}, ["a", "b"], "mine", "later", {"z": 1}]])
async def the_client_makes_runs_of_deployments(client: PrefectClient) -> object:
    deployment = await new_deployment(client, parameters={"x": 1}, tags=["a"])
    plain = await client.create_flow_run_from_deployment(deployment["id"])
    given = await client.create_flow_run_from_deployment(
        deployment["id"],
        parameters={"y": 2},
        name="mine",
        tags=["b"],
        state=Scheduled(message="later"),
        idempotency_key=new_name("key"),
        job_variables={"z": 1},
    )
    return [
        [plain.parameters, plain.tags, plain.state.name, str(plain.deployment_id) == deployment["id"]],
        [given.parameters, sorted(given.tags), given.name, given.state.message, given.job_variables],
    ]


@answers([["2030-05-05", "2030-05-05"], [["ACCEPT", "Pending", "accept_details"], ["WAIT", "Pending", "wait_details"]]])
async def a_run_waits_until_it_is_time(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    later = "2030-05-05T12:00:00+00:00"
    run = await run_from(client, deployment, state={"type": "SCHEDULED", "state_details": {"scheduled_time": later}})
    bodies = [{"state": {"type": "PENDING"}}, {"state": {"type": "RUNNING"}}]
    answers = [(await raw(client, "POST", f"/flow_runs/{run['id']}/set_state", json=body))[1] for body in bodies]
    return [
        [run["expected_start_time"][:10], run["next_scheduled_start_time"][:10]],
        [[one["status"], one["state"]["name"], one["details"]["type"]] for one in answers],
    ]


@answers([201, "ACCEPT", "Scheduled", "reschedule", False, []])
async def a_finished_run_of_a_deployment_is_scheduled_again(client: PrefectClient) -> object:
    run = await run_from(client, await new_deployment(client), state={"type": "FAILED"})
    status, answer = await raw(
        client, "POST", f"/flow_runs/{run['id']}/set_state", json={"state": {"type": "SCHEDULED"}}
    )
    after = await read(client, f"/flow_runs/{run['id']}")
    policy = after["empirical_policy"]
    return [
        status,
        answer["status"],
        after["state_name"],
        policy["retry_type"],
        policy["resuming"],
        policy["pause_keys"],
    ]


@answers(
    [[[204, None], [400, {"detail": "Job variables for a flow run in state RUNNING cannot be updated"}]], {"a": 1}]
)
async def job_variables_change_only_before_a_run_starts(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    waiting = await run_from(client, deployment)
    busy = await run_from(client, deployment, state={"type": "RUNNING"})
    body = {"job_variables": {"a": 1}}
    found = [(await raw(client, "PATCH", f"/flow_runs/{run['id']}", json=body)) for run in (waiting, busy)]
    return [found, (await read(client, f"/flow_runs/{waiting['id']}"))["job_variables"]]
