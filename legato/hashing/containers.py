"""Lists, tuples, sets and dicts. The order of sets and dicts makes no difference."""

from __future__ import annotations

from collections import Counter, OrderedDict, defaultdict, deque
from collections.abc import Iterable, Mapping
from itertools import chain
from operator import itemgetter
from types import MappingProxyType, SimpleNamespace
from typing import Any

from legato.exceptions import Unhashable
from legato.hashing.sink import Sink, feeds

_LIST_TAGS: dict[type, bytes] = {list: b"l", tuple: b"t", deque: b"q"}
_SORTABLE = frozenset({str, int})
_first = itemgetter(0)


@feeds(list, tuple)
def feed_items(sink: Sink, value: Any) -> None:
    """Take items in their order."""
    sink.count(_LIST_TAGS.get(type(value), b"l"), len(value))
    sink.enter(value)
    done, feed = 0, sink.feed
    try:
        for item in value:
            feed(item)
            done += 1
    except Unhashable as error:
        error.steps.insert(0, f"[{done}]")
        raise
    finally:
        sink.leave(value)


@feeds(deque)
def _feed_deque(sink: Sink, value: deque[Any]) -> None:
    sink.parts.append(b"q")
    sink.feed(value.maxlen)
    feed_items(sink, value)


@feeds(set, frozenset)
def _feed_set(sink: Sink, value: Any) -> None:
    sink.count(b"S" if isinstance(value, set) else b"R", len(value))
    if len(kinds := set(map(type, value))) == 1 and kinds <= _SORTABLE:
        for item in sorted(value):
            sink.feed(item)
        return
    item = None
    try:
        digests = []
        for item in value:
            digests.append(sink.digest_of(item))
    except Unhashable as error:
        error.steps.insert(0, f"{{{item!r:.60}}}")
        raise
    sink.parts.append(b"*")
    sink.parts.extend(sorted(digests))


@feeds(dict)
def feed_dict(sink: Sink, value: dict[Any, Any]) -> None:
    """Take keys and values, in an order that follows from the keys."""
    sink.count(b"{", len(value))
    sink.enter(value)
    try:
        if len(kinds := set(map(type, value))) == 1 and kinds <= _SORTABLE:
            _feed_pairs(sink, sorted(value.items(), key=_first))
        else:
            sink.parts.append(b"*")
            for digest, key in sorted(((_digest_of_key(sink, key), key) for key in value), key=lambda pair: pair[0]):
                sink.parts.append(digest)
                _feed_pairs(sink, [(key, value[key])])
    finally:
        sink.leave(value)


def _digest_of_key(sink: Sink, key: object) -> bytes:
    try:
        return sink.digest_of(key)
    except Unhashable as error:
        error.steps.insert(0, f"{{{key!r:.60}}}")
        raise


def _feed_pairs(sink: Sink, pairs: Iterable[tuple[Any, Any]]) -> None:
    key, feed = None, sink.feed
    try:
        for key, item in pairs:
            feed(key)
            feed(item)
    except Unhashable as error:
        error.steps.insert(0, f"[{key!r:.60}]")
        raise


@feeds(OrderedDict)
def _feed_ordered(sink: Sink, value: Mapping[Any, Any]) -> None:
    sink.count(b"O", len(value))
    sink.enter(value)
    try:
        _feed_pairs(sink, value.items())
    finally:
        sink.leave(value)


@feeds(defaultdict)
def _feed_defaultdict(sink: Sink, value: defaultdict[Any, Any]) -> None:
    sink.parts.append(b"+")
    sink.feed(value.default_factory)
    feed_dict(sink, value)


@feeds(Counter, MappingProxyType)
def _feed_mapping(sink: Sink, value: Mapping[Any, Any]) -> None:
    sink.parts.append(b"C" if isinstance(value, Counter) else b"P")
    sink.enter(value)
    try:
        feed_dict(sink, dict(value))
    finally:
        sink.leave(value)


@feeds(SimpleNamespace)
def _feed_namespace(sink: Sink, value: SimpleNamespace) -> None:
    sink.parts.append(b"n")
    feed_dict(sink, value.__dict__)


def feed_fields(sink: Sink, owner: object, fields: Iterable[tuple[str, Any]]) -> None:
    """Take the named parts of an object."""
    sink.enter(owner)
    name = ""
    try:
        for name, value in fields:
            sink.text(b".", name)
            sink.feed(value)
    except Unhashable as error:
        error.steps.insert(0, f".{name}")
        raise
    finally:
        sink.parts.append(b";")
        sink.leave(owner)


@feeds(type({}.keys()), type({}.values()), type({}.items()))
def _feed_view(sink: Sink, value: Any) -> None:
    sink.text(b"w", type(value).__name__)
    feed_items(sink, list(chain(value)))
