"""Arrays of numpy are hashed by type, shape and items, wherever these lie in memory."""

from typing import Any

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from hypothesis.extra.numpy import array_shapes, arrays, scalar_dtypes

from legato.hashing import Unhashable, stable_hash

GAP = np.dtype({"names": ["a", "b"], "formats": ["i1", "i8"], "offsets": [0, 8], "itemsize": 16})
DISTINCT: list[Any] = [
    *(np.array([1, 2]), np.array([2, 1]), np.array([1, 2], "i4"), np.array([1, 2], ">i8"), np.array([1.0, 2.0])),
    *(np.array([[1, 2]]), np.array([[1], [2]]), np.array(1), np.array([]), np.zeros((0, 2)), np.zeros((2, 0))),
    *(np.array([True, False]), np.array(["1", "2"]), np.array([b"1", b"2"]), np.array(["1", "2"], object), [1, 2]),
    *(np.array([1, "2", None], object), np.array(["2026-01-01"], "M8[D]"), np.array(["2026-01-01"], "M8[s]")),
    *(np.array([(1, 2.0)], [("a", "i4"), ("b", "f8")]), np.array([(1, 2.0)], [("a", "i4"), ("c", "f8")])),
    *(np.array(["a", "b"], np.dtypes.StringDType()), np.array(["a", "c"], np.dtypes.StringDType())),
    *(
        np.ma.array([1, 2], mask=[0, 1]),
        np.ma.array([1, 2], mask=[1, 0]),
        np.array([1, 2]).view(np.recarray),
        np.array([1, 2]).dtype,
    ),
    *(np.int64(1), np.int32(1), np.float64(1), 1, 1.0, np.bool_(True), np.str_("1"), np.datetime64("2026"), np.int64),
]


def test_different_arrays_have_different_hashes() -> None:
    hashes: dict[str, list[Any]] = {}
    for value in DISTINCT:
        hashes.setdefault(stable_hash(value), []).append(value)
    assert [same for same in hashes.values() if len(same) > 1] == []


@settings(deadline=None)
@given(arrays(scalar_dtypes(), array_shapes(max_dims=4, min_side=0, max_side=6)), st.data())
def test_where_items_lie_does_not_matter(array: Any, data: st.DataObject) -> None:
    expected = stable_hash(array)
    axes = data.draw(st.permutations(range(array.ndim)))
    elsewhere = np.ascontiguousarray(array.transpose(axes)).transpose(np.argsort(axes)).reshape(array.shape)
    assert stable_hash(np.asfortranarray(array).reshape(array.shape)) == stable_hash(elsewhere) == expected
    assert stable_hash(array.copy()) == expected
    assert stable_hash(np.repeat(array, 2, axis=0)[::2]) == stable_hash(array[::-1][::-1]) == expected


def test_large_arrays_are_hashed_alike_in_one_piece_and_in_many() -> None:
    array = np.arange(300_000.0).reshape(500, 600)
    assert stable_hash(np.asfortranarray(array)) == stable_hash(array) != stable_hash(array.T)


def test_what_lies_between_the_fields_of_a_record_does_not_matter() -> None:
    one, other = np.zeros(3, GAP), np.frombuffer(b"\xff" * 48, GAP).copy()
    other["a"], other["b"] = 0, 0
    assert stable_hash(one) == stable_hash(other)


@pytest.mark.parametrize("kind", ["longdouble", "clongdouble"])
def test_what_lies_beside_the_bits_of_a_long_float_does_not_matter(kind: str) -> None:
    one = np.array([1.5, -2.25], kind)
    other = np.frombuffer(b"\xff" * one.nbytes, kind).copy()
    one_by_one = np.empty(2, kind)
    one_by_one[0], one_by_one[1] = 1.5, -2.25
    assert stable_hash(one) == stable_hash(one_by_one) != stable_hash(other)


def test_an_array_of_objects_says_which_cannot_be_hashed() -> None:
    with pytest.raises(Unhashable, match=r"value\['x'\]\[1\]: <object>"):
        stable_hash({"x": np.array([1, object()], object)})


def test_a_random_generator_cannot_be_hashed() -> None:
    with pytest.raises(Unhashable, match="<Generator>"):
        stable_hash(np.random.default_rng(1))
