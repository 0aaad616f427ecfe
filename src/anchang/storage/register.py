"""Old registers: the office's mapping profiles, and what an import has to know of the office (3.2, 3.3).

A profile that is saved again gets a new edition of its rules; the old ones stay, as every row does.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from datetime import date, datetime
from typing import Any, cast

from sqlalchemy import Index, RowMapping, UniqueConstraint, func, select
from sqlmodel import Field

from anchang.domain.register import Profile, RegisterKind, Rule, RulePart
from anchang.storage.base import Entry, Record, table_of
from anchang.storage.call import Call
from anchang.storage.columns import day, flag, instant, one_of
from anchang.storage.customer import Customer, CustomerNumber
from anchang.storage.day import BusinessDay
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.visit import Visit

AT_ONCE = 5_000  # values in one IN list


class RegisterProfile(Record, table=True):
    """A mapping under its name. `heads` are the headings that it was made for, one a line."""

    __tablename__ = "register_profile"
    __table_args__ = (
        UniqueConstraint("project_id", "kind", "name"),
        one_of("kind", [each.value for each in RegisterKind]),
    )

    project_id: int = Field(foreign_key="project.id")
    kind: str
    name: str
    heads: str = ""
    edition: int = 1
    dropped: bool = flag()
    made_by: int | None = Field(default=None, foreign_key="staff.id")
    made_at: datetime = instant(nullable=False)
    business_date: date = day(nullable=False)


class RegisterRule(Entry, table=True):
    """One rule of one edition of a profile; see `domain.register.Rule`."""

    __tablename__ = "register_rule"
    __table_args__ = (
        Index("ix_register_rule_profile", "profile_id", "edition"),
        one_of("part", [each.value for each in RulePart]),
    )

    profile_id: int = Field(foreign_key="register_profile.id")
    edition: int
    part: str
    field: str = ""
    said: str
    means: str = ""


_PROFILE, _RULE, _STAFF = table_of(RegisterProfile), table_of(RegisterRule), table_of(Staff)
_VISIT, _CALL, _CUSTOMER, _DAY = table_of(Visit), table_of(Call), table_of(Customer), table_of(BusinessDay)
_NUMBER = table_of(CustomerNumber)
_KNOWN = (
    "id", "name", "phone", "owner_id", "state", "visits", "gender", "grade", "channel", "living_area", "working_area",
    "last_contact_at", "last_effective_at", "next_contact_on",
)  # fmt: skip


def profiles(read: Read, kind: RegisterKind) -> list[Profile]:
    """The project's profiles of that book, newest first."""
    statement = (
        select(_PROFILE)
        .where(_PROFILE.c.project_id == read.project_id, _PROFILE.c.kind == kind.value, _PROFILE.c.dropped == 0)
        .order_by(_PROFILE.c.made_at.desc(), _PROFILE.c.id.desc())
    )
    return [_profile(read, row) for row in read.connection.execute(statement).mappings()]


def _profile(read: Read, row: RowMapping) -> Profile:
    rules = select(_RULE).where(_RULE.c.profile_id == row["id"], _RULE.c.edition == row["edition"]).order_by(_RULE.c.id)
    return Profile(
        name=row["name"],
        kind=RegisterKind(row["kind"]),
        heads=tuple(row["heads"].split("\n")) if row["heads"] else (),
        rules=tuple(
            Rule(RulePart(each["part"]), each["said"], each["means"], each["field"])
            for each in read.connection.execute(rules).mappings()
        ),
    )


def by_name(read: Read, kind: RegisterKind, name: str) -> Mapping[str, Any] | None:
    """The row of the profile of that name, also of one that was dropped; None where there never was one."""
    statement = select(_PROFILE).where(
        _PROFILE.c.project_id == read.project_id, _PROFILE.c.kind == kind.value, _PROFILE.c.name == name
    )
    return cast("Mapping[str, Any] | None", read.connection.execute(statement).mappings().first())


