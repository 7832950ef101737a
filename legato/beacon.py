"""The beacon: the address of the server that runs on a home folder, left there for others to find."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec


class Beacon(msgspec.Struct):
    """Where a server listens: the address of its API, and its process."""

    api_url: str
    pid: int


def _path(home: Path) -> Path:
    return home / "server.json"


def light(home: Path, api_url: str) -> None:
    """Leave this process's address in the home folder."""
    home.mkdir(parents=True, exist_ok=True)
    part = home / f".server.{os.getpid()}"
    part.write_bytes(msgspec.json.encode(Beacon(api_url, os.getpid())))
    part.replace(_path(home))


def put_out(home: Path) -> None:
    """Take this process's address away, and nobody else's."""
    beacon = _read(home)
    if beacon is not None and beacon.pid == os.getpid():
        _path(home).unlink(missing_ok=True)


def seen(home: Path) -> Beacon | None:
    """Return the beacon of a server whose process lives; whether it answers is for the caller to find out."""
    beacon = _read(home)
    if beacon is None or not lives(beacon.pid):
        return None
    return beacon


def _read(home: Path) -> Beacon | None:
    try:
        return msgspec.json.decode(_path(home).read_bytes(), type=Beacon)
    except (OSError, msgspec.DecodeError):
        return None


def lives(pid: int) -> bool:
    """Tell whether there is a process with an id."""
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
