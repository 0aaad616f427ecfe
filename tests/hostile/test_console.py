"""The console on an office full of hostile texts: every person, every place; nothing runs, nothing breaks."""

from __future__ import annotations

import importlib.util
from typing import Any

import pytest

from anchang.tui.screens import places
from anchang.tui.widgets.dialogs import Confirm
from tests.hostile.flooded import BEHIND, SEEN, orders_in
from tests.office import Desk
from tests.tui.console import app_of, console, press, settled
from tests.tui.stage import screen_text

pytestmark = pytest.mark.slow
Office = tuple[Desk, dict[str, Any]]
PEOPLE = ("boss", "director", "manager", "assistant", "cashier", "accountant", "clerk", "reporter", "c01")
# Lists that show names; there the texts have to be seen, not only survived.
SHOWS = {"customers": "director", "inventory": "manager", "price_lists": "director", "logs": "manager"}


def built(place: str) -> None:
    """Skip a place whose room is not there yet, and say which."""
    if importlib.util.find_spec(places.MODULES[place]) is None:
        pytest.skip(f"{places.MODULES[place]} is not built yet")


@pytest.mark.parametrize("login", PEOPLE)
async def test_everybody_everywhere(office: Office, login: str) -> None:
    """Whoever goes wherever: the program still runs, and the terminal got text only."""
    unbuilt = []
    async with console(office[0], login) as pilot:
        app = app_of(pilot)
        for place in sorted(places.MODULES):
            if importlib.util.find_spec(places.MODULES[place]) is None:
                unbuilt.append(places.MODULES[place])
                continue
            await app.action_go(place)
            await settled(pilot)
            for keys in (("end",), ("home", "down", "pagedown")):
                await press(pilot, *keys)
                assert app._exception is None and app.is_running and app.return_code is None, place
                assert orders_in(screen_text(app)) == set(), place
    if unbuilt:
        pytest.skip(f"all but these, which are not built yet: {', '.join(unbuilt)}")


@pytest.mark.parametrize(("place", "login"), SHOWS.items())
async def test_the_texts_are_seen(office: Office, place: str, login: str) -> None:
    """Walking down the list, hostile texts stand on the screen as they are, or their beginning does."""
    built(place)
    async with console(office[0], login, place=place) as pilot:
        seen = screen_text(pilot.app)
        for _ in range(6):
            await press(pilot, "pagedown")
            seen += screen_text(pilot.app)
    marks = [text for text in SEEN if text[:6] in seen]
    assert len(marks) >= 3, seen
    assert BEHIND not in seen


@pytest.mark.parametrize("place", ["customers", "logs", "subscriptions", "contracts", "money", "inbox", "price_lists"])
async def test_every_row_opens(office: Office, place: str) -> None:
    """The card behind each of the first rows, its step menu and the help."""
    built(place)
    login = "c01" if place == "customers" else "manager"
    async with console(office[0], login, place=place) as pilot:
        app = app_of(pilot)
        for _ in range(6):
            for keys in (("enter",), ("s",), ("escape",), ("escape",), ("down",)):
                await press(pilot, *keys)
                assert app._exception is None and app.return_code is None
                assert orders_in(screen_text(app)) == set()
            for _ in range(12):
                if len(app.screen_stack) == 1:
                    break
                # A form that was typed into asks whether to drop that.
                await press(pilot, *(("left", "enter") if isinstance(app.screen, Confirm) else ("escape",)))
            assert len(app.screen_stack) == 1, app.screen_stack


async def test_markup_is_no_order(office: Office) -> None:
    """A click on every cell of a screen full of `[@click=app.quit]` leaves the program running."""
    async with console(office[0], "director", place="customers") as pilot:
        app = app_of(pilot)
        lines = screen_text(app).split("\n")
        spots = [(line.index("[@click"), number) for number, line in enumerate(lines) if "[@click" in line]
        for _ in range(4):
            if spots:
                break
            await press(pilot, "pagedown")
            lines = screen_text(app).split("\n")
            spots = [(line.index("[@click"), number) for number, line in enumerate(lines) if "[@click" in line]
        assert spots
        for x, y in spots:
            for offset in range(0, 18, 3):
                await pilot.click(offset=(x + offset, y))
        await settled(pilot)
        assert app.is_running and app.return_code is None
