"""F5: the wall of all units, live across terminals, with the card of one (2.16, 4.5, P03a, P03b)."""

from __future__ import annotations

import asyncio
from collections.abc import Iterator, Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.widgets import Input, Static

from anchang.domain import money
from anchang.domain.errors import AnchangError
from anchang.domain.measure import ONE, show_area, show_percent
from anchang.domain.unit_wall import Sums, View, WallUnit
from anchang.i18n import M, Msg
from anchang.services.lists.unit import UNITS
from anchang.services.unit import ExpireLapsed
from anchang.storage import unit_marks, unit_query
from anchang.storage.unit_marks import Beside
from anchang.tui.acting import fill_in
from anchang.tui.forms import unit as forms
from anchang.tui.forms.look_ups import permits, the_only_one
from anchang.tui.forms.screen import FormScreen
from anchang.tui.guarded import Guarded
from anchang.tui.keys import BACK, EXPORT, FILTER, HELP, NEW, RELOAD, SEARCH, STEPS, Key
from anchang.tui.lists.filters import filter_form, filters_in_words
from anchang.tui.lists.kept import KEPT, choose
from anchang.tui.lists.spec import ListSpec
from anchang.tui.screens.unit_card import UnitCard
from anchang.tui.screens.unit_steps import open_steps, take_step
from anchang.tui.show import plain, show
from anchang.tui.unit_looks import UNIT_LOOKS
from anchang.tui.wall_model import WallModel
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.floor_grid import FloorGrid, Legend
from anchang.tui.widgets.key_bar import KeyBar
from anchang.tui.widgets.lines import LineInput

if TYPE_CHECKING:
    from anchang.tui.app import Console

NO_UNITS = M("No units yet. Press i to import a price list.")
NOTHING_FITS = M("No unit fits the filter. Esc shows all of them, f changes it.")
CARD_AFTER = 0.04  # seconds that the cursor rests before the card is read
HOLD = Key("unit_hold", ("h", "ctrl+o"), M("Hold"), M("Hold this unit for a customer"))
LET_GO = Key("unit_let_go", ("x", "delete"), M("Let go"), M("Give a hold back"))
RELEASE = Key("unit_release", ("p", "ctrl+y"), M("Release"), M("Put units on sale under a permit"), shown=False)
TAKE_IN = Key("unit_take_in", ("i", "ctrl+u"), M("Import"), M("Import a price list"), shown=False)
PERMIT = Key("unit_permit", ("k", "ctrl+k"), M("Permits"), M("Permits and their drafts"), shown=False)
WAIT = Key("unit_wait", ("w", "ctrl+w"), M("Wait"), M("Put a customer on the waiting list"), shown=False)
LISTS = Key("unit_lists", ("b", "ctrl+d"), M("Batches"), M("Batches, waiting lists, reserves and flags"), shown=False)
PLANS = Key("unit_plans", ("c", "ctrl+b"), M("Purchase plan"), M("Work out ways of paying for this unit side by side"))
VIEW = Key("wall_view", ("t", "f11"), M("View"), M("Colour the wall by state, price, layout, area, age"), shown=False)
BOARD = Key("wall_board", ("o", "f12"), M("Price board"), M("The board of prices for a second screen"), shown=False)
SUBSCRIBE = NEW.as_("unit_subscribe", M("Subscribe"), M("Write a subscription for this unit"))


