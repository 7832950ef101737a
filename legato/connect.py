"""The door: picks how this process reaches the API.

The address that is set; else the server that runs on this home, if it answers; else the server's own handlers, in this
very process.
"""

from __future__ import annotations

import threading
import time
from pathlib import Path
from typing import TYPE_CHECKING, Protocol, TypeVar

from legato import beacon, spool
from legato.exceptions import HomeNotWritable
from legato.settings import LEGATO_API_DATABASE_CONNECTION_URL, LEGATO_API_URL, LEGATO_HOME

if TYPE_CHECKING:
    from legato.contract.request import Request
    from legato.transport.courier import Courier

R = TypeVar("R")
_HEALTH_SECONDS = 2.0
_TRUSTED_SECONDS = 1.0  # asking a server before each request whether it answers would double the requests


class Transport(Protocol):
    """A way to the API."""

    def send(self, request: Request[R]) -> R:
        """Send a request and return the answer."""
        ...

    def close(self) -> None:
        """Let go of connections and files."""
        ...


def find_api_url(home: Path) -> str | None:
    """Return the address of the API that is set or, if it answers, of the server that runs on a home folder."""
    return LEGATO_API_URL.value() or _server_on(home)


_answered: dict[Path, tuple[beacon.Beacon, float]] = {}


def _server_on(home: Path) -> str | None:
    seen = beacon.seen(home)
    if seen is None:
        return None
    known = _answered.get(home)
    if known is not None and known[0] == seen and time.monotonic() - known[1] < _TRUSTED_SECONDS:
        return seen.api_url
    from legato.exceptions import ApiError
    from legato.transport.http import HttpTransport

    transport = HttpTransport(seen.api_url, timeout=_HEALTH_SECONDS)
    try:
        transport.post("GET", "/health", None, tries=1)
    except ApiError:
        return None
    finally:
        transport.close()
    _answered[home] = seen, time.monotonic()
    return seen.api_url


def courier() -> Courier:
    """Return the courier to where records of runs go from here.

    Raises:
        HomeNotWritable: the home folder takes no spool.
    """
    from legato.transport.courier import courier_for

    home, api_url = LEGATO_HOME.value(), LEGATO_API_URL.value()
    find = (lambda: api_url) if api_url else (lambda: _server_on(home))
    try:
        return courier_for(home, api_url or spool.LOCAL, find)
    except OSError as error:
        text = f"Cannot keep records in {home}: {error.strerror}. Set LEGATO_HOME to a folder that can be written to."
        raise HomeNotWritable(text) from None


_transports: dict[tuple[str, Path, str], Transport] = {}
_lock = threading.Lock()


def transport() -> Transport:
    """Return the way to the API from here, opened once per process and destination."""
    home = LEGATO_HOME.value()
    api_url = find_api_url(home)
    key = (api_url or "", home, "" if api_url else LEGATO_API_DATABASE_CONNECTION_URL.value())
    with _lock:
        if key not in _transports:
            _transports[key] = _open(api_url)
        return _transports[key]


def is_anything_kept() -> bool:
    """Tell whether there is an API, or a database of earlier days; without either nobody has anything to say."""
    address = LEGATO_API_DATABASE_CONNECTION_URL.value()
    file = address.removeprefix("sqlite:///")
    return file == address or Path(file).expanduser().exists() or find_api_url(LEGATO_HOME.value()) is not None


def _open(api_url: str | None) -> Transport:
    if api_url is not None:
        from legato.transport.http import HttpTransport

        return HttpTransport(api_url)
    from legato.server.direct import Direct

    direct: Transport = Direct()
    return direct


def close_transports(home: Path | None = None) -> None:
    """Close all ways to the API, or those of one home folder."""
    with _lock:
        keys = [key for key in _transports if home is None or key[1] == home]
        closing = [_transports.pop(key) for key in keys]
    for open_transport in closing:
        open_transport.close()


def send(request: Request[R]) -> R:
    """Send a request to the API and return the answer."""
    return transport().send(request)
