"""Imports of old registers as acts that can be taken back: which rows one made, what it changed, what rests on it.

A row is never deleted. A visit, a call or a customer that is taken back belongs to no project any more (`project_id`
empty, `origin` taken_back, the words about people made empty), so that no list, figure or rule meets it again and its
number is free; what it was is in the journal as a digest, as of any row.
"""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import ColumnElement, Index, RowMapping, Table, and_, func, or_, select
from sqlmodel import Field

from anchang.domain.register import RegisterKind
from anchang.storage.base import Entry, Record, table_of, tables
from anchang.storage.call import Call
from anchang.storage.columns import day, instant, not_negative, one_of
from anchang.storage.customer import Customer
from anchang.storage.day import BusinessDay
from anchang.storage.journal import ActWords, Journal, JournalRow, plain
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.visit import Visit


class RegisterImport(Record, table=True):
    """One file that was taken in. Whoever writes is alone, so its rows have numbers that follow one another: `entries`
    of them from `first_entry` (visits or calls, by `kind`), `customers` of them from `first_customer`."""

    __tablename__ = "register_import"
    __table_args__ = (
        Index("ix_register_import_newest", "project_id", "at", "id"),
        one_of("kind", [each.value for each in RegisterKind]),
        not_negative("entries"),
        not_negative("customers"),
    )

    project_id: int = Field(foreign_key="project.id")
    kind: str
    file_name: str = ""
    entries: int
    first_entry: int = 0
    customers: int
    first_customer: int = 0
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    taken_back_by: int | None = Field(default=None, foreign_key="staff.id")
    taken_back_at: datetime | None = instant(default=None, nullable=True)
    cut_over: date | None = day(default=None, nullable=True)  # of an opening balance


class RegisterImportUnit(Entry, table=True):
    """What stood of a unit before a deal of the opening balance took it over: its columns and its claim's, as JSON."""

    __tablename__ = "register_import_unit"

    import_id: int = Field(foreign_key="register_import.id", index=True)
    subscription_id: int = Field(foreign_key="subscription.id")
    unit_id: int = Field(foreign_key="unit.id", index=True)
    claim_id: int = Field(foreign_key="unit_claim.id")
    before: str


class RegisterImportChange(Entry, table=True):
    """What stood in a customer of the office before an import added to it: its changed columns as JSON."""

    __tablename__ = "register_import_change"

    import_id: int = Field(foreign_key="register_import.id", index=True)
    customer_id: int = Field(foreign_key="customer.id", index=True)
    before: str = ""


@dataclass(frozen=True, slots=True)
class Rest:
    """What rests on an import: which act, by whom, when; on which of its customers or entries, by name or number."""

    action: str
    by: str
    at: datetime
    what: str


_IMPORT, _CHANGE, _STAFF = table_of(RegisterImport), table_of(RegisterImportChange), table_of(Staff)
_VISIT, _CALL, _CUSTOMER, _DAY = table_of(Visit), table_of(Call), table_of(Customer), table_of(BusinessDay)
_JOURNAL, _JOURNAL_ROW, _WORDS = table_of(Journal), table_of(JournalRow), table_of(ActWords)
_BACK = table_of(Staff).alias("back")
_SUB = table_of(Subscription)
# A look at a number builds nothing; the changes are the import's own.
_RESTS_NOT = frozenset({"customer_look", "register_import_change"})
# What the program does with leads by itself goes away with the customers that the import made.
_OF_ITSELF = frozenset({"customer", "customer_owner", "lead_event"})
_CHANGED = (
    "state", "visits", "gender", "grade", "channel", "living_area", "working_area", "last_contact_at",
    "last_effective_at", "next_contact_on",
)  # fmt: skip


def before(row: Mapping[str, Any]) -> str:
    """What an import may change of a customer, as it stands."""
    return json.dumps({name: plain(row[name]) for name in _CHANGED}, ensure_ascii=False)


