"""Variables, limits, work pools with their queues: what names nothing else."""

from __future__ import annotations

from legato.client.client import made_from
from legato.contract.concurrency_limits import CreateConcurrencyLimit, ReadConcurrencyLimitByTag, ReadConcurrencyLimits
from legato.contract.global_limits import CreateGlobalLimit, ReadGlobalLimit, ReadGlobalLimits
from legato.contract.variables import CreateVariable, ReadVariableByName, ReadVariables
from legato.contract.work_pools import (
    CreatePoolQueue,
    CreateWorkPool,
    ReadPoolQueue,
    ReadPoolQueues,
    ReadWorkPool,
    ReadWorkPools,
    UpdatePoolQueue,
)
from legato.contract.work_queues import CreateWorkQueue
from legato.importing.transfer import Transfer, same
from legato.schemas.work_pools import AGENT_POOL, WorkPool, WorkQueue

_DEFAULT_QUEUE = "default"


def variables(transfer: Transfer) -> None:
    """Take over variables."""
    for one in transfer.pages(ReadVariables):
        known = transfer.find(ReadVariableByName(name=one.name))
        if known is not None:
            transfer.note("variable", one.name, same(one, known, ("value", "tags")))
        else:
            transfer.make("variable", one.name, CreateVariable(name=one.name, value=one.value, tags=one.tags or []))


def limits(transfer: Transfer) -> None:
    """Take over limits by tag and by name; their slots are free here."""
    for one in transfer.pages(ReadConcurrencyLimits):
        by_tag = transfer.find(ReadConcurrencyLimitByTag(tag=one.tag))
        if by_tag is not None:
            transfer.note("limit on a tag", one.tag, by_tag.concurrency_limit == one.concurrency_limit)
        else:
            request = CreateConcurrencyLimit(tag=one.tag, concurrency_limit=one.concurrency_limit)
            transfer.make("limit on a tag", one.tag, request)
    for limit in transfer.pages(ReadGlobalLimits):
        known = transfer.find(ReadGlobalLimit(id_or_name=limit.name))
        if known is not None:
            transfer.note("global limit", limit.name, same(limit, known, ("limit", "active", "slot_decay_per_second")))
            continue
        wanted = CreateGlobalLimit(
            name=limit.name,
            limit=limit.limit,
            active=limit.active,
            slot_decay_per_second=limit.slot_decay_per_second,
        )
        transfer.make("global limit", limit.name, wanted)


def work_pools(transfer: Transfer) -> None:
    """Take over work pools with their queues."""
    for pool in transfer.pages(ReadWorkPools):
        if pool.name != AGENT_POOL:
            _pool(transfer, pool)
        for queue in sorted(transfer.pages(ReadPoolQueues, work_pool_name=pool.name), key=lambda one: one.priority):
            _queue(transfer, pool, queue)


def _pool(transfer: Transfer, pool: WorkPool) -> None:
    compared = ("type", "description", "base_job_template", "is_paused", "concurrency_limit")
    known = transfer.find(ReadWorkPool(name=pool.name))
    if known is None:
        request = CreateWorkPool(name=pool.name, **{name: getattr(pool, name) for name in compared})
        known = transfer.make("work pool", pool.name, request)
    else:
        transfer.note("work pool", pool.name, same(pool, known, compared))
    if known is not None:
        transfer.ids[pool.id] = known.id


def _queue(transfer: Transfer, pool: WorkPool, queue: WorkQueue) -> None:
    name = f"{pool.name}/{queue.name}"
    compared = ("description", "is_paused", "concurrency_limit", "priority")
    known = transfer.find(ReadPoolQueue(work_pool_name=pool.name, queue=queue.name))
    changes = {field: getattr(queue, field) for field in compared}
    if known is None:
        made = _made(transfer, pool, queue, name)
        if made is not None:
            transfer.ids[queue.id] = made.id
        return
    transfer.ids[queue.id] = known.id
    is_same = same(queue, known, compared)
    if queue.name == _DEFAULT_QUEUE and known.created == known.updated and not is_same:
        # It came with its pool, and nobody has touched it yet.
        update = UpdatePoolQueue(work_pool_name=pool.name, queue=queue.name, **changes)
        transfer.make("work queue", name, update)
    else:
        transfer.note("work queue", name, is_same)


def _made(transfer: Transfer, pool: WorkPool, queue: WorkQueue, name: str) -> WorkQueue | None:
    if pool.name == AGENT_POOL:
        return transfer.make("work queue", name, made_from(CreateWorkQueue, queue))
    return transfer.make("work queue", name, made_from(CreatePoolQueue, queue, work_pool_name=pool.name))
