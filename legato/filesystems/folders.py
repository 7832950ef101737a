"""Local folders: which files are in them, without those that patterns like git's name."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from pathspec import GitIgnoreSpec


def files_in(folder: Path, ignore_file: str | None = None, *, but: Path | None = None) -> Iterator[Path]:
    """Yield the files below a folder, relative to it and in order, without ignored ones and those below `but`.

    Raises:
        FileNotFoundError: there is no such folder, or no such file of patterns.
        NotADirectoryError: it is a file.
    """
    spec = None if ignore_file is None else _patterns(Path(ignore_file).expanduser())
    os.scandir(folder).close()  # `os.walk` would pass over a folder that is not there
    seen: set[str] = set()
    for place, folders, names in os.walk(folder, followlinks=True):
        inside = Path(place).relative_to(folder)
        real = os.path.realpath(place)
        if real in seen or (but is not None and real == os.path.realpath(but)):
            folders.clear()  # a link back into the folder, or what is being written
            continue
        seen.add(real)
        folders[:] = sorted(name for name in folders if not _is_ignored(spec, inside / name, is_folder=True))
        for name in sorted(names):
            if not _is_ignored(spec, inside / name) and (folder / inside / name).is_file():
                yield inside / name


def _patterns(path: Path) -> GitIgnoreSpec:
    from pathspec import GitIgnoreSpec

    return GitIgnoreSpec.from_lines(path.read_text(encoding="utf-8").splitlines())


def _is_ignored(spec: GitIgnoreSpec | None, path: Path, *, is_folder: bool = False) -> bool:
    return spec is not None and spec.match_file(f"{path.as_posix()}/" if is_folder else path.as_posix())
