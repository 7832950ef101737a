"""What runs leave behind is kept with the run it comes from, and in the history of its key."""

import asyncio
import json
import math
from datetime import date, timedelta
from decimal import Decimal
from enum import IntEnum
from pathlib import Path
from typing import Any
from uuid import UUID

import numpy as np
import pandas as pd
import pytest

from legato import connect, flow, task
from legato.artifacts import (
    Artifact,
    ImageArtifact,
    LinkArtifact,
    MarkdownArtifact,
    ProgressArtifact,
    TableArtifact,
    acreate_markdown_artifact,
    create_image_artifact,
    create_link_artifact,
    create_markdown_artifact,
    create_progress_artifact,
    create_table_artifact,
    update_progress_artifact,
)
from legato.contract.artifacts import ReadArtifact, ReadArtifacts, ReadLatestArtifacts
from legato.schemas.artifacts import Artifact as Kept
from legato.schemas.sorting import ArtifactSort
from tests.recorded import the_flow_run, the_task_run


def kept(id: UUID) -> Kept:
    connect.courier().flush()
    return connect.send(ReadArtifact(id=id))


def history() -> list[Kept]:
    connect.courier().flush()
    return connect.send(ReadArtifacts(sort=ArtifactSort.ID_DESC))[::-1]


def test_artifacts_belong_to_the_runs_that_made_them() -> None:
    @task
    def in_task() -> UUID:
        return create_markdown_artifact("# hi", key="report", description="of a task")

    @flow
    def main() -> tuple[UUID, UUID]:
        return create_link_artifact("https://example.org", "here", key="link"), in_task()

    of_flow, of_task = map(kept, main())
    run, inner = the_flow_run(), the_task_run()
    assert (of_flow.flow_run_id, of_flow.task_run_id) == (run.id, None)
    assert (of_task.flow_run_id, of_task.task_run_id) == (run.id, inner.id)
    assert (of_flow.key, of_flow.type, of_flow.data) == ("link", "markdown", "[here](https://example.org)")
    assert (of_task.type, of_task.data, of_task.description) == ("markdown", "# hi", "of a task")


def test_outside_of_runs_artifacts_belong_to_none() -> None:
    found = kept(create_link_artifact("https://example.org"))
    assert (found.flow_run_id, found.task_run_id, found.key) == (None, None, None)
    assert found.data == "[https://example.org](https://example.org)"


def test_a_key_gathers_a_history_and_its_latest() -> None:
    ids = [create_markdown_artifact(f"v{n}", key="report") for n in range(3)]
    assert [(one.id, one.data) for one in history()] == list(zip(ids, ["v0", "v1", "v2"], strict=True))
    (latest,) = connect.send(ReadLatestArtifacts())
    assert (latest.key, latest.latest_id, latest.data) == ("report", ids[2], "v2")


class Level(IntEnum):
    HIGH = 2


TABLES: dict[str, tuple[Any, Any]] = {
    "rows as dicts": ([{"a": 1, "b": math.nan}, {"a": None}], [{"a": 1, "b": None}, {"a": None}]),
    "rows as lists": ([["a", math.inf], (1, -math.inf)], [["a", None], [1, None]]),
    "columns": ({"a": (1, 2), "b": pd.Series([1.5, None])}, {"a": [1, 2], "b": [1.5, None]}),
    "deep": ([{"a": {"b": [math.nan, {"c": {math.inf}}]}}], [{"a": {"b": [None, {"c": [None]}]}}]),
    "frame": (
        pd.DataFrame({"n": [1, 2], "when": [pd.Timestamp("2026-01-02"), pd.NaT], 3: ["x", None], "f": [math.nan, 1]}),
        [
            {"n": 1, "when": "2026-01-02T00:00:00", "3": "x", "f": None},
            {"n": 2, "when": None, "3": None, "f": 1.0},
        ],
    ),
    "other kinds": (
        [[Path("a"), Decimal("1.50"), UUID(int=1), date(2026, 1, 2), timedelta(1), Level.HIGH, np.int64(3), b"a", {1}]],
        [["a", "1.50", str(UUID(int=1)), "2026-01-02", "P1D", 2, 3, "YQ==", [1]]],
    ),
    "nothing": ([], []),
}


