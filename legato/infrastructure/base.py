"""What kinds of infrastructure have in common: what is executed, with which environment, and for which run."""

from __future__ import annotations

from abc import ABC, abstractmethod
from copy import deepcopy
from importlib.metadata import version
from typing import Any, ClassVar, Self

import msgspec
from pydantic import BaseModel, Field

from legato import connect
from legato.blocks.core import Block
from legato.contract.collections import ReadCollectionView
from legato.contract.work_pools import CreateWorkPool
from legato.either_way import either_way
from legato.engine.definitions import FlowDefinition
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from legato.schemas.work_pools import WorkPoolCreate
from legato.settings.environment import as_environment

FLOW_RUN_ID = "LEGATO__FLOW_RUN_ID"
"""The variable of the environment that names the flow run that a process is to execute."""


class InfrastructureResult(BaseModel):
    """How what was executed ended, and where it was."""

    identifier: str
    status_code: int

    def __bool__(self) -> bool:
        return self.status_code == 0


class Infrastructure(Block, ABC):
    """Where a run is executed."""

    _block_schema_capabilities = ["run-infrastructure"]
    _worker_type: ClassVar[str]

    type: str
    env: dict[str, str | None] = Field(
        {}, title="Environment", description="Variables of the environment; one that is null is taken away."
    )
    labels: dict[str, str] = Field({}, description="Words to know it by.")
    name: str | None = Field(None, description="What it is called.")
    command: list[str] | None = Field(None, description="What is executed, word by word; by default the flow run.")

    @abstractmethod
    def preview(self) -> str:
        """Return what would be executed, for people to read."""

    @classmethod
    def default_command(cls) -> list[str]:
        """Return what executes the flow run that the environment names."""
        return ["python", "-m", "legato.execution"]

    def get_corresponding_worker_type(self) -> str:
        """Return the type of worker that executes runs in the same way."""
        return self._worker_type

    def prepare_for_flow_run(
        self, flow_run: FlowRun, deployment: Deployment | None = None, flow: FlowDefinition[..., Any] | None = None
    ) -> Self:
        """Return a copy for one flow run, which its environment, its labels and its name tell."""
        labels = {
            "prefect.io/flow-run-id": str(flow_run.id),
            "prefect.io/flow-run-name": flow_run.name,
            "prefect.io/version": version("legato"),
        }
        if deployment is not None:
            labels["prefect.io/deployment-name"] = deployment.name
            labels["prefect.io/deployment-updated"] = deployment.updated.isoformat().replace("+00:00", "Z")
        if flow is not None:
            labels["prefect.io/flow-name"] = flow.name
        return self.model_copy(
            update={
                "env": {FLOW_RUN_ID: str(flow_run.id), **self.env},
                "labels": {**labels, **self.labels},
                "name": self.name or flow_run.name,
                "command": self.command or self.default_command(),
            }
        )

    def environment(self) -> dict[str, str]:
        """Return the environment: the settings of this process, and what the block says."""
        said: dict[str, str | None] = {**as_environment(), **self.env}
        return {name: value for name, value in said.items() if value is not None}

    @either_way
    def generate_work_pool_base_job_template(self) -> dict[str, Any]:
        """Return the template of a work pool whose workers execute runs as this block does.

        Raises:
            ValueError: the server knows no such workers.
        """
        return self._template()

    @either_way
    def publish_as_work_pool(self, work_pool_name: str | None = None) -> None:
        """Make a work pool whose workers execute runs as this block does, by default of the name of the block.

        Raises:
            ObjectAlreadyExists: there is a pool of that name.
            ValueError: there is no name, or the server knows no such workers.
        """
        name = work_pool_name or self._block_document_name
        if not name or (self._is_anonymous and not work_pool_name):
            raise ValueError("Name the work pool: the block is not saved under a name.")
        new = WorkPoolCreate(name=name, type=self._worker_type, base_job_template=self._template())
        connect.send(CreateWorkPool(**msgspec.structs.asdict(new)))

    def _template(self) -> dict[str, Any]:
        view = connect.send(ReadCollectionView(view="aggregate-worker-metadata"))
        known = (workers[self._worker_type] for workers in view.values() if self._worker_type in workers)
        found = next(known, None)
        if found is None:
            raise ValueError(f"The server knows no workers of type {self._worker_type!r}.")
        template: dict[str, Any] = deepcopy(found["default_base_job_configuration"])
        said = self.model_dump(mode="json", exclude_none=True, exclude={"type"})
        for name, schema in template["variables"]["properties"].items():
            value = " ".join(said["command"]) if name == "command" and "command" in said else said.get(name)
            if value not in (None, {}, []):
                schema["default"] = value
        return template
