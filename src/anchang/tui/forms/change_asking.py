"""Asking for another plan, unit or buyer from the subscription, and changing what a draft asks for (2.8)."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.domain.access import Role
from anchang.domain.errors import nothing_there
from anchang.domain.plan import PlanKind
from anchang.i18n import M
from anchang.services.change_facts import NOUN
from anchang.services.plan_change import offer as plan_offer
from anchang.services.subscription_offer import offer as unit_offer
from anchang.storage import change_asked as asked
from anchang.storage import change_query as query
from anchang.storage import subscription_query, unit_query
from anchang.storage.reading import Read
from anchang.tui.acting import fill_in
from anchang.tui.forms.change_deal import Asking, buyers_form, plan_form, rename_form, swap_form
from anchang.tui.forms.form import Form, Found

if TYPE_CHECKING:
    from anchang.tui.app import Console

Maker = Callable[["Console", Asking, Mapping[str, Any] | None], Form]


def read_deal(read: Read, subscription_id: int) -> Asking:
    """What the forms know of a deal in one's scope. Raises NotFound."""
    row = subscription_query.one(read, subscription_id)
    if row is None:
        raise nothing_there(M("subscription"), subscription_id)
    known = subscription_query.buyers(read, row)
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    return Asking(
        subscription_id,
        {each.no: each.facts.name for each in known},
        next((each.facts.name for each in known if each.facts.is_primary), ""),
        plan_offer(truth, row),
        unit_offer(read, row["unit_id"]),
    )


def _plan(app: Console, known: Asking, request: Mapping[str, Any] | None) -> Form:
    del app
    return plan_form(known, request)


def _buyers(app: Console, known: Asking, request: Mapping[str, Any] | None) -> Form:
    del app
    return buyers_form(known, request)


FORMS: Mapping[str, Maker] = {
    "change_plan": _plan,
    "add_remove_buyer": _buyers,
    "swap_unit": swap_form,
    "rename": rename_form,
}


async def _ask(app: Console, kind: str, subscription_id: int) -> None:
    known = await app.terminal.look(read_deal, subscription_id)
    written = await fill_in(app, FORMS[kind](app, known, None), fixed={"subscription": subscription_id})
    await show_written(app, written)


async def show_written(app: Console, written: Mapping[str, Any] | None) -> None:
    """The card of a request that was written a moment ago: there it is printed and handed in."""
    if written is not None:
        from anchang.tui.screens.change_card import open_card

        await open_card(app, written["id"])


async def ask_plan(app: Console, subscription_id: int) -> None:
    """Another payment plan."""
    await _ask(app, "change_plan", subscription_id)


async def ask_buyers(app: Console, subscription_id: int) -> None:
    """A co-buyer on or off the paper."""
    await _ask(app, "add_remove_buyer", subscription_id)


async def ask_swap(app: Console, subscription_id: int) -> None:
    """Another unit instead."""
    await _ask(app, "swap_unit", subscription_id)


async def ask_rename(app: Console, subscription_id: int) -> None:
    """Another person."""
    await _ask(app, "rename", subscription_id)


def _draft(read: Read, request_id: int) -> tuple[dict[str, Any], dict[str, Any]]:
    """The request, and what it asks for as the form's values; persons are entered anew. Raises NotFound."""
    card = query.card(read, request_id)
    if card is None:
        raise nothing_there(NOUN, request_id)
    values: dict[str, Any] = {}
    plan, unit = asked.plan_row(read, request_id), asked.unit_row(read, request_id)
    if plan is not None:
        choice = asked.choice_of(plan)
        values = {
            "plan": choice.kind.value,
            "plan_days": choice.days,
            "down_rate": choice.down_rate,
            "loan_days": choice.loan_days if choice.kind is PlanKind.MORTGAGE else None,
            "loan": choice.loan.value,
            "fund": choice.fund or None,
            "in_parts": choice.kind is PlanKind.MORTGAGE and bool(choice.shares),
            "shares": tuple(
                {"rate": rate, "on": when} if isinstance(when, date) else {"rate": rate, "days": when}
                for rate, _rule, when in choice.shares
            ),
        }
    if unit is not None:
        label = unit_query.row(read, unit["unit_id"])
        values |= {"relation": unit["relation"], "unit": Found(unit["unit_id"], label["label"] if label else "")}
    return card, values


async def edit(app: Console, request_id: int) -> None:
    """Change what a draft asks for."""
    card, values = await app.terminal.look(_draft, request_id)
    known = await app.terminal.look(read_deal, card["subscription_id"])
    form = FORMS[card["kind"]](app, known, card)
    await fill_in(app, form, values=values, fixed={"request": request_id, "version": card["version"]})
