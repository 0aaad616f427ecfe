"""One cell's value as the text that stands in the sheet's XML, exact, and never a formula by accident.

Numbers are written from integers; a string is always an inline string, so that `=1+1`, `+86…` or `@name` stay words.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import UTC, date, datetime, time, tzinfo
from decimal import Context, Decimal
from fractions import Fraction
from typing import Any

from anchang.i18n import Msg, _, say
from anchang.services.listing import Kind

LONGEST_TEXT = 32_767
"""UTF-16 units that Excel takes in one cell."""

PLACES: dict[Kind, int] = {Kind.INTEGER: 0, Kind.MONEY: 2, Kind.AREA: 4, Kind.RATE: 6, Kind.PART: 6}
"""Decimal places of the integer units of the numeric kinds."""

FORMATS: dict[Kind, str] = {
    Kind.INTEGER: "#,##0",
    Kind.MONEY: "#,##0.00",
    Kind.AREA: "#,##0.00",
    Kind.RATE: "0.0%",
    Kind.PART: "#,##0.00",
    Kind.DATE: "yyyy-mm-dd",
    Kind.TIME: "hh:mm",
    Kind.INSTANT: "yyyy-mm-dd hh:mm",
}
"""Number formats (domain 4); the other kinds are text, `@`."""

_EPOCH = datetime(1899, 12, 30, tzinfo=UTC)
_FIRST_DAY = date(1900, 3, 1)  # before it Excel counts a day that never was
# What XML has no sign for, and what turns the writing direction: a cell would show its text in another order.
_NEVER = "\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\ufffe\uffff\ud800-\udfff\u061c\u200e\u200f\u202a-\u202e\u2066-\u2069"
_SPECIAL = re.compile(f"[&<>\r{_NEVER}]|_x[0-9A-Fa-f]{{4}}_")
_ILLEGAL = re.compile(f"[{_NEVER}]")
_ESCAPE_LIKE = re.compile("_(?=x[0-9A-Fa-f]{4}_)")
_SEVENTEEN = Context(prec=17)


def decimal_text(raw: int, places: int) -> str:
    """An integer of 10^-places written out: (12345, 2) gives `123.45`."""
    if not places:
        return str(raw)
    digits = str(abs(raw)).rjust(places + 1, "0")
    return f"{'-' if raw < 0 else ''}{digits[:-places]}.{digits[-places:]}"


def number_text(number: Fraction) -> str:
    """A number written out: exactly up to six places, else to 17 significant digits, which is all that a cell keeps."""
    scaled = number * 10**6
    if scaled.denominator == 1:
        text = decimal_text(scaled.numerator, 6).rstrip("0").rstrip(".")
        return text if text not in {"-0", ""} else "0"
    return str(_SEVENTEEN.divide(Decimal(number.numerator), Decimal(number.denominator)))


def number_of(value: Any, kind: Kind) -> Fraction | None:
    """What a cell's value counts as in a total, in the unit shown; None for blanks and words."""
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, Fraction):
        return value
    if isinstance(value, int):
        return Fraction(value, 10 ** PLACES.get(kind, 0))
    return None


def legal(text: str) -> str:
    """Text that a cell takes: controls and direction marks become U+FFFD, and a cut too long text says so."""
    text = _ILLEGAL.sub("\ufffd", text.replace("\r\n", "\n").replace("\r", "\n"))
    if len(text) * 2 > LONGEST_TEXT and len(text.encode("utf-16-le")) // 2 > LONGEST_TEXT:
        mark = _("… (cut: the text is longer than a cell takes)")
        room = (LONGEST_TEXT - len(mark)) * 2
        text = text.encode("utf-16-le")[:room].decode("utf-16-le", "ignore") + mark
    return text


