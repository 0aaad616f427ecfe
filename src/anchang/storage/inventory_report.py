"""Every unit with its live deal, for the inventory workbook (2.16, 4.5)."""

from typing import Any

from sqlalchemy import and_, func, select

from anchang.domain.access import may
from anchang.domain.hold import HoldType
from anchang.domain.unit import UnitState
from anchang.storage.base import table_of
from anchang.storage.claim import has_lapsed_or_false, shown_customer
from anchang.storage.contract import Contract
from anchang.storage.customer import Customer
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit, UnitClaim

_UNIT, _CLAIM, _STAFF = table_of(Unit), table_of(UnitClaim), table_of(Staff)
_CUSTOMER, _SUB, _CONTRACT = table_of(Customer), table_of(Subscription), table_of(Contract)


def units(read: Read) -> list[dict[str, Any]]:
    """The units in order of building, entrance, floor, door, each with what its live claim says.

    Money in fen, areas in 0.0001 ㎡. A hold that ran out counts as ended; `customer` is "" for whoever may not know,
    `floor_total` None likewise; `reserved` says that a leader keeps the unit back without an end.
    """
    live = and_(_CLAIM.c.unit_id == _UNIT.c.id, _CLAIM.c.ended_at.is_(None), ~has_lapsed_or_false(read))
    statement = (
        select(
            *_UNIT.c,
            _CLAIM.c.kind.label("claim"),
            _CLAIM.c.hold_type,
            _CLAIM.c.since,
            _CLAIM.c.expires_at,
            _CLAIM.c.note,
            _CLAIM.c.staff_id,
            _CLAIM.c.customer_id,
            func.coalesce(_STAFF.c.name, "").label("consultant"),
            _CUSTOMER.c.name.label("customer_name"),
            _CUSTOMER.c.owner_id,
            _SUB.c.sub_no,
            _SUB.c.signed_on.label("subscribed_on"),
            _SUB.c.deal_total,
            _CONTRACT.c.contract_no.label("deal_contract_no"),
            _CONTRACT.c.signed_on.label("contracted_on"),
        )
        .select_from(_UNIT)
        .outerjoin(_CLAIM, live)
        .outerjoin(_STAFF, _STAFF.c.id == _CLAIM.c.staff_id)
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _CLAIM.c.customer_id)
        .outerjoin(_SUB, _SUB.c.id == _CLAIM.c.subscription_id)
        .outerjoin(_CONTRACT, _CONTRACT.c.id == _CLAIM.c.contract_id)
        .where(_UNIT.c.project_id == read.project_id)
        .order_by(_UNIT.c.sort_key, _UNIT.c.id)
    )
    floor = may(read.roles, "unit.see_floor_price")
    return [_shown(read, dict(row), floor) for row in read.connection.execute(statement).mappings()]


def _shown(read: Read, row: dict[str, Any], sees_floor: bool) -> dict[str, Any]:
    state = row["state"]
    if row["claim"] is None and state == UnitState.HELD.value:
        state = UnitState.AVAILABLE.value  # its hold ran out and nobody has come by since
    row["customer"] = shown_customer(read, row.pop("customer_name"), row.pop("owner_id"), row["staff_id"])
    if row["customer_id"] is not None and not row["customer"]:
        row["note"] = ""  # what is noted about a customer is seen by whoever sees the customer
    return {
        **row,
        "state": state,
        "claim": row["claim"] or "",
        "reserved": row["hold_type"] == HoldType.RESERVE.value,
        "floor_total": row["floor_total"] if sees_floor else None,
        "contract_no": row["deal_contract_no"] or row["contract_no"],
    }
