"""Prefect's own commands that keep values, limits, blocks, pools, queues, deployments and automations."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]

MODULES = ("commands_of_values", "commands_of_blocks", "commands_of_work", "commands_of_automations")


@pytest.mark.parametrize("check", checks(*MODULES), ids=str)
def test_a_command_of_prefect_changes_what_it_says(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
