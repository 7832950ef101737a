"""`legato config`."""

from __future__ import annotations

from difflib import get_close_matches
from typing import Any

import click

from legato.cli.output import fail, output_option, show_json, succeed
from legato.exceptions import SettingError
from legato.settings import SETTINGS, Setting, active_profile_name, load_profiles, save_profiles

_FIXED = {"LEGATO_HOME", "LEGATO_PROFILES_PATH"}
_HIDDEN = "********"


@click.group("config")
def command() -> None:
    """Look at settings and change them in the active profile."""


def find_setting(name: str) -> Setting[Any]:
    """Return the setting of that name.

    Raises:
        SettingError: there is none.
    """
    setting = SETTINGS.get(name)
    if setting is None:
        near = get_close_matches(name, SETTINGS, n=1)
        hint = f" Did you mean {near[0]}?" if near else ""
        raise SettingError(f"Unknown setting name {name!r}.{hint}")
    return setting


@command.command("view")
@click.option("--show-defaults/--hide-defaults", default=False, help="Show settings that nobody set, too.")
@click.option("--show-sources/--hide-sources", default=True, help="Show where each value comes from.")
@click.option("--show-secrets/--hide-secrets", default=False, help="Show the values of secret settings.")
@output_option
def view(show_defaults: bool, show_sources: bool, show_secrets: bool, output: str | None) -> None:
    """Show the settings in force."""
    rows: dict[str, tuple[str, str]] = {}
    for name, setting in SETTINGS.items():
        value, source = setting.value_and_source()
        if source == "default" and not show_defaults:
            continue
        hidden = setting.is_secret and value is not None and not show_secrets
        rows[name] = (_HIDDEN if hidden else str(value), source)
    if output == "json":
        values = {name: {"value": value, "source": source} for name, (value, source) in rows.items()}
        show_json({"profile": active_profile_name(), "settings": values})
        return
    click.secho(f"LEGATO_PROFILE='{active_profile_name()}'", bold=True)
    for name, (value, source) in rows.items():
        click.echo(f"{name}='{value}'" + (f" (from {source})" if show_sources else ""))


@command.command("set")
@click.argument("settings", nargs=-1, required=True, metavar="NAME=VALUE...")
def set_values(settings: tuple[str, ...]) -> None:
    """Give settings values in the active profile."""
    changes = {}
    for text in settings:
        name, equals, value = text.partition("=")
        if not equals:
            fail(f"Give a setting as NAME=VALUE, not {text!r}.")
        if name in _FIXED:
            fail(f"{name} says where the profiles are, so it cannot be set in one: set it in the environment.")
        find_setting(name).parse(value)
        changes[name] = value
    profiles = load_profiles()
    profile = profiles[active_profile_name()]
    profile.settings.update(changes)
    save_profiles(profiles)
    succeed(f"Set {', '.join(changes)} in profile {profile.name!r}.")


@command.command("unset")
@click.argument("settings", nargs=-1, required=True, metavar="NAME...")
def unset_values(settings: tuple[str, ...]) -> None:
    """Take settings out of the active profile, so that they have their defaults again."""
    profiles = load_profiles()
    profile = profiles[active_profile_name()]
    for name in settings:
        if name not in profile.settings:
            find_setting(name)
            fail(f"{name} is not set in profile {profile.name!r}.")
    for name in settings:
        del profile.settings[name]
    save_profiles(profiles)
    succeed(f"Unset {', '.join(settings)} in profile {profile.name!r}.")


@command.command("validate")
def validate() -> None:
    """Check every value of every profile."""
    problems = []
    for profile in load_profiles():
        for name, text in profile.settings.items():
            try:
                find_setting(name).parse(text)
            except SettingError as error:
                problems.append(f"Profile {profile.name!r}: {error}")
    for setting in SETTINGS.values():
        setting.value()
    if problems:
        fail("\n".join(problems))
    succeed("All settings are valid.")
