"""The office's own lists as the words of columns, filters and forms: live, wherever they are asked (2.18).

A terminal works in one project at a time. Whatever looks at rows first sees to it that the words here are those of its
project (`refresh`), so nobody has to pass them along.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anchang.domain.customer import DECLINED, GRADE_LABELS, GradeConvention, ProgramReason
from anchang.domain.dictionary import BROUGHT, DictKind, Lists
from anchang.i18n import Msg
from anchang.storage import dictionary

_now: Lists = BROUGHT
_mark: tuple[int, int, int] = (0, 0, 0)
_convention = GradeConvention.INTENT


def refresh(connection: Any, project_id: int, convention: str) -> None:
    """Take the lists as the project has them now; reads them only where something was changed. `convention` is what
    the office means by its grades."""
    global _convention, _mark, _now
    _convention = GradeConvention(convention)
    found = dictionary.mark(connection, project_id)
    if found != _mark:
        _now = dictionary.lists(connection, project_id)
        _mark = found


class Words(Mapping[str, Msg]):
    """The words of a list: goes through what is offered, and knows the retired as well."""

    def __init__(self, kind: DictKind, more: Mapping[str, Msg] | None = None) -> None:
        self.kind = kind
        self.more = dict(more or {})

    def __getitem__(self, code: str) -> Msg:
        if code in self.more:
            return self.more[code]
        for each in _now[self.kind]:
            if each.code == code:
                return each.label
        raise KeyError(code)

    def __iter__(self) -> Iterator[str]:
        yield from (each.code for each in _now[self.kind] if each.active)
        yield from self.more

    def __len__(self) -> int:
        return sum(1 for _ in self)

    def __contains__(self, code: object) -> bool:
        return code in self.more or any(each.code == code for each in _now[self.kind])

    def __or__(self, more: Mapping[str, Msg]) -> Words:
        """The same with further words, such as «declined to say»."""
        return Words(self.kind, {**self.more, **more})


class GradeWords(Mapping[str, Msg]):
    """The grades as the office means them."""

    def __init__(self, more: Mapping[str, Msg] | None = None) -> None:
        self.more = dict(more or {})

    def __getitem__(self, code: str) -> Msg:
        words: Mapping[str, Msg] = self.more if code in self.more else GRADE_LABELS[_convention]
        return words[code]

    def __iter__(self) -> Iterator[str]:
        yield from GRADE_LABELS[_convention]
        yield from self.more

    def __len__(self) -> int:
        return len(GRADE_LABELS[_convention]) + len(self.more)

    def __or__(self, more: Mapping[str, Msg]) -> GradeWords:
        """The same with further words, such as «declined to say»."""
        return GradeWords({**self.more, **more})


GRADES = GradeWords()
CHANNELS = Words(DictKind.CHANNEL)
AREAS = Words(DictKind.AREA)
FOCUS = Words(DictKind.FOCUS)
LOST_REASONS = Words(DictKind.LOST_REASON)
DELAY_REASONS = Words(DictKind.DELAY_REASON)
# Why somebody is lost, where it is shown: the program has reasons of its own, which nobody is offered.
WHY_LOST = LOST_REASONS | {each.value: each.label for each in ProgramReason}
NOT_SAID: dict[str, Msg] = {DECLINED.value: DECLINED.label}
