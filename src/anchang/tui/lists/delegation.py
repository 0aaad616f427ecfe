"""F9, third list: who decides for whom, from day to day; giving and withdrawing (2.18)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.access import LEADERS, Role, may
from anchang.domain.delegation import DELEGATES, OF_LEADERS, DecisionKind, Standing
from anchang.domain.errors import nothing_there
from anchang.i18n import M, Msg
from anchang.services.delegation import DELEGATION, GiveDelegation, WithdrawDelegation
from anchang.services.listing import Column, Row
from anchang.services.lists.delegation import DELEGATIONS
from anchang.storage import delegation as query
from anchang.storage.staff import everybody
from anchang.tui.acting import confirm_and_act, fill_in
from anchang.tui.forms.form import Field, FieldKind, Form, Found, LookUp, Values
from anchang.tui.keys import NEW, Key
from anchang.tui.lists.cycle import PlaceList, place_list
from anchang.tui.lists.spec import ListAction, ListSpec
from anchang.tui.papers import on_row
from anchang.tui.theme import Tone
from anchang.tui.widgets.dialogs import Reason

if TYPE_CHECKING:
    from anchang.tui.app import Console

WITHDRAW = Key("delegation_withdraw", ("x", "ctrl+x"), M("Withdraw"), M("End the delegation now, with the reason"))
TONES: dict[Standing, Tone] = {
    Standing.AHEAD: Tone.QUIET,
    Standing.IN_FORCE: Tone.OPEN,
    Standing.OVER: Tone.CLOSED,
    Standing.WITHDRAWN: Tone.CLOSED,
}


def who_can(app: Console) -> LookUp:
    """Whoever can stand in for somebody, by name, login or number, but oneself."""

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        wanted = text.strip().casefold()
        today, here = app.terminal.today(), app.terminal.here.staff.id
        people = await app.terminal.look(lambda read: everybody(read.connection))
        return tuple(
            Found(person.id, person.name, M("{roles}", roles=tuple(role.label for role in sorted(person.roles))))
            for person in people
            if person.roles & DELEGATES
            and person.id != here
            and person.active_on(today)
            and wanted in f"{person.name} {person.login} {person.no}".casefold()
        )

    return look_up


def give_form(app: Console) -> Form:
    """Which decisions, to whom, for which days, why."""
    leads = bool(LEADERS & app.terminal.here.staff.roles)
    kinds = {each.value: each.label for each in DecisionKind if leads or each not in OF_LEADERS}
    return Form(
        title=M("Delegate decisions"),
        command=GiveDelegation,
        help=M("While you are away this person decides with your authority; both names stand in the journal and under "
               "the decision. What one of you asked for is for somebody else to decide."),
        fields=(
            Field("delegate", M("Delegate"), FieldKind.SEARCH, required=True, look_up=who_can(app)),
            Field("kinds", M("Decisions"), FieldKind.MULTI, required=True,
                  choices=kinds, to_value=DecisionKind),
            Field("from_day", M("From"), FieldKind.DATE, placeholder=M("empty: from today")),
            Field("to_day", M("To"), FieldKind.DATE, required=True),
            Field("reason", M("Reason"), required=True, limit=400),
        ),
    )  # fmt: skip


async def open_card(app: Console, row_id: int) -> None:
    """What it says, and the question whether to withdraw it. Raises NotFound."""
    card = await app.terminal.look(query.card, row_id)
    if card is None:
        raise nothing_there(DELEGATION, row_id)
    said = M(
        "{delegate} decides for {giver} about {kind}, from {first} to {last}. {reason}", delegate=card["delegate"],
        giver=card["giver"], kind=DecisionKind(card["kind"]), first=card["from_day"], last=card["to_day"],
        reason=card["reason"],
    )  # fmt: skip
    await confirm_and_act(
        app, M("Withdraw delegation {no}? Say why.", no=card["no"]),
        lambda why: WithdrawDelegation(row_id, why, card["version"]), reason=Reason.REQUIRED, detail=said,
    )  # fmt: skip


def paint(row: Row, column: Column) -> Tone | None:
    """Where it is; the words say the same."""
    return TONES[Standing(row["standing"])] if column.key == "standing" else None


def _why_not_withdraw(row: Row | None) -> Msg | None:
    over = row is not None and row["standing"] in (Standing.OVER, Standing.WITHDRAWN)
    return M("It is over already.") if over else None


def _why_not_give(app: Console) -> Msg | None:
    if may(frozenset[Role](app.terminal.here.staff.roles), "delegation.give"):
        return None
    return M("Managers, directors and executives delegate their decisions; you have none to delegate.")


def delegations(app: Console) -> PlaceList:
    """The list."""

    async def give(_view: Any, _row: Row | None) -> None:
        await fill_in(app, give_form(app))

    spec = ListSpec(
        listing=DELEGATIONS,
        actions=(
            ListAction(NEW, give, needs_row=False, why_not=lambda _row: _why_not_give(app)),
            ListAction(WITHDRAW, on_row(app, open_card), why_not=_why_not_withdraw),
        ),
        empty=M("No delegation. Press n to let somebody decide for you while you are away."),
        paint=paint,
        help=M("A delegation ends by itself on its last day; x withdraws it before. F9 again: what waits for you."),
    )
    return place_list(app, spec)
