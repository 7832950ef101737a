"""A program of the tests: prints the hashes of values of every kind."""

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from enum import Enum
from functools import partial
from pathlib import Path

import numpy as np
import pandas as pd
from pydantic import BaseModel

from legato import task
from legato.hashing import input_hash, stable_hash


class Color(Enum):
    RED = "red"


@dataclass
class Spot:
    tags: set[str]


class Model(BaseModel):
    spots: dict[str, list[int]]


@task
def work(x: object) -> bool:
    return x in {"one", "two", "three"}


WORDS = {"one", "two", "three", "four", "five"}
FRAME = pd.DataFrame({"n": [1, 2], "s": ["a", None], "c": pd.Categorical(["u", "v"]), "o": [WORDS, {1: WORDS}]})
VALUES = [
    *(WORDS, frozenset(WORDS), dict.fromkeys(WORDS, 1), {(word, 1): word for word in WORDS}, {"a", 1, None, ("b", 2)}),
    *(Color.RED, Spot(WORDS), Model(spots={word: [1] for word in WORDS}), datetime(2026, 1, 1, tzinfo=UTC), Path("a")),
    *(work.fn, partial(work.fn, WORDS), lambda x: x in {"a", "b", "c"}, Spot, re.compile("a|b"), len, Exception(WORDS)),
    *(np.arange(10), np.array(["a", WORDS], object), np.float32(1), FRAME, FRAME["o"], FRAME.index, pd.Timestamp(1)),
]

print(*map(stable_hash, VALUES), input_hash(work, {"x": WORDS}))
