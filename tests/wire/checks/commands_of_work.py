"""Prefect's own commands for work pools, work queues and deployments."""

from typing import Any

from checks.command_line import made, prefect, rows
from checks.commands_of_values import asked, said, tells
from checks.deployment_scene import HOURLY, new_deployment, read_deployment, run_from, runs_of
from checks.scene import answers, new_name


@answers(
    [
        0,
        "process",
        [0, True],
        [0, False],
        [0, "Big ones."],
        [0, 3],
        [0, None],
        ["pool-<new>", "Big ones.", "process"],
        ["pool-<new>"],
        [0, 1],
        0,
        1,
    ]
)
def a_pool_is_made_changed_and_deleted() -> object:
    name = new_name("pool")
    path = f"/work_pools/{name}"
    seen = [said("work-pool", "create", name, "-t", "process")[0], asked("GET", path)["type"]]
    for arguments, field in (
        (["pause", name], "is_paused"),
        (["resume", name], "is_paused"),
        (["update", name, "--description", "Big ones.", "--concurrency-limit", 5], "description"),
        (["set-concurrency-limit", name, 3], "concurrency_limit"),
        (["clear-concurrency-limit", name], "concurrency_limit"),
    ):
        seen.append([said("work-pool", *arguments)[0], asked("GET", path)[field]])
    seen.append(tells(prefect("work-pool", "inspect", name)[1], name, "Big ones.", "process"))
    seen.append(tells(prefect("work-pool", "ls")[1], name))
    seen.append([said("work-pool", "preview", name)[0], said("work-pool", "create", name, "-t", "process")[0]])
    return [*seen, said("work-pool", "delete", name)[0], said("work-pool", "inspect", name)[0]]


@answers([0, ["nightly-run", "<id>"]])
def the_runs_of_a_pool_are_previewed() -> object:
    name = new_name("pool")
    prefect("work-pool", "create", name, "-t", "process")
    deployment = made(lambda client: new_deployment(client, work_pool_name=name))
    run = made(lambda client: run_from(client, deployment, name="nightly-run"))
    code, output = prefect("work-pool", "preview", name, "--hours", 12)
    return [code, tells(output, "nightly-run", run["id"])]


@answers([0, [2, 1], [0, True], [0, False], [0, 7], [0, None], ["queue-<new>"], ["default", "queue-<new>"], 0, 0, 1])
def a_queue_is_made_changed_and_deleted() -> object:
    pool, name = new_name("pool"), new_name("queue")
    prefect("work-pool", "create", pool, "-t", "process")
    path, where = f"/work_pools/{pool}/queues/{name}", ["--pool", pool]
    seen = [said("work-queue", "create", name, "--limit", 2, "--priority", 1, *where)[0]]
    seen.append([asked("GET", path)[field] for field in ("concurrency_limit", "priority")])
    for arguments, field in (
        (["pause", name], "is_paused"),
        (["resume", name], "is_paused"),
        (["set-concurrency-limit", name, 7], "concurrency_limit"),
        (["clear-concurrency-limit", name], "concurrency_limit"),
    ):
        seen.append([said("work-queue", *arguments, *where)[0], asked("GET", path)[field]])
    seen.append(tells(prefect("work-queue", "inspect", name, *where)[1], name))
    seen.append(sorted(row[0] for row in rows(prefect("work-queue", "ls", *where)[1])))
    seen.append(said("work-queue", "preview", name, *where)[0])
    return [*seen, said("work-queue", "delete", name, *where)[0], said("work-queue", "inspect", name, *where)[0]]


@answers([0, "default-agent-pool", ["Read 1 runs"], 0, 0, 1])
def a_queue_of_agents_is_made_and_deleted() -> object:
    name = new_name("agents")
    seen = [said("work-queue", "create", name)[0], asked("GET", f"/work_queues/name/{name}")["work_pool_name"]]
    deployment = made(lambda client: new_deployment(client, work_queue_name=name))
    made(lambda client: run_from(client, deployment, name="nightly-run"))
    seen.append(tells(prefect("work-queue", "read-runs", name)[1], "Read 1 runs"))
    seen.append(said("work-queue", "pause", name)[0])
    return [*seen, said("work-queue", "delete", name)[0], said("work-queue", "inspect", name)[0]]


