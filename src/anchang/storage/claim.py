"""Queries on the live claims: who has a unit, how many somebody holds, what has run out (2.16, 5.12)."""

from collections.abc import Iterable
from datetime import datetime
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, bindparam, case, func, or_, select, text

from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.unit import UnitState
from anchang.storage.base import table_of
from anchang.storage.columns import Instant
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.quick import Quick
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

_CLAIM, _UNIT = table_of(UnitClaim), table_of(Unit)
_STAFF, _CUSTOMER = table_of(Staff), table_of(Customer)


def has_ended(read: Read, claim_id: int) -> bool:
    """Whether a claim is over."""
    statement = select(_CLAIM.c.id).where(_CLAIM.c.id == claim_id, _CLAIM.c.ended_at.is_(None))
    return read.connection.execute(statement).first() is None


def has_lapsed(read: Read) -> ColumnElement[bool]:
    """The condition that a live claim is a hold whose time is over at `read.now`."""
    return and_(_CLAIM.c.kind == ClaimKind.HOLD.value, _CLAIM.c.expires_at <= read.now)


# The statements of every hold are made once: putting one together costs more than running it.
_LIVE = Quick(
    select(
        _CLAIM,
        func.coalesce(_STAFF.c.name, "").label("holder"),
        func.coalesce(_CUSTOMER.c.name, "").label("customer_name"),
        _CUSTOMER.c.owner_id.label("customer_owner_id"),
    )
    .select_from(_CLAIM)
    .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
    .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _CLAIM.c.customer_id)
    .where(_CLAIM.c.unit_id == bindparam("unit"), _CLAIM.c.ended_at.is_(None))
)
_HOLDING = select(func.count()).where(
    _CLAIM.c.project_id == bindparam("project"),
    _CLAIM.c.ended_at.is_(None),
    _CLAIM.c.kind == ClaimKind.HOLD.value,
    _CLAIM.c.unit_id != bindparam("besides"),
    or_(_CLAIM.c.expires_at.is_(None), _CLAIM.c.expires_at > bindparam("now", type_=Instant)),
    # A parking space that is held along with its unit takes no place of its own.
    text(
        "NOT EXISTS (SELECT 1 FROM unit_link l JOIN unit_claim m ON m.unit_id = l.unit_id AND m.ended_at IS NULL "
        "WHERE l.linked_id = unit_claim.unit_id AND l.ended_at IS NULL AND m.customer_id = unit_claim.customer_id)"
    ),
)
_COUNTS = Quick(
    select(
        _HOLDING.where(_CLAIM.c.staff_id == bindparam("staff")).scalar_subquery().label("by_staff"),
        _HOLDING.where(_CLAIM.c.customer_id == bindparam("customer")).scalar_subquery().label("by_customer"),
    )
)
_OWNER = Quick(
    select(_CUSTOMER.c.id, _CUSTOMER.c.name, _CUSTOMER.c.owner_id, _CUSTOMER.c.state, _STAFF.c.name.label("owner"))
    .select_from(_CUSTOMER)
    .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
    .where(_CUSTOMER.c.id == bindparam("customer"), _CUSTOMER.c.project_id == bindparam("project"))
)


def live(read: Read, unit_id: int) -> Row | None:
    """The claim that has not been ended, lapsed or not, with `holder`, `customer_name` and `customer_owner_id`."""
    return _LIVE.first(read.connection, {"unit": unit_id})


def held_now(read: Read, staff_id: int | None, customer_id: int | None, *, besides: int) -> tuple[int, int]:
    """How many other units this person holds now, and how many are on hold for this customer."""
    found = _COUNTS.first(
        read.connection,
        {
            "project": read.project_id,
            "besides": besides,
            "now": read.now,
            "staff": staff_id or 0,
            "customer": customer_id or 0,
        },
    )
    assert found is not None
    return int(found["by_staff"]), int(found["by_customer"])


def state_now(read: Read) -> ColumnElement[str]:
    """The unit's state as people see it, for a query that joins the live claim: a lapsed hold is available."""
    return case((has_lapsed(read), UnitState.AVAILABLE.value), else_=_UNIT.c.state)


def kinds(read: Read, unit_ids: Iterable[int] | None = None) -> dict[int, str]:
    """The kind of the live claim of each claimed unit of the project, lapsed holds left out."""
    statement = select(_CLAIM.c.unit_id, _CLAIM.c.kind).where(
        _CLAIM.c.project_id == read.project_id, _CLAIM.c.ended_at.is_(None), ~has_lapsed_or_false(read)
    )
    if unit_ids is not None:
        statement = statement.where(_CLAIM.c.unit_id.in_(list(unit_ids)))
    return {row.unit_id: row.kind for row in read.connection.execute(statement)}


def has_lapsed_or_false(read: Read) -> ColumnElement[bool]:
    """`has_lapsed` that is false, not unknown, for claims without an end."""
    return func.coalesce(has_lapsed(read), False)


