"""Every operation that Prefect's client calls is answered the same by a server with its database in PostgreSQL."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.postgres import Cluster
from tests.processes import server
from tests.wire.peer import HERE, WAITING, Check, Client, checks

pytestmark = [
    pytest.mark.wire,
    pytest.mark.slow,
    pytest.mark.skipif("PEER" in os.environ, reason="Prefect's own server is asked once"),
]

# Whole flows and commands of Prefect come down to the same operations.
SLOW = {"whole_flows", "nested_flows", "stored_results", "command_line"}
# Classes of Legato have saved what these read.
PREPARED = {"shared_blocks"}
MODULES = sorted(
    path.stem
    for path in (HERE / "checks").glob("*.py")
    if path.stem not in SLOW | PREPARED
    and not path.stem.startswith(("flow_limits", "flow_nouns", "flow_memory", "commands_"))
)


@pytest.fixture(scope="module")
def api_on_postgres(tmp_path_factory: pytest.TempPathFactory, postgres: Cluster) -> Iterator[str]:
    """The address of a server with its database in PostgreSQL."""
    home: Path = tmp_path_factory.mktemp("server")
    with postgres.database() as url, server(home, **WAITING, LEGATO_API_DATABASE_CONNECTION_URL=url) as running:
        yield running.api_url


@pytest.mark.parametrize("check", checks(*MODULES), ids=str)
def test_it_is_the_same_on_postgres(client: Client, api_on_postgres: str, check: Check) -> None:
    assert client.ask(check, api_on_postgres) == check.expected
