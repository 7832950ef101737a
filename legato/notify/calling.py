"""Requests of HTTP to addresses that people give."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from legato.notify import guard

if TYPE_CHECKING:
    from httpx2 import Response


def call(method: str, url: str, *, allow_private: bool, timeout: float = 5.0, **parts: Any) -> Response:
    """Send a request and return the answer; where it sends its callers elsewhere, nobody goes.

    `parts` are those of the client of HTTP: `headers`, `params`, `json`, `data`, `cookies`.

    Raises:
        AddressRefused: the address is private, and those are not allowed.
    """
    if allow_private:
        return _call(method, url, trusts_environment=True, timeout=timeout, parts=parts)
    guard.check(url)
    with guard.only_public():
        # Without the proxies of the environment: which addresses these connect to cannot be seen.
        return _call(method, url, trusts_environment=False, timeout=timeout, parts=parts)


def _call(method: str, url: str, *, trusts_environment: bool, timeout: float, parts: dict[str, Any]) -> Response:
    import httpx2

    # A TLS context costs 100 ms: none is made for http.
    verify, cookies = url.lower().startswith("https:"), parts.pop("cookies", None)
    with httpx2.Client(verify=verify, trust_env=trusts_environment, timeout=timeout, cookies=cookies) as client:
        return client.request(method, url, **parts)
