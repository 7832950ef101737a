"""Repositories of git made for tests."""

import subprocess
from pathlib import Path

FLOW = "from legato import flow\n\n@flow\ndef sell(price: int = {price}): return price\n"


def git(folder: Path, *arguments: str) -> str:
    """What git prints."""
    who = ["-c", "user.name=a", "-c", "user.email=a@example.com", "-c", "protocol.file.allow=always"]
    command = ["git", "-C", str(folder), *who, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True).stdout.strip()


def commit(folder: Path, price: int) -> str:
    """Commit a flow with a price, and return the commit."""
    (folder / "shop.py").write_text(FLOW.format(price=price))
    git(folder, "add", ".")
    git(folder, "commit", "--quiet", "-m", f"Price {price}")
    return git(folder, "rev-parse", "HEAD")


def repository(folder: Path) -> Path:
    """Make a repository with a flow, whose price is 1 on main and 2 on the branch `sale`."""
    folder.mkdir()
    git(folder, "init", "--quiet", "--initial-branch=main")
    git(folder, "config", "uploadpack.allowAnySHA1InWant", "true")
    commit(folder, 1)
    git(folder, "checkout", "--quiet", "-b", "sale")
    commit(folder, 2)
    git(folder, "checkout", "--quiet", "main")
    return folder
