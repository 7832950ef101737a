"""`legato init`."""

from __future__ import annotations

import click

from legato.cli.output import can_ask, fail, succeed
from legato.deployments.recipes import RECIPES, Recipe, initialize_project, recipe_called


@click.command("init")
@click.option("--name", help="What the project is called; by default as its folder.")
@click.option("--recipe", metavar="RECIPE", help=f"How workers get the code: {', '.join(RECIPES)}.")
@click.option("--field", "-f", multiple=True, metavar="NAME=VALUE", help="A field of the recipe.")
def command(name: str | None, recipe: str | None, field: tuple[str, ...]) -> None:
    """Write a project file for this folder, which `legato deploy` reads."""
    if recipe is None and can_ask():
        for one, what in RECIPES.items():
            click.echo(f"  {one:<14}{what.description}")
        recipe = click.prompt("How do workers get the code?", type=click.Choice(list(RECIPES)), default="local")
    try:
        values = _asked(recipe_called(recipe or "local"), dict(_field(text) for text in field))
        made = initialize_project(name, recipe, values)
    except (FileExistsError, ValueError) as error:
        fail(str(error))
    succeed(f"Written: {', '.join(made)}. Name your flow in {made[0]}, then run `legato deploy --plan`.")


def _field(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise ValueError(f"{text!r} is not NAME=VALUE, such as --field branch=main.")
    return name, value


def _asked(recipe: Recipe, values: dict[str, str]) -> dict[str, str]:
    """Return the values of fields, with those that are missing asked for, where there is somebody to be asked."""
    missing = [name for name, default in recipe.fields.items() if default is None and name not in values]
    return values | {name: click.prompt(name) for name in missing} if can_ask() else values
