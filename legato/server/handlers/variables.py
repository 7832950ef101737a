"""Variables."""

from __future__ import annotations

from typing import Any

from legato.contract.variables import (
    CountVariables,
    CreateVariable,
    DeleteVariable,
    DeleteVariableByName,
    ReadVariable,
    ReadVariableByName,
    ReadVariables,
    UpdateVariable,
    UpdateVariableByName,
)
from legato.schemas.variables import Variable, VariableUpdate
from legato.server.handling import handles, page_limit
from legato.server.refusals import conflict, missing
from legato.server.store import variables
from legato.server.store.transaction import Transaction
from legato.server.store.variables import with_id, with_name

_MISSING = "Variable not found."


@handles(CreateVariable, writes=True)
def create_variable(request: CreateVariable, db: Transaction) -> Variable:
    """Make a variable."""
    made = variables.create(db, request.name, str(request.value), request.tags)
    if made is None:
        raise conflict()
    return made


@handles(ReadVariable)
def read_variable(request: ReadVariable, db: Transaction) -> Variable:
    """Read a variable by id."""
    return _there(variables.one(db, with_id(request.id)))


@handles(ReadVariableByName)
def read_variable_by_name(request: ReadVariableByName, db: Transaction) -> Variable:
    """Read a variable by name."""
    return _there(variables.one(db, with_name(request.name)))


def _there(variable: Variable | None) -> Variable:
    if variable is None:
        raise missing(_MISSING)
    return variable


@handles(UpdateVariable, writes=True)
def update_variable(request: UpdateVariable, db: Transaction) -> None:
    """Change a variable."""
    if not variables.change(db, with_id(request.id), _changes(request)):
        raise missing(_MISSING)


@handles(UpdateVariableByName, writes=True)
def update_variable_by_name(request: UpdateVariableByName, db: Transaction) -> None:
    """Change the variable of a name."""
    if not variables.change(db, with_name(request.name), _changes(request.update)):
        raise missing(_MISSING)


def _changes(given: VariableUpdate) -> dict[str, Any]:
    value = None if given.value is None else str(given.value)
    changes = {"name": given.name, "value": value, "tags": given.tags}
    return {name: value for name, value in changes.items() if value is not None}


@handles(DeleteVariable, writes=True)
def delete_variable(request: DeleteVariable, db: Transaction) -> None:
    """Delete a variable."""
    if not variables.remove(db, with_id(request.id)):
        raise missing(_MISSING)


@handles(DeleteVariableByName, writes=True)
def delete_variable_by_name(request: DeleteVariableByName, db: Transaction) -> None:
    """Delete the variable of a name."""
    if not variables.remove(db, with_name(request.name)):
        raise missing(_MISSING)


@handles(ReadVariables)
def read_variables(request: ReadVariables, db: Transaction) -> list[Variable]:
    """List variables."""
    return variables.listed(db, request.variables, request.sort, page_limit(request.limit), request.offset)


@handles(CountVariables)
def count_variables(request: CountVariables, db: Transaction) -> int:
    """Count variables."""
    return variables.count(db, request.variables)
