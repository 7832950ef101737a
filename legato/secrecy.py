"""Secrets that this process has seen, masked in what leaves it: records of runs, and lines at the terminal."""

from __future__ import annotations

import os
import re
import threading
from collections.abc import Iterable
from typing import Any, NamedTuple

import msgspec

from legato.settings import SETTINGS

MASK = "********"
SHORTEST = 4
"""What is shorter is in every other word: masking it would spoil texts and hide nothing."""

_LONG_LINE, _LONG_CODE = 16, 8
_UNCHANGED = re.compile(r"[A-Za-z0-9_.~-]+")  # what neither addresses nor JSON write in another way


class _Known(NamedTuple):
    values: frozenset[str]
    pattern: re.Pattern[str]
    signs: tuple[bytes, ...]


_known: _Known | None = None
_lock = threading.Lock()


def remember(value: str | bytes | None) -> None:
    """Mask a text from now on, also as parts of addresses, of JSON and in base64; short ones are let through."""
    remember_all([] if value is None else [value.decode("utf-8", "replace") if isinstance(value, bytes) else value])


def remember_all(values: Iterable[str]) -> None:
    """Mask texts from now on."""
    global _known
    with _lock:
        before = _known.values if _known is not None else frozenset[str]()
        new = {value for value in values if len(value.strip()) >= SHORTEST} - before
        if new:
            _known = _compiled(before | new)


def remember_settings() -> None:
    """Mask the values of settings that are secret: keys whole, of addresses the password."""
    found: list[str] = []
    for name, setting in SETTINGS.items():
        if setting.is_secret and (text := _text_of(name)):
            found += _passwords(text) if "://" in text else text.split(",")
    if found:
        remember_all(found)


def _text_of(name: str) -> str | None:
    if name in os.environ:
        return os.environ[name]
    value, source = SETTINGS[name].value_and_source()
    return None if source == "default" or value is None else str(value)


def _passwords(address: str) -> list[str]:
    from urllib.parse import unquote, urlsplit

    try:
        password = urlsplit(address).password
    except ValueError:
        return [address]
    return [] if password is None else [password, unquote(password)]


def known() -> frozenset[str]:
    """Return the secrets that this process knows, for processes that work for it."""
    return frozenset() if _known is None else _known.values


def forget() -> None:
    """Mask nothing any more, as at the start of the process."""
    global _known
    _known = None


def masked(text: str) -> str:
    """Return a text with `********` in place of every secret."""
    return text if _known is None else _known.pattern.sub(MASK, text)


def masked_data(value: Any) -> Any:
    """Return data with `********` in place of every secret in its texts, the keys of dicts included."""
    state = _known
    return value if state is None else _masked_data(value, state.pattern)


def _masked_data(value: Any, pattern: re.Pattern[str]) -> Any:
    if isinstance(value, str):
        return pattern.sub(MASK, value)
    if isinstance(value, dict):
        return {_masked_data(key, pattern): _masked_data(item, pattern) for key, item in value.items()}
    if isinstance(value, list | tuple | set | frozenset):
        return [_masked_data(item, pattern) for item in value]
    if isinstance(value, int) and not isinstance(value, bool) and pattern.search(str(value)):
        return MASK
    return value


def betrayed_by(encoded: bytes) -> bool:
    """Tell whether there may be a secret in data that is encoded as JSON."""
    state = _known
    return state is not None and any(sign in encoded for sign in state.signs)


def _compiled(values: frozenset[str]) -> _Known:
    forms = sorted({form for value in values for form in _forms(value)}, key=len, reverse=True)
    signs = sorted({sign for value in values for sign in _signs(value)})
    return _Known(values, re.compile("|".join(map(re.escape, forms))), tuple(signs))


def _signs(value: str) -> set[bytes]:
    """Return what shows in JSON that a secret may be there: the longest part of each form that every form has."""
    signs: set[bytes] = set()
    for form in (value, *_long_lines(value), *_base64_forms(value.encode("utf-8", "replace"))):
        runs = _UNCHANGED.findall(form)
        longest = max(runs, key=len, default="")
        if len(longest) >= SHORTEST:
            signs.add(longest.encode())
        else:
            signs |= {msgspec.json.encode(each.encode("utf-8", "replace").decode())[1:-1] for each in _forms(value)}
    return signs


def _long_lines(value: str) -> set[str]:
    """Return the lines by which a secret of several lines may appear; a key's first line is everybody's."""
    lines = value.splitlines()
    return {line.strip() for line in lines if len(lines) > 1 and _is_telling(line)}


def _is_telling(line: str) -> bool:
    return len(line.strip()) >= _LONG_LINE and not line.startswith("-----")


def _forms(value: str) -> set[str]:
    """Return the texts as which a secret may appear."""
    import json
    from urllib.parse import quote, quote_plus

    content = value.encode("utf-8", "replace")
    forms = {value, value.strip(), repr(value)[1:-1]}
    forms |= _long_lines(value)
    forms |= {quote(content), quote(content, safe=""), quote_plus(content)}
    forms |= {re.sub("%[0-9A-F]{2}", lambda code: code[0].lower(), form) for form in forms if "%" in form}
    for _ in range(2):  # JSON in a text of JSON
        forms |= {json.dumps(form, ensure_ascii=ascii)[1:-1] for form in forms for ascii in (True, False)}
    return {form for form in forms if len(form) >= SHORTEST} | _base64_forms(content)


def _base64_forms(content: bytes) -> set[str]:
    """Return what of the base64 of a text stays the same whatever is before and after it."""
    from base64 import b64encode

    forms: set[str] = set()
    for before in range(3):
        after = -(before + len(content)) % 3
        code = b64encode(b"\0" * before + content + b"\0" * after).decode()
        core = code[(0, 2, 3)[before] : len(code) - (0, 2, 3)[after]]
        if len(core) >= _LONG_CODE:
            forms |= {core, core.replace("+", "-").replace("/", "_")}
    return forms
