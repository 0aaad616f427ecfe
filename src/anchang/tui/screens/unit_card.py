"""A unit in words: the panel beside the grid."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, datetime

from textual.content import Content
from textual.widgets import Static

from anchang.domain import measure, money
from anchang.domain.hold import seconds_left
from anchang.domain.price_list import USAGE_LABELS, Usage
from anchang.domain.unit import UnitState
from anchang.domain.unit_flag import FLAG_LABELS, UnitFlag
from anchang.domain.unit_wall import Mark, WallUnit, days_on_sale
from anchang.i18n import M, Msg, zone
from anchang.storage.unit_query import Card
from anchang.tui.show import fit, plain
from anchang.tui.unit_looks import UNIT_LOOKS

LABEL_WIDTH = 12


class UnitCard(Static):
    """The card of the unit under the cursor; a hold counts its time down."""

    def __init__(self, *, id: str | None = None) -> None:
        super().__init__("", markup=False, id=id)
        self.card: Card | None = None
        self._now: datetime | None = None
        self._unit: WallUnit | None = None
        self._today: date | None = None

    def show_card(
        self, card: Card | None, now: datetime, unit: WallUnit | None = None, today: date | None = None
    ) -> None:
        """Another unit; `unit` is what the wall knows of it, `today` the day from which its age is counted."""
        self.card, self._now, self._unit, self._today = card, now, unit, today
        self.update(self._words())

    def tick(self, now: datetime) -> None:
        """The same one a second later."""
        self._now = now
        self.update(self._words())

    def _words(self) -> Content:
        if self.card is None or self._now is None:
            return Content("")
        parts: list[Content] = []
        for label, value in (*under_way(self.card, self._unit, self._today), *lines(self.card, self._now)):
            parts.append(Content.assemble((fit(plain(label), LABEL_WIDTH), "$secondary"), " ", plain(value)))
        return Content("\n").join([self._head(self.card), *parts])

    def _head(self, card: Card) -> Content:
        look = UNIT_LOOKS[card.state.value]
        tone = f"$tone-{look.tone} on $tone-{look.tone}-ground"
        return Content.assemble((plain(card.unit["label"]), "bold"), "  ", (f" {look.mark} {plain(look.label)} ", tone))


def under_way(card: Card, unit: WallUnit | None, today: date | None) -> Iterator[tuple[Msg, Msg | str]]:
    """What goes on about the deal, and how long a unit for sale has been on sale."""
    if unit is None:
        return
    if unit.marks:
        yield M("Going on"), M("{marks}", marks=tuple(Mark(mark).label for mark in unit.marks))
    if card.request_no:
        yield M("Open request"), card.request_no
    days = None if today is None else days_on_sale(unit, today)
    if days is not None:
        yield M("On sale"), M("{count} days", count=days)


def lines(card: Card, now: datetime) -> Iterator[tuple[Msg, Msg | str]]:
    """What is known of the unit, label and words; what is unknown is left out."""
    unit = card.unit
    yield M("Room"), unit["room_no"]
    yield M("Usage"), USAGE_LABELS[Usage(unit["usage"])]
    for key, label in (("layout", M("Layout")), ("facing", M("Facing"))):
        if unit[key]:
            yield label, unit[key]
    for key, label in (("built_area", M("Built area")), ("inside_area", M("Inside area"))):
        if unit[key] is not None:
            yield label, f"{measure.show_area(unit[key])} ㎡"
    prices = (
        ("unit_price_build", M("Unit price")),
        ("unit_price_inside", M("Inside price")),
        ("list_total", M("List total")),
        ("filed_total", M("Filed total")),
    )
    for key, label in prices:
        if unit[key] is not None:
            yield label, money.show(unit[key])
    if card.sees_floor_price and unit["floor_total"] is not None:
        yield M("Floor price"), money.show(unit["floor_total"])
    yield M("Permit"), card.permit_no or M("none recorded")
    yield from _claim(card, now)
    yield from _beside(card)
    if len(card.prices) > 1:
        yield M("Prices"), M("{count} versions since {day}", count=len(card.prices), day=card.prices[-1].effective_on)


def _beside(card: Card) -> Iterator[tuple[Msg, Msg | str]]:
    """Flags, the return, parking and storage, the waiting list."""
    for flag in card.flags:
        yield (
            M("Flag"),
            M("{flag} since {day}: {reason}", flag=FLAG_LABELS[UnitFlag(flag["kind"])], day=flag["business_date"],
              reason=flag["reason"]),
        )  # fmt: skip
    if card.unit["return_locked_on"] is not None:
        yield M("Returned"), M("{day}: {reason}", day=card.unit["return_locked_on"], reason=card.unit["return_reason"])
    for side in card.linked:
        yield USAGE_LABELS[Usage(side["usage"])], M("{unit}, {state}", unit=side["label"],
                                                    state=UnitState(side["state"]))  # fmt: skip
    if card.main:
        yield M("Belongs to"), card.main
    if card.turn:
        yield M("Offered to"), M("a waiting customer of {consultant}", consultant=card.turn)
    if card.waiting:
        yield M("Waiting list"), M("{count} customers", count=card.waiting)


def _claim(card: Card, now: datetime) -> Iterator[tuple[Msg, Msg | str]]:
    if not card.kind:
        return
    if card.holder:
        yield M("Consultant"), card.holder
    if card.customer:
        yield M("Customer"), card.customer
    if card.since is not None:
        yield M("Held since"), card.since.astimezone(zone()).strftime("%m-%d %H:%M")
    left = seconds_left(card.until, now)
    if card.until is not None and left is not None:
        until = card.until.astimezone(zone()).strftime("%H:%M:%S")
        yield (
            M("Time left"),
            M("{minutes}:{seconds} (until {until})", minutes=left // 60, seconds=f"{left % 60:02d}", until=until),
        )
    if card.note:
        yield M("Note"), card.note
