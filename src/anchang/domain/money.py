"""Money in integer fen (CNY): the one reader, the one writer, and the rounding rules. Domain 5.1 and 5.2.

A price is rounded once, from the exact value: rounding to fen first and to yuan afterwards gives another total.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from enum import StrEnum

from anchang.domain.errors import BadInput, Refusal
from anchang.domain.measure import AREA_UNIT, ONE, scaled
from anchang.domain.text import half_width, named
from anchang.i18n import M, Msg
from anchang.i18n.capitals import LARGEST, TEN_THOUSAND, YUAN

MAX = LARGEST  # 99,999,999,999,999.99
FEN_PER_YUAN = 100

_CURRENCY = re.compile(r"^(?P<sign>[-+]?)\s*(?:¥|CNY|RMB)\s*", re.IGNORECASE)


class Rounding(StrEnum):
    """How a computed total becomes an amount (5.1); kept with the price-list version it belongs to."""

    FLOOR_YUAN = "floor_yuan"
    HALF_UP_YUAN = "half_up_yuan"
    HALF_UP_FEN = "half_up_fen"

    @property
    def label(self) -> Msg:
        """The rule in words."""
        return ROUNDING_LABELS[self]


ROUNDING_LABELS: dict[Rounding, Msg] = {
    Rounding.FLOOR_YUAN: M("whole yuan, rest dropped"),
    Rounding.HALF_UP_YUAN: M("whole yuan, rounded"),
    Rounding.HALF_UP_FEN: M("fen, rounded"),
}


def parse(text: str, place: str = "", *, allow_negative: bool = False) -> int:
    """Fen from what people write: «1,164,240», «￥1,164,240.00», full-width figures; ten-thousands only when written.

    `place` is the name of the field, cell or argument and stands in the error. Raises BadInput for an empty text, for
    nonsense, for a part of a fen, for a negative amount unless it is allowed, and beyond `MAX`.
    """
    plain = _CURRENCY.sub(lambda found: found["sign"], half_width(text)).removesuffix(YUAN).rstrip()
    decimals = 2
    if plain.endswith(TEN_THOUSAND):
        plain, decimals = plain.removesuffix(TEN_THOUSAND).rstrip(), 6
    # With nothing left the whole text is what to quote; with nothing written at all the reader says so itself.
    fen = scaled(plain or text, place, decimals=decimals, allow_negative=allow_negative)
    if abs(fen) > MAX:
        raise BadInput(M("{place}: more than {most} cannot be kept.", place=named(place), most=show(MAX)), place)
    return fen


def show(fen: int) -> str:
    """«1,164,240.00», with a minus sign before a negative amount."""
    yuan, rest = divmod(abs(fen), FEN_PER_YUAN)
    return f"{'-' if fen < 0 else ''}{yuan:,}.{rest:02d}"


def half_up(numerator: int, denominator: int) -> int:
    """The quotient rounded to a whole number, a half away from zero. ZeroDivisionError for a denominator of 0."""
    if denominator < 0:
        numerator, denominator = -numerator, -denominator
    rounded = (2 * abs(numerator) + denominator) // (2 * denominator)
    return -rounded if numerator < 0 else rounded


def share(fen: int, rate: int) -> int:
    """That part (rate in 10⁻⁶) of an amount, rounded half up to fen."""
    return half_up(fen * rate, ONE)


def times(unit_price: int, area: int) -> int:
    """Price per ㎡ (fen) x area (0.0001 ㎡), rounded half up to fen. For a list total use `total_of` (one rounding)."""
    return half_up(unit_price * area, AREA_UNIT)


def total_of(unit_price: int, area: int, rule: Rounding) -> int:
    """Price per ㎡ (fen) x area (0.0001 ㎡) in fen by that rule, rounded once from the exact product."""
    return _rounded(unit_price * area, AREA_UNIT, rule)


def round_yuan(fen: int, rule: Rounding) -> int:
    """An amount (fen) by that rule, symmetric for negative ones; fen stay as they are under `half_up_fen`."""
    return _rounded(fen, 1, rule)


def unit_price(total: int, area: int) -> int:
    """Fen per ㎡ for showing; the total stays what counts (5.2). Raises Refusal without an area."""
    if area <= 0:
        raise Refusal(M("There is no area, so there is no price per square metre."))
    return half_up(total * AREA_UNIT, area)


def discounted(base: int, rates: Sequence[int], amounts: Sequence[int], rounding: Rounding) -> int:
    """The deal total in fen: base x every keep-rate (10⁻⁶, 98 % is 980000) - every amount (fen), rounded once (5.2).

    Raises Refusal for a rate outside 0 to 100 %, a negative amount, and a result that is not above zero.
    """
    if any(not 0 < rate <= ONE for rate in rates):
        raise Refusal(M("A discount keeps more than 0% and at most 100% of the price."))
    if any(amount < 0 for amount in amounts):
        raise Refusal(M("A discount in money is not below zero."))
    numerator, denominator = base, 1
    for rate in rates:
        numerator, denominator = numerator * rate, denominator * ONE
    total = _rounded(numerator - sum(amounts) * denominator, denominator, rounding)
    if total <= 0:
        raise Refusal(M("The discounts are as large as the price of {base}.", base=show(base)))
    return total


def _rounded(numerator: int, denominator: int, rule: Rounding) -> int:
    """numerator/denominator fen by the rule; a positive denominator."""
    if rule is Rounding.HALF_UP_FEN:
        return half_up(numerator, denominator)
    if rule is Rounding.HALF_UP_YUAN:
        return half_up(numerator, denominator * FEN_PER_YUAN) * FEN_PER_YUAN
    yuan = abs(numerator) // (denominator * FEN_PER_YUAN)
    return (-yuan if numerator < 0 else yuan) * FEN_PER_YUAN
