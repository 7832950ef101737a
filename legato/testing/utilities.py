"""A harness for tests of flows, and small comparisons."""

from __future__ import annotations

import shutil
import tempfile
import warnings
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any

from legato import connect
from legato.contract.flow_runs import ReadFlowRuns
from legato.exceptions import ObjectNotFound
from legato.schemas.flow_runs import FlowRun
from legato.schemas.sorting import FlowRunSort
from legato.settings import LEGATO_API_DATABASE_CONNECTION_URL, LEGATO_API_URL, LEGATO_HOME, Setting, temporary_settings
from legato.transport.courier import close_couriers


@contextmanager
def legato_test_harness() -> Iterator[None]:
    """Run flows against a home folder and a database of their own, which are gone afterwards.

    No server is started and the user's own folder is not touched.

        @pytest.fixture(autouse=True, scope="session")
        def harness():
            with legato_test_harness():
                yield
    """
    home = Path(tempfile.mkdtemp(prefix="legato-"))
    database = f"sqlite:///{home / 'legato.db'}"
    updates: dict[Setting[Any], Any] = {
        LEGATO_HOME: home,
        LEGATO_API_URL: None,
        LEGATO_API_DATABASE_CONNECTION_URL: database,
    }
    try:
        with temporary_settings(updates):
            yield
    finally:
        close_couriers(home)
        connect.close_transports(home)
        shutil.rmtree(home, ignore_errors=True)


def get_most_recent_flow_run() -> FlowRun:
    """Return the flow run that was created last.

    Raises:
        ObjectNotFound: there is none.
    """
    runs = connect.send(ReadFlowRuns(sort=FlowRunSort.ID_DESC, limit=1))
    if not runs:
        raise ObjectNotFound("There is no flow run.")
    return runs[0]


def exceptions_equal(a: BaseException | None, b: BaseException | None) -> bool:
    """Tell whether two exceptions have the same type and arguments."""
    if a is None or b is None:
        return a is b
    return type(a) is type(b) and getattr(a, "args", None) == getattr(b, "args", None)


@contextmanager
def assert_does_not_warn(ignore_warnings: Sequence[type[Warning]] = ()) -> Iterator[None]:
    """Make every warning in the block an error, but for some."""
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        for category in ignore_warnings:
            warnings.filterwarnings("ignore", category=category)
        yield
