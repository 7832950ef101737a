"""Load over HTTP: a number of clients that send the same kind of request as fast as they are answered."""

from __future__ import annotations

import json
import multiprocessing
import socket
import threading
import time
from collections.abc import Sequence

PROCESSES = 2


def hammer(port: int, requests: Sequence[tuple[str, bytes]], clients: int, seconds: float) -> list[float]:
    """Send requests from so many clients for so long; return the seconds that each answer took."""
    processes = min(PROCESSES, clients)
    shares = [clients // processes + (n < clients % processes) for n in range(processes)]
    with multiprocessing.get_context("spawn").Pool(processes) as pool:
        work = [(port, requests, share, seconds, n * 1000) for n, share in enumerate(shares)]
        return [taken for part in pool.starmap(_clients, work) for taken in part]


def _clients(
    port: int, requests: Sequence[tuple[str, bytes]], clients: int, seconds: float, offset: int
) -> list[float]:
    taken: list[list[float]] = [[] for _ in range(clients)]
    end = time.perf_counter() + seconds
    threads = [
        threading.Thread(target=_client, args=(port, requests, offset + n, clients, end, taken[n]))
        for n in range(clients)
    ]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return [one for part in taken for one in part]


def _client(
    port: int, requests: Sequence[tuple[str, bytes]], first: int, step: int, end: float, taken: list[float]
) -> None:
    messages = [_message(path, body) for path, body in requests]
    with socket.create_connection(("127.0.0.1", port)) as connection:
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        n = first
        while (start := time.perf_counter()) < end:
            connection.sendall(messages[n % len(messages)])
            _read_answer(connection)
            taken.append(time.perf_counter() - start)
            n += step


def _message(path: str, body: bytes) -> bytes:
    length = f"Content-Length: {len(body)}"
    lines = [f"POST {path} HTTP/1.1", "Host: localhost", "Content-Type: application/json", length, "", ""]
    return "\r\n".join(lines).encode() + body


def _read_answer(connection: socket.socket) -> None:
    data = b""
    while b"\r\n\r\n" not in data:
        data += _received(connection)
    head, _, body = data.partition(b"\r\n\r\n")
    status = int(head.split(b" ", 2)[1])
    if status >= 300:
        raise RuntimeError(f"The server answered {data[:500]!r}.")
    lines = head.lower().split(b"\r\n")
    length = next(int(line.split(b":")[1]) for line in lines if line.startswith(b"content-length"))
    missing = length - len(body)
    while missing > 0:
        missing -= len(_received(connection))


def _received(connection: socket.socket) -> bytes:
    data = connection.recv(1 << 16)
    if not data:
        raise ConnectionError("The server hung up.")
    return data


def percentile(taken: Sequence[float], part: float) -> float:
    """The value below which a part of the values lies."""
    ordered = sorted(taken)
    return ordered[min(len(ordered) - 1, int(len(ordered) * part))]


def body(**fields: object) -> bytes:
    """A JSON body."""
    return json.dumps(fields).encode()
