"""Frames, series, indexes and scalars of pandas; pandas is not imported for it."""

from __future__ import annotations

import sys
from typing import Any

from legato.hashing.arrays import feed_array
from legato.hashing.containers import feed_fields, feed_items
from legato.hashing.sink import Feeder, Sink, class_name, family


def _feed_frame(sink: Sink, frame: Any) -> None:
    sink.text(b"J", class_name(type(frame)))
    columns = [frame.iloc[:, place].array for place in range(frame.shape[1])]
    parts = (("index", frame.index), ("columns", frame.columns), ("values", columns), ("attrs", frame.attrs))
    feed_fields(sink, frame, parts)


def _feed_series(sink: Sink, series: Any) -> None:
    sink.text(b"J", class_name(type(series)))
    parts = (("index", series.index), ("name", series.name), ("values", series.array), ("attrs", series.attrs))
    feed_fields(sink, series, parts)


def _feed_index(sink: Sink, index: Any) -> None:
    sink.text(b"J", class_name(type(index)))
    sink.feed(list(index.names))
    if type(index).__name__ == "RangeIndex":
        sink.feed((index.start, index.stop, index.step))
    elif index.nlevels > 1:
        sink.feed([index.get_level_values(level).array for level in range(index.nlevels)])
    else:
        sink.feed(index.array)


def _feed_extension(sink: Sink, array: Any) -> None:
    """Take the values of a column, by what pandas keeps of them."""
    sink.text(b"X", f"{class_name(type(array))}|{array.dtype}|{len(array)}")
    kind = type(array).__name__
    if kind == "Categorical":
        feed_fields(sink, array, (("categories", array.categories), ("ordered", array.ordered), ("codes", array.codes)))
    elif kind in ("DatetimeArray", "TimedeltaArray", "PeriodArray"):
        feed_array(sink, array.asi8)
    elif kind == "NumpyExtensionArray":
        feed_array(sink, array.to_numpy())
    else:
        feed_items(sink, array.astype(object).tolist() if kind == "SparseArray" else array.to_numpy(object).tolist())


def _feed_moment(sink: Sink, value: Any) -> None:
    sink.text(b"W", f"{class_name(type(value))}|{getattr(value, 'unit', '')}")
    sink.feed(value.asm8)
    sink.feed(getattr(value, "tzinfo", None))
    sink.feed(getattr(value, "fold", 0))


def _feed_named(sink: Sink, value: Any) -> None:
    sink.text(b"W", f"{class_name(type(value))}|{value!r}")


def _feed_interval(sink: Sink, value: Any) -> None:
    sink.text(b"W", class_name(type(value)))
    sink.feed((value.left, value.right, value.closed))


def _feed_period(sink: Sink, value: Any) -> None:
    sink.text(b"W", f"{class_name(type(value))}|{value.freqstr}")
    sink.feed(value.ordinal)


@family
def _find(kind: type) -> Feeder | None:
    pandas = sys.modules.get("pandas")
    if pandas is None or not hasattr(pandas, "DataFrame"):  # it is being imported
        return None
    if issubclass(kind, type(pandas.NaT)) or issubclass(kind, type(pandas.NA)):
        return _feed_named
    kinds: tuple[tuple[Any, Feeder], ...] = (
        (pandas.DataFrame, _feed_frame),
        (pandas.Series, _feed_series),
        (pandas.Index, _feed_index),
        (pandas.api.extensions.ExtensionArray, _feed_extension),
        (pandas.api.extensions.ExtensionDtype, _feed_named),
        (pandas.Timestamp, _feed_moment),
        (pandas.Timedelta, _feed_moment),
        (pandas.Interval, _feed_interval),
        (pandas.Period, _feed_period),
    )
    return next((feeder for family, feeder in kinds if issubclass(kind, family)), None)
