"""What a flow file pays for `from legato import flow, task`."""

import subprocess
import sys

HEAVY = {
    "alembic",
    "click",
    "fastapi",
    "httpx2",
    "legato.server",
    "psycopg",
    "pydantic",
    "rich",
    "sqlalchemy",
    "starlette",
    "uvicorn",
    "uvloop",
    "websockets",
}


def modules_after(statement: str) -> set[str]:
    """What a fresh interpreter has loaded after that statement."""
    program = f"{statement}\nimport sys\nprint(*sys.modules)"
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True)
    assert done.returncode == 0, done.stderr
    return set(done.stdout.split())


def test_flow_and_task_load_nothing_heavy() -> None:
    assert modules_after("from legato import flow, task") & HEAVY == set()


def test_a_decorated_function_loads_nothing_heavy() -> None:
    source = "from legato import flow, task\n@task\ndef one(): return 1\n@flow\ndef main(): return one()"
    assert modules_after(source) & HEAVY == set()


def test_the_command_line_loads_neither_server_nor_database() -> None:
    assert (
        modules_after("import legato.cli") & {"legato.server", "sqlalchemy", "starlette", "uvicorn", "pydantic"}
        == set()
    )
