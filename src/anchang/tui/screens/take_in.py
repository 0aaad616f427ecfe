"""Importing a price list in the console: the file, the preview, the answer (issue point 3, design 7)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from textual.content import Content

from anchang.domain.price_list import Preview
from anchang.i18n import M, Msg
from anchang.importing.price_list import PriceListFile, read_price_list, rejected_rows_file, remarks
from anchang.services.listing import Kind
from anchang.services.price_list import DraftPriceList, apply_first, preview
from anchang.tui.acting import act
from anchang.tui.cells import format_kind
from anchang.tui.forms.form import Field, Form
from anchang.tui.forms.screen import FormScreen
from anchang.tui.screens.preview import MOST, PreviewScreen, remarks_of
from anchang.tui.show import plain

if TYPE_CHECKING:
    from anchang.tui.app import Console


AREAS = frozenset({"built_area", "inside_area", "shared_area"})
AMOUNTS = frozenset({"unit_price_build", "unit_price_inside", "list_total", "floor_total", "filed_total"})


def _fact(name: str, value: object) -> str:
    """A fact of a unit as people read it: yuan and square metres, words, a dash for nothing."""
    kind = Kind.AREA if name in AREAS else Kind.MONEY if name in AMOUNTS else Kind.TEXT
    return format_kind(value, kind) or "–"


def path_of(path: str) -> Path:
    """The path as somebody types or drops it: with quotation marks, with ~."""
    return Path(path.strip().strip("\"'")).expanduser()


FILE = Form(
    title=M("Import a price list"),
    command=path_of,
    name="price_list.file",
    help=M("xls, xlsx or csv, as the office has it. Nothing is changed before you have seen what would be."),
    fields=(Field("path", M("File"), required=True, limit=1000, placeholder=M("the whole path of the file")),),
    save_label=M("Read the file"),
)


@dataclass(frozen=True, slots=True)
class Laid:
    """A file laid beside the office."""

    path: Path
    file: PriceListFile
    found: Preview
    apply_now: bool


def _counts(laid: Laid) -> list[tuple[Msg, int]]:
    found, file = laid.found, laid.file
    return [
        (M("units in the file"), len(file.rows)),
        (M("new"), len(found.new)),
        (M("changed"), len(found.changed)),
        (M("unchanged"), len(found.unchanged)),
        (M("repeated"), file.repeats),
        (M("remarks"), len(remarks(file, found))),
    ]


def _remarks(laid: Laid) -> list[Content]:
    lines = remarks_of(remarks(laid.file, laid.found)[:MOST])
    for change in laid.found.changed[: MOST - len(lines)]:
        fields = "  ".join(
            f"{plain(fact.label)}: {_fact(fact.name, fact.old)} → {_fact(fact.name, fact.new)}"
            for fact in change.fields
        )
        lines.append(Content.assemble((f"{plain(change.row.label)}  ", "bold"), fields))
    return lines


async def take_in(app: Console) -> dict[str, Any] | None:
    """Ask for the file, show the preview, draft the list; an administrator's first list is in force at once."""

    async def read(path: Path, key: str) -> Laid:
        return await _lay(app, path.expanduser())

    form = FormScreen(FILE, read, today=app.terminal.today)
    laid: Laid | None = await app.push_screen_wait(form)
    if laid is None:
        return None
    file = laid.file
    give_back = partial(rejected_rows_file, file.issues, heads=file.heads)
    window = PreviewScreen(
        laid.path, _counts(laid), _remarks(laid), give_back, left_out=file.left_out, rest=len(file.rows)
    )
    if not await app.push_screen_wait(window):
        return None
    return await act(
        app, DraftPriceList(file.rows, laid.path.name, file.digest, file.rounding, file.filed, laid.apply_now)
    )


async def _lay(app: Console, path: Path) -> Laid:
    file = await asyncio.to_thread(read_price_list, path)
    found = await app.terminal.look(preview, file.rows, file.rounding, file.filed)
    return Laid(path, file, found, await app.terminal.look(apply_first))
