"""Containers of docker as infrastructure."""

from __future__ import annotations

import json
import re
import sys
from enum import StrEnum
from importlib.metadata import version
from typing import Any, Literal

from pydantic import Field, SecretStr, field_validator

from legato.blocks.core import Block
from legato.infrastructure.base import Infrastructure, InfrastructureResult


class ImagePullPolicy(StrEnum):
    """Whether an image is pulled that may be there."""

    IF_NOT_PRESENT = "IF_NOT_PRESENT"
    ALWAYS = "ALWAYS"
    NEVER = "NEVER"


class DockerRegistry(Block):
    """Who logs in at a registry of images."""

    _block_type_name = "Docker Registry"
    _block_schema_capabilities = ["docker-login"]

    username: str = Field(description="Who logs in.")
    password: SecretStr = Field(description="The password, or a token.")
    registry_url: str = Field(description="The address of the registry, such as `registry.hub.docker.com`.")
    reauth: bool = Field(True, description="Whether to log in again where somebody has.")


class DockerContainerResult(InfrastructureResult):
    """How a container ended."""


def default_image() -> str:
    """Return the image in which runs are executed unless told otherwise."""
    return f"legato:{version('legato')}-python{sys.version_info.major}.{sys.version_info.minor}"


class DockerContainer(Infrastructure):
    """Flow runs in containers of docker.

    Example:
        ```python
        from legato.infrastructure import DockerContainer

        DockerContainer(image="registry.example/flows:1").save("box")
        ```
    """

    _block_type_name = "Docker Container"
    _worker_type = "docker"

    type: Literal["docker-container"] = "docker-container"
    image: str = Field(default_factory=default_image, description="The image to start.")
    image_pull_policy: ImagePullPolicy | None = Field(None, description="Whether an image is pulled that may be there.")
    image_registry: DockerRegistry | None = Field(None, description="The registry of the image, if it is closed.")
    networks: list[str] = Field([], description="The networks that the container is part of.")
    network_mode: str | None = Field(None, description="Its network, such as `host`, in the place of `networks`.")
    auto_remove: bool = Field(False, description="Whether it is removed when it has ended.")
    volumes: list[str] = Field([], description="Folders that it sees, as `local:there`.")
    stream_output: bool = Field(True, description="Whether its output is shown here.")
    memswap_limit: int | str | None = Field(None, description="How much memory and swap it may use.")
    mem_limit: float | str | None = Field(None, description="How much memory it may use, such as `512m`.")
    privileged: bool = Field(False, description="Whether it may do what the machine may.")

    @field_validator("volumes")
    @classmethod
    def check_volume_format(cls, volumes: list[str]) -> list[str]:
        """Refuse volumes that say not where they are seen.

        Raises:
            ValueError: one has no colon.
        """
        for volume in volumes:
            if ":" not in volume:
                raise ValueError(f"Invalid volume specification. Expected format 'path:container_path', got {volume!r}")
        return volumes

    @field_validator("labels")
    @classmethod
    def convert_labels_to_docker_format(cls, labels: dict[str, str]) -> dict[str, str]:
        """Return labels with names as docker has them."""
        return {_label(name): value for name, value in labels.items()}

    def settings(self) -> dict[str, Any]:
        """Return how the container is made, as docker's API says it."""
        labels = {**self.labels, "io.prefect.version": version("legato")}
        made: dict[str, Any] = {
            "image": self.image,
            "command": self.command or self.default_command(),
            "environment": self.environment(),
            "labels": {_label(name): value for name, value in labels.items()},
            "name": None if self.name is None else re.sub(r"[^a-zA-Z0-9_.-]+", "-", self.name).strip("-._"),
            "network": None if self.network_mode or not self.networks else self.networks[0],
            "network_mode": self.network_mode,
            "auto_remove": self.auto_remove,
            "volumes": self.volumes,
            "mem_limit": self.mem_limit,
            "memswap_limit": self.memswap_limit,
            "privileged": self.privileged,
        }
        return {name: value for name, value in made.items() if value is not None}

    def preview(self) -> str:
        """Return how the container would be made."""
        return json.dumps(self.settings(), indent=2)


def _label(name: str) -> str:
    """Return `prefect.io/flow-name` as `io.prefect.flow-name`; other names stay."""
    place, slash, rest = name.partition("/")
    return ".".join([*reversed(place.split(".")), rest]).lower() if slash else name
