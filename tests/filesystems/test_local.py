"""Files on this machine."""

import asyncio
import os
import threading
from pathlib import Path

import pytest

from legato.exceptions import FileMissing
from legato.filesystems import LocalFileSystem
from tests.filesystems.trees import names_in


@pytest.fixture
def files(tmp_path: Path) -> LocalFileSystem:
    """A folder that is not there yet."""
    return LocalFileSystem(basepath=tmp_path / "base")  # type: ignore[arg-type]


def test_what_is_written_is_read(files: LocalFileSystem, tmp_path: Path) -> None:
    path = files.write_path("a/b.bin", b"\x00\xff")
    assert path == str(tmp_path / "base" / "a" / "b.bin")
    assert files.read_path("a/b.bin") == files.read_path(path) == b"\x00\xff"
    files.write_path("a/b.bin", b"new")
    assert files.read_path("a/b.bin") == b"new"
    assert names_in(tmp_path / "base") == ["a/b.bin"]


def test_without_a_folder_paths_start_where_code_runs(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert LocalFileSystem().write_path("x/y", b"1") == str(tmp_path / "x" / "y")
    assert LocalFileSystem(basepath="rel").write_path("z", b"1") == str(tmp_path / "rel" / "z")
    monkeypatch.setenv("HOME", str(tmp_path / "me"))
    assert LocalFileSystem(basepath="~/files").write_path("z", b"1") == str(tmp_path / "me" / "files" / "z")


def test_what_is_not_there_is_named(files: LocalFileSystem) -> None:
    files.write_path("a/b", b"")
    with pytest.raises(ValueError, match=r"base/nothing does not exist"):
        files.read_path("nothing")
    with pytest.raises(FileNotFoundError):
        files.read_path("nothing")
    with pytest.raises(ValueError, match=r"base/a is not a file"):
        files.read_path("a")
    with pytest.raises(FileNotFoundError):
        files.get_directory("nothing")
    assert issubclass(FileMissing, ValueError)


@pytest.mark.parametrize("path", ["../x", "a/../../x", "/etc/x", "~/x", "../base-not/x"])
def test_no_path_leads_out_of_the_folder(files: LocalFileSystem, tmp_path: Path, path: str) -> None:
    for call in (files.read_path, files.get_directory, lambda to: files.put_directory(str(tmp_path), to)):
        with pytest.raises(ValueError, match="outside of the base path"):
            call(path)
    with pytest.raises(ValueError, match="outside of the base path"):
        files.write_path(path, b"")
    assert not (tmp_path / "x").exists()


def test_a_folder_behind_a_link_takes_both_of_its_names(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "real")
    files = LocalFileSystem(basepath=str(tmp_path / "link"))
    for place in ("link", "real"):
        files.write_path(str(tmp_path / place / f"by-{place}"), b"")
    assert names_in(tmp_path / "real") == ["by-link", "by-real"]


def test_a_link_to_a_file_stays_a_link(files: LocalFileSystem, tmp_path: Path) -> None:
    files.write_path("target", b"old")
    (tmp_path / "base" / "link").symlink_to("target")
    files.write_path("link", b"new")
    assert (tmp_path / "base" / "link").is_symlink()
    assert files.read_path("target") == b"new"


def test_nobody_reads_half_of_a_file(files: LocalFileSystem) -> None:
    contents = [bytes([number]) * 200_000 for number in range(4)]
    files.write_path("shared", contents[0])
    writers = [
        threading.Thread(target=lambda one=one: [files.write_path("shared", one) for _ in range(20)])
        for one in contents
    ]
    for writer in writers:
        writer.start()
    while any(writer.is_alive() for writer in writers):
        assert files.read_path("shared") in contents
    for writer in writers:
        writer.join()


def test_a_file_that_cannot_be_written_leaves_nothing_behind(files: LocalFileSystem, tmp_path: Path) -> None:
    files.write_path("folder/x", b"")
    with pytest.raises(IsADirectoryError):
        files.write_path("folder", b"")
    assert names_in(tmp_path / "base") == ["folder/x"]


def test_a_name_may_be_as_long_as_names_can_be(files: LocalFileSystem) -> None:
    files.write_path("n" * 255, b"long")
    assert files.read_path("n" * 255) == b"long"


def test_new_files_have_the_rights_that_are_usual(files: LocalFileSystem, tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    files.write_path("x", b"")
    assert (tmp_path / "base" / "x").stat().st_mode == (tmp_path / "usual").stat().st_mode


def test_a_folder_is_put_without_what_is_ignored(files: LocalFileSystem, source: Path, tmp_path: Path) -> None:
    count = files.put_directory(str(source), "to", str(source / ".ignored"))
    expected = [".ignored", "keep.py", "sub/drop.log", "sub/keep.py", "sub/very/deep.txt"]
    assert (count, names_in(tmp_path / "base" / "to")) == (5, expected)
    files.get_directory("to/sub", str(tmp_path / "got"))
    assert names_in(tmp_path / "got") == ["drop.log", "keep.py", "very/deep.txt"]


def test_folders_are_those_where_code_runs_unless_named(
    files: LocalFileSystem, source: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(source)
    assert files.put_directory() == 7
    (tmp_path / "other").mkdir()
    monkeypatch.chdir(tmp_path / "other")
    files.get_directory()
    assert names_in(tmp_path / "other") == names_in(source)


def test_a_folder_that_holds_the_target_or_itself_is_copied_once(source: Path) -> None:
    (source / "loop").symlink_to(source)
    files = LocalFileSystem(basepath=str(source))
    files.get_directory(None, str(source / "copy"))
    assert "copy/keep.py" in names_in(source)
    assert not (source / "copy" / "copy").exists()
    files.get_directory(None, str(source))
    with pytest.raises(FileNotFoundError):
        files.put_directory(str(source / "nothing"))
    with pytest.raises(FileNotFoundError):
        files.put_directory(str(source), "to", "no-patterns")


def test_it_is_saved_and_awaited_as_blocks_are(files: LocalFileSystem) -> None:
    async def main() -> bytes:
        await files.save("mine")  # type: ignore[misc]
        loaded = await LocalFileSystem.aload("mine")
        await loaded.write_path("x", b"async")  # type: ignore[misc]
        await loaded.awrite_path("y", b"async")
        return await loaded.aread_path("x") + await loaded.read_path("y")  # type: ignore[misc,no-any-return]

    assert asyncio.run(main()) == b"asyncasync"
    assert os.path.isabs(files.write_path("z", b""))
