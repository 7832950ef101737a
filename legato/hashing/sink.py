"""Where the parts of a value go: into one digest. Which kinds of values there are is said by the modules beside."""

from __future__ import annotations

from collections.abc import Callable
from hashlib import blake2b
from typing import Any, TypeVar
from weakref import WeakKeyDictionary

from legato.exceptions import Unhashable

T = TypeVar("T")
Feeder = Callable[["Sink", Any], None]

_DIGEST_BYTES = 32
_RULES = b"legato.hash.1"  # another number where the rules change, so that no key of the old rules fits
_MOST_PARTS = 8_192
LARGE = 16_384
_DEEPEST = 250

_exact: dict[type, Feeder] = {}
_chosen: dict[type, Feeder] = {}
_families: list[Callable[[type], Feeder | None]] = []
_found: WeakKeyDictionary[type, Feeder] = WeakKeyDictionary()


class Sink:
    """Takes the parts of one value; large ones are hashed where they lie, without a copy."""

    __slots__ = ("_digest", "parts", "path")

    def __init__(self, path: dict[int, int] | None = None) -> None:
        self.parts: list[bytes] = []
        self.path: dict[int, int] = {} if path is None else path  # ids of what is being taken, with their depth
        self._digest: Any = None

    def feed(self, value: object) -> None:
        """Take a value.

        Raises:
            Unhashable: the value, or something in it, cannot be hashed.
        """
        (_exact.get(type(value)) or _feeder_of(type(value)))(self, value)
        if len(self.parts) > _MOST_PARTS:
            self._flush()

    def text(self, tag: bytes, text: str) -> None:
        """Take a text under a tag."""
        content = text.encode("utf-8", "surrogatepass")
        self.parts += (b"%b%d:" % (tag, len(content)), content)

    def count(self, tag: bytes, number: int) -> None:
        """Take a tag with the number of what follows."""
        self.parts.append(b"%b%d:" % (tag, number))

    def bulk(self, content: Any) -> None:
        """Take the bytes of a contiguous buffer."""
        if memoryview(content).nbytes < LARGE:
            self.parts.append(bytes(content))
        else:
            self._flush()
            self._digest.update(content)

    def enter(self, value: object) -> None:
        """Note that the parts of a value come next, and `leave` it after them.

        Raises:
            Unhashable: these are within the parts of the same value.
        """
        if id(value) in self.path:
            raise Unhashable(value, reason="it contains itself")
        if len(self.path) >= _DEEPEST:
            raise Unhashable(value, reason="it is nested too deeply")
        self.path[id(value)] = len(self.path)

    def leave(self, value: object) -> None:
        """Note that all parts of a value were taken."""
        self.path.pop(id(value), None)

    def digest_of(self, value: object) -> bytes:
        """Return the digest of a value within this one."""
        inner = Sink(self.path)
        inner.feed(value)
        return inner.digest()

    def _flush(self) -> None:
        if self._digest is None:
            self._digest = blake2b(digest_size=_DIGEST_BYTES, person=_RULES)
        self._digest.update(b"".join(self.parts))
        self.parts.clear()

    def digest(self) -> bytes:
        """Return the digest of all that was taken."""
        self._flush()
        digest: bytes = self._digest.digest()
        return digest


def choose(kind: type[T], by: Callable[[T], object]) -> None:
    """Let values of a class, and of classes derived from it, be hashed by what a function returns for them."""
    _chosen[kind] = _by(by)
    _found.clear()
    _exact.pop(kind, None)


def _by(describe: Callable[[Any], object]) -> Feeder:
    def feeder(sink: Sink, value: object) -> None:
        sink.text(b"o", class_name(type(value)))
        sink.enter(value)
        try:
            sink.feed(describe(value))
        finally:
            sink.leave(value)

    return feeder


def feeds(*kinds: type) -> Callable[[Feeder], Feeder]:
    """Hash values of just these classes with the function below."""

    def register(feeder: Feeder) -> Feeder:
        _exact.update(dict.fromkeys(kinds, feeder))
        return feeder

    return register


def family(find: Callable[[type], Feeder | None]) -> Callable[[type], Feeder | None]:
    """Ask the function below for how values of other classes are hashed; None where it does not know."""
    _families.append(find)
    return find


def exact_feeder(kind: type) -> Feeder | None:
    """Return how values of just this class are hashed, or None."""
    return _exact.get(kind)


def _feeder_of(kind: type) -> Feeder:
    feeder = _found.get(kind)
    if feeder is None:
        feeder = _found[kind] = _find(kind)
    return feeder


def _find(kind: type) -> Feeder:
    for base in kind.__mro__:
        if (chosen := _chosen.get(base)) is not None:
            return chosen
    if hasattr(kind, "__legato_hash__"):
        return _by(lambda value: value.__legato_hash__())
    for find in _families:
        if (found := find(kind)) is not None:
            return found
    return _refuse


def _refuse(sink: Sink, value: object) -> None:
    raise Unhashable(value)


def class_name(kind: type) -> str:
    """Return the name of a class with its module."""
    return f"{kind.__module__}.{kind.__qualname__}"
