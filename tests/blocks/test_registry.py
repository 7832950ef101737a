"""Classes of blocks that nobody has imported: ours, and those of installed packages."""

import json
import os
import subprocess
import sys
from importlib import import_module
from pathlib import Path

import pytest

from legato.blocks import registry
from legato.blocks.core import Block

PACKAGE = '''
from legato.blocks.core import Block

class Anvil(Block):
    """A heavy thing."""
    weight: int = 1
'''

PROGRAM = """
import sys, warnings
from legato.blocks.core import Block
assert "smithy" not in sys.modules, "it was imported too early"
with warnings.catch_warnings(record=True) as told:
    warnings.simplefilter("always")
    print(Block.get_block_class_from_key("anvil").__name__)
    try:
        Block.get_block_class_from_key("nobodys")
    except KeyError:
        pass
print([str(one.message) for one in told])
"""


def run(program: str, **environment: str) -> str:
    """What a program prints."""
    done = subprocess.run(
        [sys.executable, "-c", program], env={**os.environ, **environment}, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr
    return done.stdout


@pytest.fixture
def site(tmp_path: Path) -> Path:
    """A folder with an installed package that has blocks, and one whose blocks are broken."""
    (tmp_path / "smithy.py").write_text(PACKAGE)
    (tmp_path / "ruin.py").write_text("1 / 0")
    for name in ("smithy", "ruin"):
        info = tmp_path / f"{name}-1.0.dist-info"
        info.mkdir()
        (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
        (info / "entry_points.txt").write_text(f"[legato.collections]\n{name} = {name}\n")
    return tmp_path


def test_blocks_of_packages_are_found_when_they_are_asked_for(site: Path) -> None:
    name, told = run(PROGRAM, PYTHONPATH=str(site)).splitlines()
    assert name == "Anvil"
    assert told == "[\"The blocks of 'ruin' cannot be used: ZeroDivisionError: division by zero\"]"


def test_modules_of_a_setting_are_found(site: Path) -> None:
    for info in site.glob("*.dist-info/entry_points.txt"):
        info.unlink()
    name, told = run(PROGRAM, PYTHONPATH=str(site), LEGATO_EXTRA_ENTRYPOINTS="smithy, ruin").splitlines()
    assert (name, told.count("division by zero")) == ("Anvil", 1)


def test_blocks_are_saved_and_loaded_by_processes_that_know_only_their_slug(site: Path) -> None:
    run("from smithy import Anvil; Anvil(weight=9).save('big')", PYTHONPATH=str(site))
    shown = run("from legato.blocks.core import Block; print(Block.load('anvil/big').json())", PYTHONPATH=str(site))
    assert json.loads(shown) == {"weight": 9, "block_type_slug": "anvil"}


def test_our_classes_are_where_the_registry_looks_for_them() -> None:
    for slug, module in registry.OURS.items():
        kinds = [one for one in vars(import_module(module)).values() if Block.is_block_class(one)]
        assert slug in [one.get_block_type_slug() for one in kinds if one.has_blocks_of_its_own()]


def test_the_class_that_was_defined_last_is_the_one() -> None:
    class Twice(Block):
        one: int = 1

    class Again(Block):
        _block_type_slug = "twice"

    assert Block.get_block_class_from_key("twice") is Again
    assert Twice is not Again


def test_a_class_that_is_derived_does_not_take_over_the_type() -> None:
    class Chair(Block):
        _block_type_name = "A Chair"

    class Armchair(Chair):
        arms: int = 2

    assert Armchair.get_block_type_slug() == "a-chair"
    assert Block.get_block_class_from_key("a-chair") is Chair
