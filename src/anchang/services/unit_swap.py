"""Another unit instead of the one that was subscribed: what it costs, on what ground, and carrying it out (2.8, 5.12).

The request keeps the other unit from the moment it is handed in. Carrying it out is one act: the new paper is in force
on the new unit, the old one is replaced, its unit locked, and the money moves by a transfer voucher; all or nothing.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

from anchang.domain import allocation as allocations
from anchang.domain import unit_swap as rules
from anchang.domain.authority import Level
from anchang.domain.buyer import why_not_buyers
from anchang.domain.change import Fault
from anchang.domain.discount import Price, why_not_price
from anchang.domain.errors import AnchangError
from anchang.domain.money import Rounding
from anchang.domain.permit import why_not_sell
from anchang.domain.plan import PlanLine
from anchang.domain.plan_choice import PlanChoice, lines_of, why_not_choose
from anchang.domain.receivable import Open
from anchang.domain.unit_swap import SwapFacts, SwapGround, SwapSide
from anchang.i18n import M, Msg
from anchang.services import claim
from anchang.storage import change_asked as asked
from anchang.storage import discount as discounts
from anchang.storage import project as projects
from anchang.storage import receipt as receipts
from anchang.storage import subscription_query as query
from anchang.storage.discount_request import special_discount_of
from anchang.storage.reading import Read

Row = Mapping[str, Any]

@dataclass(frozen=True, slots=True)
class SwapEffect:
    """What a swap does (fen): both units, the price of the day, the new payments, what of them the money makes.

    `why_not` is the first thing against it; `grounds` on what it would be accepted; `level` who decides.
    """

    old: SwapSide
    new: SwapSide
    price: Price | None
    lines: tuple[PlanLine, ...]
    money: int
    paid: int
    grounds: tuple[SwapGround, ...]
    level: Level
    why_not: Msg | None

    @property
    def difference(self) -> int:
        """How much more (below zero: less) the buyer pays in all."""
        return self.new.total - self.old.total

    @property
    def surplus(self) -> int:
        """Money that the new payments do not ask for yet."""
        return self.money - self.paid


def effect(
    read: Read, deal: Row, unit: Row, choice: PlanChoice, *, fault: Fault, relation: str
) -> SwapEffect:
    """Work a swap out as of today, whatever speaks against it."""
    before = query.unit_of(read, deal)
    old = SwapSide(before["label"], before["built_area"] or deal["built_area"], deal["deal_total"], _heat(read, before))
    found, lines, wrong = _price(read, deal, unit, choice)
    total = found.deal_total if found is not None else unit["list_total"] or 0
    new = SwapSide(unit["label"], unit["built_area"], total, _heat(read, unit))
    grounds = rules.grounds(
        old,
        new,
        _allowed(read),
        company_fault=fault is Fault.COMPANY,
        relation=bool(relation.strip()),
    )
    money = receipts.money_of(read, deal["id"])
    return SwapEffect(
        old, new, found, lines, sum(rest.amount for rest in money), _paid(read, money, lines), grounds,
        rules.level(old, new), _why_not(read, deal, unit, grounds, relation) or wrong,
    )  # fmt: skip


def _allowed(read: Read) -> frozenset[SwapGround]:
    """The grounds that this office accepts beside the company's own fault (Q-33)."""
    chosen = {
        SwapGround.LARGER: read.settings["swap_to_larger"],
        SwapGround.DEARER: read.settings["swap_to_dearer"],
        SwapGround.SLOWER: read.settings["swap_to_slower"],
        SwapGround.RELATION: read.settings["swap_by_relation"],
    }
    return frozenset(ground for ground, accepted in chosen.items() if accepted)


def _heat(read: Read, unit: Row) -> int:
    return rules.heat(*asked.sold_of_kind(read, unit["usage"], unit["layout"]))


def _price(
    read: Read, deal: Row, unit: Row, choice: PlanChoice
) -> tuple[Price | None, tuple[PlanLine, ...], Msg | None]:
    """The price of the day and the payments, or what is wrong with them."""
    if not unit["list_total"]:
        return None, (), M("the unit has no list price")
    wrong = why_not_choose(choice, int(read.settings["min_down_rate"]))
    if wrong is not None:
        return None, (), wrong
    project = projects.by_id(read.connection, read.project_id)
    assert project is not None  # the deal belongs to it
    published = [each.rule for each in discounts.all_rules(read)]
    codes = {line.code for line in query.discount_lines(read, deal)}
    try:
        price = rules.price_of_day(
            unit["list_total"], codes, published, choice.kind, read.today, Rounding(project.rounding)
        )
        lines = lines_of(choice, price.deal_total, deal["deposit_amount"])
    except AnchangError as error:
        return None, (), error.message
    wrong = why_not_price(price.deal_total, price.deal_total, unit["floor_total"], unit["filed_total"])
    return price, lines, wrong


def _paid(read: Read, money: list[allocations.Rest], lines: tuple[PlanLine, ...]) -> int:
    opens = [(Open(line.no, None, line.no, line.amount), line.money_type) for line in lines]
    loose = [replace(rest, designated=None) for rest in money]
    free = not read.settings["price_needs_contract"]
    return sum(use.amount for use in allocations.settle(loose, opens, price_allowed=free))


def _why_not(read: Read, deal: Row, unit: Row, grounds: tuple[SwapGround, ...], relation: str) -> Msg | None:
    reason = why_not_sell(claim.permit_of(read, unit), unit["building"], read.today)
    # They sign a paper of their own for the other unit: what an old ledger did not know is asked for before, not after.
    reason = reason or why_not_buyers([each.facts for each in query.buyers(read, deal)], read.today)
    if reason is not None:
        return reason
    return rules.why_not_swap(
        SwapFacts(
            grounds=grounds,
            relation_reason=relation,
            swapped=asked.swapped(read, deal["customer_id"]),
            limit=int(read.settings["swaps_per_customer"]),
            special_discount=special_discount(read, deal),
            same_unit=unit["id"] == deal["unit_id"],
        )
    )


def special_discount(read: Read, deal: Row) -> str:
    """The number of the special discount on which the deal rests, empty for none (2.6, Q-29)."""
    found = special_discount_of(read, deal["id"])
    return "" if found is None else str(found["no"])
