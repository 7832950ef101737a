"""Every operator of every filter, order, limit and offset, over one set of runs."""

from functools import cache
from typing import Any

import pendulum
from checks.scene import answers, flow_named, new_flow_run, new_name, new_task_run, raw
from prefect import task
from prefect.client.orchestration import PrefectClient
from prefect.states import Completed, Failed, Pending, Running, Scheduled

FUTURE = pendulum.datetime(2100, 1, 1)
PAST = pendulum.datetime(2000, 1, 1)


@cache
def scenes() -> dict[str, dict[str, Any]]:
    """What was made at each API so far."""
    return {}


async def scene(client: PrefectClient) -> dict[str, Any]:
    """Two flows with runs, task runs and a subflow run; names begin with a word of their own."""
    made = scenes().get(str(client.api_url))
    if made is None:
        made = scenes()[str(client.api_url)] = await make_scene(client)
    return made


async def make_scene(client: PrefectClient) -> dict[str, Any]:
    """Make it."""
    own = new_name("own")
    etl, report = flow_named(f"{own} etl").with_options(version="1"), flow_named(f"{own} report")
    ids: dict[str, Any] = {"own": own}
    plan = [
        ("alpha", etl, Completed(), ["red", "blue"]),
        ("beta", etl, Failed(), ["red"]),
        ("gamma", etl, Scheduled(scheduled_time=FUTURE), []),
        ("delta", report, Running(), ["blue"]),
        ("100%_sure", report, Completed(name="Good"), []),
    ]
    for name, flow, state, tags in plan:
        run = await new_flow_run(client, flow=flow, name=f"{own} {name}", tags=tags)
        if state.name != "Scheduled":
            await client.set_flow_run_state(run.id, Running())
        await client.set_flow_run_state(run.id, state, force=True)
        ids[name] = run
    for key, (parent, state, tags) in enumerate(
        [("alpha", Completed(), ["hot"]), ("alpha", Failed(), []), ("delta", Pending(), ["hot", "cold"])]
    ):
        made = task(name=f"step{key}", tags=tags)(lambda: None)
        run = await new_task_run(client, ids[parent], str(key), task=made, name=f"{own} step{key}")
        if state.name != "Pending":
            await client.set_task_run_state(run.id, Running(), force=True)
            await client.set_task_run_state(run.id, state, force=True)
        ids[f"step{key}"] = run
    child = await new_flow_run(client, flow=report, name=f"{own} child", parent_task_run_id=ids["step2"].id)
    return ids | {"child": child}


async def found(client: PrefectClient, noun: str, **body: Any) -> Any:
    """The names of what a query over the scene gives, without the word they begin with."""
    made = await scene(client)
    own = {"name": {"like_": made["own"]}}
    filters = {
        noun: {"operator": "and_", **own, **body.pop("where", {})},
        **{key: value for key, value in body.items() if key not in ("sort", "limit", "offset")},
    }
    page = {key: value for key, value in body.items() if key in ("sort", "limit", "offset")}
    status, rows = await raw(client, "POST", f"/{noun}/filter", json=filters | {"sort": "NAME_ASC"} | page)
    assert status == 200, rows
    names = [row["name"].removeprefix(made["own"] + " ") for row in rows]
    if not page:
        assert (await raw(client, "POST", f"/{noun}/count", json=filters))[1] == len(names)
    return " ".join(names)


async def each(client: PrefectClient, noun: str, wheres: list[dict[str, Any]]) -> Any:
    """What each of several filters finds."""
    return [await found(client, noun, where=where) for where in wheres]


@answers(["alpha beta", "100%_sure child delta gamma", ""])
async def flow_runs_by_id(client: PrefectClient) -> object:
    made = await scene(client)
    some = [str(made["alpha"].id), str(made["beta"].id)]
    return await each(client, "flow_runs", [{"id": {"any_": some}}, {"id": {"not_any_": some}}, {"id": {"any_": []}}])


@answers(["beta", "delta", "alpha"])
async def flow_runs_by_name(client: PrefectClient) -> object:
    own = (await scene(client))["own"]
    wheres = [{"any_": [f"{own} beta", "nobody"]}, {"like_": "DELTA"}, {"like_": "lph"}]
    rows = []
    for where in wheres:
        scoped = {"flows": {"name": {"like_": own}}, "flow_runs": {"name": where}, "sort": "NAME_ASC"}
        _, runs = await raw(client, "POST", "/flow_runs/filter", json=scoped)
        rows.append(" ".join(run["name"].removeprefix(f"{own} ") for run in runs))
    return rows


