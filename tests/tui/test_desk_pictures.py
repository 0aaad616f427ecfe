"""Every screen of the front desk as a picture, at both sizes and in both languages, with Chinese data."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang import i18n
from tests.office import MORNING, Desk, desk_at
from tests.tui import desk_day
from tests.tui.console import SIZE, SMALL, SeatedConsole, press, settled, terminal_at

Compare = Callable[..., bool]

# name -> who sits there, where, and the keys after that
SCREENS: dict[str, tuple[str, str, tuple[str, ...]]] = {
    "desk": ("c01", "desk", ()),
    "desk_assistant": ("assistant", "desk", ("down",)),
    "arrival": ("assistant", "desk", ("a", "2")),
    "visit": ("c02", "desk", ("v",)),
    "call": ("c01", "desk", ("c",)),
    "my_day": ("c02", "desk", ("h",)),
    "day": ("assistant", "desk", ("z",)),
    "steps": ("manager", "desk", ("s",)),
    "visits": ("assistant", "logs", ()),
    "visit_card": ("assistant", "logs", ("enter",)),
    "turns": ("assistant", "logs", ("f3", "f3", "f3")),
    "customers": ("manager", "customers", ()),
    "customer": ("manager", "customers", ("down", "enter")),
}


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A morning with visitors; one customer is late for the next contact. The pictures change nothing."""
    with desk_at(tmp_path_factory.mktemp("pictures") / "office") as made:
        desk_day.signed_in(made)
        first = desk_day.first_visit(made, "13600136000", "黄先生")
        made.do("c01", "visit.save", visit=first["visit_no"], **desk_day.FULL)
        made.do("c01", "rota.end_turn")
        made.clock.at(MORNING.date() + timedelta(days=7))
        desk_day.morning(made)
        yield made


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", list(SCREENS))
def test_picture(desk: Desk, snap_compare: Compare, name: str, size: tuple[int, int], language: str) -> None:
    login, place, keys = SCREENS[name]
    i18n.use(language)
    terminal = terminal_at(desk, login)
    terminal._drafts = None  # what one picture typed must not come back in the next one
    app = SeatedConsole(terminal)
    app.start = place

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for key in keys:
            await press(pilot, key)

    assert snap_compare(app, terminal_size=size, run_before=before)


@pytest.mark.parametrize("language", ["zh_CN", "en"])
def test_picture_of_the_empty_desk(tmp_path: Path, snap_compare: Compare, language: str) -> None:
    with desk_at(tmp_path / "office") as empty:
        i18n.use(language)
        app = SeatedConsole(terminal_at(empty, "c01"))
        app.start = "desk"
        assert snap_compare(app, terminal_size=SIZE, run_before=settled)
