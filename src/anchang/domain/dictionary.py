"""The office's own lists (2.18 «dictionaries»): channels, areas, what people look at, why a lead is lost.

A list begins with what trade practice has; the manager adds, renames, retires and puts in order. The code that is
stored never changes: reports group by it, and a retired entry stays readable where it was used. Everything that a rule
decides by (kinds of visits, grades, states, ways to pay) is a fixed code and no list of the office's.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from anchang.domain.customer import LostReason
from anchang.domain.delay import DelayReason
from anchang.domain.errors import BadInput, Refusal, nothing_there
from anchang.domain.pack import PackItem
from anchang.domain.visit import Channel, Focus
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg, current, say

STEP: Final = 10  # between the places of two entries
LONGEST: Final = 20  # characters of a label: it stands on a chip


class DictKind(Worded):
    """Which list. What people look at and what they object to is one list (3.3)."""

    CHANNEL = "channel", M("known channel")
    AREA = "area", M("area of the town")
    FOCUS = "focus", M("what people look at or object to")
    LOST_REASON = "lost_reason", M("why a lead is lost")
    PACK = "pack", M("buyer's document pack")
    DELAY_REASON = "delay_reason", M("why the signing is delayed")


DEFAULTS: Final[dict[DictKind, type[Worded] | None]] = {
    DictKind.CHANNEL: Channel,
    DictKind.AREA: None,
    DictKind.FOCUS: Focus,
    DictKind.LOST_REASON: LostReason,
    DictKind.PACK: PackItem,
    DictKind.DELAY_REASON: DelayReason,
}


@dataclass(frozen=True, slots=True)
class Entry:
    """One line of a list. `zh` and `en` are the office's own words, empty where the program's hold."""

    code: str
    zh: str = ""
    en: str = ""
    active: bool = True
    position: int = 0
    row_id: int | None = None
    version: int = 1
    default: Msg | None = None

    @property
    def label(self) -> Msg:
        """The words in the language of whoever reads."""
        own = self.zh or self.en if current() == "zh_CN" else self.en or self.zh
        if own:
            return M("{words}", words=own)
        return self.default or M("{words}", words=self.code)


def merged(kind: DictKind, stored: Iterable[Mapping[str, Any]]) -> tuple[Entry, ...]:
    """The whole list in order, retired entries too: what the program brings, changed and added to by the office."""
    begins = DEFAULTS[kind]
    found = {
        each.value: Entry(each.value, position=STEP * number, default=each.label)
        for number, each in enumerate(begins or (), 1)
    }
    for row in stored:
        code = row["code"]
        known = found.get(code)
        found[code] = Entry(
            code, row["label_zh"], row["label_en"], row["active"], row["position"], row["id"], row["version"],
            None if known is None else known.default,
        )  # fmt: skip
    return tuple(sorted(found.values(), key=lambda each: (each.position, each.row_id or 0)))


Lists = Mapping[DictKind, tuple[Entry, ...]]
BROUGHT: Final[Lists] = {kind: merged(kind, ()) for kind in DictKind}
"""The lists of an office that has changed nothing."""


def entry_of(entries: Iterable[Entry], code: str, place: str = "code") -> Entry:
    """The entry with this code. Raises NotFound."""
    for each in entries:
        if each.code == code:
            return each
    raise nothing_there(M("entry"), code, place)


def check_label(entries: Iterable[Entry], label: str, code: str = "") -> None:
    """Refuse a label that is empty, too long, or another entry's already. Raises BadInput."""
    if not label:
        raise BadInput(M("An entry needs words."), "label")
    if len(label) > LONGEST:
        raise BadInput(M("{count} characters are too long for a list; at most {most}.", count=len(label), most=LONGEST),
                       "label")  # fmt: skip
    for each in entries:
        if each.code != code and label.casefold() in (each.zh.casefold(), say(each.label).casefold()):
            wrong = M("«{label}» is in the list already.", label=label)
            raise BadInput(wrong if each.active else M("«{label}» is retired; bring it back.", label=label), "label")


def check_retiring(entries: Iterable[Entry], code: str) -> None:
    """A list that forms ask from is never empty. Raises Refusal."""
    if not any(each.active and each.code != code for each in entries):
        raise Refusal(M("The last entry of a list stays."))


def check_codes(
    kind: DictKind, entries: Iterable[Entry], codes: Iterable[str], kept: Iterable[str], place: str
) -> None:
    """Refuse codes that the list does not offer; what stands in the row already may stay. Raises BadInput."""
    offered = {each.code for each in entries if each.active}
    stays = set(kept)
    for code in codes:
        if code not in offered and code not in stays:
            known = tuple(sorted(offered))
            raise BadInput(
                M("«{value}» is not in the list «{kind}». Known: {known}.", value=code, kind=kind, known=known), place
            )


def next_code(entries: Iterable[Entry]) -> str:
    """The code of an entry that the office adds: never one that was used."""
    numbers = [int(each.code[4:]) for each in entries if each.code.startswith("own_") and each.code[4:].isdecimal()]
    return f"own_{max(numbers, default=0) + 1}"


def found_by_words(entries: Iterable[Entry], typed: str) -> str:
    """The code of the active entry that is called so in either language, or what was typed where none is."""
    wanted = typed.casefold()
    for each in entries:
        if each.active and wanted in (each.zh.casefold(), each.en.casefold(), say(each.label).casefold()):
            return each.code
    return typed
