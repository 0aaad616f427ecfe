"""The purchase plans of one unit side by side: laid out to be turned to the customer, and printed (置业计划, P03)."""

from __future__ import annotations

import asyncio
import re
from typing import TYPE_CHECKING, Any, ClassVar

from rich.cells import cell_len
from rich.console import Console as RichConsole
from rich.text import Text
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import VerticalScroll
from textual.content import Content
from textual.widgets import Static

from anchang.domain.errors import Refusal
from anchang.i18n import M
from anchang.services.purchase_plan import MOST, Desk, Variant, desk
from anchang.services.purchase_plan_sheet import SheetRow, Side, rows, unit_rows
from anchang.tui.forms.form import Field, Form
from anchang.tui.forms.purchase_plan import as_values, variant_form
from anchang.tui.forms.screen import FormScreen
from anchang.tui.guarded import Guarded
from anchang.tui.keys import BACK, HELP, NEW, OPEN, Key
from anchang.tui.papers import as_typed
from anchang.tui.screens.paper_card import PRINT
from anchang.tui.show import fit, plain, show
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.tui.app import Console

LABEL, LABEL_SMALL = 18, 16  # the small one where three stand side by side on 80 columns
NARROWEST, WIDEST = 17, 34
DROP = Key("plan_drop", ("x", "delete"), M("Remove"), M("Take this way of paying off the table"))
LEFT = Key("plan_left", ("left",), M("Left"), M("The way of paying to the left"), shown=False)
RIGHT = Key("plan_right", ("right",), M("Right"), M("The way of paying to the right"), shown=False)


