"""A value has the same hash in every process."""

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = Path(__file__).with_name("hashed.py")


def hashes(seed: str) -> list[str]:
    environment = {**os.environ, "PYTHONHASHSEED": seed, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, PROGRAM], env=environment, capture_output=True, text=True, check=True)
    return done.stdout.split()


def test_hashes_are_the_same_whatever_the_seed_of_the_process() -> None:
    first = hashes("0")
    assert len(set(first)) == len(first) > 10
    assert hashes("1") == hashes("4242") == first
