"""What the day's end looks at: who took part, what is missing, what is still open (domain 2.2, 7-6)."""

from collections.abc import Iterable, Sequence
from datetime import date
from typing import Any, cast

from sqlalchemy import Select, func, select, union

from anchang.domain.access import Role
from anchang.domain.customer import OPEN_LEADS
from anchang.domain.day import SheetState
from anchang.domain.rota import EntryState
from anchang.domain.subscription import SubscriptionState
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.customer import Customer
from anchang.storage.day import BusinessDay, DayComment, DaySheet
from anchang.storage.follow_up import FollowUp
from anchang.storage.reading import Read
from anchang.storage.rota import RotaEntry, Turn
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription
from anchang.storage.visit import Visit
from anchang.storage.work import Row

_DAY, _SHEET, _ENTRY, _TURN = table_of(BusinessDay), table_of(DaySheet), table_of(RotaEntry), table_of(Turn)
_VISIT, _CALL, _FOLLOW, _CUSTOMER = table_of(Visit), table_of(Call), table_of(FollowUp), table_of(Customer)
_STAFF, _SUBSCRIPTION, _COMMENT = table_of(Staff), table_of(Subscription), table_of(DayComment)


def business_day(read: Read, on: date) -> Row | None:
    """The office's day, or None when nothing happened on it."""
    statement = select(_DAY).where(_DAY.c.project_id == read.project_id, _DAY.c.business_date == on)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def sheet(read: Read, on: date, consultant_id: int) -> Row | None:
    """That consultant's sheet of that day, or None when there is none yet."""
    statement = select(_SHEET).where(
        _SHEET.c.project_id == read.project_id,
        _SHEET.c.business_date == on,
        _SHEET.c.consultant_id == consultant_id,
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def _names(read: Read, statement: Select[Any]) -> tuple[str, ...]:
    return tuple(read.connection.execute(statement).scalars())


def incomplete_visits(read: Read, on: date, consultant_id: int) -> tuple[str, ...]:
    """Numbers of the consultant's visits of the day that miss something for the hand-in."""
    return _names(
        read,
        select(_VISIT.c.visit_no)
        .where(
            _VISIT.c.consultant_id == consultant_id,
            _VISIT.c.business_date == on,
            _VISIT.c.complete == 0,
            _VISIT.c.project_id == read.project_id,
        )
        .order_by(_VISIT.c.day_no),
    )


def incomplete_calls(read: Read, on: date, consultant_id: int) -> tuple[str, ...]:
    """Numbers of the consultant's calls of the day that miss something for the hand-in."""
    return _names(
        read,
        select(_CALL.c.call_no)
        .where(
            _CALL.c.answered_by == consultant_id,
            _CALL.c.business_date == on,
            _CALL.c.complete == 0,
            _CALL.c.project_id == read.project_id,
        )
        .order_by(_CALL.c.day_no),
    )


def leads_without_next(read: Read, on: date, consultant_id: int) -> tuple[str, ...]:
    """Names of the leads of `leads_to_plan`."""
    return tuple(row["name"] for row in leads_to_plan(read, on, consultant_id))


def leads_to_plan(read: Read, on: date, consultant_id: int) -> list[Row]:
    """Id, name and grade of open leads that the consultant touched that day and that have no day for the next contact.

    A visitor who did not want to say when counts as asked (3.3); so does a customer of somebody else, whose next
    contact is the owner's. For somebody who is to be left alone nothing is planned (5.11).
    """
    declined = (
        select(_VISIT.c.customer_id)
        .where(
            _VISIT.c.project_id == read.project_id,
            _VISIT.c.business_date == on,
            _VISIT.c.consultant_id == consultant_id,
            _VISIT.c.next_contact_declined == 1,
            _VISIT.c.customer_id.is_not(None),
        )
    )  # fmt: skip
    touched = union(
        select(_VISIT.c.customer_id).where(
            _VISIT.c.project_id == read.project_id,
            _VISIT.c.business_date == on,
            _VISIT.c.consultant_id == consultant_id,
        ),
        select(_CALL.c.customer_id).where(
            _CALL.c.project_id == read.project_id, _CALL.c.business_date == on, _CALL.c.answered_by == consultant_id
        ),
        select(_FOLLOW.c.customer_id).where(
            _FOLLOW.c.project_id == read.project_id, _FOLLOW.c.business_date == on, _FOLLOW.c.by_id == consultant_id
        ),
    ).subquery()
    statement = (
        select(_CUSTOMER.c.id, _CUSTOMER.c.name, _CUSTOMER.c.grade)
        .where(
            _CUSTOMER.c.id.in_(select(touched.c.customer_id)),
            _CUSTOMER.c.id.not_in(declined),
            _CUSTOMER.c.owner_id == consultant_id,
            _CUSTOMER.c.state.in_([each.value for each in OPEN_LEADS]),
            _CUSTOMER.c.next_contact_on.is_(None),
            _CUSTOMER.c.do_not_contact == 0,
        )
        .order_by(_CUSTOMER.c.id)
    )
    return [cast("Row", row) for row in read.connection.execute(statement).mappings()]


def is_receiving(read: Read, on: date, consultant_id: int) -> bool:
    """Whether that consultant has a reception of that day running."""
    return _ended_missing(read, on, consultant_id) > 0


def _ended_missing(read: Read, on: date, consultant_id: int) -> int:
    return int(
        read.connection.execute(
            select(func.count()).where(
                _TURN.c.project_id == read.project_id,
                _TURN.c.business_date == on,
                _TURN.c.receiver_id == consultant_id,
                _TURN.c.ended_at.is_(None),
            )
        ).scalar_one()
    )


def open_logs(read: Read, on: date, consultant_id: int) -> int:
    """How many visits of the consultant's day have only their greeting entry."""
    return int(
        read.connection.execute(
            select(func.count()).where(
                _VISIT.c.consultant_id == consultant_id,
                _VISIT.c.business_date == on,
                _VISIT.c.project_id == read.project_id,
                _VISIT.c.saved_at.is_(None),
            )
        ).scalar_one()
    )


def counts(read: Read, on: date, consultant_id: int) -> dict[str, Any]:
    """Visits, calls and turns that count of the consultant's day, to be kept with the sheet."""
    asked = {
        "visits": select(func.count()).where(
            _VISIT.c.consultant_id == consultant_id,
            _VISIT.c.business_date == on,
            _VISIT.c.project_id == read.project_id,
        ),
        "calls": select(func.count()).where(
            _CALL.c.answered_by == consultant_id, _CALL.c.business_date == on, _CALL.c.project_id == read.project_id
        ),
        "turns": select(func.count()).where(
            _TURN.c.project_id == read.project_id,
            _TURN.c.business_date == on,
            _TURN.c.receiver_id == consultant_id,
            _TURN.c.counted == 1,
        ),
    }
    return {name: int(read.connection.execute(each).scalar_one()) for name, each in asked.items()}


def participants(read: Read, on: date) -> dict[int, str]:
    """Consultants who signed in, received, took calls or followed up on that day: id -> name, by staff number."""
    took = union(
        select(_ENTRY.c.consultant_id.label("who")).where(
            _ENTRY.c.project_id == read.project_id, _ENTRY.c.business_date == on
        ),
        select(_VISIT.c.consultant_id).where(_VISIT.c.project_id == read.project_id, _VISIT.c.business_date == on),
        select(_CALL.c.answered_by).where(_CALL.c.project_id == read.project_id, _CALL.c.business_date == on),
        select(_FOLLOW.c.by_id).where(_FOLLOW.c.project_id == read.project_id, _FOLLOW.c.business_date == on),
    ).subquery()
    rows = read.connection.execute(
        select(_STAFF.c.id, _STAFF.c.name, _STAFF.c.roles)
        .where(_STAFF.c.id.in_(select(took.c.who)))
        .order_by(_STAFF.c.no)
    )
    return {row.id: row.name for row in rows if Role.CONSULTANT.value in row.roles.split()}


def took_part(read: Read, on: date, consultant_id: int) -> bool:
    """Whether that person was on the rota of that day or did something on it as a consultant."""
    entry = select(_ENTRY.c.id).where(
        _ENTRY.c.project_id == read.project_id, _ENTRY.c.business_date == on, _ENTRY.c.consultant_id == consultant_id
    )
    return read.connection.execute(entry).first() is not None or consultant_id in participants(read, on)


def sheets(read: Read, on: date) -> dict[int, Row]:
    """Every sheet of the day by consultant."""
    statement = select(_SHEET).where(_SHEET.c.project_id == read.project_id, _SHEET.c.business_date == on)
    return {row["consultant_id"]: cast("Row", row) for row in read.connection.execute(statement).mappings()}


def handed_in_by(read: Read, sheet_id: int) -> tuple[int, ...]:
    """Who handed the sheet in for somebody, each with the reason (a comment of that step)."""
    statement = select(_COMMENT.c.by_id).where(_COMMENT.c.sheet_id == sheet_id, _COMMENT.c.step == "hand_in")
    return tuple(each for each in read.connection.execute(statement).scalars() if each is not None)


def without(read: Read, on: date, states: Iterable[SheetState]) -> tuple[str, ...]:
    """Names of those who took part in the day and whose sheet is in none of these states."""
    wanted = {each.value for each in states}
    known = sheets(read, on)
    return tuple(
        name for who, name in participants(read, on).items() if who not in known or known[who]["state"] not in wanted
    )


def receiving_names(read: Read, on: date) -> tuple[str, ...]:
    """Names of those whose reception of that day is running."""
    return _names(
        read,
        select(_STAFF.c.name)
        .join(_ENTRY, _ENTRY.c.consultant_id == _STAFF.c.id)
        .where(
            _ENTRY.c.project_id == read.project_id,
            _ENTRY.c.business_date == on,
            _ENTRY.c.status == EntryState.RECEIVING.value,
        )
        .order_by(_STAFF.c.no),
    )


def without_slip(read: Read, on: date) -> tuple[str, ...]:
    """Numbers of subscriptions in force since that day whose approval slip is not decided (7-6)."""
    return _names(
        read,
        select(_SUBSCRIPTION.c.sub_no)
        .where(
            _SUBSCRIPTION.c.project_id == read.project_id,
            _SUBSCRIPTION.c.activated_on == on,
            _SUBSCRIPTION.c.slip_decision == "",
            _SUBSCRIPTION.c.state.in_([SubscriptionState.ACTIVE.value, SubscriptionState.CONVERTED.value]),
        )
        .order_by(_SUBSCRIPTION.c.id),
    )


def incomplete_of_others(read: Read, on: date) -> tuple[str, ...]:
    """Number and person of incomplete visits and calls of the day that no sheet hands in (`participants`)."""
    found: list[str] = []
    for table, who, no in ((_VISIT, "consultant_id", "visit_no"), (_CALL, "answered_by", "call_no")):
        rows = read.connection.execute(
            select(table.c[no].label("no"), _STAFF.c.name, _STAFF.c.roles)
            .join(_STAFF, _STAFF.c.id == table.c[who])
            .where(table.c.project_id == read.project_id, table.c.business_date == on, table.c.complete == 0)
            .order_by(table.c.day_no)
        )
        found += [f"{row.no} {row.name}" for row in rows if Role.CONSULTANT.value not in row.roles.split()]
    return tuple(found)


def next_no(read: Read, table: Any, on: date) -> int:
    """The next number of a day's log; whoever writes is alone."""
    last = read.connection.execute(
        select(func.max(table.c.day_no)).where(table.c.project_id == read.project_id, table.c.business_date == on)
    ).scalar()
    return int(last or 0) + 1


def names_of(read: Read, ids: Sequence[int | None]) -> dict[int, str]:
    """Names of members of staff by id."""
    wanted = sorted({each for each in ids if each is not None})
    rows = read.connection.execute(select(_STAFF.c.id, _STAFF.c.name).where(_STAFF.c.id.in_(wanted)))
    return {row.id: row.name for row in rows}
