"""Column types: how ids, moments and JSON lie in each database.

SQLite keeps an id as 16 bytes, a moment as microseconds since 1970 and JSON as text; Postgres has types for all three.
Every type gives plain functions for both directions, so that the writer can prepare rows without SQLAlchemy.
"""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import BigInteger, Boolean, DateTime, Dialect, LargeBinary, Text, TypeDecorator, Uuid
from sqlalchemy.dialects.postgresql import JSONB
from sqlalchemy.sql.type_api import TypeEngine

from legato.schemas.states import StateDetails, StateType

Convert = Callable[[Any], Any]
SQLITE = "sqlite"
_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_encode = msgspec.json.Encoder(uuid_format="canonical").encode


def microseconds(moment: datetime) -> int:
    """Return the microseconds from 1970 to a moment; one without a time zone is in UTC."""
    if moment.tzinfo is None:
        moment = moment.replace(tzinfo=UTC)
    since = moment - _EPOCH
    return (since.days * 86_400 + since.seconds) * 1_000_000 + since.microseconds


def moment(value: int) -> datetime:
    """Return the moment so many microseconds after 1970."""
    return _EPOCH + timedelta(microseconds=value)


def _in_utc(value: datetime) -> datetime:
    return value.replace(tzinfo=UTC) if value.tzinfo is None else value.astimezone(UTC)


def json_text(value: Any) -> str:
    """Return a value as JSON."""
    return _encode(value).decode()


def _json_for_postgres(value: Any) -> str:
    # Postgres cannot keep the character U+0000, neither in text nor in JSON.
    text = _encode(value).decode()
    return text.replace("\\u0000", "\\ufffd") if "\\u0000" in text else text


def _text_for_postgres(value: str) -> str:
    return value.replace("\0", "\ufffd") if "\0" in value else value


class StoredType(TypeDecorator[Any]):
    """A type that names its conversions; SQLAlchemy uses the very same functions."""

    cache_ok = True

    def to_row(self, dialect_name: str) -> Convert | None:
        """Return the function from a value to what the driver takes, or None where the driver takes the value."""
        return None

    def from_row(self, dialect_name: str) -> Convert | None:
        """Return the function from what the driver gives to a value, or None where it gives the value."""
        return None

    def bind_processor(self, dialect: Dialect) -> Convert | None:
        return passing_none(self.to_row(dialect.name))

    def result_processor(self, dialect: Dialect, coltype: object) -> Convert | None:
        return passing_none(self.from_row(dialect.name))


def passing_none(convert: Convert | None) -> Convert | None:
    """Return the function, with None for None."""
    if convert is None:
        return None
    return lambda value: None if value is None else convert(value)


class Id(StoredType):
    """A UUID."""

    impl = LargeBinary
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(LargeBinary(16) if dialect.name == SQLITE else Uuid())

    def to_row(self, dialect_name: str) -> Convert | None:
        return _uuid_bytes if dialect_name == SQLITE else None

    def from_row(self, dialect_name: str) -> Convert | None:
        return _uuid_of if dialect_name == SQLITE else None


def _uuid_bytes(value: UUID) -> bytes:
    return value.bytes


def _uuid_of(value: bytes) -> UUID:
    return UUID(bytes=value)


class Moment(StoredType):
    """A point in time, to the microsecond."""

    impl = BigInteger
    cache_ok = True

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(BigInteger() if dialect.name == SQLITE else DateTime(timezone=True))

    def to_row(self, dialect_name: str) -> Convert | None:
        return microseconds if dialect_name == SQLITE else _in_utc

    def from_row(self, dialect_name: str) -> Convert | None:
        return moment if dialect_name == SQLITE else _in_utc


class KeptDetails(StateDetails, kw_only=True, omit_defaults=True):
    """The details of a state as they are kept: without those that say nothing."""

    @classmethod
    def of(cls, details: StateDetails | None) -> KeptDetails:
        """Return details of one's own, to be kept."""
        if details is None:
            return cls()
        return cls(**msgspec.structs.asdict(details))


class Json(StoredType):
    """A value of a msgspec type, as JSON; the driver hands Postgres' JSON over undecoded."""

    impl = Text
    cache_ok = True

    def __init__(self, kind: Any = Any) -> None:
        super().__init__()
        self.kind = kind
        self._decode = msgspec.json.Decoder(kind).decode

    def load_dialect_impl(self, dialect: Dialect) -> TypeEngine[Any]:
        return dialect.type_descriptor(Text() if dialect.name == SQLITE else JSONB())

    def to_row(self, dialect_name: str) -> Convert | None:
        encode = json_text if dialect_name == SQLITE else _json_for_postgres
        if self.kind is not StateDetails:
            return encode
        return lambda value: encode(value if type(value) is KeptDetails else KeptDetails.of(value))

    def from_row(self, dialect_name: str) -> Convert | None:
        return self._decode


class Words(StoredType):
    """Text."""

    impl = Text
    cache_ok = True

    def to_row(self, dialect_name: str) -> Convert | None:
        return None if dialect_name == SQLITE else _text_for_postgres


class Truth(StoredType):
    """Yes or no."""

    impl = Boolean
    cache_ok = True

    def from_row(self, dialect_name: str) -> Convert | None:
        return bool if dialect_name == SQLITE else None


class StateKind(StoredType):
    """A type of state, as text."""

    impl = Text
    cache_ok = True

    def to_row(self, dialect_name: str) -> Convert | None:
        return str

    def from_row(self, dialect_name: str) -> Convert | None:
        return StateType
