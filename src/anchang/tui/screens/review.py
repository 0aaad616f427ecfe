"""F10: the manager's day, week and month in figures and bars, and the two Excel files (R03, 4.1, 4.4)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta
from functools import partial
from typing import TYPE_CHECKING, ClassVar

from rich.cells import cell_len
from textual.app import ComposeResult
from textual.binding import BindingType
from textual.containers import Horizontal, Vertical, VerticalScroll
from textual.content import Content
from textual.screen import Screen
from textual.widgets import Static

from anchang.domain.errors import AnchangError
from anchang.domain.money import half_up
from anchang.domain.receivable import BUCKET_LABELS
from anchang.i18n import M, Msg
from anchang.reports.daily_facts import BEFORE, MONTH, NOW, WEEK
from anchang.reports.daily_overview import MEASURES, Measure
from anchang.services.entries import CHANNELS, NOT_SAID
from anchang.services.listing import Kind
from anchang.storage.day_figures import Figures
from anchang.tui.behind import Behind
from anchang.tui.cells import format_kind
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.screen import FormScreen
from anchang.tui.keys import EXPORT, HELP, RELOAD, SEARCH, Key
from anchang.tui.screens.review_facts import ReviewFacts, gather
from anchang.tui.screens.write_report import write_report
from anchang.tui.show import fit, plain, show
from anchang.tui.unit_looks import UNIT_LOOKS
from anchang.tui.widgets.dialogs import Help, toast
from anchang.tui.widgets.key_bar import KeyBar

if TYPE_CHECKING:
    from anchang.tui.app import Console

DAY_BEFORE = Key("review_before", ("p", "left"), M("Day before"), M("One day back"))
DAY_AFTER = Key("review_after", ("right", "ctrl+y"), M("Next day"), M("One day on"))
MONEY = Key("review_money", ("m", "ctrl+o"), M("Receivables file"), M("Write the receivables workbook"))
SIGNED = Key("review_signed", ("d", "ctrl+d"), M("Signed file"), M("Write the daily summary as it was signed"))
TRAFFIC = Key("review_traffic", ("t", "ctrl+t"), M("Traffic sheet"), M("Write the month's traffic sheet to be signed"))
DAY = SEARCH.as_("review_day", M("Choose the day"))
COLUMNS: tuple[tuple[str, Msg], ...] = (
    (NOW, M("Day")),
    (WEEK, M("Week so far")),
    (MONTH, M("Month so far")),
    (BEFORE, M("Day before")),
)
SHOWN = frozenset(
    {
        "calls", "groups", "visits_first", "visits_returning", "people", "phone_rate", "deals", "deal_amount",
        "contracts", "contract_amount", "received", "deal_rate",
    }
)  # fmt: skip
BAR, GAP, LABEL = 10, 1, 18
EDGES, LEFT = 3, 80  # the blank at the left and the bar at the right; what the left side has at the most
DAY_FORM = Form(
    title=M("Choose the day"),
    command=lambda day: day,
    name="review.day",
    fields=(Field("day", M("Day"), FieldKind.DATE, required=True),),
    save_label=M("Show it"),
)


class Review(Screen[None], Behind):
    """Figures on the left, bars on the right."""

    BINDINGS: ClassVar[list[BindingType]] = [
        EXPORT.as_("review_daily", M("Daily file"), M("Write the daily summary workbook")).binding("daily", shown=True),
        MONEY.binding("money"),
        SIGNED.binding("signed", shown=False),
        TRAFFIC.binding("traffic", shown=False),
        DAY_BEFORE.binding("turn(-1)"),
        DAY_AFTER.binding("turn(1)", shown=False),
        DAY.binding("choose", shown=False),
        RELOAD.binding("reload"),
        HELP.binding("help"),
    ]
    HORIZONTAL_BREAKPOINTS = [(0, "-narrow"), (112, "-wide")]  # noqa: RUF012 - Textual reads it off the class
    app: Console

    def __init__(self) -> None:
        super().__init__(classes="review")
        self.day: date | None = None
        self._writing = False
        self._facts: ReviewFacts | None = None

    def compose(self) -> ComposeResult:
        """Title, two columns, keys."""
        yield Static("", id="title", classes="list-title", markup=False)
        with Horizontal(classes="review-body"):
            with VerticalScroll(classes="review-left"), Vertical():
                yield Static("", id="figures", markup=False)
                yield Static("", id="staff", markup=False)
            with VerticalScroll(classes="review-right"), Vertical():
                yield Static("", id="bars", markup=False)
        yield KeyBar()

    def on_mount(self) -> None:
        """Today."""
        self.refresh_data()

    def refresh_data(self) -> None:
        """Read again."""
        self.run_worker(self._read, group="read", exclusive=True)

    async def _read(self) -> None:
        day = self.day or self.app.terminal.today()
        try:
            self._facts = await self.app.terminal.look(gather, day)
        except AnchangError as error:
            toast(self.app, error)
            return
        project = self.app.terminal.here.project.name
        self.query_one("#title", Static).update(show(M("Review of {day}   {project}", day=day, project=project)))
        self._draw()

    def on_resize(self) -> None:
        """As wide as there is room."""
        self._draw()

    def _draw(self) -> None:
        facts = self._facts
        if facts is None or not self.query("#figures"):
            return
        self.query_one("#figures", Static).update(_figures(facts, min(self.size.width - EDGES, LEFT)))
        self.query_one("#staff", Static).update(_staff(facts))
        self.query_one("#bars", Static).update(_bars(facts))

    # -- another day

    def action_turn(self, by: int) -> None:
        """One day back or on, never past today."""
        today = self.app.terminal.today()
        self.day = min((self.day or today) + timedelta(days=by), today)
        self.refresh_data()

    def action_choose(self) -> None:
        """Any day."""

        async def chosen(day: date, key: str) -> date:
            return day

        def done(day: date | None) -> None:
            if day is not None:
                self.day = min(day, self.app.terminal.today())
                self.refresh_data()

        self.app.push_screen(FormScreen(DAY_FORM, chosen, today=self.app.terminal.today), done)

    def action_reload(self) -> None:
        """Read again."""
        self.refresh_data()

    # -- files

    def action_daily(self) -> None:
        """The daily summary of this day."""
        self._write("daily")

    def action_money(self) -> None:
        """The receivables as of this day."""
        self._write("receivables")

    def action_signed(self) -> None:
        """The daily summary of this day as it was signed."""
        self._write("daily_signed")

    def action_traffic(self) -> None:
        """The month's turns, visits and door counts compared, to be signed."""
        self._write("traffic")

    def _write(self, name: str) -> None:
        if not self._writing:
            self._writing = True
            self.run_worker(partial(self._write_file, name), group="write")

    async def _write_file(self, name: str) -> None:
        try:
            await write_report(self.app, name, day=self.day or self.app.terminal.today())
        except AnchangError as error:
            toast(self.app, error)
        finally:
            self._writing = False

    def action_help(self) -> None:
        """The keys."""
        self.app.push_screen(Help(self, notes=(M("Figures are those of the daily workbook."),)))


