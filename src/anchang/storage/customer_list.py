"""Customers as lists, the search line and the card show them: masked, a consultant's own only (domain 2.2, 5.11)."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import RowMapping, Select, and_, exists, literal, or_, select

from anchang.domain.customer import OPEN_LEADS
from anchang.domain.person import ConsentKind
from anchang.storage import desk_filters, person_query
from anchang.storage.appointment import Appointment
from anchang.storage.base import table_of
from anchang.storage.call import Call
from anchang.storage.customer import Customer, CustomerOwner, LeadEvent
from anchang.storage.customer_link import CustomerLink
from anchang.storage.customer_query import id_by_phone, numbers_before
from anchang.storage.follow_up import FollowUp
from anchang.storage.log_index import CUSTOMER
from anchang.storage.narrow import Narrow
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.person import Consent
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_VISIT, _CALL, _FOLLOW, _OWNED = table_of(Visit), table_of(Call), table_of(FollowUp), table_of(CustomerOwner)
_APPOINTMENT, _ASIDE = table_of(Appointment), table_of(LeadEvent)
_FROM, _TO = _STAFF.alias("old"), _STAFF.alias("new")
_TIE = table_of(CustomerLink)
_LISTING = (
    select(_CUSTOMER, _STAFF.c.name.label("owner"))
    .select_from(_CUSTOMER)
    .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
)
_OPEN = [each.value for each in OPEN_LEADS]


@dataclass(frozen=True, slots=True)
class Found:
    """One hit of the search. Of somebody else's customer there is nothing but `owner`; `id` is None then."""

    id: int | None
    name: str
    phone: str
    owner: str
    state: str
    grade: str
    last_contact_at: datetime | None

    @property
    def is_own(self) -> bool:
        """Whether the person who looks may open the card."""
        return self.id is not None


@dataclass(frozen=True, slots=True)
class Event:
    """One line of a customer's timeline: `kind` visit, call, follow_up, owner, consent, appointment or lead; `no` the
    entry's number if any. The detail of a consent is its kind, with «not» before it where it was taken back."""

    kind: str
    at: datetime
    row_id: int
    no: str
    who: str
    detail: str
    text: str
    grade: str
    next_contact_on: date | None


@dataclass(frozen=True, slots=True)
class Card:
    """A customer with everything that happened, newest first. `customer` is the row, number masked, `owner` named."""

    customer: Mapping[str, Any]
    events: tuple[Event, ...]


def _narrowed(read: Read, filters: Mapping[str, Any]) -> Narrow:
    narrow = Narrow(read, CUSTOMER, _CUSTOMER)
    for own in desk_filters.own(read, _CUSTOMER.c.owner_id):
        narrow.also(own)
    narrow.days(filters, _CUSTOMER.c.first_contact_at)
    for name in ("grade", "channel"):
        narrow.equal(filters, name)
    if filters.get("state"):
        narrow.also(_CUSTOMER.c.state == str(filters["state"]))
    narrow.person(filters, _CUSTOMER.c.owner_id)
    if filters.get("due") is not None:
        due = and_(_CUSTOMER.c.next_contact_on <= read.today, _CUSTOMER.c.state.in_(_OPEN))
        narrow.also(due if filters["due"] else ~due)
    narrow.means(
        filters, (_CUSTOMER.c.name,), _CUSTOMER.c.phone, desk_filters.initials, customer_id=_CUSTOMER.c.id
    )
    return narrow


def _listed(narrow: Narrow) -> Select[Any]:
    return _LISTING.where(*narrow.tests)


