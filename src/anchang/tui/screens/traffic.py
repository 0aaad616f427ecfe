"""客流核对 of a day: turns, visit log and door count side by side, and the entries behind a difference (2.2, C12)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING, ClassVar

from textual.binding import BindingType
from textual.content import Content
from textual.widgets import OptionList, Static

from anchang.domain import door
from anchang.domain.access import may
from anchang.i18n import M
from anchang.storage import door_count, traffic
from anchang.storage.traffic import TrafficEntry, TrafficPeriod
from anchang.tui.acting import fill_in
from anchang.tui.forms import day as forms
from anchang.tui.keys import CANCEL, EXPORT, HELP, NEW, OPEN
from anchang.tui.screens.board import DeskList, EntryKey
from anchang.tui.screens.day_window import DayWindow
from anchang.tui.screens.write_report import write_report
from anchang.tui.show import fit, plain, show

if TYPE_CHECKING:
    from anchang.storage.reading import Read

COLUMNS = (M("Turns that count"), M("First visits"), M("Return visits"), M("Visits after a call"), M("Difference"))
NAME, WIDE = 10, 12


class TrafficWindow(DayWindow):
    """Who has how many turns and groups, what the door counted, and what explains the difference."""

    BINDINGS: ClassVar[list[BindingType]] = [
        NEW.as_("traffic_door", M("Door count"), M("Enter how many groups came through the door")).binding("door"),
        EXPORT.as_("traffic_month", M("Month's sheet"), M("Write the month's traffic sheet to be signed")).binding(
            "month", shown=True
        ),
        OPEN.as_("traffic_open", M("Open the visit")).binding("open"),
        CANCEL.as_("day_close_window", M("Close")).binding("close"),
        HELP.binding("help"),
    ]

    def __init__(self, on: date) -> None:
        super().__init__(on, M("Turns, visits and the door, {day}", day=on))

    async def read_rows(self) -> None:
        """The numbers, and the entries behind them."""

        def look(read: Read) -> tuple[TrafficPeriod, dict[int, int]]:
            return traffic.period(read, self.on, self.on), door_count.counts(read, self.on)

        found, counts = await self.app.terminal.look(look)
        menu = self.query_one(DeskList)
        menu.display = bool(found.entries)
        keys = [_key(each) for each in found.entries]
        menu.show_rows(keys, lambda width: [_entry(each) for each in found.entries])
        self.query_one("#day-words", Static).update(_table(found, counts, self.on))

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Only who may count has the key."""
        return action != "door" or may(self.app.terminal.here.staff.roles, "day.count_door")

    def on_option_list_option_selected(self, event: OptionList.OptionSelected) -> None:
        """Enter: the visit."""
        event.stop()
        self.action_open()

    def action_open(self) -> None:
        """The visit behind the line under the cursor."""
        self.guard(self._open)

    async def _open(self) -> None:
        from anchang.tui.lists.logs import open_visit

        key = self.query_one(DeskList).key
        if isinstance(key, EntryKey) and key.row_id:
            await open_visit(self.app, key.row_id)
            self.refresh_data()

    def action_door(self) -> None:
        """The assistant's count."""
        self.guard(self._door)

    async def _door(self) -> None:
        await fill_in(self.app, forms.DOOR, fixed={"day": self.on})
        self.refresh_data()

    def action_month(self) -> None:
        """The month to this day as a workbook."""
        self.guard(self._month)

    async def _month(self) -> None:
        await write_report(self.app, "traffic", day=self.on, first=self.on.replace(day=1))


def _key(each: TrafficEntry) -> EntryKey:
    return EntryKey(f"{each.why}-{each.turn_no}-{each.consultant_id}", each.visit_id or 0)


def _entry(each: TrafficEntry) -> Content:
    turn = "" if each.turn_no is None else plain(M("turn {no}", no=each.turn_no))
    words = (fit(f"{each.effect:+d}", 3), fit(each.consultant, NAME), fit(turn, 8), fit(each.visit_no, 15))
    return Content(f"{' '.join(words)} {fit(plain(each.customer), 12)} {plain(each.why.label)}")


def _table(found: TrafficPeriod, counts: dict[int, int], on: date) -> Content:
    heads = [plain(each) for each in COLUMNS]
    lines = [Content.styled(fit("", NAME) + "".join(fit(each, WIDE, right=True) for each in heads), "bold $secondary")]
    rows = [(each.consultant, each.turns, each.first, each.returning, each.from_call, each.difference)
            for each in found.lines]  # fmt: skip
    if rows:
        rows.append((plain(M("Total")), *(sum(column) for column in list(zip(*rows, strict=True))[1:])))
    for name, *numbers in rows:
        lines.append(Content(fit(plain(name), NAME) + "".join(fit(str(each), WIDE, right=True) for each in numbers)))
    left = found.unexplained(found.lines)
    explained = M("Every difference is explained by the entries above.")
    says = [M("{count} of the difference is explained by nothing above.", count=left) if left else explained]
    counted = found.door.get(on)
    if counted is None:
        says.append(M("The door is not counted yet: n enters the number."))
    else:
        logged = sum(each.groups + each.non_buyers for each in found.lines)
        says.append(
            M(
                "Door {door}, visit log with non-buyers {logged}: difference {difference}.",
                door=counted,
                logged=logged,
                difference=counted - logged,
            )
        )
    hours = [f"{hour}:00 {groups}" for hour, groups in sorted(counts.items()) if hour != door.WHOLE_DAY]
    if hours:
        says.append(M("By the hour: {hours}", hours=tuple(hours)))
    return Content("\n").join([*lines, Content(""), *(show(each) for each in says)])
