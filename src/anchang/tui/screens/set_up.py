"""What a new office still needs, in order: staff, price list, release. The wizard's second half, a map for later."""

from __future__ import annotations

from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.content import Content
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg
from anchang.storage.office import SetUpCounts, set_up_counts
from anchang.tui.acting import fill_in
from anchang.tui.forms import staff as staff_forms
from anchang.tui.guarded import Guarded
from anchang.tui.keys import HELP, OPEN
from anchang.tui.show import plain, show
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.tui.app import Console


@dataclass(frozen=True, slots=True)
class SetUpStep:
    """One line: whether it is done, its words, what Enter does."""

    name: str
    label: Msg
    state: Callable[[SetUpCounts], Msg]
    done: Callable[[SetUpCounts], bool]
    run: Callable[[Console], Awaitable[Any]]


async def _staff(app: Console) -> None:
    while await fill_in(app, staff_forms.ADD) is not None:
        app.spread()


async def _price_list(app: Console) -> None:
    from anchang.tui.screens.take_in import take_in

    await take_in(app)


async def _release(app: Console) -> None:
    from anchang.domain.unit import UNIT

    if not UNIT.step("release").roles & app.terminal.here.staff.roles:
        toast(app, M("A manager releases units: sign in as one with Ctrl+L, then p in the inventory (F5)."))
        return
    await app.action_go("inventory")


STEPS: tuple[SetUpStep, ...] = (
    SetUpStep(
        "staff", M("Staff: who works here"), lambda c: M("{count} people", count=c.staff), lambda c: c.staff > 1, _staff
    ),
    SetUpStep(
        "price_list", M("Price list: import the units"), lambda c: M("{count} units", count=c.units),
        lambda c: c.units > 0,
        _price_list,
    ),
    SetUpStep(
        "release", M("Release units for sale"), lambda c: M("{count} on sale", count=c.released),
        lambda c: c.released > 0, _release,
    ),
)  # fmt: skip


class SetUp(Guarded[None]):
    """The map of a new office."""

    BINDINGS: ClassVar[list[BindingType]] = [OPEN.binding("open"), HELP.binding("help")]

    def compose(self) -> ComposeResult:
        """A title and one line a step."""
        with Vertical(classes="set-up"):
            yield Static(show(M("Set up the office")), classes="form-title")
            yield OptionList(markup=False, id="steps")
            yield Static(
                show(M("F2 to F10 lead to the screens; Ctrl+P finds any action by its name.")), classes="door-label"
            )
        yield KeyBar()

    def on_mount(self) -> None:
        """Read where things stand."""
        self.refresh_data()
        self.query_one(OptionList).focus()

    def refresh_data(self) -> None:
        """Read again."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            counts = await self.app.terminal.look(set_up_counts)
        except AnchangError as error:
            toast(self.app, error)
            return
        menu = self.query_one(OptionList)
        at = menu.highlighted
        menu.clear_options()
        for number, step in enumerate(STEPS, 1):
            mark = "✓" if step.done(counts) else " "
            words = Content.assemble(
                (f" {mark} {number}. {plain(step.label)}", "bold"), (f"   {plain(step.state(counts))}", "dim")
            )
            menu.add_option(Option(words, id=step.name))
        first = next((n for n, step in enumerate(STEPS) if not step.done(counts)), 0)
        menu.highlighted = at if at is not None and not STEPS[at].done(counts) else first

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a step."""
        event.stop()
        step = STEPS[event.option_index]
        self.guard(step.run, self.app)

    def action_open(self) -> None:
        """Enter elsewhere."""
        self.query_one(OptionList).action_select()

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(Help(self))


def make(app: Console) -> SetUp:
    """The screen."""
    return SetUp()
