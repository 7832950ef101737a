"""Artifacts."""

from __future__ import annotations

from typing import Any

import msgspec

from legato.contract.artifacts import (
    CountArtifacts,
    CountLatestArtifacts,
    CreateArtifact,
    DeleteArtifact,
    ReadArtifact,
    ReadArtifacts,
    ReadLatestArtifact,
    ReadLatestArtifacts,
    RunsOfArtifacts,
    UpdateArtifact,
)
from legato.schemas.artifacts import Artifact, ArtifactCollection, shortened
from legato.schemas.filters import RunScope
from legato.server.handling import handles, page_limit
from legato.server.refusals import missing
from legato.server.store import artifacts
from legato.server.store.artifacts import artifacts_in, collections_in, json_of
from legato.server.store.transaction import Transaction

_MISSING = "Artifact not found."


@handles(CreateArtifact, writes=True)
def create_artifact(request: CreateArtifact, db: Transaction) -> Artifact:
    """Make an artifact."""
    content = {
        "type": request.type,
        "description": request.description,
        "data": json_of(request.data),
        "metadata_": shortened(request.metadata_),
        "flow_run_id": request.flow_run_id,
        "task_run_id": request.task_run_id,
    }
    return artifacts.create(db, content, None if request.key is None else str(request.key))


@handles(ReadArtifact)
def read_artifact(request: ReadArtifact, db: Transaction) -> Artifact:
    """Read an artifact by id."""
    return _there(artifacts.by_id(db, request.id))


@handles(ReadLatestArtifact)
def read_latest_artifact(request: ReadLatestArtifact, db: Transaction) -> Artifact:
    """Read the latest artifact of a key."""
    return _there(artifacts.latest(db, request.key))


def _there(artifact: Artifact | None) -> Artifact:
    if artifact is None:
        raise missing(_MISSING)
    return artifact


@handles(UpdateArtifact, writes=True)
def update_artifact(request: UpdateArtifact, db: Transaction) -> None:
    """Change an artifact."""
    changes: dict[str, Any] = {}
    if request.data is not msgspec.UNSET:
        changes["data"] = json_of(request.data)
    if request.description is not msgspec.UNSET:
        changes["description"] = request.description
    if request.metadata_ is not msgspec.UNSET:
        changes["metadata_"] = shortened(request.metadata_)
    if not artifacts.change(db, request.id, changes):
        raise missing(_MISSING)


@handles(DeleteArtifact, writes=True)
def delete_artifact(request: DeleteArtifact, db: Transaction) -> None:
    """Delete an artifact."""
    if not artifacts.remove(db, request.id):
        raise missing(_MISSING)


def _runs(request: RunsOfArtifacts) -> RunScope:
    return RunScope(
        flow_runs=request.flow_runs,
        task_runs=request.task_runs,
        flows=request.flows,
        deployments=request.deployments,
    )


@handles(ReadArtifacts)
def read_artifacts(request: ReadArtifacts, db: Transaction) -> list[Artifact]:
    """List artifacts."""
    condition = artifacts_in(request.artifacts, _runs(request))
    return artifacts.listed(db, condition, request.sort, page_limit(request.limit), request.offset)


@handles(CountArtifacts)
def count_artifacts(request: CountArtifacts, db: Transaction) -> int:
    """Count artifacts."""
    return artifacts.count(db, artifacts_in(request.artifacts, _runs(request)))


@handles(ReadLatestArtifacts)
def read_latest_artifacts(request: ReadLatestArtifacts, db: Transaction) -> list[ArtifactCollection]:
    """List the latest artifact of each key."""
    condition = collections_in(request.artifacts, _runs(request))
    return artifacts.listed_collections(db, condition, request.sort, page_limit(request.limit), request.offset)


@handles(CountLatestArtifacts)
def count_latest_artifacts(request: CountLatestArtifacts, db: Transaction) -> int:
    """Count keys of artifacts."""
    return artifacts.count_collections(db, collections_in(request.artifacts, _runs(request)))
