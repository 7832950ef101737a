"""Which commit of git a file is of, so that a deployment tells what its code was made of."""

from __future__ import annotations

import subprocess
from pathlib import Path

COMMIT = "x-commit"
"""The word for it in the schema of a deployment's parameters: the one place that takes words of one's own."""

_CHANGED = "+changes"
_SECONDS = 10


def commit_of(path: Path) -> str | None:
    """Return the commit that a file is of; None where git knows nothing of it.

    `+changes` follows where the file is not as it is in that commit.
    """
    folder, name = path.absolute().parent, path.name
    commit = _asked(folder, "rev-parse", "--verify", "--quiet", "HEAD")
    if commit is None or _asked(folder, "ls-files", "--error-unmatch", "--", name) is None:
        return None
    is_changed = _asked(folder, "status", "--porcelain", "--", name) != ""
    return f"{commit}{_CHANGED if is_changed else ''}"


def _asked(folder: Path, *arguments: str) -> str | None:
    """Return what git answers; None where it has no answer."""
    command = ["git", "-C", str(folder), *arguments]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    return done.stdout.decode(errors="replace").strip() if done.returncode == 0 else None
