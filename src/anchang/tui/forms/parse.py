"""From what was typed to a field's value, by kind. Full-width figures and signs are taken like narrow ones.

Every parser raises BadInput that names the place. The rules of money, area, text and phones are the domain's; here are
only dates and times as people type them.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Callable
from datetime import date, time, timedelta
from typing import Any

from anchang.domain import identity, measure, money, text
from anchang.domain.errors import BadInput
from anchang.i18n import LANGUAGES, M, say
from anchang.tui.cells import NO, YES
from anchang.tui.forms.form import Field, FieldKind

Today = Callable[[], date]
Parser = Callable[[str, str, Field], Any]

RELATIVE = (
    (0, M("today")), (1, M("tomorrow")), (2, M("the day after tomorrow")), (-1, M("yesterday")),
    (-2, M("the day before yesterday")),
)
_WIDE = {ord(wide): narrow for wide, narrow in zip("：／．。－＋", ":/..-+", strict=True)}
# Any one sign may part year, month and day, and one may follow: so the written-out Chinese form is read as well.
_FULL = re.compile(r"(\d{4})(\d{2})(\d{2})|(\d{4})[^\d+](\d{1,2})[^\d+](\d{1,2})[^\d+]?")
_SHORT = re.compile(r"(\d{1,2})[^\d+:](\d{1,2})[^\d+:]?")
_SHIFT = re.compile(r"([+-])(\d{1,4})")
_TIME = re.compile(r"(\d{1,2}):(\d{2})|(\d{2})(\d{2})|(\d{1,2})")


def _narrow(typed: str) -> str:
    return text.half_width(typed).translate(_WIDE).strip()


def parse_date(typed: str, place: str, today: date) -> date:
    """2026-11-21, 20261121, 11-21 (this year), the Chinese form, +7 and -1 (days from today), today, tomorrow."""
    plain = _narrow(typed)
    for days, words in RELATIVE:
        if plain.casefold() in {say(words, language).casefold() for language in LANGUAGES}:
            return today + timedelta(days=days)
    if shift := _SHIFT.fullmatch(plain):
        days = int(shift[2])
        return today + timedelta(days=days if shift[1] == "+" else -days)
    if short := _SHORT.fullmatch(plain):
        parts = (today.year, int(short[1]), int(short[2]))
    elif full := _FULL.fullmatch(plain):
        year, month, day = (part for part in full.groups() if part is not None)
        parts = (int(year), int(month), int(day))
    else:
        raise BadInput(M("{place}: write a date like 2026-11-21, 11-21, +7 or today.", place=text.named(place)), place)
    year_, month_, day_ = parts
    if not (1900 <= year_ <= 2200 and 1 <= month_ <= 12 and 1 <= day_ <= monthrange(year_, month_)[1]):
        raise BadInput(M("{place}: there is no such day.", place=text.named(place)), place)
    return date(year_, month_, day_)


def parse_time(typed: str, place: str) -> time:
    """14:30, 14：30, 1430 and 14."""
    found = _TIME.fullmatch(_narrow(typed))
    if found is not None:
        hour, minute = [*(int(part) for part in found.groups() if part is not None), 0][:2]
        if hour < 24 and minute < 60:
            return time(hour, minute)
    raise BadInput(M("{place}: write a time like 14:30.", place=text.named(place)), place)


def parse_integer(typed: str, place: str) -> int:
    """A whole number; thousands may be grouped."""
    plain = _narrow(typed).replace(",", "").replace("，", "")
    if not re.fullmatch(r"[+-]?\d{1,15}", plain):
        raise BadInput(M("{place}: write a whole number.", place=text.named(place)), place)
    return int(plain)


def parsers(today: Today) -> dict[FieldKind, Parser]:
    """The parser of each kind that is typed as text; `today` is asked when a date is read, never before."""
    return {
        FieldKind.TEXT: lambda typed, place, field: text.clean(typed, place, limit=field.limit),
        FieldKind.MULTILINE: lambda typed, place, field: text.clean(typed, place, limit=field.limit, multiline=True),
        FieldKind.SECRET: lambda typed, place, field: typed,
        FieldKind.PHONE: lambda typed, place, field: identity.phone(typed, place),
        FieldKind.MONEY: lambda typed, place, field: money.parse(typed, place),
        FieldKind.AREA: lambda typed, place, field: measure.parse_area(typed, place),
        FieldKind.RATE: lambda typed, place, field: measure.parse_rate(typed, place),
        FieldKind.INTEGER: lambda typed, place, field: parse_integer(typed, place),
        FieldKind.DATE: lambda typed, place, field: parse_date(typed, place, today()),
        FieldKind.TIME: lambda typed, place, field: parse_time(typed, place),
    }


def written(value: Any, kind: FieldKind) -> str:
    """A value as it stands in its field: what the parser of the kind reads back as the same value."""
    if value is None:
        return ""
    if kind is FieldKind.MONEY:
        return money.show(value).removesuffix(".00")
    if kind is FieldKind.AREA:
        return measure.show_area(value)
    if kind is FieldKind.RATE:
        return measure.show_percent(value)
    if isinstance(value, time):
        return value.strftime("%H:%M")
    if kind is FieldKind.FLAG:
        return say(YES if value else NO)
    return value.isoformat() if isinstance(value, date) else str(value)
