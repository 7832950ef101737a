"""`legato artifact`."""

from __future__ import annotations

from uuid import UUID

import click

from legato import connect
from legato.cli.output import ago, confirm, fail, output_option, show_facts, show_json, show_table, succeed, yes_option
from legato.contract.artifacts import (
    DeleteArtifact,
    ReadArtifact,
    ReadArtifacts,
    ReadLatestArtifacts,
)
from legato.schemas.artifacts import Artifact
from legato.schemas.conditions import TextInLikeOrExists
from legato.schemas.filters import ArtifactFilter
from legato.schemas.sorting import ArtifactCollectionSort, ArtifactSort

_LONGEST = 80
_BAR = 20


@click.group("artifact")
def command() -> None:
    """Look at what runs left to be read: tables, texts, links."""


@command.command("ls")
@click.option("--limit", default=100, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@click.option("--all", "-a", "shows_all", is_flag=True, help="Every artifact of a key, not the latest alone.")
@output_option
def list_artifacts(limit: int, shows_all: bool, output: str | None) -> None:
    """List artifacts by key, the latest of each."""
    if shows_all:
        keyed = ArtifactFilter(key=TextInLikeOrExists(exists_=True))
        found = connect.send(ReadArtifacts(artifacts=keyed, sort=ArtifactSort.KEY_ASC, limit=limit))
        rows = [(one.id, one.key, one.type, one.updated) for one in found]
    else:
        latest = connect.send(ReadLatestArtifacts(sort=ArtifactCollectionSort.KEY_ASC, limit=limit))
        rows = [(one.latest_id, one.key, one.type, one.updated) for one in latest]
        found = latest  # type: ignore[assignment]
    if output == "json":
        show_json(found)
        return
    show_table("Artifacts", ["id", "key", "type", "updated"], ((*row[:3], ago(row[3])) for row in rows))


@command.command("inspect")
@click.argument("key")
@click.option("--limit", default=10, type=click.IntRange(1, 200), show_default=True, help="How many at most.")
@output_option
def inspect_artifacts(key: str, limit: int, output: str | None) -> None:
    """Show the artifacts of a key, the newest first."""
    wanted = ArtifactFilter(key=TextInLikeOrExists(any_=[key]))
    found = connect.send(ReadArtifacts(artifacts=wanted, sort=ArtifactSort.CREATED_DESC, limit=limit))
    if not found:
        fail(f"There is no artifact with the key {key!r}.")
    if output == "json":
        show_json(found)
        return
    for one in found:
        show_facts(f"Artifact {one.id}", _facts(one))


def _facts(one: Artifact) -> dict[str, object]:
    return {
        "key": one.key,
        "type": one.type,
        "description": one.description,
        **_shown(one),
        "flow run": one.flow_run_id,
        "task run": one.task_run_id,
        "created": one.created,
        "updated": one.updated,
    }


def _shown(one: Artifact) -> dict[str, object]:
    """Return what an artifact holds, by a name that fits it; an address whole, so that it can be followed."""
    if one.type == "progress" and isinstance(one.data, int | float):
        done = round(max(0, min(100, one.data)) / 100 * _BAR)
        return {"progress": f"{'█' * done}{'░' * (_BAR - done)} {one.data:g} %"}
    if one.type == "image":
        return {"image": one.data}
    text = str(one.data)
    return {"data": text if len(text) <= _LONGEST else f"{text[:_LONGEST]}…"}


@command.command("delete")
@click.argument("key", required=False)
@click.option("--id", "id_", type=click.UUID, help="The one artifact with this id, whatever its key.")
@yes_option
def delete_artifact(key: str | None, id_: UUID | None, yes: bool) -> None:
    """Delete the latest artifact of a key, or the one with an id."""
    if (key is None) is (id_ is None):
        fail("Name a key, or give --id: one of them.")
    if id_ is not None:
        artifact = connect.send(ReadArtifact(id=id_))
    else:
        found = connect.send(
            ReadArtifacts(
                artifacts=ArtifactFilter(key=TextInLikeOrExists(any_=[str(key)])),
                sort=ArtifactSort.CREATED_DESC,
                limit=1,
            )
        )
        if not found:
            fail(f"There is no artifact with the key {key!r}.")
        artifact = found[0]
    if not yes:
        confirm(f"Delete artifact {artifact.id} with the key {artifact.key!r}?")
    connect.send(DeleteArtifact(id=artifact.id))
    succeed(f"Artifact {artifact.id} is deleted.")
