"""Names that git is given: what it would take for more than an address or a reference is told apart."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

_REFERENCE = re.compile(r"\w[\w./+@#,=!%-]*")


def is_plain_address(repository: str) -> bool:
    """Tell whether an address is nothing but one: no option for git or ssh, and no program to be run."""
    try:
        split = urlsplit(repository)
    except ValueError:
        return False
    is_option = repository.startswith("-") or (split.hostname or "").startswith("-") or split.path.startswith("/-")
    return not is_option and not re.search(r"::|[\x00-\x1f\x7f]", repository)


def is_reference(text: str) -> bool:
    """Tell whether a text may be the name of a branch or a tag, or a commit."""
    return bool(_REFERENCE.fullmatch(text)) and not any(part in text for part in ("..", "@{", "//"))
