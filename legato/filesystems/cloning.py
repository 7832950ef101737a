"""Cloning repositories of git: by lists of arguments, with credentials in the environment of git alone."""

from __future__ import annotations

import base64
import os
import re
import shutil
import subprocess
from pathlib import Path
from typing import NamedTuple
from urllib.parse import unquote, urlsplit

from legato.exceptions import InvalidRepositoryURLError, StorageUnreachable
from legato.git_names import is_plain_address, is_reference

_SCHEMES = frozenset({"file", "git", "http", "https", "ssh"})
_ADDRESS = re.compile(rf"(?:{'|'.join(sorted(_SCHEMES))})://", re.IGNORECASE)
_LIKE_SCP = re.compile(r"[\w.-]+@[\w.-]+:[^:]")
_COMMIT = re.compile(r"[0-9a-f]{40}|[0-9a-f]{64}")
_HIDDEN = "********"
_USERS = {"gitlab": "oauth2", "bitbucket": "x-token-auth"}
_ANY_USER = "x-access-token"


class Login(NamedTuple):
    """Who asks for a repository over HTTP; the user is by default the one whom its host expects beside a token."""

    token: str
    user: str | None = None


def check(repository: str, reference: str | None) -> None:
    """Refuse what git would take for an option, a program or another way to get at files.

    Raises:
        InvalidRepositoryURLError: the repository has no address that can be cloned.
        ValueError: the reference is not the name of a branch or a tag, nor a commit.
    """
    is_place = repository.startswith("/") or bool(_ADDRESS.match(repository) or _LIKE_SCP.match(repository))
    if not is_place or re.search(r"\s", repository) or not is_plain_address(repository):
        raise InvalidRepositoryURLError(f"A repository cannot be cloned from {without_user(repository)!r}.")
    if reference is not None and not is_reference(reference):
        raise ValueError(f"{reference!r} is neither a branch nor a tag nor a commit.")


def without_user(repository: str) -> str:
    """Return an address with what logs in made unreadable."""
    return re.sub(r"(://)[^/@]*@", rf"\1{_HIDDEN}@", repository)


def clone(
    repository: str, reference: str | None, target: Path, *, login: Login | None = None, submodules: bool = False
) -> None:
    """Clone the newest commit of a reference into a new folder.

    Raises:
        StorageUnreachable: git says why not.
    """
    git = _Git(repository, reference, login)
    branch = [] if reference is None or _COMMIT.fullmatch(reference) else [f"--branch={reference}"]
    git.run("clone", "--quiet", "--depth=1", *branch, "--", git.address, str(target))
    if reference is not None and not branch:
        git.take(target)
    if submodules:
        git.take_submodules(target)


def renew(
    repository: str, reference: str | None, target: Path, *, login: Login | None = None, submodules: bool = False
) -> None:
    """Bring a folder that was cloned to the newest commit of a reference; what was changed in it is lost.

    Raises:
        StorageUnreachable: git says why not.
        ValueError: the folder is a clone of another repository.
    """
    git = _Git(repository, reference, login)
    known = git.run("-C", str(target), "config", "--get", "remote.origin.url").strip()
    if known != git.address:
        text = f"The folder {target} is a clone of {without_user(known)!r}, not of {without_user(git.address)!r}."
        raise ValueError(text)
    git.take(target)
    if submodules:
        git.take_submodules(target)


class _Git:
    """Runs git for one reference of one repository."""

    def __init__(self, repository: str, reference: str | None, login: Login | None) -> None:
        check(repository, reference)
        self.address, user = _apart(repository)
        self.reference = reference
        if login is not None:
            user = f"{login.user or _user_at(self.address)}:{login.token}"
        # Whether a path may be cloned from is the user's to say, not that of a repository with submodules.
        is_local = repository.startswith(("/", "file:"))
        self._environment = _environment(self.address, user, _SCHEMES if is_local else _SCHEMES - {"file"})
        names = {_ANY_USER, *_USERS.values()}
        self._hidden = [text for text in (login.token if login else None, *(user or "").split(":")) if text]
        self._hidden = [text for text in self._hidden if text not in names]

    def take(self, target: Path) -> None:
        """Check out the newest commit of the reference, by default of the main branch."""
        inside = ["-C", str(target)]
        self.run(*inside, "fetch", "--quiet", "--depth=1", "--", "origin", self.reference or "HEAD")
        self.run(*inside, "checkout", "--quiet", "--force", "--detach", "FETCH_HEAD")

    def take_submodules(self, target: Path) -> None:
        """Check out the repositories within the repository."""
        update = ["submodule", "--quiet", "update", "--init", "--recursive", "--depth=1"]
        self.run("-C", str(target), *update)

    def run(self, *arguments: str) -> str:
        """Return what git prints.

        Raises:
            StorageUnreachable: it says why not.
        """
        try:
            done = subprocess.run(
                ["git", *arguments],
                env=self._environment,
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
            for secret in self._hidden:
                text = text.replace(secret, _HIDDEN)
            raise StorageUnreachable(f"The repository cannot be cloned:\n{text}")
        return done.stdout


def _apart(repository: str) -> tuple[str, str | None]:
    """Return an address without what logs in, and that: arguments can be read by everybody on the machine."""
    split = urlsplit(repository)
    if split.scheme not in ("http", "https") or "@" not in split.netloc:
        return repository, None
    user, _, host = split.netloc.rpartition("@")
    return split._replace(netloc=host).geturl(), unquote(user)


def _user_at(address: str) -> str:
    host = urlsplit(address).hostname or ""
    return next((user for word, user in _USERS.items() if word in host), _ANY_USER)


def _environment(address: str, user: str | None, schemes: frozenset[str]) -> dict[str, str]:
    said = {
        "GIT_ALLOW_PROTOCOL": ":".join(sorted(schemes)),
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


def copy_checkout(source: Path, target: Path, *, git_too: bool) -> None:
    """Copy a folder of a checkout into another; links stay links."""
    ignored = None if git_too else shutil.ignore_patterns(".git")
    shutil.copytree(source, target, dirs_exist_ok=True, symlinks=True, ignore=ignored)