def page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """A page of profiles, newest first. Filter: kind."""
    rules = (
        select(func.count())
        .where(_RULE.c.profile_id == _PROFILE.c.id, _RULE.c.edition == _PROFILE.c.edition)
        .scalar_subquery()
    )
    statement = (
        select(_PROFILE, _STAFF.c.name.label("maker"), rules.label("rules"))
        .select_from(_PROFILE.outerjoin(_STAFF, _STAFF.c.id == _PROFILE.c.made_by))
        .where(*_listed(read, filters))
    )
    return fetch(read, statement, (_PROFILE.c.made_at, _PROFILE.c.id), ask, lambda row: _told(row))


def _told(row: RowMapping) -> dict[str, Any]:
    made = dict(row)
    made["heads"] = made["heads"].replace("\n", " ")
    return made


def how_many(read: Read, filters: Mapping[str, Any]) -> int:
    """How many profiles the list has."""
    return count(read, select(_PROFILE.c.id).where(*_listed(read, filters)))


def _listed(read: Read, filters: Mapping[str, Any]) -> list[Any]:
    found = [_PROFILE.c.project_id == read.project_id, _PROFILE.c.dropped == 0]
    if filters.get("kind"):
        found.append(_PROFILE.c.kind == str(filters["kind"]))
    return found


def own_days(read: Read) -> set[date]:
    """The days that this office has kept itself."""
    return set(
        read.connection.execute(select(_DAY.c.business_date).where(_DAY.c.project_id == read.project_id)).scalars()
    )


def closed_since(read: Read, first: date) -> int:
    """How many of this office's days after that one are closed."""
    return int(
        read.connection.execute(
            select(func.count()).where(
                _DAY.c.project_id == read.project_id, _DAY.c.business_date > first, _DAY.c.closed_at.is_not(None)
            )
        ).scalar_one()
    )


def customers_with(read: Read, phones: Collection[str]) -> dict[str, dict[str, Any]]:
    """The project's customers with these stored numbers, now or before they were changed: number -> what an import may
    add to."""
    found: dict[str, dict[str, Any]] = {}
    for part in _parts(sorted(phones)):
        statement = select(*(_CUSTOMER.c[name] for name in _KNOWN)).where(
            _CUSTOMER.c.project_id == read.project_id, _CUSTOMER.c.phone.in_(part)
        )
        before = (
            select(_NUMBER.c.phone.label("had"), *(_CUSTOMER.c[name] for name in _KNOWN))
            .join(_CUSTOMER, _CUSTOMER.c.id == _NUMBER.c.customer_id)
            .where(_NUMBER.c.project_id == read.project_id, _NUMBER.c.phone.in_(part))
            .order_by(_NUMBER.c.id)
        )
        found |= {row["had"]: dict(row) for row in read.connection.execute(before).mappings()}
        found |= {row["phone"]: dict(row) for row in read.connection.execute(statement).mappings()}
    return found


def entries_on(read: Read, kind: RegisterKind, days: Collection[date]) -> list[RowMapping]:
    """What the log holds of these days: `on`, `at` (the instant), phone, name, author, who (a staff row)."""
    table, at, who = _columns(kind)
    found: list[RowMapping] = []
    for part in _parts(sorted(days)):
        statement = select(
            table.c.business_date.label("on"), at.label("at"), table.c.phone, table.c.name, table.c.author,
            who.label("who"),
        ).where(table.c.project_id == read.project_id, table.c.business_date.in_(part))  # fmt: skip
        found += read.connection.execute(statement).mappings().all()
    return found


def numbers_on(read: Read, kind: RegisterKind, days: Collection[date]) -> dict[date, int]:
    """The last running number of each of these days that has one."""
    table, _at, _who = _columns(kind)
    found: dict[date, int] = {}
    for part in _parts(sorted(days)):
        statement = (
            select(table.c.business_date, func.max(table.c.day_no))
            .where(table.c.project_id == read.project_id, table.c.business_date.in_(part))
            .group_by(table.c.business_date)
        )
        found |= {row[0]: int(row[1]) for row in read.connection.execute(statement)}
    return found


def _columns(kind: RegisterKind) -> tuple[Any, Any, Any]:
    if kind is RegisterKind.VISITS:
        return _VISIT, _VISIT.c.arrived_at, _VISIT.c.consultant_id
    return _CALL, _CALL.c.called_at, _CALL.c.answered_by


def _parts(values: Sequence[Any]) -> Iterable[Sequence[Any]]:
    return (values[start : start + AT_ONCE] for start in range(0, len(values), AT_ONCE))
