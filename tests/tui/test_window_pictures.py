"""Windows that stand on top of a screen, and the doors: each kind of screen of the console has at least one picture."""

from __future__ import annotations

import importlib
import pkgutil
from collections.abc import Awaitable, Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from anchang import i18n, tui
from anchang.tui.app import Console
from anchang.tui.forms.screen import FormScreen
from anchang.tui.screens.door import Door
from anchang.tui.screens.preview import PreviewScreen
from anchang.tui.screens.purchase_plan import PurchasePlanScreen
from anchang.tui.screens.re_order import OrderWindow
from anchang.tui.widgets.dialogs import Confirm, Notice
from anchang.tui.widgets.too_small import TooSmall
from tests.office import Desk, desk_at
from tests.services.stock import on_sale
from tests.tui import desk_day
from tests.tui.console import SIZE, SMALL, SeatedConsole, app_of, fill, has, press, settled, terminal_at, until, write
from tests.tui.test_take_in import BAD, GOOD, HEAD, ODD

Compare = Callable[..., bool]
Then = Callable[[Pilot[Any], Path], Awaitable[None]]
SNAPSHOTS = Path(__file__).parent / "__snapshots__"
TINY = (70, 20)

# Every class of screen -> one of its pictures. A new class is drawn first, then named here.
PICTURES: dict[str, str] = {
    "Confirm": "test_window_pictures/test_picture[question-80x24-en]",
    "CustomerCard": "test_desk_pictures/test_picture[customer-120x40-zh_CN]",
    "Door": "test_house_pictures/test_picture_of_the_door[120x40-zh_CN]",
    "EverybodysDay": "test_desk_pictures/test_picture[day-120x40-zh_CN]",
    "FirstRun": "test_house_pictures/test_picture_of_the_first_run[first_run-120x40-zh_CN]",
    "FormScreen": "test_house_pictures/test_picture[hold_form-120x40-zh_CN]",
    "FrontDesk": "test_desk_pictures/test_picture[desk-120x40-zh_CN]",
    "Help": "test_house_pictures/test_picture[help-120x40-zh_CN]",
    "InboxScreen": "test_house_pictures/test_picture[inbox-120x40-zh_CN]",
    "Inventory": "test_house_pictures/test_picture[wall-120x40-zh_CN]",
    "MyDay": "test_desk_pictures/test_picture[my_day-120x40-zh_CN]",
    "Notice": "test_window_pictures/test_picture[notice-80x24-zh_CN]",
    "OrderWindow": "test_window_pictures/test_picture[re_order-80x24-en]",
    "Palette": "test_house_pictures/test_picture[palette-120x40-zh_CN]",
    "PaperCard": "test_sale_pictures/test_picture[subscription_card-120x40-zh_CN]",
    "PlaceList": "test_house_pictures/test_picture[staff-120x40-zh_CN]",
    "PreviewScreen": "test_window_pictures/test_picture[preview-120x40-zh_CN]",
    "PriceBoard": "test_wall/test_picture[board]",
    "PurchasePlanScreen": "test_window_pictures/test_picture[plans-120x40-zh_CN]",
    "Review": "test_house_pictures/test_picture[review-120x40-zh_CN]",
    "RowCard": "test_sale_pictures/test_picture[receipt_card-120x40-zh_CN]",
    "SetUp": "test_house_pictures/test_picture[set_up-120x40-zh_CN]",
    "StepMenu": "test_sale_pictures/test_picture[subscription_steps-120x40-zh_CN]",
    "TooSmall": "test_window_pictures/test_picture[too_small-70x20-zh_CN]",
}
WITHOUT: dict[str, str] = {
    "LaunchBoard": "test_launch reads it",
    "StepCard": "drawn as the PaperCard that it is, in test_sale_pictures",
    "DelayCard": "a PaperCard with keys for its steps; test_delay reads it",
    "DiscountCard": "a PaperCard with keys for its steps; test_discount_request reads it",
    "SubscriptionCard": "drawn as the PaperCard that it is, in test_sale_pictures",
    "KeptFilters": "a short list over the list; test_kept_filters reads it",
    "OwnershipCard": "drawn by test_ownership, at both sizes",
    "TrafficWindow": "test_day_signed goes through it in a real terminal",
    "DayWindow": "what MyDay and EverybodysDay share",
    "HallBoard": "what the boards in the hall share",
    "Guarded": "a screen is made of it, it is none itself",
    "ListScreen": "drawn as the PlaceList of every place",
    "RegisterPreview": "the PreviewScreen with one key more; test_take_in_register reads it",
    "Working": "its bar moves while it is drawn; the stories go through it",
}


def screen_classes() -> set[str]:
    """Every class of screen that the console's modules define."""
    found = set()
    for each in pkgutil.walk_packages(tui.__path__, "anchang.tui."):
        module = importlib.import_module(each.name)
        for value in vars(module).values():
            if isinstance(value, type) and issubclass(value, Screen) and value.__module__ == each.name:
                found.add(value.__name__)
    return found