def _built(read: Read, row: RowMapping) -> dict[str, Any]:
    overdue = row["next_contact_on"] is not None and row["state"] in _OPEN and row["next_contact_on"] < read.today
    return {
        **row,
        "phone": read.phone(row["phone"]),
        "phone_tail": "",
        "owner": row["owner"] or "",
        "days_late": (read.today - row["next_contact_on"]).days if overdue else 0,
    }


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of customers, the newest first. Filters: since, until (first contact), state, grade, channel, consultant,
    text, due (next contact today or late)."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    narrow = _narrowed(read, filters)
    keys = (_CUSTOMER.c.first_contact_at, _CUSTOMER.c.id)
    return fetch(read, _listed(narrow), keys, ask, build, finder=narrow.finder())


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many customers the list has."""
    narrow = _narrowed(read, filters)
    return count(read, _listed(narrow), narrow.finder())


def search(read: Read, typed: str, limit: int = 20) -> list[Found]:
    """What the search line finds: one's own customers by a piece of number or name or by initials, and whoever a
    complete number belongs to. Fewer than three digits find nothing by number."""
    if not typed.strip():
        return []
    whole = _by_whole_number(read, typed)
    if whole is not None:
        return [whole]
    narrow = _narrowed(read, {"text": typed})
    finder = narrow.finder()
    statement = _listed(narrow).order_by(_CUSTOMER.c.last_contact_at.desc(), _CUSTOMER.c.id.desc())
    if finder is not None:
        statement = finder.found(statement)
    return [_hit(read, row) for row in read.connection.execute(statement.limit(limit)).mappings()]


def _by_whole_number(read: Read, typed: str) -> Found | None:
    found = id_by_phone(read, typed)
    if found is None:
        return None
    row = (
        read.connection.execute(
            select(_CUSTOMER, _STAFF.c.name.label("owner"))
            .select_from(_CUSTOMER)
            .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
            .where(_CUSTOMER.c.id == found)
        )
        .mappings()
        .first()
    )
    return None if row is None else _hit(read, row)


def _hit(read: Read, row: RowMapping) -> Found:
    owner = row["owner"] or ""
    if not (read.sees_all or row["owner_id"] == read.staff_id):
        return Found(None, "", "", owner, "", "", None)
    return Found(
        row["id"], row["name"], read.phone(row["phone"]), owner, row["state"], row["grade"], row["last_contact_at"]
    )


def card(read: Read, customer_id: int) -> Card | None:
    """The customer with its timeline; None out of scope."""
    row = read.connection.execute(_listed(_narrowed(read, {})).where(_CUSTOMER.c.id == customer_id)).mappings().first()
    if row is None:
        return None
    events = [*_visits(read, customer_id), *_calls(read, customer_id), *_follow_ups(read, customer_id)]
    events += [*_owners(read, customer_id), *_consents(read, customer_id)]
    events += [*_appointments(read, customer_id), *_asides(read, customer_id)]
    events.sort(key=lambda each: (each.at, each.kind, each.row_id), reverse=True)
    before = [read.phone(each) for each in numbers_before(read, customer_id)]
    others = person_query.holds(read.connection, customer_id, ConsentKind.THIRD_PARTY)
    return Card({**_built(read, row), "numbers_before": before, "consent_third_party": others}, tuple(events))


def _namesakes(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    """Customers who have their name with somebody else, both still named, no tie between the two."""
    other = _CUSTOMER.alias("other")
    ends = or_(
        and_(_TIE.c.customer_id == _CUSTOMER.c.id, _TIE.c.other_id == other.c.id),
        and_(_TIE.c.customer_id == other.c.id, _TIE.c.other_id == _CUSTOMER.c.id),
    )
    found: list[Any] = [_CUSTOMER.c.name == str(filters["name"])] if filters.get("name") else []
    same = (other.c.project_id == _CUSTOMER.c.project_id, other.c.name == _CUSTOMER.c.name)
    return (
        select(_CUSTOMER, _STAFF.c.name.label("owner"))
        .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
        .where(
            _CUSTOMER.c.project_id == read.project_id,
            _CUSTOMER.c.erased_at.is_(None),
            exists().where(*same, other.c.id != _CUSTOMER.c.id, ~exists().where(_TIE.c.ended_at.is_(None), ends)),
            *desk_filters.own(read, _CUSTOMER.c.owner_id),
            *found,
        )
    )


def namesakes_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Customers of the same name under different numbers, side by side (2.1, Q-11). Filter: name."""

    def build(row: RowMapping) -> dict[str, Any]:
        return _built(read, row)

    keys = (_CUSTOMER.c.name, _CUSTOMER.c.id)
    return fetch(read, _namesakes(read, filters), keys, ask, build, descending=False)


