"""How to reach a Kubernetes cluster."""

import sys
from pathlib import Path

import pytest

from legato.blocks.kubernetes import KubernetesClusterConfig

KUBECONFIG = """
apiVersion: v1
kind: Config
current-context: home
clusters: [{name: c, cluster: {server: "http://127.0.0.1:9"}}]
users: [{name: u, user: {token: abc}}]
contexts:
  - {name: home, context: {cluster: c, user: u}}
  - {name: away, context: {cluster: c, user: u}}
"""


@pytest.fixture
def path(tmp_path: Path) -> Path:
    """A kubeconfig file."""
    path = tmp_path / "config"
    path.write_text(KUBECONFIG)
    return path


def test_a_file_is_read(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert KubernetesClusterConfig.from_file(path).context_name == "home"
    monkeypatch.setenv("KUBECONFIG", str(path))
    block = KubernetesClusterConfig.from_file(context_name="away")
    block.save("cluster")
    loaded = KubernetesClusterConfig.load("cluster")
    assert (loaded.context_name, loaded.config["users"][0]["user"]["token"]) == ("away", "abc")
    assert KubernetesClusterConfig(config=KUBECONFIG, context_name="home").config == loaded.config  # type: ignore[arg-type]


def test_what_is_not_there_is_named(path: Path, tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="its contexts are: home, away"):
        KubernetesClusterConfig.from_file(path, "nowhere")
    with pytest.raises(FileNotFoundError):
        KubernetesClusterConfig.from_file(tmp_path / "nothing")


def test_the_library_is_asked_for_when_it_is_needed(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "kubernetes", None)
    with pytest.raises(ImportError, match="pip install kubernetes"):
        KubernetesClusterConfig.from_file(path).get_api_client()
