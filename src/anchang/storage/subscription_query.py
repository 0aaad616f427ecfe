"""What use cases and screens ask of subscriptions: the parts of one paper, the list, the card, the inbox (2.3, 3.6)."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from typing import Any, cast

from sqlalchemy import ColumnElement, RowMapping, Select, and_, func, or_, select

from anchang.domain.buyer import BuyerFacts
from anchang.domain.discount import DiscountLine, discount_rate
from anchang.domain.discount_request import ExecuteMode, SpecialKind
from anchang.domain.identity import IdType
from anchang.domain.opening_balance import TAKEN_BACK
from anchang.domain.permit import PermitFacts
from anchang.domain.plan import DueRule, LoanKind, PlanKind, PlanLine, Share
from anchang.domain.plan_choice import PlanChoice, lines_of
from anchang.domain.price_list import PricingBasis
from anchang.domain.subscription import (
    ENDED_BY_REQUEST,
    SubscriptionFacts,
    SubscriptionState,
    days_late,
)
from anchang.domain.term import why_not_terms
from anchang.i18n import M, Msg
from anchang.storage import claim, delay, discount_request, receipt
from anchang.storage import subscription_parts as parts
from anchang.storage import term as terms
from anchang.storage.approval import decisions
from anchang.storage.base import table_of
from anchang.storage.change import holding_no
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.plan import current_lines
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt, ReceiptLine
from anchang.storage.staff import Staff, shown_name
from anchang.storage.subscription import (
    Subscription,
    SubscriptionBuyer,
    SubscriptionCopy,
    SubscriptionDiscount,
    SubscriptionShare,
)
from anchang.storage.unit import Unit
from anchang.storage.voucher import taken
from anchang.storage.work import Row

S = SubscriptionState
BEFORE_MONEY = (S.DRAFT.value, S.PENDING_REVIEW.value, S.DEPOSIT_DUE.value)
ENDED = (S.VOID.value, S.CONVERTED.value, *sorted(each.value for each in ENDED_BY_REQUEST))

_SUB, _BUYER, _UNIT = table_of(Subscription), table_of(SubscriptionBuyer), table_of(Unit)
_OFF, _SHARE, _COPY = table_of(SubscriptionDiscount), table_of(SubscriptionShare), table_of(SubscriptionCopy)
_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_RECEIPT, _LINE = table_of(Receipt), table_of(ReceiptLine)


@dataclass(frozen=True, slots=True)
class BuyerView:
    """One buyer as stored, with the rest of the form beside what the rules look at; numbers as `read` may show them."""

    no: int
    facts: BuyerFacts
    nationality: str
    gender: str
    birth: date | None
    postcode: str
    agent: str


def one(read: Read, subscription_id: int) -> Row | None:
    """The row, None outside of the project or of the person's scope: a consultant's own, or made by that person."""
    statement = select(_SUB).where(_SUB.c.id == subscription_id, _SUB.c.project_id == read.project_id, *_scope(read))
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def _scope(read: Read) -> tuple[ColumnElement[bool], ...]:
    if read.sees_all:
        return ()
    return (or_(_SUB.c.consultant_id == read.staff_id, _SUB.c.maker_id == read.staff_id),)


def buyers(read: Read, row: Row) -> tuple[BuyerView, ...]:
    """The buyers of the newest edition in the order of the paper, with who acts beside them."""
    beside = parts.proxies(read, row)
    found = read.connection.execute(
        select(_BUYER)
        .where(_BUYER.c.subscription_id == row["id"], _BUYER.c.edition == row["edition"])
        .order_by(_BUYER.c.no)
    ).mappings()
    return tuple(
        BuyerView(
            each["no"],
            BuyerFacts(
                each["name"],
                IdType(each["id_type"]),
                read.id_no(each["id_no"]),
                read.phone(each["phone"]),
                each["address"],
                each["share"],
                each["is_primary"],
                each["birth"],
                beside.get(each["no"], ()),
            ),
            each["nationality"],
            each["gender"],
            each["birth"],
            each["postcode"],
            each["agent"],
        )
        for each in found
    )


def buyers_of(read: Read, subscription_id: int) -> list[dict[str, Any]]:
    """The buyers of the newest edition as stored, for other papers; numbers as `read` may show them."""
    found = read.connection.execute(
        select(_BUYER)
        .join(_SUB, (_SUB.c.id == _BUYER.c.subscription_id) & (_SUB.c.edition == _BUYER.c.edition))
        .where(_SUB.c.id == subscription_id, _SUB.c.project_id == read.project_id)
        .order_by(_BUYER.c.no)
    ).mappings()
    return [{**each, "id_no": read.id_no(each["id_no"]), "phone": read.phone(each["phone"])} for each in found]


def special_line(read: Read, row: Row) -> DiscountLine | None:
    """What a granted special discount takes off this paper's price (2.6); a draft loses it with the grant's last day.
    """
    found = discount_request.special_discount_of(read, row["id"])
    if found is not None and found["mode"] == ExecuteMode.ON_COLLECTION:
        return None  # the price on the paper stays; the cashier credits it
    if found is None or (row["state"] == S.DRAFT and read.today > found["valid_until"]):
        return None
    name = M("{kind} {no}", kind=SpecialKind(found["kind"]), no=found["no"])
    return DiscountLine(found["no"], name, None, found["special_amount"])


def discount_lines(read: Read, row: Row) -> tuple[DiscountLine, ...]:
    """The discounts of the newest edition in the order in which they were applied, the special one at the end."""
    special = special_line(read, row)
    return (*published_lines(read, row), *(() if special is None else (special,)))


def published_lines(read: Read, row: Row) -> tuple[DiscountLine, ...]:
    """The published discounts of the newest edition in the order in which they were applied."""
    found = read.connection.execute(
        select(_OFF).where(_OFF.c.subscription_id == row["id"], _OFF.c.edition == row["edition"]).order_by(_OFF.c.no)
    )
    return tuple(DiscountLine(each.code, each.name, each.rate, each.amount) for each in found)


def choice(read: Read, row: Row) -> PlanChoice:
    """The payment plan as the paper states it."""
    shares: tuple[Share, ...] = tuple(
        (each.rate, DueRule(each.rule), each.days if each.fixed_on is None else each.fixed_on)
        for each in read.connection.execute(
            select(_SHARE)
            .where(_SHARE.c.subscription_id == row["id"], _SHARE.c.edition == row["edition"])
            .order_by(_SHARE.c.no)
        )
    )
    return PlanChoice(
        PlanKind(row["plan_kind"]), row["plan_days"], shares, row["down_rate"], row["loan_days"], row["loan_unit"],
        LoanKind(row["loan_kind"]), row["loan_fund"],
    )  # fmt: skip


def plan_lines(read: Read, row: Row) -> tuple[PlanLine, ...]:
    """The plan's lines: those of the newest version, before approval those that the paper's choice gives."""
    stored = tuple(each.line for each in current_lines(read.connection, row["id"]))
    return stored or lines_of(choice(read, row), row["deal_total"], row["deposit_amount"])


def unit_of(read: Read, row: Row) -> Row:
    """The unit of a paper, whole."""
    return cast("Row", read.connection.execute(select(_UNIT).where(_UNIT.c.id == row["unit_id"])).mappings().one())


def open_papers(read: Read, unit_id: int) -> list[Row]:
    """The papers on a unit that are neither void nor converted."""
    statement = select(_SUB).where(_SUB.c.unit_id == unit_id, _SUB.c.state.not_in(ENDED)).order_by(_SUB.c.id)
    return [dict(each) for each in read.connection.execute(statement).mappings()]


def papers_before_money(read: Read) -> list[Row]:
    """Every paper of the project that lapses with its hold."""
    statement = (
        select(_SUB).where(_SUB.c.project_id == read.project_id, _SUB.c.state.in_(BEFORE_MONEY)).order_by(_SUB.c.id)
    )
    return [dict(each) for each in read.connection.execute(statement).mappings()]


def held_for(read: Read, row: Row) -> bool:
    """Whether the live claim on the unit, not run out, is for this paper's customer and no other paper."""
    found = claim.live(read, row["unit_id"])
    if found is None or found["customer_id"] != row["customer_id"]:
        return False
    if found["expires_at"] is not None and read.now >= found["expires_at"]:
        return False
    return found["subscription_id"] in (None, row["id"])


