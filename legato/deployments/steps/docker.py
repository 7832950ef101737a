"""Steps that build images and push them."""

from __future__ import annotations

from typing import Any

from legato.deployments.images import DeploymentImage
from legato.either_way import either_way, twin


@either_way
def build_docker_image(
    image_name: str, dockerfile: str = "Dockerfile", tag: str | None = None, push: bool = False, **build_kwargs: Any
) -> dict[str, str]:
    """Build an image by a file, or with `auto` one with all that is in the current folder; tell what it is called.

    Raises:
        ImageError: docker is not there, or says why not.
        TypeError, ValueError: the name is none of an image, or an option is unknown.
    """
    image = DeploymentImage(image_name, tag, dockerfile, **build_kwargs)
    image.build()
    if push:
        image.push()
    return {"image_name": image.name, "tag": image.tag, "image": image.reference}


abuild_docker_image = twin(build_docker_image)


@either_way
def push_docker_image(image_name: str, tag: str | None = None) -> dict[str, str]:
    """Push an image to its registry; tell what it is called.

    Raises:
        ImageError: docker is not there, or says why not.
    """
    image = DeploymentImage(image_name, tag)
    image.push()
    return {"image_name": image.name, "tag": image.tag, "image": image.reference}


apush_docker_image = twin(push_docker_image)
