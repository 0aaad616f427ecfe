"""Sale contracts, their buyers, checks, copies and hand-overs (domain 2.4, 3.21, 3.25).

What the contract says is a snapshot of its subscription, taken when it is drawn up. Money in fen, areas in 0.0001 ㎡,
rates in 10⁻⁶. The days of the steps are what the clerk recorded; `business_date` is the office's day of the first one.
"""

from datetime import date, datetime

from sqlalchemy import Index, RowMapping, UniqueConstraint, func, or_, select, text
from sqlmodel import Field

from anchang.domain.buyer import ProxyFacts, ProxyRole
from anchang.domain.contract import ContractState, CopyKind, CustodyEvent
from anchang.domain.contract_check import CheckKind
from anchang.domain.identity import IdType
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, flag, instant, not_negative, one_of, scaled
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription


class Contract(Record, table=True):
    """One contract. `no` is the office's own gapless number, `contract_no` the one on the paper, unique once given.

    At most one contract of a subscription is not void. `mortgaged` is what the clerk found out about the unit.
    """

    __table_args__ = (
        UniqueConstraint("project_id", "year", "seq"),
        UniqueConstraint("project_id", "no"),
        Index(
            "uq_contract_paper_no",
            "project_id",
            "contract_no",
            unique=True,
            sqlite_where=text("contract_no <> ''"),
            postgresql_where=text("contract_no <> ''"),
        ),
        Index(
            "uq_contract_live",
            "subscription_id",
            unique=True,
            sqlite_where=text("state <> 'void'"),
            postgresql_where=text("state <> 'void'"),
        ),
        Index("ix_contract_state", "project_id", "state"),
        Index("ix_contract_unit", "unit_id"),
        one_of("state", [each.value for each in ContractState]),
        not_negative("deal_total"),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    contract_no: str = ""
    net_sign_no: str = ""
    filing_no: str = ""
    state: str
    subscription_id: int = Field(foreign_key="subscription.id")
    unit_id: int = Field(foreign_key="unit.id")
    customer_id: int = Field(foreign_key="customer.id", index=True)
    consultant_id: int = Field(foreign_key="staff.id", index=True)
    appointed_at: datetime = instant(nullable=False)
    appointed_with: int | None = Field(default=None, foreign_key="staff.id")
    papers: str = ""
    business_date: date = day(nullable=False)
    plan_version_id: int | None = Field(default=None, foreign_key="plan_version.id")
    deal_total: int = scaled(default=0, nullable=False)
    pricing_basis: str = ""
    built_area: int | None = scaled(default=None, nullable=True)
    inside_area: int | None = scaled(default=None, nullable=True)
    shared_area: int | None = scaled(default=None, nullable=True)
    handover_due: date | None = day(default=None, nullable=True)
    mortgaged: bool = flag()
    buyer_informed: bool = flag()
    construction_clauses: bool = flag()
    late_rate: int | None = scaled(default=None, nullable=True)
    late_days: int | None = None
    rescind_rate: int | None = scaled(default=None, nullable=True)
    area_clause: str = ""
    exception_reason: str = ""
    exception_by: int | None = Field(default=None, foreign_key="staff.id")
    exception_on: date | None = day(default=None, nullable=True)
    drafted_on: date | None = day(default=None, nullable=True)
    submitted_on: date | None = day(default=None, nullable=True)
    signed_on: date | None = day(default=None, nullable=True)
    signed_entered_on: date | None = day(default=None, nullable=True)
    sealed_on: date | None = day(default=None, nullable=True)
    sent_on: date | None = day(default=None, nullable=True)
    filed_on: date | None = day(default=None, nullable=True)
    collected_on: date | None = day(default=None, nullable=True)
    collected_by: str = ""
    archived_on: date | None = day(default=None, nullable=True)
    archive_place: str = ""
    void_on: date | None = day(default=None, nullable=True)
    void_reason: str = ""
    maker_id: int | None = None


class ContractBuyer(Entry, table=True):
    """One buyer as the contract names him; `share` in 10⁻⁶ or None. `id_no` is sensitive."""

    __tablename__ = "contract_buyer"
    __table_args__ = (
        UniqueConstraint("contract_id", "no"),
        one_of("id_type", [each.value for each in IdType]),
    )

    project_id: int = Field(foreign_key="project.id")
    contract_id: int = Field(foreign_key="contract.id")
    no: int
    name: str
    id_type: str
    id_no: str
    phone: str = ""
    address: str = ""
    share: int | None = scaled(default=None, nullable=True)
    is_primary: bool = flag()


class ContractProxy(Entry, table=True):
    """Guardian, agent or legal representative of buyer `buyer_no`, taken over with the buyers. `id_no` is sensitive."""

    __tablename__ = "contract_proxy"
    __table_args__ = (
        UniqueConstraint("contract_id", "buyer_no", "role"),
        one_of("role", [each.value for each in ProxyRole]),
        one_of("id_type", [each.value for each in IdType]),
    )

    project_id: int = Field(foreign_key="project.id")
    contract_id: int = Field(foreign_key="contract.id")
    buyer_no: int
    role: str
    name: str
    relation: str = ""
    id_type: str
    id_no: str = ""
    phone: str = ""
    proof: str = ""


class ContractCheck(Entry, table=True):
    """One department's check of one contract, recorded once."""

    __tablename__ = "contract_check"
    __table_args__ = (
        UniqueConstraint("contract_id", "kind"),
        one_of("kind", [each.value for each in CheckKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    contract_id: int = Field(foreign_key="contract.id")
    kind: str
    by_id: int = Field(foreign_key="staff.id")
    note: str = ""
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class ContractCopy(Record, table=True):
    """One numbered copy of a sealed contract, and whose it is."""

    __tablename__ = "contract_copy"
    __table_args__ = (
        UniqueConstraint("contract_id", "copy_no"),
        one_of("kind", [each.value for each in CopyKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    contract_id: int = Field(foreign_key="contract.id")
    copy_no: int
    kind: str


class CustodyRow(Entry, table=True):
    """One hand-over of one copy (合同流转/领取登记, 3.21). Nothing is changed; who has it is the last taker."""

    __tablename__ = "custody_event"
    __table_args__ = (Index("ix_custody_event_copy", "contract_id", "copy_no"),)

    project_id: int = Field(foreign_key="project.id")
    contract_id: int = Field(foreign_key="contract.id")
    copy_no: int
    giver: str
    taker: str
    purpose: str = ""
    signature: str = ""
    returned: bool = flag()
    by_id: int = Field(foreign_key="staff.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_CONTRACT, _CHECK, _COPY = table_of(Contract), table_of(ContractCheck), table_of(ContractCopy)
_CUSTODY, _BUYER, _SUB = table_of(CustodyRow), table_of(ContractBuyer), table_of(Subscription)
_PROXY = table_of(ContractProxy)
DRAWN_UP = frozenset(ContractState) - {ContractState.APPOINTED, ContractState.VOID}
SIGNED_STATES = DRAWN_UP - {ContractState.DRAFTED, ContractState.UNDER_REVIEW}


def id_by_no(read: Read, wanted: str) -> int | None:
    """The id by the paper's number, the office's own number, or the number of the subscription it came from.

    A void contract is found only by its own numbers.
    """
    label = wanted.strip().lower()
    own = _CONTRACT.c.project_id == read.project_id
    found = (
        read.connection.execute(
            select(_CONTRACT.c.id).where(
                own, or_(func.lower(_CONTRACT.c.contract_no) == label, func.lower(_CONTRACT.c.no) == label)
            )
        )
        .scalars()
        .all()
    )
    if not found:
        found = (
            read.connection.execute(
                select(_CONTRACT.c.id)
                .join(_SUB, _SUB.c.id == _CONTRACT.c.subscription_id)
                .where(own, _CONTRACT.c.state != ContractState.VOID.value, func.lower(_SUB.c.sub_no) == label)
            )
            .scalars()
            .all()
        )
    return int(found[0]) if label and len(found) == 1 else None


def live_of(read: Read, subscription_id: int) -> RowMapping | None:
    """The contract of a subscription that is not void."""
    return (
        read.connection.execute(
            select(_CONTRACT).where(
                _CONTRACT.c.subscription_id == subscription_id, _CONTRACT.c.state != ContractState.VOID.value
            )
        )
        .mappings()
        .first()
    )


def live_state(read: Read, subscription_id: int) -> ContractState | None:
    """The state of that contract, None when there is none."""
    row = live_of(read, subscription_id)
    return None if row is None else ContractState(row["state"])


def checks_of(read: Read, contract_id: int) -> dict[CheckKind, RowMapping]:
    """The checks that are recorded."""
    rows = read.connection.execute(select(_CHECK).where(_CHECK.c.contract_id == contract_id)).mappings()
    return {CheckKind(row["kind"]): row for row in rows}


def buyers_of(read: Read, contract_id: int) -> list[RowMapping]:
    """The buyers as the contract names them, in its order, as stored."""
    rows = read.connection.execute(select(_BUYER).where(_BUYER.c.contract_id == contract_id).order_by(_BUYER.c.no))
    return list(rows.mappings())


def proxies_of(read: Read, contract_id: int) -> dict[int, tuple[ProxyFacts, ...]]:
    """Buyer number -> who acts beside the buyer on the contract; numbers as `read` may show them."""
    found: dict[int, tuple[ProxyFacts, ...]] = {}
    rows = read.connection.execute(select(_PROXY).where(_PROXY.c.contract_id == contract_id).order_by(_PROXY.c.id))
    for each in rows.mappings():
        one = ProxyFacts(
            ProxyRole(each["role"]), each["name"], each["relation"], IdType(each["id_type"]),
            read.id_no(each["id_no"]), read.phone(each["phone"]), each["proof"],
        )  # fmt: skip
        found[each["buyer_no"]] = (*found.get(each["buyer_no"], ()), one)
    return found


def copies_of(read: Read, contract_id: int) -> dict[int, CopyKind]:
    """Copy number -> whose copy it is."""
    rows = read.connection.execute(
        select(_COPY.c.copy_no, _COPY.c.kind).where(_COPY.c.contract_id == contract_id).order_by(_COPY.c.copy_no)
    )
    return {row.copy_no: CopyKind(row.kind) for row in rows}


def custody_of(read: Read, contract_id: int) -> list[CustodyEvent]:
    """Every hand-over of a contract's copies, oldest first."""
    rows = read.connection.execute(
        select(_CUSTODY, _COPY.c.kind)
        .join(_COPY, (_COPY.c.contract_id == _CUSTODY.c.contract_id) & (_COPY.c.copy_no == _CUSTODY.c.copy_no))
        .where(_CUSTODY.c.contract_id == contract_id)
        .order_by(_CUSTODY.c.id)
    )
    return [
        CustodyEvent(row.copy_no, CopyKind(row.kind), row.giver, row.taker, row.at, row.purpose, row.signature)
        for row in rows
    ]
