"""What a runner answers by HTTP: how it is, and wishes for runs of its deployments."""

from __future__ import annotations

from typing import Any, Protocol
from uuid import UUID

from legato import connect
from legato.contract.deployments import CreateFlowRunFromDeployment
from legato.launching.health import Answer, Routes


class Served(Protocol):
    """A runner, as its web server sees it."""

    def run_count(self) -> int:
        """Return how many runs are being executed."""
        ...

    def deployment_ids(self) -> list[UUID]:
        """Return the ids of its deployments."""
        ...

    def stop(self) -> None:
        """Have it end."""


def routes(runner: Served) -> Routes:
    """Return what answers for a runner."""

    def health(words: list[str], body: Any) -> Answer:
        return 200, {"message": "OK"}

    def run_count(words: list[str], body: Any) -> Answer:
        return 200, runner.run_count()

    def shutdown(words: list[str], body: Any) -> Answer:
        runner.stop()
        return 200, {"message": "The runner is being stopped."}

    def run(words: list[str], body: Any) -> Answer:
        id = UUID(words[0])
        if id not in runner.deployment_ids():
            return 404, {"detail": f"This runner has no deployment {id}."}
        if body is not None and not isinstance(body, dict):
            raise ValueError("The body must be an object with the parameters of the run.")
        made = connect.send(CreateFlowRunFromDeployment(id=id, parameters=body or {}))
        return 201, {"flow_run_id": str(made.id)}

    return {
        ("GET", "/health"): health,
        ("GET", "/run_count"): run_count,
        ("POST", "/shutdown"): shutdown,
        ("POST", "/deployment/*/run"): run,
    }
