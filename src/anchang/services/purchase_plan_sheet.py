"""A purchase plan as lines of label and value, the same on the screen and on paper (置业计划表)."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show as money
from anchang.domain.plan import LOANS, DueRule, PlanLine
from anchang.domain.purchase_plan import Loan, PurchasePlan, Repayment
from anchang.i18n import M, Msg
from anchang.services.purchase_plan import Desk, Variant

Said = Msg | str


@dataclass(frozen=True, slots=True)
class SheetRow:
    """One line across all plans: a label and one value for each; `strong` for sums, `head` begins a part."""

    label: Msg
    values: tuple[Said, ...]
    strong: bool = False
    head: bool = False


@dataclass(frozen=True, slots=True)
class Side:
    """One column: what was asked for and what came out."""

    wanted: Variant
    plan: PurchasePlan


def unit_rows(desk: Desk) -> tuple[tuple[Msg, Said], ...]:
    """What is said of the unit once, above the columns."""
    given = desk.offer
    found: list[tuple[Msg, Said]] = [(M("Unit"), given.unit)]
    if desk.layout:
        found.append((M("Layout"), desk.layout))
    for label, area in ((M("Built area"), given.built_area), (M("Inside area"), given.inside_area)):
        if area:
            found.append((label, f"{show_area(area)} ㎡"))
    found.append((M("List total"), money(given.list_total)))
    return tuple(found)


def rows(desk: Desk, sides: Sequence[Side]) -> tuple[SheetRow, ...]:
    """Every line of the sheet; a plan that has nothing on a line says a dash."""
    return (
        *_price(desk, sides),
        *_payments(sides),
        *_loans(sides),
        *_costs(sides),
        SheetRow(M("Price, costs and interest"), tuple(money(side.plan.whole) for side in sides), strong=True),
    )


def _price(desk: Desk, sides: Sequence[Side]) -> Iterator[SheetRow]:
    yield SheetRow(M("Payment plan"), tuple(side.wanted.plan.label for side in sides), head=True)
    yield SheetRow(M("Discounts"), tuple(_discounts(side.plan) for side in sides))
    taken = tuple(money(side.plan.price.list_total - side.plan.price.deal_total) for side in sides)
    yield SheetRow(M("Taken off"), taken)
    yield SheetRow(M("Price"), tuple(money(side.plan.price.deal_total) for side in sides), strong=True)
    given = desk.offer
    each = [given.per_square_metre(side.plan.price.deal_total, given.built_area, given.inside_area) for side in sides]
    yield SheetRow(M("Price per ㎡"), tuple("–" if value is None else money(value) for value in each))


def _discounts(plan: PurchasePlan) -> Said:
    names = tuple(line.name for line in plan.price.lines)
    return M("{numbers}", numbers=names) if names else "–"


def _payments(sides: Sequence[Side]) -> Iterator[SheetRow]:
    """The buyer's own payments in order, then what is lent."""
    own = [[line for line in side.plan.lines if line.money_type not in LOANS] for side in sides]
    longest = max(len(lines) for lines in own)
    for index in range(longest):
        values = tuple(_line(lines[index]) if index < len(lines) else "–" for lines in own)
        yield SheetRow(M("Own payment {no}", no=index + 1), values, head=index == 0)
    yield SheetRow(M("From own money"), tuple(money(side.plan.own_funds) for side in sides), strong=True)
    shares = tuple(_percent(side.plan.own_funds, side.plan.price.deal_total) for side in sides)
    yield SheetRow(M("of the price"), shares)


def _percent(part: int, whole: int) -> str:
    return show_percent((part * 10_000 + whole // 2) // whole * 100)


def _line(line: PlanLine) -> Msg:
    when: Msg
    if line.rule is DueRule.DEPOSIT:
        when = M("with the subscription")
    elif line.rule is DueRule.FIXED:
        when = M("by {day}", day=line.on)
    elif line.days:
        when = M("{days} days after signing", days=line.days)
    else:
        when = M("at signing")
    return M("{amount} {when}", amount=money(line.amount), when=when)


def _loans(sides: Sequence[Side]) -> Iterator[SheetRow]:
    if not any(side.plan.loans for side in sides):
        return
    yield SheetRow(M("Borrowed"), tuple(_money_or_dash(side.plan.borrowed) for side in sides), head=True)
    longest = max(len(side.plan.loans) for side in sides)
    for index in range(longest):
        found = [side.plan.loans[index] if index < len(side.plan.loans) else None for side in sides]
        yield SheetRow(M("Loan {no}", no=index + 1), tuple("–" if loan is None else _loan(loan) for loan in found))
    yield SheetRow(M("Paid back"), tuple(side.wanted.repayment.label if side.plan.loans else "–" for side in sides))
    yield SheetRow(M("First month"), tuple(_money_or_dash(side.plan.monthly) for side in sides), strong=True)
    if any(side.wanted.repayment is Repayment.EQUAL_PRINCIPAL for side in sides):
        last = tuple(_money_or_dash(sum(loan.last for loan in side.plan.loans)) for side in sides)
        yield SheetRow(M("Last month"), last)
    yield SheetRow(M("All interest"), tuple(_money_or_dash(side.plan.interest) for side in sides))


def _loan(loan: Loan) -> Msg:
    return M(
        "{kind} {amount}, {rate}, {years} years",
        kind=loan.kind,
        amount=money(loan.principal),
        rate=show_percent(loan.rate),
        years=loan.months // 12,
    )


def _money_or_dash(fen: int) -> str:
    return money(fen) if fen else "–"


def _costs(sides: Sequence[Side]) -> Iterator[SheetRow]:
    yield SheetRow(M("Taxes for"), tuple(side.wanted.homes.label for side in sides), head=True)
    kinds = dict.fromkeys(cost.kind for side in sides for cost in side.plan.costs)
    for kind in kinds:
        found = [next((cost for cost in side.plan.costs if cost.kind is kind), None) for side in sides]
        values = tuple(
            "–" if cost is None
            else money(cost.amount) if cost.rate is None
            else f"{money(cost.amount)} ({show_percent(cost.rate)})"
            for cost in found
        )  # fmt: skip
        yield SheetRow(kind.label, values)
    yield SheetRow(M("Beside the price"), tuple(money(side.plan.beside) for side in sides), strong=True)
