"""Repositories of git as storage for code."""

from __future__ import annotations

import re
from pathlib import Path
from typing import Any, TypedDict

from legato.deployments.storage import STEPS, Pulled, placeholder, plain
from legato.either_way import either_way, twin
from legato.filesystems import cloning


class GitCredentials(TypedDict, total=False):
    """Who asks for a repository; the token may be a block of type Secret."""

    username: str
    access_token: Any


class GitRepository(Pulled):
    """A repository of git.

    Raises:
        InvalidRepositoryURLError, ValueError: its address, its branch or the credentials cannot be used.
    """

    def __init__(
        self,
        url: str,
        credentials: GitCredentials | Any | None = None,
        name: str | None = None,
        branch: str | None = None,
        include_submodules: bool = False,
        pull_interval: int | None = 60,
    ) -> None:
        super().__init__(pull_interval)
        cloning.check(url, branch)
        self._url, self._branch, self._include_submodules = url, branch, include_submodules
        self._credentials = credentials
        if isinstance(credentials, dict) and credentials.get("username") and not _token_of(credentials):
            raise ValueError("If a username is provided, an access token or password must also be provided.")
        stem = re.split(r"[/:]", url.rstrip("/"))[-1].removesuffix(".git")
        self._name = name or (f"{stem}-{branch}" if branch else stem)

    @property
    def destination(self) -> Path:
        """The folder that the repository is cloned to."""
        return self._base / self._name.replace("/", "-")

    @either_way
    def pull_code(self) -> None:
        """Clone the repository, or bring its folder to the newest commit.

        Raises:
            StorageUnreachable: git says why not.
        """
        target = self.destination
        said: dict[str, Any] = {"login": login_of(self._credentials), "submodules": self._include_submodules}
        if (target / ".git").exists():
            cloning.renew(self._url, self._branch, target, **said)
            return
        target.parent.mkdir(parents=True, exist_ok=True)
        cloning.clone(self._url, self._branch, target, **said)

    apull_code = twin(pull_code)

    def to_pull_step(self) -> dict[str, Any]:
        """Return the step by which a worker clones the repository.

        Raises:
            BlockNotSavedError: a block in the credentials is not saved.
            ValueError: a token stands in the credentials as plain text.
        """
        inputs: dict[str, Any] = {"repository": self._url}
        if self._branch:
            inputs["branch"] = self._branch
        if self._include_submodules:
            inputs["include_submodules"] = True
        if isinstance(self._credentials, dict):
            inputs |= _credential_inputs(dict(self._credentials))
        elif self._credentials is not None:
            inputs["credentials"] = placeholder(self._credentials)
        return {f"{STEPS}.git_clone": inputs}

    def __eq__(self, other: object) -> bool:
        if not isinstance(other, GitRepository):
            return False
        mine = (self._url, self._branch, self._name, self._include_submodules)
        return mine == (other._url, other._branch, other._name, other._include_submodules)

    __hash__ = None  # type: ignore[assignment]

    def __repr__(self) -> str:
        address = cloning.without_user(self._url)
        return f"GitRepository(name={self._name!r} repository={address!r}, branch={self._branch!r})"


def login_of(credentials: Any) -> cloning.Login | None:
    """Return who asks for a repository, by a dict with `username` and `access_token` or a block with such fields.

    Raises:
        ValueError: there is no token in them.
    """
    if not credentials:
        return None
    token, user = _token_of(credentials), _field(credentials, "username")
    if not token:
        raise ValueError("The credentials for the repository have no token: give one as `access_token`.")
    return cloning.Login(str(token), None if user is None else str(plain(user)))


def _token_of(credentials: Any) -> Any:
    names = ("access_token", "token", "password", "value")
    return next((plain(found) for name in names if (found := _field(credentials, name))), None)


def _field(value: Any, name: str) -> Any:
    return value.get(name) if isinstance(value, dict) else getattr(value, name, None)


def _credential_inputs(given: dict[str, Any]) -> dict[str, Any]:
    token = given.get("access_token") or given.get("password")
    if isinstance(token, str):
        text = "A deployment would show the token to everybody: save it as a Secret block and give that one."
        raise ValueError(f"Please save your access token as a Secret block before converting this storage. {text}")
    secret = None if token is None else placeholder(token)
    if given.get("username"):
        return {"credentials": {"username": given["username"], "access_token": secret}}
    return {} if secret is None else {"access_token": secret}
