"""One row of a visit or call book: from its cells to a `VisitRow` or `CallRow`, each fault with its cell and heading.

What has no field of its own is not lost: it goes into the note with its heading, or the row is given back.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from anchang.domain import text
from anchang.domain.dictionary import BROUGHT, DictKind, Lists
from anchang.domain.errors import BadInput
from anchang.domain.register import LEFT_OUT, NOTE, CallRow, Profile, RegisterKind, RegisterRow, RulePart, VisitRow
from anchang.domain.register_fields import CHOICES, LISTS, STRICT
from anchang.domain.visit import Gender
from anchang.i18n import M, Msg
from anchang.importing.register_cells import Phones, minute_of, phones_of, when_of
from anchang.importing.register_words import SEVERAL, choice_of, is_rough, labels_of, repeat_of, words_in
from anchang.importing.words import is_blank, plain, why_broken

_LIMITS = {"name": 60, "who": 60, "recorder": 60}
_LONG = frozenset({"note", "content", "questions"})
_LONGEST = 4000
_DAYS = frozenset({"on", "next_contact_on", "invite_on"})
_COUNTS = frozenset({"party_size", "family_size"})
_PHONES = frozenset({"phone", "more_phones"})
_REMARKS = frozenset({"referrer", "invite_on"})  # kept in the note: they have no column, or none that a book can fill
_COUNT = re.compile(r"(\d{1,3})(?:\.0+)?[人口位个组]?")
_OTHERS = frozenset(plain(word) for word in ("其他", "其它", "other"))
_MAN, _WOMAN = re.compile(r".*(?:先生|叔叔|老板)"), re.compile(r".*(?:女士|小姐|太太|阿姨|大姐)")
_FROM_CALLS = frozenset({"来电转访", "来电转来访", "电转访"})
DITTO = frozenset({"同上", "〃", '"', "″", "…"})


class Fault(Exception):
    """A cell that cannot be taken, with the reason."""

    def __init__(self, reason: Msg) -> None:
        super().__init__(reason)
        self.reason = reason


@dataclass(slots=True)
class Setting:
    """What every row of one sheet is read with."""

    kind: RegisterKind
    today: date
    years: frozenset[int] = frozenset()
    titled: date | None = None  # the day in the title, for books of one day
    wan: bool = False  # the title says that amounts are ten-thousands


@dataclass(slots=True)
class RowReader:
    """Reads rows; remembers what a text meant, and counts the words that nobody has explained yet."""

    profile: Profile | None
    lists: Lists = field(default_factory=lambda: BROUGHT)
    unknown: Counter[tuple[str, str]] = field(default_factory=Counter)
    _words: dict[tuple[str, str], str] = field(init=False)
    _own: dict[DictKind, dict[str, str]] = field(init=False)
    _known: dict[tuple[str, str], tuple[str | None, str | Msg]] = field(default_factory=dict)
    _texts: dict[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        rules = self.profile.of(RulePart.WORD) if self.profile is not None else ()
        self._words = {(rule.field, plain(rule.said).lower()): rule.means for rule in rules}
        self._own = {kind: labels_of(entries) for kind, entries in self.lists.items()}

    def read(
        self, setting: Setting, place: str, cells: Mapping[str, list[tuple[str, str, int]]],
        fault: Callable[[int, str, Msg], None],
    ) -> RegisterRow | None:  # fmt: skip
        """The row, or None after telling `fault` what is wrong: (column, heading, reason).

        `cells` has for each field what stands under its headings: (text, heading, column).
        """
        values: dict[str, Any] = {}
        remarks: list[str] = []
        good = True
        for name, found in cells.items():
            for given, head, column in found:
                if not given or is_blank(given):
                    continue
                try:
                    self._take(setting, name, head, given, values, remarks)
                except Fault as problem:
                    fault(column, head, problem.reason)
                    good = False
        if "on" not in values and setting.titled is not None:
            values["on"] = setting.titled
        if good and "on" not in values:
            _text, head, column = cells["on"][0] if "on" in cells else ("", "", 0)
            fault(column, head, M("the row has no day"))
            good = False
        note = "；".join(dict.fromkeys(remarks))
        if good and len(note) > _LONGEST:
            fault(0, "", M("the remarks of this row are longer than {limit} characters", limit=_LONGEST))
            good = False
        return _made(setting.kind, place, values, note) if good else None

    def _take(
        self, setting: Setting, name: str, head: str, given: str, values: dict[str, Any], remarks: list[str]
    ) -> None:
        if name in _LONG:
            remarks_or = self._clean(given, limit=_LONGEST, multiline=True)
            if name == NOTE:
                remarks.append(remarks_or if plain(head) in _NOTE_HEADS else _told(head, remarks_or))
            else:
                values[name] = remarks_or
            return
        said = self._clean(given, limit=_LIMITS.get(name, 200))
        if name in _DAYS:
            self._day(setting, name, head, said, values, remarks)
        elif name in _PHONES:
            _phones(phones_of(said), values, remarks)
        elif name in ("at", "left"):
            minute = minute_of(said)
            if minute is None:
                raise Fault(M("«{text}» is no time of day", text=said))
            values["minute" if name == "at" else "left_minute"] = minute
        elif name in _COUNTS:
            counted = _COUNT.fullmatch(said)
            if counted is None:
                raise Fault(M("«{text}» is no number of people", text=said))
            values[name] = int(counted[1]) or None
        elif name == "is_repeat":
            values[name] = repeat_of(said, head)
            if values[name] is None:
                raise Fault(M("the word «{text}» is not known here", text=said))
        elif name in SEVERAL:
            self._several(name, head, said, values, remarks)
        elif name in CHOICES:
            self._choice(name, head, said, values, remarks)
        elif name in _REMARKS:
            remarks.append(_told(head, said))
        else:
            values[name] = said

    def _clean(self, given: str, *, limit: int, multiline: bool = False) -> str:
        done = self._texts.get(given)
        if done is not None and len(done) <= limit and (multiline or "\n" not in done):
            return done
        if text.REPLACEMENT in given:
            raise Fault(M("A character here is damaged."))
        broken = why_broken(given)
        if broken is not None:
            raise Fault(broken)
        try:
            one_line = given if multiline else given.replace("\n", " ")
            done = text.clean(one_line, "", limit=limit, multiline=multiline)
        except BadInput as problem:
            raise Fault(problem.message) from problem
        if len(given) <= 20:
            self._texts[given] = done
        return done

    def _day(
        self, setting: Setting, name: str, head: str, said: str, values: dict[str, Any], remarks: list[str]
    ) -> None:
        found = when_of(said, setting.years, setting.today)
        if isinstance(found, Msg):
            raise Fault(found)
        if name == "invite_on":
            remarks.append(_told(head, said))
            return
        values[name] = found.on
        if name == "on" and found.minute is not None:
            values.setdefault("minute", found.minute)

    def _choice(self, name: str, head: str, said: str, values: dict[str, Any], remarks: list[str]) -> None:
        found, remark = self._meant(name, head, said)
        if name == "kind" and plain(said) in _FROM_CALLS:
            values["from_call"] = True
        if found is not None:
            values[name] = found
        if remark:
            remarks.append(remark)

    def _several(self, name: str, head: str, said: str, values: dict[str, Any], remarks: list[str]) -> None:
        chosen = []
        for word in words_in(said, lambda whole: self._has(name, whole)):
            found, remark = self._meant(name, head, word)
            if found is not None:
                chosen.append(found)
            if remark:
                remarks.append(remark)
        values[name] = tuple(dict.fromkeys(chosen))

    def _has(self, name: str, word: str) -> bool:
        key = plain(word).lower()
        own = self._own[LISTS[name]] if name in LISTS else {}
        return (name, key) in self._words or key in own or choice_of(name, word) is not None

    def _meant(self, name: str, head: str, said: str) -> tuple[str | None, str]:
        """(choice, remark for the note). Raises Fault for a word that counts in the figures and is not known."""
        known = self._known.get((name, said))
        if known is None:
            known = self._known[name, said] = self._look_up(name, head, said)
        found, remark = known
        if isinstance(remark, Msg):
            self.unknown[name, said] += 1
            raise Fault(remark)
        if remark and found is None and (name, plain(said).lower()) not in self._words:
            self.unknown[name, said] += 1
        return found, remark

    def _look_up(self, name: str, head: str, said: str) -> tuple[str | None, str | Msg]:
        """(choice, remark), or (None, why the row is given back)."""
        means = self._words.get((name, plain(said).lower()))
        if means in (NOTE, LEFT_OUT):
            return None, _told(head, said) if means == NOTE else ""
        if name in LISTS:
            return self._look_up_own(name, head, said, means)
        if means is not None:
            return CHOICES[name](means), ""
        found = choice_of(name, said)
        if found is None:
            unknown = M("the word «{text}» is not known here; say in the profile what it means", text=said)
            return None, unknown if name in STRICT else _told(head, said)
        return found, _told(head, said) if is_rough(name, said) or _is_merely_other(found, said) else ""

    def _look_up_own(self, name: str, head: str, said: str, means: str | None) -> tuple[str | None, str | Msg]:
        """The same for a field with a list of the office's own: its labels come before what the program knows."""
        kind = LISTS[name]
        own = self._own[kind].get(plain(said).lower()) if means is None else None
        found = own or means or choice_of(name, said)
        entry = next((each for each in self.lists[kind] if each.code == found), None)
        if entry is not None and entry.active:
            told = own is None and means is None and _is_merely_other(entry.code, said)
            return entry.code, _told(head, said) if told else ""
        if name not in STRICT:
            return None, _told(head, said)
        if entry is not None:
            return None, M(
                "«{text}» means «{label}», which is retired in the list «{kind}»: bring it back, or say in the profile "
                "what the word means", text=said, label=entry.label, kind=kind.label)  # fmt: skip
        return None, M(
            "the word «{text}» is not in the list «{kind}»: add it there, or say in the profile what it means",
            text=said, kind=kind.label)  # fmt: skip


