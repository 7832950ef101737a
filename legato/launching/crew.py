"""The runs that this process has in hand: taken, started, ended."""

from __future__ import annotations

import logging
import os
import signal
import socket
import tempfile
import threading
from collections.abc import Callable, Mapping
from uuid import UUID

from legato import connect
from legato.contract.claims import HandBackFlowRun
from legato.contract.flow_runs import UpdateFlowRun
from legato.exceptions import ApiError, LaunchFailed, ObjectNotFound
from legato.launching.children import AdoptedChild, Child, send_signal
from legato.launching.endings import HANDED_BACK, End, enter, enter_cancelled, report_end
from legato.launching.jobs import HAND_BACK, HOOKS, Job, Wish, environment
from legato.launching.launcher import Launcher
from legato.launching.output import Output
from legato.launching.patience import patiently
from legato.launching.records import Records
from legato.logging.setup import set_up
from legato.schemas.flow_runs import FlowRun
from legato.schemas.states import StateType

_logger = logging.getLogger("legato.launching")
_LEAVE_SECONDS, _LONGEST_STOP, _LONGEST_LAST_TIME = 10.0, 30.0, 60.0
_HOOKS_AT_ONCE = 4
_WITH_HOOKS = frozenset({StateType.CANCELLED, StateType.CRASHED})
Ended = Callable[[UUID, StateType | None, int | None], None]


