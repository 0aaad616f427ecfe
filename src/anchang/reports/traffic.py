"""客流确认表: turns, visit log and door count compared by day and by consultant, to be signed monthly (2.2, S3 C12)."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.rota import TurnKind
from anchang.domain.traffic import Why
from anchang.i18n import M, Msg
from anchang.reports.agreement import Check, check_block
from anchang.reports.book import NUMBER, Agg, Block, Book, Cell, Col, Formula, Net, Sheet
from anchang.reports.catalogue import Heading, Report, Span, bound
from anchang.reports.choices import choices
from anchang.services.listing import Kind
from anchang.storage import day_figures
from anchang.storage.day_figures import Figures
from anchang.storage.day_tally import tally
from anchang.storage.reading import Read
from anchang.storage.traffic import TrafficLine, TrafficPeriod, period

TITLE = M("Traffic confirmation")
DAYS, PEOPLE, ENTRIES = M("Traffic by day"), M("Traffic by consultant"), M("What explains the differences")
LOGGED = ("first", "returning", "from_call")
COUNTED = ("turns", *LOGGED, "non_buyers")
ODD_FILL = "FFF2CC"
LINE = "____________________"


@dataclass(frozen=True, slots=True)
class Facts:
    """The reconciliation, and the same period as the daily report counts it."""

    found: TrafficPeriod
    figures: Figures


def _counts() -> tuple[Col, ...]:
    return (
        Col("turns", M("Turns that count"), Kind.INTEGER),
        Col("first", M("First visits"), Kind.INTEGER),
        Col("returning", M("Return visits"), Kind.INTEGER),
        Col("from_call", M("Visits after a call"), Kind.INTEGER),
        Col("groups", M("Groups in the visit log"), Kind.INTEGER, calc=Net(LOGGED)),
        Col("difference", M("Turns less visits"), Kind.INTEGER, calc=Net(("turns",), LOGGED)),
        Col("unexplained", M("Not explained"), Kind.INTEGER),
        Col("non_buyers", M("Non-buyers"), Kind.INTEGER),
    )


def _sums(facts: Facts, lines: Sequence[TrafficLine]) -> dict[str, Any]:
    left = facts.found.unexplained(lines)
    return {
        **{name: sum(getattr(line, name) for line in lines) for name in COUNTED},
        "unexplained": Cell(left, fill=ODD_FILL) if left else 0,
    }


def _grouped(lines: Sequence[TrafficLine], key: Callable[[TrafficLine], Any]) -> dict[Any, list[TrafficLine]]:
    found: dict[Any, list[TrafficLine]] = {}
    for line in lines:
        found.setdefault(key(line), []).append(line)
    return found


def _day(facts: Facts, day: date, lines: Sequence[TrafficLine]) -> dict[str, Any]:
    door = facts.found.door.get(day)
    row = {"day": day, **_sums(facts, lines), "door": door}
    logged = sum(line.groups + line.non_buyers for line in lines)
    left: int | str = "" if door is None else door - logged
    text = 'IF({door}="","",{door}-{groups}-{non_buyers})'
    return {**row, "door_left": Cell(Formula(text, left), fill=ODD_FILL if left else None)}


def _by_day(facts: Facts) -> Block:
    by_day = _grouped(facts.found.lines, lambda line: line.day)
    days = sorted({*by_day, *facts.found.door})
    columns = (
        Col("day", M("Date"), Kind.DATE),
        *_counts(),
        Col("door", M("Door count"), Kind.INTEGER),
        Col("door_left", M("Door count less groups and non-buyers"), Kind.INTEGER),
    )
    totals = dict.fromkeys((*COUNTED, "unexplained", "door", "door_left"), Agg.SUM)
    return Block(columns, [_day(facts, day, by_day.get(day, [])) for day in days], totals, key="days")


def _by_person(facts: Facts) -> Block:
    people = _grouped(facts.found.lines, lambda line: (line.consultant_id, line.consultant))
    columns = (
        Col("name", M("Consultant")),
        *_counts(),
        Col("signature", M("Signature by hand"), width=18),
        Col("on", M("Date of signature"), width=14),
    )
    rows = [
        {"name": name, **_sums(facts, lines), "signature": LINE, "on": LINE} for (_, name), lines in people.items()
    ]
    return Block(columns, rows, dict.fromkeys((*COUNTED, "unexplained"), Agg.SUM), key="people")


def _signatures() -> Block:
    columns = (
        Col("role", M("Confirmed by")),
        Col("signature", M("Signature by hand"), width=24),
        Col("on", M("Date of signature"), width=24),
    )
    rows = [
        {"role": role, "signature": LINE, "on": LINE} for role in (M("sales assistant"), M("sales manager"))
    ]
    return Block(columns, rows, title=M("Signatures"), key="signatures")


def _checks(facts: Facts) -> list[Check]:
    """By day, by consultant and by the daily report's own count it is the same."""
    lines, figures = facts.found.lines, facts.figures

    def check(what: Msg, column: str, value: Callable[[TrafficLine], int], wanted: int | None) -> Check:
        by_day = sum(map(value, lines))
        there = sum(sum(map(value, each)) for each in _grouped(lines, lambda line: line.consultant_id).values())
        if wanted is not None:
            there = wanted
        return Check(
            what, DAYS, Formula(f"{{days:days:{column}@total}}", by_day),
            PEOPLE, Formula(f"{{people:people:{column}@total}}", there),
        )  # fmt: skip

    return [
        check(M("Turns that count"), "turns", lambda line: line.turns, None),
        check(M("First visits"), "first", lambda line: line.first, figures.visits_first),
        check(M("Return visits"), "returning", lambda line: line.returning, figures.visits_returning),
        check(M("Visits after a call"), "from_call", lambda line: line.from_call, figures.visits_from_call),
        check(M("Non-buyers"), "non_buyers", lambda line: line.non_buyers, figures.non_buyers),
    ]


