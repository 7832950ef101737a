"""The flow of a run, where the run is executed: its code is brought here as its deployment says, and loaded."""

from __future__ import annotations

import logging
import os
import sys
from pathlib import Path
from typing import Any

from legato import connect
from legato.contract.block_documents import ReadBlockDocument
from legato.contract.deployments import ReadDeployment
from legato.deployments.steps import run_steps
from legato.either_way import either_way, settled, twin
from legato.engine.definitions import FlowDefinition
from legato.exceptions import MissingFlowError
from legato.loaders import load_flow_from_entrypoint
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun

ENTRYPOINTS = ("LEGATO__FLOW_ENTRYPOINT", "PREFECT__FLOW_ENTRYPOINT")
"""Variables of the environment that name the entrypoint of the flow that a process is to run."""

_logger = logging.getLogger("legato.deployments")


def flow_of(run: FlowRun, deployment: Deployment | None) -> FlowDefinition[..., Any]:
    """Return the flow of a run; where the code is fetched, the process goes to its folder.

    The environment may name the entrypoint. Else the deployment does, after its steps have brought the code here, or
    it has been copied from its storage.

    Raises:
        MissingFlowError: nobody says where the flow stands, or it is not there.
        ScriptError: its code raised an exception while it was loaded.
        StepExecutionError, StorageUnreachable: the code cannot be brought here.
    """
    if given := next((value for name in ENTRYPOINTS if (value := os.environ.get(name))), None):
        return _loaded(given)
    if deployment is None:
        raise MissingFlowError(f"Nobody knows where the flow of run {run.name!r} stands: it has no deployment.")
    entrypoint = deployment.entrypoint
    if not entrypoint:
        raise MissingFlowError(f"Deployment {deployment.name!r} has no entrypoint: deploy its flow again.")
    if ":" in entrypoint or deployment.pull_steps:
        _fetch(deployment)
    return _loaded(entrypoint)


def _loaded(entrypoint: str) -> FlowDefinition[..., Any]:
    here = str(Path.cwd())
    if here not in sys.path:
        sys.path.insert(0, here)
    return load_flow_from_entrypoint(entrypoint, use_placeholder_flow=False)


def _fetch(deployment: Deployment) -> None:
    """Bring the code of a deployment to the current folder, or go where it is."""
    if deployment.pull_steps:
        outputs = settled(run_steps(deployment.pull_steps, print_function=_logger.info))
        if directory := outputs.get("directory"):
            _logger.info("The code is in %s.", directory)
            os.chdir(directory)
    elif deployment.storage_document_id is not None:
        _copy_from_block(deployment)
    elif deployment.path:
        _copy_from_folder(Path(deployment.path).expanduser())


def _copy_from_block(deployment: Deployment) -> None:
    from legato.blocks.core import Block

    assert deployment.storage_document_id is not None
    document = connect.send(ReadBlockDocument(id=deployment.storage_document_id, include_secrets=True))
    block = Block._from_block_document(document)
    _logger.info("The code is copied from the block %s.", document.name)
    settled(block.get_directory(from_path=deployment.path or None, local_path="."))  # type: ignore[attr-defined]


def _copy_from_folder(folder: Path) -> None:
    from legato.filesystems.local import LocalFileSystem

    if not folder.is_dir():
        raise MissingFlowError(f"The folder {folder} with the code of the deployment is not on this machine.")
    settled(LocalFileSystem(basepath=str(folder)).get_directory(local_path="."))


@either_way
def load_flow_from_flow_run(flow_run: FlowRun, client: object = None, ignore_storage: bool = False) -> Any:
    """Return the flow of a run of a deployment; with `ignore_storage` its code is taken to be here already.

    Raises:
        MissingFlowError, ScriptError: there is no flow, or it cannot be loaded.
    """
    id = flow_run.deployment_id
    deployment = None if id is None else connect.send(ReadDeployment(id=id))
    if ignore_storage and deployment is not None:
        deployment.path, deployment.pull_steps, deployment.storage_document_id = None, None, None
    return flow_of(flow_run, deployment)


aload_flow_from_flow_run = twin(load_flow_from_flow_run)
