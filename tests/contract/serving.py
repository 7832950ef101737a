"""A server in a thread of this process, at a free port."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

import uvicorn

from legato.server.app import create_app
from legato.server.run import bind


class Running(NamedTuple):
    """A server that runs: its address, and its app."""

    url: str
    app: Any

    @property
    def api_url(self) -> str:
        return f"{self.url}/api"


@contextmanager
def serving(home: Path, **options: Any) -> Iterator[Running]:
    """A server until the block ends; it does nothing of its own accord, unless told to."""
    app = create_app(home=home, host="127.0.0.1", **{"services": (), **options})
    ready = threading.Event()

    class Server(uvicorn.Server):
        async def startup(self, sockets: Any = None) -> None:
            await super().startup(sockets)
            ready.set()

    server = Server(uvicorn.Config(app, log_level="error", access_log=False, ws_max_size=1_000_000))
    listening = bind("127.0.0.1", 0)
    thread = threading.Thread(target=server.run, kwargs={"sockets": [listening]})
    thread.start()
    try:
        assert ready.wait(20), "the server did not start"
        yield Running(f"http://127.0.0.1:{listening.getsockname()[1]}", app)
    finally:
        server.should_exit = True
        thread.join()
        listening.close()
