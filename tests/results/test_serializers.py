"""Serializers bring values back as they were, and read what Prefect 2 wrote."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from decimal import Decimal
from pathlib import PosixPath
from typing import Any, Literal
from uuid import UUID

import msgspec
import pydantic
import pytest

from legato.exceptions import MissingResult, SerializationError
from legato.results.kinds import loaded
from legato.serializers import CompressedSerializer, JSONSerializer, PickleSerializer, Serializer, serializer


@dataclass
class Point:
    x: int


class Model(pydantic.BaseModel):
    a: int = 1


class Upper(Serializer):
    type: Literal["upper"] = "upper"
    suffix: str = "!"

    def dumps(self, obj: str) -> bytes:
        return (obj + self.suffix).upper().encode()

    def loads(self, blob: bytes) -> str:
        return blob.decode()


VALUES: list[Any] = [
    {"a": [1, 2.5, None, True, "ü"]},
    Point(3),
    Model(a=2),
    datetime(2026, 3, 1, 12),
    date(2026, 3, 1),
    timedelta(days=1, seconds=2),
    UUID(int=1),
    Decimal("1.5"),
    {1, 2},
    b"ab",
    PosixPath("/x"),
]


@pytest.mark.parametrize("name", ["pickle", "json", "compressed/pickle", "compressed/json"])
@pytest.mark.parametrize("value", VALUES, ids=lambda value: type(value).__name__)
def test_a_value_comes_back_as_it_was(name: str, value: Any) -> None:
    one = serializer(name)
    again = serializer(msgspec.json.decode(msgspec.json.encode(one.described())))
    assert again.loads(one.dumps(value)) == value


def test_an_exception_comes_back_from_json() -> None:
    one = JSONSerializer()
    error = one.loads(one.dumps(ValueError("no")))
    assert (type(error), str(error)) == (ValueError, "no")


WRITTEN = {
    "pickle": (
        b'{"serializer": {"type": "pickle", "picklelib": "cloudpickle", "picklelib_version": "3.1.3"}, '
        b'"data": "gAWVGQAAAAAAAAB9lCiMAWGUXZQoSwFLAksDZYwBeJRLA3Uu\\n", "prefect_version": "2.20.27"}',
        {"a": [1, 2, 3], "x": 3},
    ),
    "json": (
        b'{"serializer": {"type": "json", "jsonlib": "json", '
        b'"object_encoder": "prefect.serializers.prefect_json_object_encoder", '
        b'"object_decoder": "prefect.serializers.prefect_json_object_decoder", "dumps_kwargs": {}, '
        b'"loads_kwargs": {}}, "data": "{\\"k\\": {\\"__class__\\": \\"uuid.UUID\\", '
        b'\\"data\\": \\"00000000-0000-0000-0000-000000000001\\"}}", "prefect_version": "2.20.27"}',
        {"k": UUID(int=1)},
    ),
    "compressed": (
        b'{"serializer": {"type": "compressed/pickle", "serializer": {"type": "pickle", "picklelib": "cloudpickle", '
        b'"picklelib_version": "3.1.3"}, "compressionlib": "lzma"}, "data": "/Td6WFoAAATm1rRGAgAhARYAAAB0L+Wj4AAUABNd'
        b'ADOQRuV/It5gea2DcmlvywksAAAAAC5nxNLD\\nx8GdAAEvFa1pR18ftvN9AQAAAAAEWVo=\\n", '
        b'"prefect_version": "2.20.27"}',
        12345,
    ),
}


@pytest.mark.parametrize("which", list(WRITTEN))
def test_what_prefect_wrote_is_read(which: str) -> None:
    content, value = WRITTEN[which]
    assert loaded(content, "k") == value


@pytest.mark.parametrize("content", [b"", b"{}", b"\x80", b'{"serializer": {"type": "nobody"}, "data": ""}'])
def test_what_cannot_be_read_is_a_missing_result_that_names_its_key(content: bytes) -> None:
    with pytest.raises(MissingResult, match="'lost-key' cannot be read"):
        loaded(content, "lost-key")


def test_a_class_of_users_is_found_by_its_type() -> None:
    assert serializer("upper").dumps("a") == b"A!"
    assert serializer({"type": "upper", "suffix": "?"}).dumps("a") == b"A?"


@pytest.mark.parametrize(
    ("given", "message"),
    [("nobody", "no serializer of type 'nobody'"), ({"type": "upper", "colour": 1}, "cannot be used"), ({}, "None")],
)
def test_what_is_no_serializer_is_refused(given: Any, message: str) -> None:
    with pytest.raises(SerializationError, match=message):
        serializer(given)


def test_bad_settings_of_serializers_are_refused() -> None:
    with pytest.raises(ValueError, match="object_encoder"):
        JSONSerializer(dumps_kwargs={"default": str})
    with pytest.raises(ValueError, match="object_decoder"):
        JSONSerializer(loads_kwargs={"object_hook": str})
    with pytest.raises(ValueError, match="cannot be imported"):
        PickleSerializer(picklelib="nobody_has_this")
    with pytest.raises(ValueError, match="no function 'compress'"):
        CompressedSerializer(serializer="json", compressionlib="math")