def namesakes_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many such customers there are."""
    return count(read, _namesakes(read, filters))


def _events(read: Read, kind: str, statement: Select[Any]) -> list[Event]:
    return [
        Event(kind, row.at, row.id, row.no, row.who or "", row.detail, row.text, row.grade, row.next_contact_on)
        for row in read.connection.execute(statement)
    ]


def _visits(read: Read, customer_id: int) -> list[Event]:
    statement = (
        select(
            _VISIT.c.arrived_at.label("at"), _VISIT.c.id, _VISIT.c.visit_no.label("no"), _STAFF.c.name.label("who"),
            _VISIT.c.kind.label("detail"), _VISIT.c.content.label("text"), _VISIT.c.grade, _VISIT.c.next_contact_on,
        )
        .outerjoin(_STAFF, _STAFF.c.id == _VISIT.c.consultant_id)
        .where(_VISIT.c.customer_id == customer_id)
    )  # fmt: skip
    return _events(read, "visit", statement)


def _calls(read: Read, customer_id: int) -> list[Event]:
    statement = (
        select(
            _CALL.c.called_at.label("at"), _CALL.c.id, _CALL.c.call_no.label("no"), _STAFF.c.name.label("who"),
            _CALL.c.channel.label("detail"), _CALL.c.questions.label("text"), _CALL.c.grade, _CALL.c.next_contact_on,
        )
        .outerjoin(_STAFF, _STAFF.c.id == _CALL.c.answered_by)
        .where(_CALL.c.customer_id == customer_id)
    )  # fmt: skip
    return _events(read, "call", statement)


def _follow_ups(read: Read, customer_id: int) -> list[Event]:
    statement = (
        select(
            _FOLLOW.c.at, _FOLLOW.c.id, literal("").label("no"), _STAFF.c.name.label("who"),
            _FOLLOW.c.way.label("detail"), _FOLLOW.c.content.label("text"), _FOLLOW.c.grade_after.label("grade"),
            _FOLLOW.c.next_contact_on,
        )
        .outerjoin(_STAFF, _STAFF.c.id == _FOLLOW.c.by_id)
        .where(_FOLLOW.c.customer_id == customer_id)
    )  # fmt: skip
    return _events(read, "follow_up", statement)


def _appointments(read: Read, customer_id: int) -> list[Event]:
    statement = (
        select(_APPOINTMENT, _STAFF.c.name.label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == _APPOINTMENT.c.with_id)
        .where(_APPOINTMENT.c.customer_id == customer_id)
    )
    return [
        Event("appointment", row.at, row.id, row.no, row.who or "", row.state, row.reason or row.note, "", None)
        for row in read.connection.execute(statement)
    ]


def _asides(read: Read, customer_id: int) -> list[Event]:
    """How the lead fell asleep, was lost, was taken up again; nobody's name where the program did it."""
    statement = (
        select(_ASIDE, _STAFF.c.name.label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == _ASIDE.c.by_id)
        .where(_ASIDE.c.customer_id == customer_id)
    )
    return [
        Event("lead", row.at, row.id, "", row.who or "", row.step, row.reason, "", None)
        for row in read.connection.execute(statement)
    ]


def _owners(read: Read, customer_id: int) -> list[Event]:
    statement = (
        select(_OWNED, _TO.c.name.label("new"), _FROM.c.name.label("old"))
        .outerjoin(_TO, _TO.c.id == _OWNED.c.to_id)
        .outerjoin(_FROM, _FROM.c.id == _OWNED.c.from_id)
        .where(_OWNED.c.customer_id == customer_id)
    )
    return [
        Event("owner", row.at, row.id, "", row.new or "", row.old or "", row.reason, "", None)
        for row in read.connection.execute(statement)
    ]


def _consents(read: Read, customer_id: int) -> list[Event]:
    consent = table_of(Consent)
    statement = (
        select(consent, _STAFF.c.name.label("who"))
        .outerjoin(_STAFF, _STAFF.c.id == consent.c.by_id)
        .where(consent.c.customer_id == customer_id)
    )
    found = []
    for row in read.connection.execute(statement):
        detail = row.kind if row.given else f"not {row.kind}"
        found.append(Event("consent", row.at, row.id, "", row.who or "", detail, row.why, "", None))
    return found
