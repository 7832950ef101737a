"""Values that are the same have the same hash, and others another one."""

import copy
import random
import threading
from collections import Counter, OrderedDict, defaultdict, deque, namedtuple
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta, timezone
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from ipaddress import ip_address
from pathlib import Path, PurePosixPath
from types import SimpleNamespace
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

import attrs
import msgspec
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from pydantic import AnyUrl, BaseModel, HttpUrl, PrivateAttr, RootModel, SecretStr

from legato.hashing import Unhashable, register_hash, stable_hash

Point = namedtuple("Point", "x y")


class Color(Enum):
    RED = 1
    ROT = 2


@dataclass
class Spot:
    x: int
    y: Any = field(default=0)


@dataclass(frozen=True, slots=True)
class Slim:
    x: int


class Plain:
    def __init__(self, **attributes: Any) -> None:
        self.__dict__.update(attributes)


class Slotted:
    __slots__ = ("x",)


class Celsius(float):
    pass


class Row(dict[str, Any]):
    pass


class Model(BaseModel):
    x: int
    inner: "Model | None" = None
    _kept: int = PrivateAttr(0)


class Listed(RootModel[list[int]]):
    pass


class Moment(BaseModel):
    at: datetime


@attrs.define
class Defined:
    x: int


class Record(msgspec.Struct):
    x: int


def kept(model: Model, value: int) -> Model:
    model._kept = value
    return model


DISTINCT: list[Any] = [
    *(None, ..., NotImplemented, True, False, 1, 0, 1.0, 0.0, -0.0, 1j, "1", "", b"1", b"", bytearray(b"1"), "True"),
    *(2**63, -(2**63), 2**63 - 1, 2**200, float("inf"), float("nan"), Decimal("1"), Decimal("1.0"), Fraction(1)),
    *([], (), set(), frozenset(), {}, [1], (1,), {1}, frozenset({1}), {1: None}, [[1]], [[], 1], [1, [2]], [[1], 2]),
    *([1, 2], [2, 1], [12], ["1", "2"], ["12"], ["1", "", "2"], {"a": 1}, {"a": 1.0}, {"b": 1}, {"a": {"b": 1}}),
    *({"a": 1, "b": 2}, {"a": 2, "b": 1}, {1: "a", "1": "a"}, {True: 1}, {1: 1}, {(1, 2): 3}, {"a", "b"}, {1, "a"}),
    *(deque([1]), deque([1], 5), OrderedDict(a=1, b=2), OrderedDict(b=2, a=1), Counter("a"), defaultdict(list, a=1)),
    *(
        defaultdict(set, a=1),
        range(1),
        range(0, 1, 2),
        slice(1),
        slice(1, 2),
        Point(1, 2),
        (1, 2),
        SimpleNamespace(a=1),
    ),
    *(date(2026, 1, 1), datetime(2026, 1, 1), datetime(2026, 1, 1, tzinfo=UTC), time(1), timedelta(1), timedelta(0, 1)),
    *(datetime(2026, 1, 1, tzinfo=ZoneInfo("UTC")), datetime(2026, 1, 1, tzinfo=timezone(timedelta(0), "Z"))),
    *(datetime(2026, 10, 25, 2, 30, fold=1), datetime(2026, 10, 25, 2, 30), UUID(int=1), UUID(int=2)),
    *(Path("a"), PurePosixPath("a"), Path("b"), ip_address("127.0.0.1"), ip_address("::1"), ZoneInfo("Europe/Berlin")),
    *(Color.RED, Color.ROT, Color, Spot, Spot(1), Spot(1, "0"), Spot(2), Slim(1), Slim(2), Plain, Plain(), Plain(x=1)),
    *(Plain(x=2), Plain(y=1), Slotted(), Celsius(1), Celsius(2), Row(a=1), Row(a=2), Model(x=1), Model(x=2), Record(1)),
    *(Model(x=1, inner=Model(x=1)), kept(Model(x=1), 5), Record(2), ValueError("a"), ValueError("b"), TypeError("a")),
    *(SecretStr("a-secret"), SecretStr("another"), len, str.upper, "a".upper, "b".upper, int, list[int], list[str]),
    *(
        HttpUrl("https://a"),
        HttpUrl("https://b"),
        AnyUrl("https://a"),
        Listed([1]),
        Listed([2]),
        Defined(1),
        Defined(2),
    ),
    *(Moment(at="2026-01-01T00:00:00Z"), Moment(at="2026-01-01T00:00:00+01:00")),  # type: ignore[arg-type]
    *(int | str, int | None, random, threading, memoryview(b"1"), [{}], [()], [None], {"": None}, "\ud800", "\0"),
]


def test_different_values_have_different_hashes() -> None:
    hashes: dict[str, list[Any]] = {}
    for value in DISTINCT:
        hashes.setdefault(stable_hash(value), []).append(value)
    assert [same for same in hashes.values() if len(same) > 1] == []


