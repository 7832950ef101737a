"""Prefect's own commands about deployments, their schedules and runs."""

from typing import Any

from checks.command_line import made, prefect
from checks.commands_values import codes, says
from checks.scene import answers, flow_named, new_name
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.filters import DeploymentFilter, DeploymentFilterId

NOUN = "deployment"


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


@answers([[0, True], [0, False], [0, True], [1, 1], [0, 1, 1]])
def deployments_are_listed_inspected_and_deleted() -> object:
    deployment, name = new_deployment()
    flow_name = name.split("/")[0]
    missing = f"{flow_name}/none"
    return [
        says(str(deployment), NOUN, "ls", "--flow-name", flow_name),
        says(flow_name, NOUN, "ls", "--by-created", "--flow-name", new_name("none")),
        says("'x': 1", NOUN, "inspect", name),
        codes([NOUN, "inspect", missing], [NOUN, "inspect", "no-slash"]),
        codes([NOUN, "delete", name], [NOUN, "delete", name], [NOUN, "delete", "--id", deployment]),
    ]


@answers(
    [
        [0, 0, 1, 1, 0, 0, 1],
        [
            [{"x": 1}, ["a"], "Scheduled", {}],
            [{"x": 1}, ["a", "b"], "Scheduled", {}],
            [{"x": 1, "y": 2}, ["a"], "Scheduled", {"image": "x"}],
            [{"x": 7, "y": 8}, ["a"], "Scheduled", {}],
        ],
    ]
)
def a_deployment_is_run() -> object:
    deployment, name = new_deployment()

    async def runs(client: PrefectClient) -> list[Any]:
        only = DeploymentFilter(id=DeploymentFilterId(any_=[deployment]))
        found = await client.read_flow_runs(deployment_filter=only)
        return [
            [one.parameters, sorted(one.tags), one.state_name, one.job_variables]
            for one in sorted(found, key=lambda one: one.created)
        ]

    exits = codes(
        [NOUN, "run", name],
        [NOUN, "run", "--id", deployment, "--tag", "b", "--start-in", "1 hour"],
        [NOUN, "run", f"{name}-none"],
        [NOUN, "run"],
        [NOUN, "run", name, "--param", "y=2", "--job-variable", "image=x"],
        [NOUN, "run", name, "--params", '{"x": 7, "y": 8}'],
        [NOUN, "run", name, "--param", "z=2"],
    )
    return [exits, made(runs)]


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
def schedules_are_made_switched_and_deleted() -> object:
    deployment, name = new_deployment()
    noun = [NOUN, "schedule"]
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


@answers(
    [
        [0, [False, True, [True]]],
        [0, [False, True, [False]]],
        [0, [False, True, [True]]],
        [0, [False, True, []]],
        [1, [False, True, []]],
    ]
)
def the_schedule_of_a_deployment_is_paused_and_resumed() -> object:
    deployment, name = new_deployment()

    async def read(client: PrefectClient) -> list[Any]:
        found = await client.read_deployment(deployment)
        return [found.paused, found.is_schedule_active, [one.active for one in found.schedules]]

    found = []
    for command in (
        ["set-schedule", name, "--interval", 3600],
        ["pause-schedule", name],
        ["resume-schedule", name],
        ["set-schedule", name, "--no-schedule"],
        ["pause-schedule", f"{name}-none"],
    ):
        found.append([prefect(NOUN, *command)[0], made(read)])
    return found


@answers([0, [0, True], [0, True]])
def a_flow_of_a_deployment_is_listed_with_its_runs() -> object:
    _, name = new_deployment()
    flow_name = name.split("/")[0]
    run = prefect(NOUN, "run", name)
    return [run[0], says(flow_name, "flow", "ls"), says("SCHEDULED", "flow-run", "ls", "--flow-name", flow_name)]
