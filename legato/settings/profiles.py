"""Profiles: named sets of settings, kept in `profiles.toml` in the home folder."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import NamedTuple

from legato.exceptions import HomeNotWritable, MissingProfileError, ProfileError


def home() -> Path:
    """Return the home folder: LEGATO_HOME, or `~/.legato`; it need not exist."""
    return Path(os.environ.get("LEGATO_HOME") or "~/.legato").expanduser().absolute()


def profiles_path() -> Path:
    """Return the path of the profiles file: LEGATO_PROFILES_PATH, or `profiles.toml` in the home folder."""
    chosen = os.environ.get("LEGATO_PROFILES_PATH")
    return Path(chosen).expanduser() if chosen else home() / "profiles.toml"


class Profile:
    """A named set of settings, as text."""

    def __init__(self, name: str, settings: Mapping[str, str] | None = None) -> None:
        self.name = name
        self.settings = dict(settings or {})


class ProfilesCollection:
    """The profiles of a home folder, and which of them is active."""

    def __init__(self, profiles: Mapping[str, Profile], active: str = "default") -> None:
        self.profiles = dict(profiles)
        self.profiles.setdefault("default", Profile("default"))
        self.active = active

    def __getitem__(self, name: str) -> Profile:
        if name not in self.profiles:
            known = ", ".join(sorted(self.profiles))
            raise MissingProfileError(f"There is no profile {name!r}; the profiles are: {known}.")
        return self.profiles[name]

    def __contains__(self, name: str) -> bool:
        return name in self.profiles

    def __iter__(self) -> Iterator[Profile]:
        return iter(self.profiles.values())

    def add(self, profile: Profile) -> None:
        """Add a profile under a name that is not taken."""
        if profile.name in self.profiles:
            raise ProfileError(f"There is a profile {profile.name!r} already.")
        self.profiles[profile.name] = profile

    def remove(self, name: str) -> Profile:
        """Take a profile away; the active one cannot be taken."""
        if name == self.active:
            raise ProfileError(f"{name!r} is the active profile; make another one active first.")
        self[name]  # one that is not there is an error
        return self.profiles.pop(name)

    def rename(self, name: str, new: str) -> None:
        """Give a profile another name."""
        profile = self[name]
        self.add(Profile(new, profile.settings))
        del self.profiles[name]
        if self.active == name:
            self.active = new


def load_profiles() -> ProfilesCollection:
    """Read the profiles file; where there is none, the only profile is an empty `default`."""
    path = profiles_path()
    try:
        text = path.read_text()
    except (FileNotFoundError, NotADirectoryError, PermissionError):
        return ProfilesCollection({})
    import tomllib

    try:
        content = tomllib.loads(text)
        profiles = {
            name: Profile(name, {key: str(value) for key, value in values.items()})
            for name, values in content.get("profiles", {}).items()
        }
    except (tomllib.TOMLDecodeError, AttributeError) as error:
        raise ProfileError(f"{path} is not a profiles file: {error}. Mend it or move it away.") from None
    return ProfilesCollection(profiles, str(content.get("active", "default")))


class _Known(NamedTuple):
    place: tuple[str | None, ...]
    stamp: int | None
    profiles: ProfilesCollection
    looked: float


_known: _Known | None = None
_LOOK_SECONDS = 0.05  # settings are read for every task, and looking at the file took as long as the task


def known_profiles() -> ProfilesCollection:
    """Return the profiles as the file had them at most a twentieth of a second ago."""
    global _known
    known, now = _known, time.monotonic()
    place = tuple(map(os.environ.get, ("LEGATO_PROFILES_PATH", "LEGATO_HOME", "HOME")))
    if known is not None and known.place == place and now - known.looked < _LOOK_SECONDS:
        return known.profiles
    stamp = _stamp()
    is_same = known is not None and known.place == place and known.stamp == stamp
    profiles = known.profiles if known is not None and is_same else load_profiles()
    _known = _Known(place, stamp, profiles, now)
    return profiles


def _stamp() -> int | None:
    try:
        return profiles_path().stat().st_mtime_ns
    except OSError:
        return None


def save_profiles(profiles: ProfilesCollection) -> None:
    """Write the profiles file, whole or not at all."""
    import tomli_w

    global _known
    path = profiles_path()
    content = {"active": profiles.active, "profiles": {p.name: p.settings for p in profiles}}
    part = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        part.write_text(tomli_w.dumps(content))
        part.replace(path)
        _known = None
    except OSError as error:
        raise HomeNotWritable(f"Cannot write {path}: {error.strerror}.") from None
