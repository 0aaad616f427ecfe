"""The lists of the daily report: 来访明细, 来电明细, 轮班记录, 成交明细, 回款明细 (domain 4.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.change import ChangeKind
from anchang.domain.customer import DECLINED
from anchang.domain.plan import MONEY_LABELS, PLAN_LABELS
from anchang.domain.receipt import WAY_LABELS
from anchang.domain.rota import TurnKind
from anchang.domain.visit import (
    AgeBand,
    AreaDemand,
    Budget,
    Gender,
    LayoutDemand,
    Purpose,
    VisitKind,
)
from anchang.domain.voucher import VoucherKind
from anchang.i18n import M, Msg, say
from anchang.reports.book import NUMBER, NUMBER_KEY, Agg, Block, Cell, Col, Net, Ratio, Sheet
from anchang.reports.choices import choices, several, values_of
from anchang.reports.daily_facts import Facts
from anchang.reports.daily_overview import CALLS, DEALS, MONEY, TURNS, VISITS
from anchang.services.entries import AREAS, CHANNELS, FOCUS, NOT_SAID
from anchang.services.listing import Kind
from anchang.storage.day_report import FIRST, FROM_CALL, NON_BUYER, RETURNING

CLASSES = {
    FIRST: M("first visit"),
    RETURNING: M("return visit"),
    FROM_CALL: M("visit after a call"),
    NON_BUYER: M("not a buyer"),
}
BACK_INK = "C00000"


CHANNEL_WORDS, FOCUS_WORDS, AREA_WORDS = CHANNELS | NOT_SAID, FOCUS | NOT_SAID, AREAS | NOT_SAID


def _day_column(facts: Facts) -> tuple[Col, ...]:
    """Which day, where the report has several."""
    return () if facts.single else (Col("business_date", M("Date"), Kind.DATE),)


def _visit(row: Mapping[str, Any]) -> dict[str, Any]:
    buyer = bool(row["groups"])
    return {
        **row,
        "customer": row["name"] or row["organisation"],
        "phone": row["phone"] or row["no_phone_reason"],
        "count": row["visit_count"] or None,
        "party": row["party_size"] if buyer else None,
        "channels": several(row["channels"] or row["channel"], CHANNEL_WORDS),
        "focus": several(row["focus"], FOCUS_WORDS),
        "resistance": several(row["resistance"], FOCUS_WORDS),
        "shown": say(M(", ")).join(row["units_shown"]),
        "next_contact": DECLINED.label if row["next_contact_declined"] else row["next_contact_on"],
    }


def visits_sheet(facts: Facts) -> Sheet:
    """来访明细: every visit, by consultant; a non-buyer's is listed and is no group."""
    return Sheet(
        VISITS,
        (
            NUMBER,
            *_day_column(facts),
            Col("arrived_at", M("Arrived"), Kind.TIME),
            Col("class", M("Visit"), Kind.CHOICE, CLASSES),
            Col("count", M("Nth visit"), Kind.INTEGER),
            Col("groups", M("Groups"), Kind.INTEGER),
            Col("party", M("People"), Kind.INTEGER),
            Col("customer", M("Customer")),
            Col("gender", M("Gender"), Kind.CHOICE, choices(Gender)),
            Col("phone", M("Phone")),
            Col("living_area", M("Living area"), Kind.CHOICE, AREA_WORDS),
            Col("age_band", M("Age"), Kind.CHOICE, choices(AgeBand)),
            Col("channels", M("Known channel")),
            Col("agent_company", M("Agency company")),
            Col("purpose", M("Purpose of buying"), Kind.CHOICE, choices(Purpose)),
            Col("demand_layout", M("Layout wanted"), Kind.CHOICE, choices(LayoutDemand)),
            Col("demand_area", M("Area wanted"), Kind.CHOICE, choices(AreaDemand)),
            Col("budget", M("Budget"), Kind.CHOICE, choices(Budget)),
            Col("focus", M("Looks at")),
            Col("resistance", M("Objects to")),
            Col("grade", M("Grade"), Kind.CHOICE, AREA_WORDS),
            Col("content", M("What was said"), width=34),
            Col("shown", M("Units shown")),
            Col("consultant", M("Consultant")),
            Col("recorder", M("Greeting recorded by")),
            Col("next_contact", M("Next contact"), Kind.DATE),
        ),
        [_visit(row) for row in facts.visits],
        {"groups": Agg.SUM, "party": Agg.SUM},
        ("consultant",),
        key="visits",
        freeze_columns=2,
        narrow=True,
    )


