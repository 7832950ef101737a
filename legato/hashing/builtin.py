"""Numbers, texts, moments and other plain values of Python."""

from __future__ import annotations

import struct
from datetime import date, datetime, time, timedelta, timezone, tzinfo
from decimal import Decimal
from enum import Enum
from fractions import Fraction
from ipaddress import IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network
from pathlib import PosixPath, PurePath, PurePosixPath, PureWindowsPath
from re import Pattern
from types import EllipsisType, NoneType, NotImplementedType
from typing import Any
from uuid import UUID
from zoneinfo import ZoneInfo

from legato.exceptions import Unhashable
from legato.hashing.sink import LARGE, Feeder, Sink, class_name, family, feeds

_pack_int = struct.Struct(">cq").pack
_pack_float = struct.Struct(">cd").pack
_NAN = b"f" + struct.pack(">d", float("nan"))
_SINGLE: dict[Any, bytes] = {None: b"N", ...: b"E", NotImplemented: b"M"}


@feeds(NoneType, EllipsisType, NotImplementedType)
def _feed_single(sink: Sink, value: Any) -> None:
    sink.parts.append(_SINGLE[value])


@feeds(bool)
def _feed_bool(sink: Sink, value: bool) -> None:
    sink.parts.append(b"T" if value else b"F")


@feeds(int)
def _feed_int(sink: Sink, value: int) -> None:
    if -(2**63) <= value < 2**63:
        sink.parts.append(_pack_int(b"i", value))
    else:
        size = value.bit_length() // 8 + 1
        sink.count(b"I", size)
        sink.bulk(int(value).to_bytes(size, "big", signed=True))


@feeds(float)
def _feed_float(sink: Sink, value: float) -> None:
    sink.parts.append(_pack_float(b"f", value) if value == value else _NAN)


@feeds(complex)
def _feed_complex(sink: Sink, value: complex) -> None:
    sink.parts.append(b"c")
    _feed_float(sink, value.real)
    _feed_float(sink, value.imag)


@feeds(str)
def _feed_str(sink: Sink, value: str) -> None:
    content = value.encode("utf-8", "surrogatepass")
    size = len(content)
    if size < LARGE:
        sink.parts += (b"s%d:" % size, content)
    else:
        sink.count(b"s", size)
        sink.bulk(content)


@feeds(bytes, bytearray)
def _feed_bytes(sink: Sink, value: bytes | bytearray) -> None:
    sink.count(b"b" if isinstance(value, bytes) else b"B", len(value))
    sink.bulk(value)


@feeds(memoryview)
def _feed_memoryview(sink: Sink, value: memoryview) -> None:
    if set(value.format) & set("OP"):
        raise Unhashable(value, reason="it holds addresses")
    sink.text(b"v", f"{value.format}|{value.shape}")
    sink.bulk(value if value.c_contiguous else value.tobytes())


@feeds(datetime)
def _feed_datetime(sink: Sink, value: datetime) -> None:
    sink.text(b"d", f"{value.isoformat()}|{value.fold}")
    sink.feed(value.tzinfo)


@feeds(time)
def _feed_time(sink: Sink, value: time) -> None:
    sink.text(b"h", f"{value.isoformat()}|{value.fold}")
    sink.feed(value.tzinfo)


@feeds(date)
def _feed_date(sink: Sink, value: date) -> None:
    sink.text(b"y", value.isoformat())


@feeds(timedelta)
def _feed_timedelta(sink: Sink, value: timedelta) -> None:
    sink.text(b"e", f"{value.days}|{value.seconds}|{value.microseconds}")


@feeds(timezone)
def _feed_timezone(sink: Sink, value: timezone) -> None:
    sink.text(b"z", repr(value))


@feeds(ZoneInfo)
def _feed_zone(sink: Sink, value: ZoneInfo) -> None:
    if value.key is None:
        raise Unhashable(value, reason="it is a time zone without a name")
    sink.text(b"Z", value.key)


def _feed_other_zone(sink: Sink, value: tzinfo) -> None:
    text = repr(value)
    if " at 0x" in text:
        raise Unhashable(value)
    sink.text(b"z", f"{class_name(type(value))}|{text}")


@feeds(Decimal)
def _feed_decimal(sink: Sink, value: Decimal) -> None:
    sink.text(b"D", str(value))


@feeds(Fraction)
def _feed_fraction(sink: Sink, value: Fraction) -> None:
    sink.parts.append(b"Q")
    _feed_int(sink, value.numerator)
    _feed_int(sink, value.denominator)


@feeds(UUID)
def _feed_uuid(sink: Sink, value: UUID) -> None:
    sink.parts.append(b"u" + value.bytes)


@feeds(PosixPath, PurePosixPath, PureWindowsPath)
def _feed_path(sink: Sink, value: PurePath) -> None:
    sink.text(b"p", f"{type(value).__name__}|{value}")


@feeds(IPv4Address, IPv4Interface, IPv4Network, IPv6Address, IPv6Interface, IPv6Network)
def _feed_address(sink: Sink, value: object) -> None:
    sink.text(b"a", f"{type(value).__name__}|{value}")


@feeds(range, slice)
def _feed_range(sink: Sink, value: range | slice) -> None:
    sink.parts.append(b"r" if isinstance(value, range) else b"/")
    for part in (value.start, value.stop, value.step):
        sink.feed(part)


@feeds(Pattern)
def _feed_pattern(sink: Sink, value: Pattern[Any]) -> None:
    sink.parts.append(b"x")
    sink.feed(value.pattern)
    _feed_int(sink, value.flags)


def _feed_enum(sink: Sink, value: Enum) -> None:
    sink.text(b"m", f"{class_name(type(value))}.{value.name}")
    sink.feed(value.value)


@family
def _find(kind: type) -> Feeder | None:
    if issubclass(kind, Enum):
        return _feed_enum
    if issubclass(kind, tzinfo) and kind.__repr__ is not object.__repr__:
        return _feed_other_zone
    return None
