"""Ownership cases as lists, the inbox and the card show them (domain 2.1).

Who sees everybody's customers sees every case; a consultant those that he or she is a party of or has opened. The
customer's name is shown to whoever may see the customer, to others nothing.
"""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, RowMapping, Select, func, or_, select

from anchang.domain.ownership_case import CaseState
from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.customer import Customer
from anchang.storage.ownership import (
    OwnershipCase,
    OwnershipClaimant,
    OwnershipDecision,
    OwnershipEvidence,
    OwnershipShare,
)
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription

_CASE, _PARTY, _EVIDENCE = table_of(OwnershipCase), table_of(OwnershipClaimant), table_of(OwnershipEvidence)
_DECISION, _SHARE = table_of(OwnershipDecision), table_of(OwnershipShare)
_CUSTOMER, _STAFF, _SUB = table_of(Customer), table_of(Staff), table_of(Subscription)
_OWNER, _BEFORE, _OPENER, _DECIDER = (_STAFF.alias(each) for each in ("owner", "before", "opener", "decider"))


def parties(read: Read, case_id: int) -> list[int]:
    """Who is a party of the case, in the order in which they became one."""
    statement = select(_PARTY.c.staff_id).where(_PARTY.c.case_id == case_id).order_by(_PARTY.c.id)
    return list(read.connection.execute(statement).scalars())


def open_about(read: Read, customer_ids: Sequence[int]) -> list[int]:
    """The open cases about these customers."""
    statement = select(_CASE.c.id).where(
        _CASE.c.project_id == read.project_id,
        _CASE.c.state == CaseState.OPEN.value,
        _CASE.c.customer_id.in_(customer_ids),
    )
    return list(read.connection.execute(statement.order_by(_CASE.c.id)).scalars())


def _scope(read: Read) -> list[ColumnElement[bool]]:
    if read.sees_all:
        return []
    mine = select(_PARTY.c.case_id).where(_PARTY.c.staff_id == read.staff_id)
    return [or_(_CASE.c.id.in_(mine), _CASE.c.opened_by == read.staff_id)]


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[ColumnElement[bool]] = [_CASE.c.project_id == read.project_id, *_scope(read)]
    found += desk_filters.days(read, filters, _CASE.c.opened_at)
    found += [_CASE.c[name] == str(filters[name]) for name in ("state", "rule") if filters.get(name)]
    if filters.get("consultant"):
        who = desk_filters.person(read, filters["consultant"], _PARTY.c.staff_id)
        found.append(_CASE.c.id.in_(select(_PARTY.c.case_id).where(who)))
    wanted = str(filters.get("text") or "").strip()
    if wanted:
        seen = [] if read.sees_all else [_CUSTOMER.c.owner_id == read.staff_id]
        named = _CUSTOMER.c.name.contains(wanted, autoescape=True)
        for each in seen:
            named = named & each
        found.append(or_(_CASE.c.no.startswith(wanted.upper(), autoescape=True), named))
    return (
        select(
            _CASE, _CUSTOMER.c.name.label("customer"), _CUSTOMER.c.phone, _CUSTOMER.c.owner_id.label("owner_now_id"),
            _OWNER.c.name.label("owner"), _BEFORE.c.name.label("owner_before"), _OPENER.c.name.label("opener"),
            _DECIDER.c.name.label("decider"), _SUB.c.sub_no,
        )
        .select_from(_CASE)
        .join(_CUSTOMER, _CUSTOMER.c.id == _CASE.c.customer_id)
        .outerjoin(_OWNER, _OWNER.c.id == _CASE.c.owner_id)
        .outerjoin(_BEFORE, _BEFORE.c.id == _CASE.c.owner_before_id)
        .outerjoin(_OPENER, _OPENER.c.id == _CASE.c.opened_by)
        .outerjoin(_DECIDER, _DECIDER.c.id == _CASE.c.decided_by)
        .outerjoin(_SUB, _SUB.c.id == _CASE.c.subscription_id)
        .where(*found)
    )  # fmt: skip


