"""Commands run in this process, on the home of the test."""

from collections.abc import Callable

import pytest

from legato.cli import main

Run = Callable[..., str]


@pytest.fixture
def legato(capsys: pytest.CaptureFixture[str]) -> Run:
    """Runs a command that must end with a code, and gives what it printed, errors last."""

    def run(*args: str, code: int = 0) -> str:
        capsys.readouterr()
        with pytest.raises(SystemExit) as ended:
            main([*args])
        printed = capsys.readouterr()
        assert (ended.value.code or 0) == code, printed.out + printed.err
        return printed.out + printed.err

    return run
