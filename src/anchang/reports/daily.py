"""The daily report of visits, calls, deals and money (来访来电日报, domain 4.1): all sheets from one snapshot."""

from __future__ import annotations

from anchang.i18n import M
from anchang.reports.book import Book, Sheet, Words
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.reports.daily_channels import channel_sheet
from anchang.reports.daily_corrections import corrections_sheet, has_corrections
from anchang.reports.daily_facts import Facts, gather
from anchang.reports.daily_hours import hours_sheet
from anchang.reports.daily_lists import (
    calls_sheet,
    deals_sheet,
    money_sheet,
    reserves_sheets,
    turns_sheet,
    visits_sheet,
)
from anchang.reports.daily_overview import overview_sheet
from anchang.reports.daily_plan import plan_sheet
from anchang.reports.daily_profile import profile_sheet
from anchang.reports.daily_staff import staff_sheet
from anchang.storage.reading import Read

TITLE = M("Daily report of visits and calls")


def sheets_of(facts: Facts) -> tuple[Sheet, ...]:
    """The sheets of the report in their order. Raises SheetsDisagree when two would show different numbers."""
    return (
        overview_sheet(facts),
        visits_sheet(facts),
        calls_sheet(facts),
        channel_sheet(facts),
        hours_sheet(facts),
        profile_sheet(facts),
        staff_sheet(facts),
        turns_sheet(facts),
        deals_sheet(facts),
        money_sheet(facts),
        plan_sheet(facts),
        *reserves_sheets(facts),
    )


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book; corrections after the lock are named in its head and on a sheet. Raises SheetsDisagree."""
    facts = gather(read, span.first, span.last)
    said: Words = str(span.last) if facts.single else f"{span.first} – {span.last}"
    if facts.corrections:
        said = M("{period}, {count} corrections after the lock", period=said, count=len(facts.corrections))
    more = (corrections_sheet(facts, read.zone),) if has_corrections(facts) else ()
    return bound(read, heading, title=TITLE, period=said, sheets=(*sheets_of(facts), *more))


REPORT = Report(name="daily", stem="daily_visit_summary", title=TITLE, build=build)
