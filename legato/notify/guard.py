"""Which addresses may be called where only those of the public network may: none of this machine or a network near it.

A name is looked up anew whenever a connection is made, and a server can send its callers elsewhere. So what counts is
the address that a connection is made to: while `only_public` is in force, Python reports each one before it is made.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from typing import Any, NoReturn
from urllib.parse import urlsplit

from legato.exceptions import AddressRefused
from legato.settings import LEGATO_WEBHOOK_ALLOWED_NETWORKS

_Ip = ipaddress.IPv4Address | ipaddress.IPv6Address
_Network = ipaddress.IPv4Network | ipaddress.IPv6Network
_TRANSLATED = ipaddress.IPv6Network("64:ff9b::/96")
"""Where networks without IPv4 show addresses of it."""

logger = logging.getLogger("legato.notify")


class _Watch:
    """What is allowed for one call, and the first that was refused."""

    def __init__(self) -> None:
        self.allowed = _allowed_networks()
        self.refused: AddressRefused | None = None

    def look(self, address: Any) -> None:
        host = address[0] if isinstance(address, tuple) else address
        error = self.judge(str(host), str(host))
        if error is not None:
            self.refused = self.refused or error
            raise error

    def judge(self, host: str, said: str) -> AddressRefused | None:
        try:
            ip = ipaddress.ip_address(host.partition("%")[0])
        except ValueError:
            return _refusal(f"{said!r} is not called: it is no address of a network.")
        if _is_public(ip) or any(one in network for one in _faces(ip) for network in self.allowed):
            return None
        what = f"{said!r} is" if said == host else f"{said!r} is {host}, which is"
        return _refusal(f"The address {what} private, and is not called.")


_watch: ContextVar[_Watch | None] = ContextVar("legato_notify_watch", default=None)
_is_listening = False


def check(url: str) -> None:
    """Refuse the address of a web page that is not on the public network.

    Raises:
        AddressRefused: it is not, is not one of HTTP, or cannot be found.
    """
    try:
        split = urlsplit(url)
        host, port = split.hostname, split.port
    except ValueError:
        raise _refusal("What is to be called is no address.") from None
    if split.scheme not in ("http", "https") or not host:
        raise _refusal(f"Only addresses with http:// or https:// are called, not those with {split.scheme!r}.")
    watch = _Watch()
    for ip in _found(host, port or (443 if split.scheme == "https" else 80)):
        if (error := watch.judge(ip, host)) is not None:
            raise error


def _found(host: str, port: int) -> list[str]:
    try:
        # It understands decimal, octal and shortened addresses as those who connect do.
        return [str(one[4][0]) for one in socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)]
    except (OSError, UnicodeError):
        raise _refusal(f"The address {host!r} cannot be found.") from None


@contextmanager
def only_public() -> Iterator[None]:
    """Let this thread connect only to addresses of the public network, and those that a setting allows.

    Raises:
        AddressRefused: it tried to connect to another, even where the code within took no notice.
    """
    _listen()
    watch = _Watch()
    token = _watch.set(watch)
    try:
        yield
    except Exception as error:
        # Clients of HTTP tell of a connection that was not made in their own ways.
        if watch.refused is None or error is watch.refused:
            raise
    finally:
        _watch.reset(token)
    if watch.refused is not None:
        raise watch.refused


def _listen() -> None:
    global _is_listening
    if not _is_listening:
        _is_listening = True
        sys.addaudithook(_hear)


def _hear(event: str, arguments: tuple[Any, ...]) -> None:
    if event in ("socket.connect", "socket.sendto") and (watch := _watch.get()) is not None:
        watch.look(arguments[1])


def _is_public(ip: _Ip) -> bool:
    return all(one.is_global and not one.is_multicast and not one.is_reserved for one in _faces(ip)[-1:])


def _faces(ip: _Ip) -> list[_Ip]:
    """Return an address and, last, the one of IPv4 that it stands for."""
    if isinstance(ip, ipaddress.IPv4Address):
        return [ip]
    inner = ip.ipv4_mapped or ip.sixtofour or (ip.teredo[1] if ip.teredo else None)
    if inner is None and ip in _TRANSLATED:
        inner = ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return [ip] if inner is None else [ip, inner]


def _allowed_networks() -> list[_Network]:
    return [ipaddress.ip_network(text, strict=False) for text in LEGATO_WEBHOOK_ALLOWED_NETWORKS.value()]


def refuse(text: str) -> NoReturn:
    """Refuse something else for a reason, as an address is refused."""
    raise _refusal(text)


def _refusal(text: str) -> AddressRefused:
    logger.error("Refused: %s", text)
    return AddressRefused(text)
