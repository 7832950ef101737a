"""The spool's files."""

from pathlib import Path

from hypothesis import given
from hypothesis import strategies as st

from legato import spool
from legato.spool import SpoolWriter, spool_files


def payloads(folder: Path, *, also_live: bool = False) -> list[bytes]:
    return [payload for file in spool_files(folder, also_live=also_live) for _, payload in file.frames(0)]


def test_what_was_written_is_read_and_live_files_are_told_apart(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    writer.append(b"[1]")
    writer.append(b"[2]")
    assert payloads(tmp_path) == []
    assert payloads(tmp_path, also_live=True) == [b"[1]", b"[2]"]
    writer.close()
    assert payloads(tmp_path) == [b"[1]", b"[2]"]


def test_empty_file_is_removed_when_it_is_closed(tmp_path: Path) -> None:
    writer = SpoolWriter(tmp_path)
    writer.append(b"[1]")
    writer.clear()
    writer.close()
    assert list(tmp_path.glob("*.journal")) == []


@given(
    entries=st.lists(st.binary(min_size=1, max_size=50), min_size=1, max_size=5),
    cut=st.integers(min_value=1, max_value=400),
    garbage=st.binary(max_size=20),
)
def test_torn_tail_costs_only_what_is_in_it(tmp_path_factory, entries: list[bytes], cut: int, garbage: bytes) -> None:  # type: ignore[no-untyped-def]
    folder = tmp_path_factory.mktemp("spool")
    writer = SpoolWriter(folder)
    ends = []
    for entry in entries:
        writer.append(entry)
        ends.append(writer.size)
    writer.close()
    content = writer.path.read_bytes()[:cut]
    writer.path.write_bytes(content + (b"" if len(content) < cut else garbage))
    whole = [entry for entry, end in zip(entries, ends, strict=True) if end <= len(content)]
    assert payloads(folder)[: len(whole)] == whole
    assert len(payloads(folder)) == len(whole)


def test_each_destination_has_a_folder_of_its_own(tmp_path: Path) -> None:
    folders = {spool.folder(tmp_path), spool.folder(tmp_path, "http://a/api"), spool.folder(tmp_path, "http://b/api")}
    assert len(folders) == 3
    assert spool.folder(tmp_path, "http://a/api/") in folders