def _value(figures: Figures, measure: Measure) -> str:
    if measure.sums:
        return f"{sum(getattr(figures, each) for each in measure.sums):,}"
    if measure.over:
        under = sum(getattr(figures, each) for each in measure.under)
        return _percent(getattr(figures, measure.over), under)
    return format_kind(getattr(figures, measure.key), measure.kind)


def _percent(part: int, whole: int) -> str:
    tenths = half_up(part * 1000, whole) if whole else None
    return "-" if tenths is None else f"{tenths // 10}.{tenths % 10}%"


def _figures(facts: ReviewFacts, width: int) -> Content:
    """Every column as wide as what stands in it: the words of one language are twice as long as the other's."""
    shown = [measure for measure in MEASURES if measure.key in SHOWN]
    titles = [plain(measure.title) for measure in shown]
    columns = [
        [plain(title), *(_value(facts.figures[name], measure) for measure in shown)] for name, title in COLUMNS
    ]
    wide = GAP + max(cell_len(cell) for column in columns for cell in column)
    label = max(LABEL, min(max(map(cell_len, titles)), width - len(columns) * wide))
    rows = ["".join(fit(cell, wide, right=True) for cell in row) for row in zip(*columns, strict=True)]
    lines = [Content.styled(fit("", label) + rows[0], "bold $secondary")]
    for title, values in zip(titles, rows[1:], strict=True):
        lines.append(Content.assemble((fit(title, label), "$foreground"), values))
    return Content("\n").join(lines)


def _staff(facts: ReviewFacts) -> Content:
    heads = (M("Consultant"), M("First visits"), M("Returns"), M("Calls"), M("Deals"), M("Deal amount"))
    widths = (12, 13, 10, 8, 10, 17)
    lines = [
        Content.styled(f"\n{plain(M('Consultants, month so far'))}", "bold"),
        Content.styled(
            "".join(fit(plain(h), w, right=n > 0) for n, (h, w) in enumerate(zip(heads, widths, strict=True))),
            "$secondary",
        ),
    ]
    for each in sorted(facts.staff, key=lambda one: (-one.deal_amount, -one.first, one.name)):
        amount = format_kind(each.deal_amount, Kind.MONEY)
        deals = format_kind(each.deals, Kind.PART)
        values = (each.name, str(each.first), str(each.returning), str(each.calls), deals, amount)
        lines.append(
            Content("".join(fit(plain(v), w, right=n > 0) for n, (v, w) in enumerate(zip(values, widths, strict=True))))
        )
    return Content("\n").join(lines)


def _bars(facts: ReviewFacts) -> Content:
    stock = [
        (look.label, facts.stock.get(state, 0), "") for state, look in UNIT_LOOKS.items() if facts.stock.get(state)
    ]
    if facts.reserves:
        stock.append((M("of them reserved"), facts.reserves, ""))
    heard = sorted(facts.channels, key=lambda each: -(each.first + each.returning + each.from_call))
    visits = [(_channel(each.channel), each.first + each.returning + each.from_call, "") for each in heard[:8]]
    debts = [(BUCKET_LABELS[bucket], fen, format_kind(fen, Kind.MONEY)) for bucket, fen in facts.ageing.items()]
    parts = [
        *_block(M("Units"), stock),
        *_block(M("Visits by channel, month so far"), visits),
        *_block(M("Receivables by age"), debts),
    ]
    return Content("\n").join(parts)


def _channel(stored: str) -> Msg | str:
    return (CHANNELS | NOT_SAID).get(stored, stored) if stored else M("not asked")


def _block(title: Msg, values: Iterable[tuple[Msg | str, int, str]]) -> list[Content]:
    listed = list(values)
    most = max((value for _label, value, _said in listed), default=0)
    lines = [Content.styled(plain(title), "bold")]
    for label, value, said in listed:
        length = BAR * value // most if most else 0
        bar = "█" * length + ("▏" if value and not length else "")
        lines.append(
            Content.assemble(
                (fit(plain(label), 12), "$secondary"), (fit(bar, BAR + 1), "$primary"), said or f"{value:,}"
            )
        )
    return [*lines, Content("")]


def make(app: Console) -> Review:
    """The screen."""
    return Review()
