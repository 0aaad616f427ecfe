"""What a setting is made of: its kind, its subject, its bounds, and short ways to write one down."""

from __future__ import annotations

from dataclasses import dataclass, replace
from enum import StrEnum

from anchang.i18n import M, Msg

Value = int | str | bool


class SettingKind(StrEnum):
    """How a value is typed and kept: whole number, share (rate of 10⁻⁶), money (fen), words, yes or no, an hour."""

    INTEGER = "integer"
    RATE = "rate"
    MONEY = "money"
    TEXT = "text"
    FLAG = "flag"
    HOUR = "hour"

    @property
    def label(self) -> Msg:
        """The kind in words."""
        return KIND_LABELS[self]


KIND_LABELS: dict[SettingKind, Msg] = {
    SettingKind.INTEGER: M("whole number"),
    SettingKind.RATE: M("share in percent"),
    SettingKind.MONEY: M("amount of money"),
    SettingKind.TEXT: M("words"),
    SettingKind.FLAG: M("yes or no"),
    SettingKind.HOUR: M("hour and minute, like 08:30"),
}


class Subject(StrEnum):
    """What a setting is about; the settings screen stands in this order."""

    HOLDS = "holds"
    SUBSCRIPTION = "subscription"
    PRICE = "price"
    CONTRACT = "contract"
    MONEY = "money"
    ROTA = "rota"
    OWNERSHIP = "ownership"
    FOLLOW_UP = "follow_up"
    PEOPLE = "people"
    TAXES = "taxes"
    OFFICE = "office"

    @property
    def label(self) -> Msg:
        """The subject in words."""
        return SUBJECT_LABELS[self]


SUBJECT_LABELS: dict[Subject, Msg] = {
    Subject.HOLDS: M("holds"),
    Subject.SUBSCRIPTION: M("subscription"),
    Subject.PRICE: M("price and plan"),
    Subject.CONTRACT: M("contract"),
    Subject.MONEY: M("money"),
    Subject.ROTA: M("rota"),
    Subject.OWNERSHIP: M("whose customer"),
    Subject.FOLLOW_UP: M("follow-up"),
    Subject.PEOPLE: M("people's data"),
    Subject.TAXES: M("taxes, fees and loans in a purchase plan"),
    Subject.OFFICE: M("office"),
}


@dataclass(frozen=True, slots=True)
class Setting:
    """One line of the settings screen. `least` and `most` bound numbers (money in fen, rates in 10⁻⁶), both allowed.

    `choices`, where there are any, are the only words that a text setting takes, and with `several` any number of them,
    with commas. `next_day`: a change holds from the next day on, because a day that runs keeps its rules (2.1).
    """

    key: str
    default: Value
    kind: SettingKind
    unit: Msg
    meaning: Msg
    source_id: str
    least: int = 0
    most: int = 1_000_000_000_000
    choices: tuple[str, ...] = ()
    several: bool = False
    next_day: bool = False


SECONDS, MINUTES, HOURS, DAYS, PIECES, PERCENT = M("seconds"), M("minutes"), M("hours"), M("days"), M("pieces"), M("%")
YUAN, COPIES, TIMES, NO_UNIT = M("yuan"), M("copies"), M("times"), M("–")


def number(
    key: str, default: int, unit: Msg, meaning: Msg, source_id: str, least: int = 1, most: int = 3650
) -> Setting:
    """A whole number between `least` and `most`, in `unit`."""
    return Setting(key, default, SettingKind.INTEGER, unit, meaning, source_id, least, most)


def flag(key: str, default: bool, meaning: Msg, source_id: str) -> Setting:
    """Yes or no."""
    return Setting(key, default, SettingKind.FLAG, NO_UNIT, meaning, source_id)


def rota(setting: Setting) -> Setting:
    """A rule of the rota: a change holds from the next day on (2.1)."""
    return replace(setting, next_day=True)


def text(key: str, default: str, meaning: Msg, source_id: str, *choices: str) -> Setting:
    """Words, one of `choices` where there are any."""
    return Setting(key, default, SettingKind.TEXT, NO_UNIT, meaning, source_id, choices=choices)


def hour(key: str, default: str, meaning: Msg, source_id: str) -> Setting:
    """A time of the day."""
    return Setting(key, default, SettingKind.HOUR, NO_UNIT, meaning, source_id)


def rate(key: str, default: int, meaning: Msg, source_id: str) -> Setting:
    """A share (10⁻⁶), 0 to 100 %."""
    return Setting(key, default, SettingKind.RATE, PERCENT, meaning, source_id, 0, 1_000_000)


def money(key: str, default: int, meaning: Msg, source_id: str) -> Setting:
    """An amount of money (fen)."""
    return Setting(key, default, SettingKind.MONEY, YUAN, meaning, source_id)