def test_every_screen_has_a_picture_or_a_reason() -> None:
    assert sorted(screen_classes()) == sorted({*PICTURES, *WITHOUT})
    assert PICTURES.keys() & WITHOUT.keys() == set()


@pytest.mark.parametrize("name", sorted(PICTURES))
def test_the_named_picture_is_there(name: str) -> None:
    assert (SNAPSHOTS / f"{PICTURES[name]}.svg").is_file()


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """Units on sale, a price list in force, three people in line. The pictures change nothing."""
    with desk_at(tmp_path_factory.mktemp("windows") / "office") as made:
        on_sale(made)
        desk_day.signed_in(made)
        yield made


async def _preview(pilot: Pilot[Any], folder: Path) -> None:
    path = folder / "四季名苑价目表.csv"
    path.write_text("\n".join((HEAD, GOOD, BAD, ODD)), encoding="utf-8")
    await press(pilot, "n")
    await fill(pilot, path=str(path))
    await press(pilot, "ctrl+s")
    await until(pilot, lambda: isinstance(pilot.app.screen, PreviewScreen), "the preview")
    has(pilot, "89.47 → 100.00", "1,789,400.00 → 1,000,000.00", "– → 80.00")


async def _left_out(pilot: Pilot[Any], folder: Path) -> None:
    await _preview(pilot, folder)
    await press(pilot, "ctrl+s")


async def _keys(pilot: Pilot[Any], *keys: str) -> None:
    await press(pilot, *keys)
    await settled(pilot)


async def _setting(pilot: Pilot[Any], _folder: Path) -> None:
    await press(pilot, "slash")  # one line alone, so that a new setting elsewhere does not change the picture
    await write(pilot, "ask_minutes")
    await press(pilot, "enter", "enter")


async def _lock(pilot: Pilot[Any], _folder: Path) -> None:
    app = app_of(pilot)
    app.terminal.idle_minutes = 15
    app.last_key -= 16 * 60
    app._lock_when_idle()


@dataclass(frozen=True)
class Shot:
    """Who sits where, what is done then, and the kind of screen that has to be on top when it is drawn."""

    login: str
    place: str
    then: Then
    top: type[Screen[Any]]


SHOTS: dict[str, Shot] = {
    "preview": Shot("director", "price_lists", _preview, PreviewScreen),
    "question": Shot("director", "price_lists", _left_out, Confirm),
    "notice": Shot("director", "price_lists", lambda pilot, _folder: _keys(pilot, "enter"), Notice),
    "re_order": Shot("manager", "desk", lambda pilot, _folder: _keys(pilot, "m", "d"), OrderWindow),
    "setting_form": Shot("boss", "settings", _setting, FormScreen),
    "plans": Shot("c01", "inventory", lambda pilot, _folder: _keys(pilot, "c"), PurchasePlanScreen),
    "too_small": Shot("c01", "inventory", lambda pilot, _folder: _keys(pilot), TooSmall),
    "locked": Shot("c01", "inventory", _lock, Door),
}
DRAWN = [
    ("preview", SIZE, "zh_CN"), ("preview", SMALL, "en"), ("question", SMALL, "en"), ("notice", SMALL, "zh_CN"),
    ("re_order", SMALL, "en"), ("setting_form", SMALL, "zh_CN"), ("too_small", TINY, "zh_CN"),
    ("locked", SMALL, "zh_CN"), ("plans", SIZE, "zh_CN"), ("plans", SMALL, "en"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("name", "size", "language"), DRAWN, ids=[f"{name}-{size[0]}x{size[1]}-{word}" for name, size, word in DRAWN]
)
def test_picture(
    desk: Desk, tmp_path: Path, snap_compare: Compare, name: str, size: tuple[int, int], language: str
) -> None:
    shot = SHOTS[name]
    i18n.use(language)
    terminal = terminal_at(desk, shot.login)
    terminal._drafts = None  # what one picture typed must not come back in the next one
    app = SeatedConsole(terminal)
    app.start = shot.place

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await shot.then(pilot, tmp_path)
        await settled(pilot)
        assert isinstance(pilot.app.screen, shot.top), pilot.app.screen

    try:
        assert snap_compare(app, terminal_size=size, run_before=before)
    finally:
        app.terminal.close()


def test_picture_of_the_first_password(desk: Desk, snap_compare: Compare) -> None:
    """At the door, before anything else."""
    app = Console(terminal_at(desk))

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        await write(pilot, "c03")
        await press(pilot, "enter")
        await write(pilot, "demo")
        await press(pilot, "enter")
        await until(pilot, lambda: isinstance(pilot.app.screen, FormScreen), "the question for a new password")
        await settled(pilot)

    try:
        assert snap_compare(app, terminal_size=SMALL, run_before=before)
    finally:
        app.terminal.close()
