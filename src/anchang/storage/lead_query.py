"""Leads that nobody has followed up, those long in the pool, and what protects one (domain 2.1, 2.2)."""

from collections.abc import Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, exists, func, or_, select

from anchang.domain.access import Role
from anchang.domain.customer import OPEN_LEADS, LeadState
from anchang.storage.base import table_of
from anchang.storage.claim import has_lapsed_or_false
from anchang.storage.customer import Customer, CustomerOwner, LeadEvent
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import UnitClaim

_CUSTOMER, _OWNED, _CLAIM = table_of(Customer), table_of(CustomerOwner), table_of(UnitClaim)
_EVENT, _STAFF = table_of(LeadEvent), table_of(Staff)
OPEN = tuple(sorted(each.value for each in OPEN_LEADS))
AT_ONCE = 200  # rows of one act of a sweep: whoever writes is alone, and others wait


def midnight(read: Read, on: date) -> datetime:
    """The instant at which that day begins in the office."""
    return datetime.combine(on, time(), read.zone)


def _held(read: Read) -> ColumnElement[bool]:
    """A unit is on hold for the customer, or a paper is under way."""
    return exists().where(
        _CLAIM.c.project_id == read.project_id,
        _CLAIM.c.customer_id == _CUSTOMER.c.id,
        _CLAIM.c.ended_at.is_(None),
        ~has_lapsed_or_false(read),
    )


def is_held(read: Read, customer_id: int) -> bool:
    """Whether a unit is on hold for this customer, or a paper under way."""
    statement = select(_CUSTOMER.c.id).where(_CUSTOMER.c.id == customer_id, _held(read))
    return read.connection.execute(statement).first() is not None


def _silent(read: Read) -> Select[Any]:
    bound = midnight(read, read.today - timedelta(days=int(read.settings["ownership_days"])))
    handed = exists().where(_OWNED.c.customer_id == _CUSTOMER.c.id, _OWNED.c.at >= bound)
    return select(_CUSTOMER.c.id).where(
        _CUSTOMER.c.project_id == read.project_id,
        _CUSTOMER.c.state.in_(OPEN),
        or_(
            _CUSTOMER.c.last_effective_at < bound,
            and_(_CUSTOMER.c.last_effective_at.is_(None), _CUSTOMER.c.first_contact_at < bound),
        ),
        ~handed,
        ~_held(read),
    )


def silent(read: Read, limit: int = AT_ONCE) -> list[int]:
    """Open leads without an effective follow-up for longer than the office protects them."""
    return list(read.connection.execute(_silent(read).order_by(_CUSTOMER.c.id).limit(limit)).scalars())


def long_in_pool(read: Read, limit: int = AT_ONCE) -> list[int]:
    """Customers who have been in the public pool for longer than the office waits."""
    bound = midnight(read, read.today - timedelta(days=int(read.settings["pool_lost_days"])))
    statement = (
        select(_CUSTOMER.c.id)
        .where(
            _CUSTOMER.c.project_id == read.project_id,
            _CUSTOMER.c.state == LeadState.PUBLIC_POOL.value,
            _CUSTOMER.c.pooled_at < bound,
            or_(_CUSTOMER.c.last_effective_at.is_(None), _CUSTOMER.c.last_effective_at < bound),
            ~_held(read),
        )
        .order_by(_CUSTOMER.c.id)
        .limit(limit)
    )
    return list(read.connection.execute(statement).scalars())


def owned_since(read: Read, customer_id: int) -> datetime | None:
    """When the customer changed hands last."""
    statement = select(_OWNED.c.at).where(_OWNED.c.customer_id == customer_id).order_by(_OWNED.c.id.desc()).limit(1)
    found: datetime | None = read.connection.execute(statement).scalar()
    return found


def loads(read: Read, staff_ids: Sequence[int]) -> dict[int, int]:
    """How many customers with an open lead each of these consultants has."""
    rows = read.connection.execute(
        select(_CUSTOMER.c.owner_id, func.count())
        .where(
            _CUSTOMER.c.project_id == read.project_id,
            _CUSTOMER.c.owner_id.in_(list(staff_ids)),
            _CUSTOMER.c.state.in_(OPEN),
        )
        .group_by(_CUSTOMER.c.owner_id)
    )
    found = dict.fromkeys(staff_ids, 0)
    return found | {owner: int(many) for owner, many in rows}


def of_owner(read: Read, owner_id: int) -> list[dict[str, Any]]:
    """Id, state and grade of every customer of that consultant, buyers too: a leaver's customers need somebody."""
    rows = read.connection.execute(
        select(_CUSTOMER.c.id, _CUSTOMER.c.state, _CUSTOMER.c.grade)
        .where(_CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.owner_id == owner_id)
        .order_by(_CUSTOMER.c.id)
    )
    return [dict(row) for row in rows.mappings()]


def left_behind(read: Read) -> list[dict[str, Any]]:
    """Who works here no more, or is no consultant any more, and still has customers: id, name, last day, how many."""
    rows = read.connection.execute(
        select(_STAFF.c.id, _STAFF.c.name, _STAFF.c.active_to, func.count().label("customers"))
        .join(_CUSTOMER, _CUSTOMER.c.owner_id == _STAFF.c.id)
        .where(
            _CUSTOMER.c.project_id == read.project_id,
            or_(_STAFF.c.active_to < read.today, ~_STAFF.c.roles.contains(Role.CONSULTANT.value)),
        )
        .group_by(_STAFF.c.id, _STAFF.c.name, _STAFF.c.active_to)
        .order_by(_STAFF.c.active_to, _STAFF.c.id)
    )
    return [dict(row) for row in rows.mappings()]


def events(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """What became of the lead beside its way, oldest first, with `who`."""
    statement = (
        select(_EVENT, _STAFF.c.name.label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == _EVENT.c.by_id)
        .where(_EVENT.c.customer_id == customer_id, _EVENT.c.project_id == read.project_id)
        .order_by(_EVENT.c.id)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]
