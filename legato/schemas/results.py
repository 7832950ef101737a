"""What is kept of a run's result: nothing, the value itself, or where it lies. States carry it in `data`.

On the wire it is an object with a `type`; values that code of this process returned are found in `data` as they are.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, Generic, TypeVar

from legato.exceptions import MissingResult

R = TypeVar("R")
TYPES = frozenset({"unpersisted", "literal", "reference", "unknown"})
_FIELDS = frozenset(
    {"type", "artifact_type", "artifact_description", "value", "serializer_type", "storage_block_id", "storage_key"}
)


class BaseResult(Generic[R]):
    """A result as it is kept."""

    __slots__ = ("artifact_description",)
    type = ""
    artifact_type: str | None = "result"

    def __init__(self, artifact_description: str | None = None) -> None:
        self.artifact_description = artifact_description

    def get(self) -> R:
        """Return the value.

        Raises:
            MissingResult: it is not there.
        """
        raise NotImplementedError

    def has_cached_object(self) -> bool:
        """Tell whether the value is in memory."""
        return True

    def when_released(self, do: Callable[[], None]) -> None:
        """Have something done when the value leaves memory, which it may do where it can be read again."""

    def fields(self) -> dict[str, Any]:
        """Return what there is on the wire besides the type and the description."""
        return {}

    def wire(self) -> dict[str, Any]:
        """Return the result as JSON carries it."""
        said = {"artifact_type": self.artifact_type, "artifact_description": self.artifact_description}
        return {"type": self.type, **said, **self.fields()}

    def __repr__(self) -> str:
        fields = {"type": self.type, **self.fields(), "artifact_description": self.artifact_description}
        return f"{type(self).__name__}({', '.join(f'{name}={value!r}' for name, value in fields.items())})"

    def __eq__(self, other: object) -> bool:
        return isinstance(other, BaseResult) and other.wire() == self.wire()

    __hash__ = None  # type: ignore[assignment]


class UnpersistedResult(BaseResult[Any]):
    """A result that was not kept."""

    __slots__ = ()
    type = "unpersisted"

    def get(self) -> Any:
        raise MissingResult(*([self.artifact_description] if self.artifact_description else []))


class LiteralResult(BaseResult[R]):
    """A result that the state itself carries."""

    __slots__ = ("value",)
    type = "literal"

    def __init__(self, value: R, artifact_description: str | None = None) -> None:
        super().__init__(artifact_description)
        self.value = value

    def get(self) -> R:
        return self.value

    def fields(self) -> dict[str, Any]:
        return {"value": self.value}


class UnknownResult(BaseResult[None]):
    """The result of a run that somebody declared completed: nobody knows it."""

    __slots__ = ()
    type = "unknown"

    def get(self) -> None:
        return None

    def fields(self) -> dict[str, Any]:
        return {"value": None}


_read: Callable[[dict[str, Any]], BaseResult[Any]] | None = None


def install_reader(read: Callable[[dict[str, Any]], BaseResult[Any]]) -> None:
    """Say how results that lie in a storage are read; the part of the house that knows storages does."""
    global _read
    _read = read


def is_wire(data: object) -> bool:
    """Tell whether the data of a state is a result as JSON carries it."""
    return isinstance(data, dict) and data.get("type") in TYPES and data.keys() <= _FIELDS


def parsed(data: dict[str, Any]) -> BaseResult[Any]:
    """Return the result that the data of a state from the wire stands for."""
    said = data.get("artifact_description")
    match data["type"]:
        case "literal":
            return LiteralResult(data.get("value"), said)
        case "unknown":
            return UnknownResult(said)
        case "reference" if _read is not None:
            return _read(data)
    return UnpersistedResult(said)
