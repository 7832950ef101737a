"""From one API to another: pages of the one, requests to the other, and a note of everything that was done."""

from __future__ import annotations

from collections.abc import Iterator
from enum import StrEnum
from typing import Any, NamedTuple, TypeVar
from uuid import UUID

from legato.connect import Transport
from legato.contract.request import Request
from legato.exceptions import ApiError, ObjectNotFound

R = TypeVar("R")
PAGE = 200


class Done(StrEnum):
    """What became of something that the other server has."""

    MADE = "made"
    SAME = "unchanged"
    KEPT = "kept as it is here"
    FAILED = "failed"


class Outcome(NamedTuple):
    """One line of the report."""

    noun: str
    name: str
    done: Done
    note: str = ""


class Transfer:
    """Reads there, writes here, unless nothing is to be changed; remembers which id here stands for which id there."""

    def __init__(self, source: Transport, target: Transport, *, dry: bool = False) -> None:
        self.source, self.target, self.dry = source, target, dry
        self.ids: dict[UUID, UUID] = {}
        self.outcomes: list[Outcome] = []

    def pages(self, kind: type[Request[list[R]]], **fields: Any) -> Iterator[R]:
        """Yield everything that a list there has."""
        yield from _pages(self.source, kind, fields)

    def here(self, kind: type[Request[list[R]]], **fields: Any) -> Iterator[R]:
        """Yield everything that a list here has."""
        yield from _pages(self.target, kind, fields)

    def find(self, request: Request[R]) -> R | None:
        """Return what a request finds here."""
        try:
            return self.target.send(request)
        except ObjectNotFound:
            return None

    def make(self, noun: str, name: str, request: Request[R], note: str = "") -> R | None:
        """Make something here, and note how that went; where nothing is to be changed only note it."""
        done = Outcome(noun, name, Done.MADE, note)
        if self.dry:
            if done not in self.outcomes:
                self.outcomes.append(done)
            return None
        try:
            made = self.target.send(request)
        except ApiError as error:
            self.fail(noun, name, str(error))
            return None
        self.outcomes.append(done)
        return made

    def note(self, noun: str, name: str, same: bool, note: str = "") -> None:
        """Note that something is here already: the same, or another one of that name."""
        self.outcomes.append(Outcome(noun, name, Done.SAME if same else Done.KEPT, note))

    def fail(self, noun: str, name: str, note: str) -> None:
        """Note that something cannot be taken over."""
        self.outcomes.append(Outcome(noun, name, Done.FAILED, note))


def _pages(transport: Transport, kind: type[Request[list[R]]], fields: dict[str, Any]) -> Iterator[R]:
    offset = 0
    while True:
        page = transport.send(kind(limit=PAGE, offset=offset, **fields))
        yield from page
        offset += len(page)
        if len(page) < PAGE:
            return


def same(one: Any, other: Any, names: tuple[str, ...]) -> bool:
    """Tell whether two things agree in some fields."""
    return all(getattr(one, name) == getattr(other, name) for name in names)
