"""A small HTTP server that tells how a worker or runner is, for those who watch over it."""

from __future__ import annotations

import json
import threading
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from ipaddress import ip_address
from typing import Any

from legato.exceptions import ApiError

Answer = tuple[int, Any]
Routes = Mapping[tuple[str, str], Callable[[list[str], Any], Answer]]
"""What answers by method and path; the words of a path that are `*` are given to it, and the body."""
_MOST_BYTES = 1_000_000


@contextmanager
def answering(host: str, port: int, routes: Routes) -> Iterator[int]:
    """Answer at an address for as long as the block lasts; gives the port.

    Raises:
        OSError: nobody can listen there, or others than this machine could ask for changes.
    """
    if any(method != "GET" for method, _ in routes) and not _is_loopback(host):
        raise PermissionError(f"At {host} anybody could give orders, as nobody has to say who they are: use 127.0.0.1.")
    server = ThreadingHTTPServer((host, port), _handler(routes))
    server.daemon_threads = True
    thread = threading.Thread(target=server.serve_forever, name="legato-health", daemon=True)
    thread.start()
    try:
        yield server.server_port
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


def _is_loopback(host: str) -> bool:
    try:
        return host == "localhost" or ip_address(host).is_loopback
    except ValueError:
        return False


def _handler(routes: Routes) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            self._answer("GET")

        def do_POST(self) -> None:
            self._answer("POST")

        def _answer(self, method: str) -> None:
            status, content = self._found(method)
            body = json.dumps(content).encode()
            self.send_response(status)
            self.send_header("content-type", "application/json")
            self.send_header("content-length", str(len(body)))
            self.end_headers()
            self.wfile.write(body)

        def _found(self, method: str) -> Answer:
            if method != "GET" and self.headers.get("origin"):
                return 403, {"detail": "Pages of the web give no orders here."}
            words = self.path.partition("?")[0].strip("/").split("/")
            for (wanted, path), answer in routes.items():
                pattern = path.strip("/").split("/")
                if method == wanted and len(words) == len(pattern) and _fits(words, pattern):
                    given = [word for word, part in zip(words, pattern, strict=True) if part == "*"]
                    try:
                        return answer(given, self._body())
                    except (ValueError, TypeError) as error:
                        return 422, {"detail": str(error)}
                    except ApiError as error:
                        return error.status or 503, {"detail": str(error)}
            return 404, {"detail": "Not Found"}

        def _body(self) -> Any:
            length = int(self.headers.get("content-length") or 0)
            if length > _MOST_BYTES:
                raise ValueError("The request is too large.")
            return json.loads(self.rfile.read(length)) if length else None

        def log_message(self, format: str, *args: Any) -> None:
            pass

    return Handler


def _fits(words: list[str], pattern: list[str]) -> bool:
    return all(part in ("*", word) for word, part in zip(words, pattern, strict=True))
