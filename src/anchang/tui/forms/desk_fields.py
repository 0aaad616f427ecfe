"""What the forms of the front desk share: choices with «declined», the number that is known, the next contact.

A form's command here is a function of the fields (`made`), which turns what people fill in into what the use case
takes; it decides nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, tzinfo
from typing import TYPE_CHECKING, Any

from anchang.domain.access import Role
from anchang.domain.customer import DECLINED, Grade, Whose, next_contact_by
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg
from anchang.services.customer import CheckPhone
from anchang.services.entries import AREAS, GRADES, Words
from anchang.services.visit_form import Asked
from anchang.storage import day_query
from anchang.storage.recognise import owner_of_namesake
from anchang.storage.staff import everybody
from anchang.tui.forms.form import Field, FieldKind, Found, Hint, LookUp, Values

if TYPE_CHECKING:
    from anchang.storage.reading import Read
    from anchang.tui.app import Console


def hand_in(label: Msg) -> Msg:
    """The label of a field that may be left empty now and is asked for when the day is handed in."""
    return M("{label} +", label=label)


def choices(kind: type[Worded], *, declined: bool = False) -> dict[str, Msg]:
    """The dictionary as chips; with `declined` the last one says that the visitor did not want to answer."""
    found = dict(GRADES) if kind is Grade else {each.value: each.label for each in kind}
    return found | {DECLINED.value: DECLINED.label} if declined else found


def choice(
    name: str, label: Msg, kind: type[Worded], *, asked: bool = False, several: bool = False, **more: Any
) -> Field:
    """A field of a dictionary. `asked`: the hand-in wants it, and «declined» is an answer."""

    def turned(key: str) -> Any:
        return DECLINED if key == DECLINED.value else kind(key)

    return Field(
        name, hand_in(label) if asked else label, FieldKind.MULTI if several else FieldKind.CHOICE,
        choices=choices(kind, declined=asked), to_value=turned, **more,
    )  # fmt: skip


def listed(name: str, label: Msg, words: Words, *, asked: bool = False, several: bool = False, **more: Any) -> Field:
    """A field of one of the office's own lists, as it is offered now; `asked` as in `choice`."""

    def turned(key: str) -> Any:
        return DECLINED if key == DECLINED.value else key

    offered = dict(words) | ({DECLINED.value: DECLINED.label} if asked else {})
    return Field(
        name, hand_in(label) if asked else label, FieldKind.MULTI if several else FieldKind.CHOICE,
        choices=offered, to_value=turned, **more,
    )  # fmt: skip


def area(name: str, label: Msg) -> Field:
    """An area in the office's words, or in any; what is in the list is kept as its entry."""
    some = " ".join(str(words) for words in list(AREAS.values())[:8])
    return Field(name, label, limit=60, placeholder=some)


def area_words(found: dict[str, Any]) -> dict[str, Any]:
    """What stands in a row, its areas in words."""
    return found | {name: str(AREAS.get(found[name], found[name])) for name in _AREAS if found.get(name)}


_AREAS = ("living_area", "working_area")


def given(values: Mapping[str, Any]) -> dict[str, Any]:
    """What was filled in, with every «declined» moved to `declined`; what is empty is left out."""
    found: dict[str, Any] = {}
    declined: list[Asked] = []
    for name, value in values.items():
        if value is None:
            continue
        if value is DECLINED:
            declined.append(Asked(name))
        elif isinstance(value, tuple) and DECLINED in value:
            declined.append(Asked(name))
            rest = tuple(each for each in value if each is not DECLINED)
            if rest:
                found[name] = rest
        else:
            found[name] = value
    declined += [Asked(key) for key in found.pop("not_said", ())]
    if declined:
        found["declined"] = tuple(dict.fromkeys(declined))
    return found


# -- the number that is known ------------------------------------------------------------------------------------------


