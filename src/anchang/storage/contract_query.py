"""Contracts as screens see them: the list with what is late, the card, custody, the inbox (2.4, 3.21, 5.8)."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, and_, exists, func, or_, select

from anchang.domain.access import CONTRACT_CLERK, MONEY, Role
from anchang.domain.contract import ContractState, CustodyEvent, FilingLevel, filing_clock, keeper
from anchang.domain.contract_check import CheckKind
from anchang.domain.contract_desk import UNFILED, UNSIGNED, ContractWaiting, due_of, next_step
from anchang.domain.opening_balance import TAKEN_BACK
from anchang.storage import contract as rows
from anchang.storage.base import table_of
from anchang.storage.contract import Contract, ContractCheck, ContractCopy, CustodyRow
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.plan import current_lines
from anchang.storage.reading import Read
from anchang.storage.receipt import paid_lines
from anchang.storage.staff import Staff, shown_name
from anchang.storage.subscription import Subscription
from anchang.storage.unit import Unit

C = ContractState
_CONTRACT, _CHECK, _COPY, _CUSTODY = (table_of(m) for m in (Contract, ContractCheck, ContractCopy, CustodyRow))
_SUB, _UNIT, _CUSTOMER, _STAFF = (table_of(m) for m in (Subscription, Unit, Customer, Staff))


def collect_days(read: Read) -> int:
    """Days from the filing within which the buyer is told to collect; an office may set it."""
    return int(read.settings["collect_days"])


def _has(kind: CheckKind) -> ColumnElement[bool]:
    return exists().where(_CHECK.c.contract_id == _CONTRACT.c.id, _CHECK.c.kind == kind.value)


def _late(read: Read) -> ColumnElement[bool]:
    def before(days: int) -> Any:
        return read.today - timedelta(days=days)

    return or_(
        and_(_CONTRACT.c.state.in_([s.value for s in UNSIGNED]), _SUB.c.sign_due_date < read.today),
        and_(
            _CONTRACT.c.state.in_([s.value for s in UNFILED]),
            _CONTRACT.c.signed_on < before(read.settings["filing_days"]),
        ),
        and_(_CONTRACT.c.state == C.FILED.value, _CONTRACT.c.filed_on < before(collect_days(read))),
    )


def listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    """The list's statement: scope and the filters state, late, consultant, subscription, since, until, text."""
    statement = (
        select(
            _CONTRACT,
            _SUB.c.sub_no,
            _SUB.c.sign_due_date,
            _SUB.c.plan_kind,
            _UNIT.c.label.label("unit"),
            _UNIT.c.building,
            _CUSTOMER.c.name.label("customer"),
            shown_name(_SUB.c.author, _STAFF.c.name).label("consultant"),
            *(_has(kind).label(f"has_{kind.value}") for kind in CheckKind),
        )
        .join(_SUB, _SUB.c.id == _CONTRACT.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _CONTRACT.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _CONTRACT.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _CONTRACT.c.consultant_id)
        .where(_CONTRACT.c.project_id == read.project_id, _SUB.c.origin != TAKEN_BACK)
    )
    if not (read.sees_all or Role.ADMINISTRATION in read.roles):  # who seals them sees that they are there
        statement = statement.where(_CONTRACT.c.consultant_id == read.staff_id)
    for name in ("state", "subscription_id", "unit_id"):
        if filters.get(name):
            statement = statement.where(_CONTRACT.c[name] == filters[name])
    if filters.get("late"):
        statement = statement.where(_late(read))
    if filters.get("consultant"):
        wanted = str(filters["consultant"])
        statement = statement.where(or_(_STAFF.c.name == wanted, _STAFF.c.login == wanted))
    if filters.get("since"):
        statement = statement.where(_CONTRACT.c.signed_on >= filters["since"])
    if filters.get("until"):
        statement = statement.where(_CONTRACT.c.signed_on <= filters["until"])
    if filters.get("text"):
        wanted = str(filters["text"])
        searched = (
            _CONTRACT.c.no, _CONTRACT.c.contract_no, _CONTRACT.c.net_sign_no, _CONTRACT.c.filing_no, _SUB.c.sub_no,
            _UNIT.c.label, _CUSTOMER.c.name,
        )  # fmt: skip
        statement = statement.where(or_(*(column.contains(wanted, autoescape=True) for column in searched)))
    return statement


