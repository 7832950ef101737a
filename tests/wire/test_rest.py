"""The real client of Prefect 2 calls every operation and gets what Prefect's own server would answer.

With PEER=1 in the environment the same checks ask Prefect's own server: it decides what is right.
"""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import server
from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]

NOUNS = ("flows", "flow_runs", "flow_runs_read", "task_runs")
RULES = ("transitions", "task_transitions", "flow_run_lives", "task_run_lives")
VIEWS = ("filters", "lists", "views", "service")


@pytest.fixture
def api_on_postgres(tmp_path: Path, postgres_url: str) -> Iterator[str]:
    """The address of a server of Legato's with its database in PostgreSQL."""
    with server(tmp_path, LEGATO_API_DATABASE_CONNECTION_URL=postgres_url) as running:
        yield running.api_url


@pytest.mark.parametrize("check", checks(*NOUNS), ids=str)
def test_a_noun_is_answered_as_prefect_answers(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks(*RULES), ids=str)
def test_a_state_is_judged_as_prefect_judges(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks(*VIEWS), ids=str)
def test_a_query_finds_what_prefect_finds(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.skipif("PEER" in os.environ, reason="Prefect's own server is asked once")
@pytest.mark.timeout(300)
def test_all_of_it_is_the_same_on_postgres(client: Client, api_on_postgres: str) -> None:
    found = {str(check): client.ask(check, api_on_postgres) for check in checks(*NOUNS, *RULES, *VIEWS)}
    assert found == {str(check): check.expected for check in checks(*NOUNS, *RULES, *VIEWS)}
