"""`python -m legato.engine`: the name by which users of Prefect start the process of a flow run."""

import runpy

runpy.run_module("legato.execution", run_name="__main__")
