"""Deployments made of flows in Python: what is to be known of one, and how it gets to the server."""

from __future__ import annotations

import sys
from collections.abc import Iterable, Sequence
from datetime import datetime
from difflib import get_close_matches
from enum import StrEnum
from pathlib import Path
from typing import Any, Self, TypedDict, Unpack
from uuid import UUID

import msgspec

from legato import connect, entrypoints
from legato.contract.deployments import CreateDeployment
from legato.contract.flows import CreateFlow
from legato.contract.work_pools import ReadWorkPool
from legato.deployments.commits import COMMIT, commit_of
from legato.deployments.images import takes_images
from legato.deployments.schedules import AnySchedule, Interval, wire_schedules
from legato.deployments.storage import RunnerStorage, fetched
from legato.deployments.triggers import AnyTrigger, DeploymentTrigger, keep_triggers, read_triggers
from legato.either_way import either_way, twin
from legato.engine.definitions import FlowDefinition
from legato.engine.parameters import parameter_schema, wire_parameters
from legato.exceptions import (
    DeploymentApplyError,
    InvalidNameError,
    MissingFlowError,
    ObjectAlreadyExists,
    ObjectNotFound,
    RequestInvalid,
)
from legato.loaders import load_flow_from_entrypoint
from legato.schemas.deployments import Deployment, DeploymentCreate, DeploymentScheduleCreate
from legato.schemas.words import BANNED_CHARACTERS

AnyFlow = FlowDefinition[..., Any]


class EntrypointType(StrEnum):
    """How a deployment says where its flow stands: by the file, or by the module to import."""

    FILE_PATH = "file_path"
    MODULE_PATH = "module_path"


class DeploymentOptions(TypedDict, total=False):
    """What may be said of a deployment besides its name and its flow."""

    interval: Interval | Iterable[Interval] | None
    cron: str | Iterable[str] | None
    rrule: str | Iterable[str] | None
    anchor_date: datetime | str | None
    timezone: str | None
    schedule: AnySchedule | None
    schedules: Sequence[AnySchedule] | None
    paused: bool | None
    is_schedule_active: bool | None
    parameters: dict[str, Any] | None
    triggers: Iterable[AnyTrigger] | None
    description: str | None
    tags: Iterable[str] | None
    version: str | None
    enforce_parameter_schema: bool
    work_pool_name: str | None
    work_queue_name: str | None
    job_variables: dict[str, Any] | None


_SCHEDULING = ("interval", "cron", "rrule", "anchor_date", "timezone", "schedule", "schedules")


