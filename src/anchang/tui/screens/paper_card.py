"""A whole paper on one screen: headings with label and value lines, in two columns where there is room."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Container, VerticalScroll
from textual.content import Content
from textual.timer import Timer
from textual.widgets import Static

from anchang.domain.approval import Decision
from anchang.domain.errors import AnchangError
from anchang.i18n import M, Msg
from anchang.storage.approval import ApprovalView
from anchang.tui.acting import Result
from anchang.tui.guarded import Guarded
from anchang.tui.keys import BACK, HELP, RELOAD, STEPS, Key
from anchang.tui.show import fit, plain, show
from anchang.tui.theme import Tone
from anchang.tui.widgets.closing import close_on_top
from anchang.tui.widgets.dialogs import Confirm, Help, Reason, toast
from anchang.tui.widgets.key_bar import KeyBar

LABEL_WIDTH = 14
TWO_COLUMNS = 100  # columns of a window from which there is room for two
SHOWN_FOR = 20.0  # seconds that revealed numbers stay on the screen
REVEAL_ID = Key("reveal_id", ("v", "ctrl+d"), M("ID numbers"), M("The whole ID numbers for 20 seconds; it is logged"),
                shown=False)
PRINT = Key("print", ("p", "ctrl+o"), M("Print"), M("Print the paper into the exports folder"))


@dataclass(frozen=True, slots=True)
class Fact:
    """One line: label and value; a tone only beside words that say the same."""

    label: Msg | str
    value: object
    tone: Tone | None = None


@dataclass(frozen=True, slots=True)
class Part:
    """A heading with its lines. `table` are rows of texts under column widths (a negative one stands right)."""

    title: Msg
    facts: tuple[Fact, ...] = ()
    widths: tuple[int, ...] = ()
    table: tuple[tuple[object, ...], ...] = ()
    empty: Msg | None = None


@dataclass(frozen=True, slots=True)
class CardWords:
    """The card: its title, its state with a tone, what stands left and what stands right.

    Where there is room for one column only, the first `lead` parts of the left stand above the right one, the others
    below it.
    """

    title: str
    state: Msg | str
    tone: Tone
    left: tuple[Part, ...]
    right: tuple[Part, ...]
    lead: int | None = None


def toned(text: str, tone: Tone | None) -> Content:
    """The text on the ground of its tone."""
    return Content(text) if tone is None else Content(text).stylize(f"$tone-{tone} on $tone-{tone}-ground")


def decided(decisions: Iterable[ApprovalView]) -> list[Fact]:
    """Who decided what on which day; a refusal stands out."""
    return [
        Fact(each.level.label, M("{decision}, {who}, {day} {comment}", decision=each.decision, who=each.approver,
                                 day=each.business_date, comment=each.comment),
             Tone.LATE if each.decision is Decision.REJECTED else None)
        for each in decisions
    ]  # fmt: skip


def decisions_part(facts: Iterable[Fact]) -> Part:
    """The decisions, with what else happened to the paper."""
    return Part(M("Decisions"), tuple(facts), empty=M("Nobody has decided yet."))


def _part(part: Part) -> Content:
    lines = [Content(plain(part.title)).stylize("bold $primary")]
    for fact in part.facts:
        text = plain(fact.value, multiline=True)
        value = toned(f" {text} ", fact.tone) if fact.tone is not None else Content(text)
        label = plain(fact.label)
        width = max(LABEL_WIDTH, cell_len(label))
        lines.append(Content.assemble((fit(label, width), "$secondary"), " ", value))
    for row in part.table:
        cells = [
            fit(plain(value), abs(width), right=width < 0) for value, width in zip(row, part.widths, strict=True)
        ]
        lines.append(Content(" ".join(cells).rstrip()))
    if part.empty is not None and not part.facts and not part.table:
        lines.append(Content(plain(part.empty)).stylize("dim"))
    return Content("\n").join(lines)


def column_words(parts: Sequence[Part]) -> Content:
    """Parts, one under the other."""
    return Content("\n\n").join([_part(part) for part in parts])


class PaperCard(Guarded[None]):
    """The card. `read` gives its words (None: it is gone or not one's own), `steps` opens the step menu, `reveal` asks
    for the buyers' whole ID numbers with the reason that was given."""

    is_card: ClassVar[bool] = True  # the key of its place closes it
    BINDINGS: ClassVar[list[BindingType]] = [
        STEPS.binding("steps"),
        PRINT.binding("print"),
        REVEAL_ID.binding("reveal_id"),
        RELOAD.binding("reload"),
        BACK.binding("back", shown=True),
        HELP.binding("help"),
    ]
    AUTO_FOCUS = ".card-body"

    def __init__(
        self,
        read: Callable[[], Awaitable[CardWords | None]],
        steps: Callable[[], Awaitable[Any]],
        printing: Callable[[], Awaitable[Any]] | None = None,
        reveal: Callable[[str], Awaitable[Result]] | None = None,
    ) -> None:
        super().__init__(classes="paper-card")
        self.HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (TWO_COLUMNS, "-wide")]
        self._read_words = read
        self._steps = steps
        self._print = printing
        self._reveal = reveal
        self._hide: Timer | None = None
        self._words: CardWords | None = None

    def compose(self) -> ComposeResult:
        """Title and state, two columns, keys."""
        yield Static("", id="card-title", classes="card-title", markup=False)
        yield Static("", id="number", markup=False)
        with VerticalScroll(classes="card-body"), Container(classes="card-columns"):
            yield Static("", id="left", classes="card-column", markup=False)
            yield Static("", id="right", classes="card-column", markup=False)
            yield Static("", id="below", classes="card-column", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Read."""
        self.refresh_data()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """A card without a paper of its own has no print key, one without buyers none for their numbers."""
        needs = {"print": self._print, "reveal_id": self._reveal}
        return needs.get(action, True) is not None

    def refresh_data(self) -> None:
        """Read again in place."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        try:
            words = await self._read_words()
        except AnchangError as error:
            toast(self.app, error)
            return
        if words is None:
            toast(self.app, M("It is not there any more."))
            await close_on_top(self)
            return
        head = Content.assemble((plain(words.title), "bold"), "  ", toned(f" {plain(words.state)} ", words.tone))
        self.query_one("#card-title", Static).update(head)
        self._words = words
        self._lay_out()

    def _lay_out(self) -> None:
        """Two columns, or one in which what is asked for and what it changes stand on top."""
        if self._words is None:
            return
        words, narrow = self._words, self.size.width < TWO_COLUMNS
        lead = len(words.left) if words.lead is None or not narrow else words.lead
        for place, parts in (("#left", words.left[:lead]), ("#right", words.right), ("#below", words.left[lead:])):
            box = self.query_one(place, Static)
            box.display = bool(parts)
            box.update(column_words(parts))

    def on_resize(self) -> None:
        """The window was dragged to another width."""
        self._lay_out()

    def action_steps(self) -> None:
        """Every step, with its reason."""
        self.guard(self._steps)

    def action_print(self) -> None:
        """The paper as a file."""
        if self._print is not None:
            self.guard(self._print)

    def action_reveal_id(self) -> None:
        """The whole ID numbers, for a moment."""
        self.guard(self._show_numbers)

    async def _show_numbers(self) -> None:
        question = Confirm(M("Show the whole ID numbers? The look is logged."), reason=Reason.OPTIONAL)
        answer = await self.app.push_screen_wait(question)
        if answer is None or self._reveal is None:
            return
        found = await self._reveal(answer.reason)
        box = self.query_one("#number", Static)
        box.update(show(found["said"]))
        box.display = True
        if self._hide is not None:
            self._hide.stop()
        self._hide = self.set_timer(SHOWN_FOR, self._hide_numbers)

    def _hide_numbers(self) -> None:
        box = self.query_one("#number", Static)
        box.update("")
        box.display = False

    def on_screen_suspend(self) -> None:
        """Nobody looks any more: neither do the numbers stay."""
        if self.is_mounted:
            self._hide_numbers()

    def action_reload(self) -> None:
        """Read again."""
        self.refresh_data()

    def action_back(self) -> None:
        """To the list."""
        self.dismiss(None)

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(Help(self))
