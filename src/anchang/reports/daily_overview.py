"""日报总览: one line a measure, five periods side by side, and the proof that the other sheets say the same (4.1)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from anchang.domain.measure import ONE
from anchang.i18n import M, Msg
from anchang.reports.agreement import Check, check_block
from anchang.reports.book import Block, Cell, Col, Formula, Sheet
from anchang.reports.daily_facts import BEFORE, MONTH, NOW, PROJECT, WEEK, Facts
from anchang.services.listing import Kind
from anchang.storage.day_figures import Figures

OVERVIEW = M("Daily overview")
VISITS, CALLS = M("Visit details"), M("Call details")
CHANNELS, STAFF = M("Channel statistics"), M("Consultants of the day")
TURNS, DEALS, MONEY = M("Rota turns"), M("Deal details"), M("Receipt details")
HOURS, PROFILE, PLAN = M("Hours of the day"), M("Customer profile"), M("Plan for the next day")

NO_BACKS = M("Forfeits and refunds count from the acts that end a subscription in force; there have been none so far.")
PERIODS = (NOW, WEEK, MONTH, PROJECT, BEFORE)


@dataclass(frozen=True, slots=True)
class Measure:
    """One line: a figure, the sum of other lines less some, or one line over the sum of others."""

    key: str
    title: Msg
    kind: Kind = Kind.INTEGER
    sums: tuple[str, ...] = ()
    over: str = ""
    under: tuple[str, ...] = ()
    less: tuple[str, ...] = ()


MEASURES = (
    Measure("calls", M("Calling groups"), sums=("calls_first", "calls_repeat")),
    Measure("calls_first", M("· first calls")),
    Measure("calls_repeat", M("· repeated calls")),
    Measure("invited", M("· calls with a visit agreed")),
    Measure("groups", M("Visiting groups"), sums=("visits_first", "visits_returning", "visits_from_call")),
    Measure("visits_first", M("· first visits")),
    Measure("visits_returning", M("· return visits")),
    Measure("visits_from_call", M("· visits after a call")),
    Measure("people", M("Visitors (people)")),
    Measure("agent_brought", M("Groups brought by agents")),
    Measure("phones", M("Groups that left a number")),
    Measure("phone_rate", M("Rate of numbers left"), Kind.RATE, over="phones", under=("groups",)),
    Measure("non_buyers", M("Visits of non-buyers (no group)")),
    Measure("reservations", M("Reservations (small orders)")),
    Measure("deals", M("Subscriptions, units")),
    Measure("deal_area", M("Subscriptions, area"), Kind.AREA),
    Measure("deal_amount", M("Subscriptions, amount"), Kind.MONEY),
    Measure("backs", M("Subscriptions ended (returned, forfeited), units")),
    Measure("back_area", M("Subscriptions ended, area"), Kind.AREA),
    Measure("back_amount", M("Subscriptions ended, amount"), Kind.MONEY),
    Measure("net_deals", M("Subscriptions, net units"), sums=("deals",), less=("backs",)),
    Measure("net_area", M("Subscriptions, net area"), Kind.AREA, sums=("deal_area",), less=("back_area",)),
    Measure("net_amount", M("Subscriptions, net amount"), Kind.MONEY, sums=("deal_amount",), less=("back_amount",)),
    Measure("contracts", M("Contracts signed, units")),
    Measure("contract_area", M("Contracts signed, area"), Kind.AREA),
    Measure("contract_amount", M("Contracts signed, amount"), Kind.MONEY),
    Measure("received", M("Money received"), Kind.MONEY),
    Measure(
        "deal_rate", M("Subscriptions / first visits (with those after a call)"), Kind.RATE, over="deals",
        under=("visits_first", "visits_from_call"),
    ),
    Measure("contract_rate", M("Contracts / subscriptions"), Kind.RATE, over="contracts", under=("deals",)),
)  # fmt: skip
PLACE = {measure.key: place for place, measure in enumerate(MEASURES, 1)}


def _value(figures: Figures, measure: Measure, column: str) -> Any:
    if measure.sums:
        text = "+".join(f"{{{column}@{PLACE[each]}}}" for each in measure.sums)
        text += "".join(f"-{{{column}@{PLACE[each]}}}" for each in measure.less)
        value = sum(getattr(figures, each) for each in measure.sums)
        value -= sum(getattr(figures, each) for each in measure.less)
        return Cell(Formula(text, value), measure.kind)
    if measure.over:
        under = sum(getattr(figures, each) for each in measure.under)
        below = "+".join(f"{{{column}@{PLACE[each]}}}" for each in measure.under)
        text = f'IF({below}=0,"",{{{column}@{PLACE[measure.over]}}}/({below}))'
        return Cell(Formula(text, Fraction(getattr(figures, measure.over), under) if under else ""), Kind.RATE)
    found = getattr(figures, measure.key)
    return found if measure.kind is Kind.INTEGER else Cell(found, measure.kind)


def _change(facts: Facts, measure: Measure) -> Formula | None:
    """今日 against 上日; none for rates, whose change would be a rate of a rate."""
    if measure.over:
        return None
    now, before = (getattr(facts.figures[each], measure.key) for each in (NOW, BEFORE))
    text = f'IF(N({{{BEFORE}}})=0,"",N({{{NOW}}})/N({{{BEFORE}}})-1)'
    return Formula(text, Fraction(now, before) - 1 if before else "")


def _table(facts: Facts) -> Block:
    single = facts.single
    columns = (
        Col("measure", M("Measure")),
        Col(NOW, M("That day") if single else M("Period"), Kind.INTEGER, width=18),
        Col(WEEK, M("Week to date"), Kind.INTEGER, width=18),
        Col(MONTH, M("Month to date"), Kind.INTEGER, width=18),
        Col(PROJECT, M("Project to date"), Kind.INTEGER, width=20),
        Col(BEFORE, M("Day before") if single else M("Period before"), Kind.INTEGER, width=18),
        Col("change", M("Change on before"), Kind.RATE, width=14),
    )
    rows = [
        {
            "measure": measure.title,
            **{period: _value(facts.figures[period], measure, period) for period in PERIODS},
            "change": _change(facts, measure),
        }
        for measure in MEASURES
    ]
    return Block(columns, rows, key="measures")


def _check(facts: Facts, key: str, sheet: Msg, address: str, there: int | Fraction, kind: Kind | None = None) -> Check:
    measure = MEASURES[PLACE[key] - 1]
    here = Formula(f"{{overview:measures:now@{PLACE[key]}}}", getattr(facts.now, key))
    return Check(measure.title, OVERVIEW, here, sheet, Formula(f"{{{address}@total}}", there), kind or measure.kind)


def checks(facts: Facts) -> list[Check]:
    """What has to be the same in two sheets; the detail sheets' numbers are summed from their own rows."""

    def total(rows: Any, value: Callable[[Any], int]) -> int:
        return sum(value(row) for row in rows)

    channels, staff = facts.channels[NOW], facts.staff
    found = [
        _check(facts, "groups", VISITS, "visits:groups", total(facts.visits, lambda row: row["groups"])),
        _check(
            facts, "people", VISITS, "visits:party", total(facts.visits, lambda row: row["groups"] * row["party_size"])
        ),
        _check(facts, "calls", CALLS, "calls:#", len(facts.calls)),
        _check(facts, "deals", DEALS, "deals:subscriptions:#", len(facts.deals)),
        _check(facts, "contracts", DEALS, "deals:contracts:#", len(facts.contracts)),
        _check(facts, "received", MONEY, "money:amount", total(facts.money, lambda row: row["amount"])),
    ]
    sold = (
        ("deal", "subscriptions", facts.deals),
        ("contract", "contracts", facts.contracts),
        ("back", "backs", facts.backs),
    )
    for key, block, rows in sold:
        amounts = total(rows, lambda row: row["deal_total"])
        areas = total(rows, lambda row: row["built_area"] or 0)
        found.append(_check(facts, f"{key}_amount", DEALS, f"deals:{block}:deal_total", amounts))
        found.append(_check(facts, f"{key}_area", DEALS, f"deals:{block}:built_area", areas))
    found += [
        _check(facts, "groups", CHANNELS, "channels:now:visits", total(channels, lambda c: c.groups)),
        _check(facts, "calls", CHANNELS, "channels:now:calls", total(channels, lambda c: c.calls)),
        _check(facts, "deals", CHANNELS, "channels:now:deals", total(channels, lambda c: c.deals)),
        _check(facts, "deal_amount", CHANNELS, "channels:now:amount", total(channels, lambda c: c.amount)),
        _check(facts, "backs", DEALS, "deals:backs:#", len(facts.backs)),
        _check(facts, "contracts", CHANNELS, "channels:now:contracts", total(channels, lambda c: c.contracts)),
        _check(facts, "visits_first", STAFF, "staff:people:first", total(staff, lambda s: s.first)),
        _check(facts, "visits_returning", STAFF, "staff:people:returning", total(staff, lambda s: s.returning)),
        _check(facts, "visits_from_call", STAFF, "staff:people:from_call", total(staff, lambda s: s.from_call)),
        _check(facts, "calls", STAFF, "staff:people:calls", total(staff, lambda s: s.calls)),
        _check(facts, "deals", STAFF, "staff:people:deals", Fraction(total(staff, lambda s: s.deals), ONE)),
        _check(facts, "deal_amount", STAFF, "staff:people:deal_amount", total(staff, lambda s: s.deal_amount)),
        _check(facts, "contracts", STAFF, "staff:people:contracts", Fraction(total(staff, lambda s: s.contracts), ONE)),
        _check(
            facts, "contract_amount", STAFF, "staff:people:contract_amount", total(staff, lambda s: s.contract_amount)
        ),
        _check(facts, "received", STAFF, "staff:people:received", total(staff, lambda s: s.received)),
    ]
    profile = facts.profiles[NOW]
    found.append(_check(facts, "groups", HOURS, "hours:bands:visits", profile.visits.total()))
    found.append(_check(facts, "calls", HOURS, "hours:bands:calls", profile.calls.total()))
    found += [
        _check(facts, "groups", PROFILE, f"profile:{part}:now", counts.total())
        for part, counts in profile.parts.items()
    ]
    return found


def notes(facts: Facts) -> tuple[Msg, ...]:
    """What the figures mean, under the sheet."""
    return (
        *(() if facts.figures[PROJECT].backs else (NO_BACKS,)),
        M("A subscription counts on the day of its stamp, a contract on the day its signature was entered."),
        M("Money counts on the day of its confirmation; a reversal counts below zero on its own day."),
        M("A subscription that had come into force and was ended counts on the day of its end, and not before."),
        M("Week to date begins on Monday. The change of a rate is not shown."),
        M("Where there is nothing to divide by (nothing the day before, no visit), the cell is empty."),
    )


def overview_sheet(facts: Facts) -> Sheet:
    """日报总览 with its proof. Raises SheetsDisagree."""
    return Sheet(
        OVERVIEW,
        blocks=(_table(facts), check_block(checks(facts))),
        key="overview",
        auto_filter=False,
        notes=notes(facts),
    )
