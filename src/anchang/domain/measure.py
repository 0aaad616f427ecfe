"""Numbers as people write them, read into scaled integers: areas (0.0001 ㎡) and rates (10⁻⁶). Domain 5.1, section 3.

`scaled` is the one reader of decimal numbers; money reads through it too.
"""

from __future__ import annotations

import re

from anchang.domain.errors import BadInput
from anchang.domain.text import half_width, named, printable
from anchang.i18n import M
from anchang.i18n.capitals import SQUARE_METRE_WORDS

AREA_UNIT = 10_000  # one square metre
ONE = 1_000_000  # the rate 100 %
MAX_AREA = 10**12  # 100,000,000 ㎡

_NUMBER = re.compile(r"^(?P<sign>[-+]?)(?P<whole>[0-9]{1,3}(?:,[0-9]{3})+|[0-9]+)(?:\.(?P<part>[0-9]+))?\Z")
_LONGEST = 40


def scaled(text: str, place: str = "", *, decimals: int, allow_negative: bool = False) -> int:
    """`text` x 10^decimals as an exact integer.

    Takes thousands separators in groups of three and full-width characters. Raises BadInput for an empty text, for
    anything that is not a number, for more decimals than fit, and for a negative one unless it is allowed.
    """
    plain = half_width(text)
    if not plain:
        raise BadInput(M("{place}: a number is needed here.", place=named(place)), place)
    found = _NUMBER.match(plain) if len(plain) <= _LONGEST else None
    if found is None:
        raise BadInput(M("{place}: «{text}» is not a number.", place=named(place), text=_quoted(text)), place)
    part = found["part"] or ""
    if len(part) > decimals:
        raise BadInput(
            M("{place}: «{text}» has more than {count} decimals.", place=named(place), text=plain, count=decimals),
            place,
        )
    value = int(found["whole"].replace(",", "") + part.ljust(decimals, "0"))
    if found["sign"] == "-" and value:
        if not allow_negative:
            raise BadInput(M("{place}: «{text}» is below zero.", place=named(place), text=plain), place)
        value = -value
    return value


def parse_area(text: str, place: str = "") -> int:
    """An area in 0.0001 ㎡; «89.47», «89.47㎡» and the written-out unit are taken. Raises BadInput."""
    plain = half_width(text)
    for unit in SQUARE_METRE_WORDS:
        if plain.endswith(unit):
            plain = plain.removesuffix(unit).rstrip()
            break
    area = scaled(plain, place, decimals=4)
    if area > MAX_AREA:
        raise BadInput(M("{place}: an area of {text} ㎡ is too large.", place=named(place), text=plain), place)
    return area


def show_area(area: int) -> str:
    """The area in ㎡ with thousands separators: two decimals, four where the last two say something."""
    whole, part = divmod(abs(area), AREA_UNIT)
    digits = f"{part:04d}"
    return f"{'-' if area < 0 else ''}{whole:,}.{digits[:2] if digits.endswith('00') else digits}"


def parse_rate(text: str, place: str = "", *, at_most: int = ONE) -> int:
    """A rate in 10⁻⁶ from «98%», «0.98», «5‰» or «2‱». A bare number above 1 is refused as unclear. Raises BadInput."""
    plain = half_width(text)
    rate = None
    for sign, decimals in (("%", 4), ("‰", 3), ("‱", 2)):
        if plain.endswith(sign):
            rate = scaled(plain.removesuffix(sign), place, decimals=decimals)
    if rate is None:
        rate = scaled(plain, place, decimals=6)
        if rate > ONE:
            raise BadInput(
                M("{place}: «{text}» is unclear; write 98% or 0.98.", place=named(place), text=plain), place
            )
    if rate > at_most:
        raise BadInput(
            M("{place}: {text} is more than {most}.", place=named(place), text=plain, most=show_percent(at_most)), place
        )
    return rate


def show_percent(rate: int) -> str:
    """A rate (10⁻⁶) as «98%» or «30.4267%»: no more decimals than it has."""
    return _trimmed(rate, 4) + "%"


def show_part(part: int) -> str:
    """So much of one (10⁻⁶) as «0.6» or «2»: no more decimals than it has."""
    return _trimmed(part, 6)


def show_per_ten_thousand(rate: int) -> str:
    """A rate (10⁻⁶) as «2‱», the form of late-payment clauses (5.5)."""
    return _trimmed(rate, 2) + "‱"


def _trimmed(value: int, decimals: int) -> str:
    whole, part = divmod(abs(value), 10**decimals)
    digits = f"{part:0{decimals}d}".rstrip("0")
    return f"{'-' if value < 0 else ''}{whole:,}{'.' + digits if digits else ''}"


def _quoted(text: str) -> str:
    """Somebody's text inside an error: short, and nothing in it that a terminal would obey."""
    shown = printable(text.strip())
    return shown if len(shown) <= _LONGEST else shown[:_LONGEST] + "…"
