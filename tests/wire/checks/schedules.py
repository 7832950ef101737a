"""Schedules of deployments: kept, changed, paused, and the runs that are made from them."""

from typing import Any

from checks.deployment_scene import (
    HOURLY,
    NOON,
    changed,
    new_deployment,
    read,
    read_deployment,
    runs_of,
)
from checks.scene import NOBODY, answers, raised, raw, statuses
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.schedules import CronSchedule, IntervalSchedule

DAILY = {"cron": "0 9 * * *", "timezone": "Europe/Berlin"}
WEEKLY = {"rrule": "FREQ=WEEKLY;BYDAY=MO", "timezone": "America/New_York"}


def path_of(deployment: Any, *more: Any) -> str:
    """The path of the schedules of a deployment, or of one."""
    return "/".join(["/deployments", deployment["id"], "schedules", *(one["id"] for one in more)])


async def future_runs(client: PrefectClient, deployment: Any) -> int:
    """How many runs were made ahead."""
    return len([one for one in await runs_of(client, deployment) if one["auto_scheduled"]])


async def schedule(client: PrefectClient, deployment: Any, **body: Any) -> int:
    """The status of a request to make runs ahead."""
    return (await raw(client, "POST", f"/deployments/{deployment['id']}/schedule", json=body))[0]


@answers(
    [
        {"cron": "*/5 * * * 1-5", "timezone": None, "day_or": False},
        {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "day_or": True},
        {"interval": 3600.0, "anchor_date": "<moment>", "timezone": "UTC"},
        {"interval": 60.0, "anchor_date": "<moment>", "timezone": "Asia/Tokyo"},
        {"interval": 60.5, "anchor_date": "<moment>", "timezone": "UTC"},
        {"rrule": "DTSTART:20240101T090000\nRRULE:FREQ=DAILY;COUNT=3", "timezone": "UTC"},
        {"rrule": "FREQ=WEEKLY;BYDAY=MO", "timezone": "America/New_York"},
    ]
)
async def every_kind_of_schedule_is_kept(client: PrefectClient) -> object:
    kinds: list[dict[str, Any]] = [
        HOURLY,
        {"interval": 60.5, "anchor_date": "2020-01-01T00:00:00+00:00"},
        {"interval": 60, "anchor_date": "2020-01-01T00:00:00+01:00", "timezone": "Asia/Tokyo"},
        DAILY,
        {"cron": "*/5 * * * 1-5", "day_or": False},
        WEEKLY,
        {"rrule": "DTSTART:20240101T090000\nRRULE:FREQ=DAILY;COUNT=3"},
    ]
    made = await new_deployment(client, schedules=[{"schedule": one} for one in kinds])
    return sorted([one["schedule"] for one in made["schedules"]], key=str)


@answers(
    [
        [
            {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "day_or": True},
            True,
            [[{"cron": "0 9 * * *", "timezone": "Europe/Berlin", "day_or": True}, True]],
        ],
        [
            {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "day_or": True},
            False,
            [[{"cron": "0 9 * * *", "timezone": "Europe/Berlin", "day_or": True}, False]],
        ],
        [None, True, []],
    ]
)
async def a_deployment_shows_its_first_schedule_in_the_old_field(client: PrefectClient) -> object:
    old = await new_deployment(client, schedule=DAILY)
    off = await new_deployment(client, schedule=DAILY, is_schedule_active=False)
    bare = await new_deployment(client)
    return [
        [one["schedule"], one["is_schedule_active"], [[s["schedule"], s["active"]] for s in one["schedules"]]]
        for one in (old, off, bare)
    ]


@answers(
    [
        [204, ["[['cron', 'day_or', 'timezone'], True]", "[['rrule', 'timezone'], False]"], True, False],
        [422, ["[['cron', 'day_or', 'timezone'], True]", "[['rrule', 'timezone'], False]"], True, False],
        [422, ["[['cron', 'day_or', 'timezone'], True]", "[['rrule', 'timezone'], False]"], True, False],
        [204, ["[['cron', 'day_or', 'timezone'], True]", "[['rrule', 'timezone'], False]"], True, False],
        [204, [], True, False],
        [204, ["[['cron', 'day_or', 'timezone'], True]"], True, False],
        [204, ["[['rrule', 'timezone'], True]"], True, False],
        [204, [], True, False],
    ]
)
async def an_update_replaces_all_schedules(client: PrefectClient) -> object:
    made = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    path = f"/deployments/{made['id']}"
    found = []
    for body in (
        {"schedules": [{"schedule": DAILY}, {"schedule": WEEKLY, "active": False}]},
        {"schedule": HOURLY},
        {"is_schedule_active": False},
        {"tags": ["a"]},
        {"schedules": []},
        {"schedule": DAILY},
        {"schedule": WEEKLY},
        {"schedule": None},
    ):
        status, _ = await raw(client, "PATCH", path, json=body)
        now = await read_deployment(client, made)
        listed = sorted(str([sorted(s["schedule"]), s["active"]]) for s in now["schedules"])
        found.append([status, listed, now["is_schedule_active"], now["paused"]])
    return found


