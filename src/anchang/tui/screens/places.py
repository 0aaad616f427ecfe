"""The nine main screens: who has which first, how they are made, and the actions that work everywhere.

A place is made when it is first gone to, as a mode of its own; a change of person leaves all of them.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from contextlib import suppress
from functools import partial
from typing import TYPE_CHECKING, Any

from textual.app import InvalidModeError
from textual.screen import Screen

from anchang import i18n
from anchang.domain.access import Role, may
from anchang.i18n import M, Msg
from anchang.tui.guarded import Guarded
from anchang.tui.keys import PLACES
from anchang.tui.widgets.palette import Command

if TYPE_CHECKING:
    from anchang.tui.app import Console
    from anchang.tui.terminal import Person

LOBBY = "lobby"  # a mode without a place, for as long as nobody is anywhere

# place -> module with `make(app) -> Screen`
MODULES: dict[str, str] = {
    "desk": "anchang.tui.screens.desk",
    "logs": "anchang.tui.lists.logs",
    "customers": "anchang.tui.lists.customer",
    "inventory": "anchang.tui.screens.inventory",
    "subscriptions": "anchang.tui.lists.subscription",
    "contracts": "anchang.tui.lists.contract",
    "money": "anchang.tui.lists.receipt",
    "inbox": "anchang.tui.screens.inbox",
    "review": "anchang.tui.screens.review",
    "forgotten": "anchang.tui.lists.forgotten",
    "disputes": "anchang.tui.lists.ownership",
    "rota_events": "anchang.tui.lists.rota_chronicle",
    "permits": "anchang.tui.lists.permit",
    "unit_lists": "anchang.tui.lists.unit_life",
    "price_lists": "anchang.tui.lists.price_list",
    "launch": "anchang.tui.lists.launch",
    "set_up": "anchang.tui.screens.set_up",
    "staff": "anchang.tui.lists.staff",
    "settings": "anchang.tui.lists.setting",
    "dictionary": "anchang.tui.lists.dictionary",
    "terms": "anchang.tui.lists.term",
    "faqs": "anchang.tui.lists.faq",
    "competitors": "anchang.tui.lists.competitor",
    "meetings": "anchang.tui.lists.meeting",
    "personal": "anchang.tui.lists.person",
    "registers": "anchang.tui.lists.register_import",
}
FIRST: tuple[tuple[frozenset[Role], str], ...] = (
    (frozenset({Role.CONSULTANT, Role.ASSISTANT}), "desk"),
    (frozenset({Role.MANAGER, Role.DIRECTOR, Role.EXECUTIVE}), "inbox"),
    (frozenset({Role.CASHIER, Role.ACCOUNTANT}), "inbox"),
    (frozenset({Role.CONTRACT_CLERK, Role.MORTGAGE_CLERK, Role.TITLE_CLERK}), "inbox"),
    (frozenset({Role.ADMINISTRATOR}), "staff"),
)


# The lists that come after the first one of a place, in the order of its key.
BEHIND: tuple[tuple[str, str, tuple[Msg, ...]], ...] = (
    (
        "subscriptions", "F6",
        (M("Delayed signing"), M("Special discounts"), M("Published discounts"), M("Requests about subscriptions")),
    ),
    ("money", "F8", (M("Instalments"), M("Receivables"), M("Vouchers"))),
)  # fmt: skip


def first_place(person: Person) -> str:
    """Where this person's day begins."""
    return next((place for roles, place in FIRST if roles & person.staff.roles), "inbox")


def bring_in() -> None:
    """Import every place. For a thread, while a person still types a password."""
    first = [place for _, place in FIRST]
    for place in dict.fromkeys([*first, *MODULES]):
        importlib.import_module(MODULES[place])


async def go(app: Console, name: str) -> None:
    """Switch to a place, making it when it is not there yet; where one is already, on to its next list, and from a
    card back to the list."""
    if app.current_mode == name:
        if _close_cards(app):
            return
        following = getattr(app.screen, "cycle", None)
        if following is not None:
            await _put_in_place(app, name, following())
            return
    if name not in app.places_made:
        app.dress()
        module = importlib.import_module(MODULES[name])
        app.add_mode(name, lambda: _made(module, app))
        app.places_made.add(name)
    await app.switch_mode(name)
    refresh = getattr(app.screen, "refresh_data", None)
    if refresh is not None:
        refresh()


def _close_cards(app: Console) -> bool:
    """Close the cards that lie on the place, so that its key leads to it from everywhere; whether there were any.

    A window that waits for an answer and a board for the hall stay: they are closed in their own way.
    """
    found = False
    while len(app.screen_stack) > 1 and getattr(app.screen, "is_card", False):
        app.screen.dismiss(None)
        found = True
    return found


async def go_to_list(app: Console, name: str, number: int) -> None:
    """To one of the lists of a place at once, without passing those before it."""
    screen = importlib.import_module(MODULES[name]).make(app, number)
    if name in app.places_made:
        await _put_in_place(app, name, screen)
        return
    app.dress()
    app.add_mode(name, lambda: screen)
    app.places_made.add(name)
    await app.switch_mode(name)


