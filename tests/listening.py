"""A web server in this process, which keeps what it is asked and answers as it is told."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, NamedTuple
from urllib.parse import parse_qs


class Asked(NamedTuple):
    """A request."""

    method: str
    path: str
    headers: dict[str, str]
    body: bytes

    @property
    def json(self) -> Any:
        """The body as JSON."""
        return json.loads(self.body)

    @property
    def form(self) -> dict[str, list[str]]:
        """The body as a form."""
        return parse_qs(self.body.decode())


class Listener:
    """The requests so far, and the answer to the next ones."""

    def __init__(self, port: int) -> None:
        self.port, self.url = port, f"http://127.0.0.1:{port}"
        self.asked: list[Asked] = []
        self.status, self.headers, self.body = 200, {"Content-Type": "application/json"}, b'{"ok": true}'


@contextmanager
def listening() -> Iterator[Listener]:
    """A web server, until the block ends."""

    class Handler(BaseHTTPRequestHandler):
        def handle_one(self) -> None:
            length = int(self.headers.get("Content-Length") or 0)
            headers = {name.lower(): value for name, value in self.headers.items()}
            listener.asked.append(Asked(self.command, self.path, headers, self.rfile.read(length)))
            self.send_response(listener.status)
            for name, value in {**listener.headers, "Content-Length": str(len(listener.body))}.items():
                self.send_header(name, value)
            self.end_headers()
            self.wfile.write(listener.body)

        do_GET = do_POST = do_PUT = do_PATCH = do_DELETE = handle_one

        def log_message(self, *_: object) -> None:
            """Say nothing."""

    with ThreadingHTTPServer(("127.0.0.1", 0), Handler) as server:
        listener = Listener(server.server_port)
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield listener
        finally:
            server.shutdown()
            thread.join()