@answers(
    [
        "alpha beta",
        "alpha",
        "100%_sure alpha beta child delta gamma",
        "100%_sure child gamma",
        "alpha beta delta",
        "100%_sure alpha beta child gamma",
    ]
)
async def flow_runs_by_tags(client: PrefectClient) -> object:
    wheres = [{"all_": ["red"]}, {"all_": ["red", "blue"]}, {"all_": []}, {"is_null_": True}, {"is_null_": False}]
    wheres.append({"operator": "or_", "all_": ["red"], "is_null_": True})
    return await each(client, "flow_runs", [{"tags": where} for where in wheres])


@answers(["100%_sure alpha beta", "100%_sure", "alpha", "100%_sure beta"])
async def flow_runs_by_state(client: PrefectClient) -> object:
    wheres = [
        {"type": {"any_": ["COMPLETED", "FAILED"]}},
        {"name": {"any_": ["Good"]}},
        {"type": {"any_": ["COMPLETED"]}, "name": {"any_": ["Completed"]}},
        {"operator": "or_", "type": {"any_": ["FAILED"]}, "name": {"any_": ["Good"]}},
    ]
    return await each(client, "flow_runs", [{"state": where} for where in wheres])


@answers(
    [
        "alpha beta",
        "100%_sure beta delta",
        "child gamma",
        "100%_sure alpha beta delta",
        "",
        "100%_sure alpha beta child delta gamma",
        "gamma",
        "",
    ]
)
async def flow_runs_by_time(client: PrefectClient) -> object:
    made = await scene(client)
    run = await client.read_flow_run(made["beta"].id)
    wheres = [
        {"start_time": {"before_": run.start_time.isoformat()}},
        {"start_time": {"after_": run.start_time.isoformat()}},
        {"start_time": {"is_null_": True}},
        {"start_time": {"is_null_": False}},
        {"expected_start_time": {"after_": "2050-01-01T00:00:00Z"}},
        {"expected_start_time": {"before_": "2050-01-01T00:00:00+01:00"}},
        {"next_scheduled_start_time": {"after_": FUTURE.isoformat()}},
        {"next_scheduled_start_time": {"before_": PAST.isoformat()}},
    ]
    return await each(client, "flow_runs", wheres)


@answers(
    [
        "alpha beta gamma",
        "100%_sure alpha beta child delta gamma",
        "",
        "100%_sure alpha beta child delta gamma",
        "",
        "child",
        "child",
        "child",
        "",
    ]
)
async def flow_runs_by_the_rest(client: PrefectClient) -> object:
    made = await scene(client)
    wheres = [
        {"flow_version": {"any_": ["1"]}},
        {"deployment_id": {"is_null_": True}},
        {"deployment_id": {"any_": [str(made["alpha"].id)]}},
        {"work_queue_name": {"is_null_": True}},
        {"work_queue_name": {"any_": ["x"]}},
        {"parent_task_run_id": {"is_null_": False}},
        {"parent_task_run_id": {"any_": [str(made["step2"].id)]}},
        {"parent_flow_run_id": {"any_": [str(made["delta"].id)]}},
        {"idempotency_key": {"any_": ["x"]}},
    ]
    return await each(client, "flow_runs", wheres)


@answers(["alpha", "delta", "gamma"])
async def flow_runs_by_one_condition_or_another(client: PrefectClient) -> object:
    own = (await scene(client))["own"]
    either = {"operator": "or_", "tags": {"all_": ["blue"]}, "state": {"type": {"any_": ["SCHEDULED"]}}}
    body = {"flows": {"name": {"like_": own}}, "flow_runs": either, "sort": "NAME_ASC"}
    _, runs = await raw(client, "POST", "/flow_runs/filter", json=body)
    return [run["name"].removeprefix(f"{own} ") for run in runs]


@answers(["100%_sure child delta", "alpha", "alpha", "", ""])
async def flow_runs_by_what_they_belong_to(client: PrefectClient) -> object:
    own = (await scene(client))["own"]
    return [
        await found(client, "flow_runs", flows={"name": {"any_": [f"{own} report"]}}),
        await found(client, "flow_runs", task_runs={"state": {"type": {"any_": ["FAILED"]}}}),
        await found(client, "flow_runs", task_runs={"tags": {"all_": ["hot"]}}, flows={"name": {"like_": "etl"}}),
        await found(client, "flow_runs", deployments={"name": {"any_": ["x"]}}),
        await found(client, "flow_runs", work_pools={"name": {"any_": ["x"]}}),
    ]
