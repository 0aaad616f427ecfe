"""One key for one unit, however its building, entrance, floor and door are written (domain 3.5; design 7).

The text as printed is kept elsewhere; here it is only brought to a form in which two spellings meet. The few signs that
must be known stand in i18n.room_signs.
Every function is idempotent: a key is its own key. A list names few buildings, floors and doors many times: kept.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from decimal import Decimal
from functools import lru_cache

from anchang.i18n.room_signs import (
    BASEMENT_STARTS,
    BUILDING_ENDS,
    ENTRANCE_ENDS,
    HALF_BASEMENT,
    HUNDRED,
    MEZZANINE_ENDS,
    NUMERALS,
    ORDINAL,
    STOREY_ENDS,
    TEN,
)

Identity = tuple[str, str, str, str]

_NUMERAL = f"[{''.join(NUMERALS)}{TEN}{HUNDRED}]+"
_NUMBER = rf"(?:[0-9]{{1,6}}|{_NUMERAL})"
_BUILDING = "|".join((*BUILDING_ENDS, "#"))
_ENTRANCE = "|".join(ENTRANCE_ENDS)
_STOREY = f"[{''.join(STOREY_ENDS)}F]"
_BASEMENT = "|".join((*BASEMENT_STARTS, "B"))
_MEZZANINE = "|".join(MEZZANINE_ENDS)

SORT_LIMIT = 99_990


def _plain(text: str) -> str:
    folded = unicodedata.normalize("NFKC", text).upper()
    return re.sub(r"\s+", "", folded).replace("\u2014", "-").replace("\u2013", "-")


def _settled(step: Callable[[str], str], text: str) -> str:
    # A key must be its own key, so the step is repeated; each changes the text at most a few times.
    for _ in range(len(text) + 4):
        after = step(text)
        if after == text:
            break
        text = after
    return text


def number(text: str) -> int | None:
    """The number written as digits or as Chinese numerals below a thousand, or None."""
    if re.fullmatch(r"[0-9]{1,6}", text):
        return int(text)
    if not re.fullmatch(_NUMERAL, text):
        return None
    if not re.search(f"[{TEN}{HUNDRED}]", text):
        return int("".join(str(NUMERALS[sign]) for sign in text)) if len(text) <= 6 else None
    total, digit = 0, None
    for sign in text:
        if sign in (TEN, HUNDRED):
            total += (1 if digit is None else digit) * (10 if sign == TEN else 100)
            digit = None
        else:
            digit = NUMERALS[sign]
    return total + (digit or 0)


def _building_step(text: str) -> str:
    text = _plain(text)
    doubled = re.match(r"(\D.{2,}?)\1", text)
    if doubled:
        text = text[len(doubled[1]):]
    counted = re.fullmatch(rf"(.*?)({_NUMBER})(?:{_BUILDING})", text)
    if counted:
        value = number(counted[2])
        return text if value is None else f"{counted[1]}{value}"
    lettered = re.fullmatch(rf"(.*[A-Z0-9])(?:{_BUILDING})", text)
    if lettered:
        text = lettered[1]
    return re.sub(r"(?<![0-9])0+(?=[0-9]{1,5}$)", "", text)


@lru_cache(maxsize=4096)
def building_key(text: str) -> str:
    """The building: suffix and leading zeros off, numerals as digits, a doubled project name once."""
    return _settled(_building_step, text)


def _entrance_step(text: str) -> str:
    text = _plain(text).removeprefix(ORDINAL)
    short = re.fullmatch(rf"(.+?)(?:{_ENTRANCE})", text)
    if short:
        text = short[1]
    value = number(text)
    if value is None:
        return text
    return str(value) if value else ""


@lru_cache(maxsize=4096)
def entrance_key(text: str) -> str:
    """The entrance or seat; "" where the building has none, which some files write as 0."""
    return _settled(_entrance_step, text)


def _floor_step(text: str) -> str:
    text = _plain(text).removeprefix(ORDINAL)
    text = re.sub(rf"(?<=.){_STOREY}$", "", text)
    text = re.sub(r"^[FL](?=[0-9]+$)", "", text)
    half = re.fullmatch(rf"{HALF_BASEMENT}({_NUMBER}?)", text)
    if half:
        depth = number(half[1]) if half[1] else 1
        return _tidy(Decimal("0.5") - max(depth or 1, 1))
    below = re.fullmatch(rf"(?:{_BASEMENT})({_NUMBER})", text)
    if below:
        return _tidy(Decimal(-(number(below[1]) or 1)))
    between = re.fullmatch(rf"({_NUMBER})(?:{_MEZZANINE})", text)
    if between:
        return _tidy(Decimal(number(between[1]) or 0) + Decimal("0.5"))
    if re.fullmatch(r"-?[0-9]{1,6}(?:\.[0-9]{1,4})?", text):
        return _tidy(Decimal(text))
    value = number(text)
    return text if value is None else str(value)


def _tidy(value: Decimal) -> str:
    text = f"{value:f}"
    text = text.rstrip("0").rstrip(".") if "." in text else text
    return "0" if text == "-0" else text


@lru_cache(maxsize=4096)
def floor_key(text: str) -> str:
    """The floor as a number where it is one: "03" and a storey suffix are 3, a basement is -1, a half basement -0.5."""
    return _settled(_floor_step, text)


@lru_cache(maxsize=4096)
def floor_sort(text: str) -> int:
    """The floor's place in order, in tenths of a storey: 7 is 70, 1.5 is 15, -1 is -10; 0 where there is no number."""
    found = re.search(r"-?[0-9]{1,6}(?:\.[0-9]{1,4})?", floor_key(text))
    if found is None:
        return 0
    return max(-SORT_LIMIT, min(SORT_LIMIT, int(Decimal(found[0]) * 10)))


def _door_step(text: str) -> str:
    return re.sub(r"^0+(?=[0-9])", "", _plain(text))


@lru_cache(maxsize=4096)
def door_key(text: str) -> str:
    """The door on its floor, without leading zeros: 01 is 1, 02A is 2A."""
    return _settled(_door_step, text)


def identity(building: str, entrance: str, floor_text: str, door: str) -> Identity:
    """The key of a unit within its project. Keys given instead of printed texts give the same."""
    return building_key(building), entrance_key(entrance), floor_key(floor_text), door_key(door)


def room_of(floor_text: str, door: str) -> str:
    """The room as people say it: floor 7 and door 01 are 701, floor -1 and door 3 are -103, 2 and 02A are 202A."""
    floor, key = floor_key(floor_text), door_key(door)
    if re.fullmatch(r"-?[0-9]+", floor) and re.fullmatch(r"[0-9]{1,2}[A-Z]?|[A-Z]", key):
        digits = re.match(r"[0-9]*", key)
        pad = "" if digits is None or not digits[0] else "0" * (2 - len(digits[0]))
        return f"{floor}{pad}{key}"
    return f"{floor}-{key}" if floor and key else floor or key


def label_of(building: str, entrance: str, floor_text: str, door: str) -> str:
    """The unit's short name, one for one identity: building, entrance where there is one, room, with hyphens."""
    room = room_of(floor_text, door) if floor_key(floor_text) else f"#{door_key(door)}"
    parts = (building_key(building), entrance_key(entrance), room)
    return "-".join(part for part in parts if part)