def escaped(text: str) -> str:
    """Legal text as it stands in the XML; `_x0041_` stays these seven characters, which Excel would read as «A»."""
    text = _ESCAPE_LIKE.sub("_x005F_", text)
    return text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def text_xml(text: str) -> str:
    """The inside of an inline string cell."""
    if _SPECIAL.search(text) or len(text) * 2 > LONGEST_TEXT:
        text = escaped(legal(text))
    keep = ' xml:space="preserve"' if text[:1].isspace() or text[-1:].isspace() or "\n" in text else ""
    return f"<is><t{keep}>{text}</t></is>"


def words_of(value: Any, kind: Kind, choices: Mapping[str, Msg] | None) -> str:
    """What a text, choice or flag cell says."""
    if isinstance(value, str) and type(value) is str:
        return say(choices[value]) if choices and value in choices else value
    if isinstance(value, Msg):
        return say(value)
    if isinstance(value, bool) or kind is Kind.FLAG:
        return _("yes") if value else _("no")
    if choices and isinstance(value, str) and str(value) in choices:
        return say(choices[str(value)])
    label = getattr(value, "label", None)
    return say(label) if isinstance(label, Msg) else str(value)


def serial(value: date | datetime | time, zone: tzinfo) -> str | None:
    """Excel's day number in the office's zone, exact to the second; None for what Excel has no number for."""
    if isinstance(value, time):
        return _days(0, value.hour * 3600 + value.minute * 60 + value.second)
    if isinstance(value, datetime):
        if value.tzinfo is None:
            raise ValueError("an instant must be aware")
        local = value.astimezone(zone)
        if local.date() < _FIRST_DAY:
            return None
        return _days((local.date() - _EPOCH.date()).days, local.hour * 3600 + local.minute * 60 + local.second)
    return None if value < _FIRST_DAY else str((value - _EPOCH.date()).days)


def _days(days: int, seconds: int) -> str:
    if not seconds:
        return str(days)
    # Eleven places are a millionth of a second: reading it back gives the same second.
    return decimal_text(days * 10**11 + (seconds * 10**11 + 43_200) // 86_400, 11)


def cell_xml(ref: str, style: int, kind: Kind, value: Any, choices: Mapping[str, Msg] | None, zone: tzinfo) -> str:
    """A whole cell. Words are taken in every kind; a float or Decimal raises TypeError (house rule: integers)."""
    head = f'<c r="{ref}" s="{style}"'
    if value is None or value == "":
        return head + "/>"
    if isinstance(value, (str, Msg)) or kind in (Kind.TEXT, Kind.CHOICE, Kind.FLAG):
        return f'{head} t="inlineStr">{text_xml(words_of(value, kind, choices))}</c>'
    if isinstance(value, Fraction):
        return f"{head}><v>{number_text(value)}</v></c>"
    if kind in PLACES:
        if type(value) is not int:
            raise TypeError(f"{ref}: {kind.value} wants an int, not {type(value).__name__}")
        return f"{head}><v>{decimal_text(value, PLACES[kind])}</v></c>"
    if not isinstance(value, (date, time)):
        raise TypeError(f"{ref}: {kind.value} wants a date or time, not {type(value).__name__}")
    number = serial(value, zone)
    if number is None:
        return f'{head} t="inlineStr">{text_xml(value.isoformat())}</c>'
    return f"{head}><v>{number}</v></c>"


def formula_xml(ref: str, style: int, text: str, value: Fraction | str | None) -> str:
    """A formula cell that carries its value: a number, words, or (None) an empty string."""
    formula = f"<f>{escaped_formula(text)}</f>"
    if isinstance(value, Fraction):
        return f'<c r="{ref}" s="{style}">{formula}<v>{number_text(value)}</v></c>'
    words = escaped(legal(value)) if value else ""
    return f'<c r="{ref}" s="{style}" t="str">{formula}<v>{words}</v></c>'


def escaped_formula(text: str) -> str:
    """A formula's text in the XML."""
    return _ILLEGAL.sub("", text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
