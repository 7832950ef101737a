"""Serving flows: this process declares their deployments and executes their runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from legato.deployments.runner import RunnerDeployment
from legato.either_way import either_way, settled, twin
from legato.engine.definitions import TaskDefinition
from legato.runner.runner import Runner
from legato.settings import LEGATO_UI_URL


@either_way
def serve(
    *deployments: RunnerDeployment | TaskDefinition[..., Any],
    pause_on_shutdown: bool = True,
    print_starting_message: bool = True,
    limit: int | None = None,
    webserver: bool = False,
    **options: Any,
) -> None:
    """Execute the runs of deployments until this process is stopped.

        serve(nightly.to_deployment("prod", cron="0 2 * * *"), hourly.to_deployment("prod", interval=3600))

    Given tasks instead, it executes their background runs.

    Raises:
        TypeError: something that is given is no deployment, or an option is unknown.
        DeploymentApplyError: the server does not take a deployment.
    """
    if options:
        raise TypeError(f"serve() got unexpected options: {', '.join(sorted(options))}.")
    if not deployments:
        raise TypeError("serve() needs deployments: make them with flow.to_deployment().")
    if all(isinstance(one, TaskDefinition) for one in deployments):
        from legato import task_worker

        settled(task_worker.serve(*deployments, limit=limit or 10))  # type: ignore[arg-type]
        return
    _serve_flows([_checked(one) for one in deployments], pause_on_shutdown, print_starting_message, limit, webserver)


aserve = twin(serve)


def _checked(given: object) -> RunnerDeployment:
    if not isinstance(given, RunnerDeployment):
        raise TypeError(f"serve() takes deployments, got {type(given).__name__}: use flow.to_deployment().")
    return given


def _serve_flows(
    deployments: list[RunnerDeployment], pause_on_shutdown: bool, is_talkative: bool, limit: int | None, webserver: bool
) -> None:
    name = "-".join(sorted(f"{one.flow_name}-{one.name}" for one in deployments))[:100].replace("/", "-")
    runner = Runner(name=name, pause_on_shutdown=pause_on_shutdown, limit=limit, webserver=webserver)
    ids = [(one, settled(runner.add_deployment(one))) for one in deployments]
    if is_talkative:
        print(_message(ids))
    settled(runner.start())


def _message(ids: Iterable[tuple[RunnerDeployment, UUID]]) -> str:
    ui = LEGATO_UI_URL.value()
    lines = ["Serving, with runs in processes of their own. Stop it with Ctrl+C."]
    for deployment, id in ids:
        lines.append(f"  {deployment.flow_name}/{deployment.name}")
        lines.append(f"    run it:  legato deployment run '{deployment.flow_name}/{deployment.name}'")
        if ui:
            lines.append(f"    see it:  {ui}/deployments/deployment/{id}")
    return "\n".join(lines)
