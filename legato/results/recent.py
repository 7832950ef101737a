"""Results that nobody asked to be kept, in folders by day, which are emptied after some days."""

from __future__ import annotations

import shutil
import threading
from datetime import date, datetime, timedelta
from pathlib import Path
from typing import Any

from legato.exceptions import ResultNotStored
from legato.settings import LEGATO_RESULTS_KEEP_DAYS

FOLDER = "recent"
_swept: set[tuple[Path, date]] = set()


def key(storage: Any, name: str, now: datetime) -> str:
    """Return the key of a result of today; the first of a day has old ones removed from a local folder."""
    today = now.date()
    folder = getattr(storage, "folder", None)
    if isinstance(folder, Path) and (folder, today) not in _swept:
        _swept.add((folder, today))
        threading.Thread(target=sweep, args=(folder / FOLDER, today), name="legato-sweep", daemon=True).start()
    return f"{FOLDER}/{today.isoformat()}/{name}"


def sweep(folder: Path, today: date) -> None:
    """Remove the folders of days that are longer past than results are kept."""
    try:
        days = list(folder.iterdir())
    except OSError:
        return
    oldest = today - timedelta(days=LEGATO_RESULTS_KEEP_DAYS.value())
    for one in days:
        try:
            is_old = date.fromisoformat(one.name) < oldest
        except ValueError:
            continue
        if is_old:
            shutil.rmtree(one, ignore_errors=True)


def refuse_large(value: Any, most: int) -> None:
    """Raise ResultNotStored for a value that takes more than so many bytes, as far as that can be told at a glance."""
    size = _size(value, 0)
    if size > most:
        text = f"It takes {size:,} bytes, more than LEGATO_RESULTS_AUTOMATIC_LIMIT; persist_result=True stores it."
        raise ResultNotStored(text)


def _size(value: Any, depth: int) -> int:
    if isinstance(value, str | bytes | bytearray | memoryview):
        return len(value)
    size = getattr(value, "nbytes", None)
    if isinstance(size, int):
        return size
    if callable(usage := getattr(value, "memory_usage", None)):
        found = usage(index=False)
        return int(found.sum() if hasattr(found, "sum") else found)
    if depth < 2 and isinstance(value, list | tuple | dict | set) and len(value) <= 1_000:
        return sum(_size(item, depth + 1) for item in (value.values() if isinstance(value, dict) else value))
    return 0
