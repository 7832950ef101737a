"""Whether a worker could load a flow: its code is fetched and loaded in a process and a folder of their own."""

from __future__ import annotations

import subprocess
import sys
import tempfile
from pathlib import Path
from typing import Any
from uuid import UUID

import msgspec

from legato import clock
from legato.deployments.declared import RunnerDeployment
from legato.deployments.loading import flow_of
from legato.exceptions import LegatoException, ScriptError
from legato.schemas.deployments import Deployment
from legato.schemas.flow_runs import FlowRun

_NOBODY = UUID(int=0)
_SECONDS = 300


def check_loading(wanted: RunnerDeployment) -> None:
    """Make sure that a process which knows nothing but a deployment can load its flow.

    What is in an image is taken to be what is in the current folder.

    Raises:
        ScriptError: it cannot; the message says why.
    """
    wire = wanted.wire(_NOBODY)
    said: dict[str, Any] = {"name": wire.name, "entrypoint": wire.entrypoint}
    is_in_image = "image" in wanted.job_variables
    if not is_in_image:
        said |= {"path": wire.path, "pull_steps": wire.pull_steps}
    with tempfile.TemporaryDirectory(prefix="legato-check-") as place:
        try:
            done = subprocess.run(
                [sys.executable, "-m", "legato.deployments.checking"],
                input=msgspec.json.encode(said),
                cwd=Path.cwd() if is_in_image else place,
                capture_output=True,
                timeout=_SECONDS,
                check=False,
            )
        except subprocess.TimeoutExpired:
            text = f"The flow of {wanted.name!r} was not loaded within {_SECONDS} seconds."
            raise ScriptError(text) from None
    if done.returncode != 0:
        text = done.stderr.decode(errors="replace").strip()
        raise ScriptError(f"A worker could not load the flow of {wanted.name!r}: {text}")


def main() -> None:
    """Load the flow of the deployment that comes on standard input: the whole life of the process."""
    said = msgspec.json.decode(sys.stdin.buffer.read())
    now = clock.now()
    deployment = Deployment(id=_NOBODY, created=now, updated=now, flow_id=_NOBODY, **said)
    run = FlowRun(id=_NOBODY, created=now, updated=now, name=deployment.name, flow_id=_NOBODY)
    try:
        flow_of(run, deployment)
    except LegatoException as error:
        sys.exit(str(error))


if __name__ == "__main__":
    main()
