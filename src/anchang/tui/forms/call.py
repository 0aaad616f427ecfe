"""The call form (domain 3.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time
from typing import TYPE_CHECKING, Any

from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.errors import BadInput
from anchang.domain.visit import AreaDemand, Gender, LayoutDemand
from anchang.i18n import M, zone
from anchang.services.call import LogCall, SaveCall
from anchang.services.correction import CorrectReviewedCall
from anchang.services.entries import CHANNELS, GRADES
from anchang.tui.forms.desk_fields import (
    Days,
    area,
    area_words,
    choice,
    consultants,
    given,
    hand_in,
    instant,
    known,
    leads_floor,
    listed,
    next_fields,
    with_next,
)
from anchang.tui.forms.form import Field, FieldKind, Form, Section, Values
from anchang.tui.forms.visit import questions

if TYPE_CHECKING:
    from datetime import date

    from anchang.tui.app import Console

SECTIONS = (
    Section(M("Caller    (* to save, + to hand in the day)"), "name"),
    Section(M("Next step"), "grade"),
    Section(M("More about the call"), "demand_area"),
)
_SAME = (
    "name", "no_phone_reason", "gender", "channel", "is_repeat", "living_area", "working_area", "family_size",
    "demand_area", "demand_layout", "price_reaction", "questions", "seen_other_projects", "grade", "next_contact_on",
    "consent_marketing", "note",
)  # fmt: skip


def _fields(app: Console, row: Mapping[str, Any], days: Days, on: date) -> tuple[Field, ...]:
    def without_number(values: Values) -> bool:
        return not values["phone"] and not row.get("phone")

    notice = () if row.get("privacy_notice_at") is not None else (
        Field("notice", M("Notice given"), FieldKind.FLAG, required=True,
              shown_when=lambda values: not without_number(values),
              help=M("The person was told what is kept, why and how long.")),
    )  # fmt: skip
    return (
        Field("name", M("Name"), required=True, limit=60, placeholder=M("or how to address the person")),
        Field("phone", M("Phone"), FieldKind.PHONE, hint=known(app), placeholder=str(row.get("phone") or "")),
        Field("no_phone_reason", M("No number: why"), shown_when=without_number),
        Field("is_repeat", M("Called before"), FieldKind.FLAG, required=True),
        listed("channel", M("Known channel"), CHANNELS, required=True),
        *notice,
        choice("gender", M("Gender"), Gender),
        Field("questions", M("Questions"), FieldKind.MULTILINE, limit=4000),
        Field(
            "grade", hand_in(M("Grade")), FieldKind.CHOICE, choices=GRADES,
            to_value=Grade,
        ),
        *next_fields(days, on),
        Field("invite_on", M("Invited for"), FieldKind.DATE),
        Field("invite_at", M("At"), FieldKind.TIME, shown_when=lambda values: values["invite_on"] is not None),
        choice("demand_area", M("Area wanted"), AreaDemand),
        choice("demand_layout", M("Layout wanted"), LayoutDemand),
        choice("price_reaction", M("To the price"), PriceReaction),
        area("living_area", M("Living area")),
        area("working_area", M("Working area")),
        Field("family_size", M("Household of"), FieldKind.INTEGER),
        Field("seen_other_projects", M("Other projects"), limit=200),
        Field("consent_marketing", M("Advertising"), FieldKind.FLAG, help=M("The person allows it.")),
        Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
    )  # fmt: skip


def _read(values: dict[str, Any], days: Days, on: date) -> dict[str, Any]:
    day: date | None = values.pop("invite_on", None)
    at: time | None = values.pop("invite_at", None)
    found = with_next(given(values), days, on)
    if day is not None:
        if at is None:
            raise BadInput(M("At what time?"), "invite_at")
        found["invite_visit_at"] = instant(day, at, zone())
    return found


def enter(app: Console, days: Days, on: date) -> Form:
    """A call of today."""

    def command(**values: Any) -> LogCall:
        called = instant(on, values.pop("called", None), zone())
        return LogCall(**_read(values, days, on), called_at=called)

    first: tuple[Field, ...] = ()
    if leads_floor(app):
        first = (Field("answered_by", M("Answered by"), FieldKind.SEARCH, look_up=consultants(app)),)
    called = Field("called", M("Called at"), FieldKind.TIME, placeholder=M("empty: now"))
    return Form(
        M("Enter a call"), command, (*_fields(app, {}, days, on), *first, called), sections=SECTIONS, name="call.log",
        aside=questions(app),
        help=M("* is needed to save, + when the day is handed in."),
    )  # fmt: skip


def complete(app: Console, row: Mapping[str, Any], days: Days) -> Form:
    """What is added to a call. `row` is its card."""
    on: date = row["business_date"]

    def command(**values: Any) -> SaveCall:
        return SaveCall(**_read(values, days, on))

    return Form(
        M("Call {no}", no=row["call_no"]), command, _fields(app, row, days, on), sections=SECTIONS,
        name=f"call.{row['id']}",
    )  # fmt: skip


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a call, by field."""
    found = {name: row[name] for name in _SAME if row.get(name) not in (None, "")}
    invited: datetime | None = row.get("invite_visit_at")
    found = area_words(found)
    if invited is not None:
        local = invited.astimezone(zone())
        found |= {"invite_on": local.date(), "invite_at": local.time().replace(second=0, microsecond=0)}
    return found


def correct_reviewed(app: Console, row: Mapping[str, Any], days: Days) -> Form:
    """A new version of a call whose sheet was reviewed. `row` is its card; the number is changed on the customer's."""
    on: date = row["business_date"]
    without = ("phone", "no_phone_reason", "notice", "consent_marketing", "proposed")

    def command(**values: Any) -> CorrectReviewedCall:
        found = _read({name: value for name, value in values.items() if name != "reason"}, {}, on)
        return CorrectReviewedCall(**found, reason=values["reason"] or "")

    return Form(
        M("Correct call {no} after the review", no=row["call_no"]),
        command,
        (
            Field("reason", M("Reason"), FieldKind.MULTILINE, required=True, limit=4000),
            Field("answered_by", M("Answered by"), FieldKind.SEARCH, look_up=consultants(app)),
            *(each for each in _fields(app, row, days, on) if each.name not in without),
        ),
        name=f"correction.call.{row['id']}",
        help=M("The present version stays readable; the reports of the day say that it was corrected."),
    )
