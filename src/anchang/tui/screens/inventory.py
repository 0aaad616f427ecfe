"""F5: the wall of all units, live across terminals, with the card of one (2.16, 4.5, P03a, P03b)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from anchang.domain import money
from anchang.domain.errors import AnchangError
from anchang.domain.inventory import stock
from anchang.domain.measure import ONE, show_area, show_percent
from anchang.i18n import M, Msg
from anchang.services.unit import ExpireLapsed
from anchang.storage import unit_query
from anchang.storage.unit_query import Cell as UnitCell
from anchang.tui.acting import fill_in
from anchang.tui.forms import unit as forms
from anchang.tui.forms.look_ups import permits, the_only_one
from anchang.tui.guarded import Guarded
from anchang.tui.keys import EXPORT, HELP, NEW, RELOAD, SEARCH, STEPS, Key
from anchang.tui.screens.unit_card import UnitCard
from anchang.tui.screens.unit_steps import open_steps, take_step
from anchang.tui.show import plain, show
from anchang.tui.unit_looks import UNIT_LOOKS
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.floor_grid import FloorGrid, Legend
from anchang.tui.widgets.floor_layout import Cell
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.lines import LineInput

if TYPE_CHECKING:
    from anchang.tui.app import Console

HOLD = Key("unit_hold", ("h", "ctrl+o"), M("Hold"), M("Hold this unit for a customer"))
LET_GO = Key("unit_let_go", ("x", "delete"), M("Let go"), M("Give a hold back"))
RELEASE = Key("unit_release", ("p", "ctrl+y"), M("Release"), M("Put units on sale under a permit"), shown=False)
TAKE_IN = Key("unit_take_in", ("i", "ctrl+u"), M("Import"), M("Import a price list"), shown=False)
PERMIT = Key("unit_permit", ("k", "ctrl+k"), M("Permits"), M("Permits and their drafts"), shown=False)
WAIT = Key("unit_wait", ("w", "ctrl+w"), M("Wait"), M("Put a customer on the waiting list"), shown=False)
LISTS = Key("unit_lists", ("b", "ctrl+d"), M("Batches"), M("Batches, waiting lists, reserves and flags"), shown=False)
PLANS = Key("unit_plans", ("c", "ctrl+b"), M("Purchase plan"), M("Work out ways of paying for this unit side by side"))
SUBSCRIBE = NEW.as_("unit_subscribe", M("Subscribe"), M("Write a subscription for this unit"))


def as_cell(unit: UnitCell) -> Cell:
    """A unit as the grid draws it."""
    return Cell(
        unit.unit_id,
        unit.building,
        unit.entrance,
        unit.floor,
        unit.door,
        unit.room_no,
        unit.state,
        unit.label,
        unit.floor_text,
    )


def totals(cells: Iterable[UnitCell]) -> Msg:
    """Area, list value and sell-through of what is on the wall, as the workbook has them (4.5)."""
    found = stock(
        {"state": cell.state, "list_total": cell.price, "built_area": cell.area, "deal_total": None} for cell in cells
    )
    rate = found.sold * ONE // found.released if found.released else 0
    return M(
        "{area} ㎡  value {value}  sold {rate}",
        area=show_area(found.priced_area),
        value=money.show(found.value),
        rate=show_percent(rate // 1_000 * 1_000),
    )


class RoomLine(LineInput):
    """The search line. Enter goes to the room at once: a message that has to travel to the screen would come after the
    next key, and a hold would be for the room before."""

    async def action_submit(self) -> None:
        """Enter."""
        if isinstance(self.screen, Inventory):
            self.screen.go_to_room(self.value)


class Inventory(Guarded[None]):
    """The grid, the legend, the card."""

    BINDINGS: ClassVar[list[BindingType]] = [
        HOLD.binding("hold"),
        SUBSCRIBE.binding("subscribe"),
        PLANS.binding("plans"),
        replace(SEARCH, priority=True).binding("search", shown=False),  # its line stands on the screen
        STEPS.binding("steps"),
        LET_GO.binding("let_go", shown=False),
        RELEASE.binding("release"),
        WAIT.binding("wait"),
        LISTS.binding("lists"),
        TAKE_IN.binding("take_in"),
        PERMIT.binding("permit"),
        EXPORT.binding("export"),
        RELOAD.binding("reload"),
        HELP.binding("help"),
    ]
    AUTO_FOCUS = "FloorGrid"

    def __init__(self) -> None:
        super().__init__(classes="inventory")
        self._seq = -1
        self._known: dict[int, UnitCell] = {}
        self._lapse_sent = False

    def compose(self) -> ComposeResult:
        """Legend on top, the wall, the card at its side."""
        with Horizontal(classes="list-head"):
            yield Static(show(M("Inventory")), classes="list-title")
            yield RoomLine(compact=True, placeholder=str(M("Room, as 1-2-301 or 301")), id="search")
            yield Static("", id="totals", classes="list-count", markup=False)
        yield Legend(UNIT_LOOKS, id="legend")
        with Horizontal(classes="inventory-body"):
            yield FloorGrid(UNIT_LOOKS, empty=M("No units yet. Press i to import a price list."), id="grid")
            with VerticalScroll(classes="inventory-card", can_focus=False), Vertical():
                yield UnitCard(id="card")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read everything once, then only what changes."""
        self.refresh_data()
        self.set_interval(1.0, self._tick)

    @property
    def unit_id(self) -> int | None:
        """The unit under the cursor."""
        return self.query_one(FloorGrid).cursor

    # -- reading

    def refresh_data(self) -> None:
        """Somebody changed something: swap in the cells that did."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            mark = await self.app.terminal.change_mark()
            if self._seq < 0:
                cells = await self.app.terminal.look(unit_query.grid)
            elif mark == self._seq:
                cells = ()
            else:
                cells = await self.app.terminal.look(unit_query.changes_since, self._seq)
        except AnchangError as error:
            toast(self.app, error)
            return
        grid = self.query_one(FloorGrid)
        fresh = {cell.unit_id: cell for cell in cells}
        if self._seq < 0 or not fresh.keys() <= self._known.keys():
            if self._seq >= 0:
                fresh = {cell.unit_id: cell for cell in await self.app.terminal.look(unit_query.grid)}
            self._known = fresh
            grid.set_cells(as_cell(cell) for cell in fresh.values())
        else:
            self._known.update(fresh)
            grid.update_cells({cell.unit_id: cell.state for cell in cells})
        self._seq = mark
        self._lapse_sent = False
        await self._read_card()

    async def _read_card(self) -> None:
        if self.unit_id is None:
            return
        card = await self.app.terminal.look(unit_query.card, self.unit_id)
        self.query_one(UnitCard).show_card(card, self.app.terminal.now_open.clock())

    def _tick(self) -> None:
        """Once a second: the countdown, and the end of holds that ran out."""
        if not self.is_current or self.app.terminal.person is None:
            return
        now = self.app.terminal.now_open.clock()
        card = self.query_one(UnitCard)
        if card.card is not None and card.card.until is not None:
            card.show_card(card.card, now)
        if not self._lapse_sent and any(cell.until is not None and cell.until <= now for cell in self._known.values()):
            self._lapse_sent = True
            self.run_worker(self._expire, group="expire", exclusive=True)

    async def _expire(self) -> None:
        await self.app.terminal.as_system(ExpireLapsed())
        await self._read()

    def on_floor_grid_moved(self, event: FloorGrid.Moved) -> None:
        """Another unit, another card."""
        event.stop()
        self.run_worker(self._read_card, group="card", exclusive=True)

    def on_floor_grid_recounted(self, event: FloorGrid.Recounted) -> None:
        """The legend counts along."""
        event.stop()
        self.query_one(Legend).show_counts(event.counts)
        self.query_one("#totals", Static).update(plain(totals(self._known.values())))

    def on_floor_grid_opened(self, event: FloorGrid.Opened) -> None:
        """Enter: what can be done with it."""
        event.stop()
        self.action_steps()

    # -- searching

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """In the search line `/` is a sign like any other."""
        return not (action == "search" and isinstance(self.focused, Input))

    def action_search(self) -> None:
        """To the search line before the next key is looked at: else what is typed on would be keys of the wall."""
        self.set_focus(self.query_one("#search", LineInput))

    def go_to_room(self, typed: str) -> None:
        """To the next room that fits."""
        grid = self.query_one(FloorGrid)
        found = grid.find(typed)
        if found is None:
            self.guard(self._find_written_otherwise, typed)
        else:
            grid.go_to(found)
            self.set_focus(grid)

    async def _find_written_otherwise(self, text: str) -> None:
        rooms = await self.app.terminal.look(unit_query.find, text, 1)
        grid = self.query_one(FloorGrid)
        if rooms:
            grid.go_to(rooms[0].unit_id)
            grid.focus()
        else:
            toast(self.app, M("No room like «{text}».", text=text))

    # -- acting

    def action_hold(self) -> None:
        """The consultant's short hold, the manager's longer one."""
        self.guard(self._take_step, "ask_or_hold")

    def action_let_go(self) -> None:
        """Give a hold back."""
        self.guard(self._take_step, "let_go_or_back")

    def action_steps(self) -> None:
        """Every step of the unit, with its reason."""
        self.guard(self._steps)

    async def _steps(self) -> None:
        if self.unit_id is not None:
            await open_steps(self.app, self.unit_id)

    async def _take_step(self, name: str) -> None:
        if self.unit_id is not None:
            await take_step(self.app, self.unit_id, name)

    def action_wait(self) -> None:
        """A customer for the unit's waiting list."""
        self.guard(self._take_step, "wait")

    def action_lists(self) -> None:
        """Batches, waiting lists, reserves, flags."""
        self.guard(self.app.action_go, "unit_lists")

    def action_subscribe(self) -> None:
        """A subscription for this unit."""
        self.guard(self._subscribe)

    async def _subscribe(self) -> None:
        from anchang.tui.forms.subscription import open_draft

        if self.unit_id is not None:
            await open_draft(self.app, self.unit_id)

    def action_plans(self) -> None:
        """Ways of paying, side by side."""
        self.guard(self._plans)

    async def _plans(self) -> None:
        from anchang.tui.screens.purchase_plan import open_plans

        if self.unit_id is not None:
            await open_plans(self.app, self.unit_id)

    def action_release(self) -> None:
        """Many units at once, under a permit."""
        self.guard(self._release)

    async def _release(self) -> None:
        cell = self._known.get(self.unit_id or 0)
        values: dict[str, Any] = {"permit": await the_only_one(permits(self.app))}
        if cell is not None:
            values["building"] = cell.building
        result = await fill_in(self.app, forms.release(self.app), values=values)
        for line in (result or {}).get("refused", ())[:5]:
            self.app.notify(f"{line['unit']}: {line['reason']}", severity="warning", timeout=10, markup=False)

    def action_take_in(self) -> None:
        """Import a price list."""
        self.guard(self._take_in)

    async def _take_in(self) -> None:
        from anchang.tui.screens.take_in import take_in

        await take_in(self.app)

    def action_permit(self) -> None:
        """The permits, and what waits to come into force."""
        self.guard(self.app.action_go, "permits")

    def action_export(self) -> None:
        """The wall, the list and the sums as an Excel file."""
        self.guard(self._export)

    async def _export(self) -> None:
        from anchang.tui.screens.write_report import write_report

        await write_report(self.app, "inventory", day=self.app.terminal.today())

    def action_reload(self) -> None:
        """Read everything again."""
        self._seq = -1
        self.refresh_data()

    def action_help(self) -> None:
        """The keys of the wall."""
        self.app.push_screen(Help(self, notes=(M("Arrows walk over the wall; PgUp and PgDn go to another building."),)))


def make(app: Console) -> Inventory:
    """The screen."""
    return Inventory()
