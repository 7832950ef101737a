"""Cloning repositories of git: by lists of arguments, with credentials in the environment of git alone."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from pathlib import Path
from urllib.parse import unquote, urlsplit

from legato.exceptions import InvalidRepositoryURLError, StorageUnreachable

_SCHEMES = frozenset({"file", "git", "http", "https", "ssh"})
_LIKE_SCP = re.compile(r"[\w.-]+@[\w.-]+:[^:]")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_REFERENCE = re.compile(r"\w[\w./+@#,=!%-]*")
_HIDDEN = "********"


def check(repository: str, reference: str | None) -> None:
    """Refuse what git would take for an option, a program or another way to get at files.

    Raises:
        InvalidRepositoryURLError: the repository has no address that can be cloned.
        ValueError: the reference is not the name of a branch or a tag, nor a commit.
    """
    split = urlsplit(repository)
    is_address = split.scheme in _SCHEMES and "://" in repository
    is_path = repository.startswith("/")
    host = split.hostname or ""
    if (
        not (is_address or is_path or _LIKE_SCP.match(repository))
        or host.startswith("-")
        or split.path.startswith("/-")
        or re.search(r"::|[\s\x00-\x1f\x7f]", repository)
    ):
        raise InvalidRepositoryURLError(f"A repository cannot be cloned from {_without_user(repository)!r}.")
    if reference is not None and (
        not _REFERENCE.fullmatch(reference) or ".." in reference or "@{" in reference or "//" in reference
    ):
        raise ValueError(f"{reference!r} is neither a branch nor a tag nor a commit.")


def _without_user(repository: str) -> str:
    return re.sub(r"(://)[^/@]*@", rf"\1{_HIDDEN}@", repository)


def clone(repository: str, reference: str | None, target: Path, *, token: str | None = None) -> None:
    """Clone the newest commit of a reference into a new folder.

    Raises:
        StorageUnreachable: git says why not.
    """
    check(repository, reference)
    address, user = _apart(repository)
    user = user if token is None else f"x-access-token:{token}"
    environment = _environment(address, user)
    hidden = [text for text in (token, *(user or "").split(":")) if text and text != "x-access-token"]
    branch = [] if reference is None or _COMMIT.fullmatch(reference) else [f"--branch={reference}"]
    _git(["clone", "--quiet", "--depth=1", *branch, "--", address, str(target)], environment, hidden)
    if reference is not None and not branch:
        inside = ["-C", str(target)]
        _git([*inside, "fetch", "--quiet", "--depth=1", "--", "origin", reference], environment, hidden)
        _git([*inside, "checkout", "--quiet", "--detach", "FETCH_HEAD"], environment, hidden)


def _apart(repository: str) -> tuple[str, str | None]:
    """Return an address without what logs in, and that: arguments can be read by everybody on the machine."""
    split = urlsplit(repository)
    if split.scheme not in ("http", "https") or "@" not in split.netloc:
        return repository, None
    user, _, host = split.netloc.rpartition("@")
    return split._replace(netloc=host).geturl(), unquote(user)


def _environment(address: str, user: str | None) -> dict[str, str]:
    said = {
        "GIT_ALLOW_PROTOCOL": ":".join(sorted(_SCHEMES)),
        "GIT_TERMINAL_PROMPT": "0",
        "GIT_HTTP_LOW_SPEED_LIMIT": "1",
        "GIT_HTTP_LOW_SPEED_TIME": "60",
        "GIT_CONFIG_COUNT": "0",
        "LC_ALL": "C.UTF-8",
    }
    if user is not None:
        split = urlsplit(address)
        pair = user if ":" in user else f"{user}:"
        said |= {
            "GIT_CONFIG_COUNT": "1",
            # For this host alone: a redirect must not take the credentials along.
            "GIT_CONFIG_KEY_0": f"http.{split.scheme}://{split.netloc}/.extraHeader",
            "GIT_CONFIG_VALUE_0": f"Authorization: Basic {base64.b64encode(pair.encode()).decode()}",
        }
    # A git around this one, as in a hook, must not lead it to another repository.
    around = {name: value for name, value in os.environ.items() if name not in ("GIT_DIR", "GIT_WORK_TREE")}
    return {"GIT_SSH_COMMAND": "ssh -oBatchMode=yes"} | around | said  # nobody is there to be asked


def _git(arguments: list[str], environment: dict[str, str], hidden: list[str]) -> None:
    try:
        done = subprocess.run(
            ["git", *arguments],
            env=environment,
            stdin=subprocess.DEVNULL,
            capture_output=True,
            text=True,
            errors="replace",
            check=False,
        )
    except FileNotFoundError:
        raise StorageUnreachable("Repositories are cloned with git, which is not installed.") from None
    if done.returncode != 0:
        text = done.stderr.strip()
        for secret in hidden:
            text = text.replace(secret, _HIDDEN)
        raise StorageUnreachable(f"The repository cannot be cloned:\n{text}")


def copy_checkout(source: Path, target: Path, *, git_too: bool) -> None:
    """Copy a folder of a checkout into another; links stay links."""
    ignored = None if git_too else shutil.ignore_patterns(".git")
    shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True, ignore=ignored)
