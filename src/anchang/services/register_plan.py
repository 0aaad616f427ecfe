"""An old register laid beside the office: what of it would be taken, what not and why, whose customers they are.

The same plan is shown before and carried out after; it is made anew inside the act, from the rows as they stand then.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields, replace
from datetime import date
from functools import cache, lru_cache
from typing import Any

from anchang.domain import dictionary
from anchang.domain.access import Role, may
from anchang.domain.dictionary import DictKind, Lists
from anchang.domain.errors import BadInput, NotAllowed
from anchang.domain.issue import Issue, IssueKind
from anchang.domain.register import (
    MINUTES,
    Leavers,
    Owners,
    RegisterKind,
    RegisterRow,
    VisitRow,
    entry_key,
    missing,
    why_not_on,
)
from anchang.domain.register_fields import LISTS
from anchang.domain.text import clean
from anchang.domain.units import Name, StaffRef
from anchang.domain.visit import VisitKind
from anchang.i18n import M, Msg
from anchang.services import people
from anchang.services.visit_form import party_size
from anchang.storage import dictionary as own_lists
from anchang.storage import register as rows
from anchang.storage import staff
from anchang.storage.reading import Read
from anchang.storage.staff import StaffView

_LONG = frozenset({"note", "content", "questions"})
_LIMITS = {"name": 60, "who": 60, "recorder": 60}
_AREAS = ("living_area", "working_area")
_LARGEST_HOUSEHOLD = 50
NOT_YOURS = M("Old registers are taken in by assistant, manager, director and administrator.")


@dataclass(frozen=True, slots=True)
class NamedPerson:
    """Who a name in the register is; nobody where the person has left."""

    name: Name
    staff: StaffRef | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Choices:
    """What whoever imports decides: see `Leavers` and `Owners`. `keeper` has the rows of people who have left."""

    people: tuple[NamedPerson, ...] = ()
    leavers: Leavers = Leavers.REJECT
    owners: Owners = Owners.FIRST
    keeper: StaffRef | None = None
    file_name: str = ""


@dataclass(slots=True, eq=False)
class Entry:
    """One row that is taken. `author` names somebody who is no member of staff; it is the `nth` of its customer."""

    row: RegisterRow
    consultant: int
    author: str
    recorder: int
    whose: Party | None = None
    nth: int = 0


@dataclass(slots=True, eq=False)
class Party:
    """One customer of the register, found in the office or to be made, with the entries in their order."""

    known: dict[str, Any] | None
    entries: list[Entry] = field(default_factory=list)
    owner: int | None = None


@dataclass(slots=True)
class Plan:
    """What taking the rows in would do. `issues` stand by the place of their row; `people` counts unknown names."""

    kind: RegisterKind
    entries: list[Entry] = field(default_factory=list)
    parties: list[Party] = field(default_factory=list)
    issues: dict[str, list[Issue]] = field(default_factory=dict)
    rejected: int = 0
    twice: int = 0
    doubtful: int = 0
    here: int = 0
    unknown_people: Counter[str] = field(default_factory=Counter)
    closed_days: int = 0

    def tell(self, place: str, reason: Msg, kind: IssueKind = IssueKind.ERROR) -> None:
        """A remark about a row."""
        self.issues.setdefault(place, []).append(Issue(place, reason, kind))

    @property
    def counts(self) -> dict[str, int]:
        """The figures of the preview."""
        found = sum(party.known is not None for party in self.parties)
        return {
            "added": len(self.entries),
            "rejected": self.rejected,
            "twice": self.twice + self.doubtful,
            "here": self.here,
            "customers_made": len(self.parties) - found,
            "customers_found": found,
            "without_owner": sum(party.known is None and party.owner is None for party in self.parties),
        }


def preview(read: Read, kind: RegisterKind, given: Sequence[RegisterRow], choices: Choices) -> Plan:
    """What taking these rows in would do now; nothing is kept. Raises NotAllowed, and BadInput for texts too long."""
    if not may(read.roles, "register.import"):
        raise NotAllowed(NOT_YOURS)
    return lay(read, kind, given, choices, read.staff_id)


def lay(read: Read, kind: RegisterKind, given: Sequence[RegisterRow], choices: Choices, keeper: int) -> Plan:
    """Lay the rows beside the office. Raises BadInput for a value that cannot be kept."""
    plan = Plan(kind)
    words = _Words(own_lists.lists(read.connection, read.project_id))
    said = [words.places(_said(row, index)) for index, row in enumerate(given)]
    names = Names(staff.everybody(read.connection), choices, read.today, choices.keeper or keeper, plan.unknown_people)
    placed = _placed(read, said, names, words, plan)
    _without_repeats(read, plan, placed)
    _meet(read, plan, names, choices.owners)
    if plan.entries:
        plan.closed_days = rows.closed_since(read, min(entry.row.on for entry in plan.entries))
    return plan


# -- one row ------------------------------------------------------------------------------------------------------


@lru_cache(maxsize=50_000)
def _clean(text: str, name: str) -> str:
    limit = 4000 if name in _LONG else _LIMITS.get(name, 200)
    return clean(text, f"rows[].{name}", limit=limit, multiline=name in _LONG)


def _said(row: RegisterRow, index: int) -> RegisterRow:
    changed: dict[str, Any] = {}
    for each in _TEXTS[type(row)]:
        value = getattr(row, each)
        if value and (cleaned := _clean(value, each)) != value:
            changed[each] = cleaned
    if row.phone and (number := people.number(row.phone, "rows[].phone")) != row.phone:
        changed["phone"] = number
    for name in ("minute", "left_minute"):
        minute = getattr(row, name, None)
        if minute is not None and not 0 <= minute < MINUTES:
            raise BadInput(M("A day has {count} minutes.", count=MINUTES), f"rows[].{name}")
    if row.other_phones:
        others = tuple(dict.fromkeys(people.number(each, "rows[].other_phones") for each in row.other_phones))
        changed |= {"other_phones": others} if others != row.other_phones else {}
    if not row.place:
        changed["place"] = f"#{index + 1}"
    return replace(row, **changed) if changed else row


class _TextFields(dict[type, tuple[str, ...]]):
    """The text fields of each kind of row, looked up once."""

    def __missing__(self, kind: type) -> tuple[str, ...]:
        found = self[kind] = tuple(
            each.name for each in fields(kind) if each.default == "" and each.name not in ("place", "phone")
        )
        return found


_TEXTS = _TextFields()


class _Words:
    """The office's own lists beside the rows: areas by their words, and codes that the office does not offer."""

    def __init__(self, lists: Lists) -> None:
        self.lists = lists
        self.area = cache(lambda typed: dictionary.found_by_words(lists[DictKind.AREA], typed))
        self.against = cache(self._against)

    def places(self, row: RegisterRow) -> RegisterRow:
        """The row with its areas as they are stored: the entry's code where the words are in the list (2.18)."""
        found = {name: self.area(typed) for name in _AREAS if (typed := getattr(row, name))}
        changed: dict[str, Any] = {name: code for name, code in found.items() if code != getattr(row, name)}
        return replace(row, **changed) if changed else row

    def wrong(self, row: RegisterRow) -> Msg | None:
        """Why a code of the row cannot be kept, or None."""
        told = (self.against(LISTS[name], codes) for name in LISTS if (codes := getattr(row, name, ())))
        return next((each for each in told if each is not None), None)

    def _against(self, kind: DictKind, codes: tuple[str, ...]) -> Msg | None:
        try:
            dictionary.check_codes(kind, self.lists[kind], codes, (), "rows[]")
        except BadInput as problem:
            return problem.message
        return None


