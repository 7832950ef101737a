"""Infrastructure as blocks: where the runs of a deployment are executed that is in no work pool."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legato.lazy import names_of

if TYPE_CHECKING:
    from legato.blocks.kubernetes import KubernetesClusterConfig as KubernetesClusterConfig
    from legato.infrastructure.base import Infrastructure as Infrastructure
    from legato.infrastructure.base import InfrastructureResult as InfrastructureResult
    from legato.infrastructure.container import DockerContainer as DockerContainer
    from legato.infrastructure.container import DockerRegistry as DockerRegistry
    from legato.infrastructure.kubernetes import KubernetesJob as KubernetesJob
    from legato.infrastructure.process import Process as Process

_HOMES = {
    "DockerContainer": "legato.infrastructure.container",
    "DockerRegistry": "legato.infrastructure.container",
    "Infrastructure": "legato.infrastructure.base",
    "InfrastructureResult": "legato.infrastructure.base",
    "KubernetesClusterConfig": "legato.blocks.kubernetes",
    "KubernetesJob": "legato.infrastructure.kubernetes",
    "Process": "legato.infrastructure.process",
}

__getattr__, __dir__ = names_of(__name__, _HOMES)
