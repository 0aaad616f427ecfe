"""顾问日报: one line a consultant, and 客流核对 between the rota and the log (domain 4.1, S3 C12)."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from anchang.domain.measure import ONE
from anchang.i18n import M
from anchang.reports.book import Block, Cell, Col, Formula, Net, Sheet
from anchang.reports.daily_facts import Facts
from anchang.reports.daily_overview import STAFF
from anchang.services.listing import Kind
from anchang.storage.day_staff import StaffFigures

ODD_FILL = "FFF2CC"
COUNTED = (
    "turns", "made_up", "skipped", "calls", "first", "returning", "from_call", "follow_ups", "overdue", "deals",
    "deal_amount", "contracts", "contract_amount", "received",
)  # fmt: skip
SOLD = ("deals", "contracts")
SHOWN = ("name", "seq", *COUNTED, "handed_in_at")


def _part(deals: int) -> int | Cell:
    """Deals as a number, and a part of one with its decimals."""
    return Cell(deals, Kind.PART) if deals % ONE else deals // ONE


def _columns(facts: Facts) -> Iterator[Col]:
    yield Col("name", M("Consultant"))
    if facts.single:
        yield Col("seq", M("Place in the rota"), Kind.INTEGER)
    yield Col("turns", M("Turns that count"), Kind.INTEGER)
    yield Col("made_up", M("Turns made up"), Kind.INTEGER)
    yield Col("skipped", M("Turns taken away"), Kind.INTEGER)
    yield Col("calls", M("Calls"), Kind.INTEGER)
    yield Col("first", M("First visits"), Kind.INTEGER)
    yield Col("returning", M("Return visits"), Kind.INTEGER)
    yield Col("from_call", M("Visits after a call"), Kind.INTEGER)
    logged = ("first", "returning", "from_call")
    yield Col("difference", M("Turns less visits"), Kind.INTEGER, calc=Net(("turns",), logged))
    yield Col("follow_ups", M("Follow-ups made"), Kind.INTEGER)
    if facts.ends_today:
        yield Col("overdue", M("Follow-ups overdue"), Kind.INTEGER)
    yield Col("deals", M("Subscriptions"), Kind.INTEGER)
    yield Col("deal_amount", M("Subscribed amount"), Kind.MONEY)
    yield Col("contracts", M("Contracts"), Kind.INTEGER)
    yield Col("contract_amount", M("Contract amount"), Kind.MONEY)
    yield Col("received", M("Money received"), Kind.MONEY)
    if facts.single:
        yield Col("handed_in_at", M("Sheet handed in"), Kind.INSTANT)
        yield Col("late", M("Handed in late"))


def _person(found: StaffFigures) -> dict[str, Any]:
    row = {key: _part(getattr(found, key)) if key in SOLD else getattr(found, key) for key in SHOWN}
    return row | {"late": Cell(M("yes"), fill=ODD_FILL) if found.late else None}


def _traffic(facts: Facts) -> Block:
    found = facts.traffic
    logged = "+".join(f"{{staff:people:{each}@total}}" for each in ("first", "returning", "from_call"))
    lines = (
        (M("Turns that count"), Formula("{staff:people:turns@total}", found.counted)),
        (M("+ turns that do not count, with a visit in the log"), found.uncounted),
        (M("+ visits in the log without a turn"), found.no_turn),
        (M("− turns that count without a visit in the log"), -found.no_visit),
        (M("= groups that the turns lead to"), Formula("{n@1}+{n@2}+{n@3}+{n@4}", found.groups + found.unexplained)),
        (M("Groups in the visit log"), Formula(logged, found.groups)),
        (
            M("Not explained"),
            Cell(Formula("{n@5}-{n@6}", found.unexplained), fill=ODD_FILL if found.unexplained else None),
        ),
        (M("Turns that count, less groups in the log"), Formula("{n@1}-{n@6}", found.counted - found.groups)),
    )
    return Block(
        (Col("what", M("Turns and visits compared"), width=34), Col("n", M("Number"), Kind.INTEGER)),
        [{"what": what, "n": value} for what, value in lines],
        title=M("Do the rota and the visit log agree?"),
        key="traffic",
    )


def staff_sheet(facts: Facts) -> Sheet:
    """顾问日报 with its reconciliation."""
    columns = tuple(_columns(facts))
    shown = {column.key for column in columns}
    rows = [_person(each) for each in facts.staff]
    notes = [M("Turns made up were taken on a credit; the manager takes turns away.")]
    if any(getattr(each, key) % ONE for each in facts.staff for key in SOLD):
        notes.append(M("A deal whose credit is shared counts for each by the share that was decided."))
    if facts.ends_today:
        notes.append(M("Overdue follow-ups are the lines that are late on the due board: tasks and planned contacts."))
    else:
        notes.append(M("Overdue follow-ups are known only as they stand today, so a past day does not show them."))
    return Sheet(
        STAFF,
        blocks=(
            Block(columns, rows, tuple(key for key in COUNTED if key in shown), key="people"),
            _traffic(facts),
        ),
        notes=notes,
        key="staff",
        narrow=True,
    )