class Names:
    """Who the names in an old book are; `unknown` counts those that nobody has explained."""

    def __init__(
        self, everybody: Iterable[StaffView], choices: Choices, today: date, keeper: int, unknown: Counter[str]
    ) -> None:
        self.by_name: dict[str, list[StaffView]] = {}
        self.receiving: set[int] = set()
        for each in everybody:
            for name in dict.fromkeys((each.name, each.login.lower(), each.no.lower())):
                self.by_name.setdefault(name, []).append(each)
            if Role.CONSULTANT in each.roles and each.active_on(today):
                self.receiving.add(each.id)
        self.said = {each.name: each.staff for each in choices.people}
        self.leavers, self.keeper, self.unknown = choices.leavers, keeper, unknown
        self.known: dict[str, int | Msg | None] = {}

    def find(self, who: str) -> int | Msg | None:
        """The member of staff, None for somebody who has left, or why nobody can be meant."""
        if who not in self.known:
            self.known[who] = self._find(who)
        found = self.known[who]
        if isinstance(found, Msg):
            self.unknown[who] += 1
        return found

    def _find(self, who: str) -> int | Msg | None:
        if who in self.said:
            return self.said[who]
        found = {each.id for each in self.by_name.get(who, self.by_name.get(who.lower(), []))}
        if len(found) == 1:
            return found.pop()
        if len(found) > 1:
            return M("several members of staff are called «{name}»; say in the profile who is meant", name=who)
        if self.leavers is Leavers.KEEP:
            return None
        if not who:
            return M("the row names no consultant")
        return M("«{name}» is no member of staff; say in the profile who it is, or keep the rows of leavers", name=who)

    def recorder(self, who: str, consultant: int) -> int:
        """Who wrote the entry; the consultant where nobody else is known."""
        found = {each.id for each in self.by_name.get(who, ())} if who else set()
        return found.pop() if len(found) == 1 else consultant


