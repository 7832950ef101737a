"""Secrets within the data of a block: hiding them, and keeping them when their mask is written back.

The fields that are secret are paths with dots; `*` stands for everything below.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

MASK = "********"


def masked(data: dict[str, Any], secret_fields: Sequence[str]) -> dict[str, Any]:
    """Return data with a mask for each secret."""
    for path in secret_fields:
        data = _masked(data, path.split("."))
    return data


def restored(data: dict[str, Any], former: dict[str, Any], secret_fields: Sequence[str]) -> dict[str, Any]:
    """Return data with the former secret wherever its mask was written back."""
    for path in secret_fields:
        data = _restored(data, former, path.split("."))
    return data


def _masked(value: Any, steps: list[str]) -> Any:
    if value is None:
        return None
    if not steps:
        # A dictionary with secrets in it says so with a star.
        return value if isinstance(value, dict) else MASK
    if steps[0] == "*":
        return _hidden(value)
    if isinstance(value, list):
        return [_masked(item, steps) for item in value]
    if isinstance(value, dict) and steps[0] in value:
        return value | {steps[0]: _masked(value[steps[0]], steps[1:])}
    return value


def _hidden(value: Any) -> Any:
    return {key: _hidden(item) for key, item in value.items()} if isinstance(value, dict) else MASK


def _restored(value: Any, former: Any, steps: list[str]) -> Any:
    if not steps or steps[0] == "*":
        return _shown(value, former)
    if isinstance(value, list) and isinstance(former, list):
        pairs = zip(value, former, strict=False)
        return [_restored(item, old, steps) for item, old in pairs] + value[len(former) :]
    if isinstance(value, dict) and isinstance(former, dict) and steps[0] in value.keys() & former.keys():
        return value | {steps[0]: _restored(value[steps[0]], former[steps[0]], steps[1:])}
    return value


def _shown(value: Any, former: Any) -> Any:
    if isinstance(value, str) and value == MASK:
        return former
    if isinstance(value, dict) and isinstance(former, dict):
        return {key: _shown(item, former[key]) if key in former else item for key, item in value.items()}
    return value
