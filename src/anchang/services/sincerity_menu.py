"""Everything that can be done with sincerity money, each with its «why not» (2.10, 5.3)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anchang.domain.access import ACTIONS, Role
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Flow, Option, Step
from anchang.domain.sincerity import SINCERITY, TAKES_DEPOSIT, SincerityState
from anchang.i18n import M
from anchang.services.sincerity_facts import NOUN, facts_of
from anchang.storage import sincerity as rows
from anchang.storage.reading import Read

PRINT: Flow[SincerityState, None] = Flow(
    "sincerity_menu",
    M("sincerity money"),
    SincerityState,
    (Step("print", M("print the receipt"), tuple(SincerityState), None, ACTIONS["document.print"]),),
)


def menu(read: Read, sincerity_id: int) -> list[Option[Any, Any]]:
    """The steps and the print. What a form still asks for (reason, account, paper) counts as given. Raises NotFound."""
    shown = rows.card(read, sincerity_id)
    if shown is None:
        raise nothing_there(NOUN, sincerity_id)
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    facts = replace(
        facts_of(truth, shown, reason="-", account="-", bank_confirmed=True),
        deal=next(iter(sorted(TAKES_DEPOSIT))),
        same_customer=True,
    )
    state = SincerityState(shown["state"])
    maker = shown["received_by"] if state in SINCERITY.step("reverse").sources else shown["asked_by"]
    own: list[Option[Any, Any]] = list(SINCERITY.options(state, facts, read.roles, is_maker=read.is_own(maker)))
    beside: list[Option[Any, Any]] = list(PRINT.options(state, None, read.roles))
    return [*own, *beside]
