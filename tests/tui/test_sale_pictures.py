"""Every screen of the sale as a picture, at both sizes and in both languages, with Chinese data and a moved clock."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from textual.pilot import Pilot

from anchang import i18n
from tests.office import Desk, desk_at
from tests.services import deals
from tests.services.stock import customer, on_sale
from tests.tui.console import SIZE, SMALL, SeatedConsole, fill, form_of, press, settled, terminal_at

Compare = Callable[..., bool]
Then = Callable[[Pilot[Any]], Awaitable[None]]


@pytest.fixture(scope="module")
def desk(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Desk]:
    """A filed contract, a drawn-up one, papers in other states; six weeks later some of it is late."""
    with desk_at(tmp_path_factory.mktemp("pictures") / "office") as made:
        on_sale(made)
        made.do("manager", "discount.publish", code="D98", name="按揭九八折", rate="98%", valid_to="2027-12-31")
        made.do("manager", "discount.publish", code="Q1", name="全款减二万", amount="20000", plan_kinds="lump_sum")
        deals.filed(made, "1-1-101", number=1, discounts=["D98"])
        deals.signed(made, "1-1-102", number=2)
        made.do("clerk", "custody.hand_over", contract="RG2026-0001", copy_no=1, taker="法务部", purpose="盖章")
        made.clock.move(days=41)
        deals.reviewed(made, "1-1-201", number=3)
        deals.drafted(made, "1-1-202", number=4, **deals.THIRDS)
        deals.active(made, "1-1-301", number=5).pay(100_000, "other", way="transfer", payer="欧阳建国")
        customer(made, "c01", "欧阳建国", "13800000009")
        yield made


async def _opened(pilot: Pilot[Any]) -> None:
    await press(pilot, "n")
    await fill(pilot, unit="2-1-101")
    await press(pilot, "ctrl+s")


async def _filled(pilot: Pilot[Any]) -> None:
    await _opened(pilot)
    buyer = {**deals.BUYER, "name": "欧阳建国", "phone": "13800000009"}
    await fill(pilot, buyers=[buyer], plan="mortgage", discounts=["D98"], down_rate="30%", deposit="500000")
    form_of(pilot).query_one(".form-body").scroll_end(animate=False)
    await settled(pilot)


async def _receipt(pilot: Pilot[Any]) -> None:
    await press(pilot, "n")
    await fill(pilot, lines=[{"amount": "1250000", "money_type": "loan", "way": "transfer"}])
    form_of(pilot).query_one(".form-body").scroll_end(animate=False)
    await settled(pilot)


# name -> who sits there, where, the keys after that, and what else
SCREENS: dict[str, tuple[str, str, tuple[str, ...], Then | None]] = {
    "subscriptions": ("manager", "subscriptions", (), None),
    "subscription_card": ("manager", "subscriptions", ("end", "enter"), None),
    "subscription_steps": ("c01", "subscriptions", ("s",), None),
    "subscription_form": ("c01", "subscriptions", (), _opened),
    "subscription_price": ("c01", "subscriptions", (), _filled),
    "discounts": ("manager", "subscriptions", ("f6",) * 4, None),
    "discount_form": ("manager", "subscriptions", ("f6", "f6", "f6", "f6", "n"), None),
    "contracts": ("clerk", "contracts", (), None),
    "contract_card": ("clerk", "contracts", ("end", "enter"), None),
    "contract_steps": ("clerk", "contracts", ("s",), None),
    "appointment": ("c01", "contracts", ("n",), None),
    "custody": ("clerk", "contracts", ("f7",), None),
    "receipts": ("cashier", "money", (), None),
    "receipt_card": ("cashier", "money", ("enter",), None),
    "instalments": ("cashier", "money", ("f8",), None),
    "receivables": ("cashier", "money", ("f8", "f8"), None),
    "receipt_form": ("cashier", "money", ("f8", "f8"), _receipt),
}


def app_for(desk: Desk, login: str, place: str) -> SeatedConsole:
    """Somebody at a place; what is half filled in one picture is not brought back in the next."""
    terminal = terminal_at(desk, login)
    terminal._drafts = None
    app = SeatedConsole(terminal)
    app.start = place
    return app


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("size", [SIZE, SMALL], ids=["120x40", "80x24"])
@pytest.mark.parametrize("name", list(SCREENS))
def test_picture(desk: Desk, snap_compare: Compare, name: str, size: tuple[int, int], language: str) -> None:
    login, place, keys, then = SCREENS[name]
    i18n.use(language)
    app = app_for(desk, login, place)

    async def before(pilot: Pilot[Any]) -> None:
        await settled(pilot)
        for key in keys:
            await press(pilot, key)
        if then is not None:
            await then(pilot)

    try:
        assert snap_compare(app, terminal_size=size, run_before=before)
    finally:
        app.terminal.close()


@pytest.mark.parametrize("language", ["zh_CN", "en"])
@pytest.mark.parametrize("place", ["subscriptions", "contracts", "money"])
def test_picture_of_an_empty_place(tmp_path: Path, snap_compare: Compare, place: str, language: str) -> None:
    with desk_at(tmp_path / "office") as empty:
        i18n.use(language)
        assert snap_compare(app_for(empty, "clerk", place), terminal_size=SMALL, run_before=settled)
