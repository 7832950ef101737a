"""The store, on both databases."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from legato.server.store.store import Store
from tests.stores.scenes import Scene

DATABASES = ["sqlite", pytest.param("postgres", marks=pytest.mark.slow)]


@pytest.fixture(params=DATABASES)
def database_url(request: pytest.FixtureRequest, tmp_path: Path) -> str:
    """A fresh database."""
    if request.param == "sqlite":
        return f"sqlite:///{tmp_path / 'legato.db'}"
    url: str = request.getfixturevalue("postgres_url")
    return url


@pytest.fixture
def store(database_url: str) -> Iterator[Store]:
    """An open store with nothing in it."""
    store = Store(database_url)
    yield store
    store.close()


@pytest.fixture
def scene(store: Store) -> Scene:
    """The store, with words for what tests put into it."""
    return Scene(store)