@pytest.mark.parametrize("value", DISTINCT, ids=lambda value: type(value).__name__)
def test_a_copy_has_the_same_hash(value: Any) -> None:
    try:
        twin = copy.deepcopy(value)
    except TypeError:
        pytest.skip("no copy can be made")
    assert stable_hash(twin) == stable_hash(value)


plain = (
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats()
    | st.text()
    | st.binary()
    | st.dates()
    | st.datetimes()
    | st.timedeltas()
    | st.decimals(allow_nan=False)
    | st.uuids()
)
keys = st.integers() | st.text() | st.booleans() | st.tuples(st.integers(), st.text()) | st.none()
values = st.recursive(
    plain,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.lists(inner, max_size=3).map(tuple)
        | st.dictionaries(keys, inner, max_size=4)
        | st.sets(keys, max_size=4)
    ),
    max_leaves=12,
)


def shape(value: Any) -> Any:
    """The value with its types, such that different values are never equal."""
    kind = type(value).__name__
    if isinstance(value, dict):
        return kind, frozenset((shape(key), shape(item)) for key, item in value.items())
    if isinstance(value, set):
        return kind, frozenset(map(shape, value))
    if isinstance(value, list | tuple):
        return kind, tuple(map(shape, value))
    return kind, repr(value)


@settings(deadline=None)
@given(values, values)
def test_hashes_are_equal_just_when_values_are(one: Any, other: Any) -> None:
    assert (stable_hash(one) == stable_hash(other)) == (shape(one) == shape(other))


@settings(deadline=None)
@given(st.lists(st.tuples(keys, plain), max_size=8), st.randoms())
def test_order_of_dicts_and_sets_does_not_matter(pairs: list[tuple[Any, Any]], chance: random.Random) -> None:
    one = dict(pairs)
    shuffled = list(one.items())
    chance.shuffle(shuffled)
    assert stable_hash(dict(shuffled)) == stable_hash(one)
    assert stable_hash({key for key, _ in shuffled}) == stable_hash(set(one))


def test_a_value_that_occurs_twice_is_like_two_equal_ones() -> None:
    shared = [1, 2]
    assert stable_hash([shared, shared]) == stable_hash([[1, 2], [1, 2]])


UNHASHABLE = {
    "value[1]['q'][0].handle: <lock>": [0, {"q": (Plain(handle=threading.Lock()),)}],
    "value: <generator>": (n for n in [1]),
    "value: <Random>": random.Random(1),
    "value: <_Derived>": type("_Derived", (random.Random,), {})(1),
    "value: <object>": object(),
}


@pytest.mark.parametrize(("text", "value"), UNHASHABLE.items())
def test_what_cannot_be_hashed_is_refused_by_its_place(text: str, value: Any) -> None:
    with pytest.raises(Unhashable) as caught:
        stable_hash(value)
    assert str(caught.value) == f"{text} cannot be hashed."


def test_an_open_file_cannot_be_hashed(tmp_path: Path) -> None:
    with (tmp_path / "file").open("w") as file, pytest.raises(Unhashable, match=r"value\['f'\]: <TextIOWrapper>"):
        stable_hash({"f": file})


@pytest.mark.parametrize("make", [list, dict, Plain])
def test_what_contains_itself_is_found(make: Any) -> None:
    value = make()
    if isinstance(value, list):
        value.append({"again": value})
    elif isinstance(value, dict):
        value["again"] = [value]
    else:
        value.again = [value]
    with pytest.raises(Unhashable, match="because it contains itself"):
        stable_hash(value)


def test_what_is_nested_too_deeply_is_refused() -> None:
    value: list[Any] = []
    for _ in range(3_000):
        value = [value]
    with pytest.raises(Unhashable, match="nested too deeply"):
        stable_hash(value)


class Described:
    def __init__(self, url: str) -> None:
        self.url, self.lock = url, threading.Lock()

    def __legato_hash__(self) -> object:
        return self.url


class Registered:
    def __init__(self, url: str) -> None:
        self.url, self.lock = url, threading.Lock()


class RegisteredBelow(Registered):
    pass


def test_a_class_says_what_its_objects_are_hashed_by() -> None:
    assert stable_hash([Described("a")]) == stable_hash([Described("a")]) != stable_hash([Described("b")])


def test_a_function_is_registered_for_a_class_and_those_below() -> None:
    with pytest.raises(Unhashable):
        stable_hash(RegisteredBelow("a"))
    register_hash(Registered, lambda value: value.url)
    hashes = {stable_hash(value) for value in (Registered("a"), Registered("b"), RegisteredBelow("a"))}
    assert len(hashes) == 3
    assert stable_hash(RegisteredBelow("a")) == stable_hash(RegisteredBelow("a"))


def test_many_parts_are_hashed_piece_by_piece() -> None:
    many = list(range(100_000))
    assert stable_hash(many) == stable_hash(list(range(100_000))) != stable_hash(many[:-1])
    assert stable_hash(b"x" * 100_000) != stable_hash(b"x" * 100_001)
