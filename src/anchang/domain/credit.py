"""Who gets which part of a deal's credit: one rule for every figure that is told by consultant (domain 2.1, 4.1, 4.7).

A deal's parts are whole fen and total the deal: every part is rounded down first, and what is left goes fen by fen to
the largest remainders, the earlier name first where they are equal. A reversal takes back exactly what was given.
"""

from __future__ import annotations

from collections.abc import Sequence

from anchang.domain.errors import BadInput
from anchang.domain.measure import ONE
from anchang.i18n import M


def split(amount: int, rates: Sequence[int]) -> tuple[int, ...]:
    """An amount (fen, or 10⁻⁶ of a deal) by rates of 10⁻⁶ that total 100 %, one part a rate, the sum kept.

    Raises BadInput for rates that do not total 100 % or are below zero.
    """
    if sum(rates) != ONE or any(rate < 0 for rate in rates):
        raise BadInput(M("the shares total 100%"), "shares")
    whole = [abs(amount) * rate for rate in rates]
    parts = [each // ONE for each in whole]
    left = abs(amount) - sum(parts)
    by_rest = sorted(range(len(rates)), key=lambda place: (-(whole[place] % ONE), place))
    for place in by_rest[:left]:
        parts[place] += 1
    return tuple(-part if amount < 0 else part for part in parts)
