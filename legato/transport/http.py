"""The API over HTTP: one client per process and address, with patience for an API that is busy or away."""

from __future__ import annotations

import random
import time
from typing import TYPE_CHECKING, Any, TypeVar
from uuid import uuid4

import msgspec

from legato.contract.request import Request, operation, to_http
from legato.exceptions import ApiError, ApiUnreachable, ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.csrf import CLIENT_HEADER, TOKEN_HEADER, CsrfToken
from legato.settings import (
    LEGATO_API_KEY,
    LEGATO_API_REQUEST_TIMEOUT,
    LEGATO_API_SSL_CERT_FILE,
    LEGATO_API_TLS_INSECURE_SKIP_VERIFY,
    LEGATO_CLIENT_MAX_RETRIES,
    LEGATO_CLIENT_RETRY_JITTER_FACTOR,
)

if TYPE_CHECKING:
    import httpx2

R = TypeVar("R")
TRY_AGAIN = frozenset({408, 429, 502, 503})
_ERRORS: dict[int, type[ApiError]] = {404: ObjectNotFound, 409: ObjectAlreadyExists, 422: RequestInvalid}


class HttpTransport:
    """Sends requests to the API at an address, and waits `timeout` seconds for an answer, by default as set."""

    def __init__(self, api_url: str, timeout: float | None = None) -> None:
        self.api_url = api_url.rstrip("/")
        self._shown: dict[str, str] = {}
        self._client = self._open(LEGATO_API_REQUEST_TIMEOUT.value() if timeout is None else timeout)

    def _open(self, timeout: float) -> httpx2.Client:
        import httpx2

        headers = {"X-PREFECT-API-VERSION": "0.8.4", "Content-Type": "application/json"}
        if key := LEGATO_API_KEY.value():
            headers["Authorization"] = f"Bearer {key}"
        verify: Any = False  # a TLS context costs 100 ms: none is made for http
        if self.api_url.startswith("https://") and not LEGATO_API_TLS_INSECURE_SKIP_VERIFY.value():
            import ssl

            verify = ssl.create_default_context(cafile=LEGATO_API_SSL_CERT_FILE.value())
        return httpx2.Client(headers=headers, timeout=timeout, verify=verify)

    def send(self, request: Request[R]) -> R:
        """Send a request and return the answer.

        Raises:
            ApiUnreachable: there is no answer, or the API stays busy, after all tries.
            ObjectNotFound, ObjectAlreadyExists, RequestInvalid, ApiError: the API's answer is an error.
        """
        call = to_http(request)
        content = self.post(call.method, call.path, call.body, headers=call.headers)
        answer = operation(type(request)).answer
        if answer is type(None):
            return None  # type: ignore[return-value]
        return msgspec.json.decode(content, type=answer)  # type: ignore[no-any-return]

    def post(
        self,
        method: str,
        path: str,
        body: bytes | None,
        *,
        tries: int | None = None,
        headers: dict[str, str] | None = None,
    ) -> bytes:
        """Send bytes and return the bytes of the answer; tries again while the API is busy or away."""
        tries = LEGATO_CLIENT_MAX_RETRIES.value() + 1 if tries is None else tries
        for attempt in range(1, tries + 1):
            error, pause = self._try(method, path, body, headers)
            if isinstance(error, bytes):
                return error
            if attempt == tries or pause is None:
                raise error
            jitter = LEGATO_CLIENT_RETRY_JITTER_FACTOR.value()
            time.sleep((pause or min(2**attempt / 4, 10)) * (1 + jitter * random.random()))
        raise AssertionError("unreachable")

    def _try(
        self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None
    ) -> tuple[bytes | ApiError, float | None]:
        """Return the answer, or an error and how long to wait before another try (None: no use trying)."""
        import httpx2

        try:
            response = self._request(method, path, body, headers)
        except httpx2.TransportError as error:
            return ApiUnreachable(f"The API at {self.api_url} cannot be reached: {error}."), 0.0
        if response.is_success:
            return response.content, None
        return self._error(response), _retry_after(response) if response.status_code in TRY_AGAIN else None

    def _request(self, method: str, path: str, body: bytes | None, headers: dict[str, str] | None) -> httpx2.Response:
        """Send bytes, with a CSRF token where the API asks for one."""
        address, shown = self.api_url + path, {**(headers or {}), **self._shown}
        response = self._client.request(method, address, content=body, headers=shown)
        if response.status_code != 403 or b"CSRF token" not in response.content:
            return response
        client = self._shown.get(CLIENT_HEADER) or str(uuid4())
        given = self._client.get(f"{self.api_url}/csrf-token", params={"client": client})
        if not given.is_success:
            return response
        token = msgspec.json.decode(given.content, type=CsrfToken)
        self._shown = {TOKEN_HEADER: token.token, CLIENT_HEADER: client}
        return self._client.request(method, address, content=body, headers={**(headers or {}), **self._shown})

    def _error(self, response: httpx2.Response) -> ApiError:
        try:
            body: Any = msgspec.json.decode(response.content)
        except msgspec.DecodeError:
            body = response.text
        kind = _ERRORS.get(response.status_code, ApiUnreachable if response.status_code in TRY_AGAIN else ApiError)
        seconds = _retry_after(response) or None
        return kind(_sentence(response.status_code, body), status=response.status_code, body=body, retry_after=seconds)

    def close(self) -> None:
        """Close the connections."""
        self._client.close()


def _retry_after(response: httpx2.Response) -> float:
    try:
        return float(response.headers.get("Retry-After", 0))
    except ValueError:
        return 0.0


def _sentence(status: int, body: object) -> str:
    if isinstance(body, dict):
        details = body.get("exception_detail")
        if isinstance(details, list):
            parts = (f"{'.'.join(str(step) for step in d.get('loc', []))}: {d.get('msg')}" for d in details)
            return "; ".join(parts)
        text = body.get("detail") or body.get("exception_message")
        if text:
            return str(text)
    return f"The API answered {status}."
