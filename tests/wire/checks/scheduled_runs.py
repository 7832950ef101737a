"""Runs that are made ahead from the schedules of deployments: when, what of, and for whom."""

from typing import Any

from checks.deployment_scene import HOURLY, NOON, made, new_deployment, new_flow, read_deployment, runs_of, settled
from checks.scene import NOBODY, answers, raw, statuses
from checks.schedules import schedule
from prefect.client.orchestration import PrefectClient


@answers(
    [
        [200, None],
        {
            "id": "<id>",
            "created": "<moment>",
            "updated": "<moment>",
            "flow_id": "<id>",
            "state_id": "<id>",
            "deployment_id": "<id>",
            "deployment_version": "7",
            "work_queue_id": "<id>",
            "work_queue_name": "scheduled-ones",
            "flow_version": None,
            "parameters": {"x": 1},
            "idempotency_key": "scheduled <id> <moment>",
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
            "tags": ["auto-scheduled", "a"],
            "parent_task_run_id": None,
            "state_type": "SCHEDULED",
            "state_name": "Scheduled",
            "run_count": 0,
            "expected_start_time": "<moment>",
            "next_scheduled_start_time": "<moment>",
            "start_time": None,
            "end_time": None,
            "total_run_time": 0.0,
            "estimated_run_time": 0.0,
            "auto_scheduled": True,
            "infrastructure_document_id": None,
            "infrastructure_pid": None,
            "created_by": None,
            "work_pool_id": "<id>",
            "work_pool_name": "default-agent-pool",
            "job_variables": {},
        },
        True,
        ["<moment>", "<moment>"],
        ["SCHEDULED", "Scheduled", "Flow run scheduled", "<moment>"],
    ]
)
async def a_run_made_ahead_has_these_fields(client: PrefectClient) -> object:
    flow = await new_flow(client)
    deployment = await new_deployment(
        client,
        flow_id=flow["id"],
        schedules=[{"schedule": HOURLY}],
        tags=["a"],
        parameters={"x": 1},
        version="7",
        job_variables={"b": 2},
        work_queue_name="scheduled-ones",
    )
    body = {"start_time": NOON.isoformat(), "max_runs": 1, "min_runs": 1}
    answer = await raw(client, "POST", f"/deployments/{deployment['id']}/schedule", json=body)
    (run,) = await runs_of(client, deployment)
    state = run["state"]
    return [
        answer,
        {key: value for key, value in run.items() if key not in ("state", "name", "estimated_start_time_delta")},
        run["idempotency_key"] == f"scheduled {deployment['id']} 2030-05-05T12:00:00+00:00",
        [run["expected_start_time"][:19], run["next_scheduled_start_time"][:19]],
        [state["type"], state["name"], state["message"], state["state_details"]["scheduled_time"][:19]],
    ]


async def starts(client: PrefectClient, one: dict[str, Any], **body: Any) -> list[str]:
    """When the runs start that a schedule is good for."""
    deployment = await new_deployment(client, schedules=[{"schedule": one}])
    await made(client, f"/deployments/{deployment['id']}/schedule", **{"start_time": NOON.isoformat()} | body)
    return [run["expected_start_time"][:19].replace("T", " ") for run in await runs_of(client, deployment)]


@answers([3, 2, 5, 2, 3, 11, 4, 3, 4, 0, 4])
async def runs_are_made_until_there_are_enough(client: PrefectClient) -> object:
    bodies: list[dict[str, Any]] = [
        {},
        {"min_runs": 1},
        {"min_runs": 5},
        {"max_runs": 2},
        {"min_time": 7200},
        {"min_time": 36000},
        {"min_time": 36000, "max_runs": 4},
        {"end_time": NOON.add(hours=2).isoformat()},
        {"end_time": NOON.add(hours=5).isoformat(), "min_runs": 4},
        {"end_time": NOON.add(minutes=-1).isoformat()},
        {"min_runs": 10, "max_runs": 4},
    ]
    return [len(await starts(client, HOURLY, **body)) for body in bodies]


@answers(
    [
        ["2030-05-05 12:20:00", "2030-05-05 13:20:00", "2030-05-05 14:20:00"],
        ["2030-05-05 12:20:00", "2030-05-05 13:50:00", "2030-05-05 15:20:00"],
        ["2030-05-05 12:30:00", "2030-05-05 13:30:00", "2030-05-05 14:30:00"],
    ]
)
async def an_interval_keeps_its_anchor(client: PrefectClient) -> object:
    anchor = {"anchor_date": "2020-01-01T00:20:00+00:00"}
    return [
        await starts(client, {"interval": 3600} | anchor),
        await starts(client, {"interval": 5400} | anchor),
        await starts(client, {"interval": 3600, "anchor_date": "2040-01-01T00:30:00+00:00"}),
    ]