class RunnerDeployment(msgspec.Struct, kw_only=True):
    """A deployment as code declares it. `apply` makes it known to the server."""

    name: str
    flow_name: str
    entrypoint: str
    description: str | None = None
    version: str | None = None
    tags: list[str] = []
    schedules: list[DeploymentScheduleCreate] = []
    paused: bool = False
    parameters: dict[str, Any] = {}
    triggers: list[DeploymentTrigger] = []
    enforce_parameter_schema: bool = False
    storage: RunnerStorage | None = None
    pull_steps: list[dict[str, Any]] | None = None
    work_pool_name: str | None = None
    work_queue_name: str | None = None
    job_variables: dict[str, Any] = {}
    parameter_openapi_schema: dict[str, Any] | None = None
    source_file: Path | None = None

    @property
    def is_schedule_active(self) -> bool:
        """Whether its schedules make runs."""
        return not self.paused

    @property
    def entrypoint_type(self) -> EntrypointType:
        """How it says where the flow stands."""
        return EntrypointType.FILE_PATH if ":" in self.entrypoint else EntrypointType.MODULE_PATH

    @classmethod
    def from_flow(
        cls,
        flow: AnyFlow,
        name: str,
        *,
        entrypoint_type: EntrypointType = EntrypointType.FILE_PATH,
        **options: Unpack[DeploymentOptions],
    ) -> Self:
        """Return a deployment of a flow.

        Raises:
            MissingFlowError: no file or module leads to the flow.
            TypeError, ValueError: an option is unknown, or cannot be read.
        """
        if flow.storage is not None and flow.entrypoint is not None:
            entrypoint = flow.entrypoint
        elif EntrypointType(entrypoint_type) is EntrypointType.MODULE_PATH:
            entrypoint = _module_path(flow)
        else:
            entrypoint = file_path(flow)
        return cls.of(flow, name, entrypoint, flow.storage, options)

    @classmethod
    def from_entrypoint(
        cls, entrypoint: str, name: str, *, flow_name: str | None = None, **options: Unpack[DeploymentOptions]
    ) -> Self:
        """Return a deployment of the flow that an entrypoint names.

        Raises:
            MissingFlowError, ScriptError: there is no flow, or it cannot be loaded.
            TypeError, ValueError: an option is unknown, or cannot be read.
        """
        made = cls.of(load_flow_from_entrypoint(entrypoint), name, entrypoint, None, options)
        made.flow_name = flow_name or made.flow_name
        return made

    @classmethod
    @either_way
    def from_storage(
        cls,
        storage: RunnerStorage,
        entrypoint: str,
        name: str,
        *,
        flow_name: str | None = None,
        **options: Unpack[DeploymentOptions],
    ) -> Self:
        """Return a deployment of a flow in storage, whose code is fetched now to read the flow.

        Raises:
            MissingFlowError, ScriptError: there is no flow, or it cannot be loaded.
            StorageUnreachable: the code cannot be fetched.
            TypeError, ValueError: an option is unknown, or cannot be read.
        """
        with fetched(storage) as folder:
            flow = load_flow_from_entrypoint(entrypoint if ":" not in entrypoint else str(folder / entrypoint))
        made = cls.of(flow, name, entrypoint, storage, options)
        made.flow_name = flow_name or made.flow_name
        return made

    afrom_storage = twin(from_storage)

    @classmethod
    def of(
        cls, flow: AnyFlow, name: str, entrypoint: str, storage: RunnerStorage | None, options: DeploymentOptions
    ) -> Self:
        """Return a deployment of a flow that stands at an entrypoint, in the current folder or in storage.

        Raises:
            TypeError, ValueError: an option is unknown, or cannot be read.
        """
        _refuse_unknown(options)
        scheduling: Any = {key: options.get(key) for key in _SCHEDULING}
        file = None if storage is not None else entrypoints.entrypoint_of(flow.fn)
        return cls(
            name=_checked_name(name),
            flow_name=flow.name,
            entrypoint=entrypoint,
            description=options.get("description") or flow.description,
            version=options.get("version") or flow.version,
            tags=_checked_tags(options.get("tags")),
            schedules=wire_schedules(**scheduling),
            paused=_is_paused(options),
            parameters=wire_parameters(dict(options.get("parameters") or {})),
            triggers=read_triggers(options.get("triggers"), name),
            enforce_parameter_schema=bool(options.get("enforce_parameter_schema")),
            storage=storage,
            work_pool_name=options.get("work_pool_name"),
            work_queue_name=options.get("work_queue_name"),
            job_variables=dict(options.get("job_variables") or {}),
            parameter_openapi_schema=parameter_schema(flow.fn, flow.signature).dict(),
            source_file=None if file is None else Path(file.rpartition(":")[0]),
        )

    @either_way
    def apply(
        self, work_pool_name: str | None = None, image: str | None = None, keep_operator_changes: bool = False
    ) -> UUID:
        """Make the deployment on the server, or put it in place of the one of that flow and name; return its id.

        `work_pool_name` and `image` are for this time instead of what the deployment says. With
        `keep_operator_changes` what somebody has changed of it on the server stays, but for its code.

        Raises:
            DeploymentApplyError: the server does not take it, and says why.
            ValueError: an image is given, and no pool whose workers would start it.
        """
        wanted = self
        if work_pool_name is not None:
            wanted = msgspec.structs.replace(wanted, work_pool_name=work_pool_name)
        if image is not None:
            wanted = msgspec.structs.replace(wanted, job_variables={**self.job_variables, "image": image})
        try:
            if image is not None:
                _check_image(wanted.work_pool_name)
            flow = connect.send(CreateFlow(name=self.flow_name))
            new = msgspec.structs.replace(wanted.wire(flow.id), keep_operator_changes=keep_operator_changes)
            made = _created(new)
            keep_triggers(self.triggers, made.id)
        except (ObjectNotFound, ObjectAlreadyExists, RequestInvalid) as error:
            raise DeploymentApplyError(f"Deployment {self.name!r} cannot be made: {error}") from error
        return made.id

    aapply = twin(apply)

    def wire(self, flow_id: UUID) -> DeploymentCreate:
        """Return what the server is told of the deployment."""
        path, steps = self._place()
        return DeploymentCreate(
            flow_id=flow_id,
            name=self.name,
            version=self.version,
            description=self.description,
            tags=self.tags,
            schedules=self.schedules,
            paused=self.paused,
            parameters=self.parameters,
            parameter_openapi_schema=self._schema(),
            enforce_parameter_schema=self.enforce_parameter_schema,
            work_pool_name=self.work_pool_name,
            work_queue_name=self.work_queue_name,
            job_variables=self.job_variables,
            path=path,
            pull_steps=steps,
            entrypoint=self.entrypoint,
        )

    def _schema(self) -> dict[str, Any] | None:
        """Return the schema of the parameters, with the commit that the code is of."""
        schema = self.parameter_openapi_schema
        commit = None if self.source_file is None else commit_of(self.source_file)
        return schema if schema is None or commit is None else {**schema, COMMIT: commit}

    def _place(self) -> tuple[str | None, list[dict[str, Any]] | None]:
        """Return the folder of the code, and the steps by which workers get it."""
        if self.pull_steps is not None:
            return None, self.pull_steps
        if self.storage is None:
            return ".", None if self.work_pool_name is None else []
        if self.work_pool_name is None:
            return str(self.storage.destination), None
        return None, [self.storage.to_pull_step()]


