"""Putting deployments into a work pool, with what its workers need to get the code."""

from __future__ import annotations

import sys
from uuid import UUID

from legato import connect
from legato.contract.work_pools import ReadWorkPool
from legato.deployments.declared import EntrypointType, RunnerDeployment
from legato.deployments.images import DeploymentImage, takes_images
from legato.either_way import either_way, settled, twin
from legato.exceptions import DeploymentApplyError, ObjectNotFound
from legato.schemas.work_pools import WorkPool
from legato.settings import LEGATO_DEFAULT_WORK_POOL_NAME

_PROCESS = "process"


@either_way
def deploy(
    *deployments: RunnerDeployment,
    work_pool_name: str | None = None,
    image: str | DeploymentImage | None = None,
    build: bool = True,
    push: bool = True,
    force: bool = False,
    print_next_steps_message: bool = True,
    ignore_warnings: bool = False,
) -> list[UUID]:
    """Put deployments into a work pool, and return their ids.

    Workers get the code from the storage that the flows were loaded from, from an image that is built and pushed now
    unless told otherwise, or by importing its module. What somebody has changed of a deployment on the server stays,
    unless `force` is set.

    Raises:
        DeploymentApplyError: the server does not take one of them; the others are made.
        ImageError: the image cannot be built or pushed.
        ValueError: there is no such pool, or its workers would not get the code.
    """
    pool = _pool(work_pool_name or LEGATO_DEFAULT_WORK_POOL_NAME.value())
    wanted = DeploymentImage(image) if isinstance(image, str) else image
    _check_code(deployments, pool, wanted)
    if pool.type == _PROCESS and not ignore_warnings:
        print(
            f"The workers of pool {pool.name!r} run flows on their own machine. To run them from here, `.serve` them. "
            "(Silence this with ignore_warnings=True.)"
        )
    if wanted is not None and build:
        wanted.build()
        if push:
            wanted.push()
    made, problems = [], []
    for deployment in deployments:
        try:
            reference = None if wanted is None else wanted.reference
            made.append(settled(deployment.apply(pool.name, reference, keep_operator_changes=not force)))
            print(f"Deployment '{deployment.flow_name}/{deployment.name}' is made.")
        except DeploymentApplyError as error:
            problems.append(error)
            print(error, file=sys.stderr)
    if print_next_steps_message and made:
        _print_next(pool, deployments[0])
    if problems:
        raise DeploymentApplyError("\n".join(map(str, problems))) from problems[0]
    return made


adeploy = twin(deploy)


def _pool(name: str | None) -> WorkPool:
    if not name:
        text = "A work pool name must be provided when deploying a deployment. Either provide a work pool name when"
        raise ValueError(f"{text} calling `deploy` or set LEGATO_DEFAULT_WORK_POOL_NAME in your profile.")
    try:
        return connect.send(ReadWorkPool(name=name))
    except ObjectNotFound:
        text = f"Could not find work pool {name!r}. Please create it before deploying this flow"
        raise ValueError(f"{text}: legato work-pool create {name!r} --type process.") from None


def _check_code(deployments: tuple[RunnerDeployment, ...], pool: WorkPool, image: DeploymentImage | None) -> None:
    def brings_code(deployment: RunnerDeployment) -> bool:
        return deployment.storage is not None or deployment.entrypoint_type is EntrypointType.MODULE_PATH

    if image is None and not all(brings_code(deployment) for deployment in deployments):
        raise ValueError(
            "Either an image or remote storage location must be provided when deploying a deployment: load the flow "
            "with `.from_source`, give an `image`, or deploy it by module path."
        )
    if image is not None and not takes_images(pool):
        raise ValueError(
            f"Work pool {pool.name!r} does not support custom Docker images. Please use a work pool with an `image` "
            "variable in its base job template or specify a remote storage location for the flow with `.from_source`."
        )


def _print_next(pool: WorkPool, deployment: RunnerDeployment) -> None:
    print(f"\nIts runs are executed by a worker:    legato worker start --pool {pool.name!r}")
    print(f"A run is asked for with:              legato deployment run '{deployment.flow_name}/{deployment.name}'")
