"""Changing the office's own lists: add, rename, retire, bring back, put in order (2.18 «dictionaries»)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Any

from anchang.domain import dictionary as rules
from anchang.domain.dictionary import STEP, DictKind, Entry, Lists
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.i18n import M, say
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import dictionary as rows
from anchang.storage.dictionary import DictionaryEntry
from anchang.storage.reading import Read


def entries(act: Act, kind: DictKind) -> tuple[Entry, ...]:
    """The list as it is now, retired entries too."""
    return rows.lists(act.work.connection, act.project_id)[kind]


def lists(read: Read) -> Lists:
    """Every list of the project as it is now, for whoever reads a file."""
    return rows.lists(read.connection, read.project_id)


def check(act: Act, kind: DictKind, codes: Iterable[str], place: str, kept: Iterable[str] = ()) -> None:
    """Refuse codes that the list does not offer; `kept` stand in the row already. Raises BadInput."""
    rules.check_codes(kind, entries(act, kind), codes, kept, place)


def area(act: Act, typed: str) -> str:
    """An area as it is stored: the entry's code where the words are in the list, else the words themselves."""
    return rules.found_by_words(entries(act, DictKind.AREA), typed) if typed else typed


def _keep(act: Act, kind: DictKind, entry: Entry, **changes: Any) -> None:
    if entry.row_id is not None:
        act.work.update(DictionaryEntry, entry.row_id, **changes)
        return
    whole = {
        "label_zh": entry.zh, "label_en": entry.en, "active": entry.active, "position": entry.position, **changes,
    }  # fmt: skip
    act.work.insert(DictionaryEntry, project_id=act.project_id, kind=kind.value, code=entry.code, **whole)


def _done(kind: DictKind, label: str, code: str) -> Result:
    return {"kind": kind.value, "code": code, "label": label, "list": say(kind.label)}


@dataclass(frozen=True, slots=True)
class AddEntry:
    """A new entry at the end of a list. `label_en` is what English readers see; empty: the same."""

    kind: DictKind
    label: str
    label_en: str = ""


@use_case(
    "dictionary.add", action="dictionary.edit", title=M("Add to a list"),
    done=M("«{label}» is in the list «{list}»."),
)  # fmt: skip
def add(act: Act, command: AddEntry) -> Result:
    """Offer one more choice from now on. Raises BadInput for words that are there already."""
    known = entries(act, command.kind)
    label = clean(command.label, "label")
    rules.check_label(known, label)
    code = rules.next_code(known)
    act.work.insert(
        DictionaryEntry,
        project_id=act.project_id,
        kind=command.kind.value,
        code=code,
        label_zh=label,
        label_en=clean(command.label_en, "label_en", limit=60),
        position=max((each.position for each in known), default=0) + STEP,
    )
    return _done(command.kind, label, code)


@dataclass(frozen=True, slots=True)
class RenameEntry:
    """Other words for an entry; the code stays, so what was written with it is called so too."""

    kind: DictKind
    code: str
    label: str
    label_en: str = ""


@use_case(
    "dictionary.rename", action="dictionary.edit", title=M("Rename an entry"),
    done=M("It is called «{label}» now."),
)  # fmt: skip
def rename(act: Act, command: RenameEntry) -> Result:
    """Other words, in old rows and reports too. Raises NotFound, BadInput."""
    known = entries(act, command.kind)
    entry = rules.entry_of(known, command.code)
    label = clean(command.label, "label")
    rules.check_label(known, label, entry.code)
    _keep(act, command.kind, entry, label_zh=label, label_en=clean(command.label_en, "label_en", limit=60))
    return _done(command.kind, label, entry.code)


@dataclass(frozen=True, slots=True)
class RetireEntry:
    """An entry that is not offered any more."""

    kind: DictKind
    code: str


@use_case(
    "dictionary.retire", action="dictionary.edit", title=M("Retire an entry"),
    done=M("«{label}» is not offered any more."),
)  # fmt: skip
def retire(act: Act, command: RetireEntry) -> Result:
    """Not offered any more; where it was used it stays readable. Raises NotFound, Refusal for the last of a list."""
    known = entries(act, command.kind)
    entry = rules.entry_of(known, command.code)
    if not entry.active:
        raise Refusal(M("«{label}» is retired already.", label=entry.label))
    rules.check_retiring(known, entry.code)
    _keep(act, command.kind, entry, active=False)
    return _done(command.kind, say(entry.label), entry.code)


@dataclass(frozen=True, slots=True)
class RestoreEntry:
    """A retired entry that is offered again."""

    kind: DictKind
    code: str


@use_case(
    "dictionary.restore", action="dictionary.edit", title=M("Bring an entry back"),
    done=M("«{label}» is offered again."),
)  # fmt: skip
def restore(act: Act, command: RestoreEntry) -> Result:
    """Offered again. Raises NotFound, Refusal when it is."""
    entry = rules.entry_of(entries(act, command.kind), command.code)
    if entry.active:
        raise Refusal(M("«{label}» is offered already.", label=entry.label))
    _keep(act, command.kind, entry, active=True)
    return _done(command.kind, say(entry.label), entry.code)


@dataclass(frozen=True, slots=True)
class OrderEntries:
    """Codes in the order in which they are offered; those that are not named come after them as they stood."""

    kind: DictKind
    codes: tuple[str, ...]


@use_case(
    "dictionary.order", action="dictionary.edit", title=M("Put a list in order"),
    done=M("The list «{list}» is in order."),
)  # fmt: skip
def order(act: Act, command: OrderEntries) -> Result:
    """Another order of the choices. Raises NotFound, BadInput for a code that is named twice."""
    known = entries(act, command.kind)
    named = [rules.entry_of(known, code, "codes") for code in command.codes]
    if len(set(command.codes)) != len(command.codes) or not named:
        raise BadInput(M("Name each entry once."), "codes")
    rest = [each for each in known if each.code not in command.codes]
    for number, each in enumerate((*named, *rest), 1):
        if each.position != number * STEP:
            _keep(act, command.kind, each, position=number * STEP)
    return _done(command.kind, say(named[0].label), named[0].code)