def _missing(row: Row) -> tuple[Msg, ...]:
    """Fields that 3.6 requires and that are empty; of the areas the one on which the price hangs (5.2)."""
    names = {
        "consultant_signed_on": M("signature of the consultant"),
        "buyer_signed_on": M("signature of the buyer"),
    }
    if row["pricing_basis"] == PricingBasis.BUILD:
        names = {"built_area": M("built area of the unit"), "unit_price": M("price per square metre"), **names}
    if row["pricing_basis"] == PricingBasis.INSIDE:
        names = {"inside_area": M("inside area of the unit"), "unit_price": M("price per square metre"), **names}
    return tuple(words for name, words in names.items() if row[name] is None)


def facts(read: Read, row: Row, permit: PermitFacts | None = None, **said: Any) -> SubscriptionFacts:
    """What the guards of the paper look at; `said` is what only the caller knows. The rules see full numbers."""
    unit = unit_of(read, row)
    held = held_for(read, row)
    special = special_line(read, row)
    published = row["list_total"] - sum(line.amount for line in published_lines(read, row))
    given: dict[str, Any] = {
        "today": read.today,
        "building": unit["building"],
        "permit": permit,
        "buyers": tuple(each.facts for each in buyers(replace(read, unmasked=True), row)),
        "missing": _missing(row),
        "held_for_customer": held,
        "hold_lapsed": not held,
        "list_total": row["list_total"],
        "published_total": published,
        "approved_total": None if special is None else published - special.amount,
        "deal_total": row["deal_total"],
        "floor_total": unit["floor_total"],
        "filed_total": unit["filed_total"],
        "plan_total": sum(line.amount for line in plan_lines(read, row)),
        "deposit_amount": row["deposit_amount"],
        "deposit_received": receipt.deposit_received(read, row["id"]),
        "lower_deposit_accepted": row["lower_deposit_accepted"],
        "signed_on": row["signed_on"],
        "sign_due_date": row["sign_due_date"],
        "handover_due": row["handover_due"],
        "unfit_terms": _unfit_terms(read, row),
        "stamped": row["stamped_at"] is not None,
        "has_receipt": receipt.has_receipt(read, row["id"]),
        "money_held": received(read, row["id"]),
        "unsettled": receipt.unconfirmed(read, row["id"]),
    }
    return SubscriptionFacts(**{**given, **said})