def totals(found: Sums) -> Msg:
    """Area, list value and sell-through of what is shown, as the workbook has them (4.5)."""
    rate = found.sold * ONE // found.released if found.released else 0
    return M(
        "{area} ㎡  value {value}  sold {rate}",
        area=show_area(found.area),
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
        VIEW.binding("view"),
        FILTER.binding("filter"),
        KEPT.binding("kept"),
        BOARD.binding("board"),
        BACK.binding("back"),
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
        self._beside: Mapping[int, Beside] = {}
        self._lapse_sent = False
        self.model: WallModel
        self.spec = ListSpec(UNITS)

    @property
    def filters(self) -> dict[str, Any]:
        """What the wall is narrowed down to, as a list has it."""
        return self.model.filters

    def compose(self) -> ComposeResult:
        """Legend on top, the wall, the card at its side."""
        with Horizontal(classes="list-head"):
            yield Static(show(M("Inventory")), classes="list-title")
            yield RoomLine(compact=True, placeholder=str(M("Room, as 1-2-301 or 301")), id="search")
            yield Static("", id="totals", classes="list-count", markup=False)
        yield Static("", id="narrowed", markup=False)
        yield Legend(UNIT_LOOKS, id="legend")
        with Horizontal(classes="inventory-body"):
            yield FloorGrid(UNIT_LOOKS, empty=NO_UNITS, id="grid")
            with VerticalScroll(classes="inventory-card", can_focus=False), Vertical():
                yield UnitCard(id="card")
        yield KeyBar()

    def on_mount(self) -> None:
        """Read everything once, then only what changes."""
        self.model = WallModel(self.app.terminal.here.staff.id, self.app.terminal.today())
        self.query_one(FloorGrid).paint_with(self.model.paint)
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
            if self._seq < 0:
                await self._read_whole()
            else:
                await self._read_news()
        except AnchangError as error:
            toast(self.app, error)
            return
        self._lapse_sent = False
        await self._read_card()

    async def _read_whole(self) -> None:
        """Of a large stock the first blocks stand there before the rest is read."""
        if not self.model.units:
            first = await self.app.terminal.look(unit_marks.begin)
            self.model.load(first)
            self.query_one(FloorGrid).set_cells(self.model.cells())
        whole = await self.app.terminal.look(unit_marks.wall)
        self.model.today = self.app.terminal.today()
        self.model.load(whole.units)
        self._seq, self._beside = whole.mark, whole.beside
        self._show_all()
        self.app.memory.put_aside()  # thousands of units that stay: not to be looked through in every pause

    async def _read_news(self) -> None:
        new = await self.app.terminal.look(unit_marks.news, self._seq, self._beside)
        if not self.model.knows(new.units):
            await self._read_whole()
            return
        self._seq, self._beside = new.mark, new.beside
        if not new.units:
            return
        if self.model.update(new.units):
            self._show_all()
        else:
            grid = self.query_one(FloorGrid)
            grid.update_cells({unit.unit_id: unit.state for unit in new.units})
            grid.redraw(unit.unit_id for unit in new.units)
            self._write_head()

    def _show_all(self) -> None:
        """Other units than before: lay them out."""
        grid = self.query_one(FloorGrid)
        grid.empty = NOTHING_FITS if self.filters else NO_UNITS
        grid.set_cells(self.model.cells())
        self._write_head()

    def _write_head(self) -> None:
        """Sums, colours and filters."""
        model = self.model
        found = model.sums()
        title = M("Colour (t): {view}", view=model.view) if model.view is not View.STATE else M("t: other views")
        self.query_one(Legend).show(model.legend(), model.beside(), title=title, units=found.units)
        self.query_one("#totals", Static).update(plain(totals(found)))
        line = self.query_one("#narrowed", Static)
        line.display = bool(model.filters)
        if model.filters:
            said = filters_in_words(self.spec.listing, model.filters)
            count = f"{len(model.units):,}"
            line.update(plain(M("Only {filters}   Esc: all {count} units", filters=said, count=count)))

    async def _read_card(self) -> None:
        if self.unit_id is None:
            self.query_one(UnitCard).show_card(None, self.app.terminal.now_open.clock())
            return
        card = await self.app.terminal.look(unit_query.card, self.unit_id)
        self.query_one(UnitCard).show_card(
            card, self.app.terminal.now_open.clock(), self.model.units.get(self.unit_id), self.model.today
        )

    async def _card_soon(self) -> None:
        """While the cursor walks on, nobody reads the cards that it passes."""
        await asyncio.sleep(CARD_AFTER)
        await self._read_card()

    def _tick(self) -> None:
        """Once a second: the countdown, and the end of holds that ran out."""
        if not self.is_current or self.app.terminal.person is None:
            return
        now = self.app.terminal.now_open.clock()
        card = self.query_one(UnitCard)
        if card.card is not None and card.card.until is not None:
            card.tick(now)
        if not self._lapse_sent and any(unit.until is not None and unit.until <= now for unit in self._held()):
            self._lapse_sent = True
            self.run_worker(self._expire, group="expire", exclusive=True)

    def _held(self) -> Iterator[WallUnit]:
        """Claims with an end are holds, and few."""
        return (self.model.units[unit_id] for unit_id in self.model.held)

    async def _expire(self) -> None:
        await self.app.terminal.as_system(ExpireLapsed())
        await self._read()

    def on_floor_grid_moved(self, event: FloorGrid.Moved) -> None:
        """Another unit, another card."""
        event.stop()
        self.run_worker(self._card_soon, group="card", exclusive=True)

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
        if rooms and rooms[0].unit_id not in self.model.shown:
            toast(self.app, M("{unit} is not among what is shown. Esc shows all.", unit=rooms[0].label))
        elif rooms:
            grid.go_to(rooms[0].unit_id)
            grid.focus()
        else:
            toast(self.app, M("No room like «{text}».", text=text))

    # -- views and filters

    def action_view(self) -> None:
        """What the colours mean: the next."""
        self.model.turn()
        self.query_one(FloorGrid).paint_with(self.model.paint)
        self._write_head()

    def show_only(self, filters: Mapping[str, Any]) -> None:
        """Narrow the wall down to what fits these."""
        self.spec = ListSpec(self.model.listing())
        self.model.narrow(filters)
        self._show_all()
        self.query_one(FloorGrid).focus()

    def action_filter(self) -> None:
        """All filters, as a form."""

        async def chosen(filters: Mapping[str, Any], key: str) -> Mapping[str, Any]:
            return filters

        def done(filters: Mapping[str, Any] | None) -> None:
            if filters is not None:
                self.show_only(filters)

        form = filter_form(self.model.listing())
        screen = FormScreen(form, chosen, today=self.app.terminal.today, values=self.filters)
        self.app.push_screen(screen, done)

    def action_kept(self) -> None:
        """Filters kept under a name."""
        self.spec = ListSpec(self.model.listing())
        self.guard(choose, self.app, self)

    def action_back(self) -> None:
        """Esc: from the search line to the wall, then out of the filters."""
        if isinstance(self.focused, LineInput):
            self.query_one(FloorGrid).focus()
        elif self.filters:
            self.show_only({})

    def action_board(self) -> None:
        """The board of prices, of the building and entrance that the wall is narrowed down to."""
        from anchang.tui.screens.price_board import PriceBoard

        only = {name: str(self.filters[name]) for name in ("building", "entrance") if self.filters.get(name)}
        self.app.push_screen(PriceBoard(**only))

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
        cell = self.model.units.get(self.unit_id or 0)
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