def changes(read: Read, import_id: int) -> dict[int, dict[str, Any] | None]:
    """Customer -> its columns before the import; None where the person was made nameless since."""
    statement = select(_CHANGE.c.customer_id, _CHANGE.c.before).where(_CHANGE.c.import_id == import_id)
    return {row.customer_id: _restored(row.before) for row in read.connection.execute(statement)}


def _restored(kept: str) -> dict[str, Any] | None:
    if not kept:
        return None
    values: dict[str, Any] = json.loads(kept)
    for name in ("last_contact_at", "last_effective_at"):
        values[name] = None if values[name] is None else datetime.fromisoformat(values[name])
    next_on = values["next_contact_on"]
    values["next_contact_on"] = None if next_on is None else date.fromisoformat(next_on)
    return values


_TABLES = {RegisterKind.VISITS: _VISIT, RegisterKind.CALLS: _CALL, RegisterKind.DEALS: _SUB}


def table(kind: RegisterKind) -> Table:
    """The log that a book of that kind goes into, the subscriptions of a sales ledger."""
    return _TABLES[kind]


def rows_of(read: Read, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The entries that the import of a log made."""
    log = table(RegisterKind(row["kind"]))
    return _all(read, select(log).where(_made(log.c.id, row["first_entry"], row["entries"])).order_by(log.c.id))


def people_of(read: Read, row: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The customers that the import made."""
    made = select(_CUSTOMER).where(_made(_CUSTOMER.c.id, row["first_customer"], row["customers"]))
    return _all(read, made.order_by(_CUSTOMER.c.id))


def _all(read: Read, statement: Any) -> list[dict[str, Any]]:
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def _made(column: ColumnElement[int], first: int, how_many: int) -> ColumnElement[bool]:
    return column.between(first, first + how_many - 1)


# -- what rests on it ---------------------------------------------------------------------------------------------


def kept_days(read: Read, row: Mapping[str, Any]) -> list[date]:
    """The days of its entries that the office keeps itself by now, and those locked since, oldest first."""
    log = table(RegisterKind(row["kind"]))
    own = select(log.c.business_date).where(_made(log.c.id, row["first_entry"], row["entries"]))
    statement = (
        select(_DAY.c.business_date)
        .where(
            _DAY.c.project_id == row["project_id"],
            or_(_DAY.c.business_date.in_(own), _DAY.c.locked_at > row["at"]),
        )
        .order_by(_DAY.c.business_date)
    )
    return list(read.connection.execute(statement).scalars())


def rests(read: Read, row: Mapping[str, Any], most: int) -> list[Rest]:
    """The first rows that somebody wrote or changed since and that have to do with rows of the import.

    By the journal: whatever table points to a visit, a call or a customer is looked through, so none is left out.
    """
    since = _seq_of(read, row["id"])
    log = table(RegisterKind(row["kind"]))
    changed = select(_CHANGE.c.customer_id).where(_CHANGE.c.import_id == row["id"])
    found: list[Rest] = []
    for each in tables():
        if each.name in _RESTS_NOT:
            continue
        points: list[tuple[str, Any]] = [(key.column.table.name, key.parent) for key in each.foreign_keys]
        own = [(each.name, each.c.id)] if each.name in (log.name, "customer") else []
        for name, column in (*own, *points):
            if name == log.name:
                chosen = _made(column, row["first_entry"], row["entries"])
            elif name == "customer":
                chosen = or_(_made(column, row["first_customer"], row["customers"]), column.in_(changed))
            else:
                continue
            found += _since(read, row, each, (name, column, chosen), since)
            if len(found) >= most:
                return found[:most]
    return found


def _seq_of(read: Read, import_id: int) -> int:
    """The act of the journal that took the file in."""
    statement = select(func.min(_JOURNAL_ROW.c.seq)).where(
        _JOURNAL_ROW.c.table_name == _IMPORT.name, _JOURNAL_ROW.c.row_id == import_id
    )
    return int(read.connection.execute(statement).scalar_one())


def _since(
    read: Read, row: Mapping[str, Any], each: Table, points: tuple[str, Any, ColumnElement[bool]], seq: int
) -> list[Rest]:
    """The first act since then that wrote a row of that table which points there; acts taken back do not count."""
    to, column, chosen = points
    there = {
        "customer": _CUSTOMER.c.name, "visit": _VISIT.c.visit_no, "call": _CALL.c.call_no,
        "subscription": _SUB.c.sub_no,
    }[to]  # fmt: skip
    other = select(there).where(there.table.c.id == column).correlate(each).scalar_subquery()
    named = there if each.name == to else other
    imports = _JOURNAL_ROW.alias("imports")
    undone = (
        select(imports.c.seq)
        .join(_IMPORT, and_(imports.c.table_name == _IMPORT.name, imports.c.row_id == _IMPORT.c.id))
        .where(_IMPORT.c.taken_back_at.is_not(None))
    )
    statement = (
        select(_JOURNAL.c.action, _JOURNAL.c.actor_name, _JOURNAL.c.at, named.label("what"))
        .select_from(_JOURNAL_ROW)
        .join(_JOURNAL, _JOURNAL.c.seq == _JOURNAL_ROW.c.seq)
        .join(each, each.c.id == _JOURNAL_ROW.c.row_id)
        .where(_JOURNAL_ROW.c.table_name == each.name, _JOURNAL_ROW.c.seq > seq, chosen)
        .where(_JOURNAL_ROW.c.seq.not_in(undone))
        .order_by(_JOURNAL_ROW.c.seq)
        .limit(1)
    )
    if each.name in _OF_ITSELF and to == "customer":
        made = _made(column, row["first_customer"], row["customers"])
        statement = statement.where(or_(_JOURNAL.c.actor_id.is_not(None), ~made))
    return [Rest(*found) for found in read.connection.execute(statement)]


# -- the list -----------------------------------------------------------------------------------------------------


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of imports, newest first. Filter: kind."""
    why = (
        select(_WORDS.c.reason)
        .join(_JOURNAL_ROW, _JOURNAL_ROW.c.seq == _WORDS.c.seq)
        .where(_JOURNAL_ROW.c.table_name == _IMPORT.name, _JOURNAL_ROW.c.row_id == _IMPORT.c.id)
        .order_by(_WORDS.c.seq.desc())
        .limit(1)
        .scalar_subquery()
    )
    statement = (
        select(_IMPORT, _STAFF.c.name.label("maker"), _BACK.c.name.label("back_by"), why.label("words"))
        .select_from(
            _IMPORT.outerjoin(_STAFF, _STAFF.c.id == _IMPORT.c.by_id).outerjoin(
                _BACK, _BACK.c.id == _IMPORT.c.taken_back_by
            )
        )
        .where(*_listed(read, filters))
    )
    return fetch(read, statement, (_IMPORT.c.at, _IMPORT.c.id), ask, _told)


def _told(row: RowMapping) -> dict[str, Any]:
    made = dict(row)
    words = made.pop("words")
    made["why"] = words if made["taken_back_at"] is not None else ""
    return made


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many imports the list has."""
    return count(read, select(_IMPORT.c.id).where(*_listed(read, filters)))


def _listed(read: Read, filters: Mapping[str, Any]) -> list[Any]:
    found = [_IMPORT.c.project_id == read.project_id]
    if filters.get("kind"):
        found.append(_IMPORT.c.kind == str(filters["kind"]))
    return found


def id_by_no(read: Read, text: str) -> int | None:
    """An import by its number in the list; longer ones no table has."""
    bare = text.removeprefix("#")
    if not bare.isdecimal() or len(bare) > 18:
        return None
    statement = select(_IMPORT.c.id).where(_IMPORT.c.project_id == read.project_id, _IMPORT.c.id == int(bare))
    found: int | None = read.connection.execute(statement).scalar()
    return found
