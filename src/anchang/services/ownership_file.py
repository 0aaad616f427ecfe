"""A case as it is read: the file, what the rules say to it, and what can be done with it now (domain 2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from anchang.domain.access import ACTIONS
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Flow, Option, Step
from anchang.domain.ownership import Rule, Share, Verdict, judge
from anchang.domain.ownership_case import OWNERSHIP_CASE, CaseFacts, CaseState
from anchang.i18n import M, Msg
from anchang.services.ownership import CASE, told
from anchang.services.ownership_facts import thawed
from anchang.storage import ownership_query
from anchang.storage.reading import Read

MENU: Flow[CaseState, None] = Flow(
    "ownership_case_menu",
    M("ownership case"),
    CaseState,
    (Step("note", M("state something"), (CaseState.OPEN,), None, ACTIONS["ownership.note"]),),
)


@dataclass(frozen=True, slots=True)
class CaseFile:
    """The card of `storage.ownership_query` with the verdict of the rules (`rule`, in `words`), and each decision's."""

    card: Mapping[str, Any]
    rule: Rule
    words: Msg
    decided: tuple[Msg, ...]


def case_file(read: Read, case_id: int) -> CaseFile | None:
    """The whole file, judged from the facts as they were kept; None outside of the person's scope."""
    card = ownership_query.card(read, case_id)
    if card is None:
        return None
    verdict = judge(*thawed(card["facts"]))
    decided = tuple(
        told(
            read,
            Verdict(
                Rule(each["rule"]), each["owner_id"],
                tuple(Share(share["staff_id"], share["rate"]) for share in each["shares"]),
            ),
        )
        for each in card["decisions"]
    )  # fmt: skip
    return CaseFile(card, verdict.rule, told(read, verdict), decided)


def menu(read: Read, case_id: int) -> list[Option[Any, Any]]:
    """Every step with its «why not» for the person who looks; a reason to come counts as given. Raises NotFound."""
    card = ownership_query.card(read, case_id)
    if card is None:
        raise nothing_there(CASE, case_id)
    state = CaseState(card["state"])
    said = card["rule"] != Rule.POSTED.value
    facts = CaseFacts(reason="-", rules_say=said, is_opener=read.staff_id == card["opened_by"])
    is_maker = read.is_own(card["opened_by"], *ownership_query.parties(read, case_id))
    own: list[Option[Any, Any]] = list(OWNERSHIP_CASE.options(state, facts, read.roles, is_maker=is_maker))
    beside: list[Option[Any, Any]] = list(MENU.options(state, None, read.roles))
    return [*own[:-1], *beside, *own[-1:]]
