"""The public names are a decision: a name comes or goes together with this list."""

import legato

PUBLIC = [
    "BaseResult",
    "Flow",
    "State",
    "Task",
    "allow_failure",
    "deploy",
    "flow",
    "get_client",
    "get_run_logger",
    "quote",
    "serve",
    "tags",
    "task",
    "unmapped",
]


def test_the_public_names_are_these() -> None:
    assert list(legato.__all__) == PUBLIC


def test_every_public_name_is_there() -> None:
    assert [name for name in legato.__all__ if getattr(legato, name, None) is None] == []


def test_dir_lists_every_public_name() -> None:
    assert set(PUBLIC) <= set(dir(legato))
