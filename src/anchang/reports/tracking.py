"""The tracking sheets 意向客户跟踪表 and 到店客户跟踪表, and the calls that became visits (C13, domain 3.4, 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from anchang.i18n import M
from anchang.reports.book import NUMBER, Agg, Book, Cell, Col, Ratio, Sheet, col_of
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.services.listing import Kind, Listing
from anchang.services.lists.tracking import INTENDING, VISITORS
from anchang.storage import tracking as query
from anchang.storage.reading import Read

TITLE = M("Tracking of customers")
LATE_FILL, LATE_INK = "FFC7CE", "9C0006"


def _row(row: Mapping[str, Any]) -> dict[str, Any]:
    late = row["days_late"]
    return {**row, "people": 1, "days_late": Cell(late, fill=LATE_FILL, ink=LATE_INK) if late else None}


def _sheet(read: Read, which: str, listing: Listing) -> Sheet:
    """One tracking sheet by consultant; the sums are those of people, visits and follow-ups."""
    columns = [
        replace(col_of(column), width=34) if column.key == "content" else col_of(column) for column in listing.columns
    ]
    sums = [key for key in ("people", "visits", "follow_ups") if key == "people" or any(c.key == key for c in columns)]
    return Sheet(
        listing.title,
        (NUMBER, Col("owner", M("Consultant")), *(each for each in columns if each.key != "owner"),
         Col("people", M("People"), Kind.INTEGER)),
        [_row(row) for row in query.rows(read, which)],
        dict.fromkeys(sums, Agg.SUM),
        ("owner",),
        key=which,
        freeze_columns=3,
        narrow=True,
    )  # fmt: skip


def conversion_sheet(read: Read, span: Span) -> Sheet:
    """来电转访: who answered, how many left a number, how many of these came."""
    days = int(read.settings["conversion_days"])
    return Sheet(
        M("Calls that became visits"),
        (
            NUMBER,
            Col("consultant", M("Consultant")),
            Col("calls", M("Calls"), Kind.INTEGER),
            Col("numbered", M("with a number"), Kind.INTEGER),
            Col("visited", M("became visits"), Kind.INTEGER),
            Col("number_rate", M("Left a number"), Kind.RATE, calc=Ratio("numbered", "calls")),
            Col("rate", M("Calls to visits"), Kind.RATE, calc=Ratio("visited", "numbered")),
        ),
        query.conversion(read, span.first, span.last),
        ("calls", "numbered", "visited"),
        key="conversion",
        notes=(M("A call counts when the same customer came at most {count} days after it.", count=days),),
    )


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book: the customers as they stand now, the calls of the period."""
    return bound(
        read,
        heading,
        title=TITLE,
        period=M("as of {day}, calls {first} – {last}", day=read.today, first=span.first, last=span.last),
        sheets=(
            _sheet(read, query.INTENDING, INTENDING),
            _sheet(read, query.VISITORS, VISITORS),
            conversion_sheet(read, span),
        ),
    )


REPORT = Report(name="tracking", stem="tracking", title=TITLE, build=build, whole_month=True)
