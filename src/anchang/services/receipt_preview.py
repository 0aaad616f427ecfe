"""What a deal owes, and what money that is about to be written will pay: the hint of the receipt form (2.10, 5.3)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain import allocation as rules
from anchang.domain.allocation import Rest
from anchang.domain.errors import nothing_there
from anchang.domain.plan import MoneyType
from anchang.domain.receivable import Open
from anchang.i18n import M
from anchang.services import allocation
from anchang.storage import plan as plans
from anchang.storage import receipt as rows
from anchang.storage import subscription_query as query
from anchang.storage.reading import Read


@dataclass(frozen=True, slots=True)
class Owed:
    """One payment that is not made in full: number in the plan, what it is, its day if known, unpaid fen."""

    id: int
    no: int
    money_type: MoneyType
    due_on: date | None
    unpaid: int


@dataclass(frozen=True, slots=True)
class Deal:
    """A deal as the cashier has to see it. `rests` is money on account that pays nothing yet."""

    subscription_id: int
    sub_no: str
    unit: str
    buyers: tuple[str, ...]
    owed: tuple[Owed, ...]
    rests: tuple[Rest, ...]
    price_allowed: bool

    def pays(self, lines: Sequence[tuple[MoneyType, int, int | None]]) -> tuple[list[tuple[Owed, int]], int]:
        """([(payment, fen)], surplus in fen) of new lines (type, fen, designated number), after what is on account."""
        numbers = {one.no: one.id for one in self.owed}
        new = [
            Rest(-1 - index, kind, amount, numbers.get(no) if no is not None else None)
            for index, (kind, amount, no) in enumerate(lines)
        ]
        opens = [(Open(one.id, one.due_on, one.no, one.unpaid), one.money_type) for one in self.owed]
        uses = rules.settle([*self.rests, *new], opens, price_allowed=self.price_allowed)
        given: dict[int, int] = {}
        for use in uses:
            if use.line_id < 0:
                given[use.instalment_id] = given.get(use.instalment_id, 0) + use.amount
        total = sum(rest.amount for rest in new)
        return [(one, given[one.id]) for one in self.owed if one.id in given], total - sum(given.values())


def deal(read: Read, subscription_id: int) -> Deal:
    """The deal as it stands. Raises NotFound."""
    row = query.one(read, subscription_id)
    if row is None:
        raise nothing_there(M("subscription"), subscription_id)
    opens = allocation.opens(read, subscription_id)
    shown = {each.id: each for each in plans.current_lines(read.connection, subscription_id)}
    return Deal(
        subscription_id=subscription_id,
        sub_no=row["sub_no"],
        unit=query.unit_of(read, row)["label"],
        buyers=tuple(each.facts.name for each in query.buyers(read, row)),
        owed=tuple(Owed(one.id, shown[one.id].line.no, kind, one.due_on, one.unpaid) for one, kind in opens),
        rests=tuple(rows.rests(read, subscription_id)),
        price_allowed=allocation.price_allowed(read, subscription_id),
    )