def _is_merely_other(found: str, said: str) -> bool:
    return found == "other" and plain(said) not in _OTHERS


_NOTE_HEADS = frozenset(plain(word) for word in ("备注", "说明", "note", "remark"))


def _told(head: str, said: str) -> str:
    return f"{text.printable(' '.join(head.split()))}：{said}" if head.strip() else said


def _phones(found: Phones | Msg, values: dict[str, Any], remarks: list[str]) -> None:
    if isinstance(found, Msg):
        raise Fault(found)
    numbers = [number for number in found.numbers if number not in values.get("phones", ())]
    values["phones"] = (*values.get("phones", ()), *numbers)
    if found.reason:
        values.setdefault("no_phone_reason", found.reason)
    if found.remark:
        remarks.append(found.remark)


def _made(kind: RegisterKind, place: str, values: dict[str, Any], note: str) -> RegisterRow:
    numbers = values.pop("phones", ())
    if numbers:
        values |= {"phone": numbers[0], "other_phones": tuple(numbers[1:]), "no_phone_reason": ""}
    values["note"] = note
    if "gender" not in values and "name" in values:
        for pattern, gender in ((_MAN, Gender.MALE), (_WOMAN, Gender.FEMALE)):
            if pattern.fullmatch(values["name"]):
                values["gender"] = gender
    made: type[RegisterRow] = VisitRow if kind is RegisterKind.VISITS else CallRow
    return made(place=place, **values)
