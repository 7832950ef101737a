"""Templates of jobs, as work pools have them: a configuration with `{{ placeholders }}`, and what may fill them."""

from __future__ import annotations

import re
from typing import Any

from legato.server.refusals import misfit

_PLACEHOLDER = re.compile(r"{{\s*([\w.$\-\[\]]+)\s*}}")
_PLACE: list[str | int] = ["body", "base_job_template"]
_ELSEWHERE = ("prefect.", "$")


def check(template: dict[str, Any]) -> None:
    """Make sure that a template says what may fill each of its placeholders.

    Raises:
        RequestInvalid: it does not.
    """
    if not template:
        return
    if "job_configuration" not in template or "variables" not in template:
        text = "The `base_job_template` must contain both a `job_configuration` key and a `variables` key."
        raise misfit(_PLACE, text)
    schema = template["variables"]
    declared = schema.get("properties", {}) if isinstance(schema, dict) else {}
    unknown = sorted(placeholders(template["job_configuration"]).difference(declared))
    if unknown:
        raise misfit(
            _PLACE,
            "The variables specified in the job configuration template must be present as properties in the variables "
            f"schema. Your job configuration uses the following undeclared variable(s): {', '.join(unknown)}.",
        )


def placeholders(value: Any) -> set[str]:
    """Return the names of the variables that a value has places for."""
    if isinstance(value, str):
        return {name for name in _PLACEHOLDER.findall(value) if not name.startswith(_ELSEWHERE)}
    parts = [*value, *value.values()] if isinstance(value, dict) else value if isinstance(value, list) else ()
    return set().union(*(placeholders(part) for part in parts))
