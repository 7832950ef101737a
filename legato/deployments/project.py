"""Project files: `legato.yaml`, or an existing `prefect.yaml`, says what is deployed from a folder, and how."""

from __future__ import annotations

from collections.abc import Iterable
from difflib import get_close_matches
from fnmatch import fnmatchcase
from pathlib import Path
from typing import Any

import msgspec

from legato.exceptions import FileMissing
from legato.schemas.deployments import DeploymentScheduleCreate
from legato.schemas.schedules import Schedule

FILES = ("legato.yaml", "prefect.yaml")
Steps = list[dict[str, Any]]


class WorkPoolChoice(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """Where the runs of a deployment wait for workers."""

    name: str | None = None
    work_queue_name: str | None = None
    job_variables: dict[str, Any] | None = None


class ProjectDeployment(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """A deployment as a project file describes it."""

    name: str | None = None
    version: Any = None
    tags: list[Any] | str | None = None
    description: str | None = None
    schedule: dict[str, Any] | None = None
    schedules: list[dict[str, Any]] | None = None
    is_schedule_active: bool | None = None
    paused: bool | None = None
    flow_name: str | None = None
    entrypoint: str | None = None
    parameters: dict[str, Any] | None = None
    enforce_parameter_schema: bool | None = None
    triggers: list[dict[str, Any]] | dict[str, Any] | None = None
    work_pool: WorkPoolChoice | None = None
    build: Steps | None = None
    push: Steps | None = None
    pull: Steps | None = None

    def label(self) -> str:
        """Return what the deployment is called in a list."""
        return self.name or self.entrypoint or "a deployment without a name"


class Project(msgspec.Struct, kw_only=True, forbid_unknown_fields=True):
    """What is deployed from a folder; steps are for all deployments that have none of their own."""

    name: str | None = None
    version: Any = msgspec.field(name="prefect-version", default=None)
    legato_version: Any = msgspec.field(name="legato-version", default=None)
    build: Steps | None = None
    push: Steps | None = None
    pull: Steps | None = None
    definitions: Any = None
    deployments: list[ProjectDeployment] = []

    def matching(self, patterns: Iterable[str]) -> list[ProjectDeployment]:
        """Return the deployments whose name, or `FLOW/NAME`, fits one of some patterns such as `etl-*`."""
        patterns = list(patterns)
        return [one for one in self.deployments if any(_fits(one, pattern) for pattern in patterns)]


def _fits(deployment: ProjectDeployment, pattern: str) -> bool:
    flow, slash, name = pattern.rpartition("/")
    if not fnmatchcase(deployment.name or "", name):
        return False
    if not slash:
        return True
    stands = (deployment.entrypoint or "").replace(":", ".").rpartition(".")[2]
    known = {deployment.flow_name, stands, stands.replace("_", "-")} - {None}
    return any(fnmatchcase(str(one), flow) for one in known)


def find_project(folder: Path | None = None) -> Path | None:
    """Return the project file of a folder, by default of the current one; None where there is none."""
    found = [path for name in FILES if (path := (folder or Path()) / name).is_file()]
    return found[0] if found else None


def read_project(path: Path) -> Project:
    """Return what a project file says.

    Raises:
        FileMissing: there is no such file.
        ValueError: it cannot be read, or has a key that means nothing; the message names what was probably meant.
    """
    import yaml

    try:
        found = yaml.safe_load(path.read_text(encoding="utf-8"))
    except FileNotFoundError:
        raise FileMissing(f"There is no project file {path}. `legato init` writes one.") from None
    except (yaml.YAMLError, UnicodeError) as error:
        raise ValueError(f"The project file {path} is no YAML: {error}") from None
    if found is None:
        return Project()
    if not isinstance(found, dict):
        raise ValueError(f"The project file {path} is no list of keys with values.")
    _refuse_unknown(path, found)
    try:
        return msgspec.convert(_with_lists(found), Project)
    except msgspec.ValidationError as error:
        raise ValueError(f"The project file {path} cannot be read: {error}.") from None


def _with_lists(found: dict[str, Any]) -> dict[str, Any]:
    deployments = found.get("deployments")
    return found | {"deployments": [] if deployments is None else deployments}


def _keys(kind: type[msgspec.Struct]) -> tuple[str, ...]:
    return tuple(field.encode_name for field in msgspec.structs.fields(kind))


_SCHEDULE = (*_keys(Schedule), *_keys(DeploymentScheduleCreate))
_KEYS: dict[str, tuple[str, ...]] = {
    "": _keys(Project),
    "deployments[]": _keys(ProjectDeployment),
    "deployments[].work_pool": _keys(WorkPoolChoice),
    "deployments[].schedule": _SCHEDULE,
    "deployments[].schedules[]": _SCHEDULE,
}
"""The keys that each part of a project file may have, by the way to the part."""


def _refuse_unknown(path: Path, value: Any, place: str = "", where: str = "") -> None:
    """Raise ValueError for a key that a part of the file cannot have."""
    if isinstance(value, list):
        for number, item in enumerate(value):
            _refuse_unknown(path, item, f"{place}[]", f"{where}[{number}]")
    if not isinstance(value, dict):
        return
    known = _KEYS.get(place)
    for key, item in value.items():
        if known is not None and key not in known:
            near = get_close_matches(str(key), known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else f" Known are: {', '.join(known)}."
            raise ValueError(f"{path}: the key {key!r} of {where or 'the file'} means nothing.{hint}")
        if known is not None:
            _refuse_unknown(path, item, f"{place}.{key}".lstrip("."), f"{where}.{key}".lstrip("."))
