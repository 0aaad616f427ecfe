"""What an old ledger did not know or had wrong, asked on the card of the deal that came in from it (2.10, 3.6)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.domain.money import show as money
from anchang.i18n import M, Msg, say
from anchang.services.opening_balance_mend import CompletePaper, CorrectOpening
from anchang.tui.acting import fill_in
from anchang.tui.forms import buyer
from anchang.tui.forms.form import Field, FieldKind, Form

if TYPE_CHECKING:
    from anchang.tui.app import Console

_NOT_ASKED = frozenset({"name", "share", "agent", "agent_id_type", "agent_id_no", "agent_phone", "agent_proof"})
_WANTED: dict[str, Msg] = {"id_no": M("ID number"), "phone": M("Phone"), "address": M("Address")}


def _people(card: Mapping[str, Any]) -> dict[str, str]:
    """«2 李四 (ID number, address missing)» by number."""
    found = {}
    for each in card["buyers"]:
        missing = tuple(words for name, words in _WANTED.items() if not getattr(each.facts, name))
        lacks = say(M("{what} missing", what=missing)) if missing else say(M("complete"))
        found[str(each.no)] = f"{each.no} {each.facts.name} ({lacks})"
    return found


def complete_form(card: Mapping[str, Any], today: date) -> Form:
    """One buyer at a time; only what is missing is taken."""
    lacking = [str(each.no) for each in card["buyers"] if not all(getattr(each.facts, name) for name in _WANTED)]
    asked = [
        replace(each, required=each.name in ("guardian", "representative")) for each in buyer.fields(today)
        if each.name not in _NOT_ASKED
    ]  # fmt: skip
    handover: tuple[Field, ...] = ()
    if card["handover_due"] is None:
        handover = (Field("handover_due", M("Handover by"), FieldKind.DATE),)
    return Form(
        title=M("Complete what the old ledger did not know"),
        command=CompletePaper,
        fields=(
            Field("no", M("Buyer"), FieldKind.CHOICE, required=True, choices=_people(card),
                  default=(*lacking, "1")[0], to_value=int,
                  help=M("only what is missing is written; another buyer is a request")),
            *asked,
            *handover,
        ),
    )  # fmt: skip


async def complete(app: Console, card: Mapping[str, Any]) -> None:
    """Open the form."""
    await fill_in(
        app, complete_form(card, app.terminal.today()), fixed={"subscription": card["id"], "version": card["version"]}
    )


async def correct(app: Console, card: Mapping[str, Any]) -> None:
    """The whole sum anew, with what it was beside it."""
    form = Form(
        title=M("Correct what a deal came in with"),
        command=CorrectOpening,
        fields=(
            Field("received", M("Received by the cut-over"), FieldKind.MONEY, required=True,
                  help=M("all of it; on {day} it came in with {amount}", day=card["cut_over"],
                         amount=money(card["opening_received"]))),
            Field("received_loan", M("Of it from the bank"), FieldKind.MONEY, help=M("empty: as before")),
            Field("reason", M("Reason"), required=True, limit=400),
        ),
    )  # fmt: skip
    await fill_in(app, form, fixed={"subscription": card["id"], "version": card["version"]})