def days_sheet(facts: Facts) -> Sheet:
    """客流确认表 by day, with its proof and the lines to sign on. Raises SheetsDisagree."""
    return Sheet(
        DAYS,
        blocks=(_by_day(facts), _signatures(), check_block(_checks(facts))),
        key="days",
        auto_filter=False,
        notes=(
            M("A difference is explained when every turn and visit behind it is named on the last sheet."),
            M("The door count is the assistant's own; a day that nobody counted has none, and nothing to compare."),
        ),
    )


def people_sheet(facts: Facts) -> Sheet:
    """The same by consultant; each signs the own line."""
    return Sheet(PEOPLE, blocks=(_by_person(facts),), key="people", auto_filter=False)


def entries_sheet(facts: Facts) -> Sheet:
    """Every turn and visit behind a difference."""
    rows = [
        {
            "day": each.day,
            "consultant": each.consultant,
            "why": each.why.value,
            "effect": each.effect,
            "turn_no": each.turn_no,
            "kind": each.turn_kind,
            "visit_no": each.visit_no,
            "customer": each.customer,
        }
        for each in facts.found.entries
    ]
    return Sheet(
        ENTRIES,
        (
            NUMBER,
            Col("day", M("Date"), Kind.DATE),
            Col("consultant", M("Consultant")),
            Col("why", M("Why"), Kind.CHOICE, choices(Why)),
            Col("effect", M("Makes a difference of"), Kind.INTEGER),
            Col("turn_no", M("Turn no."), Kind.INTEGER),
            Col("kind", M("Kind of turn"), Kind.CHOICE, choices(TurnKind)),
            Col("visit_no", M("Visit no.")),
            Col("customer", M("Customer")),
        ),
        rows,
        {"effect": Agg.SUM},
        key="entries",
    )


def build(read: Read, span: Span, heading: Heading) -> Book:
    """The whole book. Raises SheetsDisagree when two sheets would show different numbers."""
    logs = tally(read, span.first, span.last)
    facts = Facts(period(read, span.first, span.last), day_figures.figures(read, span.first, span.last, logs))
    return bound(
        read,
        heading,
        title=TITLE,
        period=f"{span.first} – {span.last}",
        sheets=(days_sheet(facts), people_sheet(facts), entries_sheet(facts)),
    )


REPORT = Report(name="traffic", stem="traffic_confirmation", title=TITLE, build=build, whole_month=True)
