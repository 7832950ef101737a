"""Methods of Prefect's client that change a deployment as a whole."""

from datetime import timedelta

from checks.scene import answers, flow_named, new_name
from prefect.client.orchestration import PrefectClient
from prefect.client.schemas.schedules import IntervalSchedule


@answers([["new", ["b"], {"y": 2}, "1", True], [[False, True, 1], [True, False, 1], [False, True, 1]], [3600.0]])
async def a_deployment_is_updated_by_the_client(client: PrefectClient) -> object:
    flow_id = await client.create_flow(flow_named(new_name("etl")))
    made = await client.create_deployment(flow_id, name="nightly", parameters={"x": 1}, tags=["a"], version="1")
    deployment = await client.read_deployment(made)
    deployment.description, deployment.tags, deployment.parameters = "new", ["b"], {"y": 2}
    await client.update_deployment(deployment, schedule=IntervalSchedule(interval=timedelta(hours=1)))
    updated = await client.read_deployment(made)
    found = [updated.description, updated.tags, updated.parameters, updated.version, updated.is_schedule_active]
    await client.update_schedule(made, active=False)
    inactive = await client.read_deployment(made)
    await client.update_deployment(updated, is_schedule_active=True)
    active = await client.read_deployment(made)
    shown = [[one.paused, one.is_schedule_active, len(one.schedules)] for one in (updated, inactive, active)]
    return [found, shown, [one.schedule.interval for one in updated.schedules]]
