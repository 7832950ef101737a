"""Secrets that this process has seen, to be hidden in what leaves it."""

from __future__ import annotations

_known: set[str] = set()


def remember(value: str) -> None:
    """Hide a text from now on."""
    _known.add(value)
