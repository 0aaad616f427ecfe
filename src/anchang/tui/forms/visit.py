"""The visit form: what the save needs first, then what the hand-in asks for, then everything else (domain 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.customer import DECLINED, Grade
from anchang.domain.visit import (
    AgeBand,
    AreaDemand,
    Budget,
    DownPayment,
    Facing,
    FamilyStructure,
    Gender,
    LayoutDemand,
    Occupation,
    Party,
    PaymentIntent,
    ProductType,
    Purpose,
    Transport,
    UnitPrice,
    VisitKind,
)
from anchang.i18n import M, zone
from anchang.services.correction import CorrectReviewedVisit
from anchang.services.entries import CHANNELS, FOCUS
from anchang.services.visit import CorrectVisit, LogVisit, SaveVisit
from anchang.services.visit_form import Asked
from anchang.tui.forms.desk_fields import (
    Days,
    area,
    area_words,
    choice,
    choices,
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
from anchang.tui.forms.form import Aside, Field, FieldKind, Form, Section, Values
from anchang.tui.forms.look_ups import customers, units

if TYPE_CHECKING:
    from datetime import date

    from anchang.tui.app import Console

NOT_SAID = {each.value: each.label for each in (Asked.LIVING_AREA, Asked.NEXT_CONTACT)}
SECTIONS = (
    Section(M("Visitor    (* to save, + to hand in the day)"), "name"),
    Section(M("Needs"), "purpose"),
    Section(M("Opinion and next step"), "grade"),
    Section(M("More about the visitor"), "party"),
    Section(M("More about the needs"), "product_type"),
)
_MANY = ("channels", "focus", "resistance", "units_recommended")
# Columns under the names of their fields; the rest of the row is not asked.
_SAME = (
    "name", "no_phone_reason", "gender", "living_area", "purpose", "demand_area", "demand_layout", "budget", "grade",
    "content", "next_contact_on", "consent_marketing", "party", "party_size", "age_band", "family_structure",
    "working_area", "occupation", "industry", "transport", "agent_company", "agent_name", "report_no", "product_type",
    "floor_pref", "facing_pref", "unit_price", "payment_intent", "down_payment", "competitors", "organisation", "note",
)  # fmt: skip


def questions(app: Console) -> Aside:
    """The bank of sales questions, by one key; made when it is asked for."""
    from anchang.tui.lists.faq import aside

    return aside(app)


def _visitor(app: Console, row: Mapping[str, Any], on_log: tuple[Field, ...]) -> tuple[Field, ...]:
    def without_number(values: Values) -> bool:
        return not values["phone"] and not row.get("phone")

    notice = () if row.get("privacy_notice_at") is not None else (
        Field("notice", M("Notice given"), FieldKind.FLAG, required=True,
              help=M("The person was told what is kept, why and how long.")),
    )  # fmt: skip
    return (
        *on_log,
        Field("name", M("Name"), required=True, limit=60, placeholder=M("or how to address the person")),
        Field("phone", M("Phone"), FieldKind.PHONE, hint=known(app), placeholder=str(row.get("phone") or "")),
        Field("no_phone_reason", M("No number: why"), shown_when=without_number),
        *notice,
        choice("gender", M("Gender"), Gender, asked=True),
        area("living_area", hand_in(M("Living area"))),
        listed("channels", M("Known channel"), CHANNELS, asked=True, several=True),
    )


def _needs() -> tuple[Field, ...]:
    return (
        choice("purpose", M("Purpose"), Purpose, asked=True),
        choice("demand_area", M("Area wanted"), AreaDemand, asked=True),
        choice("demand_layout", M("Layout wanted"), LayoutDemand, asked=True),
        choice("budget", M("Budget"), Budget, asked=True),
    )


def _opinion_and_next(days: Days, on: date) -> tuple[Field, ...]:
    return (
        choice("grade", M("Grade"), Grade, asked=True),
        *next_fields(days, on, label=hand_in(M("Next contact"))),
        Field("not_said", M("Declined to say"), FieldKind.MULTI, choices=NOT_SAID, to_value=Asked),
        Field("content", M("What was said"), FieldKind.MULTILINE, limit=4000),
        listed("focus", M("Looks at"), FOCUS, several=True),
        listed("resistance", M("Objects to"), FOCUS, several=True),
        Field("consent_marketing", M("Advertising"), FieldKind.FLAG, help=M("The person allows it.")),
    )


def _more(app: Console) -> tuple[Field, ...]:
    return (
        choice("party", M("Came"), Party),
        Field("party_size", M("People"), FieldKind.INTEGER),
        choice("age_band", M("Age"), AgeBand),
        choice("family_structure", M("Household"), FamilyStructure),
        area("working_area", M("Working area")),
        choice("occupation", M("Occupation"), Occupation),
        Field("industry", M("Industry"), limit=60),
        choice("transport", M("Came by"), Transport),
        Field("referrer", M("Referred by"), FieldKind.SEARCH, look_up=customers(app)),
        Field("agent_company", M("Agency"), limit=60),
        Field("agent_name", M("Agent"), limit=60),
        Field("report_no", M("Report no."), limit=60),
        choice("product_type", M("Product"), ProductType),
        Field("floor_pref", M("Floor"), limit=60),
        choice("facing_pref", M("Facing"), Facing),
        choice("unit_price", M("Unit price"), UnitPrice),
        choice("payment_intent", M("Payment"), PaymentIntent),
        choice("down_payment", M("Own money"), DownPayment),
        Field("competitors", M("Other projects"), limit=200),
        Field("unit", M("Recommended"), FieldKind.SEARCH, look_up=units(app)),
        Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
    )


def _short() -> tuple[Field, ...]:
    return (
        Field("organisation", M("Organisation"), required=True, limit=60),
        Field("party_size", M("People"), FieldKind.INTEGER),
        Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
    )


def _read(values: Mapping[str, Any], days: Days, on: date) -> dict[str, Any]:
    found = with_next(given(values), days, on)
    unit = found.pop("unit", None)
    if unit is not None:
        found["units_recommended"] = (*found.get("units_recommended", ()), unit)
    return found


def complete(app: Console, row: Mapping[str, Any], days: Days) -> Form:
    """The form of a visit that was greeted, or is corrected. `row` is its card."""
    on: date = row["business_date"]

    def command(**values: Any) -> SaveVisit:
        earlier = tuple(int(each) for each in str(row["units_recommended"]).split())
        found = _read(values, days, on)
        if "units_recommended" in found:
            found["units_recommended"] = (*earlier, *found["units_recommended"])
        return SaveVisit(**found)

    title = M("Visit {no}: {kind}", no=row["visit_no"], kind=VisitKind(row["kind"]))
    name = f"visit.{row['id']}"
    if row["kind"] == VisitKind.NOT_A_BUYER.value:
        return Form(title, command, _short(), name=name)
    fields = (*_visitor(app, row, ()), *_needs(), *_opinion_and_next(days, on), *_more(app))
    return Form(
        title, command, fields, sections=SECTIONS, name=name, aside=questions(app),
        help=M("* is needed to save, + when the day is handed in. «Declined to say» counts as an answer."),
    )  # fmt: skip


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a visit, by field."""
    found = {name: row[name] for name in _SAME if row.get(name) not in (None, "")}
    found |= {name: tuple(str(row[name]).split()) for name in _MANY if row.get(name) and name != "units_recommended"}
    not_said = []
    if found.get("living_area") == DECLINED.value:
        del found["living_area"]
        not_said.append(Asked.LIVING_AREA.value)
    if row.get("next_contact_declined"):
        not_said.append(Asked.NEXT_CONTACT.value)
    return area_words(found) | {"not_said": tuple(not_said)}


