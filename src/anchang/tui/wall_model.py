"""What the wall shows: its units, the view, what it is narrowed down to, the look of each unit. It draws nothing."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from anchang.domain.unit_wall import Scale, Sums, View, WallUnit, narrowed, scale, sign_of, signs, sums
from anchang.i18n import M
from anchang.services.listing import Kind, Listing
from anchang.services.lists.unit import UNITS
from anchang.tui.theme import Look
from anchang.tui.unit_looks import SIGN_LOOKS, UNIT_LOOKS, band_looks
from anchang.tui.widgets.floor_grid import UNKNOWN_LOOK
from anchang.tui.widgets.floor_layout import Cell


def as_cell(unit: WallUnit) -> Cell:
    """A unit as the grid lays it out."""
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


class WallModel:
    """The units by their ids, those that are shown, and how each of them looks.

    `held` are the units whose claim has an end. `load` and `update` take what was read; `turn` and `narrow` are the
    keys. Nothing here waits for anything.
    """

    def __init__(self, staff_id: int, today: date) -> None:
        self.staff_id, self.today = staff_id, today
        self.view = View.STATE
        self.filters: dict[str, Any] = {}
        self.units: dict[int, WallUnit] = {}
        self.shown: dict[int, WallUnit] = {}
        self.held: tuple[int, ...] = ()
        self._cells: dict[int, Cell] = {}
        self._scale: Scale = scale(View.STATE, (), today)
        self._looks: Mapping[str, Look] = UNIT_LOOKS
        self._sums: Sums | None = None  # these two do not change with the view
        self._beside: list[tuple[Look, int]] | None = None

    # -- what was read

    def load(self, units: Iterable[WallUnit]) -> None:
        """All there is, instead of what was there."""
        self.units = {unit.unit_id: unit for unit in units}
        self._cells = {unit_id: as_cell(unit) for unit_id, unit in self.units.items()}
        self._sort_out()

    def knows(self, units: Iterable[WallUnit]) -> bool:
        """Whether all of these stand on the wall, each in its place: otherwise the wall is read anew."""
        return all(
            unit.unit_id in self.units and as_cell(unit) == replace(self._cells[unit.unit_id], state=unit.state)
            for unit in units
        )

    def update(self, units: Iterable[WallUnit]) -> bool:
        """Some have changed. Whether other ones are shown now than before."""
        changed = {unit.unit_id: unit for unit in units}
        self.units.update(changed)
        self._cells.update({unit_id: as_cell(unit) for unit_id, unit in changed.items()})
        before = self.shown.keys()
        self._sort_out()
        return before != self.shown.keys()

    def _sort_out(self) -> None:
        self.held = tuple(unit.unit_id for unit in self.units.values() if unit.until is not None)
        self._sums = self._beside = None
        if self.filters:
            fitting = narrowed(self.units.values(), self.filters, self.staff_id)
            self.shown = {unit.unit_id: unit for unit in fitting}
        else:
            self.shown = dict(self.units)
        self._colour()

    def _colour(self) -> None:
        """The bands are those of the whole stock: a filter does not change what a colour means."""
        self._scale = scale(self.view, self.units.values(), self.today)
        self._looks = UNIT_LOOKS if self.view is View.STATE else band_looks(self.view, self._scale.bands)

    # -- keys

    def turn(self) -> None:
        """The next view."""
        self.view = self.view.next
        self._colour()

    def narrow(self, filters: Mapping[str, Any]) -> None:
        """Show only what fits all of these."""
        self.filters = {name: value for name, value in filters.items() if value is not None and value != ""}
        self._sort_out()

    # -- what it looks like

    def cells(self) -> list[Cell]:
        """The units that are shown, for the grid."""
        return [self._cells[unit_id] for unit_id in self.shown]

    def paint(self, unit_id: int) -> tuple[Look, Look | None]:
        """How the unit is drawn, and the sign behind its room."""
        unit = self.units[unit_id]
        return self._looks.get(self._scale.key_of(unit), UNKNOWN_LOOK), SIGN_LOOKS.get(sign_of(unit))

    def legend(self) -> list[tuple[Look, int]]:
        """Every colour that is seen, with the number of units."""
        counts = Counter(map(self._scale.key_of, self.shown.values()))
        return [(look, counts[key]) for key, look in self._looks.items() if counts[key]]

    def beside(self) -> list[tuple[Look, int]]:
        """Every sign that is seen, with the number of units."""
        if self._beside is None:
            counts = signs(self.shown.values())
            self._beside = [(look, counts[key]) for key, look in SIGN_LOOKS.items() if counts[key]]
        return self._beside

    def sums(self) -> Sums:
        """The sums of what is shown."""
        if self._sums is None:
            self._sums = sums(self.shown.values())
        return self._sums

    # -- the filters

    def listing(self) -> Listing:
        """The list of units with its filters, the houses and layouts of this office to choose from."""
        own = {name: _choices(getattr(unit, name) for unit in self.units.values()) for name in _OWN}
        filters = tuple(
            replace(one, kind=Kind.CHOICE, choices=own[one.key]) if one.key in own else one
            for one in UNITS.filters
            if one.key != "text" and (one.key not in own or own[one.key])  # what no unit has narrows nothing
        )
        return replace(UNITS, filters=filters)


_OWN = ("building", "entrance", "layout")


def _choices(values: Iterable[str]) -> dict[str, Any]:
    """The values that there are, in the order in which they first stand on the wall."""
    return {value: M("{words}", words=value) for value in dict.fromkeys(values) if value}

