"""Deployments: flows that the server knows where to find, when to run and with what."""

from __future__ import annotations

from typing import TYPE_CHECKING

from legato.lazy import names_of

if TYPE_CHECKING:
    from legato.deployments.declared import DeploymentOptions as DeploymentOptions
    from legato.deployments.declared import EntrypointType as EntrypointType
    from legato.deployments.declared import RunnerDeployment as RunnerDeployment
    from legato.deployments.deploying import deploy as deploy
    from legato.deployments.deployments import Deployment as Deployment
    from legato.deployments.deployments import load_deployments_from_yaml as load_deployments_from_yaml
    from legato.deployments.images import DeploymentImage as DeploymentImage
    from legato.deployments.loading import load_flow_from_flow_run as load_flow_from_flow_run
    from legato.deployments.recipes import initialize_project as initialize_project
    from legato.deployments.running import arun_deployment as arun_deployment
    from legato.deployments.running import run_deployment as run_deployment

_HOMES = {
    "Deployment": "legato.deployments.deployments",
    "DeploymentImage": "legato.deployments.images",
    "DeploymentOptions": "legato.deployments.declared",
    "EntrypointType": "legato.deployments.declared",
    "RunnerDeployment": "legato.deployments.declared",
    "deploy": "legato.deployments.deploying",
    "initialize_project": "legato.deployments.recipes",
    "load_deployments_from_yaml": "legato.deployments.deployments",
    "load_flow_from_flow_run": "legato.deployments.loading",
    "arun_deployment": "legato.deployments.running",
    "run_deployment": "legato.deployments.running",
}

__getattr__, __dir__ = names_of(__name__, _HOMES)
