"""Artifacts succeed and fail in the same way over both transports."""

from typing import Any
from uuid import UUID

import pytest

from legato.contract.artifacts import (
    CountArtifacts,
    CountLatestArtifacts,
    CreateArtifact,
    DeleteArtifact,
    ReadArtifact,
    ReadArtifacts,
    ReadLatestArtifact,
    ReadLatestArtifacts,
    UpdateArtifact,
)
from legato.contract.flow_runs import CreateFlowRun, DeleteFlowRun
from legato.contract.flows import CreateFlow
from legato.contract.task_runs import CreateTaskRun
from legato.exceptions import ObjectNotFound
from legato.schemas.conditions import IdIn, IdInOrNot, TextInOrLike
from legato.schemas.filters import FlowFilter, FlowRunFilter, TaskRunFilter
from legato.schemas.sorting import ArtifactCollectionSort, ArtifactSort
from tests.contract.conftest import Send

NOBODY = UUID(int=7)


def test_artifacts(send: Send) -> None:
    made = send(CreateArtifact(key="report", type="markdown", data="# x", metadata_={"long": "y" * 600, "n": 7}))
    assert made.metadata_ == {"long": "y" * 500 + "...", "n": "7"}
    assert send(ReadArtifact(id=made.id)) == send(ReadLatestArtifact(key="report")) == made
    send(UpdateArtifact(id=made.id, data={"b": 1, "a": [None]}, description="new"))
    changed = send(ReadArtifact(id=made.id))
    assert (list(changed.data), changed.description, changed.metadata_) == (["b", "a"], "new", made.metadata_)
    assert send(CountArtifacts()) == 1
    send(DeleteArtifact(id=made.id))
    for request in (
        ReadArtifact(id=made.id),
        UpdateArtifact(id=made.id),
        DeleteArtifact(id=made.id),
        ReadLatestArtifact(key="report"),
    ):
        with pytest.raises(ObjectNotFound, match=r"Artifact not found\."):
            send(request)


def test_the_latest_of_a_key_is_followed(send: Send) -> None:
    first, second, third = (send(CreateArtifact(key="report", data=number)) for number in (1, 2, 3))
    send(CreateArtifact(data="without a key"))
    (latest,) = send(ReadLatestArtifacts())
    assert (latest.latest_id, latest.data) == (third.id, 3)
    send(UpdateArtifact(id=third.id, data=33))
    send(UpdateArtifact(id=first.id, data=11))
    assert [one.data for one in send(ReadLatestArtifacts())] == [33]
    for gone, left in ((second, [33]), (third, [11]), (first, [])):
        send(DeleteArtifact(id=gone.id))
        assert [one.data for one in send(ReadLatestArtifacts())] == left
    assert (send(CountLatestArtifacts()), send(CountArtifacts())) == (0, 1)


def test_artifacts_are_found_by_the_runs_they_come_from_and_outlive_them(send: Send) -> None:
    flow = send(CreateFlow(name="etl"))
    run = send(CreateFlowRun(flow_id=flow.id))
    task_run = send(CreateTaskRun(flow_run_id=run.id, task_key="load", dynamic_key="0"))
    made = send(CreateArtifact(key="a", flow_run_id=run.id, task_run_id=task_run.id))
    send(CreateArtifact(key="b", flow_run_id=NOBODY))
    scopes: list[dict[str, Any]] = [
        {"flows": FlowFilter(name=TextInOrLike(any_=["etl"]))},
        {"flow_runs": FlowRunFilter(id=IdInOrNot(any_=[run.id]))},
        {"task_runs": TaskRunFilter(id=IdIn(any_=[task_run.id]))},
    ]
    for scope in scopes:
        assert [one.id for one in send(ReadArtifacts(**scope))] == [made.id]
        assert [one.latest_id for one in send(ReadLatestArtifacts(**scope))] == [made.id]
        assert send(CountArtifacts(**scope)) == send(CountLatestArtifacts(**scope)) == 1
    send(DeleteFlowRun(id=run.id))
    assert send(ReadArtifact(id=made.id)).flow_run_id == run.id


def test_artifacts_without_a_key_come_last_by_key(send: Send) -> None:
    for key in ("b", None, "a"):
        send(CreateArtifact(key=key))
    assert [one.key for one in send(ReadArtifacts(sort=ArtifactSort.KEY_ASC))] == ["a", "b", None]
    assert [one.key for one in send(ReadArtifacts(sort=ArtifactSort.KEY_DESC, limit=2, offset=1))] == ["a", None]
    assert [one.key for one in send(ReadLatestArtifacts(sort=ArtifactCollectionSort.KEY_DESC))] == ["b", "a"]
