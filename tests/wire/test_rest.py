"""The real client of Prefect 2 calls every operation and gets what Prefect's own server would answer.

With PEER=1 in the environment the same checks ask Prefect's own server: it decides what is right.
"""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]

NOUNS = ("flows", "flow_runs", "flow_runs_read", "task_runs")
RULES = ("transitions", "task_transitions", "flow_run_lives", "task_run_lives")
VIEWS = ("filters", "lists", "views", "service")


@pytest.mark.parametrize("check", checks(*NOUNS), ids=str)
def test_a_noun_is_answered_as_prefect_answers(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks(*RULES), ids=str)
def test_a_state_is_judged_as_prefect_judges(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks(*VIEWS), ids=str)
def test_a_query_finds_what_prefect_finds(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
