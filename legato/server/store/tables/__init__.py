"""The tables, one module per noun; importing this package makes `metadata` complete."""

from importlib import import_module
from pkgutil import iter_modules

from legato.server.store.tables.rows import metadata
from legato.server.store.tables.runs import deleted_run, flow, flow_run, flow_run_state, log, task_run, task_run_state

for _module in iter_modules(__path__):
    import_module(f"{__name__}.{_module.name}")

__all__ = ["deleted_run", "flow", "flow_run", "flow_run_state", "log", "metadata", "task_run", "task_run_state"]
