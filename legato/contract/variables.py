"""Operations on variables."""

from __future__ import annotations

from typing import ClassVar
from uuid import UUID

from legato.contract.request import Request
from legato.schemas.filters import VariableFilter
from legato.schemas.sorting import VariableSort
from legato.schemas.variables import Variable, VariableCreate, VariableUpdate
from legato.schemas.words import Limit, Offset


class CreateVariable(VariableCreate, Request[Variable]):
    """Make a variable."""

    method, path, status = "POST", "/variables/", 201
    errors = (409,)


class ReadVariable(Request[Variable]):
    """One variable by id."""

    method, path = "GET", "/variables/{id}"
    id: UUID


class ReadVariableByName(Request[Variable]):
    """One variable by name."""

    method, path = "GET", "/variables/name/{name}"
    name: str


class UpdateVariable(VariableUpdate, Request[None]):
    """Change a variable."""

    method, path, status = "PATCH", "/variables/{id}", 204
    errors = (409,)
    id: UUID


class UpdateVariableByName(Request[None]):
    """Change the variable of a name."""

    method, path, status = "PATCH", "/variables/name/{name}", 204
    errors = (409,)
    body: ClassVar[str | None] = "update"
    name: str
    update: VariableUpdate


class DeleteVariable(Request[None]):
    """Remove a variable."""

    method, path, status = "DELETE", "/variables/{id}", 204
    id: UUID


class DeleteVariableByName(Request[None]):
    """Remove the variable of a name."""

    method, path, status = "DELETE", "/variables/name/{name}", 204
    name: str


class ReadVariables(Request[list[Variable]]):
    """Variables, filtered and sorted."""

    method, path = "POST", "/variables/filter"
    variables: VariableFilter | None = None
    sort: VariableSort = VariableSort.NAME_ASC
    limit: Limit | None = None
    offset: Offset = 0


class CountVariables(Request[int]):
    """How many variables."""

    method, path = "POST", "/variables/count"
    variables: VariableFilter | None = None
