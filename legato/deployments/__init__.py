"""Deployments: flows that the server knows where to find, when to run and with what."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from legato.deployments.runner import DeploymentOptions as DeploymentOptions
    from legato.deployments.runner import EntrypointType as EntrypointType
    from legato.deployments.runner import RunnerDeployment as RunnerDeployment
    from legato.deployments.running import arun_deployment as arun_deployment
    from legato.deployments.running import run_deployment as run_deployment

_HOMES = {
    "DeploymentOptions": "legato.deployments.runner",
    "EntrypointType": "legato.deployments.runner",
    "RunnerDeployment": "legato.deployments.runner",
    "arun_deployment": "legato.deployments.running",
    "run_deployment": "legato.deployments.running",
}


def __getattr__(name: str) -> Any:
    if name not in _HOMES:
        raise AttributeError(f"module 'legato.deployments' has no attribute {name!r}")
    value = getattr(import_module(_HOMES[name]), name)
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    return sorted({*globals(), *_HOMES})
