"""Prefect's own commands about blocks, their types and files that define them, templates and schedules."""

import tempfile
from pathlib import Path
from typing import Any

from checks.command_line import made, prefect
from checks.scene import answers, flow_named, new_name, raised
from prefect.blocks.system import Secret
from prefect.client.orchestration import PrefectClient

SOURCE = '''
from prefect.blocks.core import Block


class Box(Block):
    """What holds things."""

    _block_type_name = "{name}"
    size: int
'''


def codes(*commands: list[Any]) -> list[int]:
    """The exit codes of commands, whose questions are all answered by yes."""
    return [prefect(*command, typed="y\n")[0] for command in commands]


def says(word: str, *command: Any) -> list[Any]:
    """The exit code of a command, and whether it printed a word."""
    code, output = prefect(*command)
    return [code, word in output]


@answers([[0], [0, True, False], [0, True], [1, 1, 1], [0, 1], [0, 1]])
def blocks_are_listed_inspected_and_deleted() -> object:
    name = new_name("secret")

    async def save(client: PrefectClient) -> Any:
        return await Secret(value="s3cret").save(name, client=client)

    one = made(save)
    shown = prefect("block", "inspect", f"secret/{name}")
    found = [
        codes(["block", "ls"]),
        [shown[0], name in shown[1], "s3cret" in shown[1]],
        says(name, "block", "inspect", "--id", one),
        codes(["block", "inspect", f"secret/{new_name('none')}"], ["block", "inspect"], ["block", "inspect", "x/y"]),
        codes(["block", "delete", f"secret/{name}"], ["block", "delete", f"secret/{name}"]),
    ]
    two = made(save)
    return [*found, codes(["block", "delete", "--id", two], ["block", "delete", "--id", two])]


@answers([[0, True], [0], [0], [1, 1], [0], [0, True], [0, 1, 1], [1], "ObjectNotFound"])
def types_are_listed_inspected_and_deleted() -> object:
    name = new_name("wire")
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "box.py"
        path.write_text(SOURCE.format(name=name))
        registered = says(name, "block", "register", "--file", path)
        again = codes(["block", "register", "--file", path])
    return [
        registered,
        again,
        codes(["block", "register", "--module", "prefect.blocks.system"]),
        codes(["block", "register"], ["block", "register", "--file", "no-such-file.py"]),
        codes(["block", "type", "ls"]),
        says(name, "block", "type", "inspect", name),
        codes(["block", "type", "delete", name], ["block", "type", "delete", name], ["block", "type", "inspect", name]),
        codes(["block", "type", "delete", "secret"]),
        made(lambda client: raised(client.read_block_type_by_slug(name))),
    ]


@answers([[0, True], [1]])
def the_address_to_create_a_block_is_told() -> object:
    return [
        says("/blocks/catalog/secret/create", "block", "create", "secret"),
        codes(["block", "create", "no-such-type"]),
    ]


@answers([[0, True], [1]])
def the_template_of_a_pool_is_told() -> object:
    return [
        says("job_configuration", "work-pool", "get-default-base-job-template", "--type", "process"),
        codes(["work-pool", "get-default-base-job-template", "--type", "no-such-type"]),
    ]


def new_deployment() -> tuple[Any, str]:
    """The id of a new deployment, and its whole name."""
    flow_name = new_name("etl")

    async def make(client: PrefectClient) -> Any:
        flow_id = await client.create_flow(flow_named(flow_name))
        schema = {"type": "object", "properties": {"x": {"type": "integer"}, "y": {"type": "integer"}}}
        return await client.create_deployment(
            flow_id, name="nightly", parameters={"x": 1}, tags=["a"], parameter_openapi_schema=schema
        )

    return made(make), f"{flow_name}/nightly"


def schedules_of(deployment: Any) -> list[Any]:
    """The schedules of a deployment."""

    async def read(client: PrefectClient) -> list[Any]:
        found = await client.read_deployment_schedules(deployment)
        return [
            [type(one.schedule).__name__, one.active, str(one.id)] for one in sorted(found, key=lambda one: one.created)
        ]

    return made(read)


@answers(
    [
        [0],
        [0],
        [0],
        [["IntervalSchedule", True], ["CronSchedule", True], ["RRuleSchedule", True]],
        [0, True],
        [[0], [False, True, True]],
        [[0], [True, True, True]],
        [[0], 2],
        [[0], 1],
        [[0], 0],
        [1, 1],
        [1, 1],
    ]
)
def schedules_are_replaced_and_cleared() -> object:
    deployment, name = new_deployment()
    noun = ["deployment", "schedule"]
    found: list[Any] = [
        codes([*noun, "create", name, "--interval", 3600]),
        codes([*noun, "create", name, "--cron", "0 3 * * *", "--timezone", "Europe/Berlin", "-y"]),
        codes([*noun, "create", name, "--rrule", "FREQ=HOURLY", "-y"]),
    ]
    kinds = schedules_of(deployment)
    found.append([one[:2] for one in kinds])
    found.append(says(kinds[0][2], *noun, "ls", name))
    for verb in ("pause", "resume"):
        found.append([codes([*noun, verb, name, kinds[0][2]]), [one[1] for one in schedules_of(deployment)]])
    found.append([codes([*noun, "delete", name, kinds[0][2], "-y"]), len(schedules_of(deployment))])
    found.append([codes([*noun, "create", name, "--interval", 60, "--replace", "-y"]), len(schedules_of(deployment))])
    found.append([codes([*noun, "clear", name, "-y"]), len(schedules_of(deployment))])
    found.append(codes([*noun, "create", name], [*noun, "create", name, "--interval", 60, "--cron", "* * * * *"]))
    return [*found, codes([*noun, "ls", f"{name}-none"], [*noun, "create", f"{name}-none", "--interval", 60, "-y"])]
