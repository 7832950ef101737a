"""Living flow runs: who may stop one, and the state of one that was stopped."""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from typing import Any

from legato.engine.control import task_stopper
from legato.engine.drivers import arun, run
from legato.engine.flow_run import FlowCall, flow_run
from legato.engine.signals import leaving_on, terminable
from legato.exceptions import CancelRun
from legato.launching.jobs import HAND_BACK
from legato.schemas.states import State


def live(call: FlowCall) -> State[Any]:
    """Live a flow run in this thread, and return the state that it comes to."""
    try:
        with _root_only(call), call.context.control.this_thread():
            return run(flow_run(call))
    except CancelRun:
        return _cancelled(call)


async def alive(call: FlowCall) -> State[Any]:
    """Live a flow run on the event loop of this coroutine, and return the state that it comes to."""
    import asyncio

    loop, task, control = asyncio.get_running_loop(), asyncio.current_task(), call.context.control
    assert task is not None
    try:
        with _root_only(call), control.stoppable(task_stopper(loop, task)):
            return await arun(flow_run(call))
    except (CancelRun, asyncio.CancelledError):
        if call.run.state is None or not (call.run.state.is_cancelled() or call.run.state.is_scheduled()):
            raise
        state = _cancelled(call)
        task.uncancel()
        return state


@contextmanager
def _root_only(call: FlowCall) -> Iterator[None]:
    """Heed the signals that end a process, and, in that of a run which a worker started, the one that frees the run."""
    control = call.context.control
    with ExitStack() as stack:
        if call.parent is None:
            if call.is_started:
                stack.enter_context(leaving_on(HAND_BACK, control))
            stack.enter_context(terminable(control))
        yield


def _cancelled(call: FlowCall) -> State[Any]:
    """Return the state of a cancelled flow run; a cancelled run around it goes on being cancelled."""
    if call.parent is not None and call.parent.control.stopped_for is not None:
        raise CancelRun
    assert call.run.state is not None
    return call.run.state
