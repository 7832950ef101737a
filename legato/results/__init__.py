"""Results: what runs return, kept beyond their process."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legato.schemas.results import BaseResult, LiteralResult, UnknownResult, UnpersistedResult, install_reader

if TYPE_CHECKING:
    from legato.results.kinds import PersistedResult

__all__ = ["BaseResult", "LiteralResult", "PersistedResult", "UnknownResult", "UnpersistedResult"]


def _read(data: dict[str, Any]) -> BaseResult[Any]:
    from legato.results.kinds import read

    return read(data)


install_reader(_read)


def __getattr__(name: str) -> Any:
    if name != "PersistedResult":
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from legato.results.kinds import PersistedResult

    return PersistedResult