def file_path(flow: AnyFlow) -> str:
    """Return the entrypoint of a flow by its file, from the current folder if it is in it.

    Raises:
        MissingFlowError: no file leads to the flow.
    """
    found = entrypoints.entrypoint_of(flow.fn)
    if found is None:
        text = f"Flow {flow.name!r} stands in no file, or within another function, where no process can find it"
        raise MissingFlowError(f"{text}: move it to the top level of a file.")
    path, _, name = found.rpartition(":")
    here = Path.cwd()
    return f"{Path(path).relative_to(here) if Path(path).is_relative_to(here) else path}:{name}"


def _module_path(flow: AnyFlow) -> str:
    module = getattr(flow.fn, "__module__", "")
    if module == "__main__":
        spec = getattr(sys.modules["__main__"], "__spec__", None)
        module = spec.name if spec is not None else ""
    name = getattr(flow.fn, "__qualname__", "<unknown>")
    if not module or "<" in name or module.startswith("__legato_"):
        text = f"Flow {flow.name!r} stands in the script that runs, or in no module"
        raise MissingFlowError(f"{text}: import it from its module before it is deployed by module path.")
    return f"{module}.{name}"


def _refuse_unknown(options: DeploymentOptions) -> None:
    known = DeploymentOptions.__annotations__
    for name in options:
        if name not in known:
            near = get_close_matches(name, known, n=1)
            hint = f" Did you mean {near[0]!r}?" if near else ""
            raise TypeError(f"A deployment has no option {name!r}.{hint}")


def _checked_name(name: str) -> str:
    """Return a name; of a file, as `__file__` is often given, its stem."""
    found = Path(name).stem if name.endswith(".py") else name
    try:
        msgspec.convert({"name": found, "flow_id": str(UUID(int=0))}, DeploymentCreate)
    except msgspec.ValidationError:
        text = f"{found!r} is no name of a deployment: it has a character and none of {BANNED_CHARACTERS}."
        raise InvalidNameError(text) from None
    return found


def _checked_tags(tags: Iterable[str] | None) -> list[str]:
    if isinstance(tags, str):
        raise TypeError(f"tags must be a list of strings; did you mean [{tags!r}]?")
    return list(tags or ())


def _is_paused(options: DeploymentOptions) -> bool:
    paused, is_active = options.get("paused"), options.get("is_schedule_active")
    if paused is not None and is_active is not None and paused == is_active:
        raise ValueError("A deployment is paused or its schedule is active: give one of them.")
    return bool(paused) if paused is not None else is_active is False


def _created(new: DeploymentCreate) -> Deployment:
    try:
        return connect.send(CreateDeployment(deployment=new))
    except RequestInvalid as error:
        if not new.keep_operator_changes or "keep_operator_changes" not in str(error):
            raise
        # A server of Prefect, which keeps nothing.
        return connect.send(CreateDeployment(deployment=msgspec.structs.replace(new, keep_operator_changes=False)))


def _check_image(pool: str | None) -> None:
    if pool is None:
        raise ValueError("An image is used by the workers of a pool: name the work pool.")
    if not takes_images(connect.send(ReadWorkPool(name=pool))):
        raise RequestInvalid(f"work pool {pool!r} does not start its runs from images.")