_SHOWN = (
    "id", "version", "no", "contract_no", "net_sign_no", "filing_no", "state", "subscription_id", "sub_no", "unit_id",
    "unit", "building", "customer_id", "customer", "consultant_id", "consultant", "appointed_at", "sign_due_date",
    "deal_total", "plan_kind", "drafted_on", "signed_on", "sealed_on", "sent_on", "filed_on", "collected_on",
    "collected_by", "archived_on", "archive_place", "business_date",
)  # fmt: skip


def _build(read: Read, row: Mapping[str, Any] | RowMapping) -> dict[str, Any]:
    state = C(row["state"])
    settings = read.settings
    step = next_step(
        state,
        contract_checked=row["has_contract"],
        finance_checked=row["has_finance"],
        engineering_needed=row["construction_clauses"] and not row["has_engineering"],
    )
    due_on = due_of(
        state,
        row["sign_due_date"],
        row["signed_on"],
        row["filed_on"],
        filing_days=settings["filing_days"],
        collect_days=collect_days(read),
    )
    level = FilingLevel.NONE
    days_left = None
    filed = row["filed_on"] is not None or state in UNFILED  # of an old contract nobody may know when it was filed
    if row["signed_on"] is not None and state is not C.VOID and filed:
        clock = filing_clock(
            row["signed_on"],
            row["filed_on"],
            read.today,
            days=settings["filing_days"],
            notice=settings["filing_notice_days"],
            alarm=settings["filing_alarm_days"],
        )
        level, days_left = clock.level, clock.days_left
    return {
        **{name: row[name] for name in _SHOWN},
        "paper": row["contract_no"] or row["no"],
        "next_step": step or "",
        "due_on": due_on,
        "days_late": 0 if due_on is None else max(0, (read.today - due_on).days),
        "filing_level": level.value,
        "filing_days_left": days_left,
    }


def one(read: Read, contract_id: int) -> Mapping[str, Any] | None:
    """The whole row, None outside of the person's scope."""
    found = read.connection.execute(listed(read, {}).where(_CONTRACT.c.id == contract_id)).mappings().first()
    return None if found is None else dict(found)


def page_of(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of contracts, newest first."""
    return fetch(read, listed(read, filters), (_CONTRACT.c.id,), ask, lambda row: _build(read, row))


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many contracts the list has."""
    return count(read, listed(read, filters))


_MORE = (
    "appointed_with", "papers", "pricing_basis", "built_area", "inside_area", "shared_area", "handover_due",
    "mortgaged", "buyer_informed", "construction_clauses", "late_rate", "late_days", "rescind_rate", "area_clause",
    "exception_reason", "exception_on",
    "submitted_on", "void_on", "void_reason", "maker_id",
)  # fmt: skip
_BUYER = ("no", "name", "id_type", "address", "share", "is_primary")


def card(read: Read, contract_id: int) -> dict[str, Any] | None:
    """One contract with `buyers` (masked), `checks`, `copies` (with `keeper`), `custody`, `plan` (amount, due, paid).

    None outside of the person's scope.
    """
    found = read.connection.execute(listed(read, {}).where(_CONTRACT.c.id == contract_id)).mappings().first()
    if found is None:
        return None
    events = rows.custody_of(read, contract_id)
    paid = paid_lines(read, found["subscription_id"])
    beside = rows.proxies_of(read, contract_id)
    return {
        **_build(read, found),
        **{name: found[name] for name in _MORE},
        "buyers": [
            {
                **{n: b[n] for n in _BUYER}, "id_no": read.id_no(b["id_no"]), "phone": read.phone(b["phone"]),
                "proxies": beside.get(b["no"], ()),
            }
            for b in rows.buyers_of(read, contract_id)
        ],
        "checks": _checks(read, contract_id),
        "copies": [
            {"copy_no": no, "kind": kind.value, "keeper": keeper(events, no) or ""}
            for no, kind in rows.copies_of(read, contract_id).items()
        ],
        "custody": [_event(each) for each in events],
        "plan": [
            {"id": each.id, "line": each.line, "due_on": each.due_on, "paid": paid.get(each.id, 0)}
            for each in current_lines(read.connection, found["subscription_id"])
        ],
    }


def _checks(read: Read, contract_id: int) -> list[dict[str, Any]]:
    found = read.connection.execute(
        select(_CHECK.c.kind, _CHECK.c.note, _CHECK.c.at, _CHECK.c.business_date, _STAFF.c.name.label("by"))
        .join(_STAFF, _STAFF.c.id == _CHECK.c.by_id)
        .where(_CHECK.c.contract_id == contract_id)
        .order_by(_CHECK.c.id)
    ).mappings()
    return [dict(each) for each in found]


def _event(event: CustodyEvent) -> dict[str, Any]:
    return {
        "copy_no": event.copy_no,
        "kind": event.copy.value,
        "giver": event.giver,
        "taker": event.taker,
        "at": event.at,
        "purpose": event.purpose,
        "signature": event.signature,
    }


# The ledger of hand-overs (3.21).


def _ledger(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _CUSTODY,
            _COPY.c.kind,
            func.coalesce(func.nullif(_CONTRACT.c.contract_no, ""), _CONTRACT.c.no).label("contract"),
            _UNIT.c.label.label("unit"),
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("by"),
        )
        .join(_CONTRACT, _CONTRACT.c.id == _CUSTODY.c.contract_id)
        .join(_COPY, and_(_COPY.c.contract_id == _CUSTODY.c.contract_id, _COPY.c.copy_no == _CUSTODY.c.copy_no))
        .join(_UNIT, _UNIT.c.id == _CONTRACT.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _CONTRACT.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _CUSTODY.c.by_id)
        .where(_CUSTODY.c.project_id == read.project_id)
    )
    if not (read.sees_all or Role.ADMINISTRATION in read.roles):
        statement = statement.where(_CONTRACT.c.consultant_id == read.staff_id)
    if filters.get("contract_id"):
        statement = statement.where(_CUSTODY.c.contract_id == filters["contract_id"])
    if filters.get("text"):
        wanted = str(filters["text"])
        searched = (_CONTRACT.c.no, _CONTRACT.c.contract_no, _UNIT.c.label, _CUSTODY.c.giver, _CUSTODY.c.taker)
        statement = statement.where(or_(*(column.contains(wanted, autoescape=True) for column in searched)))
    return statement


