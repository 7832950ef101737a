"""`legato init`."""

from __future__ import annotations

from pathlib import Path

import click

from legato.cli.output import can_ask, fail, succeed
from legato.deployments.project import FILES, find_project
from legato.deployments.recipes import RECIPES, Recipe, recipe_called, written
from legato.deployments.steps.push import IGNORE_FILES

_IGNORED = """\
# What is not copied to storage with the code, in the manner of .gitignore.
.git/
.legato/
.venv/
venv/
__pycache__/
*.py[co]
.env
"""


@click.command("init")
@click.option("--name", help="What the project is called; by default as its folder.")
@click.option("--recipe", metavar="RECIPE", help=f"How workers get the code: {', '.join(RECIPES)}.")
@click.option("--field", "-f", multiple=True, metavar="NAME=VALUE", help="A field of the recipe.")
def command(name: str | None, recipe: str | None, field: tuple[str, ...]) -> None:
    """Write a project file for this folder, which `legato deploy` reads."""
    if (there := find_project()) is not None:
        fail(f"There is a project file already: {there}.")
    if recipe is None and can_ask():
        for one, what in RECIPES.items():
            click.echo(f"  {one:<14}{what.description}")
        recipe = click.prompt("How do workers get the code?", type=click.Choice(list(RECIPES)), default="local")
    try:
        chosen = recipe_called(recipe or "local")
        values = _asked(chosen, dict(_field(text) for text in field))
        text = written(chosen, name or Path.cwd().name, values)
    except ValueError as error:
        fail(str(error))
    made = [FILES[0]]
    Path(FILES[0]).write_text(text, encoding="utf-8")
    if not any(Path(one).exists() for one in IGNORE_FILES):
        Path(IGNORE_FILES[0]).write_text(_IGNORED, encoding="utf-8")
        made.append(IGNORE_FILES[0])
    succeed(f"Written: {', '.join(made)}. Name your flow in {FILES[0]}, then run `legato deploy --plan`.")


def _field(text: str) -> tuple[str, str]:
    name, sign, value = text.partition("=")
    if not sign or not name:
        raise ValueError(f"{text!r} is not NAME=VALUE, such as --field branch=main.")
    return name, value


def _asked(recipe: Recipe, values: dict[str, str]) -> dict[str, str]:
    """Return the values of fields, with those that are missing asked for, where there is somebody to be asked."""
    missing = [name for name, default in recipe.fields.items() if default is None and name not in values]
    return values | {name: click.prompt(name) for name in missing} if can_ask() else values
