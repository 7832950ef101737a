"""The part of a task run's life in which an answer that is there already is looked for.

Answers of this process are remembered here; those of others are asked for, one round trip each.
"""

from __future__ import annotations

import threading
from collections import OrderedDict
from datetime import datetime, timedelta
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

from legato import clock, connect
from legato.context import TaskRunContext
from legato.engine.effects import Call, Flush, Life, Sleep
from legato.exceptions import LegatoException, MissingResult
from legato.hashing import input_hash, task_input_hash
from legato.schemas.states import State
from legato.settings import LEGATO_HOME, LEGATO_TASKS_REFRESH_CACHE

if TYPE_CHECKING:
    from legato.contract.journal import CachedAnswer
    from legato.engine.task_run import TaskCall

LONGEST_KEY = 2_000
_MOST = 10_000
_TRY_LOCK_SECONDS = 0.02


class Answer(NamedTuple):
    """A completed state that may stand for another run, and what it says of its result to others."""

    state: State[Any]
    wire: dict[str, Any] | None


class _Known:
    """The newest answers of this process, by where they are recorded and their keys."""

    def __init__(self) -> None:
        self._answers: OrderedDict[tuple[Path, str], Answer] = OrderedDict()
        self._lock = threading.Lock()

    def find(self, where: Path, key: str) -> Answer | None:
        with self._lock:
            answer = self._answers.get((where, key))
        if answer is None:
            return None
        expiration = answer.state.state_details.cache_expiration
        return answer if expiration is None or expiration > clock.now() else None

    def remember(self, where: Path, key: str, answer: Answer) -> None:
        with self._lock:
            self._answers[where, key] = answer
            self._answers.move_to_end((where, key))
            while len(self._answers) > _MOST:
                self._answers.popitem(last=False)

    def forget(self, where: Path, key: str) -> None:
        with self._lock:
            self._answers.pop((where, key), None)

    def clear(self) -> None:
        with self._lock:
            self._answers.clear()


known = _Known()


REFRESHED = "Cache refreshed: the task runs whatever is cached."


class Cache:
    """What one task run has to do with cached answers; `note` says, for people, how the look-up went.

    Without a key it has nothing to do with them.
    """

    __slots__ = ("_lock", "expiration", "key", "note", "refreshes")

    def __init__(
        self, key: str | None, note: str = "", expiration: timedelta | None = None, refreshes: bool = False
    ) -> None:
        self.key, self.note, self.expiration, self.refreshes = key, note, expiration, refreshes
        self._lock: Any = None

    def mark(self, state: State[Any]) -> State[Any]:
        """Name the key in a state, for others to look up."""
        details = state.state_details
        if self.key is None:
            return state
        details.cache_key = self.key
        details.refresh_cache = self.refreshes or None
        if state.is_completed() and self.expiration is not None:
            details.cache_expiration = state.timestamp + self.expiration
        return state

    def release(self) -> None:
        """Let those go on who wait for this run's answer."""
        if self._lock is not None:
            self._lock.release()
            self._lock = None

    def hold(self, lock: Any) -> None:
        """Keep a lock until `release`."""
        self._lock = lock


def cache_of(call: TaskCall, parameters: dict[str, Any]) -> Life[Cache]:
    """Return what a task run has to do with cached answers, by the key that its function gives."""
    task, key_fn = call.task, call.task.caching.key_fn
    assert key_fn is not None
    context = TaskRunContext(task, call.run, parameters, call.flow_context, False)
    try:
        if key_fn is task_input_hash:
            key = yield Call(input_hash, (task, parameters))  # which says what it cannot hash
        else:
            key = yield Call(key_fn, (context, parameters))
        if key is not None and not isinstance(key, str):
            raise TypeError(f"cache_key_fn gave {type(key).__name__} {key!r:.100}, not a text.")
        if key is not None and len(key) > LONGEST_KEY:
            raise ValueError(f"The cache key has {len(key)} characters; it may have {LONGEST_KEY}.")
    except Exception as error:
        call.log.warning("Caching is off for this run: %s: %s", type(error).__name__, error)
        return Cache(None, f"Cache off: {error}")
    if key is None:
        return Cache(None, "Cache off: cache_key_fn gave no key.")
    around = call.flow_context
    if around is not None and call.run.id in around.anew:
        return Cache(key, REFRESHED, task.caching.expiration, True)
    refreshes = LEGATO_TASKS_REFRESH_CACHE.value() if task.caching.refresh is None else task.caching.refresh
    return Cache(key, REFRESHED if refreshes else "", task.caching.expiration, refreshes)


def _where(call: TaskCall) -> Path:
    """Return the place where the run is recorded: answers of one server, or of one home, are no answers for another."""
    return call.recorder.courier.directory


def find_answer(call: TaskCall, cache: Cache) -> Life[Answer | None]:
    """Return an answer whose value is there, or None; with `cache_lock` only one run at a time goes on without."""
    if cache.refreshes or cache.key is None:
        return None
    answer = known.find(_where(call), cache.key) or (
        None if call.task.caching.is_locked else (yield from _asked(call, cache))
    )
    if answer is None and call.task.caching.is_locked:
        answer = yield from _asked_alone(call, cache)
    return (yield from _with_value(call, cache, answer)) if answer is not None else None


def _asked_alone(call: TaskCall, cache: Cache) -> Life[Answer | None]:
    from legato.engine.locks import Lock

    assert cache.key is not None
    lock = Lock(LEGATO_HOME.value() / "locks", cache.key)
    while not (taken := lock.take()):
        yield Sleep(_TRY_LOCK_SECONDS)
    assert taken
    try:
        answer = known.find(_where(call), cache.key) or (yield from _asked(call, cache))
    except BaseException:
        lock.release()
        raise
    if answer is not None:
        lock.release()
    else:
        cache.hold(lock)
    return answer


def _asked(call: TaskCall, cache: Cache) -> Life[Answer | None]:
    assert cache.key is not None
    from legato.contract.journal import FindCachedState

    try:
        found: CachedAnswer = yield Call(connect.send, (FindCachedState(cache_key=cache.key),))
    except LegatoException as error:
        call.log.warning("The cache cannot be asked, so the task runs: %s", error)
        cache.note = "Cache missed: it could not be asked."
        return None
    if found.state is None:
        cache.note = (
            "Cache missed: nothing is cached under the key." if found.expired is None else _expired(found.expired)
        )
        return None
    return Answer(found.state, found.state.data)


def _expired(moment: datetime) -> str:
    return f"Cache missed: what was cached expired at {moment.isoformat(timespec='seconds')}."


def _with_value(call: TaskCall, cache: Cache, answer: Answer) -> Life[Answer | None]:
    """Return the answer if its value can be had; what is lost is computed again rather than missed later."""
    try:
        yield Call(answer.state.result)
    except MissingResult as error:
        call.log.warning("The cached result is lost, so the task runs again: %s", error)
        cache.note = f"Cache missed: the cached result is lost. {error}"
        if cache.key is not None:
            known.forget(_where(call), cache.key)
        return None
    return answer


def keep_answer(call: TaskCall, cache: Cache, state: State[Any], wire: dict[str, Any] | None) -> Life[None]:
    """Remember an answer for others, and let those go on who wait for it."""
    if cache.key is None:
        return
    known.remember(_where(call), cache.key, Answer(state, wire))
    if call.task.caching.is_locked:
        yield Flush(call.recorder.courier)
    cache.release()