def _placed(read: Read, said: Iterable[RegisterRow], names: Names, words: _Words, plan: Plan) -> list[Entry]:
    """The rows that may be taken as far as they themselves tell, in the order of their days."""
    own_days = rows.own_days(read)
    days: dict[date, Msg | None] = {}
    found: list[Entry] = []
    for row in said:
        if row.on not in days:
            days[row.on] = why_not_on(row.on, read.today, own_days)
        who = names.find(row.who)
        against = [each for each in (days[row.on], missing(row), _wrong(row), words.wrong(row)) if each is not None]
        if isinstance(who, Msg):
            against.append(who)
        if against:
            plan.rejected += 1
            for reason in against:
                plan.tell(row.place, reason)
            continue
        assert not isinstance(who, Msg)
        consultant = names.keeper if who is None else who
        recorder = names.recorder(row.recorder, consultant) if isinstance(row, VisitRow) else consultant
        found.append(Entry(row, consultant, row.who if who is None else "", recorder))
    found.sort(key=lambda entry: (entry.row.on, entry.row.minute or 0))
    return found


def _wrong(row: RegisterRow) -> Msg | None:
    size = getattr(row, "party_size", None)
    household = getattr(row, "family_size", None)
    try:
        if size is not None:
            party_size(size)
    except BadInput as problem:
        return problem.message
    if household is not None and not 1 <= household <= _LARGEST_HOUSEHOLD:
        return M("{count} people cannot be right; write 1 to {most}.", count=household, most=_LARGEST_HOUSEHOLD)
    return None


def _key(entry: Entry) -> tuple[object, ...]:
    return entry_key(entry.row, entry.author or str(entry.consultant))


def _without_repeats(read: Read, plan: Plan, placed: list[Entry]) -> None:
    """Take each entry once: not what the log has already, nor what stands twice in the file."""
    here = _keys_here(read, plan.kind, {entry.row.on for entry in placed})
    taken: dict[tuple[object, ...], Entry] = {}
    for entry in placed:
        key = _key(entry)
        if key in here:
            plan.here += 1
        elif key not in taken:
            taken[key] = entry
            plan.entries.append(entry)
        elif replace(entry.row, place="") == replace(taken[key].row, place=""):
            plan.twice += 1
        else:
            plan.doubtful += 1
            first = taken[key].row.place
            reason = M("the same customer stands in {place} on the same day, with other words", place=first)
            plan.tell(entry.row.place, reason, IssueKind.IN_DOUBT)


def _keys_here(read: Read, kind: RegisterKind, days: set[date]) -> set[tuple[object, ...]]:
    found: set[tuple[object, ...]] = set()
    for row in rows.entries_on(read, kind, days):
        person = row["phone"] or f"{row['name']}\n{row['author'] or row['who']}"
        if kind is RegisterKind.CALLS:
            at = row["at"].astimezone(read.zone)
            found.add((row["on"], at.hour * 60 + at.minute, person))
        else:
            found.add((row["on"], person))
    return found


def _meet(read: Read, plan: Plan, names: Names, owners: Owners) -> None:
    """Bring the entries of each customer together; a customer is known by the number only (2.2)."""
    known = rows.customers_with(read, {entry.row.phone for entry in plan.entries if entry.row.phone})
    met: dict[str, Party] = {}
    for entry in plan.entries:
        row = entry.row
        if isinstance(row, VisitRow) and row.kind is VisitKind.NOT_A_BUYER:
            continue
        found = known.get(row.phone) if row.phone else None
        whose = row.phone if found is None else str(found["id"])  # one customer may have had two of the numbers
        party = met.get(whose)
        if party is None:
            party = Party(found)
            plan.parties.append(party)
            if row.phone:
                met[whose] = party
        before = party.known["name"] if party.known is not None else party.entries[0].row.name if party.entries else ""
        if before and before[0] != row.name[0]:
            words = M("the number belongs to «{known}»; this entry of «{name}» goes to the same customer",
                      known=before, name=row.name)  # fmt: skip
            plan.tell(row.place, words, IssueKind.WARNING)
        entry.whose = party
        party.entries.append(entry)
        entry.nth = len(party.entries)
    if owners is Owners.NOBODY:
        return
    for party in plan.parties:
        ordered = party.entries if owners is Owners.FIRST else reversed(party.entries)
        party.owner = next(
            (each.consultant for each in ordered if not each.author and each.consultant in names.receiving), None
        )


def unknown_to(choices: Choices, plan: Plan) -> Mapping[str, int]:
    """The names that nobody has explained, with how many rows wait for each."""
    said = {each.name for each in choices.people}
    return {name: count for name, count in plan.unknown_people.most_common() if name not in said}