def deployed(**more: Any) -> tuple[Any, str]:
    """A deployment and its full name."""
    deployment = made(lambda client: new_deployment(client, **more))
    flow = asked("GET", f"/flows/{deployment['flow_id']}")
    return deployment, f"{flow['name']}/{deployment['name']}"


@answers([[0, ["etl-<new>/nightly-<new>"]], ["<id>", "nightly-<new>"], 1, 0, 1, 1])
def a_deployment_is_listed_inspected_and_deleted() -> object:
    deployment, name = deployed(tags=["a"])
    listed = prefect("deployment", "ls", "--flow-name", name.split("/")[0])
    return [
        [listed[0], tells(listed[1].replace("\n", ""), name)],
        tells(prefect("deployment", "inspect", name)[1], deployment["id"], deployment["name"]),
        said("deployment", "inspect", "nobody/nothing")[0],
        said("deployment", "delete", name)[0],
        said("deployment", "delete", name)[0],
        said("deployment", "inspect", name)[0],
    ]


@answers(
    [
        [0, 0, 0, 0, 1],
        [
            [{"x": 1}, ["a"], "Scheduled"],
            [{"x": 2}, ["a", "b"], "Scheduled"],
            [{"x": ""}, ["a"], "Scheduled"],
            [{"x": 1, "y": [1]}, ["a"], "Scheduled"],
        ],
    ]
)
def a_deployment_is_run() -> object:
    schema = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "array"}}}
    deployment, name = deployed(parameters={"x": 1}, tags=["a"], parameter_openapi_schema=schema)
    codes = [
        said("deployment", "run", name)[0],
        said("deployment", "run", "--id", deployment["id"], "-p", "x=2", "--tag", "b")[0],
        said("deployment", "run", name, "--params", '{"y": [1]}', "--start-in", "2 hours")[0],
        said("deployment", "run", name, "-p", "x")[0],
        said("deployment", "run", "nobody/nothing")[0],
    ]
    runs = made(lambda client: runs_of(client, deployment))
    return [codes, [[run["parameters"], sorted(run["tags"]), run["state_name"]] for run in runs]]


@answers(
    [
        0,
        [["anchor_date", True]],
        0,
        0,
        [["anchor_date", True], ["cron", True], ["rrule", True]],
        0,
        [["anchor_date", True]],
        0,
        [["anchor_date", False]],
        0,
        [["anchor_date", True]],
        ["<id>"],
        1,
        0,
        [],
        0,
        [],
    ]
)
def schedules_are_made_listed_paused_and_deleted() -> object:
    deployment, name = deployed()

    def now() -> list[Any]:
        schedules = made(lambda client: read_deployment(client, deployment))["schedules"]
        return sorted([[*sorted(one["schedule"])[:1], one["active"]] for one in schedules])

    seen: list[Any] = [said("deployment", "schedule", "create", name, "--interval", 3600)[0], now()]
    seen += [said("deployment", "schedule", "create", name, "--cron", "0 9 * * *", "--timezone", "Europe/Berlin")[0]]
    seen += [said("deployment", "schedule", "create", name, "--rrule", '{"rrule": "FREQ=DAILY"}')[0], now()]
    seen += [said("deployment", "schedule", "create", name, "--interval", 60, "--replace")[0], now()]
    (one,) = made(lambda client: read_deployment(client, deployment))["schedules"]
    seen += [said("deployment", "schedule", "pause", name, one["id"])[0], now()]
    seen += [said("deployment", "schedule", "resume", name, one["id"])[0], now()]
    seen += [tells(prefect("deployment", "schedule", "ls", name)[1], one["id"])]
    seen += [said("deployment", "schedule", "create", name, "--cron", "x")[0]]
    seen += [said("deployment", "schedule", "delete", name, one["id"], "--accept-yes")[0], now()]
    prefect("deployment", "schedule", "create", name, "--interval", 3600)
    return [*seen, said("deployment", "schedule", "clear", name, "--accept-yes")[0], now()]


@answers([[0, [False]], [0, [True]], [0, [True]]])
def the_old_switches_of_a_schedule_work() -> object:
    deployment, name = deployed(schedules=[{"schedule": HOURLY}])

    def active() -> Any:
        return [one["active"] for one in made(lambda client: read_deployment(client, deployment))["schedules"]]

    return [
        [said("deployment", "pause-schedule", name)[0], active()],
        [said("deployment", "resume-schedule", name)[0], active()],
        [said("deployment", "set-schedule", name, "--interval", 60)[0], active()],
    ]
