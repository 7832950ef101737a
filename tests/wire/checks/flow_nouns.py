"""Whole flows that make artifacts and use blocks and variables."""

from typing import Any

from checks.observed import observed
from checks.scene import answers, new_name, new_word
from prefect import flow, get_client, task, variables
from prefect.artifacts import Artifact, create_link_artifact, create_markdown_artifact, create_table_artifact
from prefect.blocks.system import JSON, Secret
from prefect.client.schemas.filters import ArtifactFilter, FlowFilter, FlowFilterName, FlowRunFilter
from prefect.utilities.asyncutils import run_sync
from prefect.variables import Variable


def artifacts_of(name: str) -> list[Any]:
    """The artifacts that the only run of a flow made, results left out."""

    async def read() -> list[Any]:
        async with get_client() as client:
            (run,) = await client.read_flow_runs(flow_filter=FlowFilter(name=FlowFilterName(any_=[name])))
            found = await client.read_artifacts(
                flow_run_filter=FlowRunFilter(id={"any_": [run.id]}),
                artifact_filter=ArtifactFilter(type={"not_any_": ["result"]}),
            )
            return [
                [one.type, one.key is not None, one.data, one.description, one.task_run_id is not None]
                for one in sorted(found, key=lambda one: one.created)
            ]

    return run_sync(read())


@answers(
    [
        "Pending Running Completed · All states completed.",
        [
            ["markdown", False, "[there](https://example.com)", None, False],
            ["table", True, '[{"a": 1, "b": null}]', None, False],
            ["table", False, '{"a": [1, 2]}', None, False],
            ["markdown", True, "# Report", "What there is.", True],
        ],
    ]
)
def artifacts_belong_to_the_run_that_makes_them() -> object:
    key = new_name("report")

    @task
    def inside() -> None:
        create_markdown_artifact("# Report", key=key, description="What there is.")

    @flow(name=new_name("reports"))
    def reports() -> None:
        create_link_artifact("https://example.com", link_text="there")
        create_table_artifact([{"a": 1, "b": None}], key=key)
        create_table_artifact({"a": [1, 2]})
        inside()

    return [observed(reports)["run"], artifacts_of(reports.name)]


@answers([None, True, '"x"', False, '"x"'])
def an_artifact_is_got_or_made() -> object:
    key = new_name("report")

    @flow(name=new_name("reports"))
    async def reports() -> list[Any]:
        missing = await Artifact.get(key)
        made, new = await Artifact.get_or_create(key=key, type="markdown", data="x")
        again, newer = await Artifact.get_or_create(key=key, type="markdown", data="y")
        return [missing, new, made.data, newer, again.data]

    return observed(reports)["returned"]


@answers(["s3cret", {"a": 1}])
def blocks_are_loaded_in_a_flow() -> object:
    name = new_name("box")

    @task
    def password() -> str:
        value: str = Secret.load(name).get()
        return value

    @flow(name=new_name("blocks"))
    def blocks() -> list[Any]:
        Secret(value="s3cret").save(name)
        JSON(value={"a": 1}).save(name)
        return [password(), JSON.load(name).value]

    return observed(blocks)["returned"]


@answers(["none", "2", "2", "default"])
def variables_are_read_in_a_flow() -> object:
    name = new_word("x")

    @flow(name=new_name("variables"))
    def uses() -> list[Any]:
        first = Variable.get(name, "none")
        Variable.set(name, "1")
        Variable.set(name, "2", overwrite=True)
        second = Variable.get(name)
        return [first, second.value if second else None, variables.get(name), variables.get(new_word("y"), "default")]

    return observed(uses)["returned"]
