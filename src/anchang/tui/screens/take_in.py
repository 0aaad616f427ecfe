"""Importing a price list in the console: the file, the preview, the answer (issue point 3, design 7)."""

from __future__ import annotations

import asyncio
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from anchang.domain.price_list import Preview
from anchang.i18n import M, Msg
from anchang.importing.price_list import PriceListFile, read_price_list, rejected_rows_file, remarks
from anchang.services.listing import Kind
from anchang.services.price_list import DraftPriceList, apply_first, preview
from anchang.tui.acting import act
from anchang.tui.cells import format_kind
from anchang.tui.forms.form import Field, Form
from anchang.tui.forms.screen import FormScreen
from anchang.tui.keys import CANCEL, SAVE, Key
from anchang.tui.show import plain, show
from anchang.tui.widgets.dialogs import Confirm, toast
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.tui.app import Console

MOST = 200  # remarks shown
AREAS = frozenset({"built_area", "inside_area", "shared_area"})
AMOUNTS = frozenset({"unit_price_build", "unit_price_inside", "list_total", "floor_total", "filed_total"})
REJECTED = Key(
    "take_in_rejected", ("w", "ctrl+w"), M("Rejected rows"), M("Write the rejected rows with their reasons into a file")
)


def _fact(name: str, value: object) -> str:
    """A fact of a unit as people read it: yuan and square metres, words, a dash for nothing."""
    kind = Kind.AREA if name in AREAS else Kind.MONEY if name in AMOUNTS else Kind.TEXT
    return format_kind(value, kind) or "–"


def _path(path: str) -> Path:
    return Path(path.strip().strip("\"'")).expanduser()


FILE = Form(
    title=M("Import a price list"),
    command=_path,
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


class PreviewScreen(ModalScreen[bool]):
    """What would happen; Ctrl+S does it."""

    BINDINGS: ClassVar[list[BindingType]] = [
        SAVE.as_("take_in_apply", M("Take it in")).binding("apply"),
        REJECTED.binding("rejected"),
        CANCEL.binding("cancel"),
    ]
    app: Console

    def __init__(self, laid: Laid) -> None:
        super().__init__(classes="dialog-screen")
        self.laid = laid

    def compose(self) -> ComposeResult:
        """Counts, then every remark with its place."""
        with Vertical(classes="dialog wide"):
            yield Static(show(M("Preview: {file}", file=self.laid.path.name)), classes="dialog-title")
            yield Static(self._counts(), classes="dialog-detail")
            with VerticalScroll(classes="dialog-body"):
                yield Static(self._remarks(), markup=False)
            yield KeyBar()

    def _counts(self) -> Content:
        found, file = self.laid.found, self.laid.file
        words: list[tuple[Msg, int]] = [
            (M("units in the file"), len(file.rows)),
            (M("new"), len(found.new)),
            (M("changed"), len(found.changed)),
            (M("unchanged"), len(found.unchanged)),
            (M("repeated"), file.repeats),
            (M("remarks"), len(remarks(file, found))),
        ]
        counts = Content("   ").join(Content.assemble((f"{count:,} ", "bold"), plain(label)) for label, count in words)
        if not file.left_out:
            return counts
        told = M("{count} rows will be left out.", count=file.left_out)
        return Content("\n").join((counts, Content.styled(plain(told), "bold $warning")))

    def _remarks(self) -> Content:
        issues = remarks(self.laid.file, self.laid.found)
        if not issues and not self.laid.found.changed:
            return show(M("No remarks: every row can be taken as it stands."))
        lines = [
            Content.assemble(
                (f"{plain(each.place)}  ", "bold"), (f"{plain(each.kind.label)}  ", "$warning"), plain(each.reason)
            )
            for each in issues[:MOST]
        ]
        for change in self.laid.found.changed[: MOST - len(lines)]:
            fields = "  ".join(
                f"{plain(fact.label)}: {_fact(fact.name, fact.old)} → {_fact(fact.name, fact.new)}"
                for fact in change.fields
            )
            lines.append(Content.assemble((f"{plain(change.row.label)}  ", "bold"), fields))
        return Content("\n").join(lines)

    def action_apply(self) -> None:
        """Yes; where rows would be left out, only after a second question."""
        if self.laid.file.left_out:
            self.run_worker(self._without_some(), group="action", exclusive=True)
        else:
            self.dismiss(True)

    async def _without_some(self) -> None:
        file = self.laid.file
        question = Confirm(
            M("{count} rows will be left out. Take in the other {rest}?", count=file.left_out, rest=len(file.rows)),
            detail=M("The left-out rows change nothing. Their places and reasons stand in the preview."),
            yes=M("Take in the others"), no=M("Not yet"), danger=True,
        )  # fmt: skip
        if await self.app.push_screen_wait(question) is not None:
            self.dismiss(True)

    def action_rejected(self) -> None:
        """The rejected rows as a file beside the exports."""
        target = self.app.terminal.where.place.exports / f"{self.laid.path.stem}_rejected.csv"
        count = rejected_rows_file(self.laid.file.issues, target, self.laid.file.heads)
        toast(self.app, M("{count} rejected rows: {path}", count=count, path=target))

    def action_cancel(self) -> None:
        """No."""
        self.dismiss(False)


async def take_in(app: Console) -> dict[str, Any] | None:
    """Ask for the file, show the preview, draft the list; an administrator's first list is in force at once."""

    async def read(path: Path, key: str) -> Laid:
        return await _lay(app, path.expanduser())

    form = FormScreen(FILE, read, today=app.terminal.today)
    laid: Laid | None = await app.push_screen_wait(form)
    if laid is None or not await app.push_screen_wait(PreviewScreen(laid)):
        return None
    file = laid.file
    return await act(
        app, DraftPriceList(file.rows, laid.path.name, file.digest, file.rounding, file.filed, laid.apply_now)
    )


async def _lay(app: Console, path: Path) -> Laid:
    file = await asyncio.to_thread(read_price_list, path)
    found = await app.terminal.look(preview, file.rows, file.rounding, file.filed)
    return Laid(path, file, found, await app.terminal.look(apply_first))
