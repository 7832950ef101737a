"""Data of artifacts as JSON text, with null for what JSON has no number for."""

from __future__ import annotations

import dataclasses
import json
import math
import sys
from collections.abc import Mapping
from datetime import date, time
from enum import Enum
from typing import Any

import msgspec

_DEEPEST = 100


def json_text(value: object) -> str:
    """Return data as JSON text; NaN and the infinities become null at any depth, what JSON does not know a text."""
    return json.dumps(plain(value), ensure_ascii=False, allow_nan=False)


def plain(value: Any, depth: int = 0) -> Any:
    """Return data as dicts, lists, texts, numbers, truth values and None."""
    if value is None or isinstance(value, bool):
        return value
    if type(value) in (str, int):
        return value
    if isinstance(value, float):
        return float(value) if math.isfinite(value) else None
    if depth > _DEEPEST:
        return "…"
    if isinstance(value, Mapping):
        return {str(plain(key, depth + 1)): plain(item, depth + 1) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [plain(item, depth + 1) for item in value]
    return _plain_other(value, depth)


def _plain_other(value: Any, depth: int) -> Any:
    numpy, pandas = sys.modules.get("numpy"), sys.modules.get("pandas")
    if pandas is not None and (value is pandas.NaT or value is pandas.NA):
        return None
    if isinstance(value, Enum):
        return plain(value.value, depth + 1)
    if isinstance(value, date | time):
        return value.isoformat()
    if isinstance(value, str | int):  # classes derived from them; a truth value is none of these here
        return str.__str__(value) if isinstance(value, str) else int(value)
    if pandas is not None:
        if isinstance(value, pandas.DataFrame):
            return records(value)
        if isinstance(value, pandas.Series | pandas.Index):
            return plain(value.tolist(), depth)
    if numpy is not None and isinstance(value, numpy.generic | numpy.ndarray):
        if isinstance(value, numpy.datetime64 | numpy.timedelta64):
            return None if numpy.isnat(value) else str(value)
        return plain(value.tolist(), depth)
    if dataclasses.is_dataclass(value) and not isinstance(value, type):
        return {field.name: plain(getattr(value, field.name), depth + 1) for field in dataclasses.fields(value)}
    try:
        return msgspec.to_builtins(value, enc_hook=str)
    except (TypeError, ValueError):
        return str(value)


def records(frame: Any) -> list[dict[str, Any]]:
    """Return a frame of pandas as a dict for each row."""
    names = [str(name) for name in frame.columns]
    columns = [plain(frame.iloc[:, place].tolist()) for place in range(len(names))]
    return [dict(zip(names, row, strict=True)) for row in zip(*columns, strict=True)]


def checked_table(table: object) -> object:
    """Return a table: columns by name, or rows as dicts or as lists; a frame of pandas as rows.

    Raises:
        TypeError: it is none of these.
    """
    pandas = sys.modules.get("pandas")
    if pandas is not None and isinstance(table, pandas.DataFrame):
        return records(table)
    if isinstance(table, dict):
        for name, column in table.items():
            if isinstance(column, str | bytes | Mapping) or not hasattr(column, "__iter__"):
                raise TypeError(f"Column {name!r} of the table is {type(column).__name__}, not a list.")
        return {name: list(column) for name, column in table.items()}
    if not isinstance(table, list | tuple):
        raise TypeError(
            f"A table is a list of dicts, a list of lists, a dict of lists or a DataFrame, not {type(table).__name__}."
        )
    for number, row in enumerate(table):
        if not isinstance(row, list | tuple | Mapping):
            raise TypeError(f"Row {number} of the table is {type(row).__name__}, neither a dict nor a list.")
        if isinstance(row, Mapping) is not isinstance(table[0], Mapping):
            raise TypeError(f"Row {number} of the table is {type(row).__name__}, the first is not.")
    return table
