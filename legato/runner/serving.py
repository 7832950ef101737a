"""Serving flows: this process declares their deployments and executes their runs."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any
from uuid import UUID

from legato.deployments.runner import RunnerDeployment
from legato.either_way import either_way, settled, twin
from legato.runner.runner import Runner
from legato.settings import LEGATO_UI_URL


@either_way
def serve(
    *deployments: RunnerDeployment,
    pause_on_shutdown: bool = True,
    print_starting_message: bool = True,
    limit: int | None = None,
    webserver: bool = False,
    **options: Any,
) -> None:
    """Execute the runs of deployments until this process is stopped.

        serve(nightly.to_deployment("prod", cron="0 2 * * *"), hourly.to_deployment("prod", interval=3600))

    Raises:
        TypeError: something that is given is no deployment, or an option is unknown.
        DeploymentApplyError: the server does not take a deployment.
    """
    if options:
        raise TypeError(f"serve() got unexpected options: {', '.join(sorted(options))}.")
    if not deployments:
        raise TypeError("serve() needs deployments: make them with flow.to_deployment().")
    for deployment in deployments:
        if not isinstance(deployment, RunnerDeployment):
            raise TypeError(f"serve() takes deployments, got {type(deployment).__name__}: use flow.to_deployment().")
    name = "-".join(sorted(f"{one.flow_name}-{one.name}" for one in deployments))[:100].replace("/", "-")
    runner = Runner(name=name, pause_on_shutdown=pause_on_shutdown, limit=limit, webserver=webserver)
    ids = [(one, settled(runner.add_deployment(one))) for one in deployments]
    if print_starting_message:
        print(_message(ids))
    settled(runner.start())


aserve = twin(serve)


def _message(ids: Iterable[tuple[RunnerDeployment, UUID]]) -> str:
    ui = LEGATO_UI_URL.value()
    lines = ["Serving, with runs in processes of their own. Stop it with Ctrl+C."]
    for deployment, id in ids:
        lines.append(f"  {deployment.flow_name}/{deployment.name}")
        lines.append(f"    run it:  legato deployment run '{deployment.flow_name}/{deployment.name}'")
        if ui:
            lines.append(f"    see it:  {ui}/deployments/deployment/{id}")
    return "\n".join(lines)
