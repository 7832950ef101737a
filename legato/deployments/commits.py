"""Which commit of git a file is of, so that a deployment tells what its code was made of."""

from __future__ import annotations

import subprocess
from pathlib import Path

COMMIT = "x-commit"
"""The word for it in the schema of a deployment's parameters: the one place that takes words of one's own."""

_CHANGED = "+changes"
_NOT_KEPT = ("? ", "! ")
_SECONDS = 10


def commit_of(path: Path) -> str | None:
    """Return the commit that a file is of; None where git knows nothing of it.

    `+changes` follows where the file is not as it is in that commit.
    """
    if not path.is_file():
        return None
    folder, name = path.absolute().parent, path.name
    flags = ("--porcelain=v2", "--branch", "--ignored", "--untracked-files=all")
    command = ["git", "--no-optional-locks", "-C", str(folder), "status", *flags, "--", name]
    try:
        done = subprocess.run(command, stdin=subprocess.DEVNULL, capture_output=True, timeout=_SECONDS, check=False)
    except (OSError, subprocess.TimeoutExpired):
        return None
    if done.returncode != 0:
        return None
    lines = done.stdout.decode(errors="replace").splitlines()
    commit = next((line.rpartition(" ")[2] for line in lines if line.startswith("# branch.oid ")), "")
    about = [line for line in lines if not line.startswith("#")]
    if not commit.isalnum() or any(line.startswith(_NOT_KEPT) for line in about):
        return None
    return f"{commit}{_CHANGED if about else ''}"
