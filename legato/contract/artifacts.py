"""Operations on artifacts."""

from __future__ import annotations

from uuid import UUID

import msgspec

from legato.contract.request import Request
from legato.schemas.artifacts import Artifact, ArtifactCollection, ArtifactCreate, ArtifactUpdate
from legato.schemas.filters import (
    ArtifactCollectionFilter,
    ArtifactFilter,
    DeploymentFilter,
    FlowFilter,
    FlowRunFilter,
    TaskRunFilter,
)
from legato.schemas.sorting import ArtifactCollectionSort, ArtifactSort
from legato.schemas.words import Limit, Offset


class RunsOfArtifacts(msgspec.Struct, kw_only=True):
    """Filters on the runs that artifacts come from."""

    flow_runs: FlowRunFilter | None = None
    task_runs: TaskRunFilter | None = None
    flows: FlowFilter | None = None
    deployments: DeploymentFilter | None = None


class CreateArtifact(ArtifactCreate, Request[Artifact]):
    """Make an artifact."""

    method, path, status = "POST", "/artifacts/", 201


class ReadArtifact(Request[Artifact]):
    """One artifact by id."""

    method, path = "GET", "/artifacts/{id}"
    id: UUID


class ReadLatestArtifact(Request[Artifact]):
    """The latest artifact of a key."""

    method, path = "GET", "/artifacts/{key}/latest"
    key: str


class UpdateArtifact(ArtifactUpdate, Request[None]):
    """Change an artifact."""

    method, path, status = "PATCH", "/artifacts/{id}", 204
    id: UUID


class DeleteArtifact(Request[None]):
    """Remove an artifact; the one before it becomes the latest of its key."""

    method, path, status = "DELETE", "/artifacts/{id}", 204
    id: UUID


class ReadArtifacts(RunsOfArtifacts, Request[list[Artifact]]):
    """Artifacts, filtered and sorted."""

    method, path = "POST", "/artifacts/filter"
    artifacts: ArtifactFilter | None = None
    sort: ArtifactSort = ArtifactSort.ID_DESC
    limit: Limit | None = None
    offset: Offset = 0


class CountArtifacts(RunsOfArtifacts, Request[int]):
    """How many artifacts."""

    method, path = "POST", "/artifacts/count"
    artifacts: ArtifactFilter | None = None


class ReadLatestArtifacts(RunsOfArtifacts, Request[list[ArtifactCollection]]):
    """The latest artifact of each key, filtered and sorted."""

    method, path = "POST", "/artifacts/latest/filter"
    artifacts: ArtifactCollectionFilter | None = None
    sort: ArtifactCollectionSort = ArtifactCollectionSort.ID_DESC
    limit: Limit | None = None
    offset: Offset = 0


class CountLatestArtifacts(RunsOfArtifacts, Request[int]):
    """How many keys of artifacts."""

    method, path = "POST", "/artifacts/latest/count"
    artifacts: ArtifactCollectionFilter | None = None
