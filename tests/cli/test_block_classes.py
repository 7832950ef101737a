"""`legato block register` and `legato block create`."""

import json
from pathlib import Path

import pytest

from tests.cli.conftest import Run

CRATES = '''
from pydantic import SecretStr
from legato.blocks.core import Block

class Crate(Block):
    """Holds things."""
    size: int
    key: SecretStr | None = None

class Box(Crate):
    """Holds fewer."""
'''


@pytest.fixture
def crates(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A file with classes of blocks, in the folder in which commands run."""
    monkeypatch.chdir(tmp_path)
    path = tmp_path / "crates.py"
    path.write_text(CRATES)
    return path


def test_classes_of_a_file_or_a_module_become_known(legato: Run, crates: Path) -> None:
    assert "Holds fewer." in legato("block", "register", "--file", str(crates))
    types = {one["slug"]: one for one in json.loads(legato("block", "type", "ls", "--output", "json"))}
    assert (types["crate"]["description"], types["box"]["name"]) == ("Holds things.", "Box")
    found = json.loads(legato("blocks", "register", "-m", "crates", "--output", "json"))
    assert [one["slug"] for one in found] == ["crate", "box"]


def test_a_block_is_made_of_its_fields(legato: Run, crates: Path) -> None:
    legato("block", "register", "-f", str(crates))
    shown = legato("block", "create", "crate")
    assert "size" in shown
    assert "block create crate --name NAME" in shown
    made = json.loads(
        legato("block", "create", "crate", "--name", "blue", "-f", "size=3", "-f", "key=hush", "-o", "json")
    )
    assert (made["name"], made["data"]) == ("blue", {"size": 3, "key": "********"})
    assert "crate/blue" in legato("block", "ls")


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("register",), "one of them"),
        (("register", "-m", "nowhere.at.all"), "cannot be imported"),
        (("register", "-m", "json"), "no classes of blocks"),
        (("create", "nothing"), "Block type not found"),
        (("create", "crate", "--name", "blue"), "'size' is required"),
        (("create", "crate", "--name", "blue", "-f", "size"), "NAME=VALUE"),
        (("create", "crate", "--name", "blue", "-f", "size=1", "-f", "colour=red"), "no field 'colour'"),
        (("create", "crate", "--name", "a/b", "-f", "size=1"), "name"),
    ],
)
def test_what_does_not_fit_is_said(legato: Run, crates: Path, words: tuple[str, ...], says: str) -> None:
    legato("block", "register", "-f", str(crates))
    assert says in legato("block", *words, code=1)


def test_a_file_that_fails_is_named(legato: Run, crates: Path) -> None:
    crates.write_text("1 / 0")
    assert "ZeroDivisionError" in legato("block", "register", "-f", str(crates), code=1)