@pytest.mark.parametrize(("given", "expected"), TABLES.values(), ids=TABLES)
def test_tables_are_kept_as_json_without_numbers_that_json_lacks(given: Any, expected: Any) -> None:
    found = kept(create_table_artifact(given, key="table"))
    assert found.type == "table"
    assert json.loads(found.data, parse_constant=pytest.fail) == expected


@pytest.mark.parametrize("given", ["text", 5, None, [1, 2], ["ab"], {"a": 1}, {"a": "text"}, [{"a": 1}, [1]]])
def test_what_is_no_table_is_refused(given: Any) -> None:
    with pytest.raises(TypeError, match=r"able"):
        create_table_artifact(given)
    assert history() == []


def test_a_table_is_kept_as_it_was() -> None:
    table = [{"a": 1}]
    id = create_table_artifact(table)
    table.clear()
    assert kept(id).data == '[{"a": 1}]'


def test_progress_goes_on() -> None:
    @flow
    def main() -> UUID:
        id = create_progress_artifact(0.0, key="load", description="loading")
        for done in (25, 50.5, 100.1):
            assert update_progress_artifact(id, done) == id
        return id

    found = kept(main())
    assert (found.type, found.data, found.description, found.flow_run_id) == (
        "progress",
        100.0,
        "loading",
        the_flow_run().id,
    )
    (latest,) = connect.send(ReadLatestArtifacts())
    assert (latest.data, latest.latest_id) == (100.0, found.id)
    update_progress_artifact(found.id, 7, "again")
    assert (kept(found.id).data, kept(found.id).description) == (7.0, "again")


def test_progress_is_a_number() -> None:
    assert kept(create_progress_artifact(-5)).data == 0.0
    with pytest.raises(ValueError, match="NaN"):
        create_progress_artifact(math.nan)


def test_an_image_is_kept_by_its_address() -> None:
    found = kept(create_image_artifact("https://example.org/a.png", key="image"))
    assert (found.type, found.data) == ("image", "https://example.org/a.png")


@pytest.mark.parametrize("key", ["Report", "my_key", "a b", "a\n", "ä", "../x"])
def test_a_key_that_is_none_is_refused_before_anything_is_made(key: str) -> None:
    with pytest.raises(ValueError, match="lowercase letters, numbers, and dashes"):
        create_markdown_artifact("x", key=key)
    assert history() == []


def test_classes_make_and_find_artifacts() -> None:
    made = Artifact(key="any", type="json", data={"a": [1, math.nan]}, metadata_={"long": "x" * 600}).create()
    found = kept(made.id)
    assert found == made
    assert (found.data, found.metadata_) == ('{"a": [1, null]}', {"long": "x" * 500 + "..."})
    assert Artifact.get("any") == made
    assert Artifact.get("none-such") is None
    assert Artifact.get_or_create("any", data="other") == (made, False)
    new, is_new = MarkdownArtifact.get_or_create("new", markdown="text")
    assert (new.data, new.type, is_new) == ("text", "markdown", True)
    assert MarkdownArtifact.get("new") == new


def test_classes_write_artifacts_down() -> None:
    written = [
        LinkArtifact(link="l").format(),
        MarkdownArtifact(markdown="m").format(),
        TableArtifact(table=[[1, math.nan]]).format(),
        ProgressArtifact(progress=5).format(),
        ImageArtifact(image_url="i").format(),
        Artifact(data="d").format(),
    ]
    assert written == ["[l](l)", "m", "[[1, null]]", 5.0, "i", '"d"']


def test_async_code_awaits_them() -> None:
    @task
    async def in_task() -> UUID:
        making: Any = create_markdown_artifact("1")
        id: UUID = await making
        return id

    @flow
    async def main() -> list[UUID]:
        writing: Any = LinkArtifact(link="l").format()
        getting: Any = Artifact.get("none")
        assert (await writing, await getting) == ("[l](l)", None)
        return [await in_task(), await acreate_markdown_artifact("2")]

    ids = asyncio.run(main())  # type: ignore[arg-type]
    assert [kept(id).data for id in ids] == ["1", "2"]
    assert {kept(id).flow_run_id for id in ids} == {the_flow_run().id}
    assert kept(ids[0]).task_run_id == the_task_run().id
