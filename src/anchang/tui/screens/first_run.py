"""The first run: «set up my office» or «open the demo office» (issue «People»)."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING, Any, ClassVar

from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Vertical
from textual.screen import ModalScreen
from textual.widgets import OptionList, Static
from textual.widgets.option_list import Option

from anchang.i18n import M
from anchang.tui.forms.screen import FormScreen
from anchang.tui.forms.set_up import FORM, FirstOffice
from anchang.tui.keys import CANCEL, OPEN
from anchang.tui.show import show
from anchang.tui.widgets.dialogs import Notice
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.tui.app import Console

OWN, DEMO, QUIT = "own", "demo", "quit"


class FirstRun(ModalScreen[str]):
    """Three ways on. Closes with the one chosen."""

    BINDINGS: ClassVar[list[BindingType]] = [OPEN.binding("take"), CANCEL.binding("cancel", shown=False)]

    def compose(self) -> ComposeResult:
        """The name of the house and three lines."""
        with Vertical(classes="door-box"):
            yield Static(show(M("Anchang sales office")), classes="door-title")
            yield Static(show(M("There is no office here yet.")), classes="door-place")
            yield OptionList(
                Option(show(M("1  Set up my office")), id=OWN),
                Option(show(M("2  Open the demo office")), id=DEMO),
                Option(show(M("3  Leave")), id=QUIT),
                markup=False,
                compact=True,
            )
        yield KeyBar()

    def on_key(self, event: Any) -> None:
        """A figure chooses at once, also with an input method on."""
        ways = {"1": OWN, "2": DEMO, "3": QUIT}
        if event.character in ways:
            event.stop()
            self.dismiss(ways[event.character])

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter on a line."""
        event.stop()
        self.dismiss(event.option.id or QUIT)

    def action_take(self) -> None:
        """Enter elsewhere."""
        self.query_one(OptionList).action_select()

    def action_cancel(self) -> None:
        """Esc leaves."""
        self.dismiss(QUIT)


async def first_run(app: Console) -> bool:
    """Make an office, or point the terminal at the demo; False when the person leaves."""
    while True:
        way = await app.push_screen_wait(FirstRun())
        if way == QUIT:
            return False
        if way == DEMO:
            from anchang.tui.screens.demo import make_demo

            if await make_demo(app):
                return True
            continue
        if await _set_up(app):
            return True


async def _set_up(app: Console) -> bool:
    async def submit(given: FirstOffice, key: str) -> str:
        return await asyncio.to_thread(_make, app, given)

    recovery = await app.push_screen_wait(FormScreen(FORM, submit, today=app.terminal.wall_day))
    if recovery is None:
        return False
    if recovery:
        words = M(
            "Recovery code of the encrypted file, shown only now:\n\n{code}\n\nWrite it down and keep it elsewhere.",
            code=by_groups(recovery),
        )
        await app.push_screen_wait(Notice(M("The office is made"), words))
    app.set_up_pending = True
    return True


def by_groups(code: str, per_line: int = 4) -> str:
    """The code on several lines, so that no group is broken in two where it is copied by hand."""
    groups = code.split("-")
    lines = ("-".join(groups[at : at + per_line]) for at in range(0, len(groups), per_line))
    return "-\n".join(lines)


def _make(app: Console, given: FirstOffice) -> str:
    from anchang.domain.permit import PermitKind
    from anchang.services import password
    from anchang.services.office import Session
    from anchang.services.opening import make_office
    from anchang.services.project import SetUpOffice

    password.accept_new(given.password, given.admin)
    where = app.terminal.where
    office = make_office(where, practice=given.practice, encrypted=given.encrypted and where.url is None)
    try:
        office.run(
            Session(0, 0),
            SetUpOffice(
                project=given.name,
                code=given.code,
                developer=given.developer,
                address=given.address,
                escrow_account=given.escrow_account,
                admin=given.admin,
                admin_name=given.admin_name,
                password=given.password,
                permit_no=given.permit_no,
                permit_date=given.permit_date,
                permit_kind=PermitKind(given.permit_kind),
                buildings=given.building_list(),
            ),
        )
    finally:
        office.close()
    return where.place.recovery_code() if given.encrypted and where.url is None else ""
