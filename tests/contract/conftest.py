"""Every operation, over both transports: the handlers in this process, and a server at a port."""

from collections.abc import Iterator
from pathlib import Path
from typing import Protocol, TypeVar

import pytest

from legato.contract.request import Request
from legato.server.direct import Direct
from legato.transport.http import HttpTransport
from tests.contract.serving import Running, serving

R = TypeVar("R")


class Send(Protocol):
    """Sends a request and returns the answer."""

    def __call__(self, request: Request[R]) -> R: ...


@pytest.fixture
def running(home: Path) -> Iterator[Running]:
    """A server on a home of its own."""
    with serving(home) as running:
        yield running


@pytest.fixture(params=["direct", "http"])
def send(request: pytest.FixtureRequest, home: Path) -> Iterator[Send]:
    """The API, reached directly or over HTTP."""
    if request.param == "direct":
        direct = Direct()
        yield direct.send
        direct.close()
    else:
        with serving(home) as running:
            transport = HttpTransport(running.api_url)
            yield transport.send
            transport.close()
