"""Automations succeed and fail in the same way over both transports."""

from typing import Any
from uuid import UUID

import msgspec
import pytest

from legato.contract.automations import (
    CountAutomations,
    CreateAutomation,
    DeleteAutomation,
    DeleteOwnedAutomations,
    PatchAutomation,
    ReadAutomation,
    ReadAutomations,
    ReadRelatedAutomations,
    UpdateAutomation,
)
from legato.contract.request import from_http
from legato.exceptions import ObjectNotFound, RequestInvalid
from legato.schemas.automations import (
    Automation,
    CallWebhook,
    CompoundTrigger,
    DoNothing,
    EventTrigger,
    PauseAutomation,
    Posture,
    RunDeployment,
    SequenceTrigger,
)
from legato.schemas.conditions import TextIn
from legato.schemas.filters import AutomationFilter
from legato.schemas.sorting import AutomationSort
from tests.contract.conftest import Send

NOBODY = UUID(int=7)
DEPLOYMENT = f"prefect.deployment.{NOBODY}"


def reactive(*expect: str) -> EventTrigger:
    return EventTrigger(expect=list(expect), posture=Posture.REACTIVE)


def made(send: Send, name: str = "rule", **more: Any) -> Automation:
    given = {"trigger": reactive("a.b"), "actions": [DoNothing()]} | more
    return send(CreateAutomation(name=name, **given))


def related(send: Send, resource: str) -> list[str]:
    return [one.name for one in send(ReadRelatedAutomations(resource_id=resource))]


def read(body: dict[str, Any], kind: Any = CreateAutomation) -> Any:
    whole = {"name": "rule", "trigger": {"posture": "Reactive"}, "actions": []} | body
    path = {"id": str(NOBODY)} if kind is UpdateAutomation else {}
    return from_http(kind, path, {}, msgspec.json.encode(whole))


def test_automations(send: Send) -> None:
    first = made(send, "b", description="old", actions_on_trigger=[PauseAutomation(automation_id=NOBODY)])
    second = made(send, "a")
    assert send(CountAutomations()) == 2
    assert send(ReadAutomation(id=first.id)) == first
    assert [one.name for one in send(ReadAutomations())] == ["a", "b"]
    assert [one.name for one in send(ReadAutomations(sort=AutomationSort.CREATED_DESC))] == ["a", "b"]
    assert [one.name for one in send(ReadAutomations(sort=AutomationSort.NAME_DESC, limit=1))] == ["b"]
    named = AutomationFilter(name=TextIn(any_=["b", "c"]))
    assert send(ReadAutomations(automations=named)) == [first]
    send(DeleteAutomation(id=second.id))
    assert send(CountAutomations()) == 1


def test_what_a_replacement_leaves_out_stays(send: Send) -> None:
    old = made(send, description="old", enabled=False, actions_on_resolve=[DoNothing()])
    send(UpdateAutomation(id=old.id, name="new", trigger=reactive("c"), actions=[]))
    new = send(ReadAutomation(id=old.id))
    assert (new.name, new.description, new.enabled) == ("new", "old", False)
    assert (new.actions, new.actions_on_resolve) == ([], [DoNothing()])
    send(
        UpdateAutomation(id=old.id, name="new", trigger=new.trigger, actions=[], description="", actions_on_resolve=[])
    )
    emptied = send(ReadAutomation(id=old.id))
    assert (emptied.description, emptied.actions_on_resolve) == ("", [])


def test_an_automation_is_switched_on_and_off(send: Send) -> None:
    automation = made(send)
    send(PatchAutomation(id=automation.id, enabled=False))
    send(PatchAutomation(id=automation.id))
    assert send(ReadAutomation(id=automation.id)).enabled is False
    send(PatchAutomation(id=automation.id, enabled=True))
    assert send(ReadAutomation(id=automation.id)).enabled is True


def test_an_automation_that_is_not_there(send: Send) -> None:
    for request in (
        ReadAutomation(id=NOBODY),
        UpdateAutomation(id=NOBODY, name="x", trigger=reactive(), actions=[]),
        PatchAutomation(id=NOBODY, enabled=False),
        DeleteAutomation(id=NOBODY),
    ):
        with pytest.raises(ObjectNotFound, match="Automation not found"):
            send(request)


def test_an_automation_is_shown_with_the_deployments_it_runs(send: Send) -> None:
    other = made(send, "other")
    match = {"prefect.resource.id": "prefect.flow.x"}
    actions = [RunDeployment(deployment_id=NOBODY), PauseAutomation(automation_id=other.id)]
    rule = made(send, actions=actions, trigger=EventTrigger(match=match, posture=Posture.REACTIVE))
    assert related(send, DEPLOYMENT) == ["rule"]
    assert related(send, f"prefect.automation.{other.id}") == related(send, "prefect.flow.x") == []
    send(UpdateAutomation(id=rule.id, name="rule", trigger=rule.trigger, actions=[DoNothing()]))
    assert related(send, DEPLOYMENT) == []


def test_an_owner_takes_its_automations_along(send: Send) -> None:
    owned, free = made(send, "owned", owner_resource=DEPLOYMENT), made(send, "free")
    send(UpdateAutomation(id=owned.id, name="still owned", trigger=owned.trigger, actions=[]))
    assert related(send, DEPLOYMENT) == ["still owned"]
    send(DeleteOwnedAutomations(resource_id=DEPLOYMENT))
    assert send(ReadAutomations()) == [free]


def test_a_template_that_cannot_be_read_is_refused(send: Send) -> None:
    with pytest.raises(RequestInvalid):
        made(send, actions=[CallWebhook(block_document_id=NOBODY, payload="{{ x")])
    assert send(CountAutomations()) == 0


@pytest.mark.parametrize(
    ("trigger", "kind"),
    [
        ({"posture": "Reactive"}, EventTrigger),
        ({"posture": "Reactive", "triggers": []}, EventTrigger),
        ({"triggers": [{"posture": "Reactive"}], "require": "any"}, CompoundTrigger),
        ({"triggers": [{"posture": "Reactive"}]}, SequenceTrigger),
        ({"triggers": [{"triggers": [], "require": "all"}]}, SequenceTrigger),
        ({"type": "sequence", "triggers": [], "require": 1}, SequenceTrigger),
    ],
)
def test_the_type_of_a_trigger_is_seen_by_its_fields(trigger: dict[str, Any], kind: type) -> None:
    assert type(read({"trigger": trigger}).trigger) is kind
    assert type(read({"trigger": trigger}, UpdateAutomation).trigger) is kind


def test_an_action_without_a_type_does_nothing() -> None:
    for occasion in ("actions", "actions_on_trigger", "actions_on_resolve"):
        assert getattr(read({occasion: [{}, {"source": "inferred"}]}), occasion) == [DoNothing(), DoNothing()]


@pytest.mark.parametrize(
    "body",
    [
        {"trigger": {}},
        {"trigger": None},
        {"trigger": []},
        {"trigger": {"triggers": [{}]}},
        {"trigger": {"type": None, "posture": "Reactive"}},
        {"actions": [None]},
        {"actions": [{"type": "dance"}]},
        {"actions": {}},
    ],
)
def test_what_no_type_fits_is_refused(body: dict[str, Any]) -> None:
    with pytest.raises(RequestInvalid):
        read(body)


def test_a_body_that_is_no_object_is_refused() -> None:
    for body in (b"[]", b"7", b"{", b"[" * 100_000):
        with pytest.raises(RequestInvalid):
            from_http(CreateAutomation, {}, {}, body)