@answers(
    [
        [
            ["2030-03-30 07:30:00", "2030-03-31 06:30:00", "2030-04-01 06:30:00"],
            ["2030-03-30 07:30:00", "2030-03-31 06:30:00", "2030-04-01 06:30:00"],
            ["2030-03-30 07:30:00", "2030-03-31 06:30:00", "2030-04-01 06:30:00"],
        ],
        [
            ["2030-10-26 06:30:00", "2030-10-27 07:30:00", "2030-10-28 07:30:00"],
            ["2030-10-26 06:30:00", "2030-10-27 07:30:00", "2030-10-28 07:30:00"],
            ["2030-10-26 06:30:00", "2030-10-27 07:30:00", "2030-10-28 07:30:00"],
        ],
        ["2030-03-31 00:30:00", "2030-03-31 01:30:00", "2030-03-31 02:30:00"],
    ]
)
async def a_clock_that_is_moved_keeps_the_local_time_of_day(client: PrefectClient) -> object:
    spring = {"start_time": "2030-03-30T00:00:00+00:00", "min_runs": 3}
    autumn = {"start_time": "2030-10-26T00:00:00+00:00", "min_runs": 3}
    berlin = {"timezone": "Europe/Berlin"}
    cron = {"cron": "30 8 * * *"} | berlin
    rule = {"rrule": "DTSTART:20200101T083000\nRRULE:FREQ=DAILY"} | berlin
    day = {"interval": 86400} | berlin
    winter, summer = {"anchor_date": "2030-01-01T08:30:00+01:00"}, {"anchor_date": "2030-08-01T08:30:00+02:00"}
    hours = {"cron": "30 * * * *"} | berlin
    return [
        [await starts(client, one, **spring) for one in (cron, rule, day | winter)],
        [await starts(client, one, **autumn) for one in (cron, rule, day | summer)],
        await starts(client, hours, start_time="2030-03-30T23:45:00+00:00"),
    ]


@answers(
    [
        ["2030-05-06 09:00:00", "2030-05-07 09:00:00", "2030-05-08 09:00:00"],
        ["2030-05-05 13:00:00", "2030-05-06 13:00:00", "2030-05-07 13:00:00"],
        ["2030-05-05 13:00:00", "2030-05-05 13:20:00", "2030-05-05 13:40:00"],
        ["2030-05-06 00:00:00", "2030-05-13 00:00:00", "2030-05-20 00:00:00"],
        ["2030-07-01 00:00:00"],
        ["2030-05-06 12:00:00", "2030-05-07 12:00:00", "2030-05-08 12:00:00"],
        ["2030-05-31 00:00:00", "2030-06-30 00:00:00", "2030-07-31 00:00:00"],
        ["2030-07-01 00:00:00", "2030-07-02 00:00:00", "2030-07-03 00:00:00"],
        ["2030-05-12 00:00:00", "2030-05-19 00:00:00", "2030-05-26 00:00:00"],
    ]
)
async def crons_name_their_moments(client: PrefectClient) -> object:
    crons: list[dict[str, Any]] = [
        {"cron": "0 9 * * *"},
        {"cron": "0 9 * * *", "timezone": "America/New_York"},
        {"cron": "*/20 13 * * *"},
        {"cron": "0 0 1 * 1"},
        {"cron": "0 0 1 * 1", "day_or": False},
        {"cron": "0 12 * * mon-fri"},
        {"cron": "0 0 L * *"},
        {"cron": "0 0 * jan,jul *"},
        {"cron": "@weekly"},
    ]
    return [await starts(client, one) for one in crons]