class Crew:
    """The processes of a worker or runner. What is started here is watched here, until it ends.

    `noun` is what messages call a process, `ended` is told of each that is over.
    """

    def __init__(self, owner: str, *, noun: str, is_warm: bool, ended: Ended = lambda id, state, code: None) -> None:
        set_up()
        self.launcher = Launcher(is_warm=is_warm)
        self._records, self._output = Records(owner), Output()
        self._noun, self._ended = noun, ended
        self._children: dict[UUID, Child] = {}
        self._hooking: dict[UUID, Child | None] = {}
        self._may_hook = threading.BoundedSemaphore(_HOOKS_AT_ONCE)
        self._taken: dict[UUID, UUID] = {}
        self._changed = threading.Condition()
        self._is_stopping = False

    def __len__(self) -> int:
        return len(self._children) + len(self._hooking) + len(self._taken)

    def holding(self) -> list[UUID]:
        """Return the runs that were taken and have no process yet."""
        with self._changed:
            return list(self._taken)

    def running(self) -> list[UUID]:
        """Return the runs that have a process."""
        with self._changed:
            return list(self._children)

    def take(self, runs: list[FlowRun]) -> None:
        """Note that runs were given to this process."""
        with self._changed:
            self._taken.update({run.id: run.state_id for run in runs if run.state_id is not None})

    def launch(self, run: FlowRun, wish: Wish) -> str:
        """Start the process of a run and return what others find it by.

        Raises:
            LaunchFailed: there is no process.
        """
        self._wait_for_last_time(run.id)
        output = self._records.output(run.id)
        env = environment(run.id, run.state_id, wish.env)
        job = Job(flow_run_id=run.id, env=env, output=str(output), cwd=wish.cwd, command=wish.command)
        os.close(os.open(output, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600))
        child = self.launcher.start(job)
        self._records.write(run.id, child.pid)
        pid = _found_by(child)
        try:
            # Before it is watched: of a run that names another process, the end of this one is no news.
            patiently(lambda: connect.send(UpdateFlowRun(id=run.id, infrastructure_pid=pid)))
        except ObjectNotFound:
            _logger.warning("Flow run %r was deleted when it had just been started.", run.name)
        finally:
            self._watch(run.id, child, wish)
        return pid

    def _wait_for_last_time(self, id: UUID) -> None:
        """Wait for the process that executed a run here before, and for its hooks: what is kept of both is one."""
        with self._changed:
            is_free = self._changed.wait_for(
                lambda: id not in self._children and id not in self._hooking, _LONGEST_LAST_TIME
            )
        if not is_free:
            raise LaunchFailed("The process that executed it before, or its hooks, have not ended yet.")

    def refuse(self, run: FlowRun, reason: str) -> None:
        """Have a run that was taken crash, as it cannot be started."""
        text = f"Flow run could not be submitted to infrastructure: {reason}"
        _logger.error("Flow run %r: %s", run.name, text)
        enter(run.id, StateType.CRASHED, text)
        self._let_go(run.id)

    def hand_back(self, run: FlowRun, reason: str) -> None:
        """Give a run back that was taken and has no process."""
        if run.state_id is not None:
            _hand_back(run.id, run.state_id, reason)
        self._let_go(run.id)

    def _let_go(self, id: UUID) -> None:
        with self._changed:
            self._taken.pop(id, None)
            self._changed.notify_all()

    def _watch(self, id: UUID, child: Child, wish: Wish) -> None:
        with self._changed:
            self._taken.pop(id, None)
            self._children[id] = child
        self._output.follow(id, self._records.output(id), _found_by(child), is_echoed=wish.is_echoed)
        name = f"legato-run-{id}"
        threading.Thread(target=self._see_to_end, args=(id, child, wish), name=name, daemon=True).start()

    def _see_to_end(self, id: UUID, child: Child, wish: Wish) -> None:
        code = child.wait()
        self._output.finish(id)
        end: End | None = None
        try:
            end = report_end(id, code, self._noun, found_by=_found_by(child), gives_back=self._is_stopping)
        except ApiError as error:
            _logger.error("The end of flow run %s cannot be recorded: %s", id, error)
        finally:
            with self._changed:
                del self._children[id]
                if has_hooks := end is not None and end.is_entered and end.state in _WITH_HOOKS:
                    self._hooking[id] = None
                self._changed.notify_all()
            if has_hooks:
                self._run_hooks(id, wish)
            if end is not None:
                self._records.forget(id)
            self._ended(id, None if end is None else end.state, code)

    def _run_hooks(self, id: UUID, wish: Wish) -> None:
        """Have a process run the hooks that the process of a run did not live to run."""
        output = self._records.output(id)
        env = environment(id, None, {**wish.env, HOOKS: "1"})
        try:
            with self._may_hook, tempfile.TemporaryDirectory(prefix="legato-hooks-") as place:
                job = Job(flow_run_id=id, env=env, output=str(output), cwd=wish.cwd or place)
                self._hooking[id] = child = self.launcher.start(job)
                start = output.stat().st_size if output.exists() else 0
                self._output.follow(id, output, _found_by(child), is_echoed=wish.is_echoed, start=start)
                child.wait()
                self._output.finish(id)
        except (LaunchFailed, OSError) as error:
            _logger.error("The hooks of flow run %s are not run: %s", id, error)
        finally:
            with self._changed:
                del self._hooking[id]
                self._changed.notify_all()

    def adopt(self, wish: Wish) -> int:
        """Take over what dead workers of the same kind left behind, and report what ended meanwhile; count both.

        `wish` is how to run hooks where their processes did not; without a folder, in a new one.
        """
        count = 0
        for record in self._records.orphans():
            count += 1
            child: Child = _Gone(record.pid)
            if record.lives:
                child = AdoptedChild(record.pid)
                self._records.write(record.flow_run_id, record.pid)
            self._watch(record.flow_run_id, child, wish)
        return count

    def cancel(self, id: UUID, grace_seconds: float) -> bool:
        """Stop the process of a run that is to be cancelled; False where there is none here.

        The process hears of it by itself; one that does not end within the grace time is killed.
        """
        child = self._children.get(id)
        if child is None:
            return False
        if not self._is_over_within(id, grace_seconds):
            send_signal(child.pid, signal.SIGTERM)
            if not self._is_over_within(id, grace_seconds):
                send_signal(child.pid, signal.SIGKILL)
                self._is_over_within(id, _LONGEST_STOP)
        enter_cancelled(id)
        return True

    def _is_over_within(self, id: UUID, seconds: float) -> bool:
        with self._changed:
            return self._changed.wait_for(lambda: id not in self._children, seconds)

    def wait_for_room(self, limit: int | None, seconds: float) -> bool:
        """Wait until there are fewer runs than a limit; False where there are not by then."""
        with self._changed:
            return self._changed.wait_for(lambda: limit is None or len(self) < limit, seconds)

    def wait_until_empty(self, seconds: float | None = None) -> bool:
        """Wait until all processes are over; False where they are not by then."""
        with self._changed:
            return self._changed.wait_for(lambda: not len(self), seconds)

    def stop(self, grace_seconds: float) -> None:
        """Give back what has not started, let the rest go on for a grace time, then have it handed back too."""
        with self._changed:
            taken, self._taken = self._taken, {}
        for id, claim in taken.items():
            _hand_back(id, claim, HANDED_BACK)
        if not self.wait_until_empty(grace_seconds):
            self._is_stopping = True
            self._signal(HAND_BACK, self._children)
            if not self.wait_until_empty(_LEAVE_SECONDS):
                self._signal(signal.SIGKILL, self._children, self._hooking)
                self.wait_until_empty(_LONGEST_STOP)
        self.launcher.close()

    def _signal(self, signum: signal.Signals, *groups: Mapping[UUID, Child | None]) -> None:
        with self._changed:
            pids = [child.pid for group in groups for child in group.values() if child is not None]
        for pid in pids:
            send_signal(pid, signum)


def _found_by(child: Child) -> str:
    return f"{socket.gethostname()}:{child.pid}"


class _Gone:
    """A process that was over before anybody could wait for it."""

    def __init__(self, pid: int) -> None:
        self.pid = pid

    def wait(self) -> int | None:
        return None


def _hand_back(id: UUID, claim: UUID, message: str) -> None:
    try:
        connect.send(HandBackFlowRun(id=id, claim=claim, message=message))
    except ApiError as error:
        _logger.warning("Flow run %s cannot be handed back, its lease will end: %s", id, error)
