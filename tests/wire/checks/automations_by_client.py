"""Automations by the methods of Prefect's client, which it allows where events are switched on."""

from collections.abc import Awaitable, Callable

from checks.automations import new_automation
from checks.scene import answers, new_name, raised
from prefect.client.orchestration import PrefectClient
from prefect.events.actions import DoNothing, PauseAutomation, RunDeployment
from prefect.events.schemas.automations import AutomationCore, EventTrigger, Posture
from prefect.settings import PREFECT_EXPERIMENTAL_EVENTS, temporary_settings


async def with_events(client: PrefectClient, call: Callable[[PrefectClient], Awaitable[object]]) -> object:
    """What is found while events are switched on at the client."""
    with temporary_settings({PREFECT_EXPERIMENTAL_EVENTS: True}):
        return await call(client)


@answers(
    [
        ["DoNothing", "RunDeployment"],
        [2, ["a.b"]],
        [False, True],
        ["PauseAutomation"],
        [1, 1, [True, True]],
        "PrefectHTTPStatusError",
        "PrefectHTTPStatusError",
    ]
)
async def the_client_keeps_automations(client: PrefectClient) -> object:
    return await with_events(client, keep_automations)


async def keep_automations(client: PrefectClient) -> object:
    """Call every method about automations."""
    name = new_name("rule")
    trigger = EventTrigger(expect={"a.b"}, posture=Posture.Reactive, threshold=2)
    core = AutomationCore(name=name, trigger=trigger, actions=[DoNothing(), RunDeployment(source="inferred")])
    made = await client.create_automation(core)
    read = await client.read_automation(made)
    await client.pause_automation(made)
    paused = (await client.read_automation(made)).enabled
    await client.resume_automation(made)
    resumed = (await client.read_automation(made)).enabled
    await client.update_automation(
        made, core.copy(update={"actions": [PauseAutomation(type="pause-automation", source="inferred")]})
    )
    replaced = (await client.read_automation(str(made))).actions
    named = await client.read_automations_by_name(name)
    listed = [one for one in await client.read_automations() if one.id == made]
    related = await client.find_automation(name), await client.find_automation(str(made))
    await client.delete_automation(made)
    return [
        [type(action).__name__ for action in read.actions],
        [read.trigger.threshold, sorted(read.trigger.expect)],
        [paused, resumed],
        [type(action).__name__ for action in replaced],
        [len(named), len(listed), [one is not None and one.id == made for one in related]],
        await raised(client.read_automation(made)),
        await raised(client.delete_automation(made)),
    ]


@answers([1, []])
async def the_client_finds_and_deletes_what_a_resource_owns(client: PrefectClient) -> object:
    return await with_events(client, find_and_delete_owned)


async def find_and_delete_owned(client: PrefectClient) -> object:
    """Call the methods about what a resource owns."""
    owner = f"prefect.deployment.{new_name('x')}"
    await new_automation(client, owner_resource=owner)
    related = await client.read_resource_related_automations(owner)
    await client.delete_resource_owned_automations(owner)
    return [len(related), await client.read_resource_related_automations(owner)]
