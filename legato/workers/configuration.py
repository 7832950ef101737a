"""What a worker is told of a run: the variables of its pool, filled in by the deployment and the run."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any, Self

from pydantic import BaseModel, ConfigDict, Field, field_validator

from legato import connect, templating
from legato.contract.work_pools import ReadWorkPool
from legato.either_way import settled
from legato.exceptions import TemplateError
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun
from legato.schemas.flows import Flow

Texts = dict[str, str | None]


class BaseVariables(BaseModel):
    """What the runs of a pool may be told; the schema of a pool is made of it."""

    name: str | None = Field(None, description="What the job is called.")
    env: Texts = Field(default_factory=dict, title="Environment Variables", description="Environment variables.")
    labels: dict[str, str] = Field(default_factory=dict, description="Words to know the job by.")
    command: str | None = Field(None, description="What is executed; by default that which runs the flow.")


class BaseJobConfiguration(BaseModel):
    """What a worker needs to know to start a run."""

    model_config = ConfigDict(extra="ignore")

    command: str | None = None
    env: Texts = Field(default_factory=dict)
    labels: dict[str, str] = Field(default_factory=dict)
    name: str | None = None

    @field_validator("env", "labels", mode="before")
    @classmethod
    def _as_texts(cls, value: Any) -> Any:
        if not isinstance(value, Mapping):
            return {} if value is None else value
        return {name: item if item is None else _text(item) for name, item in value.items()}

    @classmethod
    def json_template(cls) -> dict[str, Any]:
        """Return the template of a job: a place for each field, or what its schema says under `template`."""
        fields = cls.model_json_schema()["properties"]
        return {name: field.get("template", f"{{{{ {name} }}}}") for name, field in fields.items()}

    @classmethod
    async def from_template_and_values(
        cls, base_job_template: dict[str, Any], values: dict[str, Any], client: object = None
    ) -> Self:
        """Return the configuration that a pool's template gives with values for its variables.

        Raises:
            TemplateError: a variable that the pool asks for has no value, or a block or variable is not there.
            ValueError: a value does not fit.
        """
        import asyncio

        return await asyncio.to_thread(cls._filled, base_job_template, values)

    @classmethod
    def _filled(cls, template: dict[str, Any], values: dict[str, Any]) -> Self:
        job, schema = template.get("job_configuration") or cls.json_template(), template.get("variables") or {}
        merged = {**_defaults(schema), **values}
        if missing := [name for name in schema.get("required") or () if merged.get(name) is None]:
            raise TemplateError(f"The work pool asks for variables that have no value: {', '.join(missing)}.")
        filled = templating.apply_values(job, settled(templating.resolve_block_document_references(merged)))
        filled = settled(templating.resolve_block_document_references(filled))
        return cls(**settled(templating.resolve_variables(filled)))

    def prepare_for_flow_run(
        self, flow_run: FlowRun, deployment: Deployment | None = None, flow: Flow | None = None
    ) -> None:
        """Complete the configuration with what is known of a run only."""
        self.labels = {**_labels(flow_run, deployment, flow), **self.labels}
        self.name = self.name or flow_run.name


def _text(value: Any) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _defaults(schema: Mapping[str, Any]) -> dict[str, Any]:
    properties = schema.get("properties") or {}
    return {name: field["default"] for name, field in properties.items() if field.get("default") is not None}


def _labels(run: FlowRun, deployment: Deployment | None, flow: Flow | None) -> dict[str, str]:
    from legato import __version__

    found = {"flow-run-id": str(run.id), "flow-run-name": run.name, "version": __version__}
    if deployment is not None:
        found |= {
            "deployment-id": str(deployment.id),
            "deployment-name": deployment.name,
            "deployment-updated": deployment.updated.isoformat(),
        }
    if flow is not None:
        found |= {"flow-id": str(flow.id), "flow-name": flow.name}
    return {f"prefect.io/{name}": value for name, value in found.items()}


def merged_variables(deployment: Deployment | None, run: FlowRun) -> dict[str, Any]:
    """Return the variables that a deployment and a run of it give; of both environments the run's wins by variable."""
    first, second = dict(deployment.job_variables if deployment is not None else {}), run.job_variables or {}
    environments = [variables["env"] for variables in (first, second) if isinstance(variables.get("env"), dict)]
    merged = {**first, **second}
    if environments:
        merged["env"] = {name: value for environment in environments for name, value in environment.items()}
    return merged


def template_of(pool_name: str) -> dict[str, Any]:
    """Return the template of the jobs of a pool, as it is now."""
    return connect.send(ReadWorkPool(name=pool_name)).base_job_template
