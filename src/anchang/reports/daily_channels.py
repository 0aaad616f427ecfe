"""渠道统计: what came by each channel, for the period, the month and the project (domain 4.1, Q-55)."""

from __future__ import annotations

from typing import Any

from anchang.i18n import M, Msg
from anchang.reports.book import Agg, Block, Chart, ChartKind, Col, Net, Ratio, Share, Sheet
from anchang.reports.daily_facts import MONTH, NOW, PROJECT, Facts
from anchang.reports.daily_lists import CHANNEL_WORDS
from anchang.reports.daily_overview import CHANNELS
from anchang.services.listing import Kind
from anchang.storage.day_figures import ChannelFigures

COLUMNS = (
    Col("channel", M("Known channel"), Kind.CHOICE, CHANNEL_WORDS),
    Col("calls", M("Calls"), Kind.INTEGER),
    Col("calls_part", M("Share of calls"), Kind.RATE, calc=Share("calls")),
    Col("first", M("First visits"), Kind.INTEGER),
    Col("returning", M("Return visits"), Kind.INTEGER),
    Col("from_call", M("Visits after a call"), Kind.INTEGER),
    Col("visits", M("Visiting groups"), Kind.INTEGER, calc=Net(("first", "returning", "from_call"))),
    Col("visits_part", M("Share of visits"), Kind.RATE, calc=Share("visits")),
    Col("deals", M("Subscriptions"), Kind.INTEGER),
    Col("deals_part", M("Share of subscriptions"), Kind.RATE, calc=Share("deals")),
    Col("amount", M("Subscribed amount"), Kind.MONEY),
    Col("contracts", M("Contracts"), Kind.INTEGER),
    Col("rate", M("Subscriptions / visits"), Kind.RATE, calc=Ratio("deals", "visits")),
)
TOTALS = dict.fromkeys(
    ("calls", "first", "returning", "from_call", "visits", "deals", "amount", "contracts"), Agg.SUM
)


def _row(line: ChannelFigures) -> dict[str, Any]:
    return {
        "channel": line.channel or M("(not asked)"),
        "calls": line.calls,
        "first": line.first,
        "returning": line.returning,
        "from_call": line.from_call,
        "deals": line.deals,
        "amount": line.amount,
        "contracts": line.contracts,
    }


def _block(facts: Facts, period: str, title: Msg) -> Block:
    lines = sorted(facts.channels[period], key=lambda line: (-line.groups, -line.calls, line.channel))
    return Block(COLUMNS, [_row(line) for line in lines], TOTALS, title=title, key=period)


def channel_sheet(facts: Facts) -> Sheet:
    """渠道统计: three tables, and the month as a picture."""
    return Sheet(
        CHANNELS,
        blocks=(
            _block(facts, NOW, M("That day") if facts.single else M("Period")),
            _block(facts, MONTH, M("Month to date")),
            _block(facts, PROJECT, M("Project to date")),
        ),
        key="channels",
        charts=(
            Chart(ChartKind.BAR, M("Visits and calls by channel, month to date"), "channel", ("visits", "calls"), 1),
        ),
        notes=(
            M("A visit counts for the first channel that the visitor named, a deal for the channel of its customer."),
        ),
        auto_filter=False,
    )
