"""What days, hours and telephone numbers look like in visit and call books, and what they mean.

A number that a spreadsheet has shortened, or a day that could be two, is never guessed: its cell is given back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal, InvalidOperation
from functools import lru_cache

from anchang.domain.errors import BadInput
from anchang.domain.identity import phone
from anchang.domain.text import half_width
from anchang.i18n import M, Msg
from anchang.importing.words import is_blank, plain

_DAY_ZERO = date(1899, 12, 30)  # of a spreadsheet's calendar, right for every day since March 1900
_SERIALS = (20_000, 80_000)  # 1954 to 2119
_OLDEST_YEAR = 1990
_MARK = r"[-/.年,]"
_DATE = re.compile(rf"((?:19|20)\d\d){_MARK}(\d{{1,2}})(?:[-/.月,])(\d{{1,2}})[日号]?")
_SHORT_YEAR = re.compile(r"(\d\d)([-/.年])(\d{1,2})[-/.月](\d{1,2})[日号]?")
_PACKED = re.compile(r"((?:19|20)\d\d)(\d\d)(\d\d)")
_NO_YEAR = re.compile(r"(\d{1,2})(?:月|[-/])(\d{1,2})[日号]?")
_WEEKDAY = re.compile(r"[(\[]?(?:星期|周|礼拜)[一二三四五六日天][)\]]?")
_TIME = re.compile(
    r"(上午|早上|中午|下午|晚上|晚|am|pm)?(\d{1,2})(?:[:：时点](?:(\d{1,2}|半)分?)?(?::\d{1,2}(?:\.\d+)?)?)(am|pm)?",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)((?:19|20)\d\d)(?!\d)")
_NUMBER = re.compile(r"\d+(?:\.\d+)?")


@dataclass(frozen=True, slots=True)
class When:
    """A day, and the minutes since midnight where an hour stands with it."""

    on: date
    minute: int | None = None


def years_in(text: str) -> set[int]:
    """The years that a title, a sheet's name or a file's name speaks of."""
    return {int(found[1]) for found in _YEAR.finditer(half_width(text)) if int(found[1]) >= _OLDEST_YEAR}


@lru_cache(maxsize=20_000)
def when_of(text: str, years: frozenset[int], today: date) -> When | Msg:
    """The day in a cell, with the hour where there is one; the reason where none can be read.

    `years` are those of the title, for days that are written without one. Takes ISO dates and instants, 2026/1/5,
    2026.1.5, 2026年1月5日, 20260105, 26-1-5, 1月5日, serial numbers; a weekday behind it is passed over.
    """
    said = _WEEKDAY.sub("", half_width(text).replace("T", " ")).strip()
    if _NUMBER.fullmatch(said) and not _PACKED.fullmatch(said):
        return _serial(said)
    day_part, hour_part = _parted(said)
    on = _day(plain(day_part), years, today)
    if isinstance(on, Msg):
        return on
    if not hour_part:
        return When(on)
    minute = minute_of(hour_part)
    return M("«{text}» is no time of day", text=hour_part) if minute is None else When(on, minute or None)


def _parted(said: str) -> tuple[str, str]:
    """The day and the hour of a cell that may hold both."""
    found = re.search(r"(?:(?<=\s)|(?<=[日号]))\s*((?:上午|下午|早上|中午|晚上|晚)?\s*\d{1,2}\s*[:时点].*)$", said)
    return (said[: found.start()], found[1]) if found is not None else (said, "")


def _serial(said: str) -> When | Msg:
    value = Decimal(said)
    if not _SERIALS[0] <= value < _SERIALS[1]:
        return M("«{text}» is no day; write it like 2026-1-5", text=said)
    days = int(value)
    minute = int((value - days) * 24 * 60 + Decimal("0.5"))
    return When(_DAY_ZERO + timedelta(days=days + minute // 1440), minute % 1440 or None)


def _day(said: str, years: frozenset[int], today: date) -> date | Msg:
    whole = _DATE.fullmatch(said) or _PACKED.fullmatch(said)
    if whole is not None:
        return _checked(int(whole[1]), int(whole[2]), int(whole[3]), said)
    short = _SHORT_YEAR.fullmatch(said)
    if short is not None:
        # 26-1-5 is a year first as everywhere here; 5-1-26 or 12-1-5 could be two days and is given back.
        if int(short[1]) <= 12 or int(short[1]) > today.year % 100:
            return M("«{text}» could be two days; write it like 2026-1-5", text=said)
        return _checked(2000 + int(short[1]), int(short[3]), int(short[4]), said)
    bare = _NO_YEAR.fullmatch(said)
    if bare is None:
        return M("«{text}» is no day; write it like 2026-1-5", text=said)
    if len(years) != 1:
        return M("«{text}» has no year, and the title names none or several; write it like 2026-1-5", text=said)
    return _checked(next(iter(years)), int(bare[1]), int(bare[2]), said)


def _checked(year: int, month: int, day: int, said: str) -> date | Msg:
    if year < _OLDEST_YEAR:
        return M("«{text}» lies before any register of ours", text=said)
    try:
        return date(year, month, day)
    except ValueError:
        return M("«{text}» does not exist in the calendar", text=said)


@lru_cache(maxsize=5_000)
def minute_of(text: str) -> int | None:
    """Minutes since midnight: 14:30, 下午2点半, a fraction of a day; None where it is no time of day."""
    said = plain(text)
    if re.fullmatch(r"0?\.\d+|0", said):
        return int(Decimal(said) * 24 * 60 + Decimal("0.5")) % 1440
    found = _TIME.fullmatch(said.split("T")[-1] if re.match(r"\d{4}-\d\d-\d\dT", said) else said)
    if found is None:
        return None
    hour, minute = int(found[2]), 30 if found[3] == "半" else int(found[3] or 0)
    half = (found[1] or found[4] or "").lower()
    if half in ("下午", "晚上", "晚", "pm") and hour < 12:
        hour += 12
    return hour * 60 + minute if hour < 24 and minute < 60 else None


# -- telephone numbers --------------------------------------------------------------------------------------------

_LEFT_NONE = re.compile(r"未留.*|没留.*|拒留.*|不留.*|不愿留.*|拒绝留.*|拒绝|拒|无电话|不便留.*|未提供|不方便")
_SHORTENED = re.compile(r"(\d(?:\.\d+)?)e\+?(\d+)", re.I)
_BETWEEN = re.compile(r"[/、,，;；|\n&和]+")
_REMARK = re.compile(r"[(（\[【][^()（）\[\]【】\d]*[)）\]】]")
_MOST_PHONES = 5


@dataclass(frozen=True, slots=True)
class Phones:
    """The numbers of a cell in their stored form; where there is none, why; and what stood beside them."""

    numbers: tuple[str, ...] = ()
    reason: str = ""
    remark: str = ""


def phones_of(text: str) -> Phones | Msg:
    """The telephone numbers of a cell: one or several; the reason where it cannot be read."""
    said = half_width(text)
    if is_blank(said):
        return Phones()
    if _LEFT_NONE.fullmatch(plain(said)):
        return Phones(reason=said)
    one = _one(said)
    if isinstance(one, str):
        return Phones((one,))
    if isinstance(one, Msg):
        return one
    remark = " ".join(found.strip("()（）[]【】 ") for found in _REMARK.findall(said))
    bare = _REMARK.sub(" ", said).strip()
    for parts in ([bare], _BETWEEN.split(bare), re.split(r"[/、,，;；|\n&和\s]+", bare)):
        numbers = [_one(part) for part in parts if part.strip()]
        if numbers and len(numbers) <= _MOST_PHONES and all(isinstance(number, str) for number in numbers):
            return Phones(tuple(dict.fromkeys(str(number) for number in numbers)), remark=remark)
    return M("«{text}» is no telephone number", text=said)


def _one(said: str) -> str | Msg | None:
    """One number in its stored form; a reason where a spreadsheet has lost its digits; None where it is none."""
    bare = re.sub(r"\.0+$", "", said.strip().lstrip("'’‘"))
    shortened = _SHORTENED.fullmatch(bare)
    if shortened is not None:
        return _whole(bare, shortened)
    try:
        return phone(bare)
    except BadInput:
        return None


def _whole(said: str, shortened: re.Match[str]) -> str | Msg:
    digits = len(shortened[1].replace(".", ""))
    if digits == int(shortened[2]) + 1:
        try:
            return phone(str(int(Decimal(said))))
        except (BadInput, InvalidOperation):
            return M("«{text}» is no telephone number", text=said)
    return M("a spreadsheet has shortened the number to {text}; its digits are lost, write it again", text=said)
