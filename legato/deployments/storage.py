"""Where the code of deployments comes from, and how it gets to a folder."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Protocol, runtime_checkable

from legato.either_way import settled
from legato.exceptions import StorageUnreachable

STEPS = "legato.deployments.steps"


@runtime_checkable
class RunnerStorage(Protocol):
    """Where the code of a deployment comes from; `pull_code` may be async."""

    def set_base_path(self, path: Path) -> None:
        """Set the folder in which the code gets a folder of its own."""

    @property
    def pull_interval(self) -> int | None:
        """The seconds after which the code is fetched again; None for never."""

    @property
    def destination(self) -> Path:
        """The folder that the code gets to."""
        ...

    def pull_code(self) -> Any:
        """Bring the code to its folder, or bring it up to date there."""

    def to_pull_step(self) -> dict[str, Any]:
        """Return the step by which a worker gets the code."""
        ...


class Pulled:
    """What kinds of storage have in common that copy code into a folder."""

    def __init__(self, pull_interval: int | None) -> None:
        self._base, self._interval = Path.cwd(), pull_interval

    def set_base_path(self, path: Path) -> None:
        """Set the folder in which the code gets a folder of its own."""
        self._base = Path(path)

    @property
    def pull_interval(self) -> int | None:
        """The seconds after which the code is fetched again; None for never."""
        return self._interval


@contextmanager
def fetched(storage: RunnerStorage) -> Iterator[Path]:
    """Give a folder with the code of a storage for as long as the block lasts."""
    with tempfile.TemporaryDirectory(prefix="legato-code-") as place:
        storage.set_base_path(Path(place))
        settled(storage.pull_code())
        folder = storage.destination
        if not folder.is_dir():
            raise StorageUnreachable(f"The storage {storage!r} brought no folder {folder}.")
        yield folder


def placeholder(block: Any) -> str:
    """Return what stands for a block, in a step, for its value.

    Raises:
        BlockNotSavedError: it is not saved under a name.
    """
    return f"{{{{ {block.get_block_placeholder()} }}}}"


def is_block(value: Any) -> bool:
    """Tell whether a value is a block."""
    return hasattr(value, "get_block_placeholder")


def plain(value: Any) -> Any:
    """Return what a block or a secret holds."""
    if is_block(value):
        value = value.get() if hasattr(value, "get") else value
    return value.get_secret_value() if hasattr(value, "get_secret_value") else value
