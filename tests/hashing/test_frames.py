"""Frames, series and scalars of pandas are hashed by what is in them, their types and their labels."""

from typing import Any

import numpy as np
import pandas as pd
import pytest

from legato.hashing import Unhashable, stable_hash


def frame(**changes: Any) -> pd.DataFrame:
    days = pd.date_range("2026-01-01", periods=3, tz="Europe/Berlin")
    columns: dict[str, Any] = {
        "n": [1, 2, 3],
        "x": [0.5, np.nan, 1.5],
        "s": ["a", None, "c"],
        "o": [{"k": [1]}, (2,), None],
        "c": pd.Categorical(["u", "v", "u"]),
        "d": days,
        "t": pd.to_timedelta([1, 2, 3], "s"),
        "i": pd.array([1, None, 3], "Int64"),
        "b": pd.array([True, None, False], "boolean"),
        "p": pd.period_range("2026-01", periods=3, freq="M"),
        "v": pd.arrays.IntervalArray.from_breaks([0, 1, 2, 3]),
        "z": pd.arrays.SparseArray([0, 0, 1]),
    }
    return pd.DataFrame(columns | changes)


DISTINCT: list[Any] = [
    *(frame(), frame(n=[1, 2, 4]), frame(n=[1.0, 2.0, 3.0]), frame(x=[0.5, 0.0, 1.5]), frame(s=["a", "", "c"])),
    *(frame(o=[{"k": [2]}, (2,), None]), frame(c=pd.Categorical(["u", "v", "v"])), frame(c=["u", "v", "u"])),
    *(frame(c=pd.Categorical(["u", "v", "u"], ordered=True)), frame(i=pd.array([1, 0, 3], "Int64"))),
    *(frame(d=pd.date_range("2026-01-01", periods=3, tz="UTC")), frame(b=pd.array([True, None, True], "boolean"))),
    *(
        frame()[["n"]],
        frame()["n"],
        frame()["n"].rename("m"),
        frame()["n"].to_numpy(),
        frame().rename(columns={"n": "m"}),
    ),
    *(frame().set_index("n"), frame().set_index("n", append=True), frame()[::-1], frame().index, frame().columns),
    *(frame()[["n", "x"]], frame()[["x", "n"]], pd.DataFrame(), pd.Series(dtype=float), pd.Index([1, 2, 3])),
    *(pd.MultiIndex.from_tuples([(1, 2)]), pd.MultiIndex.from_tuples([(1, 3)]), pd.NA, pd.NaT, np.nan),
    *(pd.Timestamp("2026-01-01"), pd.Timestamp("2026-01-01", tz="UTC"), pd.Timestamp(1), pd.Timestamp(2)),
    *(pd.Timedelta(1), pd.Timedelta(2), pd.Period("2026-01"), pd.Period("2026-02"), pd.Interval(0, 1)),
    *(pd.Interval(0, 1, "left"), pd.CategoricalDtype(["a"]), pd.Int64Dtype(), frame()["n"].dtype),
]


def test_different_frames_have_different_hashes() -> None:
    hashes: dict[str, list[Any]] = {}
    for value in DISTINCT:
        hashes.setdefault(stable_hash(value), []).append(value)
    assert [same for same in hashes.values() if len(same) > 1] == []


@pytest.mark.parametrize("value", DISTINCT, ids=lambda value: type(value).__name__)
def test_a_copy_has_the_same_hash(value: Any) -> None:
    twin = value.copy(deep=True) if isinstance(value, pd.DataFrame | pd.Series) else value
    assert stable_hash(twin) == stable_hash(value)


def test_how_a_frame_was_made_does_not_matter() -> None:
    whole = pd.DataFrame(np.arange(12.0).reshape(4, 3), columns=["a", "b", "c"])
    columns = pd.DataFrame({name: whole[name].to_numpy().copy() for name in whole})
    assert (
        stable_hash(whole) == stable_hash(columns) == stable_hash(pd.concat([whole[["a"]], whole[["b", "c"]]], axis=1))
    )


def test_columns_of_the_same_name_are_all_hashed() -> None:
    one, other = pd.DataFrame([[1, 2]], columns=["a", "a"]), pd.DataFrame([[1, 3]], columns=["a", "a"])
    assert stable_hash(one) != stable_hash(other)


def test_a_frame_with_something_that_cannot_be_hashed_is_refused() -> None:
    with pytest.raises(Unhashable, match=r"value.values\[0\]\[0\]: <object>"):
        stable_hash(pd.DataFrame({"a": [object()]}))