def calls_sheet(facts: Facts) -> Sheet:
    """来电明细: every call by time."""
    rows = [
        {
            **row,
            "repeat": M("repeated call") if row["is_repeat"] else M("first call"),
            "phone": row["phone"] or row["no_phone_reason"],
        }
        for row in facts.calls
    ]
    return Sheet(
        CALLS,
        (
            NUMBER,
            *_day_column(facts),
            Col("called_at", M("Called"), Kind.TIME),
            Col("repeat", M("Call")),
            Col("name", M("Customer")),
            Col("phone", M("Phone")),
            Col("channel", M("Known channel"), Kind.CHOICE, CHANNEL_WORDS),
            Col("demand_layout", M("Layout wanted"), Kind.CHOICE, choices(LayoutDemand)),
            Col("demand_area", M("Area wanted"), Kind.CHOICE, choices(AreaDemand)),
            Col("questions", M("Questions")),
            Col("invite_visit_at", M("Visit agreed for"), Kind.INSTANT),
            Col("consultant", M("Answered by")),
            Col("grade", M("Grade")),
            Col("next_contact_on", M("Next contact"), Kind.DATE),
        ),
        rows,
        {NUMBER_KEY: Agg.COUNT},
        key="calls",
        freeze_columns=2,
    )


def turns_sheet(facts: Facts) -> Sheet:
    """轮班记录: every reception in the order of the rota."""
    rows = [{**row, "counts": 1 if row["counted"] else 0} for row in facts.turns]
    return Sheet(
        TURNS,
        (
            *_day_column(facts),
            Col("no", M("Turn no."), Kind.INTEGER),
            Col("started_at", M("Started"), Kind.TIME),
            Col("ended_at", M("Ended"), Kind.TIME),
            Col("receiver", M("Receiver")),
            Col("recorder", M("Greeting recorded by")),
            Col("kind", M("Kind of turn"), Kind.CHOICE, choices(TurnKind)),
            Col("visit_kind", M("Answer at the door"), Kind.CHOICE, choices(VisitKind)),
            Col("counts", M("Counts"), Kind.INTEGER),
            Col("on_credit", M("Made up"), Kind.FLAG),
            Col("party_size", M("People"), Kind.INTEGER),
            Col("customer", M("Customer")),
            Col("visit_no", M("Visit no.")),
            Col("note", M("Note")),
        ),
        rows,
        {"counts": Agg.SUM},
        key="turns",
    )


def _deal_columns(number: str, title: Msg) -> tuple[Col, ...]:
    return (
        NUMBER,
        Col("day", M("Date"), Kind.DATE),
        Col(number, title),
        Col("unit", M("Unit")),
        Col("built_area", M("Built area"), Kind.AREA),
        Col("deal_unit_price", M("Deal unit price"), Kind.MONEY),
        Col("list_total", M("List total"), Kind.MONEY),
        Col("deal_total", M("Deal total"), Kind.MONEY),
        Col("off", M("Discount"), Kind.MONEY, calc=Net(("list_total",), ("deal_total",))),
        Col("rate", M("Deal / list"), Kind.RATE, calc=Ratio("deal_total", "list_total")),
        Col("discount", M("Discount lines")),
        Col("plan_kind", M("Payment"), Kind.CHOICE, values_of(PLAN_LABELS)),
        Col("customer", M("Customer")),
        Col("phone", M("Phone")),
        Col("consultant", M("Consultant")),
    )