def enter(app: Console, days: Days, on: date) -> Form:
    """A visit outside the rota: before opening, relatives, a rota that was not kept."""

    def command(**values: Any) -> LogVisit:
        arrived, left = values.pop("arrived", None), values.pop("left", None)
        found = _read(values, days, on)
        return LogVisit(
            **found, arrived_at=instant(on, arrived, zone()), left_at=instant(on, left, zone()),
        )  # fmt: skip

    first: tuple[Field, ...] = (
        Field("kind", M("Visit kind"), FieldKind.CHOICE, required=True, to_value=VisitKind,
              choices={key: label for key, label in choices(VisitKind).items() if key != VisitKind.NOT_A_BUYER.value}),
        Field("arrived", M("Arrived at"), FieldKind.TIME, placeholder=M("empty: now")),
        Field("left", M("Left at"), FieldKind.TIME),
    )  # fmt: skip
    if leads_floor(app):
        first += (Field("consultant", M("Consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),)
    fields = (*_visitor(app, {}, first), *_needs(), *_opinion_and_next(days, on), *_more(app))
    return Form(
        M("A visit outside the rota"), command, fields, sections=SECTIONS, name="visit.log", aside=questions(app)
    )


def correct(app: Console, row: Mapping[str, Any]) -> Form:
    """What was written wrongly at the door, with the reason; the same day only."""
    on: date = row["business_date"]

    def command(**values: Any) -> CorrectVisit:
        arrived, left = values.pop("arrived", None), values.pop("left", None)
        found = {name: value for name, value in values.items() if value is not None}
        return CorrectVisit(
            **found, arrived_at=instant(on, arrived, zone()), left_at=instant(on, left, zone()),
        )  # fmt: skip

    fields: tuple[Field, ...] = (
        choice("kind", M("Visit kind"), VisitKind),
        Field("arrived", M("Arrived at"), FieldKind.TIME),
        Field("left", M("Left at"), FieldKind.TIME),
    )
    if leads_floor(app):
        fields += (
            Field("consultant", M("Consultant"), FieldKind.SEARCH, look_up=consultants(app)),
            Field("recorder", M("Recorder"), FieldKind.SEARCH, look_up=consultants(app)),
        )
    fields += (Field("reason", M("Reason"), required=True),)
    return Form(M("Correct visit {no}", no=row["visit_no"]), command, fields, name=f"visit.correct.{row['id']}")


def correct_reviewed(app: Console, row: Mapping[str, Any], days: Days) -> Form:
    """A new version of a visit whose sheet was reviewed. `row` is its card; the number is changed on the customer's."""
    on: date = row["business_date"]

    def command(**values: Any) -> CorrectReviewedVisit:
        arrived, left = values.pop("arrived", None), values.pop("left", None)
        found = given(values)
        unit = found.pop("unit", None)
        if unit is not None:
            earlier = tuple(int(each) for each in str(row["units_recommended"]).split())
            found["units_recommended"] = (*earlier, unit)
        return CorrectReviewedVisit(
            **found, arrived_at=instant(on, arrived, zone()), left_at=instant(on, left, zone()),
        )  # fmt: skip

    people = (
        Field("consultant", M("Consultant"), FieldKind.SEARCH, look_up=consultants(app)),
        Field("recorder", M("Recorder"), FieldKind.SEARCH, look_up=consultants(app)),
        Field("arrived", M("Arrived at"), FieldKind.TIME),
        Field("left", M("Left at"), FieldKind.TIME),
    )
    reason = Field("reason", M("Reason"), FieldKind.MULTILINE, required=True, limit=4000)
    title = M("Correct visit {no} after the review", no=row["visit_no"])
    help_ = M("The present version stays readable; the reports of the day say that it was corrected.")
    name = f"correction.visit.{row['id']}"
    if row["kind"] == VisitKind.NOT_A_BUYER.value:
        return Form(title, command, (reason, *people, *_short()), name=name, help=help_)
    asked = [each for each in _opinion_and_next(days, on) if each.name not in ("proposed", "consent_marketing")]
    fields = (
        reason,
        choice("kind", M("Visit kind"), VisitKind),
        *people,
        Field("name", M("Name"), required=True, limit=60),
        choice("gender", M("Gender"), Gender, asked=True),
        area("living_area", hand_in(M("Living area"))),
        listed("channels", M("Known channel"), CHANNELS, asked=True, several=True),
        *_needs(),
        *asked,
        *_more(app),
    )
    return Form(title, command, fields, name=name, help=help_)
