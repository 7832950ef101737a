"""Folders of a repository of git, as GitHub and others keep it."""

from __future__ import annotations

import tempfile
from pathlib import Path

from pydantic import Field, SecretStr, model_validator

from legato.either_way import either_way, twin
from legato.exceptions import FileMissing, InvalidRepositoryURLError
from legato.filesystems import cloning
from legato.filesystems.abstract import ReadableDeploymentStorage


class GitHub(ReadableDeploymentStorage):
    """Folders of a repository on GitHub.

    Example:
        ```python
        from legato.filesystems import GitHub

        GitHub(repository="https://github.com/me/flows", reference="main").get_directory(local_path="flows")
        ```
    """

    _block_type_name = "GitHub"

    repository: str = Field(description="The address of the repository, over HTTPS or SSH.")
    reference: str | None = Field(None, description="A branch, a tag or a commit; by default the main branch.")
    access_token: SecretStr | None = Field(
        None, title="Access Token", description="A token for a private repository, whose address is one over HTTPS."
    )
    include_git_objects: bool = Field(True, description="Whether the folder `.git` comes along.")

    @model_validator(mode="after")
    def _can_be_cloned(self) -> GitHub:
        cloning.check(self.repository, self.reference)
        if self.access_token is not None and not self.repository.startswith("https://"):
            raise InvalidRepositoryURLError(
                "A token can only be used with a repository whose address starts with 'https://'. Leave the token out, "
                "or change the address."
            )
        return self

    @either_way
    def get_directory(self, from_path: str | None = None, local_path: str | None = None) -> None:
        """Copy a folder of the repository, by default all of it, to a local one, by default the current one.

        Raises:
            FileMissing: the repository has no such folder.
            StorageUnreachable: the repository cannot be cloned.
            ValueError: `from_path` leads out of the repository.
        """
        login = None if self.access_token is None else cloning.Login(self.access_token.get_secret_value())
        target = Path.cwd() if local_path is None else Path(local_path).expanduser()
        with tempfile.TemporaryDirectory(prefix="legato-clone-") as place:
            checkout = Path(place).resolve() / "repository"
            cloning.clone(self.repository, self.reference, checkout, login=login)
            source = (checkout / (from_path or "")).resolve()
            if not source.is_relative_to(checkout):
                raise ValueError(f"Path {from_path!r} leads out of the repository.")
            if not source.is_dir():
                raise FileMissing(f"The repository has no folder {from_path!r}.")
            cloning.copy_checkout(source, target, git_too=self.include_git_objects)

    aget_directory = twin(get_directory)