def lapsed_units(read: Read) -> list[int]:
    """The units whose hold has run out and has not been ended yet."""
    statement = (
        select(_CLAIM.c.unit_id)
        .where(_CLAIM.c.project_id == read.project_id, _CLAIM.c.ended_at.is_(None), has_lapsed(read))
        .order_by(_CLAIM.c.expires_at, _CLAIM.c.id)
    )
    return list(read.connection.execute(statement).scalars())


def customer_owner(read: Read, customer_id: int) -> Row | None:
    """Name, owner and the owner's name of a customer of the project, or None."""
    wanted = {"customer": customer_id, "project": read.project_id}
    return _OWNER.first(read.connection, wanted)


def shown_customer(read: Read, name: str | None, owner_id: int | None, staff_id: int | None) -> str:
    """The customer's name for whoever may see it: the customer's or the hold's own consultant, or one who sees all."""
    return (name or "") if read.sees_all or read.staff_id in (owner_id, staff_id) else ""


def _holds(read: Read, filters: Any) -> Select[Any]:
    statement = (
        select(
            _CLAIM.c.id,
            _CLAIM.c.version,
            _CLAIM.c.unit_id,
            _CLAIM.c.hold_type,
            _CLAIM.c.since,
            _CLAIM.c.expires_at,
            _CLAIM.c.note,
            _CLAIM.c.staff_id,
            _CLAIM.c.customer_id,
            _UNIT.c.label.label("unit"),
            _UNIT.c.version.label("unit_version"),
            _UNIT.c.list_total,
            _STAFF.c.name.label("holder"),
            _CUSTOMER.c.name.label("customer_name"),
            _CUSTOMER.c.owner_id.label("customer_owner_id"),
        )
        .select_from(_CLAIM)
        .join(_UNIT, _UNIT.c.id == _CLAIM.c.unit_id)
        .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _CLAIM.c.customer_id)
        .where(
            _CLAIM.c.project_id == read.project_id,
            _CLAIM.c.ended_at.is_(None),
            _CLAIM.c.kind == ClaimKind.HOLD.value,
            or_(_CLAIM.c.expires_at.is_(None), _CLAIM.c.expires_at > read.now),
        )
    )
    if filters.get("hold_type"):
        statement = statement.where(_CLAIM.c.hold_type == str(filters["hold_type"]))
    if filters.get("holder"):
        statement = statement.where(_STAFF.c.name.contains(str(filters["holder"]), autoescape=True))
    if filters.get("mine"):
        statement = statement.where(_CLAIM.c.staff_id == read.staff_id)
    return statement


def holds_page(read: Read, filters: Any, ask: AskLike) -> Rows:
    """The live holds, newest first; `minutes_left` is rounded up, None without an end."""

    def build(row: RowMapping) -> dict[str, Any]:
        until = row["expires_at"]
        shown = {name: row[name] for name in ("id", "version", "unit_id", "unit", "hold_type", "since", "list_total")}
        return {
            **shown,
            "until": until,
            "days": (read.today - row["since"].astimezone(read.zone).date()).days,
            "minutes_left": None if until is None else -int((read.now - until).total_seconds() // 60),
            "holder": row["holder"] or "",
            "staff_id": row["staff_id"],
            "customer": shown_customer(read, row["customer_name"], row["customer_owner_id"], row["staff_id"]),
            "note": row["note"],
        }

    return fetch(read, _holds(read, filters), (_CLAIM.c.since, _CLAIM.c.id), ask, build)


def asked(read: Read) -> list[RowMapping]:
    """Short holds of consultants that no manager has confirmed yet, the one that ends first at the top (2.3 step 2)."""
    statement = _holds(read, {"hold_type": HoldType.TEMP.value}).where(
        _CLAIM.c.confirmed_at.is_(None), _CLAIM.c.subscription_id.is_(None), _CLAIM.c.expires_at.is_not(None)
    )
    return list(read.connection.execute(statement.order_by(_CLAIM.c.expires_at, _CLAIM.c.id)).mappings())


def reserves_at(read: Read, at: datetime) -> list[dict[str, Any]]:
    """The reserves without an end that stood at that instant, the longest first; for whoever sees all."""
    if not read.sees_all:
        return []
    statement = (
        select(
            _UNIT.c.label.label("unit"), _UNIT.c.list_total, _CLAIM.c.since, _CLAIM.c.note,
            func.coalesce(_STAFF.c.name, "").label("holder"), func.coalesce(_CUSTOMER.c.name, "").label("customer"),
        )
        .select_from(_CLAIM)
        .join(_UNIT, _UNIT.c.id == _CLAIM.c.unit_id)
        .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _CLAIM.c.customer_id)
        .where(
            _CLAIM.c.project_id == read.project_id,
            _CLAIM.c.hold_type == HoldType.RESERVE.value,
            _CLAIM.c.kind == ClaimKind.HOLD.value,
            _CLAIM.c.since < at,
            or_(_CLAIM.c.ended_at.is_(None), _CLAIM.c.ended_at >= at),
        )
        .order_by(_CLAIM.c.since, _CLAIM.c.id)
    )  # fmt: skip
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def holds_count(read: Read, filters: Any) -> int:
    """How many live holds there are."""
    return count(read, _holds(read, filters))
