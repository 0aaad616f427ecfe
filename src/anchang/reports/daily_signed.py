"""The daily report of a locked day as it was signed, whatever was corrected since (2.2, P02g)."""

from __future__ import annotations

from anchang.domain.errors import BadInput
from anchang.i18n import M
from anchang.reports.book import Book
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.reports.daily import sheets_of
from anchang.reports.daily_facts import as_signed
from anchang.storage.reading import Read

TITLE = M("Daily report of visits and calls, as signed")


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book. Raises Refusal for a day that is not locked, BadInput for several days, SheetsDisagree."""
    if span.first != span.last:
        raise BadInput(M("One day is signed at a time: name the day."), "--date")
    facts = as_signed(read, span.last)
    if facts.signed is None:
        raise AssertionError("a day as signed without its signature")
    at = facts.signed.at.astimezone(read.zone).strftime("%Y-%m-%d %H:%M")
    return bound(
        read,
        heading,
        title=TITLE,
        period=M("{day}, as signed by {name} at {at}", day=span.last, name=facts.signed.by, at=at),
        sheets=sheets_of(facts),
    )


REPORT = Report(name="daily_signed", stem="daily_visit_summary_signed", title=TITLE, build=build)
