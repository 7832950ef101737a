"""Which types of workers there are: ours, and those of installed packages."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

from legato.blocks.registry import load_packages

if TYPE_CHECKING:
    from legato.workers.base import BaseWorker

_OURS = {"process": "legato.workers.process"}
_classes: dict[str, type[BaseWorker]] = {}


def add(kind: type[BaseWorker]) -> None:
    """Take a class in, under its type."""
    _classes[kind.type] = kind


def find(name: str) -> type[BaseWorker] | None:
    """Return the class of the workers of a type; None where there is none."""
    if name not in _classes and name in _OURS:
        import_module(_OURS[name])
    if name not in _classes:
        load_packages()
    return _classes.get(name)


def known() -> list[str]:
    """Return all types of workers that can be started here."""
    load_packages()
    return sorted({*_OURS, *_classes})
