"""Messages by the services that apprise knows, which is loaded when the first is sent."""

from __future__ import annotations

import logging
import warnings
from contextlib import nullcontext
from importlib import import_module
from typing import Any, NamedTuple

from legato.notify import guard

_LOCAL = frozenset({"dbus", "file", "glib", "gnome", "kde", "macosx", "qt", "syslog", "windows"})
"""Schemes of messages to this very machine."""


class Message(NamedTuple):
    """What is sent, and how urgent it looks: `info`, `success`, `warning` or `failure`."""

    body: str
    subject: str | None
    kind: str


def send_by(plugin: str, arguments: dict[str, Any], message: Message) -> str | None:
    """Send a message by a class of apprise, named as `module.Class`; return what went wrong, or None."""
    try:
        made = _kind(plugin)(**arguments, asset=_asset())
    except TypeError as error:  # it repeats what does not fit, be it a secret
        return _without(str(error), arguments)
    return _sent(made, message)


def _kind(plugin: str) -> Any:
    module, _, name = plugin.rpartition(".")
    return getattr(import_module(f"apprise.plugins.{module}"), name)


def _without(text: str, arguments: dict[str, Any]) -> str:
    for value in arguments.values():
        if isinstance(value, str) and value:
            text = text.replace(value, "********")
    return text


def send_to(
    url: str, message: Message, *, plugin: str = "", allow_private: bool = True, **arguments: Any
) -> str | None:
    """Send a message to an address, that of a service or one of apprise's own; return what went wrong, or None.

    `plugin` is the class of apprise that it is most likely for: looking through all of them takes seconds.

    Raises:
        AddressRefused: the address is private, and those are not allowed.
    """
    scheme = url.partition("://")[0].lower()
    if not allow_private:
        if scheme in ("http", "https"):
            guard.check(url)
        elif scheme in _LOCAL:
            guard.refuse(f"Messages with {scheme!r} stay on this machine, and are not sent.")
    made = _made(url, plugin, arguments)
    if made is None:
        return "The address is none of a service that is known."
    with nullcontext() if allow_private else guard.only_public():
        return _sent(made, message)


def _apprise() -> Any:
    return import_module("apprise")


def _made(url: str, plugin: str, arguments: dict[str, Any]) -> Any:
    native = _kind(plugin).parse_native_url(url) if plugin else None
    if native:
        return _kind(plugin)(**{**native, **arguments}, asset=_asset())
    parsed = _parsed(url)
    return None if parsed is None else _apprise().Apprise.instantiate({**parsed, **arguments}, asset=_asset())


def _parsed(url: str) -> dict[str, Any] | None:
    """Return what apprise reads from an address; unlike apprise, without logging one that it does not know."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # it looks through libraries that are not ours
        plugins = import_module("apprise.manager_plugins").NotificationManager()
        plugins.load_modules()
    scheme = url.partition("://")[0].lower()
    found = next(filter(None, (plugin.parse_native_url(url) for plugin in plugins.plugins())), None)
    if found is None and scheme in plugins:
        found = plugins[scheme].parse_url(url)
    return dict(found) if found else None


def _asset() -> Any:
    # Not async: it would be in other threads, where the guard does not look.
    return _apprise().AppriseAsset(app_id="Legato", app_desc="Legato notifications", app_url="", async_mode=False)


def _sent(plugin: Any, message: Message) -> str | None:
    apprise = _apprise()
    sender = apprise.Apprise(asset=_asset())
    sender.add(plugin)
    with apprise.LogCapture(level=logging.WARNING) as log:
        is_sent = sender.notify(body=message.body, title=message.subject or "", notify_type=message.kind)
        told = log.getvalue().strip()
    return None if is_sent else (told or "The service did not take the message.")
