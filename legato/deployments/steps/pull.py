"""Steps that bring the code of a deployment to where its runs are executed; each tells the folder it came to."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any

from legato.blocks.core import Block
from legato.deployments.folders import BlockStorageAdapter, RemoteStorage
from legato.deployments.repositories import GitRepository
from legato.deployments.storage import RunnerStorage
from legato.either_way import either_way, settled, twin


def set_working_directory(directory: str) -> dict[str, str]:
    """Go to a folder.

    Raises:
        FileNotFoundError: there is none.
    """
    os.chdir(Path(directory).expanduser())
    return {"directory": directory}


@either_way
def git_clone(
    repository: str,
    branch: str | None = None,
    include_submodules: bool = False,
    access_token: str | None = None,
    credentials: Any | None = None,
) -> dict[str, str]:
    """Clone a repository into a folder of its own in the current one; `branch` may be a tag or a commit as well.

    Raises:
        InvalidRepositoryURLError, ValueError: the address or the branch cannot be used, or both token and credentials
            are given.
        StorageUnreachable: git says why not.
    """
    if access_token and credentials:
        raise ValueError("Please provide either an access token or credentials but not both.")
    who = {"access_token": access_token} if access_token else credentials
    return _pulled(GitRepository(repository, who, branch=branch, include_submodules=include_submodules))


agit_clone = twin(git_clone)


def git_clone_project(
    repository: str, branch: str | None = None, include_submodules: bool = False, access_token: str | None = None
) -> dict[str, str]:
    """Clone a repository, by the older name of `git_clone`."""
    return git_clone(repository, branch, include_submodules, access_token)


@either_way
def pull_from_remote_storage(url: str, **settings: Any) -> dict[str, str]:
    """Copy a folder from storage by address into one of its own in the current one.

    Raises:
        FileMissing: there is nothing at the address.
        StorageUnreachable, StorageLibraryMissing: the storage cannot be used.
    """
    return _pulled(RemoteStorage(url, **settings))


apull_from_remote_storage = twin(pull_from_remote_storage)


@either_way
def pull_with_block(block_document_name: str, block_type_slug: str) -> dict[str, str]:
    """Copy what a block has into a folder of its own in the current one.

    Raises:
        StorageUnreachable: the storage does not answer, or refuses.
        ValueError: there is no such block.
    """
    block = settled(Block.load(f"{block_type_slug}/{block_document_name}"))
    return _pulled(BlockStorageAdapter(block))


apull_with_block = twin(pull_with_block)


def _pulled(storage: RunnerStorage) -> dict[str, str]:
    here = Path.cwd()
    storage.set_base_path(here)
    settled(storage.pull_code())
    return {"directory": str(storage.destination.relative_to(here))}
