"""What charts and pages are drawn from: history, graphs, counts."""

import pendulum
from checks.scene import (
    answers,
    flow_named,
    new_flow_run,
    new_name,
    new_task_run,
    raw,
    running_flow_run,
    running_task_run,
)
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.objects import TaskRunResult
from prefect.states import Completed, Failed, Pending, Running

NOON = pendulum.datetime(2024, 5, 5, 12)


@answers(
    [
        200,
        [
            [],
            [
                ["COMPLETED", "Completed", 2],
                ["FAILED", "Failed", 1],
                ["PENDING", "Pending", 1],
                ["RUNNING", "Running", 1],
            ],
            [],
        ],
        ["interval_end", "interval_start", "states"],
        ["count_runs", "state_name", "state_type", "sum_estimated_lateness", "sum_estimated_run_time"],
        422,
    ]
)
async def history_counts_runs_by_state_and_interval(client: PrefectClient) -> object:
    flow = flow_named(new_name("etl"))
    for state in (Pending(), Running(), Completed(), Completed(), Failed()):
        await new_flow_run(client, flow=flow, state=state)
    now = pendulum.now("UTC")
    body = {
        "history_start": now.subtract(hours=2).isoformat(),
        "history_end": now.add(hours=1).isoformat(),
        "history_interval_seconds": 3600,
        "flows": {"name": {"any_": [flow.name]}},
    }
    status, intervals = await raw(client, "POST", "/flow_runs/history", json=body)
    counts = [sorted([s["state_type"], s["state_name"], s["count_runs"]] for s in i["states"]) for i in intervals]
    bad = await raw(client, "POST", "/flow_runs/history", json=body | {"history_interval_seconds": 0.5})
    return status, counts, sorted(intervals[0]), sorted(intervals[1]["states"][0]), bad[0]


@answers([200, [["Completed", 2], ["Pending", 1]]])
async def history_counts_task_runs_too(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    for key, state in enumerate((Pending(), Completed(), Completed())):
        await new_task_run(client, run, str(key), state=state)
    now = pendulum.now("UTC")
    body = {
        "history_start": now.subtract(hours=1).isoformat(),
        "history_end": now.add(hours=1).isoformat(),
        "history_interval_seconds": 7200,
        "flow_runs": {"id": {"any_": [str(run.id)]}},
    }
    status, (interval,) = await raw(client, "POST", "/task_runs/history", json=body)
    return status, sorted([state["state_name"], state["count_runs"]] for state in interval["states"])


@answers(
    [
        ["artifacts", "end_time", "nodes", "root_node_ids", "start_time", "states"],
        ["first", "wire / child"],
        [
            {
                "kind": "task-run",
                "label": "first",
                "state_type": "COMPLETED",
                "parents": [],
                "children": ["second"],
                "has_ended": True,
            },
            {
                "kind": "task-run",
                "label": "second",
                "state_type": "COMPLETED",
                "parents": ["first"],
                "children": [],
                "has_ended": True,
            },
            {
                "kind": "flow-run",
                "label": "wire / child",
                "state_type": "RUNNING",
                "parents": [],
                "children": [],
                "has_ended": False,
            },
        ],
        ["artifacts", "children", "end_time", "id", "kind", "label", "parents", "start_time", "state_type"],
        [["PENDING", "Pending"], ["RUNNING", "Running"]],
        [[], None],
    ]
)
async def a_run_is_read_as_a_graph(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    first = await new_task_run(client, run, "a", name="first")
    inputs = {"x": [TaskRunResult(id=first.id)]}
    second = await new_task_run(client, run, "b", name="second", task_inputs=inputs)
    waiting = await new_task_run(client, run, "c", name="waiting")
    child = await new_flow_run(client, name="child", parent_task_run_id=waiting.id)
    for task_run in (first, second):
        await client.set_task_run_state(task_run.id, Running())
        await client.set_task_run_state(task_run.id, Completed())
    await client.set_flow_run_state(child.id, Running())
    _, graph = await raw(client, "GET", f"/flow_runs/{run.id}/graph-v2")
    names = {node["id"]: node["label"] for _, node in graph["nodes"]}
    return [
        sorted(graph),
        [names[root] for root in graph["root_node_ids"]],
        [
            {
                **{key: node[key] for key in ("kind", "label", "state_type")},
                "parents": [names[parent["id"]] for parent in node["parents"]],
                "children": [names[child["id"]] for child in node["children"]],
                "has_ended": node["end_time"] is not None,
            }
            for _, node in graph["nodes"]
        ],
        sorted(graph["nodes"][0][1]),
        [[state["type"], state["name"]] for state in graph["states"]],
        [graph["artifacts"], graph["end_time"]],
    ]


@answers(
    [
        [
            "first",
            [],
            False,
            [
                "end_time",
                "estimated_run_time",
                "expected_start_time",
                "id",
                "name",
                "start_time",
                "state",
                "total_run_time",
                "untrackable_result",
                "upstream_dependencies",
            ],
        ],
        [
            "second",
            [{"input_type": "task_run", "id": "<id>"}],
            False,
            [
                "end_time",
                "estimated_run_time",
                "expected_start_time",
                "id",
                "name",
                "start_time",
                "state",
                "total_run_time",
                "untrackable_result",
                "upstream_dependencies",
            ],
        ],
    ]
)
async def a_run_is_read_as_its_dependencies(client: PrefectClient) -> object:
    run = await running_flow_run(client)
    first = await new_task_run(client, run, "a", name="first")
    inputs = {"x": [TaskRunResult(id=first.id)]}
    await new_task_run(client, run, "b", name="second", task_inputs=inputs)
    _, rows = await raw(client, "GET", f"/flow_runs/{run.id}/graph")
    found = [[row["name"], row["upstream_dependencies"], row["untrackable_result"], sorted(row)] for row in rows]
    return sorted(found, key=lambda row: row[0])


@answers([[200, ["duration", "id", "lateness", "state_type", "timestamp"], "RUNNING"], [20, 1, 0]])
async def charts_get_dots_and_counts(client: PrefectClient) -> object:
    run = await running_task_run(client)
    mine = {"flow_runs": {"id": {"any_": [str(run.flow_run_id)]}}}
    await client.set_task_run_state(run.id, Completed())
    status, (dot,) = await raw(client, "POST", "/ui/flow_runs/history", json=mine)
    since = pendulum.now("UTC").subtract(hours=1).isoformat()
    body = mine | {"task_runs": {"start_time": {"after_": since}}}
    _, counts = await raw(client, "POST", "/ui/task_runs/dashboard/counts", json=body)
    return [
        [status, sorted(dot), dot["state_type"]],
        [len(counts), sum(count["completed"] for count in counts), sum(count["failed"] for count in counts)],
    ]
