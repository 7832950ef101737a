"""Prefect's own engine shares limits, keeps what is made, remembers results and pauses against the server."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]


@pytest.mark.parametrize("check", checks("flow_limits"), ids=str)
def test_a_limit_is_shared_by_prefects_engine(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("flow_nouns", "flow_memory"), ids=str)
def test_what_a_flow_makes_is_kept_for_prefects_engine(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("flow_pauses"), ids=str)
def test_a_flow_of_prefects_engine_is_paused_and_resumed(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("client_methods"), ids=str)
def test_a_deployment_is_changed_by_prefects_client(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
