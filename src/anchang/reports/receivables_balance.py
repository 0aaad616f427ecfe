"""余额勾稽: from the opening to the closing balance, from receipts to what they paid, all sheets compared (4.4)."""

from __future__ import annotations

from typing import Any

from anchang.i18n import M, Msg
from anchang.reports.agreement import Check, check_block
from anchang.reports.book import Block, Col, Formula, Net, Sheet
from anchang.reports.receivables_facts import (
    AGEING,
    BALANCE,
    DETAILS,
    OVERDUE,
    RECEIVED,
    SUMMARY,
    Facts,
)
from anchang.reports.receivables_sums import GROUP_TITLES, due_by_type
from anchang.services.listing import Kind

STEPS = ("opening", "brought", "new", "received", "adjusted", "listed")


def _ladder(facts: Facts) -> Block:
    listed: dict[str, int] = {}
    for line in facts.lines:
        listed[line["building"]] = listed.get(line["building"], 0) + line["unpaid"]
    rows = [
        {
            "building": building,
            "opening": found.opening,
            "brought": found.brought,
            "new": found.new,
            "received": found.received,
            "adjusted": found.adjusted,
            "listed": listed.get(building, 0),
        }
        for building, found in facts.buildings.items()
    ]
    # Most periods bring nothing in: the column stands only where an opening balance did.
    brought = (Col("brought", M("+ brought in by the opening balance"), Kind.MONEY),) if facts.whole.brought else ()
    steps = STEPS if brought else tuple(step for step in STEPS if step != "brought")
    added = tuple(step for step in steps if step not in ("received", "listed"))
    columns = (
        Col("building", M("Building")),
        Col("opening", M("Unpaid at the beginning"), Kind.MONEY),
        *brought,
        Col("new", M("+ new in the period"), Kind.MONEY),
        Col("received", M("− received in the period"), Kind.MONEY),
        Col("adjusted", M("± plans changed, deals ended, credits, openings corrected"), Kind.MONEY),
        Col("closing", M("= unpaid at the end"), Kind.MONEY, calc=Net(added, ("received",))),
        Col("listed", M("Unpaid in the details"), Kind.MONEY),
        Col("difference", M("Difference"), Kind.MONEY, calc=Net(("closing",), ("listed",))),
    )
    return Block(columns, rows, steps, title=M("From the opening to the closing balance"), key="ladder")


def _money(facts: Facts) -> Block:
    whole = facts.whole
    grown = whole.surplus_after - whole.surplus_before
    paid = whole.receipts - whole.outside_price - whole.taken - grown
    lines: tuple[tuple[Msg, Any], ...] = (
        (M("Money received in the period"), Formula("{received:days:amount@total}", whole.receipts)),
        (M("− money that is not part of the price"), -whole.outside_price),
        (M("− kept, given back or moved by vouchers"), -whole.taken),
        (M("− growth of what stays on customers' accounts"), -grown),
        (M("= paid on instalments"), Formula("{n@1}+{n@2}+{n@3}+{n@4}", paid)),
        (M("Received in the period, as above"), Formula("{balance:ladder:received@total}", whole.received)),
        (M("Difference"), Formula("ROUND({n@5}-{n@6},4)", paid - whole.received)),
        (M("On customers' accounts at the end (lowers nothing above)"), whole.surplus_after),
    )
    return Block(
        (Col("what", M("From the receipts to the instalments"), width=28), Col("n", M("Amount"), Kind.MONEY)),
        [{"what": what, "n": value} for what, value in lines],
        title=M("From the receipts to the instalments"),
        key="money",
    )


def _till(facts: Facts) -> Block:
    """Customers' money: in = out + held (2.10)."""
    till = facts.till
    lines: tuple[tuple[Msg, Any], ...] = (
        (M("Customers' money here at the beginning"), till.before),
        (M("+ money from before the opening"), till.brought),
        (M("+ money received in the period"), Formula("{received:days:amount@total}", till.came)),
        (M("− forfeited, and fees of requests carried out"), -till.house),
        (M("− refunds paid out"), -till.back),
        (M("= customers' money here at the end"), Formula("{n@1}+{n@2}+{n@3}+{n@4}+{n@5}", _end(facts))),
        (M("What the receipts have left, with refunds not paid yet"), till.after),
        (M("Difference"), Formula("ROUND({n@6}-{n@7},4)", _end(facts) - till.after)),
        (M("of it refunds still to be paid"), till.waiting),
        (M("Paid on top by the company (not customers' money)"), till.on_top),
    )
    return Block(
        (Col("what", M("Customers' money in, out and held"), width=28), Col("n", M("Amount"), Kind.MONEY)),
        [{"what": what, "n": value} for what, value in lines],
        title=M("Customers' money in, out and held"),
        key="till",
    )


def _end(facts: Facts) -> int:
    till = facts.till
    return till.before + till.brought + till.came - till.house - till.back


