"""Whether, where and how the results of a run are kept.

Asked to persist, a result is always written to the storage. Not asked, it is kept as far as it takes to run a flow
again that failed, without what completed: small values in the state itself, others in the storage, for some days.
"""

from __future__ import annotations

import threading
from collections.abc import Callable
from typing import Any, NamedTuple

from legato import clock, secrecy
from legato.exceptions import LegatoException
from legato.ids import uuid7
from legato.results.literals import is_literal, literal
from legato.results.options import ResultOptions
from legato.settings import (
    LEGATO_RESULTS_AUTOMATIC_LIMIT,
    LEGATO_RESULTS_DEFAULT_SERIALIZER,
    LEGATO_RESULTS_PERSIST_BY_DEFAULT,
)

KeyOf = Callable[[], Any]


class Kept(NamedTuple):
    """What became of a value: what the state says of it to others, what it holds here, and what went wrong."""

    wire: dict[str, Any] | None
    data: Any
    problem: str | None = None
    folder: Any = None
    """The local folder that others have to be told of."""


class Keeper:
    """Keeps results as their options, and those of the runs around, ask for.

    `is_asked` tells whether somebody asked for results to be persisted; None where nobody said anything.
    """

    def __init__(
        self, options: ResultOptions, parent: Keeper | None = None, *, is_needed: bool = False, is_short: bool = False
    ) -> None:
        self._options, self._parent, self._is_short = options, parent, is_short
        asked = options.persist
        if asked is None and (is_needed or not options.in_memory or options.storage_key is not None):
            asked = True
        self.is_asked = LEGATO_RESULTS_PERSIST_BY_DEFAULT.value() if asked is None else asked
        self._storage: Any = None
        self._serializer: Any = None
        self._lock = threading.Lock()

    def inline(self, value: Any) -> dict[str, Any] | None:
        """Return what the state itself can say of a value; None where the value has to be stored, if it is kept."""
        if value is None or type(value) is bool:
            return literal(value) if self.is_asked is not False else None
        if self.is_asked is not None or not is_literal(value):
            return None
        # States are shown to people, with secrets masked; where one is in a value, it would not come back.
        return literal(value) if secrecy.masked_data(value) == value else None

    @property
    def stores(self) -> bool:
        """Tell whether values that the state cannot carry are stored."""
        return self.is_asked or (self.is_asked is None and not self._is_short)

    def store(self, value: Any, key_of: KeyOf | None) -> Kept:
        """Store a value under a key; without one under a key of its own."""
        from legato.results import recent
        from legato.results.kinds import written

        try:
            if not self.is_asked:
                recent.refuse_large(value, LEGATO_RESULTS_AUTOMATIC_LIMIT.value())
            storage, serializer = self._places()
            key = key_of() if key_of is not None else uuid7().hex
            if key_of is None and not self.is_asked:
                key = recent.key(storage, key, clock.now())
            result, size = written(value, serializer, storage, key)
        except (LegatoException, OSError, ValueError, TypeError) as error:
            return self._unstored(value, error)
        if self._options.in_memory:
            result.hold(value, size)
        folder = storage if type(storage).__name__ == "Folder" else None
        return Kept(result.wire(), result, folder=folder)

    def _unstored(self, value: Any, error: Exception) -> Kept:
        said = f"Result not stored: {error}"
        wire = {"type": "unpersisted", "artifact_type": "result", "artifact_description": said[:1_000]}
        return Kept(wire, value, said)

    def _places(self) -> tuple[Any, Any]:
        with self._lock:
            if self._storage is None:
                self._storage, self._serializer = self.storage(), self.serializer()
            return self._storage, self._serializer

    def storage(self) -> Any:
        """Return the storage: the own, else that of the run around, else the default."""
        from legato.results.storage import default_storage, storage

        if self._options.storage is not None:
            return storage(self._options.storage)
        return self._parent.storage() if self._parent is not None else default_storage()

    def serializer(self) -> Any:
        """Return the serializer: the own, else that of the run around, else the default."""
        from legato.serializers import serializer

        if self._options.serializer is not None:
            return serializer(self._options.serializer)
        if self._parent is not None:
            return self._parent.serializer()
        return serializer(LEGATO_RESULTS_DEFAULT_SERIALIZER.value())
