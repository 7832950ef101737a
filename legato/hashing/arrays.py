"""Arrays, scalars and types of numpy; numpy is not imported for it."""

from __future__ import annotations

import sys
from typing import Any

from legato.hashing.containers import feed_fields, feed_items
from legato.hashing.sink import Feeder, Sink, class_name, family

_ITEMS_AT_ONCE = 1 << 16


def feed_array(sink: Sink, array: Any) -> None:
    """Take an array by its type, its shape, and its items in C order, wherever they lie in memory."""
    dtype = array.dtype
    sink.text(b"A", f"{_type_name(dtype)}|{array.shape}")
    if dtype.names is not None:
        # Between the fields there may be gaps, and anything in them.
        feed_fields(sink, array, ((name, array[name]) for name in dtype.names))
    elif dtype.hasobject or dtype.kind == "T":
        feed_items(sink, array.ravel().tolist())
    elif dtype.char in "gG" and sys.modules["numpy"].finfo(dtype).nmant == 63:
        # Such a float has ten bytes in sixteen, and anything in the other six.
        sink.bulk(array.reshape(-1, 1).copy().view("u1").reshape(-1, 16)[:, :10].tobytes())
    elif array.flags.c_contiguous:
        sink.bulk(memoryview(array.reshape(-1).view("u1")) if array.size else b"")
    else:
        _feed_scattered(sink, array)


def _feed_scattered(sink: Sink, array: Any) -> None:
    numpy = sys.modules["numpy"]
    flags = ["external_loop", "buffered", "zerosize_ok"]
    for chunk in numpy.nditer(array, flags=flags, order="C", buffersize=_ITEMS_AT_ONCE):
        sink.bulk(chunk.tobytes())


def _type_name(dtype: Any) -> str:
    if dtype.names is not None:
        return f"{[(name, _type_name(dtype[name])) for name in dtype.names]}"
    if dtype.subdtype is not None:
        inner, shape = dtype.subdtype
        return f"{_type_name(inner)}{shape}"
    return f"{dtype.str}|{dtype.name}"


def _feed_masked(sink: Sink, array: Any) -> None:
    sink.text(b"A", "masked")
    given = (("data", array.filled(array.fill_value)), ("mask", array.mask), ("fill_value", array.fill_value))
    feed_fields(sink, array, given)


def _feed_derived(sink: Sink, array: Any) -> None:
    numpy = sys.modules["numpy"]
    sink.text(b"<", class_name(type(array)))
    feed_array(sink, array.view(numpy.ndarray))
    feed_fields(sink, array, sorted(getattr(array, "__dict__", {}).items()))


def _feed_scalar(sink: Sink, value: Any) -> None:
    sink.parts.append(b"0")
    feed_array(sink, sys.modules["numpy"].asarray(value))


def _feed_dtype(sink: Sink, dtype: Any) -> None:
    sink.text(b"Y", _type_name(dtype))


@family
def _find(kind: type) -> Feeder | None:
    numpy = sys.modules.get("numpy")
    if numpy is None:
        return None
    if kind is numpy.ndarray or kind is numpy.memmap:
        return feed_array
    if issubclass(kind, numpy.ma.MaskedArray):
        return _feed_masked
    if issubclass(kind, numpy.ndarray):
        return _feed_derived
    if issubclass(kind, numpy.generic):
        return _feed_scalar
    return _feed_dtype if issubclass(kind, numpy.dtype) else None
