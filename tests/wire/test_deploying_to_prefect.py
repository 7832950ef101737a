"""Flows are deployed to Prefect's own server as well, which keeps nothing that operators changed."""

import os
from pathlib import Path

import pytest

from legato.contract.deployments import PauseDeployment, ReadDeployment
from legato.deployments import run_deployment
from legato.settings import LEGATO_API_URL, temporary_settings
from legato.transport.http import HttpTransport
from tests.deployments.flows import hello
from tests.wire.peer import install, own_server

pytestmark = [
    pytest.mark.wire,
    pytest.mark.slow,
    pytest.mark.timeout(300),
    pytest.mark.skipif("PEER" in os.environ, reason="it is Legato that deploys"),
]


def test_a_flow_is_deployed_and_run(tmp_path: Path) -> None:
    install()
    with own_server(tmp_path) as url, temporary_settings({LEGATO_API_URL: url}):
        transport = HttpTransport(url)
        made = hello.to_deployment("d", cron="@daily", tags=["a"], triggers=[{"expect": ["a.b"]}])
        id = made.apply()
        transport.send(PauseDeployment(id=id))
        assert made.apply(keep_operator_changes=True) == id
        found = transport.send(ReadDeployment(id=id))
        assert (found.paused, found.tags, [one.schedule.cron for one in found.schedules]) == (False, ["a"], ["@daily"])
        run = run_deployment("hello/d", timeout=0, parameters={"times": 2})
        assert (run.state_name, run.parameters) == ("Scheduled", {"times": 2})
        transport.close()
