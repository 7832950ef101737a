"""Notification policies, inputs of runs, collections, tokens, and what is only looked over, over both transports."""

from typing import Any
from uuid import UUID

import httpx2
import msgspec
import pytest

from legato.contract.block_documents import CreateBlockDocument
from legato.contract.block_schemas import CreateBlockSchema
from legato.contract.block_types import CreateBlockType
from legato.contract.collections import ReadCollectionView
from legato.contract.csrf import ReadCsrfToken
from legato.contract.flow_run_inputs import CreateFlowRunInput, DeleteFlowRunInput, ReadFlowRunInput, ReadFlowRunInputs
from legato.contract.flow_runs import CreateFlowRun
from legato.contract.flows import CreateFlow, ReadFlows
from legato.contract.notification_policies import (
    CreateFlowRunNotificationPolicy,
    DeleteFlowRunNotificationPolicy,
    ReadFlowRunNotificationPolicies,
    ReadFlowRunNotificationPolicy,
    UpdateFlowRunNotificationPolicy,
)
from legato.contract.validation import ValidateTemplate, ValidateValues
from legato.contract.variables import CreateVariable
from legato.exceptions import ObjectAlreadyExists, ObjectNotFound, RequestInvalid
from legato.schemas.conditions import Equal
from legato.schemas.filters import FlowRunNotificationPolicyFilter
from legato.transport.http import HttpTransport
from tests.contract.conftest import Send
from tests.contract.serving import serving

NOBODY = UUID(int=7)


def a_document_id(send: Send) -> UUID:
    block_type = send(CreateBlockType(name="Crate", slug="crate"))
    schema = send(CreateBlockSchema(block_type_id=block_type.id))
    return send(CreateBlockDocument(name="box", block_schema_id=schema.id, block_type_id=block_type.id)).id


def test_notification_policies(send: Send) -> None:
    wanted: dict[str, Any] = {"state_names": ["Failed"], "tags": [], "block_document_id": a_document_id(send)}
    made = send(CreateFlowRunNotificationPolicy(message_template="{flow_run_name}", **wanted))
    assert send(ReadFlowRunNotificationPolicy(id=made.id)) == made
    send(UpdateFlowRunNotificationPolicy(id=made.id, tags=["a"], message_template=None))
    running = FlowRunNotificationPolicyFilter(is_active=Equal(eq_=True))
    (found,) = send(ReadFlowRunNotificationPolicies(flow_run_notification_policy_filter=running))
    assert (found.tags, found.message_template, found.state_names) == (["a"], None, ["Failed"])
    with pytest.raises(ObjectAlreadyExists, match="integrity"):
        send(CreateFlowRunNotificationPolicy(**{**wanted, "block_document_id": NOBODY}))
    send(DeleteFlowRunNotificationPolicy(id=made.id))
    for request in (
        ReadFlowRunNotificationPolicy(id=made.id),
        UpdateFlowRunNotificationPolicy(id=made.id, is_active=False),
        DeleteFlowRunNotificationPolicy(id=made.id),
    ):
        with pytest.raises(ObjectNotFound, match=r"(?i)flow run notification policy .*not found"):
            send(request)


@pytest.mark.parametrize(
    "template", ["{what}", "{", "{0}", "{}", "{flow_name.__class__}", "{flow_name:>999999999}", "{flow_name[0]}"]
)
def test_a_message_names_nothing_but_its_words(send: Send, template: str) -> None:
    fields: dict[str, Any] = {"state_names": [], "tags": [], "message_template": template}
    with pytest.raises(RequestInvalid) as caught:
        send(CreateFlowRunNotificationPolicy(block_document_id=a_document_id(send), **fields))
    assert "message_template" in str(caught.value.body)
    assert send(ReadFlowRunNotificationPolicies()) == []


def test_inputs_of_flow_runs(send: Send) -> None:
    run = send(CreateFlowRun(flow_id=send(CreateFlow(name="etl")).id))
    for key, value in (("b-1", '{"x": 1.0}'), ("a-1", "no json"), ("a-2", "7")):
        send(CreateFlowRunInput(id=run.id, key=key, value=value, sender="me"))
    assert bytes(send(ReadFlowRunInput(id=run.id, key="b-1"))) == b'{"x": 1.0}'
    assert msgspec.json.decode(send(ReadFlowRunInput(id=run.id, key="a-1"))) == "no json"
    keys = [one.key for one in send(ReadFlowRunInputs(id=run.id, prefix="a-", limit=10))]
    others = [one.key for one in send(ReadFlowRunInputs(id=run.id, prefix="", limit=10, exclude_keys=["a-1"]))]
    assert (keys, others) == (["a-1", "a-2"], ["b-1", "a-2"])
    with pytest.raises(ObjectAlreadyExists, match="A flow run input with this key already exists"):
        send(CreateFlowRunInput(id=run.id, key="a-1", value="1"))
    send(DeleteFlowRunInput(id=run.id, key="a-1"))
    for request in (ReadFlowRunInput(id=run.id, key="a-1"), DeleteFlowRunInput(id=NOBODY, key="a-1")):
        with pytest.raises(ObjectNotFound, match="Flow run input not found"):
            send(request)
    with pytest.raises(ObjectNotFound, match="Flow run not found"):
        send(CreateFlowRunInput(id=NOBODY, key="a", value="1"))


