"""Subscriptions: the paper, its buyers, its discounts, its shares of a plan, its copies (domain 2.3, 3.6, 3.7).

What stands on the paper is written anew with every edition while it is a draft; after it was handed in, its edition
stays. Money in fen, areas in 0.0001 ㎡, shares in 10⁻⁶.
"""

from datetime import date, datetime

from sqlalchemy import CheckConstraint, Index, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.identity import IdType
from anchang.domain.plan import DueRule, LoanKind, PlanKind
from anchang.domain.subscription import SubscriptionState
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, not_negative, one_of, positive, scaled
from anchang.storage.reading import Read


class Subscription(Record, table=True):
    """One paper (认购书). `year` and `seq` make its gapless number; areas, permit and list price are snapshots.

    Year 0 is the series of the opening balance. `edition` is the newest of its buyers, discounts and shares.
    `slip_decision` is the manager's on the slip (3.7), empty while it is not taken.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "sub_no"),
        UniqueConstraint("project_id", "year", "seq"),
        Index("ix_subscription_unit", "unit_id", "state"),
        Index("ix_subscription_state", "project_id", "state"),
        one_of("state", [each.value for each in SubscriptionState]),
        one_of("plan_kind", [each.value for each in PlanKind]),
        one_of("loan_kind", [each.value for each in LoanKind]),
        not_negative("loan_fund"),
        positive("list_total"),
        positive("deal_total"),
        not_negative("deposit_amount"),
        not_negative("opening_received"),
        one_of("origin", ("", "import", "taken_back")),
        CheckConstraint("(origin = '') = (cut_over IS NULL)", name="opening_has_day"),
    )

    project_id: int = Field(foreign_key="project.id")
    sub_no: str
    year: int
    seq: int
    paper_no: str = ""
    edition: int = 1
    state: str
    unit_id: int = Field(foreign_key="unit.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    consultant_id: int = Field(foreign_key="staff.id", index=True)
    signed_on: date = day(nullable=False)
    permit_id: int | None = Field(default=None, foreign_key="permit.id")
    permit_no: str = ""
    built_area: int | None = scaled(default=None, nullable=True)
    inside_area: int | None = scaled(default=None, nullable=True)
    shared_area: int | None = scaled(default=None, nullable=True)
    pricing_basis: str
    rounding: str
    unit_price: int | None = scaled(default=None, nullable=True)
    list_total: int = scaled(nullable=False)
    deal_unit_price: int | None = scaled(default=None, nullable=True)
    deal_total: int = scaled(nullable=False)
    plan_kind: str
    plan_days: int = 0
    down_rate: int | None = scaled(default=None, nullable=True)
    loan_days: int = 0
    loan_unit: int = scaled(default=1_000_000, nullable=False)
    loan_kind: str = LoanKind.COMMERCIAL.value
    loan_fund: int = scaled(default=0, nullable=False)  # what the provident fund lends of a combined loan, in fen
    deposit_amount: int = scaled(nullable=False)
    deposit_due_on: date | None = day(default=None, nullable=True)
    lower_deposit_accepted: bool = flag()
    sign_due_date: date | None = day(default=None, nullable=True)
    handover_due: date | None = day(default=None, nullable=True)
    special_terms: str = ""
    opinion: str = ""
    fitted: bool = flag()
    buyer_signed_on: date | None = day(default=None, nullable=True)
    consultant_signed_on: date | None = day(default=None, nullable=True)
    submitted_by: int | None = None
    approved_on: date | None = day(default=None, nullable=True)
    deposit_paid_on: date | None = day(default=None, nullable=True)
    stamped_at: datetime | None = instant(default=None, nullable=True)
    activated_on: date | None = day(default=None, nullable=True)
    converted_on: date | None = day(default=None, nullable=True)
    slip_decision: str = ""
    slip_comment: str = ""
    slip_by: int | None = None
    slip_on: date | None = day(default=None, nullable=True)
    void_reason: str = ""
    void_on: date | None = day(default=None, nullable=True)
    maker_id: int | None = None
    business_date: date = day(nullable=False)
    origin: str = ""  # import: it came in with the opening balance; taken_back: and went with it
    author: str = ""  # who sold it, of somebody who is no member of staff
    cut_over: date | None = day(default=None, nullable=True)  # as of the end of this day it came in
    opening_received: int = scaled(default=0, nullable=False)  # what had come in by then, in fen


class SubscriptionBuyer(Entry, table=True):
    """One buyer of one edition, in the order of the paper; `share` in 10⁻⁶ or None. `id_no` is sensitive."""

    __tablename__ = "subscription_buyer"
    __table_args__ = (
        UniqueConstraint("subscription_id", "edition", "no"),
        Index("ix_subscription_buyer_id", "project_id", "id_no"),
        one_of("id_type", [each.value for each in IdType]),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    no: int
    name: str
    nationality: str = ""
    id_type: str
    id_no: str = ""
    gender: str = ""
    birth: date | None = day(default=None, nullable=True)
    phone: str = ""
    address: str = ""
    postcode: str = ""
    share: int | None = scaled(default=None, nullable=True)
    is_primary: bool = flag()
    agent: str = ""


class SubscriptionDiscount(Entry, table=True):
    """One discount line of one edition: what the rule takes off (fen), in the order in which it was applied."""

    __tablename__ = "subscription_discount"
    __table_args__ = (UniqueConstraint("subscription_id", "edition", "no"),)

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    no: int
    rule_id: int = Field(foreign_key="discount_rule.id")
    code: str
    name: str
    rate: int | None = scaled(default=None, nullable=True)
    amount: int = scaled(nullable=False)


class SubscriptionShare(Entry, table=True):
    """One part of an instalment plan as the paper of one edition states it: `rate` in 10⁻⁶, due by `rule`."""

    __tablename__ = "subscription_share"
    __table_args__ = (
        UniqueConstraint("subscription_id", "edition", "no"),
        one_of("rule", [each.value for each in DueRule]),
        positive("rate"),
    )

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    edition: int
    no: int
    rate: int = scaled(nullable=False)
    rule: str
    days: int = 0
    fixed_on: date | None = day(default=None, nullable=True)


class SubscriptionCopy(Entry, table=True):
    """One stamped copy and who got it (2.3, step 9)."""

    __tablename__ = "subscription_copy"
    __table_args__ = (UniqueConstraint("subscription_id", "copy_no"),)

    project_id: int = Field(foreign_key="project.id")
    subscription_id: int = Field(foreign_key="subscription.id")
    copy_no: int
    holder: str
    given_by: int = Field(foreign_key="staff.id")
    business_date: date = day(nullable=False)


_SUBSCRIPTION = table_of(Subscription)


def id_by_no(read: Read, text: str) -> int | None:
    """The id of the subscription with this number or paper number; the number wins."""
    wanted = text.strip()
    own = _SUBSCRIPTION.c.project_id == read.project_id
    for column in (_SUBSCRIPTION.c.sub_no, _SUBSCRIPTION.c.paper_no):
        rows = (
            read.connection.execute(select(_SUBSCRIPTION.c.id).where(own, func.lower(column) == wanted.lower()))
            .scalars()
            .all()
        )
        if wanted and len(rows) == 1:
            return int(rows[0])
    return None