def _unfit_terms(read: Read, row: Row) -> Msg | None:
    """Why the paper's special terms may not stand on it: only those of the library that somebody approved (Q-22)."""
    if not row["special_terms"]:
        return None
    return why_not_terms([terms.facts(each) for each in parts.terms_on(read, row)], row["signed_on"])


def _received() -> Any:
    return (
        select(func.coalesce(func.sum(_LINE.c.amount - taken(_LINE.c.id)), 0))
        .join(_RECEIPT, _RECEIPT.c.id == _LINE.c.receipt_id)
        .where(_RECEIPT.c.subscription_id == _SUB.c.id, _RECEIPT.c.state == "confirmed")
        .correlate(_SUB)
        .scalar_subquery()
    )


def received(read: Read, subscription_id: int) -> int:
    """What came in for a paper and counts, in fen, of every kind of money."""
    return int(read.connection.execute(select(_received()).where(_SUB.c.id == subscription_id)).scalar() or 0)


def lower_deposit_waits() -> ColumnElement[bool]:
    """For queries on subscriptions: a lower deposit came in, and nobody has decided about it yet."""
    return and_(
        _SUB.c.state == SubscriptionState.DEPOSIT_DUE.value,
        _SUB.c.lower_deposit_accepted == 0,
        _received() > 0,
        _received() < _SUB.c.deposit_amount,
    )


def _primary() -> Any:
    return (
        select(_BUYER.c.name)
        .where(
            _BUYER.c.subscription_id == _SUB.c.id, _BUYER.c.edition == _SUB.c.edition, _BUYER.c.is_primary.in_((True,))
        )
        .correlate(_SUB)
        .limit(1)
        .scalar_subquery()
    )


def listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    """The list's statement: scope and filters state, consultant, text, since, until (signed_on), late."""
    statement = (
        select(
            _SUB,
            _UNIT.c.label.label("unit"),
            func.coalesce(_primary(), _CUSTOMER.c.name).label("buyer"),
            _CUSTOMER.c.name.label("customer"),
            shown_name(_SUB.c.author, _STAFF.c.name).label("consultant"),
            _received().label("received"),
            delay.total_days().label("delay_days"),
            delay.is_running().label("delaying"),
            holding_no(_SUB.c.id).label("request_no"),
        )
        .join(_UNIT, _UNIT.c.id == _SUB.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _SUB.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _SUB.c.consultant_id)
        .where(_SUB.c.project_id == read.project_id, _SUB.c.origin != TAKEN_BACK, *_scope(read))
    )
    for name, column in (("state", _SUB.c.state), ("unit_id", _SUB.c.unit_id), ("customer_id", _SUB.c.customer_id)):
        if filters.get(name):
            statement = statement.where(column == filters[name])
    if filters.get("consultant"):
        wanted = str(filters["consultant"])
        statement = statement.where(or_(_STAFF.c.name == wanted, _STAFF.c.login == wanted, _SUB.c.author == wanted))
    if filters.get("since"):
        statement = statement.where(_SUB.c.signed_on >= filters["since"])
    if filters.get("until"):
        statement = statement.where(_SUB.c.signed_on <= filters["until"])
    if filters.get("late"):
        statement = statement.where(_SUB.c.state == S.ACTIVE.value, _SUB.c.sign_due_date < read.today)
    if filters.get("delaying"):
        statement = statement.where(delay.is_running())
    if filters.get("text"):
        wanted = str(filters["text"])
        statement = statement.where(
            or_(
                *(
                    column.contains(wanted, autoescape=True)
                    for column in (_SUB.c.sub_no, _SUB.c.paper_no, _UNIT.c.label, _CUSTOMER.c.name)
                ),
                select(_BUYER.c.id)
                .where(
                    _BUYER.c.subscription_id == _SUB.c.id,
                    _BUYER.c.edition == _SUB.c.edition,
                    _BUYER.c.name.contains(wanted, autoescape=True),
                )
                .correlate(_SUB)
                .exists(),
            )
        )
    return statement