@answers(
    [
        ["2030-05-06 00:00:00", "2030-05-07 00:00:00", "2030-05-08 00:00:00"],
        ["2030-05-06 09:30:00", "2030-05-07 09:30:00", "2030-05-08 09:30:00"],
        ["2030-05-07 13:00:00", "2030-05-09 13:00:00", "2030-05-14 13:00:00"],
        ["2030-05-05 13:00:00", "2030-05-05 14:00:00"],
        ["2030-05-05 12:00:00", "2030-05-05 13:00:00"],
        ["2030-05-31 00:00:00", "2030-06-28 00:00:00", "2030-07-26 00:00:00"],
        ["2030-05-06 00:00:00", "2030-05-08 00:00:00", "2030-05-09 00:00:00"],
    ]
)
async def rules_name_their_moments(client: PrefectClient) -> object:
    rules: list[dict[str, Any]] = [
        {"rrule": "FREQ=DAILY"},
        {"rrule": "FREQ=DAILY;BYHOUR=9;BYMINUTE=30;BYSECOND=0"},
        {"rrule": "DTSTART:20240101T090000\nRRULE:FREQ=WEEKLY;BYDAY=TU,TH", "timezone": "America/New_York"},
        {"rrule": "DTSTART:20300505T130000\nRRULE:FREQ=HOURLY;COUNT=2"},
        {"rrule": "DTSTART:20300505T090000\nRRULE:FREQ=HOURLY;UNTIL=20300505T130000"},
        {"rrule": "DTSTART:20240101T000000\nRRULE:FREQ=MONTHLY;BYDAY=-1FR"},
        {"rrule": "DTSTART:20240101T000000\nRRULE:FREQ=DAILY\nEXDATE:20300507T000000"},
    ]
    return [await starts(client, one) for one in rules]


@answers([3, 0, 3, 4])
async def nothing_is_made_twice_or_by_what_is_off(client: PrefectClient) -> object:
    start = {"start_time": NOON.isoformat(), "min_runs": 3}
    twice = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    off = await new_deployment(client, schedules=[{"schedule": HOURLY, "active": False}])
    paused = await new_deployment(client, schedules=[{"schedule": HOURLY}], paused=True)
    two = await new_deployment(client, schedules=[{"schedule": HOURLY}, {"schedule": HOURLY | {"interval": 1800.0}}])
    for one in (twice, twice, off, paused, two):
        await schedule(client, one, **start)
    return [len(await runs_of(client, one)) for one in (twice, off, paused, two)]


@answers(
    [
        [
            [["12", "first"], ["12", "second"], ["13", "first"]],
            [["12", "first"], ["12", "second"]],
            [["12", "first"], ["12", "second"], ["13", "first"]],
            [["12", "first"], ["12", "second"], ["13", "first"]],
            [],
        ],
        [["READY", "<moment>"], ["READY", "<moment>"]],
        ["NOT_READY", None],
        [],
        [422, 200],
        1,
    ]
)
async def due_runs_of_deployments_are_handed_out(client: PrefectClient) -> object:
    first = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    second = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    idle = await new_deployment(client)
    names = {first["id"]: "first", second["id"]: "second"}
    for one in (first, second):
        await schedule(client, one, start_time=NOON.isoformat(), min_runs=2)
    found = []
    for body in (
        {},
        {"scheduled_before": NOON.isoformat()},
        {"scheduled_before": NOON.add(hours=1).isoformat()},
        {"scheduled_before": NOON.add(hours=1).isoformat(), "limit": 3},
        {"scheduled_before": NOON.add(hours=-1).isoformat()},
    ):
        ids = [first["id"], second["id"], idle["id"]]
        listed = await made(client, "/deployments/get_scheduled_flow_runs", deployment_ids=ids, **body)
        found.append(sorted([run["expected_start_time"][11:13], names[run["deployment_id"]]] for run in listed)[:3])
    now = [
        await settled(lambda one=one: read_deployment(client, one), lambda seen: bool(seen["status"] == "READY"))
        for one in (first, idle)
    ]
    other = await new_deployment(client)
    return [
        found,
        [[one["status"], one["last_polled"]] for one in now],
        [other["status"], other["last_polled"]],
        await made(client, "/deployments/get_scheduled_flow_runs", deployment_ids=[str(NOBODY)]),
        await statuses(client, "POST", "/deployments/get_scheduled_flow_runs", [{}, {"deployment_ids": []}]),
        len(await client.get_scheduled_flow_runs_for_deployments([first["id"]], scheduled_before=NOON, limit=5)),
    ]


@answers([422, 422, 422, 200])
async def a_request_for_runs_that_is_not_valid_is_refused(client: PrefectClient) -> object:
    made = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    bodies: list[Any] = [{"min_runs": "x"}, {"start_time": "x"}, {"max_runs": []}, {"colour": 1}]
    return await statuses(client, "POST", f"/deployments/{made['id']}/schedule", bodies)
