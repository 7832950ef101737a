"""How clients of Prefect begin a conversation over a websocket: by a subprotocol, and by saying who they are."""

from __future__ import annotations

from contextlib import suppress
from typing import Any

import msgspec
from starlette.websockets import WebSocket, WebSocketDisconnect

SUBPROTOCOL = "prefect"
PROTOCOL_ERROR, POLICY_VIOLATION = 1002, 1008
Message = dict[str, Any]


async def greeted(websocket: WebSocket) -> bool:
    """Accept a websocket once its client has said who it is; False where it was closed instead."""
    if SUBPROTOCOL not in websocket.scope.get("subprotocols", []):
        await websocket.close(PROTOCOL_ERROR)
        return False
    await websocket.accept(subprotocol=SUBPROTOCOL)
    message = await received(websocket)
    if message is None or message.get("type") != "auth":
        await closed(websocket, POLICY_VIOLATION, "Expected 'auth' message")
        return False
    await websocket.send_text('{"type":"auth_success"}')
    return True


async def received(websocket: WebSocket) -> Message | None:
    """Return the next message; None where it is none, or the client has gone."""
    try:
        message = msgspec.json.decode(await websocket.receive_text())
    except (WebSocketDisconnect, msgspec.DecodeError, UnicodeError, KeyError, RecursionError, RuntimeError):
        return None
    return message if isinstance(message, dict) else None


async def closed(websocket: WebSocket, code: int, reason: str) -> None:
    """Close a websocket that may be gone already."""
    with suppress(RuntimeError, WebSocketDisconnect):
        await websocket.close(code, reason[:120])
