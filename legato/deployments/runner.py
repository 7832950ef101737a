"""Deployments that code declares, where users of Prefect 2 look for them."""

from legato.deployments.declared import DeploymentOptions as DeploymentOptions
from legato.deployments.declared import EntrypointType as EntrypointType
from legato.deployments.declared import RunnerDeployment as RunnerDeployment
from legato.deployments.deploying import deploy as deploy
from legato.deployments.images import DeploymentImage as DeploymentImage
from legato.exceptions import DeploymentApplyError as DeploymentApplyError
