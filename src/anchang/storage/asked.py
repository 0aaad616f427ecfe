"""What somebody asked others for: one row a request, of every kind, with its newest day and what was said last (F9)."""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from sqlalchemy import Table, and_, func, literal, or_, select

from anchang.domain.approval import Decision
from anchang.storage.approval import Approval, both_names
from anchang.storage.base import table_of
from anchang.storage.change import ChangeRequest
from anchang.storage.customer import Customer
from anchang.storage.delay import DelayRequest
from anchang.storage.delegation import Delegation
from anchang.storage.discount_request import DiscountRequest
from anchang.storage.faq import Faq
from anchang.storage.forgotten import Forgotten
from anchang.storage.ownership import OwnershipCase
from anchang.storage.permit_draft import PermitDraft
from anchang.storage.pool import PoolAsk
from anchang.storage.price_list import PriceList
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.term import Term
from anchang.storage.unit import Unit

_SUB, _UNIT, _CUSTOMER = table_of(Subscription), table_of(Unit), table_of(Customer)
_STAFF, _APPROVAL, _DELEGATION = table_of(Staff), table_of(Approval), table_of(Delegation)
_BEHALF, _OTHER = (_STAFF.alias(each) for each in ("behalf", "other"))


@dataclass(frozen=True)
class Source:
    """Where requests of one noun stand: what they are called, who asked, and the days of their steps.

    `people` are the columns that make a request somebody's; `days` those of which the newest is when it came into its
    state; `decider` who decided and `words` what was said where no decision row is kept; `more` what else is needed
    to tell who has it now; `veiled`: whoever asks may not know the customer's name (5.11).
    """

    noun: str
    table: Table
    subject: str
    people: tuple[str, ...]
    days: tuple[str, ...] = ()
    decider: str = ""
    words: str = ""
    more: tuple[str, ...] = ()
    veiled: bool = False


_ASKERS = ("submitted_by", "maker_id", "made_by", "opened_by", "by_id", "claimant_id")
_WITHOUT_ROWS = frozenset({"faq", "ownership_case", "forgotten", "pool_ask"})  # no decision rows are kept of them
_END = ("decided_on", "executed_on", "ended_on")
SOURCES = (
    Source("subscription", _SUB, "sub_no", ("maker_id", "submitted_by", "consultant_id"),
           ("buyer_signed_on", "approved_on", "deposit_paid_on", "activated_on", "converted_on", "void_on"),
           words="void_reason"),
    Source("delay_request", table_of(DelayRequest), "no", ("maker_id", "submitted_by"),
           ("submitted_on", *_END, "replied_on"), words="end_reason",
           more=("cumulative_days", "original_due_on", "replied_on")),
    Source("discount_request", table_of(DiscountRequest), "no", ("maker_id", "submitted_by", "consultant_id"),
           ("submitted_on", *_END, "archived_on"), words="end_reason", more=("waits_for",)),
    Source("change_request", table_of(ChangeRequest), "no", ("maker_id", "submitted_by", "consultant_id"),
           ("notice_on", "termination_on", "submitted_on", *_END, "money_checked_on", "closed_on", "revived_on"),
           words="end_reason", more=("waits_for", "kind", "money_checked_on")),
    Source("price_list", table_of(PriceList), "no", ("made_by",), ("effective_on",), "decided_by", "reason"),
    Source("permit_draft", table_of(PermitDraft), "no", ("made_by",), (), "decided_by", "reason"),
    Source("term", table_of(Term), "title", ("maker_id",), ("approved_on", "retired_on"), "approved_by"),
    Source("faq", table_of(Faq), "question", ("made_by",), (), "decided_by"),
    Source("ownership_case", table_of(OwnershipCase), "no", ("opened_by",)),
    Source("forgotten", table_of(Forgotten), "evidence", ("claimant_id",), (), "decided_by", "reason"),
    Source("pool_ask", table_of(PoolAsk), "why", ("by_id",), (), "decided_by", "reason", veiled=True),
)  # fmt: skip


def of_person(read: Read) -> Iterator[dict[str, Any]]:
    """Every request of the person who looks: noun, id, subject, state, unit, customer, since, said, consultant_id."""
    said = _decisions(read)
    for source in SOURCES:
        for row in _rows(read, source):
            days = [row[name] for name in source.days if row[name] is not None]
            last = said.get((source.noun, row["id"]), None)
            if last is None and row["decided_by_name"]:
                last = (None, row["decided_by_name"], row["words"], None)
            elif last is None and row["words"]:
                last = (None, "", row["words"], None)
            yield {**row, "noun": source.noun, "since": max([row["business_date"], *days]), "said": last}


