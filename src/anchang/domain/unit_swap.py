"""Whether a buyer may take another unit instead, and who says so (domain 2.8, Q-29, Q-33).

Free where the company is at fault; else only from small to large, from low to high, from a hot unit to a slow one, or
for a special relation. To a cheaper or hotter unit a director decides. Money in fen, areas in 0.0001 ㎡.
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain.authority import Level
from anchang.domain.discount import DiscountRule, Price, price, why_not_use
from anchang.domain.measure import ONE
from anchang.domain.money import Rounding
from anchang.domain.plan import PlanKind
from anchang.domain.plan_change import for_payment, is_for_payment
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class SwapGround(Worded):
    """On what ground a swap is accepted."""

    COMPANY_FAULT = "company_fault", M("the company is at fault")
    LARGER = "larger", M("to a larger unit")
    DEARER = "dearer", M("to a higher total")
    SLOWER = "slower", M("from a hot unit to a slow one")
    RELATION = "relation", M("special relation")


def heat(sold: int, units: int) -> int:
    """How hot a kind of unit sells: the share (10⁻⁶) that is taken; 0 where there is none. Rounded down."""
    return sold * ONE // units if units else 0


@dataclass(frozen=True, slots=True)
class SwapSide:
    """One of the two units: its area where it is known, what the buyer pays for it, how hot its kind sells."""

    unit: str
    area: int | None
    total: int
    heat: int


def grounds(
    old: SwapSide, new: SwapSide, allowed: Collection[SwapGround], *, company_fault: bool, relation: bool
) -> tuple[SwapGround, ...]:
    """Every ground that holds; the company's fault always counts, the others where the office allows them."""
    holds = {
        SwapGround.LARGER: old.area is not None and new.area is not None and new.area > old.area,
        SwapGround.DEARER: new.total > old.total,
        SwapGround.SLOWER: new.heat < old.heat,
        SwapGround.RELATION: relation,
    }
    first = (SwapGround.COMPANY_FAULT,) if company_fault else ()
    return (*first, *(ground for ground, is_so in holds.items() if is_so and ground in allowed))


def level(old: SwapSide, new: SwapSide) -> Level:
    """Who decides: the manager, or the director where the new unit is cheaper or hotter (2.8)."""
    return Level.DIRECTOR if new.total < old.total or new.heat > old.heat else Level.MANAGER


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapFacts:
    """What speaks for and against a swap. What is not said counts against it.

    `swapped` are the customer's earlier swaps that were no fault of the company, `limit` how many there may be;
    `special_discount` is the number of an approved one that the deal rests on.
    """

    grounds: tuple[SwapGround, ...] = ()
    relation_reason: str = ""
    swapped: int = 0
    limit: int = 0
    special_discount: str = ""
    same_unit: bool = True


def why_not_swap(facts: SwapFacts) -> Msg | None:
    """Why the buyer may not have the other unit instead, or None (2.8)."""
    if facts.same_unit:
        return M("this is the unit that the buyer has")
    if facts.special_discount:
        return M(
            "after a special discount ({number}) no unit is changed unless it is approved anew",
            number=facts.special_discount,
        )
    if SwapGround.COMPANY_FAULT in facts.grounds:
        return None
    if facts.swapped >= facts.limit:
        return M("the customer has changed units {count} times already; the limit is {limit}",
                 count=facts.swapped, limit=facts.limit)  # fmt: skip
    if not facts.grounds:
        return M("a unit is changed only for a larger, dearer or slower one, for a special relation, or where the "
                 "company is at fault")  # fmt: skip
    if facts.grounds == (SwapGround.RELATION,) and not facts.relation_reason.strip():
        return M("say what the special relation is")
    return None


def price_of_day(
    list_total: int,
    codes: Collection[str],
    rules: Sequence[DiscountRule],
    kind: PlanKind,
    day: date,
    rounding: Rounding,
) -> Price:
    """What the other unit costs on that day: its list total (fen), less what is published then (2.8, 5.2).

    Of the discounts that the buyer has (`codes`) those stay that hold on that day; those for the way of paying follow
    it. Raises Refusal when nothing of the price would be left.
    """
    kept = [
        rule
        for rule in rules
        if rule.code in codes and not is_for_payment(rule) and why_not_use([rule], kind, day) is None
    ]
    return price(list_total, [*kept, *for_payment(rules, kind, day, kept)], rounding)
