"""A store on SQLite, and servers in processes of their own."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from legato.server.store.store import Store


@pytest.fixture
def store(home: Path) -> Iterator[Store]:
    """The store of this test's home."""
    store = Store(f"sqlite:///{home / 'legato.db'}")
    yield store
    store.close()
