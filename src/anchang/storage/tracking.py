"""The tracking sheets 意向客户跟踪表 and 到店客户跟踪表, and how many calls became visits (C13; domain 3.4)."""

from collections.abc import Mapping
from datetime import date, timedelta
from typing import Any

from sqlalchemy import RowMapping, Select, and_, case, exists, func, or_, select

from anchang.domain.customer import INTENDING_GRADES, GradeConvention, LeadState
from anchang.domain.visit import VisitKind
from anchang.storage import desk_filters, desk_text
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.columns import Day
from anchang.storage.customer import Customer
from anchang.storage.day_query import names_of
from anchang.storage.follow_up import FollowUp
from anchang.storage.lead_query import OPEN
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_CUSTOMER, _STAFF, _FOLLOW = table_of(Customer), table_of(Staff), table_of(FollowUp)
_VISIT, _CALL = table_of(Visit), table_of(Call)
INTENDING, VISITORS = "intending", "visitors"
_BUYS = _VISIT.c.kind != VisitKind.NOT_A_BUYER.value


def _sheet(read: Read, which: str, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_CUSTOMER.c.project_id == read.project_id, *desk_filters.own(read, _CUSTOMER.c.owner_id)]
    if which == INTENDING:  # «新增意向(A+B)» of 4.5, and whoever has a unit held
        convention = GradeConvention(read.settings["grade_convention"])
        near = _CUSTOMER.c.grade.in_([each.value for each in INTENDING_GRADES[convention]])
        found += [_CUSTOMER.c.state.in_(OPEN), or_(near, _CUSTOMER.c.state == LeadState.INTENDING.value)]
    else:
        found.append(_CUSTOMER.c.visits > 0)
    found += [_CUSTOMER.c[name] == str(filters[name]) for name in ("state", "grade", "channel") if filters.get(name)]
    found += desk_filters.days(read, filters, _CUSTOMER.c.first_contact_at)
    if filters.get("consultant"):
        found.append(desk_filters.person(read, filters["consultant"], _CUSTOMER.c.owner_id))
    if filters.get("text"):
        columns = (_CUSTOMER.c.name, _CUSTOMER.c.phone, _CUSTOMER.c.id)
        found.append(desk_text.text(read, str(filters["text"]), *columns))
    mine = _FOLLOW.c.customer_id == _CUSTOMER.c.id
    newest = select(func.max(_FOLLOW.c.id)).where(mine).correlate(_CUSTOMER).scalar_subquery()
    last = _FOLLOW.alias("last")
    came = select(func.min(_VISIT.c.business_date, type_=Day())).where(_VISIT.c.customer_id == _CUSTOMER.c.id, _BUYS)
    been = select(func.max(_VISIT.c.business_date, type_=Day())).where(_VISIT.c.customer_id == _CUSTOMER.c.id, _BUYS)
    return (
        select(
            _CUSTOMER, _STAFF.c.name.label("owner"),
            select(func.count()).where(mine).correlate(_CUSTOMER).scalar_subquery().label("follow_ups"),
            came.correlate(_CUSTOMER).scalar_subquery().label("first_visit"),
            been.correlate(_CUSTOMER).scalar_subquery().label("last_visit"),
            last.c.at.label("followed_at"), last.c.way, last.c.content, last.c.objection,
        )
        .select_from(_CUSTOMER)
        .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
        .outerjoin(last, last.c.id == newest)
        .where(*found)
    )  # fmt: skip


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    open_lead = row["state"] in OPEN
    overdue = open_lead and row["next_contact_on"] is not None and row["next_contact_on"] < read.today
    touched = row["last_effective_at"] or row["first_contact_at"]
    return {
        **row,
        "phone": read.phone(row["phone"]) or row["no_phone_reason"],
        "phone_tail": "",
        "owner": row["owner"] or "",
        "next_contact_on": row["next_contact_on"] if open_lead else None,
        "days_late": (read.today - row["next_contact_on"]).days if overdue else 0,
        "days_silent": (read.today - touched.astimezone(read.zone).date()).days if open_lead else None,
    }


def page(read: Read, which: str, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of a tracking sheet, the newest customer first. Filters: since, until, consultant, state, grade, channel,
    text."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    keys = (_CUSTOMER.c.first_contact_at, _CUSTOMER.c.id)
    return fetch(read, _sheet(read, which, filters), keys, ask, build)


def how_many(read: Read, which: str, filters: Mapping[str, Any]) -> int:
    """How many customers stand on the sheet."""
    return count(read, _sheet(read, which, filters))


def rows(read: Read, which: str) -> list[dict[str, Any]]:
    """The whole sheet by consultant, the next contact first: for the workbook."""
    statement = _sheet(read, which, {}).order_by(_STAFF.c.no, _CUSTOMER.c.next_contact_on, _CUSTOMER.c.id)
    return [_built(read, row) for row in read.connection.execute(statement).mappings()]


def conversion(read: Read, first: date, last: date, within: int | None = None) -> list[dict[str, Any]]:
    """Calls of those days by who answered: `calls`, those with a number, and how many of these became a visit of the
    same customer after the call, at most `within` days later (`conversion_days` where nothing is said): the rule of
    `call.won_by_call`."""
    days = int(read.settings["conversion_days"]) if within is None else within
    found: list[dict[str, Any]] = []
    numbered = and_(_CALL.c.phone != "", _CALL.c.customer_id.is_not(None))
    # by day, so that «so many days later» is said in the office's own dates
    for on in _days_with_calls(read, first, last):
        visited = exists().where(
            _VISIT.c.customer_id == _CALL.c.customer_id,
            _BUYS,
            _VISIT.c.arrived_at > _CALL.c.called_at,
            _VISIT.c.business_date <= on + timedelta(days=days),
        )
        statement = (
            select(
                _CALL.c.answered_by,
                func.count().label("calls"),
                func.sum(case((numbered, 1), else_=0)).label("numbered"),
                func.sum(case((and_(numbered, visited), 1), else_=0)).label("visited"),
            )
            .where(
                _CALL.c.project_id == read.project_id, _CALL.c.business_date == on,
                *desk_filters.own(read, _CALL.c.answered_by),
            )
            .group_by(_CALL.c.answered_by)
        )  # fmt: skip
        found += [dict(row) for row in read.connection.execute(statement).mappings()]
    return _summed(read, found)


def _days_with_calls(read: Read, first: date, last: date) -> list[date]:
    statement = (
        select(_CALL.c.business_date)
        .where(_CALL.c.project_id == read.project_id, _CALL.c.business_date.between(first, last))
        .distinct()
        .order_by(_CALL.c.business_date)
    )
    return list(read.connection.execute(statement).scalars())


def _summed(read: Read, found: list[dict[str, Any]]) -> list[dict[str, Any]]:
    sums: dict[int, dict[str, Any]] = {}
    for row in found:
        line = sums.setdefault(row["answered_by"], {"calls": 0, "numbered": 0, "visited": 0})
        for name in line:
            line[name] += int(row[name])
    names = names_of(read, list(sums))
    return [{"id": who, "consultant": names[who], **sums[who]} for who in sorted(sums)]
