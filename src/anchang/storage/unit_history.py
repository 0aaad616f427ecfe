"""Everything that happened to a unit: its acts with their causes, and everybody who had it (2.16)."""

from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, Subquery, and_, case, func, or_, select, union_all
from sqlalchemy.sql.selectable import CompoundSelect

from anchang.domain.hold import ClaimKind
from anchang.storage.base import table_of
from anchang.storage.batch import BatchUnit
from anchang.storage.claim import has_lapsed, shown_customer
from anchang.storage.customer import Customer
from anchang.storage.journal import ActWords, Journal, JournalRow
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.unit_flag import UnitFlag
from anchang.storage.unit_link import UnitLink
from anchang.storage.unit_wait import UnitWait

_ACT, _CHILD, _WORDS = table_of(Journal), table_of(JournalRow), table_of(ActWords)
_UNIT, _CLAIM = table_of(Unit), table_of(UnitClaim)
_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_AROUND = tuple(table_of(model) for model in (UnitClaim, UnitFlag, UnitWait, BatchUnit))


def _touched(read: Read, label: str) -> Subquery:
    """(seq, unit_id) of every act on a row of a unit of the project; of one unit where a label is given."""
    units = select(_UNIT.c.id).where(_UNIT.c.project_id == read.project_id)
    if label:
        units = units.where(_UNIT.c.label == label)
    own = select(_CHILD.c.seq, _CHILD.c.row_id.label("unit_id")).where(
        _CHILD.c.table_name == _UNIT.name, _CHILD.c.row_id.in_(units)
    )
    parts: list[Select[Any]] = [own]
    for table in _AROUND:
        on = and_(_CHILD.c.table_name == table.name, _CHILD.c.row_id == table.c.id)
        parts.append(
            select(_CHILD.c.seq, table.c.unit_id).select_from(table).join(_CHILD, on).where(table.c.unit_id.in_(units))
        )
    links = table_of(UnitLink)
    for column in (links.c.unit_id, links.c.linked_id):
        on = and_(_CHILD.c.table_name == links.name, _CHILD.c.row_id == links.c.id)
        parts.append(
            select(_CHILD.c.seq, column.label("unit_id")).select_from(links).join(_CHILD, on).where(column.in_(units))
        )
    every: CompoundSelect[Any] = union_all(*parts)
    found = every.subquery()
    return select(found.c.seq, found.c.unit_id).distinct().subquery()


def _label(filters: Any) -> str:
    return str(filters.get("unit") or "").strip().upper()


def _acts(read: Read, filters: Any) -> Select[Any]:
    touched = _touched(read, _label(filters))
    return (
        select(
            _ACT.c.seq,
            _ACT.c.at,
            _ACT.c.action,
            _ACT.c.actor_id,
            _ACT.c.actor_name,
            _ACT.c.reason,
            func.coalesce(_WORDS.c.reason, "").label("words"),
            touched.c.unit_id,
            _UNIT.c.label.label("unit"),
        )
        .join(touched, touched.c.seq == _ACT.c.seq)
        .join(_UNIT, _UNIT.c.id == touched.c.unit_id)
        .outerjoin(_WORDS, _WORDS.c.seq == _ACT.c.seq)
    )


def page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The acts on units, newest first; filter: unit (its label). Words about customers only for who may see them."""

    def build(row: RowMapping) -> dict[str, Any]:
        knows = read.sees_all or row["actor_id"] == read.staff_id
        return {
            "id": f"{row['seq']}-{row['unit_id']}",
            "at": row["at"],
            "unit": row["unit"],
            "action": row["action"],
            "who": row["actor_name"],
            "reason": row["reason"] or (row["words"] if knows else ""),
        }

    return fetch(read, _acts(read, filters), (_ACT.c.seq, _UNIT.c.id), ask, build)


def page_count(read: Read, filters: Any) -> int:
    """How many acts there were."""
    return count(read, _acts(read, filters))


def _claims(read: Read, filters: Any) -> Select[Any]:
    statement = (
        select(
            _CLAIM,
            _UNIT.c.label.label("unit"),
            func.coalesce(_STAFF.c.name, "").label("holder"),
            _CUSTOMER.c.name.label("customer_name"),
            _CUSTOMER.c.owner_id,
            _ended(read).label("shown_end"),
        )
        .join(_UNIT, _UNIT.c.id == _CLAIM.c.unit_id)
        .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _CLAIM.c.customer_id)
        .where(_CLAIM.c.project_id == read.project_id)
    )
    if _label(filters):
        statement = statement.where(_UNIT.c.label == _label(filters))
    if filters.get("kind"):
        statement = statement.where(_CLAIM.c.kind == str(filters["kind"]))
    if filters.get("ended"):
        statement = statement.where(or_(_CLAIM.c.ended_at.is_not(None), has_lapsed(read)))
    return statement


def _ended(read: Read) -> ColumnElement[Any]:
    """When a claim ended: a hold that ran out ended then, also where nobody has written it down yet."""
    return case((and_(_CLAIM.c.ended_at.is_(None), has_lapsed(read)), _CLAIM.c.expires_at), else_=_CLAIM.c.ended_at)


def claims_page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """Everybody who had a unit, the newest first, with the true end; filters: unit (its label), kind, ended."""

    def build(row: RowMapping) -> dict[str, Any]:
        shown = shown_customer(read, row["customer_name"], row["owner_id"], row["staff_id"])
        lapsed = row["ended_at"] is None and row["shown_end"] is not None
        told = not row["customer_id"] or bool(shown)
        return {
            **{name: row[name] for name in ("id", "version", "unit_id", "unit", "kind", "hold_type", "since")},
            "until": row["expires_at"] if row["kind"] == ClaimKind.HOLD else None,
            "extensions": row["extensions"],
            "ended_at": row["shown_end"],
            "end_reason": "lapsed" if lapsed else row["end_reason"] if told or row["end_reason"] == "lapsed" else "",
            "holder": row["holder"],
            "customer": shown,
        }

    return fetch(read, _claims(read, filters), (_CLAIM.c.id,), ask, build)


def claims_count(read: Read, filters: Any) -> int:
    """How many claims there were."""
    return count(read, _claims(read, filters))
