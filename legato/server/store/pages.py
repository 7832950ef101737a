"""One page of a list, cut out along an index.

A list is put together from branches, each of which an index gives in the right order: no database sorts all its rows to
show fifty of them. Several types of state make a branch each; so do rows with and without a value to sort by.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Subquery, Table, and_, literal, select, union_all

from legato.server.store.conditions import Condition
from legato.server.store.transaction import AnyRow, Transaction

_MOST_BRANCHES = 32


class Order(NamedTuple):
    """What a list is sorted by; the id decides between equals. Rows without a value come last where `may_lack` it."""

    key: ColumnElement[Any] | None
    descending: bool = False
    may_lack: bool = False


def page(
    db: Transaction,
    table: Table,
    condition: Condition,
    order: Order,
    limit: int,
    offset: int,
    *splits: Sequence[Condition],
    columns: Sequence[ColumnElement[Any]] | None = None,
) -> Sequence[AnyRow]:
    """Return the rows of a page, of some columns or of all.

    A split is a set of conditions of which every row that is asked for meets exactly one.
    """
    wanted, branches = columns or list(table.c), [condition]
    for split in splits:
        if 1 < len(split) * len(branches) <= _MOST_BRANCHES:
            branches = [and_(part, branch) for branch in branches for part in split]
    ranked = [(branch, 0) for branch in branches]
    if order.may_lack and order.key is not None:
        ranked = [(and_(branch, order.key.is_not(None)), 0) for branch in branches]
        ranked += [(and_(branch, order.key.is_(None)), 1) for branch in branches]
    if len(ranked) == 1:
        return db.all(select(*wanted).where(ranked[0][0]).order_by(*_terms(table, order)).limit(limit).offset(offset))
    return _merged(db, table, order, ranked, limit, offset, wanted)


def _merged(
    db: Transaction,
    table: Table,
    order: Order,
    ranked: list[tuple[Condition, int]],
    limit: int,
    offset: int,
    wanted: Sequence[ColumnElement[Any]],
) -> Sequence[AnyRow]:
    key = table.c.id if order.key is None else order.key
    parts = []
    for condition, rank in ranked:
        part = select(table.c.id.label("id"), key.label("sort_key"), literal(rank).label("rank")).where(condition)
        ordered = order if rank == 0 else Order(None, order.descending)
        part = part.order_by(*_terms(table, ordered)).limit(limit + offset)
        parts.append(select(part.subquery()))
    merged = union_all(*parts).subquery()
    chosen = select(merged).order_by(*_merged_terms(merged, order)).limit(limit).offset(offset).subquery()
    return db.all(
        select(*wanted)
        .select_from(table)
        .join(chosen, chosen.c.id == table.c.id)
        .order_by(*_merged_terms(chosen, order))
    )


def _merged_terms(merged: Subquery, order: Order) -> list[ColumnElement[Any]]:
    ways = [column.desc() if order.descending else column.asc() for column in (merged.c.sort_key, merged.c.id)]
    return [merged.c.rank, *ways]


def _terms(table: Table, order: Order) -> list[ColumnElement[Any]]:
    columns = [table.c.id] if order.key is None else [order.key, table.c.id]
    return [column.desc() if order.descending else column.asc() for column in columns]
