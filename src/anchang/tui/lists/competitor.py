"""Competing projects and their surveys (C03)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.i18n import M
from anchang.services.competitor import AddCompetitor, ChangeCompetitor, LogSurvey
from anchang.services.listing import Column, Row
from anchang.services.lists.competitor import COMPETITORS, SURVEYS
from anchang.tui.acting import fill_in
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, cycle, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

SURVEY = Key("competitor_survey", ("k", "ctrl+k"), M("Survey"), M("Write down what was seen there"))
CHANGE = Key("competitor_change", ("c", "ctrl+e"), M("Change"), M("How often it is surveyed, or no longer"))
OTHER = Key("competitor_other", ("w", "ctrl+o"), M("Surveys"), M("From the projects to the surveys, and back"))

ADD = Form(
    title=M("Watch a competing project"),
    command=AddCompetitor,
    name="competitor.add",
    fields=(
        Field("name", M("Name"), required=True, limit=60),
        Field("developer", M("Developer"), limit=60),
        Field("every_days", M("Every so many days"), FieldKind.INTEGER, placeholder=M("empty: as the settings say")),
    ),
)
EDIT = Form(
    title=M("Change a competing project"),
    command=ChangeCompetitor,
    name="competitor.change",
    fields=(
        Field("developer", M("Developer"), limit=60),
        Field("every_days", M("Every so many days"), FieldKind.INTEGER),
        Field("active", M("Watched"), FieldKind.FLAG),
    ),
)
LOG = Form(
    title=M("Write a survey down"),
    command=LogSurvey,
    name="competitor.survey",
    fields=(
        Field("surveyed_on", M("Day"), FieldKind.DATE, placeholder=M("empty: today")),
        Field("unit_price", M("Price per ㎡"), FieldKind.MONEY),
        Field("sold", M("Sold since"), FieldKind.INTEGER, help=M("units since the survey before")),
        Field("offers", M("Offers"), FieldKind.MULTILINE, limit=4000),
        Field("notes", M("Note"), FieldKind.MULTILINE, limit=4000),
        Field("photo", M("Photo"), limit=200, placeholder=M("name of the file")),
    ),
)


def paint(row: Row, column: Column) -> Tone | None:
    """A survey that is late; the days stand beside it."""
    return Tone.LATE if row["days_late"] and column.key in ("next_due", "days_late") else None


def _other(app: Console) -> ListAction:
    async def other(_view: Any, _row: Row | None) -> None:
        app.call_later(app.action_go, "competitors")  # not from here: this screen makes way for the other

    return ListAction(OTHER, other, needs_row=False)


async def survey(app: Console, competitor_id: int) -> None:
    """What was seen."""
    await fill_in(app, LOG, fixed={"competitor": competitor_id})


open_card = survey


def projects(app: Console) -> PlaceList:
    """Who is watched, the most urgent first."""

    async def add(view: Any, _row: Row | None) -> None:
        await fill_in(app, ADD)
        view.refresh_data()

    async def log(view: Any, row: Row | None) -> None:
        if row is not None:
            await survey(app, row["id"])
            view.refresh_data()

    async def change(view: Any, row: Row | None) -> None:
        if row is not None:
            values = {name: row[name] for name in ("developer", "every_days", "active")}
            await fill_in(app, EDIT, values=values, fixed={"competitor": row["id"], "version": row["version"]})
            view.refresh_data()

    actions = (
        ListAction(NEW, add, needs_row=False), ListAction(SURVEY, log), ListAction(CHANGE, change), _other(app),
    )  # fmt: skip
    empty = M("No competing projects. Press n to watch one.")
    return place_list(app, ListSpec(COMPETITORS, actions, empty=empty, paint=paint))


def surveys(app: Console) -> PlaceList:
    """Every survey."""

    empty = M("No surveys yet. w goes back to the projects; k writes one down there.")
    return place_list(app, ListSpec(SURVEYS, (_other(app),), empty=empty))


def make(app: Console) -> PlaceList:
    """The screen."""
    return cycle(app, (projects, surveys))
