"""Task runs and flows by every operator of their filters, orders, limits and offsets, over the same set of runs."""

from checks.filters import PAST, each, found, scene
from checks.scene import answers, raw
from prefect.client.orchestration import PrefectClient


@answers(
    [
        "step0",
        "step0 step2",
        "step1",
        "step1",
        "step0 step2",
        "step0 step1",
        "",
        "step0 step1",
        "step2",
        "step0 step1",
        "step0 step1",
        "",
        "step0 step1 step2",
    ]
)
async def task_runs_by_each_condition(client: PrefectClient) -> object:
    made = await scene(client)
    wheres = [
        {"id": {"any_": [str(made["step0"].id)]}},
        {"tags": {"all_": ["hot"]}},
        {"tags": {"is_null_": True}},
        {"state": {"type": {"any_": ["FAILED"]}}},
        {"state": {"name": {"any_": ["Completed", "Pending"]}}},
        {"start_time": {"is_null_": False}},
        {"start_time": {"before_": PAST.isoformat()}},
        {"start_time": {"after_": PAST.isoformat()}},
        {"subflow_runs": {"exists_": True}},
        {"subflow_runs": {"exists_": False}},
        {"flow_run_id": {"any_": [str(made["alpha"].id)]}},
        {"flow_run_id": {"is_null_": True}},
        {"flow_run_id": {"is_null_": False}},
    ]
    return await each(client, "task_runs", wheres)


@answers(["step2", "step0 step1", ""])
async def task_runs_by_what_they_belong_to(client: PrefectClient) -> object:
    own = (await scene(client))["own"]
    return [
        await found(client, "task_runs", flows={"name": {"any_": [f"{own} report"]}}),
        await found(client, "task_runs", flow_runs={"tags": {"all_": ["red"]}}),
        await found(client, "task_runs", flow_runs={"state": {"type": {"any_": ["FAILED"]}}}),
    ]


@answers(["etl", "etl report", "", "etl report", ""])
async def flows_by_each_condition(client: PrefectClient) -> object:
    made = await scene(client)
    wheres = [
        {"id": {"any_": [str(made["alpha"].flow_id)]}},
        {"tags": {"is_null_": True}},
        {"tags": {"all_": ["x"]}},
        {"deployment": {"is_null_": True}},
        {"deployment": {"is_null_": False}},
    ]
    return await each(client, "flows", wheres)


@answers(["etl", "report", "etl report"])
async def flows_by_what_belongs_to_them(client: PrefectClient) -> object:
    return [
        await found(client, "flows", flow_runs={"state": {"type": {"any_": ["FAILED"]}}}),
        await found(client, "flows", task_runs={"tags": {"all_": ["cold"]}}),
        await found(client, "flows", flow_runs={"tags": {"all_": ["blue"]}}, task_runs={"tags": {"all_": ["hot"]}}),
    ]


@answers(
    {
        "flow_runs START_TIME_ASC": "alpha beta gamma delta 100%_sure child",
        "flow_runs START_TIME_DESC": "child 100%_sure delta gamma beta alpha",
        "flow_runs EXPECTED_START_TIME_ASC": "alpha beta gamma delta 100%_sure child",
        "flow_runs EXPECTED_START_TIME_DESC": "child 100%_sure delta gamma beta alpha",
        "flow_runs NAME_DESC": "gamma delta child beta alpha 100%_sure",
        "task_runs EXPECTED_START_TIME_ASC": "step0 step1 step2",
        "task_runs EXPECTED_START_TIME_DESC": "step2 step1 step0",
        "task_runs NAME_ASC": "step0 step1 step2",
        "task_runs NAME_DESC": "step2 step1 step0",
        "flows CREATED_DESC": "report etl",
        "flows NAME_ASC": "etl report",
        "flows NAME_DESC": "report etl",
    }
)
async def everything_can_be_sorted(client: PrefectClient) -> object:
    orders = {
        "flow_runs": "START_TIME_ASC START_TIME_DESC EXPECTED_START_TIME_ASC EXPECTED_START_TIME_DESC NAME_DESC",
        "task_runs": "EXPECTED_START_TIME_ASC EXPECTED_START_TIME_DESC NAME_ASC NAME_DESC",
        "flows": "CREATED_DESC NAME_ASC NAME_DESC",
    }
    return {
        f"{noun} {sort}": await found(client, noun, sort=sort)
        for noun, sorts in orders.items()
        for sort in sorts.split()
    }


@answers(["100%_sure alpha", "beta child", "gamma", "", ""])
async def a_list_is_read_in_pages(client: PrefectClient) -> object:
    return [
        await found(client, "flow_runs", limit=2),
        await found(client, "flow_runs", limit=2, offset=2),
        await found(client, "flow_runs", limit=200, offset=5),
        await found(client, "flow_runs", limit=0),
        await found(client, "flow_runs", offset=99),
    ]


@answers(
    [
        ["flows", 422, {"detail": "Invalid limit: must be greater than or equal to 0."}],
        ["flows", 422, {"detail": "Invalid limit: must be less than or equal to 200."}],
        ["flow_runs", 422, {"detail": "Invalid limit: must be greater than or equal to 0."}],
        ["flow_runs", 422, {"detail": "Invalid limit: must be less than or equal to 200."}],
        ["task_runs", 422, {"detail": "Invalid limit: must be greater than or equal to 0."}],
        ["task_runs", 422, {"detail": "Invalid limit: must be less than or equal to 200."}],
        ["logs", 422, {"detail": "Invalid limit: must be greater than or equal to 0."}],
        ["logs", 422, {"detail": "Invalid limit: must be less than or equal to 200."}],
        ["saved_searches", 422, {"detail": "Invalid limit: must be greater than or equal to 0."}],
        ["saved_searches", 422, {"detail": "Invalid limit: must be less than or equal to 200."}],
    ]
)
async def a_limit_out_of_bounds_is_refused(client: PrefectClient) -> object:
    nouns = ("flows", "flow_runs", "task_runs", "logs", "saved_searches")
    return [
        [noun, *(await raw(client, "POST", f"/{noun}/filter", json={"limit": limit}))]
        for noun in nouns
        for limit in (-1, 201)
    ]
