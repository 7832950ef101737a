"""Deployments, their schedules and runs, and the pools and queues that hand these out, over the wire."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]


@pytest.mark.parametrize("check", checks("deployments", "deployments_found", "deployment_runs"), ids=str)
def test_a_deployment_is_kept_as_prefect_keeps_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("schedules", "scheduled_runs"), ids=str)
def test_a_schedule_is_followed_as_prefect_follows_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("work_pools", "work_queues", "workers"), ids=str)
def test_a_pool_hands_out_runs_as_prefects_does(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("commands_of_deploying"), ids=str)
def test_a_flow_is_deployed_in_all_of_prefects_ways(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
