"""What taking a file in would do: figures, remarks with their places, the rejected rows as a file; Ctrl+S does it."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical, VerticalScroll
from textual.content import Content
from textual.screen import ModalScreen
from textual.widgets import Static

from anchang.domain.issue import Issue
from anchang.i18n import M, Msg
from anchang.tui.behind import Behind
from anchang.tui.keys import CANCEL, SAVE, Key
from anchang.tui.show import plain, show
from anchang.tui.widgets.dialogs import Confirm, toast
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence
    from pathlib import Path

    from anchang.tui.app import Console

MOST = 200  # remarks shown
REJECTED = Key(
    "take_in_rejected", ("w", "ctrl+w"), M("Rejected rows"), M("Write the rejected rows with their reasons into a file")
)


def remarks_of(issues: Iterable[Issue]) -> list[Content]:
    """Each remark as a line: where, what became of the row, why."""
    return [
        Content.assemble(
            (f"{plain(each.place)}  ", "bold"), (f"{plain(each.kind.label)}  ", "$warning"), plain(each.reason)
        )
        for each in issues
    ]


class PreviewScreen(ModalScreen[Any], Behind):
    """The window; `give_back` writes the rejected rows into a file and says how many there were.

    Where rows would be left out (`left_out`) the yes is asked for once more, with how many the others are (`rest`).
    """

    BINDINGS: ClassVar[list[BindingType]] = [
        SAVE.as_("take_in_apply", M("Take it in")).binding("apply"),
        REJECTED.binding("rejected"),
        CANCEL.binding("cancel"),
    ]
    app: Console

    def __init__(
        self,
        path: Path,
        counts: Sequence[tuple[Msg, int]],
        remarks: Sequence[Content],
        give_back: Callable[[Path], int],
        *,
        left_out: int = 0,
        rest: int = 0,
    ) -> None:
        super().__init__(classes="dialog-screen")
        self._path, self._counts, self._remarks, self._give_back = path, counts, remarks, give_back
        self._left_out, self._rest = left_out, rest

    def compose(self) -> ComposeResult:
        """Counts, then every remark with its place."""
        figures = [Content.assemble((f"{count:,} ", "bold"), plain(label)) for label, count in self._counts]
        remarks = self._remarks[:MOST] or [show(M("No remarks: every row can be taken as it stands."))]
        with Vertical(classes="dialog wide"):
            yield Static(show(M("Preview: {file}", file=self._path.name)), classes="dialog-title")
            yield Static(self._told(Content("   ").join(figures)), classes="dialog-detail")
            with VerticalScroll(classes="dialog-body"):
                yield Static(Content("\n").join(remarks), markup=False)
            yield KeyBar()

    def _told(self, figures: Content) -> Content:
        if not self._left_out:
            return figures
        told = M("{count} rows will be left out.", count=self._left_out)
        return Content("\n").join((figures, Content.styled(plain(told), "bold $warning")))

    def action_apply(self) -> None:
        """Yes; where rows would be left out, only after a second question."""
        if self._left_out:
            self.run_worker(self._without_some, group="action", exclusive=True)
        else:
            self.dismiss(True)

    async def _without_some(self) -> None:
        question = Confirm(
            M("{count} rows will be left out. Take in the other {rest}?", count=self._left_out, rest=self._rest),
            detail=M("The left-out rows change nothing. Their places and reasons stand in the preview."),
            yes=M("Take in the others"), no=M("Not yet"), danger=True,
        )  # fmt: skip
        if await self.app.push_screen_wait(question) is not None:
            self.dismiss(True)

    async def action_rejected(self) -> None:
        """The rejected rows as a file beside the exports."""
        target = self.app.terminal.where.place.exports / f"{self._path.stem}_rejected.csv"
        count = await asyncio.to_thread(self._give_back, target)
        toast(self.app, M("{count} rejected rows: {path}", count=count, path=target))

    def action_cancel(self) -> None:
        """No."""
        self.dismiss(False)