def _one(what: Msg, at: Msg, here: str, value: int, sheet: Msg, there: str, other: int) -> Check:
    """Two places compared; a place without a row is a grand total."""
    places = [f"{{{place}}}" if "@" in place else f"{{{place}@total}}" for place in (here, there)]
    return Check(what, at, Formula(places[0], value), sheet, Formula(places[1], other), Kind.MONEY)


def _part(sheet: Msg, words: Msg) -> Msg:
    return M("{sheet}: {part}", sheet=sheet, part=words)


UNPAID, NOW, CAME = M("Unpaid"), M("Received in the period"), M("Money received in the period")
CLOSING, PAID = "balance:ladder:closing", "balance:ladder:received"


def checks(facts: Facts) -> list[Check]:
    """What has to be the same in two sheets. Each value is what the queries behind that sheet gave."""
    parts, whole = facts.buildings.values(), facts.whole
    closing = sum(each.opening + each.brought + each.new - each.received + each.adjusted for each in parts)
    received = sum(each.received for each in parts)
    listed = sum(line["unpaid"] for line in facts.lines)
    allocated = whole.receipts - whole.outside_price - whole.taken - (whole.surplus_after - whole.surplus_before)
    taken = sum(each.price for each in facts.vouchered)
    came = sum(each.amount for each in facts.received)
    details, bands = M("Unpaid in the details"), M("All deals by days overdue")
    return [
        _one(UNPAID, BALANCE, CLOSING, closing, DETAILS, "details:unpaid", listed),
        _one(UNPAID, BALANCE, CLOSING, closing, _part(BALANCE, details), "balance:ladder:listed", whole.closing),
        _one(UNPAID, BALANCE, CLOSING, closing, AGEING, "ageing:deals:unpaid", sum(d.unpaid for d in facts.deals)),
        _one(
            UNPAID, BALANCE, CLOSING, closing, _part(AGEING, bands), "ageing:bands:amount", sum(facts.ageing.values())
        ),
        *(check for by in GROUP_TITLES for check in _summary_checks(facts, by, closing, received)),
        _one(
            NOW, BALANCE, PAID, received, RECEIVED, "received:against:paid", sum(facts.paid_by_type.values())
        ),
        _one(NOW, BALANCE, PAID, received, BALANCE, "balance:money:n@5", allocated),
        _one(CAME, RECEIVED, "received:days:amount", came, BALANCE, "balance:money:n@1", whole.receipts),
        *((_taken_check(taken, whole.taken),) if facts.vouchered else ()),
        Check(
            M("Customers' money"), BALANCE, Formula("{balance:till:n@6}", _end(facts)), BALANCE,
            Formula("{balance:till:n@7}", facts.till.after), Kind.MONEY,
        ),
        *((_paid_check(facts),) if facts.paid_out else ()),
    ]


def _taken_check(listed: int, taken: int) -> Check:
    """What the list of vouchers took, against what the balance subtracts (below zero there)."""
    return Check(
        M("Taken by vouchers"), RECEIVED, Formula("{received:vouchers:price@total}", listed), BALANCE,
        Formula("-{balance:money:n@3}", taken), Kind.MONEY,
    )  # fmt: skip


def _paid_check(facts: Facts) -> Check:
    """What the list of payments has, against the refunds and what the company paid on top."""
    return Check(
        M("Money paid out"), RECEIVED, Formula("{received:paid:amount@total}", sum(p.amount for p in facts.paid_out)),
        BALANCE, Formula("-{balance:till:n@5}+{balance:till:n@10}", facts.till.back + facts.till.on_top), Kind.MONEY,
    )  # fmt: skip


def _summary_checks(facts: Facts, by: str, closing: int, received: int) -> list[Check]:
    """A table of the summary against the sheets that say the same in detail."""
    groups, sheet = facts.groups(by), _part(SUMMARY, M("By {what}", what=GROUP_TITLES[by]))
    late = sum(line["unpaid"] for line in facts.lines if line["days"] > 0)
    due = sum(due_by_type(facts).values())
    there = f"summary:{by}"
    return [
        _one(UNPAID, BALANCE, CLOSING, closing, sheet, f"{there}:unpaid", sum(g.unpaid for g in groups)),
        _one(
            M("Overdue amount"), OVERDUE, "overdue:unpaid", late, sheet, f"{there}:overdue",
            sum(each.overdue for each in groups),
        ),
        _one(
            NOW, BALANCE, PAID, received, sheet, f"{there}:received_now", sum(facts.received_by[by].values())
        ),
        _one(
            M("Due in the period"), RECEIVED, "received:against:due", due, sheet, f"{there}:due_now",
            sum(each.due_in_period for each in groups),
        ),
    ]  # fmt: skip


def balance_sheet(facts: Facts) -> Sheet:
    """余额勾稽 with its proof. Raises SheetsDisagree."""
    return Sheet(
        BALANCE,
        blocks=(_ladder(facts), _money(facts), _till(facts), check_block(checks(facts))),
        key="balance",
        auto_filter=False,
        notes=(M("Each column of the first table comes from its own query, so the difference says something."),),
    )
