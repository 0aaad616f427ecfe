"""Which reports there are, and the one way to make one: log the export, read one snapshot, write the file."""

from __future__ import annotations

import importlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from anchang.domain.errors import BadInput
from anchang.i18n import M, Msg
from anchang.reports.book import Book, Sheet, Words
from anchang.services.export import RecordExport
from anchang.services.office import Office, Session
from anchang.storage.reading import Read

# name -> module with `REPORT: Report`
MODULES: dict[str, str] = {
    "daily": "anchang.reports.daily",
    "daily_signed": "anchang.reports.daily_signed",
    "traffic": "anchang.reports.traffic",
    "receivables": "anchang.reports.receivables",
    "tracking": "anchang.reports.tracking",
    "inventory": "anchang.reports.inventory",
}


@dataclass(frozen=True, slots=True)
class Span:
    """What a report is about: a day (or as-of date), and the period up to it that its movements are counted in."""

    day: date
    first: date
    last: date


@dataclass(frozen=True, slots=True)
class Heading:
    """What stands on every sheet's first rows."""

    project: str
    by: str
    practice: bool


def bound(read: Read, heading: Heading, *, title: Words, period: Words, sheets: Sequence[Sheet]) -> Book:
    """Sheets under the head that every report of this office has."""
    return Book(
        title=title,
        project=heading.project,
        period=period,
        generated_at=read.now.astimezone(read.zone),
        generated_by=heading.by,
        masked=not read.unmasked,
        practice=heading.practice,
        one_person=bool(read.settings["one_person_office"]),
        only_of="" if read.sees_all else heading.by,
        sheets=sheets,
    )


@dataclass(frozen=True, slots=True)
class Report:
    """One report: its name in files and words, and the function that reads it whole from one snapshot."""

    name: str
    stem: str
    title: Msg
    build: Callable[[Read, Span, Heading], Book]
    whole_month: bool = False


def find(name: str) -> Report:
    """The report of that name. Raises BadInput."""
    if name not in MODULES:
        raise BadInput(M("There is no report «{name}». Known: {known}.", name=name, known=tuple(MODULES)), "usage")
    report: Report = importlib.import_module(MODULES[name]).REPORT
    return report


def span(report: Report, today: date, day: date | None, first: date | None, last: date | None) -> Span:
    """The period of a report: the day itself, or the month to that day. Raises BadInput for one that ends early."""
    end = last or day or today
    begin = first or (end.replace(day=1) if report.whole_month else end)
    if begin > end:
        raise BadInput(M("The period ends before it begins."), "--from")
    return Span(end, begin, end)


def make(
    office: Office,
    session: Session,
    name: str,
    *,
    day: date | None = None,
    first: date | None = None,
    last: date | None = None,
    folder: Path | None = None,
    unmasked: bool = False,
    reason: str = "",
) -> Path:
    """Make a report as this person; the finished file's path. Raises NotAllowed, BadInput, NotWritten.

    Who sees the own customers alone gets a file of the own name, so that it never replaces the whole office's.
    """
    from anchang.reports.finish import write
    from anchang.reports.widths import file_stem

    report = find(name)
    period = span(report, office.today(), day, first, last)
    said = f"{period.first} – {period.last}"
    office.run(session, RecordExport(report=report.name, period=said, unmasked=unmasked, reason=reason))
    person = office.person(session)
    project = next(each for each in office.projects() if each.id == session.project_id)
    heading = Heading(project.name, person.name, office.facts.practice or office.facts.demo)
    book = office.look_as(session, report.build, unmasked, period, heading)
    whose = f"{person.login}_{person.name}" if book.only_of else ""
    return write(book, folder or office.place.exports, file_stem(report.stem, project.name, period.day, whose))
