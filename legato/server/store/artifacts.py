"""Artifacts, and collections: a row for each key with what its latest artifact holds."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterable
from datetime import datetime
from typing import Any
from uuid import UUID

import msgspec
from sqlalchemy import ColumnElement, Table, and_, delete, func, select, update

from legato import clock
from legato.ids import uuid7
from legato.schemas.artifacts import Artifact, ArtifactCollection, shortened
from legato.schemas.filters import ArtifactCollectionFilter, ArtifactFilter, RunScope
from legato.schemas.journal import ArtifactChanged, ArtifactMade
from legato.schemas.sorting import ArtifactCollectionSort, ArtifactSort
from legato.server.store import filters
from legato.server.store.conditions import Condition, Tests, noun, on
from legato.server.store.pages import Order, page
from legato.server.store.tables import flow_run, task_run
from legato.server.store.tables.artifacts import artifact, artifact_collection
from legato.server.store.transaction import AnyRow, Transaction

_CONTENT = ("type", "description", "data", "metadata_", "flow_run_id", "task_run_id")
_ROW = ("id", "created", "updated")


def _orders(table: Table) -> dict[str, Order]:
    return {
        "CREATED_DESC": Order(table.c.created, descending=True),
        "UPDATED_DESC": Order(table.c.updated, descending=True),
        "ID_DESC": Order(None, descending=True),
        "KEY_DESC": Order(table.c.key, descending=True, may_lack=table is artifact),
        "KEY_ASC": Order(table.c.key, may_lack=table is artifact),
    }


def _tests(table: Table, *names: str) -> Tests:
    def test(column: ColumnElement[Any]) -> Callable[[Any], Condition]:
        return lambda given: on(column, given)

    return {name: test(table.c[name]) for name in names}


_ORDERS = {table: _orders(table) for table in (artifact, artifact_collection)}
_TESTS = _tests(artifact, "id", "key", "flow_run_id", "task_run_id", "type")
_COLLECTION_TESTS = _tests(artifact_collection, "latest_id", "key", "flow_run_id", "task_run_id", "type")


def _fields(row: AnyRow) -> dict[str, Any]:
    fields = row._asdict()
    return fields | {"data": None if fields["data"] is None else msgspec.json.decode(fields["data"])}


def json_of(data: Any) -> str | None:
    """Return data as it is kept."""
    return None if data is None else msgspec.json.encode(data).decode()


def create(db: Transaction, content: dict[str, Any], key: str | None) -> Artifact:
    """Make an artifact, which becomes the latest of its key."""
    now, id = clock.now(), uuid7()
    insert(db, [(id, now, now, key, *(content.get(name) for name in _CONTENT))])
    made = by_id(db, id)
    assert made is not None
    return made


def record(db: Transaction, entries: Collection[ArtifactMade]) -> int:
    """Make artifacts that runs told of; return how many are new."""
    rows = [
        (
            *(e.id, e.created, e.created, e.key, e.type, e.description, json_of(e.data)),
            *(shortened(e.metadata_), e.flow_run_id, e.task_run_id),
        )
        for e in entries
    ]
    return insert(db, rows)


def insert(db: Transaction, rows: Collection[tuple[Any, ...]]) -> int:
    """Insert artifacts that are not there yet, each the latest of its key; return how many were not."""
    new = db.insert_rows(artifact, (*_ROW, "key", *_CONTENT), rows)
    if new:
        _show_newest(db, rows)
    return new


def _show_newest(db: Transaction, rows: Collection[tuple[Any, ...]]) -> None:
    """Let the collections of keys hold what the newest of new artifacts do, where these are their latest."""
    newest: dict[str, tuple[Any, ...]] = {}
    for row in sorted(rows, key=_age):
        if (key := row[len(_ROW)]) is not None:
            newest[key] = row
    now, place = clock.now(), len(_ROW) + 1
    columns = (*_ROW, "key", "latest_id", *_CONTENT)
    made = [(uuid7(), now, now, key, newest[key][0], *newest[key][place:]) for key in sorted(newest)]
    if not made or db.insert_rows(artifact_collection, columns, made) == len(made):
        return
    # With its row locked, what is the latest of a key stays so.
    there = db.rows_by(artifact_collection, ("key", "id", "latest_id"), "key", sorted(newest), lock=True)
    ages = {row[0]: _age(row) for row in db.rows_by(artifact, ("id", "created"), "id", [row[2] for row in there])}
    changed = [
        (now, newest[key][0], *newest[key][place:], id)
        for key, id, latest_id in there
        if latest_id not in ages or _age(newest[key]) > ages[latest_id]
    ]
    if changed:
        db.update_rows(artifact_collection, ("updated", "latest_id", *_CONTENT), changed)


def _age(row: tuple[Any, ...]) -> tuple[datetime, UUID]:
    return row[1], row[0]


def record_changes(db: Transaction, entries: Iterable[ArtifactChanged]) -> tuple[int, int]:
    """Change artifacts as runs told; return how many changes were taken, and how many are of artifacts that are gone.

    What is older than what an artifact holds already changes nothing.
    """
    told: dict[UUID, list[ArtifactChanged]] = {}
    for entry in entries:
        told.setdefault(entry.artifact_id, []).append(entry)
    keys: dict[str, None] = {}
    taken = gone = 0
    for id, changes in told.items():
        row = db.first(select(artifact.c.key, artifact.c.updated).where(artifact.c.id == id).with_for_update())
        if row is None:
            gone += len(changes)
            continue
        taken += len(changes)
        values: dict[str, Any] = {}
        for change in changes:
            if change.updated >= row.updated:
                values |= {"data": json_of(change.data), "updated": change.updated}
                values |= {} if change.description is None else {"description": change.description}
        if values:
            db.execute(update(artifact).where(artifact.c.id == id).values(values))
            keys |= {} if row.key is None else {row.key: None}
    for key in keys:
        _find_latest(db, key)
    return taken, gone


def by_id(db: Transaction, id: UUID) -> Artifact | None:
    """Return an artifact by id."""
    row = db.first(select(artifact).where(artifact.c.id == id))
    return None if row is None else Artifact(**_fields(row))


def latest(db: Transaction, key: str) -> Artifact | None:
    """Return the latest artifact of a key."""
    row = _latest_row(db, key)
    return None if row is None else Artifact(**_fields(row))


def change(db: Transaction, id: UUID, changes: dict[str, Any]) -> bool:
    """Change columns of an artifact; tell whether there is such a one."""
    values = {**changes, "updated": clock.now()}
    found = db.first(update(artifact).where(artifact.c.id == id).values(values).returning(artifact.c.key))
    if found is not None and found.key is not None:
        _find_latest(db, found.key)
    return found is not None


def remove(db: Transaction, id: UUID) -> bool:
    """Delete an artifact; tell whether there was such a one."""
    found = db.first(delete(artifact).where(artifact.c.id == id).returning(artifact.c.key))
    if found is not None and found.key is not None:
        _find_latest(db, found.key)
    return found is not None


def _latest_row(db: Transaction, key: str) -> AnyRow | None:
    newest = (artifact.c.created.desc(), artifact.c.id.desc())
    return db.first(select(artifact).where(artifact.c.key == key).order_by(*newest).limit(1))


def _find_latest(db: Transaction, key: str) -> None:
    """Let the collection of a key hold what its latest artifact does."""
    _write_collection(db, key, _latest_row(db, key), is_new=True)
    there = select(artifact_collection.c.id).where(artifact_collection.c.key == key)
    if db.first(there.with_for_update()) is not None:
        # Others may have come first: with the row locked what is the latest stays so.
        _write_collection(db, key, _latest_row(db, key), is_new=False)


def _write_collection(db: Transaction, key: str, newest: AnyRow | None, *, is_new: bool) -> None:
    table = artifact_collection.c
    if newest is None:
        if not is_new:
            db.execute(delete(artifact_collection).where(table.key == key))
        return
    now, content = clock.now(), {name: getattr(newest, name) for name in _CONTENT}
    if is_new:
        columns = (*_ROW, "key", "latest_id", *_CONTENT)
        db.insert_rows(artifact_collection, columns, [(uuid7(), now, now, key, newest.id, *content.values())])
    else:
        values = {"updated": now, "latest_id": newest.id, **content}
        db.execute(update(artifact_collection).where(table.key == key).values(values))


def _from_runs(table: Table, runs: RunScope) -> list[Condition]:
    found: list[Condition] = []
    if any(given is not None for given in (runs.flow_runs, runs.flows, runs.deployments)):
        scope = RunScope(flow_runs=runs.flow_runs, flows=runs.flows, deployments=runs.deployments)
        found.append(table.c.flow_run_id.in_(select(flow_run.c.id).where(filters.flow_runs_in(scope))))
    if runs.task_runs is not None:
        scope = RunScope(task_runs=runs.task_runs)
        found.append(table.c.task_run_id.in_(select(task_run.c.id).where(filters.task_runs_in(scope))))
    return found


def artifacts_in(given: ArtifactFilter | None, runs: RunScope) -> Condition:
    """Return the condition on artifacts."""
    return and_(noun(_TESTS, given), *_from_runs(artifact, runs))


def collections_in(given: ArtifactCollectionFilter | None, runs: RunScope) -> Condition:
    """Return the condition on collections."""
    return and_(noun(_COLLECTION_TESTS, given), *_from_runs(artifact_collection, runs))


def count(db: Transaction, condition: Condition) -> int:
    """Return how many artifacts."""
    return int(db.scalar(select(func.count()).select_from(artifact).where(condition)))


def count_collections(db: Transaction, condition: Condition) -> int:
    """Return how many collections."""
    return int(db.scalar(select(func.count()).select_from(artifact_collection).where(condition)))


def listed(db: Transaction, condition: Condition, sort: ArtifactSort, limit: int, offset: int) -> list[Artifact]:
    """Return one page of artifacts."""
    rows = page(db, artifact, condition, _ORDERS[artifact][sort], limit, offset)
    return [Artifact(**_fields(row)) for row in rows]


def listed_collections(
    db: Transaction, condition: Condition, sort: ArtifactCollectionSort, limit: int, offset: int
) -> list[ArtifactCollection]:
    """Return one page of collections."""
    rows = page(db, artifact_collection, condition, _ORDERS[artifact_collection][sort], limit, offset)
    return [ArtifactCollection(**_fields(row)) for row in rows]
