"""What use cases, cards, lists and the inbox ask of requests before the contract (domain 2.8, 3.11)."""

from collections.abc import Mapping
from typing import Any, cast

from sqlalchemy import ColumnElement, RowMapping, Select, or_, select

from anchang.domain.change import OPEN_STATES
from anchang.storage.approval import decisions, said_yes
from anchang.storage.base import table_of
from anchang.storage.change import ChangeAccount, ChangePaper, ChangeRequest, PaperClaim
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription, SubscriptionCopy
from anchang.storage.subscription_query import listed
from anchang.storage.unit import Unit
from anchang.storage.work import Row

_REQUEST, _ACCOUNT, _PAPER = table_of(ChangeRequest), table_of(ChangeAccount), table_of(ChangePaper)
_SUB, _UNIT, _CUSTOMER = table_of(Subscription), table_of(Unit), table_of(Customer)
_STAFF = table_of(Staff)
_MAKER = _STAFF.alias("maker")
_COPY, _CLAIM = table_of(SubscriptionCopy), table_of(PaperClaim)

NOUN = "change_request"


def _scope(read: Read) -> tuple[ColumnElement[bool], ...]:
    if read.sees_all:
        return ()
    return (or_(_REQUEST.c.consultant_id == read.staff_id, _REQUEST.c.maker_id == read.staff_id),)


def one(read: Read, request_id: int) -> Row | None:
    """The row, None outside of the project or of the person's scope: a consultant's own deals, or made there."""
    statement = select(_REQUEST).where(
        _REQUEST.c.id == request_id, _REQUEST.c.project_id == read.project_id, *_scope(read)
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def makers(row: Row) -> tuple[int | None, ...]:
    """Whom a check of the request has to differ from: who wrote it, handed it in, or sells the deal (2.18)."""
    return row["maker_id"], row["submitted_by"], row["consultant_id"]


def accounts(read: Read, request_id: int) -> dict[str, RowMapping]:
    """Payer -> the account that the application states."""
    rows = read.connection.execute(select(_ACCOUNT).where(_ACCOUNT.c.request_id == request_id)).mappings()
    return {row["payer"]: row for row in rows}


def papers(read: Read, request_id: int) -> list[RowMapping]:
    """The receipts and copies that the customer brings back, in order."""
    statement = select(_PAPER).where(_PAPER.c.request_id == request_id).order_by(_PAPER.c.id)
    return list(read.connection.execute(statement).mappings())


def approvers(read: Read, row: Row) -> tuple[int, ...]:
    """Who has said yes since the request was handed in, oldest first; for whom too where the authority was lent."""
    return said_yes(read, NOUN, row["id"])


# The list, the card, what waits.


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _REQUEST,
            _SUB.c.sub_no,
            _SUB.c.state.label("deal_state"),
            _SUB.c.deal_total,
            _UNIT.c.label.label("unit"),
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("consultant"),
            _MAKER.c.name.label("maker"),
        )
        .join(_SUB, _SUB.c.id == _REQUEST.c.subscription_id)
        .join(_UNIT, _UNIT.c.id == _REQUEST.c.unit_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _REQUEST.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _REQUEST.c.consultant_id)
        .outerjoin(_MAKER, _MAKER.c.id == _REQUEST.c.maker_id)
        .where(_REQUEST.c.project_id == read.project_id, *_scope(read))
    )
    for name, column in (("kind", _REQUEST.c.kind), ("state", _REQUEST.c.state), ("fault", _REQUEST.c.fault)):
        if filters.get(name):
            statement = statement.where(column == str(filters[name]))
    if filters.get("subscription"):
        statement = statement.where(_REQUEST.c.subscription_id == int(filters["subscription"]))
    if filters.get("open"):
        statement = statement.where(_REQUEST.c.state.in_(OPEN_STATES))
    if filters.get("consultant"):
        wanted = str(filters["consultant"])
        statement = statement.where(or_(_STAFF.c.name == wanted, _STAFF.c.login == wanted))
    if filters.get("since"):
        statement = statement.where(_REQUEST.c.applied_on >= filters["since"])
    if filters.get("until"):
        statement = statement.where(_REQUEST.c.applied_on <= filters["until"])
    if filters.get("text"):
        wanted = str(filters["text"])
        searched = (_REQUEST.c.no, _SUB.c.sub_no, _UNIT.c.label, _CUSTOMER.c.name, _REQUEST.c.applicant)
        statement = statement.where(or_(*(column.contains(wanted, autoescape=True) for column in searched)))
    return statement


_SHOWN = (
    "id", "version", "no", "kind", "state", "subscription_id", "sub_no", "deal_state", "unit_id", "unit", "customer_id",
    "customer", "consultant_id", "consultant", "applied_on", "applicant", "trigger_code", "reason_code", "fault",
    "waits_for", "maker", "money_checked_on", "executed_on", "business_date",
)  # fmt: skip

_MORE = (
    "reason", "keep", "fee", "penalty", "final_level", "notice_on", "notice_way", "termination_on", "termination_way",
    "maker_id", "submitted_by", "submitted_on", "decided_on", "executed_at", "end_reason", "back_reason", "revived_on",
    "closed_on", "deal_total",
)  # fmt: skip


def _built(row: RowMapping) -> dict[str, Any]:
    return {name: row[name] for name in _SHOWN}


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of requests, newest first: by kind, state, fault, subscription, open, consultant, since, until, text."""
    return fetch(read, _listed(read, filters), (_REQUEST.c.id,), ask, _built)


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many requests the list has."""
    return count(read, _listed(read, filters))


def card(read: Read, request_id: int) -> dict[str, Any] | None:
    """One request with `accounts`, `papers`, `decisions`; None outside of the person's scope."""
    row = read.connection.execute(_listed(read, {}).where(_REQUEST.c.id == request_id)).mappings().first()
    if row is None:
        return None
    return {
        **_built(row),
        **{name: row[name] for name in _MORE},
        "accounts": [dict(each) for each in accounts(read, request_id).values()],
        "papers": [dict(each) for each in papers(read, request_id)],
        "decisions": decisions(read, NOUN, request_id),
    }


def in_states(read: Read, states: tuple[str, ...]) -> list[dict[str, Any]]:
    """The requests of one's scope in these states, oldest first, with what the card has beyond the list."""
    statement = _listed(read, {}).where(_REQUEST.c.state.in_(states)).order_by(_REQUEST.c.id)
    return [
        {**_built(row), **{name: row[name] for name in _MORE}} for row in read.connection.execute(statement).mappings()
    ]


def late_papers(read: Read) -> list[dict[str, Any]]:
    """Subscriptions in force whose day for signing is over and that no request is about, the oldest first."""
    claimed = select(_CLAIM.c.id).where(_CLAIM.c.subscription_id == _SUB.c.id, _CLAIM.c.ended_at.is_(None))
    statement = listed(read, {"late": True}).where(~claimed.exists()).order_by(_SUB.c.sign_due_date, _SUB.c.id)
    names = ("id", "sub_no", "unit", "buyer", "consultant", "signed_on", "sign_due_date")
    return [{name: row[name] for name in names} for row in read.connection.execute(statement).mappings()]
