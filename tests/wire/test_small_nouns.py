"""Variables, artifacts, limits, inputs, policies and automations over the wire."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]

RULES = ("notification_policies", "automations", "automation_kinds", "automations_by_client")


@pytest.mark.parametrize("check", checks("variables", "artifacts"), ids=str)
def test_a_value_is_kept_as_prefect_keeps_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("concurrency_limits", "global_limits"), ids=str)
def test_a_limit_holds_as_in_prefect(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("run_inputs", "caching"), ids=str)
def test_a_run_waits_resumes_and_remembers_as_in_prefect(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks(*RULES), ids=str)
def test_a_policy_or_automation_is_kept_as_prefect_keeps_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("server_facts"), ids=str)
def test_the_server_speaks_of_itself_as_prefect_does(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
