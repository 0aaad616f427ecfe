"""What stands beside the lines of a subscription: who acts for a buyer, the paper's own figures, its terms, its
consultants; what the buyer was given and read; where its stamped copies are (domain 2.3, 3.6, P03e, P03g, P03j).

The first four are written anew with every edition of a draft, like the buyers. Money in fen, areas in 0.0001 ㎡, rates
in 10⁻⁶.
"""

from collections.abc import Iterable
from datetime import date, datetime
from typing import Any

from sqlalchemy import Index, UniqueConstraint, select
from sqlmodel import Field

from anchang.domain.buyer import ProxyFacts, ProxyRole
from anchang.domain.identity import IdType
from anchang.domain.measure import ONE
from anchang.domain.pack import CopyEvent, CopyOut, PackEvent
from anchang.domain.pack import copies_out as still_out
from anchang.domain.paper_figures import Printed
from anchang.domain.subscription_desk import CopyHolder
from anchang.i18n import say
from anchang.storage import term as terms
from anchang.storage.base import Entry, table_of
from anchang.storage.columns import day, flag, instant, one_of, positive, scaled
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import SubscriptionCopy
from anchang.storage.term import Term
from anchang.storage.work import Row


class SubscriptionProxy(Entry, table=True):
    """A guardian, an agent or a legal representative of buyer `buyer_no` of one edition. `id_no` is sensitive."""

    __tablename__ = "subscription_proxy"
    __table_args__ = (
        UniqueConstraint("subscription_id", "edition", "buyer_no", "role"),
        one_of("role", [each.value for each in ProxyRole]),
        one_of("id_type", [each.value for each in IdType]),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    buyer_no: int
    role: str
    name: str
    relation: str = ""
    id_type: str
    id_no: str = ""
    phone: str = ""
    proof: str = ""


class SubscriptionPrinted(Entry, table=True):
    """The figures as they are printed on the customer's paper, of one edition; None and empty where it says nothing."""

    __tablename__ = "subscription_printed"
    __table_args__ = (UniqueConstraint("subscription_id", "edition"),)

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    unit_price: int | None = scaled(default=None, nullable=True)
    built_area: int | None = scaled(default=None, nullable=True)
    inside_area: int | None = scaled(default=None, nullable=True)
    shared_area: int | None = scaled(default=None, nullable=True)
    total: int | None = scaled(default=None, nullable=True)
    total_words: str = ""
    deposit: int | None = scaled(default=None, nullable=True)
    deposit_words: str = ""
    plan_total: int | None = scaled(default=None, nullable=True)


class SubscriptionConsultant(Entry, table=True):
    """One of the consultants among whom one edition of a paper shares its credit; the rates make 100 %."""

    __tablename__ = "subscription_consultant"
    __table_args__ = (
        UniqueConstraint("subscription_id", "edition", "staff_id"),
        Index("ix_subscription_consultant_staff", "staff_id"),
        positive("rate"),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    no: int
    staff_id: int = Field(foreign_key="staff.id")
    rate: int = scaled(nullable=False)


class SubscriptionTerm(Entry, table=True):
    """One special term of the library as one edition of a paper bears it, in the order of the paper."""

    __tablename__ = "subscription_term"
    __table_args__ = (UniqueConstraint("subscription_id", "edition", "no"),)

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    no: int
    term_id: int = Field(foreign_key="term.id")


class SubscriptionPack(Entry, table=True):
    """One paper of the pack that the buyer read or was given: `item` is a code of the office's list, on `day_of`."""

    __tablename__ = "subscription_pack"
    __table_args__ = (
        Index("ix_subscription_pack_subscription", "subscription_id", "id"),
        one_of("event", [each.value for each in PackEvent]),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    item: str
    event: str
    receiver: str = ""
    note: str = ""
    day_of: date = day(nullable=False)
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class SubscriptionCustody(Entry, table=True):
    """One hand-over of one stamped copy; `returned` says that it came back to the office."""

    __tablename__ = "subscription_custody"
    __table_args__ = (Index("ix_subscription_custody_subscription", "subscription_id", "copy_no", "id"),)

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    copy_no: int
    giver: str
    taker: str
    returned: bool = flag()
    purpose: str = ""
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_PROXY, _PRINTED = table_of(SubscriptionProxy), table_of(SubscriptionPrinted)
_SPLIT, _ON_PAPER = table_of(SubscriptionConsultant), table_of(SubscriptionTerm)
_PACK, _CUSTODY, _COPY = table_of(SubscriptionPack), table_of(SubscriptionCustody), table_of(SubscriptionCopy)
_STAFF, _TERM = table_of(Staff), table_of(Term)


def proxies(read: Read, row: Row) -> dict[int, tuple[ProxyFacts, ...]]:
    """buyer number -> who acts beside the buyer on the newest edition; numbers as `read` may show them."""
    found: dict[int, tuple[ProxyFacts, ...]] = {}
    statement = (
        select(_PROXY)
        .where(_PROXY.c.subscription_id == row["id"], _PROXY.c.edition == row["edition"])
        .order_by(_PROXY.c.id)
    )
    for each in read.connection.execute(statement).mappings():
        one = ProxyFacts(
            ProxyRole(each["role"]), each["name"], each["relation"], IdType(each["id_type"]),
            read.id_no(each["id_no"]), read.phone(each["phone"]), each["proof"],
        )  # fmt: skip
        found[each["buyer_no"]] = (*found.get(each["buyer_no"], ()), one)
    return found


def printed(read: Read, row: Row) -> Printed:
    """The paper's own figures on the newest edition."""
    statement = select(_PRINTED).where(_PRINTED.c.subscription_id == row["id"], _PRINTED.c.edition == row["edition"])
    found = read.connection.execute(statement).mappings().first()
    if found is None:
        return Printed()
    return Printed(**{name: found[name] for name in Printed.__dataclass_fields__})


def consultants(read: Read, row: Row) -> tuple[tuple[int, str, int], ...]:
    """(staff, name, rate) among whom the newest edition shares the credit; empty where one has it alone."""
    statement = (
        select(_SPLIT.c.staff_id, _STAFF.c.name, _SPLIT.c.rate)
        .join(_STAFF, _STAFF.c.id == _SPLIT.c.staff_id)
        .where(_SPLIT.c.subscription_id == row["id"], _SPLIT.c.edition == row["edition"])
        .order_by(_SPLIT.c.no)
    )
    return tuple((each.staff_id, each.name, each.rate) for each in read.connection.execute(statement))


def shares_of(read: Read, row: Row) -> tuple[tuple[int, str, int], ...]:
    """The same with the one consultant at 100 % where nobody shares."""
    found = consultants(read, row)
    if found:
        return found
    name = read.connection.execute(select(_STAFF.c.name).where(_STAFF.c.id == row["consultant_id"])).scalar()
    return ((row["consultant_id"], str(name or ""), ONE),)


def terms_on(read: Read, row: Row) -> list[Row]:
    """The library's terms that the newest edition bears, whole, in the order of the paper."""
    statement = (
        select(_ON_PAPER.c.term_id)
        .where(_ON_PAPER.c.subscription_id == row["id"], _ON_PAPER.c.edition == row["edition"])
        .order_by(_ON_PAPER.c.no)
    )
    return terms.by_ids(read, tuple(read.connection.execute(statement).scalars()))


def pack(read: Read, subscription_id: int) -> list[dict[str, Any]]:
    """What the buyer read and was given, oldest first: `item`, `event`, `day_of`, `receiver`, `by`, `note`."""
    statement = (
        select(_PACK, _STAFF.c.name.label("by"))
        .join(_STAFF, _STAFF.c.id == _PACK.c.by_id)
        .where(_PACK.c.subscription_id == subscription_id, _PACK.c.project_id == read.project_id)
        .order_by(_PACK.c.id)
    )
    return [dict(each) for each in read.connection.execute(statement).mappings()]


def items_of(events: Iterable[Row], event: PackEvent) -> frozenset[str]:
    """The codes with that event."""
    return frozenset(each["item"] for each in events if each["event"] == event)


def given(read: Read, subscription_id: int) -> dict[int, str]:
    """copy number -> who got it at the stamping (2.3, step 9), in words."""
    statement = (
        select(_COPY.c.copy_no, _COPY.c.holder)
        .where(_COPY.c.subscription_id == subscription_id, _COPY.c.project_id == read.project_id)
        .order_by(_COPY.c.copy_no)
    )
    return {each.copy_no: say(CopyHolder(each.holder).keeper) for each in read.connection.execute(statement)}


def custody(read: Read, subscription_id: int) -> list[CopyEvent]:
    """Every hand-over after the stamping, oldest first."""
    statement = (
        select(_CUSTODY)
        .where(_CUSTODY.c.subscription_id == subscription_id, _CUSTODY.c.project_id == read.project_id)
        .order_by(_CUSTODY.c.id)
    )
    return [
        CopyEvent(each.copy_no, each.giver, each.taker, each.at, each.returned, each.purpose)
        for each in read.connection.execute(statement)
    ]


def copies_out(read: Read, subscription_id: int) -> tuple[CopyOut, ...]:
    """The stamped copies that did not come back, with who has each; empty before the stamp and when all are back.

    A change of the deal (swap, rename, refund) asks here whether every copy of the old paper was taken back (P03g).
    """
    return still_out(given(read, subscription_id).items(), custody(read, subscription_id))
