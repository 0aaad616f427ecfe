"""Launches, the numbers that were given out for them, their units and what was chosen (认筹/排号, 2.16)."""

from collections.abc import Mapping
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import CheckConstraint, ColumnElement, Index, Select, UniqueConstraint, case, func, or_, select, text
from sqlmodel import Field

from anchang.domain.hold import ClaimKind
from anchang.domain.launch import LaunchState, OrderKind, TicketState
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import UnitFlag
from anchang.storage import unit_flag
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.columns import day, instant, not_negative, one_of, scaled
from anchang.storage.customer import Customer
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.unit import Unit, UnitClaim
from anchang.storage.work import Row

T = TicketState
BUSY = (T.CALLED.value, T.CHOOSING.value)


class Launch(Record, table=True):
    """One launch. `seed` is what its lot is drawn from, `said_on` the day on which it was made public."""

    __table_args__ = (
        UniqueConstraint("project_id", "year", "seq"),
        one_of("state", [each.value for each in LaunchState]),
        one_of("order_kind", [each.value for each in OrderKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    no: str
    year: int
    seq: int
    name: str
    state: str
    order_kind: str
    seed: str = ""
    held_on: date = day(nullable=False)
    opened_at: datetime | None = instant(default=None, nullable=True)
    closed_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""
    maker_id: int = Field(foreign_key="staff.id")
    business_date: date = day(nullable=False)


class LaunchUnit(Entry, table=True):
    """A unit that is chosen from in a launch, and by nobody else while it is on."""

    __tablename__ = "launch_unit"
    __table_args__ = (UniqueConstraint("launch_id", "unit_id"), Index("ix_launch_unit_unit", "unit_id"))

    project_id: int = Field(foreign_key="project.id")
    launch_id: int = Field(foreign_key="launch.id")
    unit_id: int = Field(foreign_key="unit.id")


class LaunchTicket(Record, table=True):
    """One registration number. `place` counts from 1 once the order is laid down; `money` is the sincerity money that
    it rests on (fen, shown as the receipt `money_ref` has it), `until` the end of the minutes that run now."""

    __tablename__ = "launch_ticket"
    __table_args__ = (
        UniqueConstraint("launch_id", "no"),
        Index(
            "uq_launch_ticket_customer",
            "launch_id",
            "customer_id",
            unique=True,
            sqlite_where=text("state <> 'withdrawn'"),
            postgresql_where=text("state <> 'withdrawn'"),
        ),
        Index("ix_launch_ticket_line", "launch_id", "state", "place"),
        one_of("state", [each.value for each in TicketState]),
        not_negative("money"),
        CheckConstraint("(place IS NULL) = (state = 'registered') OR state = 'withdrawn'", name="placed"),
    )

    project_id: int = Field(foreign_key="project.id")
    launch_id: int = Field(foreign_key="launch.id")
    no: int
    customer_id: int = Field(foreign_key="customer.id")
    consultant_id: int = Field(foreign_key="staff.id")
    money: int = scaled(default=0, nullable=False)
    money_ref: str = ""
    state: str
    place: int | None = None
    recalls: int = 0
    called_at: datetime | None = instant(default=None, nullable=True)
    came_at: datetime | None = instant(default=None, nullable=True)
    until: datetime | None = instant(default=None, nullable=True)
    done_at: datetime | None = instant(default=None, nullable=True)
    reason: str = ""
    business_date: date = day(nullable=False)


class LaunchChoice(Entry, table=True):
    """A unit that a number chose; the claim says whether it still has it."""

    __tablename__ = "launch_choice"
    __table_args__ = (UniqueConstraint("claim_id"), Index("ix_launch_choice_ticket", "ticket_id"))

    project_id: int = Field(foreign_key="project.id")
    ticket_id: int = Field(foreign_key="launch_ticket.id")
    unit_id: int = Field(foreign_key="unit.id")
    claim_id: int = Field(foreign_key="unit_claim.id")
    at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


_LAUNCH, _TICKET, _CHOICE = table_of(Launch), table_of(LaunchTicket), table_of(LaunchChoice)
_PART, _UNIT, _CLAIM = table_of(LaunchUnit), table_of(Unit), table_of(UnitClaim)
_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)


def id_by_no(read: Read, text_: str) -> int | None:
    """The id of the launch with this number or name."""
    wanted = text_.strip().lower()
    own = _LAUNCH.c.project_id == read.project_id
    found: int | None = read.connection.execute(
        select(_LAUNCH.c.id).where(own, (func.lower(_LAUNCH.c.no) == wanted) | (func.lower(_LAUNCH.c.name) == wanted))
    ).scalar()
    return found


def open_for(read: Read, unit_id: int) -> Row | None:
    """The launch that is on and has this unit, or None: then nobody takes the unit but by its line."""
    statement = (
        select(_LAUNCH)
        .join(_PART, _PART.c.launch_id == _LAUNCH.c.id)
        .where(_PART.c.unit_id == unit_id, _LAUNCH.c.state == LaunchState.OPEN.value)
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def in_other(read: Read, unit_ids: list[int], besides: int) -> list[int]:
    """Which of these units belong to another launch that is not over."""
    statement = (
        select(_PART.c.unit_id)
        .join(_LAUNCH, _LAUNCH.c.id == _PART.c.launch_id)
        .where(
            _PART.c.unit_id.in_(unit_ids), _LAUNCH.c.state != LaunchState.CLOSED.value, _LAUNCH.c.id != besides
        )
    )
    return list(read.connection.execute(statement).scalars())


def unit_ids(read: Read, launch_id: int) -> list[int]:
    """The units of a launch, in order."""
    statement = (
        select(_PART.c.unit_id)
        .join(_UNIT, _UNIT.c.id == _PART.c.unit_id)
        .where(_PART.c.launch_id == launch_id)
        .order_by(_UNIT.c.sort_key)
    )
    return list(read.connection.execute(statement).scalars())


def next_no(read: Read, launch_id: int) -> int:
    """The registration number after the last one."""
    last = read.connection.execute(select(func.max(_TICKET.c.no)).where(_TICKET.c.launch_id == launch_id)).scalar()
    return int(last or 0) + 1


def ticket_by_no(read: Read, launch_id: int, number: int) -> Row | None:
    """The registration with that number."""
    statement = select(_TICKET).where(_TICKET.c.launch_id == launch_id, _TICKET.c.no == number)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def by_id(read: Read, launch_id: int) -> Row | None:
    """The launch of this project."""
    statement = select(_LAUNCH).where(_LAUNCH.c.id == launch_id, _LAUNCH.c.project_id == read.project_id)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def ticket_by_id(read: Read, ticket_id: int) -> Row | None:
    """The registration of this project."""
    statement = select(_TICKET).where(_TICKET.c.id == ticket_id, _TICKET.c.project_id == read.project_id)
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def ticket_of(read: Read, launch_id: int, customer_id: int) -> Row | None:
    """The registration that a customer has in a launch and has not given back."""
    statement = select(_TICKET).where(
        _TICKET.c.launch_id == launch_id, _TICKET.c.customer_id == customer_id, _TICKET.c.state != T.WITHDRAWN.value
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def tickets(read: Read, launch_id: int, state: TicketState | None = None) -> list[Row]:
    """The registrations in the order of their place, then of their number."""
    statement = select(_TICKET).where(_TICKET.c.launch_id == launch_id)
    if state is not None:
        statement = statement.where(_TICKET.c.state == state.value)
    ordered = statement.order_by(func.coalesce(_TICKET.c.place, 0), _TICKET.c.no)
    return cast("list[Row]", list(read.connection.execute(ordered).mappings()))


def next_in_line(read: Read, launch_id: int) -> int | None:
    """The id of the registration whose turn it is."""
    statement = (
        select(_TICKET.c.id)
        .where(_TICKET.c.launch_id == launch_id, _TICKET.c.state == T.IN_LINE.value)
        .order_by(_TICKET.c.place)
        .limit(1)
    )
    found: int | None = read.connection.execute(statement).scalar()
    return found


def last_place(read: Read, launch_id: int) -> int:
    """The place at the end of the line."""
    last = read.connection.execute(select(func.max(_TICKET.c.place)).where(_TICKET.c.launch_id == launch_id)).scalar()
    return int(last or 0)


def busy(read: Read, launch_id: int) -> int:
    """How many are called or choosing."""
    statement = select(func.count()).where(_TICKET.c.launch_id == launch_id, _TICKET.c.state.in_(BUSY))
    return int(read.connection.execute(statement).scalar() or 0)


def overdue(read: Read) -> list[Row]:
    """Registrations of the project whose minutes are over: called and not come, choosing and not done."""
    statement = (
        select(_TICKET)
        .where(_TICKET.c.project_id == read.project_id, _TICKET.c.state.in_(BUSY), _TICKET.c.until <= read.now)
        .order_by(_TICKET.c.until, _TICKET.c.id)
    )
    return cast("list[Row]", list(read.connection.execute(statement).mappings()))


def _running(read: Read) -> ColumnElement[bool]:
    """That a claim is no hold whose time is over."""
    return (
        (_CLAIM.c.kind != ClaimKind.HOLD.value) | (_CLAIM.c.expires_at > read.now) | _CLAIM.c.expires_at.is_(None)
    )


def chose_with(read: Read, claim_id: int) -> Row | None:
    """The registration whose choice became this claim, or None."""
    statement = (
        select(_TICKET)
        .join(_CHOICE, _CHOICE.c.ticket_id == _TICKET.c.id)
        .where(_CHOICE.c.claim_id == claim_id, _TICKET.c.project_id == read.project_id)
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def chosen(read: Read, ticket_id: int) -> list[Row]:
    """The units that a number has now: chosen, and neither given back nor lapsed. Money makes a hold endless."""
    statement = (
        select(_CHOICE, _UNIT.c.label)
        .join(_CLAIM, _CLAIM.c.id == _CHOICE.c.claim_id)
        .join(_UNIT, _UNIT.c.id == _CHOICE.c.unit_id)
        .where(
            _CHOICE.c.ticket_id == ticket_id,
            _CLAIM.c.ended_at.is_(None),
            _running(read),
        )
        .order_by(_CHOICE.c.id)
    )
    return cast("list[Row]", list(read.connection.execute(statement).mappings()))


def counts(read: Read, launch_id: int) -> dict[str, int]:
    """How many registrations stand in each state."""
    statement = (
        select(_TICKET.c.state, func.count()).where(_TICKET.c.launch_id == launch_id).group_by(_TICKET.c.state)
    )
    return {row[0]: int(row[1]) for row in read.connection.execute(statement)}


def units_left(read: Read, launch_id: int) -> tuple[int, int]:
    """(units that can be chosen now, all units) of a launch; a lapsed hold counts as free.

    What is not on sale, or stopped by a flag, is not free.
    """
    live = (_CLAIM.c.unit_id == _PART.c.unit_id) & _CLAIM.c.ended_at.is_(None) & _running(read)
    on_sale = (_UNIT.c.state == UnitState.AVAILABLE.value) | (_UNIT.c.state == UnitState.HELD.value)
    stopped = or_(*(_UNIT.c.id.in_(unit_flag.units_with(read, each.value)) for each in UnitFlag if each.stops_sale))
    free = on_sale & _CLAIM.c.id.is_(None) & ~stopped
    statement = (
        select(func.coalesce(func.sum(case((free, 1), else_=0)), 0), func.count())
        .select_from(_PART)
        .join(_UNIT, _UNIT.c.id == _PART.c.unit_id)
        .outerjoin(_CLAIM, live)
        .where(_PART.c.launch_id == launch_id)
    )
    left, whole = read.connection.execute(statement).one()
    return int(left), int(whole)


def current(read: Read) -> Row | None:
    """The newest launch that is not over, or the newest of all."""
    statement = (
        select(_LAUNCH)
        .where(_LAUNCH.c.project_id == read.project_id)
        .order_by((_LAUNCH.c.state == LaunchState.CLOSED.value), _LAUNCH.c.id.desc())
        .limit(1)
    )
    return cast("Row | None", read.connection.execute(statement).mappings().first())


def _listed(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = (
        select(
            _TICKET,
            _LAUNCH.c.no.label("launch"),
            _CUSTOMER.c.name.label("customer"),
            _STAFF.c.name.label("consultant"),
        )
        .join(_LAUNCH, _LAUNCH.c.id == _TICKET.c.launch_id)
        .join(_CUSTOMER, _CUSTOMER.c.id == _TICKET.c.customer_id)
        .join(_STAFF, _STAFF.c.id == _TICKET.c.consultant_id)
        .where(_TICKET.c.project_id == read.project_id)
    )
    if not read.sees_all:
        statement = statement.where(_TICKET.c.consultant_id == read.staff_id)
    for name in ("launch_id", "state"):
        if filters.get(name):
            statement = statement.where(_TICKET.c[name] == filters[name])
    if filters.get("text"):
        wanted = str(filters["text"])
        statement = statement.where(
            _CUSTOMER.c.name.contains(wanted, autoescape=True) | _STAFF.c.name.contains(wanted, autoescape=True)
        )
    return statement


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of registrations in the order of the line."""
    shown = (
        "id", "version", "launch_id", "launch", "no", "place", "state", "customer_id", "customer", "consultant",
        "money", "money_ref", "recalls", "called_at", "came_at", "until", "done_at",
    )  # fmt: skip

    def build(row: Any) -> dict[str, Any]:
        return {
            **{name: row[name] for name in shown},
            "units": " ".join(each["label"] for each in chosen(read, row["id"])),
        }

    order = (func.coalesce(_TICKET.c.place, 1_000_000), _TICKET.c.no, _TICKET.c.id)
    return fetch(read, _listed(read, filters), order, ask, build, descending=False)


def page_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many registrations the list has."""
    return count(read, _listed(read, filters))


_SHOWN = ("id", "version", "no", "name", "held_on", "state", "order_kind", "seed", "opened_at", "closed_at")


def _launches(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    statement = select(_LAUNCH).where(_LAUNCH.c.project_id == read.project_id)
    if filters.get("state"):
        statement = statement.where(_LAUNCH.c.state == str(filters["state"]))
    return statement


def launches_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """The launches, newest first, each with its units, its numbers and who still waits."""

    def build(row: Any) -> dict[str, Any]:
        left, whole = units_left(read, row["id"])
        by_state = counts(read, row["id"])
        standing = sum(number for state, number in by_state.items() if state != T.WITHDRAWN.value)
        shown = {name: row[name] for name in _SHOWN}
        return {
            **shown,
            "units": whole,
            "units_left": left,
            "tickets": standing,
            "waiting": by_state.get(T.IN_LINE.value, 0) + by_state.get(T.REGISTERED.value, 0),
        }

    return fetch(read, _launches(read, filters), (_LAUNCH.c.id,), ask, build)


def launches_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many launches there are."""
    return count(read, _launches(read, filters))
