"""The steps of a paper as the console takes them, once for every paper: a form, a question, a print, the menu."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.flow import Option
from anchang.i18n import M, Msg
from anchang.storage.reading import Read
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms.form import Form, Values
from anchang.tui.papers import StepMaker, choose_step, print_paper
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

Card = Mapping[str, Any]
Menu = Callable[[Read, int], list[Option[Any, Any]]]


@dataclass(frozen=True, slots=True)
class Paper:
    """How a noun's paper is read, and what its id is called in the commands (`field`)."""

    noun: Msg
    read: Callable[[Read, int], Card | None]
    field: str

    async def card(self, app: Console, row_id: int) -> Card:
        """The paper as it stands now. Raises NotFound."""
        found = await app.terminal.look(self.read, row_id)
        if found is None:
            raise nothing_there(self.noun, row_id)
        return found

    def form(
        self, form: Form | Callable[[Card], Form], values: Callable[[Card], Values] | None = None
    ) -> StepMaker:
        """A step that is a form, the same always or made for the card; `values` are what stands in it."""

        async def step(app: Console, row_id: int) -> None:
            card = await self.card(app, row_id)
            made = form if isinstance(form, Form) else form(card)
            await fill_in(app, made, values=None if values is None else values(card), fixed=self.fixed(card))

        return step

    def question(
        self,
        words: Callable[[Card], Msg],
        command: Callable[..., object],
        reason: Reason = Reason.NONE,
        *,
        danger: bool = False,
    ) -> StepMaker:
        """A step that is a question. `command` takes the id, what was said where a reason is asked for, the version."""

        async def step(app: Console, row_id: int) -> None:
            card = await self.card(app, row_id)

            def made(said: str) -> object:
                told = () if reason is Reason.NONE else (said,)
                return command(row_id, *told, card["version"])

            await confirm_and_act(app, words(card), made, reason=reason, danger=danger)

        return step

    def fixed(self, card: Card) -> dict[str, Any]:
        """What a form does not ask: which paper, and the version that was looked at."""
        return {self.field: card["id"], "version": card["version"]}


def print_step(kind: str) -> StepMaker:
    """A step that prints a paper."""

    async def step(app: Console, row_id: int) -> None:
        await print_paper(app, kind, row_id)

    return step


async def take_step(app: Console, menu: Menu, steps: Mapping[str, StepMaker], row_id: int, name: str) -> None:
    """One step, where it can be taken. Raises Refusal with what the menu says against it."""
    found = next(one for one in await app.terminal.look(menu, row_id) if one.step.name == name)
    if found.why_not is not None:
        raise Refusal(M("{step}: {reason}", step=found.step.label, reason=found.why_not))
    await steps[name](app, row_id)


@dataclass(frozen=True, slots=True)
class Steps:
    """A paper with its menu and what each step of it does."""

    paper: Paper
    menu: Menu
    steps: Mapping[str, StepMaker]
    title: Callable[[Card], str]

    async def choose(self, app: Console, row_id: int) -> None:
        """The step menu. Raises NotFound."""
        card = await self.paper.card(app, row_id)
        await choose_step(app, self.title(card), self.menu, row_id, self.steps)

    async def take(self, app: Console, row_id: int, name: str) -> None:
        """One step. Raises Refusal with what the menu says against it."""
        await take_step(app, self.menu, self.steps, row_id, name)
