"""Operations on inputs of flow runs."""

from __future__ import annotations

from uuid import UUID

import msgspec

from legato.contract.request import Request
from legato.schemas.flow_run_inputs import FlowRunInput
from legato.schemas.words import Limit, Slug


class CreateFlowRunInput(Request[None]):
    """Leave an input for a flow run."""

    method, path, status = "POST", "/flow_runs/{id}/input", 201
    errors = (409,)
    id: UUID
    key: Slug
    value: str
    sender: str | None = None


class ReadFlowRunInput(Request[msgspec.Raw]):
    """The value of an input, as it was given."""

    method, path = "GET", "/flow_runs/{id}/input/{key}"
    id: UUID
    key: str


class DeleteFlowRunInput(Request[None]):
    """Remove an input."""

    method, path, status = "DELETE", "/flow_runs/{id}/input/{key}", 204
    id: UUID
    key: str


class ReadFlowRunInputs(Request[list[FlowRunInput]]):
    """Inputs of a flow run whose keys start with a prefix, oldest first."""

    method, path = "POST", "/flow_runs/{id}/input/filter"
    id: UUID
    prefix: str
    limit: Limit = 1
    exclude_keys: list[str] = []