class PurchasePlanScreen(Guarded[None]):
    """The table. The column under the cursor is the one that Enter changes and x removes."""

    BINDINGS: ClassVar[list[BindingType]] = [
        NEW.as_("plan_new", M("Another way"), M("Another way of paying beside these")).binding("add"),
        OPEN.as_("plan_change", M("Change"), M("Change the way of paying under the cursor")).binding("change"),
        DROP.binding("drop"),
        PRINT.binding("print"),
        LEFT.binding("move(-1)"),
        RIGHT.binding("move(1)"),
        BACK.binding("back", shown=True),
        HELP.binding("help"),
    ]
    AUTO_FOCUS = ".card-body"

    def __init__(self, given: Desk) -> None:
        super().__init__(classes="paper-card")
        self._desk = given
        self.sides = [Side(wanted, given.work_out(wanted)) for wanted in given.usual()]
        self.cursor = 0

    def compose(self) -> ComposeResult:
        """The unit, the table, the keys."""
        yield Static(show(M("Purchase plan of {unit}", unit=self._desk.offer.unit)), classes="card-title")
        with VerticalScroll(classes="card-body"):
            yield Static("", id="plans", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Lay the first ones out."""
        self._lay_out()

    def on_resize(self) -> None:
        """The columns are as wide as there is room."""
        self._lay_out()

    def _lay_out(self) -> None:
        self.query_one("#plans", Static).update(Content("\n").join(list(self._lines())))

    def _lines(self) -> list[Content]:
        room = (self.size.width or 80) - self._label_width - 4
        width = max(NARROWEST, min(WIDEST, room // len(self.sides) - 1))
        about = "  ".join(f"{plain(label)} {plain(value)}" for label, value in unit_rows(self._desk)[1:])
        found = [Content.styled(about, "$secondary")]
        for row in rows(self._desk, self.sides):
            if row.head:
                found.append(Content(""))
            found.extend(self._row(row, width, is_first=len(found) == 2))
        found += [Content(""), Content.styled(plain(NOTE), "dim")]
        return found

    @property
    def _label_width(self) -> int:
        return LABEL_SMALL if len(self.sides) == MOST and self.size.width < 100 else LABEL

    def _row(self, row: SheetRow, width: int, *, is_first: bool) -> list[Content]:
        """One line, or as many as its longest value needs. The first one says on which column the cursor is."""
        cells = [_folded(plain(value), width) for value in row.values]
        if is_first:
            cells[self.cursor] = [f"> {cells[self.cursor][0]}", *cells[self.cursor][1:]]
        style = " ".join(word for word, is_so in (("bold", row.strong or row.head), ("$primary", row.head)) if is_so)
        lines = []
        for index in range(max(len(cell) for cell in cells)):
            parts = [Content.styled(fit(plain(row.label) if index == 0 else "", self._label_width), "$secondary")]
            for column, cell in enumerate(cells):
                text = fit(cell[index] if index < len(cell) else "", width, right=True)
                chosen = "reverse" if is_first and column == self.cursor else ""
                parts.append(Content.styled(text, f"{style} {chosen}".strip()))
            lines.append(Content(" ").join(parts))
        return lines

    def action_move(self, step: int) -> None:
        """To the next column."""
        self.cursor = (self.cursor + step) % len(self.sides)
        self._lay_out()

    def action_add(self) -> None:
        """One more column."""
        self.guard(self._add)

    async def _add(self) -> None:
        if len(self.sides) == MOST:
            raise Refusal(M("{most} ways of paying stand side by side; remove one first (x).", most=MOST))
        side = await self._ask(None)
        if side is not None:
            self.sides.append(side)
            self.cursor = len(self.sides) - 1
            self._lay_out()

    def action_change(self) -> None:
        """The column under the cursor again."""
        self.guard(self._change)

    async def _change(self) -> None:
        side = await self._ask(self.sides[self.cursor].wanted)
        if side is not None:
            self.sides[self.cursor] = side
            self._lay_out()

    async def _ask(self, before: Variant | None) -> Side | None:
        async def submit(wanted: object, _key: str) -> Side:
            assert isinstance(wanted, Variant)
            return Side(wanted, self._desk.work_out(wanted))

        screen = FormScreen(
            variant_form(self._desk), submit, today=self.app.terminal.today,
            values=None if before is None else as_values(before),
        )  # fmt: skip
        found: Side | None = await self.app.push_screen_wait(screen)
        return found

    def action_drop(self) -> None:
        """Take the column away; one always stays."""
        if len(self.sides) == 1:
            toast(self.app, M("One way of paying stays; change it with Enter."))
            return
        del self.sides[self.cursor]
        self.cursor = min(self.cursor, len(self.sides) - 1)
        self._lay_out()

    def action_print(self) -> None:
        """All columns on one sheet."""
        self.guard(self._print)

    async def _print(self) -> None:
        async def submit(values: Any, _key: str) -> Any:
            return values

        form = Form(
            title=M("Print the purchase plan of {unit}", unit=self._desk.offer.unit),
            command=as_typed,
            name="purchase_plan.print",
            fields=(
                Field("customer", M("For whom"), limit=60, help=M("As it is to stand on the sheet; may be empty.")),
            ),
            save_label=M("Print"),
        )
        typed = await self.app.push_screen_wait(FormScreen(form, submit, today=self.app.terminal.today))
        if typed is None:
            return
        wanted = [side.wanted for side in self.sides]
        terminal = self.app.terminal

        def work() -> str:
            from anchang.documents.printing import print_purchase_plan

            done = print_purchase_plan(
                terminal.now_open, terminal.here.session, self._desk.offer.unit_id, wanted, typed["customer"] or ""
            )
            return f"{done.path.parent.name}/{done.path.name}"

        file = await asyncio.to_thread(work)
        self.app.notify(plain(M("The paper is in {file}.", file=file)), timeout=12, markup=False)

    def action_back(self) -> None:
        """To the wall of units."""
        self.dismiss(None)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(Help(self))


NOTE = M("A trial calculation: taxes, rates and what a bank lends are decided elsewhere.")


def _folded(text: str, width: int) -> list[str]:
    """The text in pieces of that many cells, broken at spaces and after commas where there are any: not in a number."""
    lines = [""]
    for piece in _PIECES.findall(text):
        if lines[-1] and cell_len(lines[-1] + piece.rstrip()) > width:
            lines.append("")
        lines[-1] += piece
    return [part.plain.rstrip() for line in lines for part in Text(line).wrap(_CONSOLE, width)] or [""]


_PIECES = re.compile(r"[^ ，；]+(?:[，；] ?| )?|[ ，；]")
_CONSOLE = RichConsole(width=WIDEST, color_system=None)


async def open_plans(app: Console, unit_id: int) -> None:
    """The plans of a unit. Raises Refusal for one without a price or an area."""
    given = await app.terminal.look(desk, unit_id)
    await app.push_screen_wait(PurchasePlanScreen(given))
