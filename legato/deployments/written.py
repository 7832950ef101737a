"""Files of YAML that describe deployments with blocks."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from legato.exceptions import FileMissing

_BY_PEOPLE = (
    *("name", "description", "version", "work_queue_name", "work_pool_name", "tags", "parameters", "schedules"),
    *("is_schedule_active", "job_variables"),
)
_HEADER = "###\n### A complete description of a deployment of flow {flow!r}.\n###\n"
_REST = "\n###\n### What follows was written by a program.\n###\n"


def write_document(path: Path, document: dict[str, Any]) -> None:
    """Write a description, what people change first."""
    import yaml

    first = {name: document[name] for name in _BY_PEOPLE}
    rest = {name: value for name, value in document.items() if name not in first}
    texts = [yaml.safe_dump(part, sort_keys=False, allow_unicode=True) for part in (first, rest)]
    path.write_text(_HEADER.format(flow=document["flow_name"]) + texts[0] + _REST + texts[1], encoding="utf-8")


def read_documents(path: Path) -> list[dict[str, Any]]:
    """Return the descriptions in a file.

    Raises:
        FileMissing: there is no such file.
        ValueError: it is no YAML, or describes something else.
    """
    import yaml

    try:
        found = [one for one in yaml.safe_load_all(path.read_text(encoding="utf-8")) if one is not None]
    except FileNotFoundError:
        raise FileMissing(f"There is no file {path} with a deployment.") from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise ValueError(f"The file {path} is no YAML: {error}") from None
    if not all(isinstance(one, dict) for one in found):
        raise ValueError(f"The file {path} describes no deployment.")
    return found
