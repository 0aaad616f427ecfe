"""The office's own lists: add, rename, retire, put in order (2.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.dictionary import DictKind
from anchang.i18n import M
from anchang.services.dictionary import AddEntry, OrderEntries, RenameEntry, RestoreEntry, RetireEntry
from anchang.services.listing import Ask, Column, Row
from anchang.services.lists.dictionary import DICTIONARY
from anchang.tui.acting import act, confirm_and_act, fill_in
from anchang.tui.forms.desk_fields import choice
from anchang.tui.forms.form import Field, Form
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

RETIRE = Key("entry_retire", ("x", "ctrl+x"), M("Retire"), M("Not offered any more, or offered again"))
UP = Key("entry_up", ("minus", "ctrl+b"), M("Up"), M("One place nearer to the front of its list"))
DOWN = Key("entry_down", ("plus", "ctrl+o"), M("Down"), M("One place nearer to the end of its list"))

_WORDS = (
    Field("label", M("Words"), required=True, limit=20),
    Field("label_en", M("In English"), limit=60),
)
ADD = Form(
    title=M("Add to a list"),
    command=AddEntry,
    name="dictionary.add",
    fields=(choice("kind", M("List"), DictKind, required=True), *_WORDS),
)
RENAME = Form(title=M("Rename an entry"), command=RenameEntry, name="dictionary.rename", fields=_WORDS)


def paint(row: Row, column: Column) -> Tone | None:
    """What is not offered any more is quiet; the word «no» says it as well."""
    return Tone.QUIET if not row["active"] and column.key in ("label", "active") else None


async def _move(app: Console, row: Row, by: int) -> None:
    page = await app.terminal.look(DICTIONARY.page, Ask({"kind": row["kind"]}))
    codes = [each["code"] for each in page.rows]
    at = codes.index(row["code"])
    to = min(max(at + by, 0), len(codes) - 1)
    if to != at:
        codes[at], codes[to] = codes[to], codes[at]
        await act(app, OrderEntries(DictKind(row["kind"]), tuple(codes)), quiet=True)


def make(app: Console) -> PlaceList:
    """The screen."""

    async def add(view: Any, row: Row | None) -> None:
        values = {} if row is None else {"kind": row["kind"]}
        await fill_in(app, ADD, values=values)
        view.refresh_data()

    async def rename(view: Any, row: Row) -> None:
        fixed = {"kind": DictKind(row["kind"]), "code": row["code"]}
        await fill_in(app, RENAME, values={"label": row["label"], "label_en": row["label_en"]}, fixed=fixed)
        view.refresh_data()

    async def retire(view: Any, row: Row | None) -> None:
        if row is None:
            return
        kind = DictKind(row["kind"])
        if row["active"]:
            question = M("Do not offer «{label}» any more? Where it was used it stays.", label=row["label"])
            await confirm_and_act(app, question, RetireEntry(kind, row["code"]))
        else:
            await act(app, RestoreEntry(kind, row["code"]))
        view.refresh_data()

    async def up(view: Any, row: Row | None) -> None:
        if row is not None:
            await _move(app, row, -1)
            view.refresh_data()

    async def down(view: Any, row: Row | None) -> None:
        if row is not None:
            await _move(app, row, 1)
            view.refresh_data()

    actions = (
        ListAction(NEW, add, needs_row=False), ListAction(RETIRE, retire), ListAction(UP, up), ListAction(DOWN, down),
    )  # fmt: skip
    spec = ListSpec(
        DICTIONARY, actions, rename, paint=paint,
        help=M("Enter renames: what was written with an entry is called so too. A retired entry stays readable."),
    )  # fmt: skip
    return place_list(app, spec)
