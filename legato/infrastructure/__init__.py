"""Infrastructure as blocks: where the runs of a deployment are executed that is in no work pool."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legato.blocks.kubernetes import KubernetesClusterConfig as KubernetesClusterConfig
    from legato.infrastructure.abstract import Infrastructure as Infrastructure
    from legato.infrastructure.abstract import InfrastructureResult as InfrastructureResult
    from legato.infrastructure.container import DockerContainer as DockerContainer
    from legato.infrastructure.container import DockerRegistry as DockerRegistry
    from legato.infrastructure.kubernetes import KubernetesJob as KubernetesJob
    from legato.infrastructure.process import Process as Process

_HOMES = {
    "DockerContainer": "legato.infrastructure.container",
    "DockerRegistry": "legato.infrastructure.container",
    "Infrastructure": "legato.infrastructure.abstract",
    "InfrastructureResult": "legato.infrastructure.abstract",
    "KubernetesClusterConfig": "legato.blocks.kubernetes",
    "KubernetesJob": "legato.infrastructure.kubernetes",
    "Process": "legato.infrastructure.process",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'legato.infrastructure' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
