"""The daily report of visits, calls, deals and money (来访来电日报, domain 4.1): all sheets from one snapshot."""

from __future__ import annotations

from anchang.i18n import M
from anchang.reports.book import Book
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.reports.daily_channels import channel_sheet
from anchang.reports.daily_facts import gather
from anchang.reports.daily_lists import calls_sheet, deals_sheet, money_sheet, turns_sheet, visits_sheet
from anchang.reports.daily_overview import overview_sheet
from anchang.reports.daily_staff import staff_sheet
from anchang.storage.reading import Read

TITLE = M("Daily report of visits and calls")


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book. Raises SheetsDisagree when two sheets would show different numbers."""
    facts = gather(read, span.first, span.last)
    return bound(
        read,
        heading,
        title=TITLE,
        period=str(span.last) if facts.single else f"{span.first} – {span.last}",
        sheets=(
            overview_sheet(facts),
            visits_sheet(facts),
            calls_sheet(facts),
            channel_sheet(facts),
            staff_sheet(facts),
            turns_sheet(facts),
            deals_sheet(facts),
            money_sheet(facts),
        ),
    )


REPORT = Report(name="daily", stem="daily_visit_summary", title=TITLE, build=build)
