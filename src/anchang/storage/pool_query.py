"""The public pool as a list, and who asked for whom (domain 2.2).

A consultant sees of a customer in the pool what helps to choose one, not who it is: the first sign of the name, and no
number (5.11).
"""

from collections.abc import Mapping
from typing import Any

from sqlalchemy import RowMapping, Select, false, func, or_, select

from anchang.domain.customer import LeadState
from anchang.domain.pool import AskState
from anchang.storage import desk_filters, desk_text
from anchang.storage.base import table_of
from anchang.storage.customer import Customer, CustomerOwner
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.pool import PoolAsk
from anchang.storage.reading import Read
from anchang.storage.staff import Staff

_ASK, _CUSTOMER, _OWNED, _STAFF = table_of(PoolAsk), table_of(Customer), table_of(CustomerOwner), table_of(Staff)


def veiled(name: str) -> str:
    """A name as somebody sees it who does not have the customer: its first sign."""
    return f"{name[:1]}**" if name else ""


def asked_for(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """The wishes for this customer that wait, the first first."""
    statement = select(_ASK).where(_ASK.c.customer_id == customer_id, _ASK.c.state == AskState.ASKED.value)
    return [dict(row) for row in read.connection.execute(statement.order_by(_ASK.c.id)).mappings()]


def _wishes(read: Read) -> Any:
    asked = select(func.count()).where(_ASK.c.customer_id == _CUSTOMER.c.id, _ASK.c.state == AskState.ASKED.value)
    if not read.sees_all:
        asked = asked.where(_ASK.c.by_id == read.staff_id)
    return asked.scalar_subquery()


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    last = (
        select(_STAFF.c.name)
        .join(_OWNED, _OWNED.c.from_id == _STAFF.c.id)
        .where(_OWNED.c.customer_id == _CUSTOMER.c.id)
        .order_by(_OWNED.c.id.desc())
        .limit(1)
        .scalar_subquery()
    )
    found: list[Any] = [
        _CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.state == LeadState.PUBLIC_POOL.value
    ]  # fmt: skip
    if not read.sees_all and not read.settings["pool_asking"]:
        found.append(false())
    found += [_CUSTOMER.c[name] == str(filters[name]) for name in ("grade", "channel") if filters.get(name)]
    if filters.get("due") is not None:
        due = _CUSTOMER.c.next_contact_on <= read.today
        found.append(due if filters["due"] else ~due)
    if filters.get("text") and read.sees_all:
        columns = (_CUSTOMER.c.name, _CUSTOMER.c.phone, _CUSTOMER.c.id)
        found.append(desk_text.text(read, str(filters["text"]), *columns))
    elif filters.get("text"):
        said = _CUSTOMER.c.living_area.contains(str(filters["text"]).strip(), autoescape=True)
        found.append(or_(said, _CUSTOMER.c.living_area.in_(filters.get("areas", ()))))
    return select(_CUSTOMER, last.label("last_owner"), _wishes(read).label("wishes")).where(*found)


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the pool, the longest waiting last. Filters: text (`areas`: the codes that it means), grade, channel,
    due."""

    def build(row: RowMapping) -> dict[str, Any]:
        seen = read.sees_all
        return {
            **row,
            "name": row["name"] if seen else veiled(row["name"]),
            "phone": read.phone(row["phone"]) if seen else "",
            "phone_tail": "",
            "note": row["note"] if seen else "",
            "initials": "",
            "last_owner": (row["last_owner"] or "") if seen else "",
            "pool_days": (read.today - row["pooled_at"].astimezone(read.zone).date()).days,
        }

    return fetch(read, _listed(read, filters), (_CUSTOMER.c.pooled_at, _CUSTOMER.c.id), ask, build)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many customers the pool has."""
    return count(read, _listed(read, filters))


def _asks(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_ASK.c.project_id == read.project_id, *desk_filters.own(read, _ASK.c.by_id)]
    if filters.get("state"):
        found.append(_ASK.c.state == str(filters["state"]))
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _ASK.c.by_id))
    return (
        select(_ASK, _CUSTOMER.c.name, _CUSTOMER.c.grade, _STAFF.c.name.label("consultant"))
        .join(_CUSTOMER, _CUSTOMER.c.id == _ASK.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _ASK.c.by_id)
        .where(*found)
    )


def asks_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of wishes, the newest first. Filters: state, consultant."""

    def build(row: RowMapping) -> dict[str, Any]:
        return {**row, "name": row["name"] if read.sees_all else veiled(row["name"])}

    return fetch(read, _asks(read, filters), (_ASK.c.at, _ASK.c.id), ask, build)


def asks_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many wishes there are."""
    return count(read, _asks(read, filters))
