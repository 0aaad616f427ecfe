"""Which customers count as one: family, co-buyers, the same person twice (domain 2.1)."""

from datetime import date, datetime
from typing import Any

from sqlalchemy import CheckConstraint, Index, or_, select, text
from sqlmodel import Field

from anchang.domain.customer_link import Link
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, flag, instant, one_of
from anchang.storage.customer import Customer
from anchang.storage.customer_query import id_by_phone
from anchang.storage.reading import Read

_LIVE = text("ended_at IS NULL")


class CustomerLink(Record, table=True):
    """`other_id` is the `link` of `customer_id` (the spouse, the parent …); `proved` by a paper that was seen."""

    __tablename__ = "customer_link"
    __table_args__ = (
        Index(
            "ux_customer_link_live", "customer_id", "other_id", unique=True, sqlite_where=_LIVE, postgresql_where=_LIVE
        ),
        Index("ix_customer_link_other", "other_id"),
        CheckConstraint("customer_id <> other_id", name="two_customers"),
        CheckConstraint("link <> 'id_tail' OR id_tail <> ''", name="tail_is_stated"),
        one_of("link", [each.value for each in Link if each is not Link.SELF]),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    other_id: int = Field(foreign_key="customer.id")
    link: str
    proved: bool = flag()
    proof: str = ""
    id_tail: str = ""
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    made_at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)
    ended_at: datetime | None = instant(default=None, nullable=True)
    ended_reason: str = ""


_LINK, _CUSTOMER = table_of(CustomerLink), table_of(Customer)


def live(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """The ties of a customer that stand, from its own end: `id`, `other_id`, `link`, `proved`."""
    statement = (
        select(_LINK.c.id, _LINK.c.customer_id, _LINK.c.other_id, _LINK.c.link, _LINK.c.proved)
        .where(
            _LINK.c.project_id == read.project_id,
            _LINK.c.ended_at.is_(None),
            or_(_LINK.c.customer_id == customer_id, _LINK.c.other_id == customer_id),
        )
        .order_by(_LINK.c.id)
    )
    return [_seen_from(customer_id, dict(row)) for row in read.connection.execute(statement).mappings()]


def _seen_from(customer_id: int, row: dict[str, Any]) -> dict[str, Any]:
    if row["customer_id"] == customer_id:
        return {"id": row["id"], "other_id": row["other_id"], "link": Link(row["link"]), "proved": row["proved"]}
    back = Link(row["link"]).back
    return {"id": row["id"], "other_id": row["customer_id"], "link": back, "proved": row["proved"]}


def between(read: Read, one: int, other: int) -> int | None:
    """The tie that stands between two customers, or None."""
    return next((each["id"] for each in live(read, one) if each["other_id"] == other), None)


def id_by_phones(read: Read, text: str) -> int | None:
    """The id of the tie that stands between two customers, by their numbers with a stroke between: «138…/139…»."""
    one, _, other = text.partition("/")
    ends = (id_by_phone(read, one), id_by_phone(read, other))
    return None if ends[0] is None or ends[1] is None else between(read, ends[0], ends[1])


def shown(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """The ties for the customer's card: `link`, `proved`, `name`; the name of somebody else's customer is empty."""
    found = live(read, customer_id)
    wanted = [each["other_id"] for each in found]
    names = {
        row.id: row.name if read.sees_all or row.owner_id == read.staff_id else ""
        for row in read.connection.execute(
            select(_CUSTOMER.c.id, _CUSTOMER.c.name, _CUSTOMER.c.owner_id).where(_CUSTOMER.c.id.in_(wanted))
        )
    }
    return [{**each, "name": names[each["other_id"]]} for each in found]