@answers(
    [
        201,
        [
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "deployment_id": "<id>",
                "schedule": {"interval": 3600.0, "anchor_date": "<moment>", "timezone": "UTC"},
                "active": True,
                "max_active_runs": None,
                "max_scheduled_runs": None,
                "catchup": False,
            },
            {
                "id": "<id>",
                "created": "<moment>",
                "updated": "<moment>",
                "deployment_id": "<id>",
                "schedule": {"cron": "0 9 * * *", "timezone": "Europe/Berlin", "day_or": True},
                "active": False,
                "max_active_runs": None,
                "max_scheduled_runs": 5,
                "catchup": False,
            },
        ],
        True,
        [
            [204, {"active": False}],
            [204, {"schedule": {"rrule": "FREQ=WEEKLY;BYDAY=MO", "timezone": "America/New_York"}}],
            [204, {"max_active_runs": 2, "catchup": True}],
            [204, {}],
        ],
        [422, 422, 422],
        [204, None],
        [True],
    ]
)
async def schedules_are_added_read_changed_and_deleted(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    path = path_of(deployment)
    added, (one, two) = await raw(
        client, "POST", path, json=[{"schedule": HOURLY}, {"schedule": DAILY, "active": False, "max_scheduled_runs": 5}]
    )
    at_one = path_of(deployment, one)
    listed = await read(client, path)
    changes = []
    for body in ({"active": False}, {"schedule": WEEKLY}, {"max_active_runs": 2, "catchup": True}, {}):
        before = next(s for s in await read(client, path) if s["id"] == one["id"])
        status, _ = await raw(client, "PATCH", at_one, json=body)
        after = next(s for s in await read(client, path) if s["id"] == one["id"])
        changes.append([status, changed(before, after)])
    refused = await statuses(client, "PATCH", at_one, [{"active": "x"}, {"colour": 1}, {"schedule": {"cron": "x"}}])
    return [
        added,
        [one, two],
        sorted(s["id"] for s in listed) == sorted([one["id"], two["id"]]),
        changes,
        refused,
        await raw(client, "DELETE", at_one),
        [s["id"] == two["id"] for s in await read(client, path)],
    ]


@answers(
    [
        [404, {"detail": "Schedule not found."}],
        [404, {"detail": "Schedule not found."}],
        [404, {"detail": "Schedule not found."}],
        [404, {"detail": "Schedule not found."}],
        1,
        [201, 422, 422, 422],
    ]
)
async def a_schedule_that_is_not_there(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    other = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    nothing, alien = path_of(deployment, {"id": str(NOBODY)}), path_of(deployment, other["schedules"][0])
    return [
        await raw(client, "PATCH", nothing, json={"active": False}),
        await raw(client, "DELETE", nothing),
        await raw(client, "PATCH", alien, json={"active": False}),
        await raw(client, "DELETE", alien),
        len((await read_deployment(client, other))["schedules"]),
        await statuses(
            client, "POST", path_of(deployment), [[], [{}], {"schedule": HOURLY}, [{"schedule": HOURLY, "x": 1}]]
        ),
    ]


@answers(
    [
        [[200, None], True, False, [False], 3, 0],
        [[200, None], False, True, [True], 0, 0],
        [[200, None], True, False, [False], 3, 0],
        [[200, None], False, True, [True], 0, 0],
    ]
)
async def a_deployment_is_paused_and_resumed(client: PrefectClient) -> object:
    made = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    found = []
    for word in ("pause_deployment", "resume_deployment", "set_schedule_inactive", "set_schedule_active"):
        await schedule(client, made, min_runs=3)
        before = await future_runs(client, made)
        answer = await raw(client, "POST", f"/deployments/{made['id']}/{word}")
        now = await read_deployment(client, made)
        active = [one["active"] for one in now["schedules"]]
        found.append(
            [answer, now["paused"], now["is_schedule_active"], active, before, await future_runs(client, made)]
        )
    return found


@answers([[3, 0], [3, 0], [3, 0], [3, 0], [3, 0], [3, 0]])
async def runs_made_ahead_go_when_their_schedule_changes(client: PrefectClient) -> object:
    found = []
    for body in ({"tags": ["x"]}, {"schedules": [{"schedule": DAILY}]}, {"paused": True}, {"parameters": {"x": 1}}):
        deployment = await new_deployment(client, schedules=[{"schedule": HOURLY}])
        await schedule(client, deployment, min_runs=3)
        before = await future_runs(client, deployment)
        await raw(client, "PATCH", f"/deployments/{deployment['id']}", json=body)
        found.append([before, await future_runs(client, deployment)])
    deployment = await new_deployment(client, schedules=[{"schedule": HOURLY}])
    at = path_of(deployment, deployment["schedules"][0])
    for method, more in (("PATCH", {"json": {"active": False}}), ("DELETE", {})):
        await raw(client, "PATCH", at, json={"active": True})
        await schedule(client, deployment, min_runs=3)
        before = await future_runs(client, deployment)
        await raw(client, method, at, **more)
        found.append([before, await future_runs(client, deployment)])
    return found


@answers([[True, False, "IntervalSchedule"], [False, "0 8 * * *", False], [True], True, "ObjectNotFound"])
async def the_client_keeps_schedules(client: PrefectClient) -> object:
    deployment = await new_deployment(client)
    hourly = IntervalSchedule(interval=3600, anchor_date=NOON)
    one, two = await client.create_deployment_schedules(
        deployment["id"], [(hourly, True), (CronSchedule(cron="0 9 * * *", timezone="UTC"), False)]
    )
    await client.update_deployment_schedule(deployment["id"], one.id, active=False)
    await client.update_deployment_schedule(deployment["id"], two.id, schedule=CronSchedule(cron="0 8 * * *"))
    listed = {one.id: one for one in await client.read_deployment_schedules(deployment["id"])}
    await client.delete_deployment_schedule(deployment["id"], one.id)
    await client.set_deployment_paused_state(deployment["id"], True)
    return [
        [one.active, two.active, type(one.schedule).__name__],
        [listed[one.id].active, listed[two.id].schedule.cron, listed[two.id].active],
        [s.id == two.id for s in await client.read_deployment_schedules(deployment["id"])],
        (await client.read_deployment(deployment["id"])).paused,
        await raised(client.delete_deployment_schedule(deployment["id"], NOBODY)),
    ]
