"""Settings as variables of the environment, for processes that are to have those of this one."""

from __future__ import annotations

import json
from datetime import timedelta
from typing import Any

from legato.settings.fields import SETTINGS


def as_environment() -> dict[str, str]:
    """Return the settings that are not left at their defaults here, as texts by name."""
    found: dict[str, str] = {}
    for name, setting in SETTINGS.items():
        value, source = setting.value_and_source()
        if source != "default" and value is not None:
            found[name] = _text(value)
    return found


def _text(value: Any) -> str:
    if isinstance(value, bool):
        return str(value).lower()
    if isinstance(value, timedelta):
        return f"{value.total_seconds():g}"
    if isinstance(value, list | tuple):
        return (
            json.dumps(value) if value and all(isinstance(item, float) for item in value) else ",".join(map(str, value))
        )
    return str(value)
