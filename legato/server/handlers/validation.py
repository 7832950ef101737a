"""Looking at what somebody writes: templates, and values by a schema."""

from __future__ import annotations

from legato.contract.validation import ValidateTemplate, ValidateValues, ValuesChecked
from legato.exceptions import RequestInvalid
from legato.server import json_schema, templates, value_checks
from legato.server.handling import handles, handles_at_once
from legato.server.refusals import invalid
from legato.server.store import variables
from legato.server.store.transaction import Transaction


@handles_at_once(ValidateTemplate)
def validate_template(request: ValidateTemplate) -> None:
    """Check a template."""
    try:
        templates.check_syntax(request.template)
    except templates.TemplateInvalid as error:
        source = request.template[: templates.LONGEST_TEMPLATE]
        found = {"line": error.line or 1, "message": str(error), "source": source}
        raise RequestInvalid(str(error), status=422, body={"error": found}) from None


@handles(ValidateValues)
def validate_values(request: ValidateValues, db: Transaction) -> ValuesChecked:
    """Check values by a schema."""
    if (flaw := json_schema.flaw(request.schema)) is not None:
        raise invalid(f"Invalid schema: {flaw}")
    try:
        errors = value_checks.problems(request.schema, request.values, lambda name: variables.value_of(db, name))
    except ValueError as error:
        raise invalid(f"Invalid schema: {error}") from None
    return ValuesChecked(valid=not errors, errors=errors)