_SHOWN = (
    "id", "version", "no", "state", "business_date", "opened_at", "question", "rule", "decided_at", "reason",
    "protected_until", "customer_id", "edition", "decision", "opened_by", "report_id", "subscription_id",
)  # fmt: skip


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    own = read.sees_all or row["owner_now_id"] == read.staff_id
    return {
        **{name: row[name] for name in _SHOWN},
        "customer": row["customer"] if own else "",
        "phone": read.phone(row["phone"]),
        **{name: row[name] or "" for name in ("owner", "owner_before", "opener", "decider", "sub_no")},
    }


def _with_parties(read: Read, rows: Rows) -> Rows:
    ids = [row["id"] for row in rows[0]]
    statement = (
        select(_PARTY.c.case_id, _STAFF.c.name)
        .join(_STAFF, _STAFF.c.id == _PARTY.c.staff_id)
        .where(_PARTY.c.case_id.in_(ids))
        .order_by(_PARTY.c.id)
    )
    names: dict[int, list[str]] = {}
    for case_id, name in read.connection.execute(statement):
        names.setdefault(case_id, []).append(name)
    return tuple({**row, "claimants": " / ".join(names.get(row["id"], ()))} for row in rows[0]), rows[1], rows[2]


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """The cases, newest first. Filters: since, until (opened), state, rule, consultant (a party), text."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    return _with_parties(read, fetch(read, _listed(read, filters), (_CASE.c.id,), ask, build))


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many cases the list has."""
    return count(read, _listed(read, filters))


def waiting(read: Read) -> list[dict[str, Any]]:
    """Open cases that the person who looks may decide, that is, is no party of; the oldest first."""
    statement = _listed(read, {"state": CaseState.OPEN.value}).order_by(_CASE.c.id)
    return [
        _built(read, row)
        for row in read.connection.execute(statement).mappings()
        if not read.is_own(row["opened_by"], *parties(read, row["id"]))
    ]


def card(read: Read, case_id: int) -> dict[str, Any] | None:
    """A whole case: the row, `claimants`, `evidence` of its newest edition, `decisions` with their `shares`.

    None outside of the person's scope.
    """
    row = read.connection.execute(_listed(read, {}).where(_CASE.c.id == case_id)).mappings().first()
    if row is None:
        return None
    found = _with_parties(read, ((_built(read, row),), None, None))[0][0]
    return {
        **found,
        "facts": row["facts"],
        "evidence": _evidence(read, case_id, row["edition"]),
        "decisions": _decisions(read, case_id),
    }


def _evidence(read: Read, case_id: int, edition: int) -> list[dict[str, Any]]:
    statement = (
        select(_EVIDENCE, _STAFF.c.name.label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == _EVIDENCE.c.staff_id)
        .where(_EVIDENCE.c.case_id == case_id, _EVIDENCE.c.edition == edition)
        .order_by(_EVIDENCE.c.no)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


def _decisions(read: Read, case_id: int) -> list[dict[str, Any]]:
    penalised = _STAFF.alias("penalised")
    statement = (
        select(
            _DECISION, _OWNER.c.name.label("owner"), _DECIDER.c.name.label("by"),
            func.coalesce(penalised.c.name, "").label("penalty_name"),
        )
        .outerjoin(_OWNER, _OWNER.c.id == _DECISION.c.owner_id)
        .outerjoin(_DECIDER, _DECIDER.c.id == _DECISION.c.by_id)
        .outerjoin(penalised, penalised.c.id == _DECISION.c.penalty_staff_id)
        .where(_DECISION.c.case_id == case_id)
        .order_by(_DECISION.c.no)
    )  # fmt: skip
    return [
        {**row, "shares": _shares(read, row["id"])} for row in read.connection.execute(statement).mappings().all()
    ]


def _shares(read: Read, decision_id: int) -> list[dict[str, Any]]:
    statement = (
        select(_SHARE.c.staff_id, _SHARE.c.rate, _STAFF.c.name)
        .join(_STAFF, _STAFF.c.id == _SHARE.c.staff_id)
        .where(_SHARE.c.decision_id == decision_id)
        .order_by(_SHARE.c.id)
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]