async def _put_in_place(app: Console, name: str, screen: Screen[Any]) -> None:
    """Another screen as the ground of a place: Textual cannot switch the ground itself, only what lies on it."""
    await _to_lobby(app)
    await app.remove_mode(name)
    app.add_mode(name, lambda: screen)
    await app.switch_mode(name)


async def _to_lobby(app: Console) -> None:
    """Away from every place: Textual never goes back to the mode in which a program starts."""
    with suppress(InvalidModeError):  # it is there already
        app.add_mode(LOBBY, Screen)
    await app.switch_mode(LOBBY)


def _made(module: Any, app: Console) -> Screen[Any]:
    screen: Screen[Any] = module.make(app)
    return screen


async def leave_all(app: Console) -> None:
    """Drop every place; the next person starts fresh."""
    if app.current_mode in app.places_made:
        await _to_lobby(app)
    for name in sorted(app.places_made):
        await app.remove_mode(name)
    app.places_made.clear()


def commands(app: Console) -> list[Command]:
    """What works everywhere, for the palette."""
    found = [
        Command(place.key.label, partial(app.action_go, place.name), place.key.tooltip, place.key.name())
        for place in PLACES
    ]
    found.append(Command(M("Change my password"), lambda: _password(app)))
    found.append(Command(M("Language: Chinese / English"), lambda: _language(app)))
    found.append(Command(M("Light or dark colours"), lambda: _colours(app)))
    found.append(Command(M("The rota, event by event"), partial(app.action_go, "rota_events")))
    found.append(Command(M("Whose customer: cases and agents' reports"), partial(app.action_go, "disputes")))
    found.append(Command(M("Posted visitors"), partial(app.action_go, "forgotten")))
    found.append(Command(M("Price lists"), partial(app.action_go, "price_lists")))
    found.append(Command(M("Permits"), partial(app.action_go, "permits")))
    found.append(Command(M("Special terms"), partial(app.action_go, "terms")))
    found.append(Command(M("Launch day: numbers, line, big board"), partial(app.action_go, "launch")))
    found.append(Command(M("Price board for the hall"), lambda: _price_board(app)))
    found.append(Command(M("Batches, waiting lists, reserves and flags"), partial(app.action_go, "unit_lists")))
    personal = M("Personal data: looks, requests, advertising, retention")
    found.append(Command(personal, partial(app.action_go, "personal")))
    for words, place in (
        (M("Sales questions"), "faqs"), (M("Competing projects and surveys"), "competitors"),
        (M("Meetings and tasks"), "meetings"), (M("The office's own lists"), "dictionary"),
    ):  # fmt: skip
        found.append(Command(words, partial(app.action_go, place)))
    found += [
        Command(words, partial(go_to_list, app, place, number), keys=key)
        for place, key, lists in BEHIND for number, words in enumerate(lists, start=1)
    ]  # fmt: skip
    found += _following(app)
    roles = app.terminal.here.staff.roles
    if Role.ADMINISTRATOR in roles:
        found.append(Command(M("Set up the office"), partial(app.action_go, "set_up")))
        found.append(Command(M("Staff"), partial(app.action_go, "staff")))
    if may(roles, "register.import"):
        found.append(Command(M("Take in an old register or sales ledger"), lambda: _old_register(app)))
        found.append(Command(M("Imported registers"), partial(app.action_go, "registers")))
    if may(roles, "policy.change"):
        found.append(Command(M("Settings"), partial(app.action_go, "settings")))
    return found


def _following(app: Console) -> list[Command]:
    """The lists behind F4, each by its name."""
    from anchang.tui.lists import follow

    def shown(make: Callable[[Console], Screen[Any]]) -> Callable[[], object]:
        return lambda: app.push_screen(make(app))

    return [
        Command(M("Due and overdue"), shown(lambda each: follow.tasks(each, can_close=True))),
        Command(M("Due and overdue by consultant"), shown(follow.counts)),
        Command(M("Appointments"), shown(lambda each: follow.appointments(each, can_close=True))),
        Command(M("Public pool"), shown(lambda each: follow.pool(each, can_close=True))),
        Command(M("Tracking of intending customers"), shown(lambda each: follow.intending(each, can_close=True))),
        Command(M("Tracking of visitors"), shown(lambda each: follow.visitors(each, can_close=True))),
    ]


async def _language(app: Console) -> None:
    app.terminal.language_chosen = True
    i18n.use("en" if i18n.current() == "zh_CN" else "zh_CN")
    here = app.current_mode
    await leave_all(app)
    await app.action_go(here)


def _colours(app: Console) -> None:
    from anchang.tui.theme import DARK, LIGHT

    app.theme = DARK if app.theme == LIGHT else LIGHT


def _price_board(app: Console) -> None:
    from anchang.tui.screens.price_board import PriceBoard

    app.push_screen(PriceBoard())


def _old_register(app: Console) -> None:
    from anchang.tui.screens.take_in_register import take_in_register

    if isinstance(app.screen, Guarded):
        app.screen.guard(take_in_register, app)


def _password(app: Console) -> None:
    from anchang.tui.screens.first_password import password_form

    app.push_screen(password_form(app))
