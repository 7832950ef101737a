"""Which class the blocks of a type have: those defined in this process, ours, and those of installed packages.

A class is found by the slug of its type. Ours and those of packages are imported when they are first asked for.
"""

from __future__ import annotations

import threading
import warnings
from importlib import import_module
from importlib.metadata import EntryPoint, entry_points
from typing import Any

from legato.settings import LEGATO_EXTRA_ENTRYPOINTS

GROUP = "legato.collections"
"""The group of entry points in which a package names its modules with classes of blocks."""

OURS = {
    "azure": "legato.filesystems",
    "custom-webhook": "legato.blocks.notifications",
    "date-time": "legato.blocks.system",
    "discord-webhook": "legato.blocks.notifications",
    "gcs": "legato.filesystems",
    "docker-container": "legato.infrastructure.container",
    "docker-registry": "legato.infrastructure.container",
    "github": "legato.filesystems",
    "json": "legato.blocks.system",
    "kubernetes-cluster-config": "legato.blocks.kubernetes",
    "kubernetes-job": "legato.infrastructure.kubernetes",
    "local-file-system": "legato.filesystems",
    "mattermost-webhook": "legato.blocks.notifications",
    "ms-teams-webhook": "legato.blocks.notifications",
    "opsgenie-webhook": "legato.blocks.notifications",
    "pager-duty-webhook": "legato.blocks.notifications",
    "process": "legato.infrastructure.process",
    "remote-file-system": "legato.filesystems",
    "s3": "legato.filesystems",
    "secret": "legato.blocks.system",
    "sendgrid-email": "legato.blocks.notifications",
    "slack-webhook": "legato.blocks.notifications",
    "smb": "legato.filesystems",
    "string": "legato.blocks.system",
    "twilio-sms": "legato.blocks.notifications",
    "webhook": "legato.blocks.webhook",
}
"""The modules of our own classes, by slug."""

_classes: dict[str, type[Any]] = {}
_lock = threading.RLock()
_asked: set[str] = set()


def add(slug: str, kind: type[Any]) -> None:
    """Take a class in; one that is defined anew takes the place of the former.

    One that has its type from the class it is derived from does not: blocks of the type stay what they are.
    """
    if slug not in _classes or not issubclass(kind, _classes[slug]):
        _classes[slug] = kind


def find(slug: str) -> type[Any] | None:
    """Return the class of a type of blocks; None where no class is known."""
    if slug not in _classes and slug in OURS:
        import_module(OURS[slug])
    if slug not in _classes:
        load_packages()
    return _classes.get(slug)


def load_packages() -> None:
    """Import what installed packages and LEGATO_EXTRA_ENTRYPOINTS name, each once; what is broken is warned of."""
    with _lock:
        for entry in (*entry_points(group=GROUP), *_extra()):
            if entry.value not in _asked:
                _asked.add(entry.value)
                _load(entry)


def _load(entry: EntryPoint) -> None:
    try:
        entry.load()
    except Exception as error:
        text = f"The blocks of {entry.value!r} cannot be used: {type(error).__name__}: {error}"
        warnings.warn(text, stacklevel=2)


def _extra() -> list[EntryPoint]:
    return [EntryPoint(name=text, value=text, group=GROUP) for text in LEGATO_EXTRA_ENTRYPOINTS.value()]
