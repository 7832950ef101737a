"""Images with the code of deployments, built and pushed by the program `docker`."""

from __future__ import annotations

import re
import subprocess
import sys
import tempfile
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from legato import clock
from legato.exceptions import ImageError
from legato.schemas.work_pools import WorkPool

_REFERENCE = re.compile(r"[a-z0-9][\w.:/@-]*")
_OPTIONS: dict[str, Callable[[Any], list[str]]] = {
    "buildargs": lambda given: [f"--build-arg={name}={value}" for name, value in given.items()],
    "labels": lambda given: [f"--label={name}={value}" for name, value in given.items()],
    "network_mode": lambda given: [f"--network={given}"],
    "nocache": lambda given: ["--no-cache"] if given else [],
    "platform": lambda given: [f"--platform={given}"],
    "pull": lambda given: ["--pull"] if given else [],
    "target": lambda given: [f"--target={given}"],
}


class DeploymentImage:
    """An image for deployments: `dockerfile` is a file, or `auto` for one with all that is in the current folder.

    Further options are those of a build: `context`, `buildargs`, `labels`, `network_mode`, `nocache`, `platform`,
    `pull`, `target`.

    Raises:
        TypeError, ValueError: the name is none of an image, or an option is unknown.
    """

    def __init__(self, name: str, tag: str | None = None, dockerfile: str | Path = "auto", **build_kwargs: Any) -> None:
        self.name, own = _parted(name)
        if own and tag:
            raise ValueError(f"Only one tag can be provided - both {own!r} and {tag!r} were provided as tags.")
        self.tag = tag or own or re.sub(r"[^0-9a-z]+", "-", clock.now().isoformat().lower())
        self.dockerfile, self.build_kwargs = dockerfile, build_kwargs
        if not _REFERENCE.fullmatch(self.reference):
            raise ValueError(f"{self.reference!r} is no name of an image.")
        if unknown := build_kwargs.keys() - {*_OPTIONS, "context", "path"}:
            raise TypeError(f"An image is built without the option {', '.join(sorted(unknown))}.")

    @property
    def reference(self) -> str:
        """The name with the tag."""
        return f"{self.name}:{self.tag}"

    def build(self) -> None:
        """Build the image.

        Raises:
            ImageError: docker is not there, or says why not.
        """
        given = dict(self.build_kwargs)
        context = str(given.pop("context", None) or given.pop("path", None) or ".")
        options = [word for name, value in given.items() for word in _OPTIONS[name](value)]
        with tempfile.TemporaryDirectory(prefix="legato-image-") as place:
            file = Path(self.dockerfile)
            if self.dockerfile == "auto":
                file = Path(place) / "Dockerfile"
                file.write_text(_usual(Path(context)))
            elif not file.is_file():
                raise ImageError(f"There is no file {file} to build an image by.")
            _docker("build", f"--tag={self.reference}", f"--file={file}", *options, "--", context)

    def push(self) -> None:
        """Push the image to its registry.

        Raises:
            ImageError: docker is not there, or says why not.
        """
        _docker("push", "--", self.reference)


def takes_images(pool: WorkPool) -> bool:
    """Tell whether the workers of a pool start runs from images."""
    properties = pool.base_job_template.get("variables", {}).get("properties", {})
    return "image" in properties


def _parted(name: str) -> tuple[str, str | None]:
    """Return the name of an image and its tag; a port of the registry is no tag."""
    stem, colon, tag = name.rpartition(":")
    return (stem, tag) if colon and "/" not in tag else (name, None)


def _usual(context: Path) -> str:
    """Return how an image with all that is in a folder is built."""
    folder = f"/opt/legato/{context.resolve().name}"
    lines = [
        f"FROM python:{sys.version_info.major}.{sys.version_info.minor}-slim",
        f"RUN pip install --no-cache-dir legato=={version('legato')}",
        f"WORKDIR {folder}",
    ]
    if (context / "requirements.txt").is_file():
        lines += ["COPY requirements.txt .", "RUN pip install --no-cache-dir -r requirements.txt"]
    return "\n".join([*lines, "COPY . .", ""])


def _docker(*arguments: str) -> None:
    try:
        done = subprocess.run(["docker", *arguments], stdin=subprocess.DEVNULL, check=False)
    except FileNotFoundError:
        raise ImageError("Images are built and pushed with docker, which is not installed.") from None
    if done.returncode != 0:
        raise ImageError(f"docker {arguments[0]} did not succeed: it ended with exit code {done.returncode}.")
