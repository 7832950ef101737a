"""The checkout works anywhere: no file names a folder or an address of the machine it was written on."""

import re
import subprocess
from pathlib import Path

ROOT = Path(__file__).parents[2]
HOME_OF_SOMEBODY = re.compile(r"(?<![\w.~-])/(?:home/\w+|root|Users/\w+|work)/")
REGISTRY = re.compile(r"https?://[^\s\"']*(?:registry|pythonhosted|/simple\b)|--(?:extra-)?index-url|--find-links")
LOCKED = {"constraints.txt", "pnpm-lock.yaml", "package-lock.json"}


def tracked_texts() -> dict[str, str]:
    names = subprocess.run(["git", "ls-files", "-z"], cwd=ROOT, capture_output=True, text=True, check=True).stdout
    texts = {}
    for name in filter(None, names.split("\0")):
        try:
            texts[name] = (ROOT / name).read_text()
        except (UnicodeDecodeError, FileNotFoundError, IsADirectoryError):
            continue  # a picture, or a file that is being moved
    return texts


def test_no_file_names_a_folder_of_a_machine() -> None:
    found = {name: HOME_OF_SOMEBODY.findall(text) for name, text in tracked_texts().items()}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_no_file_names_a_package_registry() -> None:
    here = str(Path(__file__).relative_to(ROOT))
    found = {name: REGISTRY.findall(text) for name, text in tracked_texts().items() if name != here}
    assert {name: hits for name, hits in found.items() if hits} == {}


def test_lock_files_hold_no_address() -> None:
    locked = {name: text for name, text in tracked_texts().items() if Path(name).name in LOCKED}
    assert locked
    assert [name for name, text in locked.items() if "://" in text] == []
