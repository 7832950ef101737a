"""What every test gets: a home of its own, and an environment that no setting of the developer's reaches."""

import logging
import os
import shutil
import signal
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from legato import connect, secrecy
from legato.transport.courier import close_couriers
from tests.postgres import Cluster
from tests.processes import Server, server

_session_home = pytest.StashKey[str]()


def pytest_configure(config: pytest.Config) -> None:
    """Before any test module is imported: nothing may look into the developer's home, nor run deaf to Ctrl-C.

    A shell lets what it starts in the background ignore SIGINT, and every process of a test would inherit that.
    """
    signal.signal(signal.SIGINT, signal.default_int_handler)
    for name in [name for name in os.environ if name.startswith(("LEGATO_", "PREFECT_"))]:
        del os.environ[name]
    config.stash[_session_home] = os.environ["LEGATO_HOME"] = tempfile.mkdtemp(prefix="legato-tests-")


def pytest_unconfigure(config: pytest.Config) -> None:
    shutil.rmtree(config.stash.get(_session_home, ""), ignore_errors=True)


@pytest.fixture(autouse=True)
def home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Path]:
    """The empty LEGATO_HOME of this one test; what was opened for it is closed after the test."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("LEGATO_HOME", str(home))
    yield home
    close_couriers(home)
    connect.close_transports(home)
    secrecy.forget()


@pytest.fixture
def running(home: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Server]:
    """A server in a process of its own on this test's home, which this process and those it starts talk to."""
    with server(home) as running:
        monkeypatch.setenv("LEGATO_API_URL", running.api_url)
        yield running


@pytest.fixture
def heard(caplog: pytest.LogCaptureFixture, monkeypatch: pytest.MonkeyPatch) -> pytest.LogCaptureFixture:
    """What is logged, also where a run before this test has set logging up."""
    monkeypatch.setattr(logging.getLogger("legato"), "propagate", True)
    return caplog


@pytest.fixture(scope="session")
def postgres() -> Iterator[Cluster]:
    """One PostgreSQL server for the session, started when a test asks for it."""
    with Cluster() as cluster:
        yield cluster


@pytest.fixture
def postgres_url(postgres: Cluster) -> Iterator[str]:
    """A fresh PostgreSQL database, as an SQLAlchemy URL."""
    with postgres.database() as url:
        yield url