def known(app: Console) -> Hint:
    """«known: owner …» as soon as a number is complete; asked through the use case that logs the question."""

    async def hint(phone: Any, _values: Values) -> Msg | None:
        answer = await app.terminal.act(CheckPhone(phone))
        if answer["whose"] == Whose.FREE:
            if answer["reported_until"]:
                return M("new: reported by an agent until {day}", day=answer["reported_until"])
            return M("new: nobody has this number")
        if answer["do_not_contact"]:
            return M("known: consultant {owner}; DO NOT CONTACT", owner=answer["owner"])
        if answer["on_paper"]:
            return M("known: a buyer on a paper, consultant {owner}", owner=answer["owner"])
        if answer["whose"] == Whose.YOURS:
            return M("known: your own customer")
        if answer["whose"] == Whose.PUBLIC:
            return M("known: in the public pool, nobody's")
        return M("known: consultant {owner}", owner=answer["owner"])

    return hint


def same_name(app: Console) -> Hint:
    """«a customer of … has this name», where the number is complete and nobody's; no question for a number, which the
    field of the number has asked."""

    async def hint(name: Any, values: Values) -> Msg | None:
        phone = values["phone"]
        if not name or not phone:
            return None
        owner = await app.terminal.look(owner_of_namesake, str(phone), str(name))
        if owner is None:
            return None
        return M("a customer of {owner} has this name: the same person?", owner=owner or M("nobody yet"))

    return hint


# -- the next contact --------------------------------------------------------------------------------------------------

Days = Mapping[Grade, int]


def grade_days(read: Read) -> dict[Grade, int]:
    """Days until the next contact by grade, as the office has set them."""
    return {grade: int(read.settings[grade.setting]) for grade in Grade}


def proposed(days: Days, on: date, grade: Any) -> date | None:
    """The day that is taken where none is typed: the last one that the grade allows."""
    return next_contact_by(grade, on, days) if isinstance(grade, Grade) else None


def next_fields(days: Days, on: date, *, grade: str = "grade", label: Msg | None = None) -> tuple[Field, Field]:
    """The proposed day (computed) and the field for another one."""
    return (
        Field(
            "proposed", M("Proposed"), FieldKind.DATE, derived=lambda values: proposed(days, on, values[grade]),
            sent=False,
        ),
        Field(
            "next_contact_on", label or M("Next contact"), FieldKind.DATE,
            placeholder=M("empty: the proposed day"),
        ),
    )  # fmt: skip


def with_next(found: dict[str, Any], days: Days, on: date, *, grade: str = "grade") -> dict[str, Any]:
    """The same with the proposed day where a grade was chosen and no day typed."""
    if "next_contact_on" not in found and Asked.NEXT_CONTACT not in found.get("declined", ()):
        day = proposed(days, on, found.get(grade))
        if day is not None:
            found["next_contact_on"] = day
    return found


# -- times and people --------------------------------------------------------------------------------------------------


def instant(on: date, at: time | None, zone: tzinfo) -> datetime | None:
    """The instant of an office time on that day; None where no time was typed."""
    return None if at is None else datetime.combine(on, at, zone)


def consultants(app: Console) -> LookUp:
    """Consultants who work here, by name, login or number."""

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        wanted = text.strip().casefold()
        today = app.terminal.today()
        people = await app.terminal.look(lambda read: everybody(read.connection))
        return tuple(
            Found(person.id, person.name, person.login)
            for person in people
            if Role.CONSULTANT in person.roles
            and person.active_on(today)
            and wanted in f"{person.name} {person.login} {person.no}".casefold()
        )

    return look_up


def leads_floor(app: Console) -> bool:
    """Whether who sits here acts for colleagues: the assistant and the manager."""
    return bool({Role.ASSISTANT, Role.MANAGER} & app.terminal.here.staff.roles)


async def colleagues_today(app: Console) -> dict[str, str]:
    """Who took part in the day, as choices of a look-up."""
    today = app.terminal.today()
    found = await app.terminal.look(lambda read: day_query.participants(read, today))
    return {str(key): name for key, name in found.items()}
