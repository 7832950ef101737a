"""Loading the flow of a run."""

from __future__ import annotations

import os
from typing import Any

from legato import entrypoints
from legato.exceptions import MissingFlowError
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun


def flow_of(run: FlowRun, deployment: Deployment | None) -> Any:
    """Return the flow of a run."""
    given = os.environ.get("LEGATO__FLOW_ENTRYPOINT") or (deployment.entrypoint if deployment else None)
    if given is None:
        raise MissingFlowError("no entrypoint")
    if deployment is not None and deployment.path:
        os.chdir(deployment.path)
    return entrypoints.load(given)
