"""Prefect's client, and a server for it: Legato's, or with PEER in the environment Prefect's own."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.processes import server
from tests.wire.peer import WAITING, Client, install, own_server


@pytest.fixture(scope="session")
def client(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Client]:
    """Prefect's client, one for the session."""
    install()
    client = Client(tmp_path_factory.mktemp("client"))
    yield client
    client.close()


@pytest.fixture(scope="session")
def api_url(tmp_path_factory: pytest.TempPathFactory) -> Iterator[str]:
    """The address of the server that the checks are about, one for the session."""
    home: Path = tmp_path_factory.mktemp("server")
    if os.environ.get("PEER"):
        install()
        with own_server(home) as url:
            yield url
    else:
        with server(home, **WAITING) as running:
            yield running.api_url
