"""Any list as an Excel file: the columns on the screen, the rows that the filters leave, in the order of the list.

The rows come from the list's own pages, so scope and masks are those of the screen. What the list was narrowed down to
stands in the head of the sheet.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from anchang.domain.errors import Refusal
from anchang.domain.person import ConsentKind
from anchang.i18n import M, Msg, say
from anchang.reports.book import NUMBER, Book, Sheet, col_of
from anchang.reports.catalogue import Heading, bound
from anchang.services.export import RecordExport, not_agreed
from anchang.services.listing import Ask, Listing, Row, filters_said
from anchang.services.office import Office, Session
from anchang.storage import person_query
from anchang.storage.reading import Read

MOST_ROWS = 100_000  # in one file: more is not read by anybody, and a terminal writes next to it
AT_ONCE = 2_000


class TooManyRows(Refusal):
    """The list is longer than a file is good for."""

    code = "too_many_rows"


def make(
    office: Office,
    session: Session,
    listing: Listing,
    filters: Mapping[str, Any],
    *,
    folder: Path | None = None,
    unmasked: bool = False,
    reason: str = "",
) -> Path:
    """Write the list as this person sees it; the finished file's path. The export is logged first, what was searched
    for left out: the journal is kept for ever.

    Raises TooManyRows, NotAllowed, BadInput, NotWritten.
    """
    from anchang.reports.finish import write
    from anchang.reports.widths import file_stem

    count = office.look_as(session, listing.count, unmasked, filters)
    if count > MOST_ROWS:
        raise TooManyRows(
            M("{count} rows are too many for one file (at most {most}). Narrow the list down, by days for example.",
              count=f"{count:,}", most=f"{MOST_ROWS:,}")
        )  # fmt: skip
    asked = " ".join(key if key == "text" else f"{key}={value}" for key, value in filters.items())
    without = office.look_as(session, unagreed, unmasked, listing, filters) if unmasked else 0
    office.run(
        session,
        RecordExport(f"list {listing.name}", period=asked, unmasked=unmasked, reason=reason, unagreed=without),
    )
    person = office.person(session)
    project = next(each for each in office.projects() if each.id == session.project_id)
    heading = Heading(project.name, person.name, office.facts.practice or office.facts.demo)
    book = office.look_as(session, _book, unmasked, listing, filters, heading)
    whose = f"{person.login}_{person.name}" if book.only_of else ""
    stem = file_stem(say(listing.title), project.name, office.today(), whose)
    return write(book, folder or office.place.exports, stem)


def _book(read: Read, listing: Listing, filters: Mapping[str, Any], heading: Heading) -> Book:
    sheet = Sheet(listing.title, (NUMBER, *map(col_of, listing.columns)), _rows(read, listing, filters))
    book = bound(read, heading, title=listing.title, period=read.today.isoformat(), sheets=(sheet,))
    said = about(listing, filters)
    without = unagreed(read, listing, filters) if read.unmasked else 0
    if without:
        said = M("{about}. {warning}.", about=said, warning=not_agreed(without))
    return replace(book, about=said)


def unagreed(read: Read, listing: Listing, filters: Mapping[str, Any]) -> int:
    """How many people of the list have not agreed that their data are given to others (PIPL 23; 5.11)."""
    found: set[int] = set()
    after = None
    while True:
        page = listing.page(read, Ask(filters, after=after, limit=AT_ONCE))
        found.update(each for row in page.rows if (each := row.get(listing.person_key)) is not None)
        after = page.after
        if after is None:
            return person_query.unagreed(read, ConsentKind.THIRD_PARTY, found)


def _rows(read: Read, listing: Listing, filters: Mapping[str, Any]) -> list[Row]:
    """All of them, from one snapshot."""
    keys = [column.key for column in listing.columns]
    found: list[Row] = []
    after = None
    while True:
        page = listing.page(read, Ask(filters, after=after, limit=AT_ONCE))
        found += ({key: row.get(key) for key in keys} for row in page.rows)
        after = page.after
        if after is None:
            return found


def about(listing: Listing, filters: Mapping[str, Any]) -> Msg:
    """What the rows are, for the head of the sheet."""
    said = [M("{name}: {value}", name=name, value=value) for name, value in filters_said(listing, filters)]
    return M("Narrowed down to: {filters}", filters=tuple(said)) if said else M("Narrowed down to: nothing, all rows")
