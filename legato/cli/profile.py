"""`legato profile`."""

from __future__ import annotations

import click

from legato.cli.output import confirm, output_option, show_json, succeed, yes_option
from legato.settings import SETTINGS, Profile, active_profile_name, load_profiles, save_profiles


@click.group("profile")
def command() -> None:
    """Keep several sets of settings."""


@command.command("ls")
@output_option
def list_profiles(output: str | None) -> None:
    """List the profiles; the active one has a star."""
    active, names = active_profile_name(), sorted(profile.name for profile in load_profiles())
    if output == "json":
        show_json({"active": active, "profiles": names})
        return
    for name in names:
        click.echo(f"{'*' if name == active else ' '} {name}")


@command.command("create")
@click.argument("name")
@click.option("--from", "source", metavar="NAME", help="Take the settings of this profile over.")
def create(name: str, source: str | None) -> None:
    """Make a profile."""
    profiles = load_profiles()
    profiles.add(Profile(name, profiles[source].settings if source else None))
    save_profiles(profiles)
    succeed(f"Made profile {name!r}. Use it with: legato profile use '{name}'")


@command.command("use")
@click.argument("name")
def use(name: str) -> None:
    """Make a profile the active one."""
    profiles = load_profiles()
    profiles.active = profiles[name].name
    save_profiles(profiles)
    succeed(f"Profile {name!r} is active.")


@command.command("inspect")
@click.argument("name", required=False)
@output_option
def inspect(name: str | None, output: str | None) -> None:
    """Show the settings of a profile, by default the active one."""
    profile = load_profiles()[name or active_profile_name()]
    secret = {key for key in profile.settings if key in SETTINGS and SETTINGS[key].is_secret}
    values = {key: "********" if key in secret else text for key, text in profile.settings.items()}
    if output == "json":
        show_json({"name": profile.name, "settings": values})
        return
    if not values:
        click.echo(f"Profile {profile.name!r} is empty.")
    for key, text in values.items():
        click.echo(f"{key}='{text}'")


@command.command("rename")
@click.argument("name")
@click.argument("new_name")
def rename(name: str, new_name: str) -> None:
    """Give a profile another name."""
    profiles = load_profiles()
    profiles.rename(name, new_name)
    save_profiles(profiles)
    succeed(f"Profile {name!r} is now {new_name!r}.")


@command.command("delete")
@click.argument("name")
@yes_option
def delete(name: str, yes: bool) -> None:
    """Delete a profile."""
    profiles = load_profiles()
    profiles.remove(name)
    if not yes:
        confirm(f"Delete profile {name!r}?")
    save_profiles(profiles)
    succeed(f"Deleted profile {name!r}.")