def _named(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
    comma = say(M(", "))
    return [{**row, "discount": comma.join(row["discounts"])} for row in rows]


def deals_sheet(facts: Facts) -> Sheet:
    """成交明细: subscriptions, contracts, subscriptions ended, each with its total (a deal may stand in several)."""
    totals = {NUMBER_KEY: Agg.COUNT, "built_area": Agg.SUM, "list_total": Agg.SUM, "deal_total": Agg.SUM}
    contracts = [{**row, "number": row["contract_no"] or row["no"]} for row in _named(facts.contracts)]
    return Sheet(
        DEALS,
        blocks=(
            Block(
                _deal_columns("sub_no", M("Subscription no.")), _named(facts.deals), totals,
                title=M("Subscriptions in force"), key="subscriptions",
            ),
            Block(
                _deal_columns("number", M("Contract no.")), contracts, totals, title=M("Contracts signed"),
                key="contracts",
            ),
            Block(
                (
                    *_deal_columns("sub_no", M("Subscription no.")),
                    Col("ended_by", M("Way of ending"), Kind.CHOICE, choices(ChangeKind)), Col("why", M("Reason")),
                ),
                _named(facts.backs),
                totals, title=M("Subscriptions ended (returned, forfeited)"), key="backs",
            ),
        ),
        key="deals",
        auto_filter=False,
    )  # fmt: skip


def _payment(row: Mapping[str, Any]) -> dict[str, Any]:
    back = row["kind"] == "reversal"
    return {
        **row,
        "amount": Cell(row["amount"], ink=BACK_INK) if back else row["amount"],
        "kind": M("reversal") if back else None,
    }


def money_sheet(facts: Facts) -> Sheet:
    """回款明细: every receipt line that counts, by kind of money; reversals in red, below zero."""
    came = Block(
        (
            NUMBER,
            Col("receipt", M("Receipt no.")),
            *(() if facts.single else (Col("day", M("Date"), Kind.DATE),)),
            Col("unit", M("Unit")),
            Col("customer", M("Customer")),
            Col("payer", M("Payer")),
            Col("money_type", M("Money for"), Kind.CHOICE, values_of(MONEY_LABELS)),
            Col("amount", M("Amount"), Kind.MONEY),
            Col("kind", M("Reversal")),
            Col("way", M("Way"), Kind.CHOICE, values_of(WAY_LABELS)),
            Col("account", M("Account")),
            Col("cashier", M("Entered by")),
            Col("consultant", M("Consultant")),
        ),
        [_payment(row) for row in facts.money],
        ("amount",),
        ("money_type",),
        key="came" if facts.paid_out else "",
    )
    if not facts.paid_out:
        return Sheet(MONEY, came.columns, came.rows, came.totals, came.groups, key="money")
    note = M("Money received is before refunds: what was paid out stands below it.")
    return Sheet(MONEY, blocks=(came, _paid_out(facts)), key="money", freeze_head=True, notes=(note,))


PAID_KINDS = {**{each.value: each.label for each in VoucherKind}, "sincerity": M("money before the paper, given back")}


def _paid_out(facts: Facts) -> Block:
    """What the cashier paid out, on the day of the payment (5.7)."""
    return Block(
        (
            NUMBER,
            Col("no", M("Voucher no.")),
            *(() if facts.single else (Col("day", M("Date"), Kind.DATE),)),
            Col("unit", M("Unit")),
            Col("customer", M("Customer")),
            Col("payee", M("Payee")),
            Col("kind", M("Voucher"), Kind.CHOICE, PAID_KINDS),
            Col("amount", M("Paid out"), Kind.MONEY),
            Col("way", M("Way it was paid out"), Kind.CHOICE, values_of(WAY_LABELS)),
            Col("bank_ref", M("Bank reference")),
            Col("cashier", M("Paid out by")),
            Col("consultant", M("Consultant")),
        ),
        facts.paid_out,
        ("amount",),
        title=M("Money paid out"),
        key="paid",
    )


def reserves_sheets(facts: Facts) -> tuple[Sheet, ...]:
    """长期预留: what a leader keeps back without an end (2.16) as the period is over; no sheet where there is none."""
    if not facts.reserves:
        return ()
    columns = (
        NUMBER,
        Col("unit", M("Unit")),
        Col("holder", M("Consultant")),
        Col("customer", M("Customer")),
        Col("since", M("Held since"), Kind.INSTANT),
        Col("list_total", M("List total"), Kind.MONEY),
        Col("note", M("Reason")),
    )
    return (Sheet(M("Reserves without an end"), columns, facts.reserves, ("list_total",), key="reserves"),)
