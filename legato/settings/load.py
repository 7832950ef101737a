"""Where the value of a setting comes from: `temporary_settings` > environment > profile > default.

The profile is the one given to `use_profile` (the flag `--profile`, which also wins over the environment), else
LEGATO_PROFILE, else the active one of the profiles file.
"""

from __future__ import annotations

import json
import os
import sys
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager
from contextvars import ContextVar
from datetime import timedelta
from pathlib import Path
from typing import Any, Generic, TypeVar

from legato.exceptions import SettingError
from legato.settings.profiles import known_profiles

T = TypeVar("T")
_TRUE, _FALSE = {"1", "true", "yes", "on", "t", "y"}, {"0", "false", "no", "off", "f", "n"}


def _boolean(text: str) -> bool:
    if text.lower() in _TRUE | _FALSE:
        return text.lower() in _TRUE
    raise ValueError("use true or false")


def _names(text: str) -> list[str]:
    return [name.strip() for name in text.split(",") if name.strip()]


def _numbers(text: str) -> float | list[float]:
    value = json.loads(text)
    return [float(v) for v in value] if isinstance(value, list) else float(value)


def _path(text: str) -> Path:
    return Path(os.path.expandvars(text)).expanduser()


PARSERS: dict[str, Callable[[str], Any]] = {
    "bool": _boolean,
    "int": int,
    "float": float,
    "str": str,
    "path": _path,
    "names": _names,
    "seconds": lambda text: timedelta(seconds=float(text)),
    "numbers": _numbers,
}


class Setting(Generic[T]):
    """A setting: ask it for its value.

    `kind` names the parser; `default` is a value, or a function where it depends on other settings.
    """

    def __init__(
        self,
        name: str,
        kind: str,
        default: T | Callable[[], T],
        help: str,
        *,
        choices: tuple[str, ...] = (),
        is_secret: bool = False,
        minimum: float | None = None,
    ) -> None:
        self.name, self.kind, self.default, self.help = name, kind, default, help
        self.choices, self.is_secret, self.minimum = choices, is_secret, minimum

    def value(self) -> T:
        """Return the value in force here."""
        return self.value_and_source()[0]

    def value_and_source(self) -> tuple[T, str]:
        """Return the value in force here and where it comes from.

        Raises:
            SettingError: the text found there is not a value of this setting.
        """
        overrides = _overrides.get()
        if overrides is not None and self.name in overrides:
            return overrides[self.name], "override"
        flag = _profile_flag.get()
        if flag is not None and self.name in (values := known_profiles()[flag].settings):
            return self.parse(values[self.name]), "profile"
        text = os.environ.get(self.name)
        if text:
            return self.parse(text), "env"
        text = _active_values().get(self.name)
        if text is not None:
            return self.parse(text), "profile"
        return (self.default() if callable(self.default) else self.default), "default"

    def parse(self, text: str) -> T:
        """Return the value that a text stands for."""
        try:
            value = PARSERS[self.kind](text)
        except (ValueError, TypeError) as error:
            raise SettingError(f"{self.name}={text!r} is not valid: {error}.") from None
        if self.choices and (folded := str(value).upper()) not in {c.upper() for c in self.choices}:
            raise SettingError(f"{self.name}={text!r} is not valid: {folded} is none of {', '.join(self.choices)}.")
        if self.minimum is not None and value < self.minimum:
            raise SettingError(f"{self.name}={text!r} is not valid: it must be at least {self.minimum:g}.")
        return value  # type: ignore[no-any-return]

    def __repr__(self) -> str:
        return f"<{self.name}>"


_overrides: ContextVar[Mapping[str, Any] | None] = ContextVar("legato_settings", default=None)
_profile_flag: ContextVar[str | None] = ContextVar("legato_profile", default=None)


_warned: set[str] = set()


def active_profile_name() -> str:
    """Return the name of the profile in force."""
    return _profile_flag.get() or os.environ.get("LEGATO_PROFILE") or known_profiles().active


def _active_values() -> Mapping[str, str]:
    name, profiles = active_profile_name(), known_profiles()
    if name in profiles:
        return profiles[name].settings
    if name not in _warned:
        _warned.add(name)
        print(f"legato: there is no profile {name!r}; using the default settings.", file=sys.stderr)
    return {}


@contextmanager
def temporary_settings(updates: Mapping[Setting[Any], Any]) -> Iterator[None]:
    """Give settings other values for as long as the block lasts, in this context and what it starts."""
    merged = {**(_overrides.get() or {}), **{setting.name: value for setting, value in updates.items()}}
    token = _overrides.set(merged)
    try:
        yield
    finally:
        _overrides.reset(token)


@contextmanager
def use_profile(name: str) -> Iterator[None]:
    """Use a profile for as long as the block lasts; its values win over the environment.

    Raises:
        MissingProfileError: there is no such profile.
    """
    known_profiles()[name]
    token = _profile_flag.set(name)
    try:
        yield
    finally:
        _profile_flag.reset(token)
