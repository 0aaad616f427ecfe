"""The buyer's file (成交客户档案表): one row a customer who bought, and what is worked out beside it (domain 3.8)."""

from datetime import date
from typing import Any, cast

from sqlalchemy import UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.access import CLERKS, FLOOR, LEADERS
from anchang.domain.buyer_file import SENSITIVE, Education, Income, Marital, days_to_deal
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day, one_of
from anchang.storage.customer import Customer
from anchang.storage.reading import Read
from anchang.storage.visit import Visit
from anchang.storage.work import Row


class BuyerFile(Record, table=True):
    """What a buyer tells of himself. Lists are codes, space separated. `consent_on` is the day on which the buyer
    agreed to the sensitive fields (5.11); without it they are empty."""

    __tablename__ = "buyer_file"
    __table_args__ = (
        UniqueConstraint("project_id", "customer_id"),
        one_of("marital", ["", *(each.value for each in Marital)]),
        one_of("education", ["", *(each.value for each in Education)]),
        one_of("income", ["", *(each.value for each in Income)]),
    )

    project_id: int = Field(foreign_key="project.id")
    customer_id: int = Field(foreign_key="customer.id")
    consent_on: date | None = day(default=None, nullable=True)
    consent_by: int | None = Field(default=None, foreign_key="staff.id")
    hukou: str = ""
    marital: str = ""
    education: str = ""
    occupation: str = ""
    employer: str = ""
    position: str = ""
    income: str = ""
    home_address: str = ""
    mail_address: str = ""
    emergency_name: str = ""
    emergency_phone: str = ""
    competitor: str = ""
    why_bought: str = ""
    unhappy_with: str = ""
    purchases: str = ""
    homes: int | None = None
    flags: str = ""
    note: str = ""
    by_id: int | None = Field(default=None, foreign_key="staff.id")
    business_date: date = day(nullable=False)


_WHO = FLOOR | LEADERS | CLERKS
_FILE, _CUSTOMER, _VISIT = table_of(BuyerFile), table_of(Customer), table_of(Visit)


def of_customer(read: Read, customer_id: int) -> Row | None:
    """The row as `read` may see it, None while there is none: a number masked, what is sensitive for those only who
    work with the buyer (5.11)."""
    statement = select(_FILE).where(_FILE.c.project_id == read.project_id, _FILE.c.customer_id == customer_id)
    found = cast("Row | None", read.connection.execute(statement).mappings().first())
    if found is None or read.unmasked:
        return found
    row = {**found, "emergency_phone": read.phone(found["emergency_phone"])}
    if not read.roles & _WHO:
        row |= {name: None if name == "homes" else "" for name in SENSITIVE}
    return row


def computed(read: Read, customer_id: int, deal_on: date | None) -> dict[str, Any]:
    """First contact and its channel, visits, days from the first of them to the deal, people sent by this buyer."""
    about = (
        read.connection.execute(
            select(_CUSTOMER.c.first_contact_at, _CUSTOMER.c.channel, _CUSTOMER.c.visits, _CUSTOMER.c.name).where(
                _CUSTOMER.c.id == customer_id, _CUSTOMER.c.project_id == read.project_id
            )
        )
        .mappings()
        .one()
    )
    own = (_VISIT.c.project_id == read.project_id, _VISIT.c.customer_id == customer_id)
    first: date | None = read.connection.execute(select(func.min(_VISIT.c.business_date)).where(*own)).scalar()
    sent = read.connection.execute(
        select(func.count(func.distinct(_VISIT.c.customer_id))).where(
            _VISIT.c.project_id == read.project_id, _VISIT.c.referrer_id == customer_id
        )
    ).scalar()
    return {
        "customer": about["name"],
        "first_contact_on": about["first_contact_at"].astimezone(read.zone).date(),
        "channel": about["channel"],
        "visits": int(about["visits"]),
        "first_visit_on": first,
        "days_to_deal": days_to_deal(first, deal_on),
        "referrals": int(sent or 0),
    }
