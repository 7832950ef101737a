"""Prefect's own engine executes whole flows, and its own commands work, against the server."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]


@pytest.mark.parametrize("check", checks("whole_flows", "nested_flows"), ids=str)
def test_a_flow_is_executed_by_prefects_engine(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("flow_options", "flow_ends"), ids=str)
def test_an_option_is_honoured_by_prefects_engine(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("stored_results"), ids=str)
def test_a_result_is_stored_by_prefects_engine(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("command_line"), ids=str)
def test_a_command_of_prefect_works(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
