"""The door, the first run, the wall, the inbox, the review and the office's own lists as pictures."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang import i18n
from anchang.services.where import Where
from anchang.storage.place import Place
from anchang.tui.app import Console
from anchang.tui.terminal import Terminal
from tests.office import Desk, desk_at
from tests.services import deals
from tests.services.stock import PERMIT, customer, on_sale
from tests.tui.console import SIZE, SMALL, SeatedConsole, press, settled, terminal_at

Compare = Callable[..., bool]
Then = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Units in several states, papers that wait, money that is late."""
    with desk_at(tmp_path_factory.mktemp("pictures") / "office") as made:
        on_sale(made)
        deals.filed(made, "1-1-101", number=1)
        deals.signed(made, "1-1-102", number=2)
        made.clock.move(days=40)
        deals.reviewed(made, "1-1-201", number=3)
        deals.active(made, "1-1-202", number=4)
        customer(made, "c01", "欧阳建国", "13800000009")
        made.do("c01", "unit.ask", unit="2-1-101", customer="13800000009")
        made.do("director", "unit.hold", unit="2-1-102", hold_type="reserve", note="工程抵款")
        made.do("manager", "permit.record", no="深房许字（2026）002号", issued_on="2026-12-01", buildings="3栋,4栋")
        made.do("manager", "permit.change", permit=PERMIT, reason="主管部门核定有效期", valid_to="2028-01-04")
        yield made


async def _hold_form(pilot: Pilot[Any]) -> None:
    await press(pilot, "home", "h")
    await settled(pilot, 0.6)


async def _release_form(pilot: Pilot[Any]) -> None:
    await press(pilot, "p")
    await settled(pilot, 0.6)  # the look-up offers what there is a moment after it is reached


SCREENS: dict[str, tuple[str, str, tuple[str, ...], Then | None]] = {
    "wall": ("c01", "inventory", (), None),
    "wall_end": ("manager", "inventory", ("end",), None),
    "wall_steps": ("manager", "inventory", ("end", "enter"), None),
    "hold_form": ("c02", "inventory", (), _hold_form),
    "release_form": ("manager", "inventory", (), _release_form),
    "inbox": ("manager", "inbox", (), None),
    "inbox_cashier": ("cashier", "inbox", (), None),
    "review": ("manager", "review", (), None),
    "price_lists": ("director", "price_lists", (), None),
    "permits": ("manager", "permits", (), None),
    "permit_change": ("manager", "permits", ("c",), None),
    "permit_drafts": ("director", "permits", ("w",), None),
    "permit_card": ("c01", "permits", ("enter",), None),
    "permit_approve": ("director", "permits", ("w", "enter"), None),
    "staff": ("boss", "staff", (), None),
    "staff_form": ("boss", "staff", ("n",), None),
    "settings": ("boss", "settings", (), None),
    "set_up": ("boss", "set_up", (), None),
    "palette": ("boss", "staff", ("ctrl+p",), None),
    "help": ("c01", "inventory", ("f1",), None),
}


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", SCREENS)
def test_picture(desk: Desk, snap_compare: Compare, name: str, size: tuple[int, int], language: str) -> None:
    login, place, keys, then = SCREENS[name]
    i18n.use(language)
    app = SeatedConsole(terminal_at(desk, login))
    app.start = place

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, *keys)
        if then is not None:
            await then(pilot)

    try:
        assert snap_compare(app, terminal_size=size, run_before=before)
    finally:
        app.terminal.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
def test_picture_of_the_door(desk: Desk, snap_compare: Compare, size: tuple[int, int], language: str) -> None:
    i18n.use(language)
    app = Console(terminal_at(desk))
    try:
        assert snap_compare(app, terminal_size=size, run_before=settled)
    finally:
        app.terminal.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("keys", [(), ("1",)], ids=["first_run", "set_up_form"])
def test_picture_of_the_first_run(
    tmp_path: Path, snap_compare: Compare, keys: tuple[str, ...], size: tuple[int, int], language: str
) -> None:
    i18n.use(language)
    app = Console(Terminal(Where(Place(tmp_path / "nothing"))))

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await press(pilot, *keys)

    assert snap_compare(app, terminal_size=size, run_before=before)
