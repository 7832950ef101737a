"""Facts about the run that this code is part of, as attributes of modules: `from legato.runtime import flow_run`.

Each can be set from outside by an environment variable: LEGATO__RUNTIME__FLOW_RUN__NAME is `flow_run.name`.
"""

from legato.runtime import deployment, flow_run, task_run

__all__ = ["deployment", "flow_run", "task_run"]
