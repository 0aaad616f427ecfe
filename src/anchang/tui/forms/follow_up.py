"""The follow-up form (domain 3.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

from anchang.domain.customer import Grade
from anchang.domain.follow_up import ContactWay, Stage
from anchang.i18n import M
from anchang.services.correction import CorrectReviewedFollowUp
from anchang.services.follow_up import LogFollowUp
from anchang.tui.forms.desk_fields import Days, choice, given, next_fields, proposed, with_next
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import customers

if TYPE_CHECKING:
    from datetime import date

    from anchang.tui.app import Console


def log(app: Console, days: Days, on: date, customer: int | None = None, grade: str = "") -> Form:
    """A contact of today; the customer is looked for where none is given. `grade` is the present one."""
    present = Grade(grade) if grade else None

    def command(**values: Any) -> LogFollowUp:
        found = with_next(given(values), days, on, grade="grade_after")
        if "next_contact_on" not in found and (day := proposed(days, on, present)) is not None:
            found["next_contact_on"] = day
        return LogFollowUp(**found)

    def next_day(values: Any) -> date | None:
        return proposed(days, on, values["grade_after"] or present)

    who: tuple[Field, ...] = ()
    if customer is None:
        who = (Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app)),)
    _, next_field = next_fields(days, on, grade="grade_after")
    return Form(
        M("Write down a follow-up"),
        command,
        (
            *who,
            choice("way", M("Way of contact"), ContactWay, required=True),
            Field("effective", M("Reached"), FieldKind.FLAG, required=True, help=M("The person was spoken to.")),
            Field("content", M("What was said"), FieldKind.MULTILINE, required=True, limit=4000),
            choice("grade_after", M("Grade now"), Grade),
            Field(
                "assessed", M("Needs assessed"), FieldKind.FLAG, shown_when=lambda values: bool(values["effective"]),
                help=M("Budget, area and layout were asked and stand above."),
            ),
            Field("proposed", M("Proposed"), FieldKind.DATE, derived=next_day, sent=False),
            next_field,
            Field("objection", M("Objection"), limit=200),
            choice("stage", M("Stage"), Stage),
        ),
        name="follow_up.log" if customer is None else f"follow_up.{customer}",
    )


def correct_reviewed(row: Mapping[str, Any]) -> Form:
    """A new version of a follow-up whose sheet was reviewed. `row` is its line in the list."""
    return Form(
        M("Correct the follow-up of {name} after the review", name=row["name"] or ""),
        lambda **values: CorrectReviewedFollowUp(**given(values)),
        (
            Field("reason", M("Reason"), FieldKind.MULTILINE, required=True, limit=4000),
            choice("way", M("Way of contact"), ContactWay, required=True),
            Field("effective", M("Reached"), FieldKind.FLAG, required=True, help=M("The person was spoken to.")),
            Field("content", M("What was said"), FieldKind.MULTILINE, required=True, limit=4000),
            choice("grade_after", M("Grade now"), Grade),
            Field("next_contact_on", M("Next contact"), FieldKind.DATE),
            Field("objection", M("Objection"), limit=200),
            choice("stage", M("Stage"), Stage),
        ),
        name=f"correction.follow_up.{row['id']}",
        help=M("The present version stays readable; the reports of the day say that it was corrected."),
    )


def values_of(row: Mapping[str, Any]) -> dict[str, Any]:
    """What stands in a follow-up, by field."""
    names = ("way", "effective", "content", "grade_after", "next_contact_on", "objection", "stage")
    return {name: row[name] for name in names if row[name] not in (None, "")}
