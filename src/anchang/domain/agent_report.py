"""Agents' reports before a visit (报备): whether one fits a visitor, and until when it holds (domain 2.1, Q-13)."""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anchang.domain import identity
from anchang.domain.errors import BadInput
from anchang.domain.text import clean, half_width
from anchang.i18n import M

HEAD, TAIL = 3, 4  # digits that agents leave of a number that they hide
_MASKED = re.compile(r"(?:([0-9]{3})[*xX×＊]+)?[*xX×＊]*([0-9]{4})")


@dataclass(frozen=True, slots=True)
class Number:
    """A reported number: `whole` as it is stored, or empty where only `head` (maybe) and `tail` are known."""

    whole: str
    head: str
    tail: str


def number(text: str, place: str = "phone") -> Number:
    """What an agent wrote: a complete number, 138****8000, or the last four digits. Raises BadInput."""
    typed = half_width(clean(text, place, limit=30)).replace(" ", "").replace("-", "")
    masked = _MASKED.fullmatch(typed)
    if masked is not None:
        return Number("", masked[1] or "", masked[2])
    if not typed:
        raise BadInput(M("Give the number, or what the agent shows of it."), place)
    whole = identity.phone(typed, place)
    return Number(whole, whole[:HEAD], whole[-TAIL:])


@dataclass(frozen=True, slots=True)
class Reported:
    """One report as it is kept."""

    id: int
    no: str
    company: str
    name: str
    whole: str
    head: str
    tail: str
    reported_on: date
    valid_days: int

    @property
    def valid_until(self) -> date:
        """Its last day; that day belongs to it (section 7, reading 28)."""
        return self.reported_on + timedelta(days=self.valid_days)

    def holds_on(self, day: date) -> bool:
        """Whether the report holds on that day."""
        return self.reported_on <= day <= self.valid_until


def fits(report: Reported, phone: str, name: str) -> bool:
    """Whether the report means this person: by the whole number, else by what is shown of it together with the name."""
    if report.whole:
        return report.whole == phone
    if not phone or not phone.endswith(report.tail) or not phone.startswith(report.head):
        return False
    return _same_name(report, name.strip())


def _same_name(report: Reported, name: str) -> bool:
    """Agents write 张* or 张先生 as often as the name: seven digits and the family name, or a hidden name, will do."""
    if not report.name or not name:
        return False
    hidden = bool(report.head) or bool(set(report.name) & set("*＊"))
    return report.name == name or (hidden and report.name[0] == name[0])


def holding(reports: Sequence[Reported], phone: str, name: str, company: str, on: date) -> Reported | None:
    """The first report that means this person and holds on the day; of that company where one is named."""
    meant = [
        each
        for each in sorted(reports, key=lambda each: (each.reported_on, each.id))
        if each.holds_on(on) and fits(each, phone, name)
    ]
    own = [each for each in meant if not company or each.company == company]
    return own[0] if own and own[0] is meant[0] else None
