"""Folders of repositories, cloned from one on this machine."""

import base64
import os
import subprocess
import threading
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest
from pydantic import SecretStr

from legato.exceptions import FileMissing, StorageUnreachable
from legato.filesystems import GitHub, cloning
from tests.filesystems.trees import names_in


def git(folder: Path, *arguments: str) -> str:
    """What git answers."""
    who = ["-c", "user.name=A", "-c", "user.email=a@example.com", "-c", "init.defaultBranch=main"]
    done = subprocess.run(["git", *who, "-C", str(folder), *arguments], capture_output=True, text=True, check=True)
    return done.stdout.strip()


@pytest.fixture
def repository(tmp_path: Path) -> Path:
    """A bare repository with a branch, a tag, and a link that leads out of it."""
    work = tmp_path / "work"
    (work / "flows").mkdir(parents=True)
    git(work, "init", "--quiet")
    (work / "flows" / "one.py").write_text("first")
    (work / "out").symlink_to("/etc")
    git(work, "add", "-A")
    git(work, "commit", "--quiet", "-m", "First")
    git(work, "tag", "v1")
    (work / "flows" / "one.py").write_text("second")
    git(work, "commit", "--quiet", "-am", "Second")
    git(work, "checkout", "--quiet", "-b", "feature/new")
    (work / "flows" / "two.py").write_text("two")
    git(work, "add", "-A")
    git(work, "commit", "--quiet", "-m", "Third")
    git(work, "checkout", "--quiet", "main")
    git(work, "config", "uploadpack.allowAnySHA1InWant", "true")
    bare = tmp_path / "bare.git"
    git(tmp_path, "clone", "--quiet", "--bare", str(work), str(bare))
    git(bare, "config", "uploadpack.allowAnySHA1InWant", "true")
    return bare


def test_a_repository_is_fetched(repository: Path, tmp_path: Path) -> None:
    GitHub(repository=f"file://{repository}").get_directory(local_path=str(tmp_path / "got"))
    assert (tmp_path / "got" / "flows" / "one.py").read_text() == "second"
    assert (tmp_path / "got" / ".git").is_dir()
    assert (tmp_path / "got" / "out").is_symlink()
    block = GitHub(repository=str(repository), include_git_objects=False)
    block.get_directory("flows", str(tmp_path / "flows"))
    assert names_in(tmp_path / "flows") == ["one.py"]


def test_a_branch_a_tag_or_a_commit_is_fetched(repository: Path, tmp_path: Path) -> None:
    commit = git(repository, "rev-parse", "v1")
    for reference, content, names in [
        ("feature/new", "second", ["one.py", "two.py"]),
        ("v1", "first", ["one.py"]),
        (commit, "first", ["one.py"]),
    ]:
        target = tmp_path / "got" / reference
        GitHub(repository=f"file://{repository}", reference=reference).get_directory("flows", str(target))
        assert (names_in(target), (target / "one.py").read_text()) == (names, content)


def test_what_is_not_there_is_told(repository: Path, tmp_path: Path) -> None:
    block = GitHub(repository=f"file://{repository}")
    with pytest.raises(FileMissing, match="no folder 'nothing'"):
        block.get_directory("nothing", str(tmp_path / "got"))
    for path in ("..", "/etc", "out", "flows/../../.."):
        with pytest.raises(ValueError, match="leads out"):
            block.get_directory(path, str(tmp_path / "got"))
    with pytest.raises(StorageUnreachable, match="cannot be cloned"):
        GitHub(repository=f"file://{repository}", reference="nobodys").get_directory(local_path=str(tmp_path / "got"))
    with pytest.raises(StorageUnreachable, match="cannot be cloned"):
        GitHub(repository=f"file://{tmp_path}/nothing").get_directory(local_path=str(tmp_path / "got"))
    assert not (tmp_path / "got").exists()


@pytest.mark.parametrize(
    "repository",
    [
        "--upload-pack=touch /tmp/x",
        "-u/tmp/x",
        "ext::sh -c touch% /tmp/x",
        "https://example.com/ext::x",
        "ssh://-oProxyCommand=touch/x",
        "ssh://host/-oProxyCommand=x",
        "ftp://example.com/x",
        "relative/path",
        "https://example.com/a b",
        "https://example.com/a\nb",
        "",
    ],
)
def test_addresses_that_are_more_than_addresses_are_refused(repository: str) -> None:
    with pytest.raises(ValueError, match="cannot be cloned from"):
        GitHub(repository=repository)


@pytest.mark.parametrize(
    "reference",
    ["--upload-pack=touch /tmp/x", "-c", "a b", "a..b", "a\nb", "+refs/x:refs/y", "", "a@{1}", "$(touch x)"],
)
def test_references_that_are_more_than_names_are_refused(reference: str) -> None:
    with pytest.raises(ValueError, match="neither a branch nor a tag"):
        GitHub(repository="https://github.com/a/b", reference=reference)


def test_a_token_goes_over_https_alone() -> None:
    for address in ("git@github.com:a/b.git", "http://github.com/a/b"):
        with pytest.raises(ValueError, match="starts with 'https://'") as raised:
            GitHub(repository=address, access_token=SecretStr("hush-token"))
        assert "hush-token" not in str(raised.value)


@pytest.fixture
def forge() -> Iterator[tuple[str, list[str | None]]]:
    """A web server that asks who is there, its address, and what it has been told."""
    told: list[str | None] = []

    class Asking(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            told.append(self.headers.get("Authorization"))
            self.send_response(403)
            self.end_headers()

        def log_message(self, *_: object) -> None:
            pass

    server = HTTPServer(("127.0.0.1", 0), Asking)
    thread = threading.Thread(target=server.serve_forever)
    thread.start()
    yield f"127.0.0.1:{server.server_port}", told
    server.shutdown()
    thread.join()
    server.server_close()


@pytest.mark.parametrize("way", ["token", "in the address"])
def test_credentials_reach_the_server_but_no_arguments(
    forge: tuple[str, list[str | None]], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, way: str
) -> None:
    place, told = forge
    (tmp_path / "bin").mkdir()
    record = tmp_path / "arguments"
    program = tmp_path / "bin" / "git"
    program.write_text(f'#!/bin/sh\nprintf "%s\\n" "$@" >>"{record}"\nexec {git_program()} "$@"\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path / 'bin'}:{os.environ['PATH']}")
    address = f"http://{place}/a.git" if way == "token" else f"http://me:hush-token@{place}/a.git"
    with pytest.raises(StorageUnreachable) as raised:
        cloning.clone(address, None, tmp_path / "got", login=cloning.Login("hush-token") if way == "token" else None)
    user = "x-access-token" if way == "token" else "me"
    assert told[0] == f"Basic {base64.b64encode(f'{user}:hush-token'.encode()).decode()}"
    assert "clone" in record.read_text()
    assert "hush-token" not in record.read_text() + str(raised.value)


def git_program() -> str:
    """Where the real one is."""
    return subprocess.run(["which", "git"], capture_output=True, text=True, check=True).stdout.strip()