_SHOWN = (
    "id", "version", "sub_no", "paper_no", "state", "unit_id", "unit", "customer_id", "customer", "buyer",
    "consultant_id", "consultant", "signed_on", "list_total", "deal_total", "plan_kind", "deposit_amount",
    "deposit_due_on", "received", "sign_due_date", "handover_due", "slip_decision", "activated_on", "business_date",
    "delay_days", "request_no",
)  # fmt: skip


def built(read: Read, row: Row | RowMapping) -> dict[str, Any]:
    """A row of `listed` as lists show it."""
    due = row["sign_due_date"]
    return {
        **{name: row[name] for name in _SHOWN},
        "discount": discount_rate(row["list_total"], row["deal_total"]),
        "delaying": bool(row["delaying"]),
        "days_late": 0 if due is None else days_late(S(row["state"]), due, read.today),
    }


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of the list, newest first."""
    return fetch(read, listed(read, filters), (_SUB.c.id,), ask, lambda row: built(read, row))


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many rows the list has."""
    return count(read, listed(read, filters))


_MORE = (
    "cut_over", "opening_received",
    "edition", "permit_no", "built_area", "inside_area", "shared_area", "pricing_basis", "unit_price",
    "deal_unit_price", "lower_deposit_accepted", "special_terms", "opinion", "fitted", "buyer_signed_on",
    "consultant_signed_on", "approved_on", "deposit_paid_on", "stamped_at", "converted_on", "slip_comment", "slip_on",
    "void_reason", "void_on", "maker_id", "plan_days", "down_rate", "loan_days",
)  # fmt: skip


def card(read: Read, subscription_id: int) -> dict[str, Any] | None:
    """One paper with `buyers` (masked), `discounts`, `plan` (amount, due_on, paid), `decisions`, `copies`.

    None outside of the person's scope.
    """
    found = read.connection.execute(listed(read, {}).where(_SUB.c.id == subscription_id)).mappings().first()
    if found is None:
        return None
    row = dict(found)
    known = current_lines(read.connection, subscription_id)
    paid = receipt.paid_lines(read, subscription_id)
    lines: list[tuple[PlanLine, int | None, date | None]] = [(each.line, each.id, each.due_on) for each in known]
    if not lines:
        lines = [(each, None, None) for each in plan_lines(read, row)]
    copies = read.connection.execute(
        select(_COPY.c.copy_no, _COPY.c.holder, _COPY.c.business_date)
        .where(_COPY.c.subscription_id == subscription_id)
        .order_by(_COPY.c.copy_no)
    ).mappings()
    return {
        **built(read, row),
        **{name: row[name] for name in _MORE},
        "buyers": buyers(read, row),
        "discounts": discount_lines(read, row),
        "published": published_lines(read, row),
        "special": discount_request.special_discount_of(read, subscription_id),
        "choice": choice(read, row),
        "plan": [
            {
                "id": line_id,
                "line": line,
                "due_on": due_on or line.on,
                "paid": paid.get(line_id, 0) if line_id is not None else 0,
            }
            for line, line_id, due_on in lines
        ],
        "receipts": receipt.receipts_of(read, subscription_id),
        "decisions": decisions(read, "subscription", subscription_id),
        "copies": [dict(each) for each in copies],
    }


def makers(row: Row | RowMapping) -> tuple[int | None, ...]:
    """Whom a check of the paper has to differ from: who made, sold or handed it in (2.18)."""
    return row["maker_id"], row["consultant_id"], row["submitted_by"]
