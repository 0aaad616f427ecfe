"""Forms about customers: registering, changing, handing over, a unit held for one."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.customer import Grade
from anchang.domain.visit import Gender
from anchang.i18n import M
from anchang.services.customer import ReassignCustomers, RegisterCustomer, UpdateCustomer
from anchang.services.entries import CHANNELS
from anchang.services.unit import AskUnit, HoldUnit
from anchang.tui.forms.desk_fields import (
    Days,
    area,
    area_words,
    choice,
    consultants,
    known,
    leads_floor,
    listed,
    next_fields,
    proposed,
)
from anchang.tui.forms.form import Field, FieldKind, Form, Values
from anchang.tui.forms.look_ups import units

if TYPE_CHECKING:
    from datetime import date

    from anchang.tui.app import Console


def register(app: Console, days: Days, on: date) -> Form:
    """A new customer."""

    def command(**values: Any) -> RegisterCustomer:
        found = {name: value for name, value in values.items() if value is not None}
        day = found.get("next_contact_on") or proposed(days, on, found.get("grade"))
        return RegisterCustomer(**(found if day is None else {**found, "next_contact_on": day}))

    owner: tuple[Field, ...] = ()
    if leads_floor(app):
        owner = (Field("owner", M("Consultant"), FieldKind.SEARCH, look_up=consultants(app)),)

    def without_number(values: Values) -> bool:
        return not values["phone"]

    return Form(
        M("Register a customer"),
        command,
        (
            Field("name", M("Name"), required=True, limit=60, placeholder=M("or how to address the person")),
            Field("phone", M("Phone"), FieldKind.PHONE, hint=known(app)),
            Field("no_phone_reason", M("No number: why"), shown_when=without_number),
            Field("notice", M("Notice given"), FieldKind.FLAG, required=True,
                  help=M("The person was told what is kept, why and how long.")),
            choice("gender", M("Gender"), Gender),
            listed("channel", M("Known channel"), CHANNELS),
            choice("grade", M("Grade"), Grade),
            *next_fields(days, on),
            *owner,
            area("living_area", M("Living area")),
            area("working_area", M("Working area")),
            Field("consent_marketing", M("Advertising"), FieldKind.FLAG, help=M("The person allows it.")),
            Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
        ),
        name="customer.register",
    )  # fmt: skip


def update(app: Console, row: Mapping[str, Any]) -> Form:
    """What is known of a customer; `row` is the card's."""
    return Form(
        M("Change {name}", name=row["name"]),
        UpdateCustomer,
        (
            Field("name", M("Name"), required=True, limit=60),
            Field("phone", M("Phone"), FieldKind.PHONE, hint=known(app), placeholder=str(row["phone"])),
            choice("gender", M("Gender"), Gender),
            choice("grade", M("Grade"), Grade),
            Field(
                "next_contact_on", M("Next contact"), FieldKind.DATE,
                placeholder=row["next_contact_on"].isoformat() if row["next_contact_on"] else "",
            ),
            area("living_area", M("Living area")),
            area("working_area", M("Working area")),
            Field("consent_marketing", M("Advertising"), FieldKind.FLAG, help=M("The person allows it.")),
            Field("invalid_reason", M("Invalid because"), placeholder=M("only for somebody who could never buy")),
            Field("note", M("Note"), FieldKind.MULTILINE, limit=4000),
        ),
        name=f"customer.{row['id']}",
    )  # fmt: skip


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in the card, by field. The next contact stands in its placeholder: a late one is not sent again."""
    names = (
        "name", "gender", "grade", "living_area", "working_area", "consent_marketing", "note",
    )  # fmt: skip
    return area_words({name: row[name] for name in names if row[name] not in (None, "")})


def reassign(app: Console, customer: int) -> Form:
    """The manager hands one customer over."""
    return Form(
        title=M("Hand customers over"),
        command=ReassignCustomers,
        name=f"customer.reassign.{customer}",
        fields=(
            Field("to", M("To consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),
            Field("reason", M("Reason"), required=True),
        ),
    )


def hold(app: Console, *, short: bool) -> Form:
    """A unit for this customer: the consultant's short hold, the manager's usual one."""
    return Form(
        title=M("Hold a unit for a short while") if short else M("Hold a unit"),
        command=AskUnit if short else HoldUnit,
        name="customer.hold",
        fields=(
            Field("unit", M("Unit"), FieldKind.SEARCH, required=True, look_up=units(app, state="available")),
            Field("note", M("Note"), limit=200),
        ),
    )
