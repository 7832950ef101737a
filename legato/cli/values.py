"""Values that are given on the command line: by name, as JSON, in files."""

from __future__ import annotations

import json
import sys
from collections.abc import Iterable
from pathlib import Path
from typing import Any


def named_value(text: str) -> tuple[str, Any]:
    """Return the name and the value of `NAME=VALUE`; a value that is no JSON is a text.

    Raises:
        ValueError: there is no name.
    """
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise ValueError(f"{text!r} is not NAME=JSON, such as limit=3.")
    try:
        return name, json.loads(value)
    except ValueError:
        return name, value  # a bare word is a text


def parameters_of(named: Iterable[str], whole: str | None) -> dict[str, Any]:
    """Return parameters given one by one, or as one JSON object, which `-` reads from standard input.

    Raises:
        ValueError: they are given in both ways, or are no JSON object.
    """
    named = list(named)
    if named and whole:
        raise ValueError("Can only pass one of `param` or `params` options.")
    if not whole:
        return dict(named_value(text) for text in named)
    text = sys.stdin.read() if whole == "-" else whole
    try:
        found = json.loads(text)
    except ValueError as error:
        raise ValueError(f"--params is no JSON: {error}.") from None
    if not isinstance(found, dict):
        raise ValueError('--params is a JSON object, such as {"limit": 3}.')
    return found


def job_variables_of(texts: Iterable[str]) -> dict[str, Any]:
    """Return job variables given as `NAME=VALUE`, where only lists and objects are JSON, or as JSON objects.

    Raises:
        ValueError: one is neither.
    """
    found: dict[str, Any] = {}
    for text in texts:
        if text.lstrip().startswith("{"):
            try:
                found |= json.loads(text)
            except ValueError as error:
                raise ValueError(f"The job variables {text!r} are no JSON: {error}.") from None
            continue
        name, value = named_value(text)
        found[name] = value if isinstance(value, dict | list) else text.partition("=")[2]
    return found


def read_data(text: str) -> Any:
    """Return what a text of JSON says, or a file of YAML or JSON that it names.

    Raises:
        ValueError: it is neither.
    """
    import yaml

    try:
        if text.endswith((".yaml", ".yml", ".json")):
            return yaml.safe_load(Path(text).read_text(encoding="utf-8"))
        return json.loads(text)
    except OSError as error:
        raise ValueError(f"{text} cannot be read: {error.strerror}.") from None
    except (ValueError, yaml.YAMLError) as error:
        raise ValueError(f"{text!r} is neither JSON nor a file of YAML or JSON: {error}") from None
