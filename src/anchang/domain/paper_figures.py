"""The figures as they are printed on the customer's paper, held against each other and against what was worked out.

Nothing here refuses (issue: «warn, not refuse»): a paper that does not reconcile is entered as it is, and every warning
names both figures. Money in fen, areas in 0.0001 ㎡ (domain 3.5, 3.6, 5.2, 5.3).
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Final

from anchang.domain.measure import AREA_UNIT, show_area
from anchang.domain.money import FEN_PER_YUAN, half_up, show, times
from anchang.domain.price_list import PricingBasis
from anchang.i18n import M, Msg
from anchang.i18n.capitals import NotWords, from_words

AREA_TOLERANCE: Final = 100  # 0.01 ㎡ (3.5)


@dataclass(frozen=True, slots=True, kw_only=True)
class Printed:
    """What stands on the paper; None and empty words where it says nothing."""

    unit_price: int | None = None
    built_area: int | None = None
    inside_area: int | None = None
    shared_area: int | None = None
    total: int | None = None
    total_words: str = ""
    deposit: int | None = None
    deposit_words: str = ""
    plan_total: int | None = None

    @property
    def says_something(self) -> bool:
        """Whether any figure was taken down."""
        return any(getattr(self, each.name) not in (None, "") for each in fields(self))


@dataclass(frozen=True, slots=True, kw_only=True)
class Worked:
    """What the program has: the unit's areas and basis, price, deposit and plan of the subscription."""

    basis: PricingBasis
    built_area: int | None
    inside_area: int | None
    shared_area: int | None
    deal_total: int
    deposit: int
    plan_total: int


def figure_warnings(printed: Printed, worked: Worked) -> tuple[Msg, ...]:
    """Every pair of figures that does not agree, in the order of the paper; empty when all do."""
    return (
        *_areas(printed, worked),
        *_price(printed, worked),
        *_in_words(printed.total_words, printed.total if printed.total is not None else worked.deal_total, M("total")),
        *_deposit(printed, worked),
        *_plan(printed, worked),
    )


def _areas(printed: Printed, worked: Worked) -> Iterator[Msg]:
    for label, there, here in (
        (M("built area"), printed.built_area, worked.built_area),
        (M("inside area"), printed.inside_area, worked.inside_area),
        (M("shared area"), printed.shared_area, worked.shared_area),
    ):
        if there is not None and here is not None and there != here:
            yield M("On the paper the {what} is {printed} ㎡, of the unit it is {known} ㎡.",
                    what=label, printed=show_area(there), known=show_area(here))  # fmt: skip
    built = _or(printed.built_area, worked.built_area)
    inside = _or(printed.inside_area, worked.inside_area)
    shared = _or(printed.shared_area, worked.shared_area)
    if built is None or inside is None:
        return
    if shared is None:
        if inside > built:
            yield M("The inside area of {inside} ㎡ is larger than the built area of {built} ㎡.",
                    inside=show_area(inside), built=show_area(built))  # fmt: skip
    elif abs(inside + shared - built) > AREA_TOLERANCE:
        yield M("Inside area {inside} ㎡ and shared area {shared} ㎡ make {sum} ㎡, the built area is {built} ㎡.",
                inside=show_area(inside), shared=show_area(shared), sum=show_area(inside + shared),
                built=show_area(built))  # fmt: skip


def _price(printed: Printed, worked: Worked) -> Iterator[Msg]:
    total = printed.total if printed.total is not None else worked.deal_total
    is_inside = worked.basis is PricingBasis.INSIDE
    area = _or(printed.inside_area, worked.inside_area) if is_inside else _or(printed.built_area, worked.built_area)
    if printed.unit_price is not None and area:
        product = times(printed.unit_price, area)
        # A price per ㎡ is shown to the fen: half a fen on every ㎡, and a total in whole yuan, are no difference.
        if abs(product - total) > half_up(area, 2 * AREA_UNIT) + FEN_PER_YUAN:
            yield M("{price} per ㎡ by {area} ㎡ makes {product}, the total is {total}.",
                    price=show(printed.unit_price), area=show_area(area), product=show(product),
                    total=show(total))  # fmt: skip
    if printed.total is not None and printed.total != worked.deal_total:
        yield M("On the paper the total is {printed}, list price and discounts make {worked}.",
                printed=show(printed.total), worked=show(worked.deal_total))  # fmt: skip


def _in_words(words: str, amount: int, what: Msg) -> Iterator[Msg]:
    """The capitals against the figures; who writes capitals with gaps of a form means them without."""
    plain = "".join(words.split())
    if not plain:
        return
    try:
        read = from_words(plain)
    except NotWords:
        yield M("The {what} in capitals, «{words}», is no legal spelling of an amount; in figures it is {amount}.",
                what=what, words=words, amount=show(amount))  # fmt: skip
        return
    if read != amount:
        yield M("In capitals the {what} is {read}, in figures it is {amount}.",
                what=what, read=show(read), amount=show(amount))  # fmt: skip


def _deposit(printed: Printed, worked: Worked) -> Iterator[Msg]:
    if printed.deposit is not None and printed.deposit != worked.deposit:
        yield M("On the paper the deposit is {printed}, agreed here is {worked}.",
                printed=show(printed.deposit), worked=show(worked.deposit))  # fmt: skip
    amount = printed.deposit if printed.deposit is not None else worked.deposit
    yield from _in_words(printed.deposit_words, amount, M("deposit"))


def _plan(printed: Printed, worked: Worked) -> Iterator[Msg]:
    total = printed.total if printed.total is not None else worked.deal_total
    if printed.plan_total is not None and printed.plan_total != total:
        yield M("On the paper the payments make {plan}, the total is {total}.",
                plan=show(printed.plan_total), total=show(total))  # fmt: skip


def _or(printed: int | None, known: int | None) -> int | None:
    return known if printed is None else printed