def _rows(read: Read, source: Source) -> Iterator[dict[str, Any]]:
    table = source.table
    joined = table.outerjoin(_STAFF, _STAFF.c.id == table.c[source.decider]) if source.decider else table
    deal = _SUB.alias("deal") if "subscription_id" in table.c and "unit_id" not in table.c else table
    if deal is not table:
        joined = joined.outerjoin(deal, deal.c.id == table.c.subscription_id)
    has_unit = "unit_id" in deal.c
    if has_unit:
        joined = joined.outerjoin(_UNIT, _UNIT.c.id == deal.c.unit_id)
    has_customer = "customer_id" in deal.c and not source.veiled
    if has_customer:
        joined = joined.outerjoin(_CUSTOMER, _CUSTOMER.c.id == deal.c.customer_id)
    people = [table.c[name] == read.staff_id for name in source.people]
    if source.noun == "delay_request":
        people.append(deal.c.consultant_id == read.staff_id)
    statement = (
        select(
            table.c.id, table.c.state, table.c.business_date, table.c[source.subject].label("subject"),
            *(table.c[name] for name in dict.fromkeys((*source.days, *source.more))),
            (_UNIT.c.label if has_unit else literal("")).label("unit"),
            (_CUSTOMER.c.name if has_customer else literal("")).label("who"),
            (deal.c.consultant_id if "consultant_id" in deal.c else literal(None)).label("consultant_id"),
            (func.coalesce(_STAFF.c.name, "") if source.decider else literal("")).label("decided_by_name"),
            (table.c[source.words] if source.words else literal("")).label("words"),
        )
        .select_from(joined)
        .where(table.c.project_id == read.project_id, or_(*people))
        .order_by(table.c.id)
    )  # fmt: skip
    for row in read.connection.execute(statement).mappings():
        yield {**row, "unit": row["unit"] or "", "who": row["who"] or "", "words": row["words"] or ""}


def _decisions(read: Read) -> dict[tuple[str, int], tuple[Decision | None, str, str, Any]]:
    """(noun, id) -> the last decision: which way, who (both names where it was delegated), what was said, the day.

    Only about what the person asked for, so that a long-lived office is not read whole.
    """
    found: dict[tuple[str, int], tuple[Decision | None, str, str, Any]] = {}
    for source in SOURCES:
        if source.noun in _WITHOUT_ROWS:
            continue
        mine = [source.table.c[name] == read.staff_id for name in source.people]
        own = select(source.table.c.id).where(source.table.c.project_id == read.project_id, or_(*mine))
        if source.noun == "delay_request":
            on = source.table.c.subscription_id == _SUB.c.id
            deals = select(source.table.c.id).join(_SUB, on).where(_SUB.c.consultant_id == read.staff_id)
            about = or_(_APPROVAL.c.row_id.in_(own), _APPROVAL.c.row_id.in_(deals))
        else:
            about = _APPROVAL.c.row_id.in_(own)
        statement = (
            select(
                _APPROVAL.c.row_id, _APPROVAL.c.decision, _APPROVAL.c.comment, _APPROVAL.c.business_date,
                _STAFF.c.name, func.coalesce(_BEHALF.c.name, "").label("behalf"),
            )
            .join(_STAFF, _STAFF.c.id == _APPROVAL.c.approver_id)
            .outerjoin(_BEHALF, _BEHALF.c.id == _APPROVAL.c.behalf_id)
            .where(_APPROVAL.c.noun == source.noun, about)
            .order_by(_APPROVAL.c.id)
        )  # fmt: skip
        for row in read.connection.execute(statement):
            who = both_names(row.name, row.behalf)
            found[source.noun, int(row.row_id)] = (Decision(row.decision), who, row.comment, row.business_date)
    return found


def asked_by(read: Read, noun: str, row_id: int) -> tuple[str, Any] | None:
    """Who asked for it, and on which day: who handed it in, before that who wrote it. None for other nouns."""
    source = next((each for each in SOURCES if each.noun == noun), None)
    if source is None:
        return None
    table = source.table
    given = [table.c[name] for name in _ASKERS if name in table.c]
    on = [table.c[name] for name in ("submitted_on", "business_date") if name in table.c]
    statement = (
        select(_STAFF.c.name, func.coalesce(*on, None, type_=table.c.business_date.type).label("on"))
        .select_from(table)
        .join(_STAFF, _STAFF.c.id == func.coalesce(*given, None))
        .where(table.c.id == row_id, table.c.project_id == read.project_id)
    )
    row = read.connection.execute(statement).first()
    return None if row is None else (str(row.name), row.on)


def standing_in(read: Read) -> dict[tuple[int, str], str]:
    """(delegator's id, kind) -> the name of whoever decides for that person today."""
    rows = read.connection.execute(
        select(_DELEGATION.c.giver_id, _DELEGATION.c.kind, _OTHER.c.name)
        .join(_OTHER, _OTHER.c.id == _DELEGATION.c.delegate_id)
        .where(
            and_(
                _DELEGATION.c.project_id == read.project_id,
                _DELEGATION.c.ended_at.is_(None),
                _DELEGATION.c.from_day <= read.today,
                _DELEGATION.c.to_day >= read.today,
            )
        )
        .order_by(_DELEGATION.c.id)
    )
    return {(row.giver_id, row.kind): row.name for row in rows}
