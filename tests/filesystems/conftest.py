"""Folders for tests of file systems."""

from pathlib import Path

import pytest


@pytest.fixture
def source(tmp_path: Path) -> Path:
    """A folder with files, some of which are to be left behind."""
    for name in ("keep.py", "drop.log", "sub/keep.py", "sub/drop.log", "cache/big.bin", "sub/very/deep.txt"):
        (tmp_path / "source" / name).parent.mkdir(parents=True, exist_ok=True)
        (tmp_path / "source" / name).write_text(name)
    (tmp_path / "source" / ".ignored").write_text("*.log\n!sub/drop.log\ncache/\n")
    return tmp_path / "source"
