"""Artifacts that come in the journal become the rows that the API makes of them."""

from uuid import UUID

import msgspec

from legato.contract.artifacts import (
    CreateArtifact,
    DeleteArtifact,
    ReadArtifact,
    ReadArtifacts,
    ReadLatestArtifacts,
    UpdateArtifact,
)
from legato.ids import uuid7
from legato.schemas.artifacts import Artifact
from legato.schemas.journal import ArtifactChanged, ArtifactMade, Entry
from legato.schemas.sorting import ArtifactSort
from tests.stores.scenes import Scene, at, flow_run


def artifact(key: str | None = "k", second: float = 0, data: object = "x", **fields: object) -> ArtifactMade:
    return ArtifactMade(uuid7(), at(second), key, "markdown", None, data, **fields)  # type: ignore[arg-type]


def told(scene: Scene, *entries: Entry) -> tuple[int, int, int]:
    """Entries as they arrive, and what became of them: accepted, known, refused."""
    sent = msgspec.json.decode(msgspec.json.encode(list(entries)), type=list[Entry])
    reply = scene.record(*sent)
    return reply.accepted, reply.known, reply.refused


def latest(scene: Scene) -> dict[str, tuple[UUID, object]]:
    return {one.key: (one.latest_id, one.data) for one in scene.ask(ReadLatestArtifacts())}


def without_moments(one: Artifact) -> Artifact:
    return msgspec.structs.replace(one, id=UUID(int=0), created=at(0), updated=at(0))


def test_the_rows_are_those_of_the_api(scene: Scene) -> None:
    run = flow_run()
    fields = {"description": "d", "metadata_": {"m": "y" * 600}, "flow_run_id": run.id, "task_run_id": uuid7()}
    for data in ("text", 5.5, {"b": 1, "a": [None]}, None):
        asked = scene.ask(CreateArtifact(key="k", type="t", data=data, **fields))  # type: ignore[arg-type]
        entry = ArtifactMade(uuid7(), at(9), "k", "t", "d", data, *list(fields.values())[1:])  # type: ignore[arg-type]
        assert told(scene, run, entry)[0] >= 1
        found = scene.ask(ReadArtifact(id=entry.id))
        assert without_moments(found) == without_moments(asked)
        assert (found.created, found.updated) == (at(9), at(9))


def test_an_artifact_is_taken_once_and_outlives_runs_that_nobody_knows(scene: Scene) -> None:
    one = artifact(flow_run_id=uuid7())
    assert told(scene, one, one) == (1, 1, 0)
    assert told(scene, one) == (0, 1, 0)
    assert [found.id for found in scene.ask(ReadArtifacts())] == [one.id]


def test_the_latest_of_a_key_is_the_one_made_last(scene: Scene) -> None:
    first, second, other, keyless = artifact(), artifact(second=1, data="y"), artifact("o"), artifact(None)
    told(scene, second)
    told(scene, first, other, keyless)
    assert latest(scene) == {"k": (second.id, "y"), "o": (other.id, "x")}
    scene.ask(DeleteArtifact(id=second.id))
    assert latest(scene)["k"] == (first.id, "x")


def test_changes_come_after_what_they_change(scene: Scene) -> None:
    one = artifact(data=0.0)
    changes = [ArtifactChanged(one.id, at(n), n * 10.0, "half" if n == 2 else None) for n in (1, 2, 3)]
    assert told(scene, one, *changes) == (4, 0, 0)
    found = scene.ask(ReadArtifact(id=one.id))
    assert (found.data, found.description, found.updated) == (30.0, "half", at(3))
    assert latest(scene)["k"] == (one.id, 30.0)


def test_changes_that_come_again_change_nothing_back(scene: Scene) -> None:
    one = artifact(data=0.0)
    changes = [ArtifactChanged(one.id, at(n), n * 10.0) for n in (1, 2)]
    told(scene, one, *changes)
    told(scene, changes[0])
    assert scene.ask(ReadArtifact(id=one.id)).data == 20.0
    scene.ask(UpdateArtifact(id=one.id, data="by hand"))
    told(scene, *changes)
    assert scene.ask(ReadArtifact(id=one.id)).data == "by hand"


def test_a_change_of_what_is_gone_is_refused(scene: Scene) -> None:
    one = artifact()
    told(scene, one)
    scene.ask(DeleteArtifact(id=one.id))
    assert told(scene, ArtifactChanged(one.id, at(1), 1.0)) == (0, 0, 1)
    assert scene.ask(ReadArtifacts(sort=ArtifactSort.ID_DESC)) == []
    assert latest(scene) == {}
