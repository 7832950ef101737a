"""Code is brought from where it is kept, and steps say how workers get it."""

from pathlib import Path
from typing import Any

import fsspec
import pytest

from legato.blocks.system import Secret
from legato.exceptions import BlockNotSavedError, FileMissing, InvalidRepositoryURLError, StorageUnreachable
from legato.filesystems import LocalFileSystem
from legato.runner.storage import (
    BlockStorageAdapter,
    GitCredentials,
    GitRepository,
    LocalStorage,
    RemoteStorage,
    RunnerStorage,
    create_storage_from_source,
)
from tests.deployments.repositories import commit, git, repository


def test_a_repository_is_cloned_and_brought_up_to_date(tmp_path: Path) -> None:
    source = repository(tmp_path / "shop")
    storage = GitRepository(f"file://{source}")
    storage.set_base_path(tmp_path / "here")
    storage.pull_code()
    assert storage.destination == tmp_path / "here" / "shop"
    assert "int = 1" in (storage.destination / "shop.py").read_text()
    commit(source, 3)
    (storage.destination / "shop.py").write_text("spoilt")
    storage.pull_code()
    assert "int = 3" in (storage.destination / "shop.py").read_text()


def test_a_branch_and_a_commit_are_checked_out(tmp_path: Path) -> None:
    source = repository(tmp_path / "shop")
    first = git(source, "rev-parse", "HEAD")
    commit(source, 4)
    for reference, price in (("sale", 2), (first, 1)):
        storage = GitRepository(f"file://{source}", branch=reference)
        storage.set_base_path(tmp_path)
        assert storage.destination.name == f"shop-{reference}"
        storage.pull_code()
        assert f"int = {price}" in (storage.destination / "shop.py").read_text()


def test_repositories_within_come_along_where_they_are_asked_for(tmp_path: Path) -> None:
    source, inner = repository(tmp_path / "shop"), repository(tmp_path / "inner")
    git(source, "submodule", "--quiet", "add", f"file://{inner}", "parts")
    commit(source, 5)
    for name, wanted in (("with", True), ("without", False)):
        storage = GitRepository(f"file://{source}", name=name, include_submodules=wanted)
        storage.set_base_path(tmp_path)
        storage.pull_code()
        assert (storage.destination / "parts" / "shop.py").exists() is wanted


def test_the_folder_of_another_repository_is_left_alone(tmp_path: Path) -> None:
    first, second = repository(tmp_path / "shop"), repository(tmp_path / "other")
    for source, error in ((first, None), (second, "is a clone of")):
        storage = GitRepository(f"file://{source}", name="code")
        storage.set_base_path(tmp_path / "here")
        if error is None:
            storage.pull_code()
        else:
            with pytest.raises(ValueError, match=error):
                storage.pull_code()


@pytest.mark.parametrize(
    "url",
    [
        "--upload-pack=touch bad",
        "-x",
        "ext::sh -c touch% bad",
        "https://-oProxyCommand=x/a",
        "ssh://-oProxy=x/a",
        "a\nb",
    ],
)
def test_addresses_that_git_would_take_for_programs_are_refused(url: str) -> None:
    with pytest.raises(InvalidRepositoryURLError):
        GitRepository(url)


@pytest.mark.parametrize("branch", ["--upload-pack=x", "-b", "a b", "a..b", "@{-1}", ""])
def test_branches_that_git_would_take_for_options_are_refused(branch: str) -> None:
    with pytest.raises(ValueError, match="neither a branch nor a tag nor a commit"):
        GitRepository("https://example.com/a.git", branch=branch)


def test_what_is_not_there_is_told(tmp_path: Path) -> None:
    storage = GitRepository(f"file://{tmp_path}/none", name="n")
    storage.set_base_path(tmp_path)
    with pytest.raises(StorageUnreachable, match="cannot be cloned"):
        storage.pull_code()
    with pytest.raises(FileMissing, match="There is no folder"):
        LocalStorage(tmp_path / "none").pull_code()


def test_files_are_copied_from_storage_by_address(tmp_path: Path) -> None:
    fsspec.filesystem("memory").pipe_file("/shelf/flows/shop.py", b"x")
    storage = RemoteStorage("memory://shelf/flows")
    storage.set_base_path(tmp_path)
    storage.pull_code()
    assert storage.destination == tmp_path / "shelf" / "flows"
    assert (storage.destination / "shop.py").read_bytes() == b"x"


def test_files_are_copied_from_a_block(tmp_path: Path) -> None:
    (tmp_path / "shelf").mkdir()
    (tmp_path / "shelf" / "shop.py").write_text("x")
    block = LocalFileSystem(basepath=str(tmp_path / "shelf"))
    with pytest.raises(BlockNotSavedError):
        BlockStorageAdapter(block).to_pull_step()
    block.save("shelf")
    storage = BlockStorageAdapter(block)
    storage.set_base_path(tmp_path)
    storage.pull_code()
    assert (storage.destination / "shop.py").read_text() == "x"
    step = {"block_type_slug": "local-file-system", "block_document_name": "shelf"}
    assert storage.to_pull_step() == {"legato.deployments.steps.pull_with_block": step}


def test_steps_name_secrets_and_never_tell_them() -> None:
    secret = Secret(value="hush")
    secret.save("token")
    place, url = "{{ legato.blocks.secret.token }}", "https://example.com/a.git"

    def inputs(storage: RunnerStorage) -> Any:
        ((_, found),) = storage.to_pull_step().items()
        return found

    assert inputs(GitRepository(url, {"access_token": secret}, branch="b", include_submodules=True)) == {
        **{"repository": url, "branch": "b", "include_submodules": True, "access_token": place}
    }
    who: GitCredentials = {"username": "me", "access_token": secret}
    assert inputs(GitRepository(url, who))["credentials"] == {"username": "me", "access_token": place}
    assert inputs(GitRepository(url, secret))["credentials"] == place
    settings = inputs(RemoteStorage("s3://bucket/x", key="k", secret=secret))
    assert settings == {"url": "s3://bucket/x", "key": "k", "secret": place, "requires": "s3fs"}
    with pytest.raises(ValueError, match="save your access token as a Secret block"):
        GitRepository(url, {"access_token": "hush"}).to_pull_step()


def test_credentials_need_a_token() -> None:
    with pytest.raises(ValueError, match="If a username is provided"):
        GitRepository("https://example.com/a.git", {"username": "me"})


@pytest.mark.parametrize(
    ("source", "kind"),
    [
        ("https://example.com/a/b.git", GitRepository),
        ("git@example.com:a/b.git", GitRepository),
        ("ssh://git@example.com/a/b", GitRepository),
        ("s3://bucket/folder", RemoteStorage),
        ("memory://a", RemoteStorage),
        ("somewhere/here", LocalStorage),
        ("file:///somewhere", LocalStorage),
    ],
)
def test_a_source_names_its_storage(source: str, kind: type) -> None:
    assert type(create_storage_from_source(source)) is kind


@pytest.mark.parametrize("source", ["nowhere://x", "ftpp://a/b"])
def test_a_source_of_no_kind_is_refused(source: str) -> None:
    with pytest.raises(ValueError, match="nobody knows the scheme"):
        create_storage_from_source(source)
