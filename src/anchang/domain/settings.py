"""Every number that offices choose differently, with its default (the [R] figures of the domain specification).

Nothing here is a constant of the program: a rule takes the value as an argument, and the service reads it from the
office's rows or, where nobody changed it, from `default(key)`.
"""

from __future__ import annotations

import re

from anchang.domain import measure, money
from anchang.domain.customer import GradeConvention
from anchang.domain.errors import BadInput, nothing_there
from anchang.domain.rota import Mode, PauseReason
from anchang.domain.rota_policy import Helper, LateJoin, Tie
from anchang.domain.setting_kind import KIND_LABELS, Setting, SettingKind, Subject, Value
from anchang.domain.setting_table import SUBJECT_OF, TABLE
from anchang.domain.text import half_width
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg, say

__all__ = ("KIND_LABELS", "SUBJECT_OF", "TABLE", "Setting", "SettingKind", "Subject", "Value")

_WORDED: dict[str, type[Worded]] = {
    "rota_mode": Mode, "late_joins": LateJoin, "lost_pauses": PauseReason, "sign_in_tie": Tie, "who_helps": Helper,
    "grade_convention": GradeConvention,
}  # fmt: skip
SETTINGS: dict[str, Setting] = {setting.key: setting for setting in TABLE}

NONE = "-"
_HOUR = re.compile(r"([0-9]{1,2})[:：.]([0-9]{2})")
_WHOLE = re.compile(r"[0-9]{1,15}")
_YES = frozenset({"yes", "y", "true", "on", "1"})
_NO = frozenset({"no", "n", "false", "off", "0"})


def setting(key: str) -> Setting:
    """The setting of that key; NotFound when there is none."""
    found = SETTINGS.get(key)
    if found is None:
        raise nothing_there(M("setting"), key)
    return found


def default(key: str) -> Value:
    """What holds where the office has not chosen. NotFound for an unknown key."""
    return setting(key).default


def parse(key: str, text: str) -> Value:
    """What was typed as the setting's value: int, rate of 10⁻⁶ (from percent), fen (from yuan), text or bool.

    Raises BadInput with the setting's key as its place, or NotFound for an unknown key.
    """
    line = setting(key)
    typed = half_width(text)  # digits of a Chinese input method are full-width
    if line.kind is SettingKind.FLAG:
        return _parse_flag(line, typed)
    if line.kind is SettingKind.HOUR:
        return _parse_hour(line, typed)
    if line.several:
        found = words(typed)
        if any(each not in line.choices for each in found):
            raise _wrong(line, M("any of {choices}", choices=line.choices))
        return ",".join(each for each in line.choices if each in found) or NONE
    if line.kind is SettingKind.TEXT:
        if not typed or (line.choices and typed not in line.choices):
            raise _wrong(line, M("one of {choices}", choices=line.choices) if line.choices else M("words"))
        return typed
    number = _parse_number(line, typed)
    if not line.least <= number <= line.most:
        raise _wrong(line, M("{least} to {most}", least=show(key, line.least), most=show(key, line.most)))
    return number


def show(key: str, value: Value) -> str:
    """The value as it is typed, without its unit; `parse` takes it back. NotFound for an unknown key."""
    kind = setting(key).kind
    if kind is SettingKind.RATE:
        return measure.show_percent(int(value))
    if kind is SettingKind.MONEY:
        return money.show(int(value))
    if kind is SettingKind.FLAG:
        return "yes" if value else "no"
    return str(value)


def words(text: str) -> tuple[str, ...]:
    """The words of a setting that takes several; `-` is none."""
    return tuple(each for each in re.split(r"[\s,，、;；]+", text) if each and each != NONE)


def _parse_hour(line: Setting, typed: str) -> str:
    found = _HOUR.fullmatch(typed)
    if found is None or int(found[1]) > 23 or int(found[2]) > 59:
        raise _wrong(line, KIND_LABELS[SettingKind.HOUR])
    return f"{int(found[1]):02d}:{found[2]}"


def said(key: str, text: str) -> str:
    """A shown value in words where it is one or several of a few choices, yes or no; else as it is shown."""
    line = setting(key)
    labels = choice_labels(key)
    if line.several:
        return say(M(", ")).join(say(labels[each]) for each in words(text)) or NONE
    return say(labels[text]) if text in labels else text


def choice_labels(key: str) -> dict[str, Msg]:
    """The choices of a setting in words; empty where anything may be typed."""
    line = setting(key)
    if line.kind is SettingKind.FLAG:
        return {"yes": M("yes"), "no": M("no")}
    worded = _WORDED.get(key)
    return {} if worded is None else {each: worded(each).label for each in line.choices}


def _parse_flag(line: Setting, typed: str) -> bool:
    word = typed.casefold()
    if word in _YES or word == say(M("yes")).casefold():
        return True
    if word in _NO or word == say(M("no")).casefold():
        return False
    raise _wrong(line, M("yes or no"))


def _parse_number(line: Setting, typed: str) -> int:
    if line.kind is SettingKind.MONEY:
        return money.parse(typed, line.key)
    if line.kind is SettingKind.RATE:
        return measure.parse_rate(typed.removesuffix("%") + "%", line.key)  # «20» and «20%» are the same here
    if _WHOLE.fullmatch(typed) is None:
        raise _wrong(line, M("whole number"))
    return int(typed)


def _wrong(line: Setting, wanted: Msg) -> BadInput:
    return BadInput(M("{meaning}: wanted is {wanted}.", meaning=line.meaning, wanted=wanted), line.key)
