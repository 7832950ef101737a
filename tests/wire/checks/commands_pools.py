"""Prefect's own commands about work pools and work queues."""

from typing import Any

from checks.command_line import made, prefect
from checks.commands_values import codes, says
from checks.scene import answers, flow_named, new_name
from prefect.client.orchestration import PrefectClient


@answers(
    [
        [0],
        ["process", True, None, None],
        [0, ["process", False, None, None]],
        [0, ["process", True, None, None]],
        [0, ["process", True, 5, None]],
        [0, ["process", True, None, None]],
        [0, ["process", True, 2, "What runs."]],
        [0],
        [0, True],
        [1, 0],
        [1, 1],
        [1, 1, 1, 1],
        [0, 1, 1],
    ]
)
def pools_are_made_changed_and_deleted() -> object:
    name, noun = new_name("pool"), "work-pool"

    async def read(client: PrefectClient) -> list[Any]:
        pool = await client.read_work_pool(name)
        return [pool.type, pool.is_paused, pool.concurrency_limit, pool.description]

    found: list[Any] = [codes([noun, "create", name, "--type", "process", "--paused"]), made(read)]
    for command in (
        ["resume", name],
        ["pause", name],
        ["set-concurrency-limit", name, 5],
        ["clear-concurrency-limit", name],
        ["update", name, "--description", "What runs.", "--concurrency-limit", 2],
    ):
        found.append([prefect(noun, *command)[0], made(read)])
    none = new_name("none")
    return [
        *found,
        codes([noun, "ls"]),
        says(name, noun, "inspect", name),
        codes([noun, "create", name, "--type", "process"], [noun, "create", name, "--type", "process", "--overwrite"]),
        codes([noun, "create", none, "--type", "no-such-type"], [noun, "create", "prefect-x", "--type", "process"]),
        codes([noun, "inspect", none], [noun, "pause", none], [noun, "resume", none], [noun, "update", none]),
        codes([noun, "delete", name], [noun, "delete", name], [noun, "preview", none]),
    ]


@answers([[0, True], [1]])
def the_template_of_a_pool_is_told() -> object:
    return [
        says("job_configuration", "work-pool", "get-default-base-job-template", "--type", "process"),
        codes(["work-pool", "get-default-base-job-template", "--type", "no-such-type"]),
    ]


@answers([[0, True], [0, True], [0]])
def the_next_runs_of_a_pool_are_shown() -> object:
    pool, flow_name = new_name("pool"), new_name("etl")

    async def make(client: PrefectClient) -> str:
        flow_id = await client.create_flow(flow_named(flow_name))
        deployment = await client.create_deployment(flow_id, name="x", work_pool_name=pool)
        return (await client.create_flow_run_from_deployment(deployment, name=new_name("run"))).name

    codes(["work-pool", "create", pool, "--type", "process"])
    run = made(make)
    return [
        says(run, "work-pool", "preview", pool, "--hours", 1),
        says(run, "work-queue", "preview", "default", "--pool", pool),
        codes(["work-queue", "read-runs", "default", "--pool", pool]),
    ]


@answers(
    [
        [0],
        [False, 3, 4],
        [0, [True, 3, 4]],
        [0, [False, 3, 4]],
        [0, [False, 5, 4]],
        [0, [False, None, 4]],
        [0, True],
        [0, True],
        [1, 1],
        [1, 1],
        [0, 1],
        [1],
    ]
)
def queues_are_made_changed_and_deleted() -> object:
    pool, name, noun = new_name("pool"), new_name("queue"), "work-queue"
    codes(["work-pool", "create", pool, "--type", "process"])

    async def read(client: PrefectClient) -> list[Any]:
        queue = await client.read_work_queue_by_name(name, work_pool_name=pool)
        return [queue.is_paused, queue.concurrency_limit, queue.priority]

    found: list[Any] = [codes([noun, "create", name, "--pool", pool, "--limit", 3, "--priority", 4]), made(read)]
    for command in (
        ["pause", name, "--pool", pool],
        ["resume", name, "--pool", pool],
        ["set-concurrency-limit", name, 5, "--pool", pool],
        ["clear-concurrency-limit", name, "--pool", pool],
    ):
        found.append([prefect(noun, *command)[0], made(read)])
    return [
        *found,
        says(name, noun, "ls", "--pool", pool),
        says(name, noun, "inspect", name, "--pool", pool),
        codes([noun, "create", name, "--pool", pool], [noun, "create", name, "--pool", new_name("none")]),
        codes([noun, "inspect", new_name("none"), "--pool", pool], [noun, "pause", new_name("none"), "--pool", pool]),
        codes([noun, "delete", name, "--pool", pool], [noun, "delete", name, "--pool", pool]),
        codes([noun, "delete", "default", "--pool", pool]),
    ]


@answers([[0, True], [0, True], [0, True], [0, 0, 0], [0, 0], [0, 1]])
def queues_of_agents_are_made_and_deleted() -> object:
    name, noun = new_name("queue"), "work-queue"
    return [
        says(name, noun, "create", name),
        says(name, noun, "ls", "--match", name),
        says(name, noun, "inspect", name),
        codes([noun, "pause", name], [noun, "resume", name], [noun, "set-concurrency-limit", name, 2]),
        codes([noun, "read-runs", name], [noun, "preview", name]),
        codes([noun, "delete", name], [noun, "delete", name]),
    ]
