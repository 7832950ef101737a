"""The documentation says what the code declares, and its links lead somewhere."""

import re
import subprocess
import sys
from pathlib import Path

import pytest

from legato.orchestration.policy import FLOW_POLICY, FORCED_FLOW_POLICY, FORCED_TASK_POLICY, TASK_POLICY

ROOT = Path(__file__).parents[2]
PAGES = [*ROOT.glob("*.md"), *(ROOT / "docs").rglob("*.md")]


def test_reference_pages_are_up_to_date() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/reference", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_clients_have_a_method_for_every_operation() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/client", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


def test_the_server_knows_our_classes_of_blocks_as_they_are() -> None:
    done = subprocess.run(
        [sys.executable, "scripts/blocks", "--check"], cwd=ROOT, capture_output=True, text=True, check=False
    )
    assert done.returncode == 0, done.stderr


@pytest.mark.parametrize("page", PAGES, ids=lambda page: str(page.relative_to(ROOT)))
def test_links_lead_somewhere(page: Path) -> None:
    links = re.findall(r"\]\((?!https?:)([^)#]+)", page.read_text())
    assert [link for link in links if not (page.parent / link).exists()] == []


@pytest.mark.parametrize("policy", [FLOW_POLICY, TASK_POLICY, FORCED_FLOW_POLICY, FORCED_TASK_POLICY])
def test_every_rule_is_a_sentence(policy: object) -> None:
    for *_, rule, _ in policy.lines:  # type: ignore[attr-defined]
        assert rule.__doc__
        assert rule.__doc__.strip().endswith(".")
        assert "\n" not in rule.__doc__.strip()


def test_architecture_fits_on_a_few_pages() -> None:
    assert len((ROOT / "ARCHITECTURE.md").read_text().splitlines()) <= 150
