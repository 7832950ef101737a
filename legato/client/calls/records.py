"""Calls on variables and artifacts."""

from __future__ import annotations

from legato.client.client import Conversation, made_from
from legato.contract.artifacts import CreateArtifact
from legato.contract.variables import CreateVariable, ReadVariableByName, UpdateVariableByName
from legato.exceptions import ObjectNotFound
from legato.schemas.artifacts import Artifact, ArtifactCreate
from legato.schemas.variables import Variable, VariableCreate, VariableUpdate


def create_artifact(artifact: ArtifactCreate) -> Conversation[Artifact]:
    """Keep an artifact."""
    made: Artifact = yield made_from(CreateArtifact, artifact)
    return made


def create_variable(variable: VariableCreate) -> Conversation[Variable]:
    """Make a variable."""
    made: Variable = yield made_from(CreateVariable, variable)
    return made


def update_variable(variable: VariableUpdate) -> Conversation[None]:
    """Change the variable whose name the change has."""
    yield UpdateVariableByName(name=str(variable.name), update=variable)


def read_variable_by_name(name: str) -> Conversation[Variable | None]:
    """Read a variable; None where there is none of that name."""
    try:
        found: Variable = yield ReadVariableByName(name=name)
    except ObjectNotFound:
        return None
    return found
