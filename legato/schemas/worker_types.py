"""The kinds of workers that come with the product, and what the runs that they start may be told."""

from __future__ import annotations

from typing import Any

_TEXTS = {"type": "object", "additionalProperties": {"type": "string"}}
_PROCESS: dict[str, dict[str, Any]] = {
    "name": {"title": "Name", "type": "string", "description": "What the process is called."},
    "env": _TEXTS | {"title": "Environment Variables", "description": "Environment variables of the process."},
    "labels": _TEXTS | {"title": "Labels", "description": "Words to know the process by."},
    "command": {
        "title": "Command",
        "type": "string",
        "description": "What is executed; by default that which runs the flow.",
    },
    "stream_output": {
        "title": "Stream Output",
        "type": "boolean",
        "default": True,
        "description": "Whether the worker shows what the process prints.",
    },
    "working_dir": {
        "title": "Working Directory",
        "type": "string",
        "format": "path",
        "description": "The folder to start in; by default a new one for each run.",
    },
}

PROCESS = "process"
PROCESS_JOB_TEMPLATE: dict[str, Any] = {
    "job_configuration": {name: f"{{{{ {name} }}}}" for name in _PROCESS},
    "variables": {"type": "object", "properties": _PROCESS},
}

WORKER_TYPES: dict[str, dict[str, Any]] = {
    PROCESS: {
        "type": PROCESS,
        "display_name": "Process",
        "description": "Flow runs in processes of their own, on the machine of the worker.",
        "documentation_url": "https://legato.invalid/workers/process",
        "logo_url": "https://legato.invalid/workers/process.svg",
        "install_command": "pip install legato",
        "is_beta": False,
        "default_base_job_configuration": PROCESS_JOB_TEMPLATE,
    }
}
"""By name, what people are shown of a kind of worker."""
