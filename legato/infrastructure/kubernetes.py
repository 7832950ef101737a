"""Jobs of Kubernetes as infrastructure."""

from __future__ import annotations

import re
from copy import deepcopy
from enum import StrEnum
from pathlib import Path
from typing import Any, ClassVar, Literal

from pydantic import Field, field_validator

from legato.blocks.kubernetes import KubernetesClusterConfig
from legato.infrastructure.base import Infrastructure, InfrastructureResult
from legato.infrastructure.patches import patched

KubernetesManifest = dict[str, Any]


class KubernetesImagePullPolicy(StrEnum):
    """Whether an image is pulled that may be there."""

    IF_NOT_PRESENT = "IfNotPresent"
    ALWAYS = "Always"
    NEVER = "Never"


class KubernetesRestartPolicy(StrEnum):
    """Whether a container that failed is started again."""

    ON_FAILURE = "OnFailure"
    NEVER = "Never"


class KubernetesJobResult(InfrastructureResult):
    """How a job ended."""


class KubernetesJob(Infrastructure):
    """Flow runs as jobs of Kubernetes.

    Example:
        ```python
        from legato.infrastructure import KubernetesJob

        KubernetesJob(image="registry.example/flows:1", namespace="flows").save("cluster")
        ```
    """

    _block_type_name = "Kubernetes Job"
    _worker_type = "kubernetes"
    _needed: ClassVar[tuple[tuple[str, ...], ...]] = (
        ("apiVersion",),
        ("kind",),
        ("metadata",),
        ("metadata", "labels"),
        ("spec", "template", "spec", "containers"),
    )

    type: Literal["kubernetes-job"] = "kubernetes-job"
    image: str | None = Field(None, description="The image to start; by default that of the job.")
    namespace: str | None = Field(None, description="The namespace; by default that of the job.")
    service_account_name: str | None = Field(None, description="The service account that it runs as.")
    image_pull_policy: KubernetesImagePullPolicy | None = Field(
        None, description="Whether an image is pulled that may be there."
    )
    cluster_config: KubernetesClusterConfig | None = Field(None, description="How to reach the cluster.")
    job: dict[str, Any] = Field(
        default_factory=lambda: KubernetesJob.base_job_manifest(), description="The manifest that jobs are made from."
    )
    customizations: list[dict[str, Any]] = Field([], description="Changes of the manifest, as JSON Patch (RFC 6902).")
    job_watch_timeout_seconds: int | None = Field(None, description="Seconds after which nobody waits for its end.")
    pod_watch_timeout_seconds: int = Field(60, description="Seconds that it may take to start.")
    stream_output: bool = Field(True, description="Whether its output is shown here.")
    finished_job_ttl: int | None = Field(None, description="Seconds after which a job that ended is removed.")

    @field_validator("job")
    @classmethod
    def ensure_job_includes_all_required_components(cls, value: dict[str, Any]) -> dict[str, Any]:
        """Refuse manifests that lack what a job needs.

        Raises:
            ValueError: one does.
        """
        missing = ["/" + "/".join(path) for path in cls._needed if not _has(value, path)]
        if missing:
            raise ValueError(f"Job is missing required attributes at the following paths: {', '.join(missing)}")
        if (value["apiVersion"], value["kind"]) != ("batch/v1", "Job"):
            raise ValueError("Job has incompatible values: it must have the apiVersion 'batch/v1' and the kind 'Job'")
        return value

    @field_validator("customizations", mode="before")
    @classmethod
    def cast_customizations_to_a_json_patch(cls, value: Any) -> Any:
        """Take JSON text as well."""
        if isinstance(value, str):
            import json

            return json.loads(value)
        return value

    @classmethod
    def base_job_manifest(cls) -> KubernetesManifest:
        """Return the manifest that jobs are made from unless told otherwise."""
        pod = {"parallelism": 1, "completions": 1, "restartPolicy": "Never"}
        container = {"name": "legato-job", "env": []}
        return {
            "apiVersion": "batch/v1",
            "kind": "Job",
            "metadata": {"labels": {}},
            "spec": {"template": {"spec": {**pod, "containers": [container]}}},
        }

    @classmethod
    def job_from_file(cls, filename: str) -> KubernetesManifest:
        """Return the manifest in a file of YAML or JSON."""
        import yaml

        found: KubernetesManifest = yaml.safe_load(Path(filename).expanduser().read_text())
        return found

    @classmethod
    def customize_from_file(cls, filename: str) -> list[dict[str, Any]]:
        """Return the changes in a file of YAML or JSON."""
        import yaml

        found: list[dict[str, Any]] = yaml.safe_load(Path(filename).expanduser().read_text())
        return found

    def build_job(self) -> KubernetesManifest:
        """Return the manifest of the job.

        Raises:
            ValueError: a change does not fit the manifest.
        """
        job = deepcopy(self.job)
        metadata, pod = job["metadata"], job["spec"]["template"]["spec"]
        container = pod["containers"][0]
        metadata["labels"] |= {_label_name(name): _label_value(value) for name, value in self.labels.items()}
        metadata["namespace"] = self.namespace or metadata.get("namespace") or "default"
        if self.name:
            metadata["generateName"] = f"{_dns_name(self.name)}-"
        container["env"] = [
            *(container.get("env") or []),
            *({"name": name, "value": value} for name, value in self.environment().items()),
        ]
        container["args"] = self.command or self.default_command()
        if self.image:
            container["image"] = self.image
        if self.image_pull_policy is not None:
            container["imagePullPolicy"] = self.image_pull_policy.value
        if self.service_account_name is not None:
            pod["serviceAccountName"] = self.service_account_name
        if self.finished_job_ttl is not None:
            job["spec"]["ttlSecondsAfterFinished"] = self.finished_job_ttl
        made: KubernetesManifest = patched(job, self.customizations)
        return made

    def preview(self) -> str:
        """Return the manifest of the job as YAML."""
        import yaml

        return str(yaml.safe_dump(self.build_job()))


def _has(value: Any, path: tuple[str, ...]) -> bool:
    for step in path:
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return True


def _label_name(name: str) -> str:
    """Return a name of a label as Kubernetes takes it: up to 63 characters, after a domain up to 253."""
    place, slash, rest = name.rpartition("/")
    rest = re.sub(r"[^A-Za-z0-9_.-]+", "-", rest)[:63].strip("-_.")
    return f"{re.sub(r'[^a-z0-9.-]+', '-', place.lower())[:253].strip('-.')}/{rest}" if slash else rest


def _label_value(value: str) -> str:
    return re.sub(r"[^A-Za-z0-9_.-]+", "-", value)[:63].strip("-_.")


def _dns_name(name: str) -> str:
    return re.sub(r"[^a-z0-9-]+", "-", name.lower())[:50].strip("-") or "legato-job"
