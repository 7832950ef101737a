"""Log lines of runs: kept with the run, shown at the terminal, nothing else touched."""

import logging
import warnings
from typing import Any

import pytest

from legato import flow, get_run_logger, task
from legato.exceptions import MissingContextError
from legato.logging import LogEavesdropper, disable_run_logger, get_logger
from legato.logging.setup import set_up
from legato.settings import LEGATO_LOGGING_EXTRA_LOGGERS, LEGATO_LOGGING_TO_API_MAX_LOG_SIZE, temporary_settings
from tests import recorded


def own_lines() -> list[str]:
    return [
        line for line in recorded.log_lines(recorded.the_flow_run()) if not line.startswith(("Created", "Finished"))
    ]


def test_lines_of_flow_and_task_are_kept_with_their_runs() -> None:
    @task
    def work() -> None:
        get_run_logger().warning("in %s", "task")

    @flow
    def logs() -> None:
        get_run_logger().info("in flow")
        work()

    logs()
    assert own_lines() == ["in flow", "in task"]


def test_prints_become_lines_where_that_is_asked_for(capsys: pytest.CaptureFixture[str]) -> None:
    @task
    def inherits() -> None:
        print("task", 1, sep="-")

    @task(log_prints=False)
    def does_not() -> None:
        print("to the terminal")

    @flow(log_prints=True)
    def prints() -> None:
        print("flow")
        inherits()
        inherits.submit().wait()
        does_not()

    prints()
    print("outside")
    assert own_lines() == ["flow", "task-1", "task-1"]
    assert capsys.readouterr().out == "to the terminal\noutside\n"


def test_terminal_shows_the_run_of_each_line(capsys: pytest.CaptureFixture[str]) -> None:
    @flow(flow_run_name="here")
    def shown() -> None:
        get_run_logger().info("a line")

    shown()
    lines = capsys.readouterr().err.splitlines()
    assert lines[1].endswith("| INFO    | Flow run 'here' - a line") or lines[1].endswith("- a line")


def test_exception_of_the_code_is_logged_without_the_frames_of_the_engine() -> None:
    @flow
    def fails() -> None:
        raise ValueError("mine")

    fails(return_state=True)
    (traceback,) = [line for line in own_lines() if "Traceback" in line]
    assert "ValueError: mine" in traceback
    assert "legato/engine" not in traceback


def test_lines_of_other_loggers_are_kept_when_they_are_named() -> None:
    with temporary_settings({LEGATO_LOGGING_EXTRA_LOGGERS: ["some.library"]}):
        set_up(again=True)

        @flow
        def uses() -> None:
            logging.getLogger("some.library").info("from the library")
            logging.getLogger("another").warning("not kept")

        uses()
    logging.getLogger("some.library").handlers.clear()
    assert own_lines() == ["from the library"]


def test_line_can_be_kept_out_and_a_long_one_is_cut() -> None:
    from legato.logging.journal import JournalHandler

    with temporary_settings({LEGATO_LOGGING_TO_API_MAX_LOG_SIZE: 1000}):
        handler = JournalHandler()

    @flow
    def talks() -> None:
        get_run_logger().info("private", extra={"send_to_api": False})
        record = logging.LogRecord("legato.flow_runs", 20, __file__, 1, "y" * 5000, None, None)
        handler.emit(record)

    talks()
    (line,) = own_lines()
    assert line.startswith("yyy")
    assert line.endswith("(cut: 5,000 characters)")


def test_text_that_is_no_unicode_is_mended() -> None:
    @flow
    def odd() -> None:
        get_run_logger().info("half \ud83d of it")

    odd()
    assert own_lines() == ["half ? of it"]


def test_run_logger_outside_of_a_run_says_so() -> None:
    with pytest.raises(MissingContextError):
        get_run_logger()
    with disable_run_logger():
        get_run_logger().info("silent")


def test_logger_used_after_its_run_warns() -> None:
    set_up()
    with pytest.warns(UserWarning, match="outside of a run"):
        logging.getLogger("legato.flow_runs").warning("too late")


def test_the_programs_own_logging_is_left_alone() -> None:
    root: Any = logging.getLogger()
    before = (root.level, list(root.handlers))
    flow(lambda: None, name="f")()
    assert (root.level, list(root.handlers)) == before


def test_eavesdropper_hears_a_logger() -> None:
    with LogEavesdropper("legato.test") as heard, warnings.catch_warnings():
        logging.getLogger("legato.test").error("psst")
    assert heard.text() == "psst"
    assert get_logger("test").name == "legato.test"
