"""Steps that bring code to a worker: those by which git would run what it is given are refused."""

from __future__ import annotations

from typing import Any

from legato.git_names import is_plain_address, is_reference
from legato.server.refusals import misfit

_CLONES = ("git_clone", "git_clone_project")
_REFERENCES = ("branch", "commit_sha")


def check_pull_steps(steps: list[dict[str, Any]] | None) -> None:
    """Refuse steps that clone from what is no plain address; templates are checked where they are filled in.

    Raises:
        RequestInvalid: there is such a step.
    """
    for index, step in enumerate(steps or ()):
        for name, inputs in step.items():
            if name.rpartition(".")[2] in _CLONES and isinstance(inputs, dict):
                _check_clone(["body", "pull_steps", index, name], inputs)


def _check_clone(place: list[str | int], inputs: dict[str, Any]) -> None:
    if not is_plain_address(_plain(inputs, "repository")):
        raise misfit([*place, "repository"], "Git would take this for more than the address of a repository.")
    for name in _REFERENCES:
        if (text := _plain(inputs, name)) and not is_reference(text):
            raise misfit([*place, name], f"{text!r} is neither a branch nor a tag nor a commit.")
    if (text := _plain(inputs, "directory")).startswith("-"):
        raise misfit([*place, "directory"], f"{text!r} is no folder, but an option.")


def _plain(inputs: dict[str, Any], name: str) -> str:
    """Return a text among the inputs, or nothing where there is none or it is a template."""
    value = inputs.get(name)
    return value if isinstance(value, str) and "{{" not in value else ""
