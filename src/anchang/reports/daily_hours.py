"""时段分布: when visitors come and callers call, by the hour of the office's clock (domain 4.1, Q-45: for staffing)."""

from __future__ import annotations

from anchang.i18n import M
from anchang.reports.book import Agg, Block, Chart, ChartKind, Col, Share, Sheet
from anchang.reports.daily_facts import MONTH, NOW, Facts
from anchang.reports.daily_overview import HOURS
from anchang.services.listing import Kind

USUAL = range(9, 21)
"""The hours that always have a line; others get one when something happened in them."""


def hours_sheet(facts: Facts) -> Sheet:
    """One line an hour, the day's beside the month's, with their picture."""
    now, month = facts.profiles[NOW], facts.profiles[MONTH]
    columns = (
        Col("band", M("Hour")),
        Col("visits", M("Visiting groups"), Kind.INTEGER),
        Col("visits_part", M("Share of visits"), Kind.RATE, calc=Share("visits")),
        Col("calls", M("Calls"), Kind.INTEGER),
        Col("calls_part", M("Share of calls"), Kind.RATE, calc=Share("calls")),
        Col("month_visits", M("Visiting groups, month to date"), Kind.INTEGER),
        Col("month_part", M("Share of visits, month to date"), Kind.RATE, calc=Share("month_visits")),
        Col("month_calls", M("Calls, month to date"), Kind.INTEGER),
    )
    hours = sorted({*USUAL, *now.visits, *now.calls, *month.visits, *month.calls})
    rows = [
        {
            "band": f"{hour}:00–{hour + 1}:00",
            "visits": now.visits[hour],
            "calls": now.calls[hour],
            "month_visits": month.visits[hour],
            "month_calls": month.calls[hour],
        }
        for hour in hours
    ]
    totals = dict.fromkeys(("visits", "calls", "month_visits", "month_calls"), Agg.SUM)
    return Sheet(
        HOURS,
        blocks=(Block(columns, rows, totals, key="bands"),),
        key="hours",
        charts=(
            Chart(  # beside the hours: under them a printed page would cut it in two
                ChartKind.BAR, M("Visits and calls by hour, month to date"), "band", ("month_visits", "month_calls"),
                anchor="right",
            ),
        ),
        notes=(M("The hour in which the visitor came in or the call began. Visits of non-buyers are no groups."),),
    )
