"""Serving tasks, where users of Prefect 2 look for it."""

from legato.task_worker import TaskServer as TaskServer
from legato.task_worker import serve as serve
