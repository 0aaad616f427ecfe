"""Competing projects: entered, surveyed in time, and no longer watched (C03)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain import competitor as rules
from anchang.domain.errors import BadInput
from anchang.domain.text import clean
from anchang.domain.units import CompetitorRef, Fen, Note
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import competitor as rows
from anchang.storage.competitor import Competitor, CompetitorSurvey
from anchang.storage.work import Clash

COMPETITOR = M("competing project")
_LONGEST, _MOST_SOLD = 366, 100_000


@dataclass(frozen=True, slots=True)
class AddCompetitor:
    """A project that customers compare with; `every_days` where it is not surveyed at the office's pace."""

    name: str
    developer: str = ""
    every_days: int | None = None


@use_case(
    "competitor.add", action="competitor.edit", title=M("Watch a competing project"),
    done=M("{name}: first survey by {next_due}."),
)  # fmt: skip
def add(act: Act, command: AddCompetitor) -> Result:
    """Watch a project; it is surveyed the next day. Raises BadInput for a name that is there."""
    name = clean(command.name, "name", limit=60)
    if not name:
        raise BadInput(M("What is the project called?"), "name")
    due = rules.first_due(act.today)
    try:
        made = act.work.insert(
            Competitor,
            project_id=act.project_id,
            name=name,
            developer=clean(command.developer, "developer", limit=60),
            every_days=_days(command.every_days),
            next_due=due,
        )
    except Clash as error:
        raise BadInput(M("{name} is watched already.", name=name), "name") from error
    return {"id": made, "name": name, "next_due": due.isoformat()}


def _days(days: int | None) -> int | None:
    if days is not None and not 1 <= days <= _LONGEST:
        raise BadInput(M("Between two surveys lie 1 to {most} days.", most=_LONGEST), "every_days")
    return days


@dataclass(frozen=True, slots=True)
class ChangeCompetitor:
    """What is given changes. `active` no: it is not watched any more, its surveys stay."""

    competitor: CompetitorRef
    developer: str | None = None
    every_days: int | None = None
    active: bool | None = None
    version: int | None = None


@use_case(
    "competitor.change", action="competitor.edit", title=M("Change a competing project"),
    done=M("{name} is changed."),
)  # fmt: skip
def change(act: Act, command: ChangeCompetitor) -> Result:
    """Change its pace, or stop watching. Raises NotFound, BadInput, Stale."""
    row = act.must(Competitor, command.competitor, COMPETITOR)
    values: dict[str, Any] = {}
    if command.developer is not None:
        values["developer"] = clean(command.developer, "developer", limit=60)
    if command.every_days is not None:
        values["every_days"] = _days(command.every_days)
    if command.active is not None:
        values["active"] = command.active
    act.work.update(Competitor, row["id"], expect=command.version, **values)
    return {"id": row["id"], "name": row["name"]}


@dataclass(frozen=True, slots=True)
class LogSurvey:
    """What was seen there: price for a ㎡, units sold since the survey before, offers. `photo` is a file's name."""

    competitor: CompetitorRef
    surveyed_on: date | None = None
    unit_price: Fen | None = None
    sold: int | None = None
    offers: Note = ""
    notes: Note = ""
    photo: str = ""


@use_case("competitor.survey", title=M("Write a survey down"), done=M("{name}: next survey by {next_due}."))
def survey(act: Act, command: LogSurvey) -> Result:
    """Keep what was seen; the next survey is due after the competitor's days, or the office's. Raises BadInput."""
    row = act.must(Competitor, command.competitor, COMPETITOR)
    on = command.surveyed_on or act.today
    rules.check_day(on, act.today)
    texts = {name: clean(getattr(command, name), name, limit=4000, multiline=True) for name in ("offers", "notes")}
    if command.unit_price is None and command.sold is None and not any(texts.values()):
        raise BadInput(M("What was seen? A price, a number sold, offers or a note."), "notes")
    if command.unit_price is not None and command.unit_price <= 0:
        raise BadInput(M("A price is more than nothing."), "unit_price")
    if command.sold is not None and not 0 <= command.sold <= _MOST_SOLD:
        raise BadInput(M("Write 0 to {most} units.", most=_MOST_SOLD), "sold")
    act.work.insert(
        CompetitorSurvey,
        project_id=act.project_id,
        competitor_id=row["id"],
        surveyed_on=on,
        by_id=act.actor.id or None,
        unit_price=command.unit_price,
        sold=command.sold,
        photo=clean(command.photo, "photo"),
        at=act.now,
        business_date=act.today,
        **texts,
    )
    latest = rows.latest(act.work.connection, row["id"])
    due = rules.next_due(latest, row["every_days"] or int(act.settings["survey_days"]))
    act.work.update(Competitor, row["id"], next_due=due)
    return {"id": row["id"], "name": row["name"], "next_due": due.isoformat()}
