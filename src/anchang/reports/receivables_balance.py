"""余额勾稽: from the opening to the closing balance, from receipts to what they paid, all sheets compared (4.4)."""

from __future__ import annotations

from typing import Any

from anchang.i18n import M, Msg
from anchang.reports.agreement import Check, check_block
from anchang.reports.book import Block, Col, Formula, Net, Sheet
from anchang.reports.receivables_facts import (
    AGEING,
    BALANCE,
    BUILDING,
    CONSULTANT,
    DETAILS,
    OVERDUE,
    PLAN,
    RECEIVED,
    SUMMARY,
    Facts,
)
from anchang.reports.receivables_sums import GROUP_TITLES, due_by_type
from anchang.services.listing import Kind

STEPS = ("opening", "new", "received", "adjusted", "listed")


def _ladder(facts: Facts) -> Block:
    listed: dict[str, int] = {}
    for line in facts.lines:
        listed[line["building"]] = listed.get(line["building"], 0) + line["unpaid"]
    rows = [
        {
            "building": building,
            "opening": found.opening,
            "new": found.new,
            "received": found.received,
            "adjusted": found.adjusted,
            "listed": listed.get(building, 0),
        }
        for building, found in facts.buildings.items()
    ]
    columns = (
        Col("building", M("Building")),
        Col("opening", M("Unpaid at the beginning"), Kind.MONEY),
        Col("new", M("+ new in the period"), Kind.MONEY),
        Col("received", M("− received in the period"), Kind.MONEY),
        Col("adjusted", M("± plans changed, papers void"), Kind.MONEY),
        Col("closing", M("= unpaid at the end"), Kind.MONEY, calc=Net(("opening", "new", "adjusted"), ("received",))),
        Col("listed", M("Unpaid in the details"), Kind.MONEY),
        Col("difference", M("Difference"), Kind.MONEY, calc=Net(("closing",), ("listed",))),
    )
    return Block(columns, rows, STEPS, title=M("From the opening to the closing balance"), key="ladder")


def _money(facts: Facts) -> Block:
    whole = facts.whole
    grown = whole.surplus_after - whole.surplus_before
    paid = whole.receipts - whole.outside_price - grown
    lines: tuple[tuple[Msg, Any], ...] = (
        (M("Money received in the period"), Formula("{received:days:amount@total}", whole.receipts)),
        (M("− money that is not part of the price"), -whole.outside_price),
        (M("− growth of what stays on customers' accounts"), -grown),
        (M("= paid on instalments"), Formula("{n@1}+{n@2}+{n@3}", paid)),
        (M("Received in the period, as above"), Formula("{balance:ladder:received@total}", whole.received)),
        (M("Difference"), Formula("ROUND({n@4}-{n@5},4)", paid - whole.received)),
        (M("On customers' accounts at the end (lowers nothing above)"), whole.surplus_after),
    )
    return Block(
        (Col("what", M("From the receipts to the instalments"), width=28), Col("n", M("Amount"), Kind.MONEY)),
        [{"what": what, "n": value} for what, value in lines],
        title=M("From the receipts to the instalments"),
        key="money",
    )


def checks(facts: Facts) -> list[Check]:
    """What has to be the same in two sheets. Each value is what the queries behind that sheet gave."""
    parts = facts.buildings.values()
    closing = sum(each.opening + each.new - each.received + each.adjusted for each in parts)
    received = sum(each.received for each in parts)

    def one(what: Msg, at: Msg, here: str, value: int, sheet: Msg, there: str, other: int) -> Check:
        places = (f"{{{here}@total}}", f"{{{there}@total}}")
        return Check(what, at, Formula(places[0], value), sheet, Formula(places[1], other), Kind.MONEY)

    def part(sheet: Msg, words: Msg) -> Msg:
        return M("{sheet}: {part}", sheet=sheet, part=words)

    unpaid, ladder = M("Unpaid"), "balance:ladder:closing"
    found = [
        one(
            unpaid, BALANCE, ladder, closing, DETAILS, "details:unpaid", sum(line["unpaid"] for line in facts.lines)
        ),
        one(
            unpaid, BALANCE, ladder, closing, part(BALANCE, M("Unpaid in the details")), "balance:ladder:listed",
            facts.whole.closing,
        ),
        one(
            unpaid, BALANCE, ladder, closing, part(AGEING, M("All deals by days overdue")), "ageing:bands:amount",
            sum(facts.ageing.values()),
        ),
        one(unpaid, BALANCE, ladder, closing, AGEING, "ageing:deals:unpaid", sum(each.unpaid for each in facts.deals)),
    ]  # fmt: skip
    late = sum(line["unpaid"] for line in facts.lines if line["days"] > 0)
    due = sum(due_by_type(facts).values())
    for by in (BUILDING, CONSULTANT, PLAN):
        groups, summary = facts.groups(by), part(SUMMARY, M("By {what}", what=GROUP_TITLES[by]))
        now = sum(facts.received_by[by].values())
        found += [
            one(unpaid, BALANCE, ladder, closing, summary, f"summary:{by}:unpaid", sum(g.unpaid for g in groups)),
            one(
                M("Overdue amount"), OVERDUE, "overdue:unpaid", late, summary, f"summary:{by}:overdue",
                sum(each.overdue for each in groups),
            ),
            one(
                M("Received in the period"), BALANCE, "balance:ladder:received", received, summary,
                f"summary:{by}:received_now", now,
            ),
            one(
                M("Due in the period"), RECEIVED, "received:against:due", due, summary, f"summary:{by}:due_now",
                sum(each.due_in_period for each in groups),
            ),
        ]  # fmt: skip
    paid = sum(facts.paid_by_type.values())
    whole = facts.whole
    allocated = whole.receipts - whole.outside_price - (whole.surplus_after - whole.surplus_before)
    found += [
        one(M("Received in the period"), BALANCE, "balance:ladder:received", received, RECEIVED,
            "received:against:paid", paid),
        Check(M("Received in the period"), BALANCE, Formula("{balance:ladder:received@total}", received), BALANCE,
              Formula("{balance:money:n@4}", allocated), Kind.MONEY),
        Check(M("Money received in the period"), RECEIVED,
              Formula("{received:days:amount@total}", sum(each.amount for each in facts.received)), BALANCE,
              Formula("{balance:money:n@1}", whole.receipts), Kind.MONEY),
    ]  # fmt: skip
    return found


def balance_sheet(facts: Facts) -> Sheet:
    """余额勾稽 with its proof. Raises SheetsDisagree."""
    return Sheet(
        BALANCE,
        blocks=(_ladder(facts), _money(facts), check_block(checks(facts))),
        key="balance",
        auto_filter=False,
        notes=(M("Each column of the first table comes from its own query, so the difference says something."),),
    )
