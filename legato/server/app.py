"""The ASGI app: the API, its description, the live feed, and the files of the web interface."""

from __future__ import annotations

import asyncio
from collections.abc import AsyncIterator, Callable, Iterable, Sequence
from contextlib import AbstractAsyncContextManager, asynccontextmanager, suppress
from pathlib import Path

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.middleware.gzip import GZipMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import BaseRoute, Mount, Route, WebSocketRoute
from starlette.websockets import WebSocket

from legato.contract.openapi import openapi
from legato.server import pages, routing, spooling, system_blocks
from legato.server.events.streams import Streams
from legato.server.live import Feed
from legato.server.relay import Relay
from legato.server.security import Guard
from legato.server.services import SERVICES
from legato.server.services.loop import Service, Services
from legato.server.store.store import Store
from legato.server.store.transaction import Changes
from legato.server.task_subscriptions import TaskSubscriptions
from legato.server.waiting_room import WaitingRoom
from legato.settings import LEGATO_HOME, LEGATO_SERVER_CORS_ALLOWED_ORIGINS, LEGATO_UI_ENABLED


def create_app(
    url: str | None = None,
    *,
    home: Path | None = None,
    ui: bool | None = None,
    host: str | None = None,
    services: Sequence[Service] = SERVICES,
) -> Starlette:
    """Return the server as an ASGI app; it opens its store when it starts.

    `url` is the database (by default that of the settings), `home` the folder whose spool is taken in, `host` the
    address that the app listens at: at a loopback address it answers to loopback names only; `services` is what it does
    of its own accord.
    """
    shows_ui = LEGATO_UI_ENABLED.value() if ui is None else ui
    home = home or LEGATO_HOME.value()
    origins = LEGATO_SERVER_CORS_ALLOWED_ORIGINS.value()
    middleware = [Middleware(Guard, host=host)]
    if origins:
        methods, headers = ["*"], ["*"]
        middleware.append(
            Middleware(CORSMiddleware, allow_origins=origins, allow_methods=methods, allow_headers=headers)
        )
    middleware.append(Middleware(GZipMiddleware, minimum_size=2_000, compresslevel=4))
    return Starlette(
        routes=_routes(shows_ui),
        middleware=middleware,
        lifespan=_lifespan(url, home, services),
        exception_handlers={HTTPException: _http_error},  # type: ignore[dict-item]
    )


def _routes(shows_ui: bool) -> list[BaseRoute]:
    described = Route("/openapi.json", lambda request: routing.json(openapi()))
    documented = Route("/docs", pages.operations)
    api: list[Route | WebSocketRoute] = [described, documented, *_SOCKETS, *routing.routes()]
    found: list[BaseRoute] = [Mount("/api", app=routing.BySection(api)), described, documented]
    found.append(Route("/ui-settings", pages.ui_settings))
    return [*found, *pages.ui_routes()] if shows_ui else found


def _lifespan(
    url: str | None, home: Path, wanted: Sequence[Service]
) -> Callable[[Starlette], AbstractAsyncContextManager[None]]:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        store = await asyncio.to_thread(Store, url)
        await store.awrite(system_blocks.install)
        loop = asyncio.get_running_loop()
        feed, streams, tasks = Feed(loop), Streams(loop, store), TaskSubscriptions(loop, store)
        room, services = WaitingRoom(loop, store), Services(loop, store, wanted)
        listeners = (feed.tell, streams.tell, tasks.tell, room.tell, services.tell)
        relay = None if store.is_sqlite else Relay(store.url, lambda changes: _tell(listeners, changes))
        store.listeners += listeners if relay is None else (relay.tell,)
        app.state.store, app.state.feed, app.state.streams, app.state.tasks = store, feed, streams, tasks
        app.state.waiting_room = room
        intake = spooling.Intake(store, home)
        await asyncio.to_thread(intake.ingest)
        watching = asyncio.create_task(spooling.watch(intake))
        try:
            yield
        finally:
            watching.cancel()
            await services.close()
            await streams.close()
            with suppress(asyncio.CancelledError):
                await watching
            await asyncio.to_thread(store.close)
            if relay is not None:
                await asyncio.to_thread(relay.close)

    return lifespan


def _tell(listeners: Iterable[Callable[[Changes], None]], changes: Changes) -> None:
    for listener in listeners:
        listener(changes)


async def _live(websocket: WebSocket) -> None:
    await websocket.app.state.feed.serve(websocket)


async def _events_in(websocket: WebSocket) -> None:
    await websocket.app.state.streams.take(websocket)


async def _events_out(websocket: WebSocket) -> None:
    await websocket.app.state.streams.give(websocket)


async def _scheduled_tasks(websocket: WebSocket) -> None:
    await websocket.app.state.tasks.serve(websocket)


_SOCKETS = [
    WebSocketRoute("/live", _live),
    WebSocketRoute("/events/in", _events_in),
    WebSocketRoute("/events/out", _events_out),
    WebSocketRoute("/task_runs/subscriptions/scheduled", _scheduled_tasks),
]


def _http_error(request: Request, error: HTTPException) -> Response:
    return routing.json({"detail": error.detail}, error.status_code, dict(error.headers or {}))
