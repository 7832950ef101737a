"""Recipes: project files to start from, for each way in which workers may get the code."""

from __future__ import annotations

from collections.abc import Mapping
from difflib import get_close_matches
from pathlib import Path
from typing import NamedTuple

from legato.deployments.project import FILES, find_project
from legato.deployments.steps.push import IGNORE_FILES
from legato.exceptions import InvalidNameError

_HEAD = """\
# What is deployed from this folder, and how: by `legato deploy`; `legato deploy --plan` shows what would change.

name: {name}
"""

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

_NO_BUILD = """
# Steps that are run first, for example to build an image.
build: []
"""

_NO_PUSH = """
# Steps that put the code where workers can get it.
push: []
"""

_BUILD_IMAGE = """
# An image with the code is built,
build:
- legato.deployments.steps.build_docker_image:
    id: image
    image_name: {image_name}
    tag: {tag}
    dockerfile: auto
"""

_PUSH_IMAGE = """
# and pushed to its registry.
push:
- legato.deployments.steps.push_docker_image:
    image_name: "{{{{ image.image_name }}}}"
    tag: "{{{{ image.tag }}}}"
"""

_PULL_LOCAL = """
# Workers on this machine go to this folder.
pull:
- legato.deployments.steps.set_working_directory:
    directory: {directory}
"""

_PULL_GIT = """
# Workers clone the repository.
pull:
- legato.deployments.steps.git_clone:
    repository: {repository}
    branch: {branch}
    # For a private repository: a token, saved as a Secret block.
    # access_token: "{{{{ legato.blocks.secret.NAME }}}}"
"""

_PULL_IN_IMAGE = """
# Workers find the code in the image.
pull:
- legato.deployments.steps.set_working_directory:
    directory: {in_image}
"""

_PUSH_STORAGE = """
# The code is copied to storage,
push:
- legato.deployments.steps.push_to_remote_storage:
    requires: {library}
    url: {url}
"""

_PULL_STORAGE = """
# from which workers copy it.
pull:
- legato.deployments.steps.pull_from_remote_storage:
    requires: {library}
    url: {url}
"""

_DEPLOYMENTS = """
deployments:
- name: default
  entrypoint: flows.py:my_flow       # path/to/file.py:function
  description: null                  # by default the flow's docstring
  tags: []
  parameters: {{}}
  schedules: []                      # such as: - cron: "0 6 * * *"
  work_pool:
    name: null                       # by default that of the profile
    work_queue_name: null
    job_variables: {variables}
"""


class Recipe(NamedTuple):
    """A way in which workers get the code: what it is, the parts of the file, and the fields in it with defaults."""

    description: str
    parts: tuple[str, ...]
    fields: dict[str, str | None]


def _of_storage(name: str, scheme: str, library: str) -> Recipe:
    fields = {"bucket": None, "folder": ".", "scheme": scheme, "library": library}
    return Recipe(f"The code is copied to {name}.", (_NO_BUILD, _PUSH_STORAGE, _PULL_STORAGE), fields)


def _with_image(recipe: Recipe) -> Recipe:
    """Return a recipe whose runs are executed in an image without the code, which they get as the recipe says."""
    build = _BUILD_IMAGE.replace("with the code is built,", "is built and pushed.") + "    push: true\n"
    parts = (build, *(part for part in recipe.parts if part is not _NO_BUILD))
    return Recipe(f"Runs are executed in an image. {recipe.description}", parts, {**_IMAGE, **recipe.fields})


_IMAGE: dict[str, str | None] = {"image_name": None, "tag": "latest"}
_LOCAL = Recipe("Workers on this machine use this folder.", (_NO_BUILD, _NO_PUSH, _PULL_LOCAL), {"directory": "."})
_GIT = Recipe(
    "Workers clone a repository of git.", (_NO_BUILD, _NO_PUSH, _PULL_GIT), {"repository": None, "branch": "main"}
)
_S3, _GCS, _AZURE = (
    _of_storage("AWS S3", "s3", "s3fs"),
    _of_storage("Google Cloud Storage", "gs", "gcsfs"),
    _of_storage("Azure Blob Storage", "abfs", "adlfs"),
)

RECIPES: dict[str, Recipe] = {
    "local": _LOCAL,
    "git": _GIT,
    "docker": Recipe("The code is part of an image.", (_BUILD_IMAGE, _PUSH_IMAGE, _PULL_IN_IMAGE), _IMAGE),
    "docker-git": _with_image(_GIT),
    "s3": _S3,
    "gcs": _GCS,
    "azure": _AZURE,
    "docker-s3": _with_image(_S3),
    "docker-gcs": _with_image(_GCS),
    "docker-azure": _with_image(_AZURE),
}
"""The recipes by name."""


def recipe_called(name: str) -> Recipe:
    """Return the recipe of a name.

    Raises:
        InvalidNameError: there is none.
    """
    if name not in RECIPES:
        near = get_close_matches(name, RECIPES, n=1)
        hint = f" Did you mean {near[0]!r}?" if near else ""
        raise InvalidNameError(f"There is no recipe {name!r}.{hint} There are: {', '.join(RECIPES)}.")
    return RECIPES[name]


def written(recipe: Recipe, name: str, values: Mapping[str, str]) -> str:
    """Return the project file that a recipe makes.

    Raises:
        ValueError: a field has no value, or there is none of that name.
    """
    if unknown := values.keys() - recipe.fields.keys():
        known = ", ".join(recipe.fields)
        raise ValueError(f"The recipe has no field {', '.join(sorted(unknown))}. It has: {known}.")
    filled = {field: values.get(field) or default for field, default in recipe.fields.items()}
    if missing := [field for field, value in filled.items() if value is None]:
        raise ValueError(f"The recipe needs {', '.join(missing)}: give each as --field NAME=VALUE.")
    said = {field: str(value) for field, value in filled.items()} | {"name": name}
    here = Path.cwd().name
    said["in_image"] = f"/opt/legato/{here}"
    if "directory" in said:
        said["directory"] = str(Path(said["directory"]).expanduser().resolve())
    if "scheme" in said:
        folder = here if said["folder"] == "." else said["folder"]
        said["url"] = f"{said['scheme']}://{said['bucket']}/{folder}"
    quoted = {field: _quoted(value) for field, value in said.items()}
    quoted["variables"] = '{image: "{{ image.image }}"}' if "image_name" in said else "{}"
    return "".join(part.format(**quoted) for part in (_HEAD, *recipe.parts, _DEPLOYMENTS))


def _quoted(text: str) -> str:
    """Return a text as YAML reads it as one."""
    import yaml

    return str(yaml.safe_dump(text, default_flow_style=True, width=10_000)).removesuffix("\n").removesuffix("\n...")


def initialize_project(
    name: str | None = None, recipe: str | None = None, inputs: Mapping[str, str] | None = None
) -> list[str]:
    """Write a project file into the current folder, and return the names of the files that are new.

    Raises:
        FileExistsError: there is a project file.
        InvalidNameError: there is no such recipe.
        ValueError: one of its fields has no value, or there is none of that name.
    """
    if (there := find_project()) is not None:
        raise FileExistsError(f"There is a project file already: {there}.")
    texts = {FILES[0]: written(recipe_called(recipe or "local"), name or Path.cwd().name, inputs or {})}
    if not any(Path(one).exists() for one in IGNORE_FILES):
        texts[IGNORE_FILES[0]] = _IGNORED
    for file, text in texts.items():
        Path(file).write_text(text, encoding="utf-8")
    return list(texts)
