"""A small receivables book that uses everything the engine can do; the numbers are few enough to add up by hand."""

from __future__ import annotations

from datetime import UTC, date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from anchang.i18n import M
from anchang.reports.book import (
    NUMBER,
    Agg,
    Block,
    Book,
    Cell,
    Chart,
    ChartKind,
    Col,
    Formula,
    Net,
    Ratio,
    Share,
    Sheet,
)
from anchang.services.listing import Kind

SHANGHAI = ZoneInfo("Asia/Shanghai")
AT = datetime(2026, 7, 31, 18, 30, tzinfo=SHANGHAI)


def line(building: str, consultant: str, room: str, due: int, paid: int, **more: Any) -> dict[str, Any]:
    return {
        "building": building, "consultant": consultant, "room": room, "area": 895_000, "due": due, "paid": paid,
        "day": date(2026, 7, 1), "at": datetime(2026, 7, 31, 16, 5, tzinfo=UTC), **more,
    }  # fmt: skip


LINES = [
    line("A", "Zhang", "A-101", 100_000_00, 40_000_00, note="=HYPERLINK(\"http://x\")"),
    line("A", "Zhang", "A-102", 200_000_10, 0, note="+1", area=1_000_000),
    line("A", "Li", "A-103", 300_000_05, 300_000_05, note="@x"),
    line("B", "Zhang", "B-101", 1, 0, note="-1\r\n two\x00"),
]
DUE, PAID = 600_000_16, 340_000_05

LEDGER = Sheet(
    "Ledger",
    (
        NUMBER, Col("building", "Building"), Col("room", "Room"), Col("consultant", "Consultant"),
        Col("area", "Area", Kind.AREA), Col("day", "Day", Kind.DATE), Col("at", "At", Kind.INSTANT),
        Col("due", "Due", Kind.MONEY), Col("paid", "Paid", Kind.MONEY),
        Col("open", "Open", Kind.MONEY, calc=Net(("due",), ("paid",))),
        Col("rate", "Rate", Kind.RATE, calc=Ratio("paid", "due")),
        Col("part", "Part", Kind.RATE, calc=Share("due")), Col("note", "Note"),
    ),
    LINES,
    {"room": Agg.COUNT, "area": Agg.AVERAGE, "due": Agg.SUM, "paid": Agg.SUM},
    ("building", "consultant"),
    notes=(M("Total"), "a long note " * 30),
    key="ledger",
    freeze_columns=3,
)  # fmt: skip

CHANNELS = Sheet(
    M("Total"),
    (
        Col("channel", "Channel"), Col("visits", "Visits", Kind.INTEGER), Col("most", "Most", Kind.INTEGER),
        Col("part", "Part", Kind.RATE, calc=Share("visits")),
    ),
    [{"channel": "walk", "visits": 3, "most": 9}, {"channel": "web", "visits": 4}, {"channel": "none", "visits": 0}],
    {"visits": Agg.SUM, "most": Agg.MAX},
    charts=(
        Chart(ChartKind.BAR, "Bars", "channel", ("visits", "most")),
        Chart(ChartKind.PIE, "Pie", "channel", ("visits",), anchor="right"),
        Chart(ChartKind.LINE, "Line", "channel", ("visits",), anchor="A40"),
    ),
)  # fmt: skip

PROOF = Sheet(
    "Proof",
    blocks=(
        Block(
            (Col("what", "What"), Col("value", "Value", Kind.MONEY)),
            (
                {"what": "open", "value": DUE - PAID},
                {"what": "ledger", "value": Formula("{ledger:open@total}", DUE - PAID)},
                {"what": "difference", "value": Formula("{value@1}-{value@2}", 0)},
                {"what": "lines", "value": Cell(4, Kind.INTEGER, fill="FFC7CE", ink="9C0006")},
            ),
            title="Balance",
        ),
        Block(
            (Col("k", "Age"), Col("n", "Groups", Kind.INTEGER), Col("p", "Part", Kind.RATE, calc=Share("n"))),
            (), ("n",), title="Nobody", key="age",
        ),
        Block(
            (Col("k", "Word"), Col("n", "Sum of ages", Kind.INTEGER)),
            ({"k": "a", "n": Formula("{3:age:n@total}", 0)},),
            {"n": Formula("{n@1}+1", 1)},
        ),
    ),
)  # fmt: skip


def book(**changes: Any) -> Book:
    given: dict[str, Any] = {
        "title": M("Total"), "project": "Phoenix & Co", "period": "2026-07", "generated_at": AT,
        "generated_by": "Wang", "masked": True, "practice": True, "sheets": (LEDGER, CHANNELS, PROOF), **changes,
    }  # fmt: skip
    return Book(**given)
