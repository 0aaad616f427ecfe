"""The lists of the receivables report: 应收账款明细表 and 逾期明细 (domain 4.4)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.plan import MONEY_LABELS, PLAN_LABELS
from anchang.domain.price_list import USAGE_LABELS
from anchang.domain.receivable import BUCKET_LABELS, STATE_LABELS
from anchang.i18n import M
from anchang.reports.book import NUMBER, Cell, Col, Sheet
from anchang.reports.choices import values_of
from anchang.reports.receivables_facts import DETAILS, OVERDUE, Facts
from anchang.services.listing import Kind

LATE_FILL, LATE_INK = "FFC7CE", "9C0006"

MONEY_WORDS, BAND_WORDS = values_of(MONEY_LABELS), values_of(BUCKET_LABELS)


def _row(line: Mapping[str, Any]) -> dict[str, Any]:
    late = line["days"] > 0
    return {
        **line,
        "paper": line["contract_no"] or line["sub_no"],
        "days": Cell(line["days"], fill=LATE_FILL, ink=LATE_INK) if late else None,
    }


def _late_fee(facts: Facts) -> tuple[Col, ...]:
    """The trial figure has a column as soon as one contract has a rate (5.5)."""
    if not any(line["late_rate"] for line in facts.lines):
        return ()
    return (Col("late_fee", M("Late fee (trial)"), Kind.MONEY),)


def _totals(facts: Facts, *keys: str) -> tuple[str, ...]:
    return (*keys, *(column.key for column in _late_fee(facts)))


def _trial(facts: Facts) -> tuple[Any, ...]:
    words = M("The late fee is a trial figure at the contract's daily rate; nothing is booked before it is approved.")
    return (words,) if _late_fee(facts) else ()


def details_sheet(facts: Facts) -> Sheet:
    """应收账款明细表: one row an instalment, sub-totals by deal and building."""
    return Sheet(
        DETAILS,
        (
            NUMBER,
            Col("building", M("Building")),
            Col("unit", M("Unit")),
            Col("usage", M("Usage"), Kind.CHOICE, values_of(USAGE_LABELS)),
            Col("built_area", M("Built area"), Kind.AREA),
            Col("customer", M("Customer")),
            Col("phone", M("Phone")),
            Col("consultant", M("Consultant")),
            Col("subscribed_on", M("Subscribed"), Kind.DATE),
            Col("signed_on", M("Signed"), Kind.DATE),
            Col("filed_on", M("Filed"), Kind.DATE),
            Col("paper", M("Contract or subscription no.")),
            Col("plan_kind", M("Payment"), Kind.CHOICE, values_of(PLAN_LABELS)),
            Col("deal_total", M("Deal total"), Kind.MONEY),
            Col("money_type", M("Money for"), Kind.CHOICE, MONEY_WORDS),
            Col("no", M("Instalment"), Kind.INTEGER),
            Col("due_on", M("Due"), Kind.DATE),
            Col("amount", M("Amount due"), Kind.MONEY),
            Col("paid", M("Received"), Kind.MONEY),
            Col("unpaid", M("Unpaid"), Kind.MONEY),
            Col("days", M("Days overdue"), Kind.INTEGER),
            Col("band", M("Ageing band"), Kind.CHOICE, BAND_WORDS),
            Col("state", M("State"), Kind.CHOICE, values_of(STATE_LABELS)),
            Col("why_unpaid", M("Why unpaid")),
            *_late_fee(facts),
            Col("responsible", M("Responsible")),
            Col("note", M("Note")),
        ),
        [_row(line) for line in facts.lines],
        _totals(facts, "amount", "paid", "unpaid"),
        ("building", "paper"),
        key="details",
        freeze_columns=3,
        notes=_trial(facts),
    )


def overdue_sheet(facts: Facts) -> Sheet:
    """逾期明细: what is overdue, by consultant; in each the most days times money first."""
    late = [line for line in facts.lines if line["days"] > 0]
    sums: dict[str, int] = {}
    for line in late:
        sums[line["consultant"]] = sums.get(line["consultant"], 0) + line["unpaid"]
    late.sort(
        key=lambda line: (
            -sums[line["consultant"]], line["consultant"], -line["days"] * line["unpaid"], line["sort_key"], line["no"]
        )
    )  # fmt: skip
    return Sheet(
        OVERDUE,
        (
            NUMBER,
            Col("consultant", M("Consultant")),
            Col("unit", M("Unit")),
            Col("customer", M("Customer")),
            Col("phone", M("Phone")),
            Col("paper", M("Contract or subscription no.")),
            Col("signed_on", M("Signed"), Kind.DATE),
            Col("money_type", M("Money for"), Kind.CHOICE, MONEY_WORDS),
            Col("no", M("Instalment"), Kind.INTEGER),
            Col("due_on", M("Due"), Kind.DATE),
            Col("amount", M("Amount due"), Kind.MONEY),
            Col("paid", M("Received"), Kind.MONEY),
            Col("unpaid", M("Overdue amount"), Kind.MONEY),
            Col("days", M("Days overdue"), Kind.INTEGER),
            Col("band", M("Ageing band"), Kind.CHOICE, BAND_WORDS),
            Col("why_unpaid", M("Why unpaid")),
            *_late_fee(facts),
        ),
        [_row(line) for line in late],
        _totals(facts, "amount", "paid", "unpaid"),
        ("consultant",),
        key="overdue",
        freeze_columns=3,
        notes=_trial(facts),
    )
