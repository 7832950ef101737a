"""Deployments with blocks for infrastructure and storage, as agents take them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path
from typing import Any, Self
from uuid import UUID

import msgspec
from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from legato import clock, connect
from legato.blocks.core import Block
from legato.contract.block_documents import ReadBlockDocument
from legato.contract.deployments import CreateDeployment, ReadDeploymentByName
from legato.contract.flows import CreateFlow
from legato.contract.work_queues import ReadWorkQueueByName, UpdateWorkQueue
from legato.deployments.declared import file_path
from legato.deployments.loading import load_flow_from_flow_run as load_flow_from_flow_run
from legato.deployments.running import arun_deployment as arun_deployment
from legato.deployments.running import run_deployment as run_deployment
from legato.deployments.schedules import normalize_to_minimal_deployment_schedules
from legato.deployments.steps.push import ignore_file as patterns_in_force
from legato.deployments.triggers import DeploymentTrigger, keep_triggers, read_triggers
from legato.deployments.written import read_documents, write_document
from legato.either_way import either_way, settled, twin
from legato.engine.definitions import FlowDefinition
from legato.engine.parameters import parameter_schema, wire_parameters
from legato.exceptions import (
    DeploymentApplyError,
    ObjectAlreadyExists,
    ObjectNotFound,
    RequestInvalid,
)
from legato.infrastructure.base import Infrastructure
from legato.infrastructure.process import Process
from legato.schemas.deployments import Deployment as Known
from legato.schemas.deployments import DeploymentCreate, DeploymentScheduleCreate

_TAKEN_OVER = (
    *("description", "version", "tags", "parameters", "work_queue_name", "work_pool_name", "job_variables"),
    *("path", "entrypoint", "manifest_path", "enforce_parameter_schema"),
)


class Deployment(BaseModel):
    """A deployment with infrastructure and storage of its own.

    Deployment.build_from_flow(load, name="nightly", storage=S3.load("flows")).apply()
    """

    model_config = ConfigDict(arbitrary_types_allowed=True, validate_assignment=True, extra="forbid")

    name: str
    description: str | None = None
    version: str | None = None
    tags: list[str] = []
    schedules: list[DeploymentScheduleCreate] = []
    is_schedule_active: bool | None = None
    flow_name: str | None = None
    work_queue_name: str | None = "default"
    work_pool_name: str | None = None
    parameters: dict[str, Any] = {}
    manifest_path: str | None = None
    infrastructure: Infrastructure = Field(default_factory=lambda: Process.model_validate({}))
    job_variables: dict[str, Any] = {}
    storage: Block | None = None
    path: str | None = None
    entrypoint: str | None = None
    parameter_openapi_schema: dict[str, Any] | None = None
    timestamp: datetime = Field(default_factory=clock.now)
    triggers: list[DeploymentTrigger] = []
    enforce_parameter_schema: bool | None = None

    @model_validator(mode="before")
    @classmethod
    def _older_names(cls, given: Any) -> Any:
        """Take `schedule` for `schedules`, `infra_overrides` for `job_variables`, and triggers as data."""
        if not isinstance(given, dict):
            return given
        said = dict(given)
        if (one := said.pop("schedule", None)) is not None:
            if said.get("schedules"):
                raise ValueError("Give `schedules` or `schedule`, not both.")
            said["schedules"] = [one]
        if (overrides := said.pop("infra_overrides", None)) and not said.get("job_variables"):
            said["job_variables"] = overrides
        if said.get("triggers"):
            said["triggers"] = read_triggers(said["triggers"], str(said.get("name")))
        return said

    @field_validator("schedules", mode="before")
    @classmethod
    def validate_schedule(cls, value: Any) -> Any:
        """Take schedules in whichever way they are said.

        Raises:
            ValueError: one cannot be read.
        """
        return normalize_to_minimal_deployment_schedules(value)

    @field_validator("storage")
    @classmethod
    def validate_storage(cls, value: Block | None) -> Block | None:
        """Refuse blocks from which no folder can be fetched.

        Raises:
            ValueError: it is one.
        """
        if value is not None and "get-directory" not in value.get_block_capabilities():
            raise ValueError(f"From a block of type {value.get_block_type_name()!r} no folder can be fetched.")
        return value

    @property
    def infra_overrides(self) -> dict[str, Any]:
        """The job variables, by their older name."""
        return self.job_variables

    @property
    def location(self) -> str:
        """Where the code is."""
        base = getattr(self.storage, "basepath", None)
        return "/".join(str(part).rstrip("/") for part in (base, self.path) if part) or "."

    @either_way
    def to_yaml(self, path: str | Path) -> None:
        """Write the deployment to a file, for `load_from_yaml` or `legato deployment apply`."""
        write_document(Path(path), self._document())

    @classmethod
    @either_way
    def load_from_yaml(cls, path: str | Path) -> Self:
        """Return the deployment that a file describes.

        Raises:
            FileMissing: there is no such file.
            ValueError: it describes none, or not one.
        """
        found = read_documents(Path(path))
        if len(found) != 1:
            raise ValueError(f"The file {path} describes {len(found)} deployments, and not one.")
        return cls._read(found[0])

    @classmethod
    def _read(cls, document: dict[str, Any]) -> Self:
        said = dict(document)
        for name in ("infrastructure", "storage"):
            if isinstance(block := said.get(name), dict):
                said[name] = _block_of(block)
            elif block is None:
                said.pop(name, None)
        return cls(**{name: value for name, value in said.items() if value is not None})

    def _document(self) -> dict[str, Any]:
        said = {name: getattr(self, name) for name in type(self).model_fields}
        said |= {
            name: None if said[name] is None else _document_of(said[name]) for name in ("infrastructure", "storage")
        }
        plain: dict[str, Any] = msgspec.to_builtins(said)
        return plain

    @either_way
    def load(self) -> bool:
        """Take over from the server what is not said here; tell whether it knows the deployment."""
        return self._taken_over()

    def _taken_over(self) -> bool:
        if not self.flow_name or not self.name:
            raise ValueError("Both a deployment name and flow name must be provided.")
        try:
            known = connect.send(ReadDeploymentByName(flow_name=self.flow_name, deployment_name=self.name))
        except ObjectNotFound:
            return False
        said = set(self.model_fields_set)
        for name in _TAKEN_OVER:
            if name not in said and getattr(known, name) is not None:
                setattr(self, name, getattr(known, name))
        if "schedules" not in said:
            self.schedules = [
                DeploymentScheduleCreate(schedule=one.schedule, active=one.active) for one in known.schedules
            ]
        self._take_over_blocks(known, said)
        return True

    def _take_over_blocks(self, known: Known, said: set[str]) -> None:
        blocks = {"storage": known.storage_document_id, "infrastructure": known.infrastructure_document_id}
        for name, id in blocks.items():
            if id is not None and name not in said:
                document = connect.send(ReadBlockDocument(id=id, include_secrets=True))
                setattr(self, name, Block._from_block_document(document))

    @either_way
    def update(self, ignore_none: bool = False, **changes: Any) -> None:
        """Change fields; with `ignore_none` those that are given as None stay.

        Raises:
            ValueError: a field is unknown, or cannot have the value.
        """
        if unknown := changes.keys() - type(self).model_fields.keys():
            raise ValueError(f"A deployment has no field {', '.join(sorted(unknown))}.")
        for name, value in changes.items():
            if value is not None or not ignore_none:
                setattr(self, name, value)

    @either_way
    def upload_to_storage(self, storage_block: str | None = None, ignore_file: str | None = None) -> int | None:
        """Copy the current folder to the storage, and return how many files were copied; None without storage.

        `storage_block` names another one, as `TYPE/NAME` or `TYPE/NAME/FOLDER`. What the ignore file names stays here:
        by default `.legatoignore` or `.prefectignore`.

        Raises:
            StorageUnreachable: the storage does not answer, or refuses.
            ValueError: there is no such block, or no folder can be put there.
        """
        return self._uploaded(storage_block, ignore_file)

    def _uploaded(self, storage_block: str | None, ignore_file: str | None) -> int | None:
        if storage_block is not None:
            slug, _, rest = storage_block.partition("/")
            name, _, folder = rest.partition("/")
            self.storage = settled(Block.load(f"{slug}/{name}"))
            self.path = folder or self.path
        if self.storage is None:
            self.path = self.path or str(Path.cwd())
            return None
        put = getattr(self.storage, "put_directory", None)
        if put is None:
            raise ValueError(f"To a block of type {self.storage.get_block_type_name()!r} no folder can be put.")
        count: int = settled(put(to_path=self.path, ignore_file=patterns_in_force(ignore_file)))
        return count

    @either_way
    def apply(self, upload: bool = False, work_queue_concurrency: int | None = None) -> UUID:
        """Make the deployment on the server, or put it in place of the one of that flow and name; return its id.

        Raises:
            DeploymentApplyError: the server does not take it, and says why.
            ValueError: it has no flow.
        """
        if not self.name or not self.flow_name:
            raise ValueError("Both a deployment name and flow name must be set.")
        if upload:
            self._uploaded(None, None)
        try:
            flow = connect.send(CreateFlow(name=self.flow_name))
            made = connect.send(CreateDeployment(deployment=self._wire(flow.id)))
            keep_triggers(self.triggers, made.id)
            if work_queue_concurrency is not None and self.work_queue_name and self.work_pool_name is None:
                queue = connect.send(ReadWorkQueueByName(name=self.work_queue_name))
                connect.send(UpdateWorkQueue(id=queue.id, concurrency_limit=work_queue_concurrency))
        except (ObjectNotFound, ObjectAlreadyExists, RequestInvalid) as error:
            raise DeploymentApplyError(f"Deployment {self.name!r} cannot be made: {error}") from error
        return made.id

    aapply = twin(apply)

    def _wire(self, flow_id: UUID) -> DeploymentCreate:
        return DeploymentCreate(
            flow_id=flow_id,
            name=self.name,
            version=self.version,
            description=self.description,
            tags=self.tags,
            schedules=self.schedules,
            is_schedule_active=self.is_schedule_active,
            parameters=wire_parameters(self.parameters),
            parameter_openapi_schema=self.parameter_openapi_schema,
            enforce_parameter_schema=bool(self.enforce_parameter_schema),
            work_pool_name=self.work_pool_name,
            work_queue_name=self.work_queue_name,
            job_variables=self.job_variables,
            path=self.path,
            entrypoint=self.entrypoint,
            manifest_path=self.manifest_path,
            storage_document_id=None if self.storage is None else _saved(self.storage),
            infrastructure_document_id=_saved(self.infrastructure),
        )

    @classmethod
    @either_way
    def build_from_flow(
        cls,
        flow: FlowDefinition[..., Any],
        name: str,
        output: str | Path | None = None,
        skip_upload: bool = False,
        ignore_file: str | None = None,
        apply: bool = False,
        load_existing: bool = True,
        schedules: Sequence[Any] | None = None,
        **fields: Any,
    ) -> Self:
        """Return a deployment of a flow, whose code is put into the storage now unless told otherwise.

        `output` is a file to write it to, `apply` makes it on the server, `load_existing` takes over from the server
        what is not said. `fields` are those of the class.

        Raises:
            DeploymentApplyError: the server does not take it, and says why.
            MissingFlowError: no file leads to the flow.
            ValueError: there is no name, or a field cannot have its value.
        """
        if not name:
            raise ValueError("A deployment name must be provided.")
        given = fields if schedules is None else {**fields, "schedules": schedules}
        made = cls(name=name, flow_name=flow.name, **given)
        if load_existing:
            made._taken_over()
        made._describe(flow, given)
        if not skip_upload:
            made._uploaded(None, ignore_file)
        if output is not None:
            write_document(Path(output), made._document())
        if apply:
            settled(made.apply())
        return made

    abuild_from_flow = twin(build_from_flow)

    def _describe(self, flow: FlowDefinition[..., Any], given: dict[str, Any]) -> None:
        """Say what the flow says, unless something else was given."""
        self.entrypoint = given.get("entrypoint") or file_path(flow)
        self.version = given.get("version") or flow.version
        self.description = given.get("description") or flow.description
        self.parameter_openapi_schema = parameter_schema(flow.fn, flow.signature).dict()
        if self.storage is None and isinstance(self.infrastructure, Process):
            self.path = given.get("path") or str(Path.cwd())


def load_deployments_from_yaml(path: str | Path) -> list[Deployment]:
    """Return all deployments that a file describes.

    Raises:
        FileMissing: there is no such file.
        ValueError: it describes something else.
    """
    return [Deployment._read(document) for document in read_documents(Path(path))]


def _saved(block: Block) -> UUID:
    """Return the id of a block's document; one that has none is saved without a name."""
    known: UUID | None = block._block_document_id
    return known if known is not None else settled(block._save(is_anonymous=True))


def _document_of(block: Block) -> dict[str, Any]:
    """Return a block as a file has it: by name where it is saved under one, else by its fields."""
    named = {"block_type_slug": block.get_block_type_slug()}
    if block._block_document_name and not block._is_anonymous:
        return named | {"_block_document_name": block._block_document_name}
    fields: dict[str, Any] = block.model_dump(mode="json")
    return fields | named


def _block_of(document: dict[str, Any]) -> Block:
    said = {key: value for key, value in document.items() if not key.startswith("_")}
    slug = document.get("_block_type_slug") or said.pop("block_type_slug", None) or said.get("type")
    name = document.get("_block_document_name")
    if name and not document.get("_is_anonymous"):
        return settled(Block.load(f"{slug}/{name}"))
    said.pop("block_type_slug", None)
    kind: type[Block] = Block.get_block_class_from_key(str(slug))
    return kind(**{key: value for key, value in said.items() if value is not None})
