"""Two commands and no third: one shows the product, one proves it."""

import re
from pathlib import Path

ROOT = Path(__file__).parents[2]


def test_readme_starts_with_exactly_two_commands() -> None:
    blocks = re.findall(r"```(?:sh|shell|bash|console)\n(.*?)```", (ROOT / "README.md").read_text(), re.DOTALL)
    commands = [line.split("#")[0].strip() for block in blocks for line in block.splitlines() if line.strip()]
    assert commands == ["make demo", "make test"]


def test_every_target_of_the_makefile_says_what_it_does() -> None:
    makefile = (ROOT / "Makefile").read_text()
    named = set(re.findall(r"^\.PHONY: (.*)$", makefile, re.MULTILINE)[0].split())
    assert named == set(re.findall(r"^([a-z-]+):.* ## \S", makefile, re.MULTILINE))