def test_collections(send: Send) -> None:
    assert "process" in send(ReadCollectionView(view="aggregate-worker-metadata"))["prefect"]
    assert "secret" in send(ReadCollectionView(view="aggregate-block-metadata"))["prefect"]["block_types"]
    assert send(ReadCollectionView(view="aggregate-flow-metadata")) == {}
    with pytest.raises(ObjectNotFound, match="View nothing not found in registry"):
        send(ReadCollectionView(view="nothing"))


def test_templates_are_looked_over(send: Send) -> None:
    for template in ("", "{{ x | nothing }}", "{{ 9 ** 9 ** 9 }}", "{% for i in range(10 ** 9) %}{% endfor %}"):
        assert send(ValidateTemplate(template=template)) is None
    with pytest.raises(RequestInvalid) as caught:
        send(ValidateTemplate(template="one\n{{ x"))
    error = caught.value.body["error"]  # type: ignore[index]
    assert (error["line"], error["source"]) == (2, "one\n{{ x")
    for template in ("x" * 200_000, "{{" + "(" * 5_000 + "}}"):
        with pytest.raises(RequestInvalid):
            send(ValidateTemplate(template=template))


def test_values_are_looked_over(send: Send) -> None:
    send(CreateVariable(name="colour", value="red"))
    kind, schema = (
        "__prefect_kind",
        {
            "properties": {
                "n": {"type": "integer"},
                "tags": {"items": {"type": "string"}},
                "colour": {"enum": ["blue"]},
            },
            "required": ["n"],
        },
    )
    assert send(ValidateValues(schema=schema, values={"n": {kind: "json", "value": "3"}})).valid
    assert send(ValidateValues(schema=schema, values={"n": {kind: "jinja", "template": "{{ 3 }}"}})).valid
    values = {"tags": ["a", 7], "colour": {kind: "workspace_variable", "variable_name": "colour"}}
    assert send(ValidateValues(schema=schema, values=values)).errors == [
        {"property": "n", "errors": ["'n' is a required property"]},
        {"property": "colour", "errors": ["'red' is not one of ['blue']"]},
        {"property": "tags", "errors": [{"index": 1, "errors": ["7 is not of type 'string'"]}]},
    ]
    for broken in ({"type": "nothing"}, {"$ref": "#"}, {"$ref": "http://127.0.0.1:1/x"}, {"pattern": "("}):
        with pytest.raises(RequestInvalid, match="Invalid schema"):
            send(ValidateValues(schema=broken, values={"a": "b"}))


def test_no_token_is_given_while_none_is_needed(send: Send) -> None:
    with pytest.raises(RequestInvalid, match="CSRF protection is disabled"):
        send(ReadCsrfToken(client="me"))


def test_every_change_shows_a_token_where_that_is_set(home: Any, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("LEGATO_SERVER_CSRF_PROTECTION_ENABLED", "true")
    with serving(home) as server, httpx2.Client(base_url=server.api_url) as http:
        token = http.get("/csrf-token", params={"client": "me"}).json()["token"]
        shown = {"Prefect-Csrf-Token": token, "Prefect-Csrf-Client": "me"}
        answers = [
            http.post("/flows/", json={"name": "a"}, headers=headers)
            for headers in ({}, {"Prefect-Csrf-Token": token}, {**shown, "Prefect-Csrf-Client": "you"}, shown)
        ]
        assert [answer.json().get("detail") for answer in answers] == [
            "Missing CSRF token.",
            "Missing client identifier.",
            "Invalid CSRF token or client identifier.",
            None,
        ]
        assert http.post("/flows/filter").status_code == 403
        assert http.get(f"{server.url}/ui-settings").json()["csrf_enabled"] is True
        transport = HttpTransport(server.api_url)
        assert [flow.name for flow in transport.send(ReadFlows())] == ["a"]
        transport.close()
