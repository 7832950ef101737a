"""How to reach a Kubernetes cluster."""

from __future__ import annotations

import os
from pathlib import Path
from typing import Any, Self

from pydantic import Field, field_validator

from legato.blocks.core import Block
from legato.either_way import either_way, twin


class KubernetesClusterConfig(Block):
    """How to reach a Kubernetes cluster, as a kubeconfig file says it.

    Example:
        ```python
        from legato.blocks.kubernetes import KubernetesClusterConfig

        KubernetesClusterConfig.from_file("~/.kube/config").save("cluster")
        ```
    """

    _block_type_name = "Kubernetes Cluster Config"

    config: dict[str, Any] = Field(description="What is in the kubeconfig file.")
    context_name: str = Field(description="Which of its contexts is meant.")

    @field_validator("config", mode="before")
    @classmethod
    def _read(cls, value: Any) -> Any:
        """Take YAML as well."""
        if isinstance(value, str):
            import yaml

            return yaml.safe_load(value)
        return value

    @classmethod
    @either_way
    def from_file(cls, path: str | Path | None = None, context_name: str | None = None) -> Self:
        """Read a kubeconfig file, by default that of this user; the context is by default the current one.

        Raises:
            FileNotFoundError: there is no such file.
            ValueError: it has no such context.
        """
        import yaml

        usual = os.environ.get("KUBECONFIG", "~/.kube/config").partition(os.pathsep)[0]
        place = Path(usual if path is None else path).expanduser()
        config = yaml.safe_load(place.read_text()) or {}
        names = [context["name"] for context in config.get("contexts") or ()]
        name = context_name or config.get("current-context")
        if name not in names:
            raise ValueError(f"{place} has no context {name!r}; its contexts are: {', '.join(names) or 'none'}.")
        return cls(config=config, context_name=str(name))

    afrom_file = twin(from_file)

    def get_api_client(self) -> Any:
        """Return a client of the library `kubernetes` for this cluster.

        Raises:
            ImportError: the library is not installed.
        """
        return self._config_of_library().new_client_from_config_dict(self.config, context=self.context_name)

    def configure_client(self) -> None:
        """Let the clients of the library `kubernetes` that are made from now on be for this cluster.

        Raises:
            ImportError: the library is not installed.
        """
        self._config_of_library().load_kube_config_from_dict(self.config, context=self.context_name)

    def _config_of_library(self) -> Any:
        from importlib import import_module

        try:
            return import_module("kubernetes.config")
        except ImportError:
            text = "Clusters are reached with the library `kubernetes`: run `pip install kubernetes`."
            raise ImportError(text) from None