_MOVED = (
    "id", "contract_id", "contract", "unit", "customer", "copy_no", "kind", "giver", "taker", "purpose", "signature",
    "returned", "at", "business_date", "by",
)  # fmt: skip


def ledger_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of hand-overs, newest first: filters contract_id, text."""
    return fetch(read, _ledger(read, filters), (_CUSTODY.c.id,), ask, lambda row: {name: row[name] for name in _MOVED})


def ledger_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many hand-overs the ledger has."""
    return count(read, _ledger(read, filters))


# The inbox.

_BY_STEP = {
    "draft": ContractWaiting.DRAFT,
    "submit_review": ContractWaiting.CIRCULATE,
    "contract_check": ContractWaiting.CONTRACT_CHECK,
    "engineering_check": ContractWaiting.ENGINEERING_CHECK,
    "sign": ContractWaiting.SIGN,
    "seal": ContractWaiting.SEAL,
    "send_for_filing": ContractWaiting.SEND,
    "file": ContractWaiting.FILE,
    "collect": ContractWaiting.COLLECT,
    "archive": ContractWaiting.ARCHIVE,
}
_ENDED = (C.ARCHIVED.value, C.VOID.value)


def waiting(read: Read) -> list[dict[str, Any]]:
    """What waits for the person who looks: rows of the contract list with `waiting` (`ContractWaiting`), oldest first.

    Contract clerks: the next step of every contract, and late filings also for the consultant whose deal it is;
    cashiers and accountants: finance checks; administration: seals.
    """
    found: list[dict[str, Any]] = []
    statement = listed(read, {}).where(_CONTRACT.c.state.not_in(_ENDED)).order_by(_CONTRACT.c.id)
    for row in read.connection.execute(statement).mappings():
        built = _build(read, row)
        late = row["state"] in UNFILED and built["days_late"] > 0
        reasons: list[ContractWaiting] = []
        if read.roles & MONEY and row["state"] == C.UNDER_REVIEW and not row["has_finance"]:
            reasons.append(ContractWaiting.FINANCE_CHECK)
        if read.roles & CONTRACT_CLERK and built["next_step"] in _BY_STEP:
            reasons.append(_BY_STEP[built["next_step"]])
        elif Role.ADMINISTRATION in read.roles and built["next_step"] == "seal":
            reasons.append(ContractWaiting.SEAL)
        if late and (read.roles & CONTRACT_CLERK or row["consultant_id"] == read.staff_id):
            reasons.append(ContractWaiting.FILE_LATE)
        found.extend({**built, "waiting": each.value} for each in reasons)
    return found
