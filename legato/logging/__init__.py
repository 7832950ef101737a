"""Logging: lines of runs go to the terminal and are kept with the run; the program's own logging is left alone."""

from legato.logging.capture import LogEavesdropper, disable_run_logger
from legato.logging.loggers import flow_run_logger, get_logger, get_run_logger, task_run_logger

__all__ = [
    "LogEavesdropper",
    "disable_run_logger",
    "flow_run_logger",
    "get_logger",
    "get_run_logger",
    "task_run_logger",
]
