"""Events: posted, found, counted, emitted by the server, streamed in and out."""

import pytest

from tests.wire.peer import Check, Client, checks

pytestmark = [pytest.mark.wire, pytest.mark.slow]


@pytest.mark.parametrize("check", checks("events", "run_events"), ids=str)
def test_an_event_is_found_as_prefect_finds_it(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected


@pytest.mark.parametrize("check", checks("streams"), ids=str)
def test_a_stream_speaks_as_prefects_does(client: Client, api_url: str, check: Check) -> None:
    assert client.ask(check, api_url) == check.expected
