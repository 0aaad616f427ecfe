"""The receivables report (应收账款, domain 4.4) as of a day, with the movements of a period: from one snapshot."""

from __future__ import annotations

from anchang.i18n import M
from anchang.reports.book import Book
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.reports.receivables_balance import balance_sheet
from anchang.reports.receivables_facts import gather
from anchang.reports.receivables_lists import details_sheet, overdue_sheet
from anchang.reports.receivables_sums import ageing_sheet, received_sheet, summary_sheet
from anchang.storage.reading import Read

TITLE = M("Receivables report")


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book. Raises SheetsDisagree when two sheets would show different numbers."""
    facts = gather(read, span.first, span.last)
    return bound(
        read,
        heading,
        title=TITLE,
        period=M("as of {day}, movements {first} – {last}", day=span.last, first=span.first, last=span.last),
        sheets=(
            summary_sheet(facts),
            details_sheet(facts),
            ageing_sheet(facts),
            overdue_sheet(facts),
            received_sheet(facts),
            balance_sheet(facts),
        ),
    )


REPORT = Report(name="receivables", stem="receivables", title=TITLE, build=build, whole_month=True)
