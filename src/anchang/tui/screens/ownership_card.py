"""A case file on one screen: the question, what everybody did in time, the verdict in words (2.1)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar

from textual.binding import BindingType

from anchang.domain.customer_link import Link
from anchang.domain.errors import nothing_there
from anchang.domain.ownership import Ground, Standing
from anchang.domain.ownership_case import CaseState
from anchang.i18n import M, zone
from anchang.services.ownership import CASE
from anchang.services.ownership_file import CaseFile, case_file, menu
from anchang.storage import ownership_query
from anchang.tui.acting import fill_in
from anchang.tui.forms import ownership as forms
from anchang.tui.keys import Key
from anchang.tui.papers import StepMaker
from anchang.tui.screens.paper_card import CardWords, Fact, Part
from anchang.tui.screens.step_card import StepCard
from anchang.tui.steps import Paper, Steps
from anchang.tui.theme import Tone

if TYPE_CHECKING:
    from anchang.tui.app import Console

DECIDE = Key("case_decide", ("d", "ctrl+d"), M("Decide"), M("Take what the rules say"))
OVERRIDE = Key("case_override", ("o", "ctrl+o"), M("Otherwise"), M("Decide otherwise, with a reason"))
NOTE = Key("case_note", ("a", "ctrl+a"), M("Statement"), M("State something in this case"))

TONES: dict[CaseState, Tone] = {
    CaseState.OPEN: Tone.ASKED,
    CaseState.DECIDED: Tone.OPEN,
    CaseState.OVERRIDDEN: Tone.FIRM,
    CaseState.WITHDRAWN: Tone.QUIET,
}
WIDTHS = (8, 8, 8, 12, 22)  # day, what, who, tie, what became of it


def _at(value: Any) -> str:
    return str(value.astimezone(zone()).strftime("%Y-%m-%d %H:%M"))


def _question(card: Mapping[str, Any]) -> Part:
    facts = [
        Fact(M("Customer"), card["customer"] or M("another consultant's")),
        Fact(M("Phone"), card["phone"]),
        Fact(M("Was"), card["owner_before"] or M("nobody yet")),
        Fact(M("Parties"), card["claimants"]),
        Fact(M("Opened by"), f"{card['opener']}  {_at(card['opened_at'])}"),
    ]
    if card["sub_no"]:
        facts.append(Fact(M("Deal"), card["sub_no"]))
    facts.append(Fact(M("In dispute"), card["question"]))
    return Part(M("The question"), tuple(facts))


def _rules(file: CaseFile) -> Part:
    facts = [Fact(M("Verdict"), file.words), Fact(M("Rule"), file.rule.source)]
    until = file.card["protected_until"]
    if until is not None:
        facts.append(Fact(M("Protected until"), until))
    return Part(M("What the rules say"), tuple(facts))


def _decision(decision: Mapping[str, Any], words: object) -> Part:
    facts = [Fact(M("Verdict"), words), Fact(M("Decided by"), f"{decision['by']}  {_at(decision['at'])}")]
    if decision["reason"]:
        facts.append(Fact(M("Reason"), decision["reason"]))
    if decision["penalty_name"]:
        points = M("{name}: {points} points {note}", name=decision["penalty_name"], points=decision["points"],
                   note=decision["penalty_note"])  # fmt: skip
        facts.append(Fact(M("Points off"), points))
    title = M("Decided by the rules") if decision["step"] == "decide" else M("Decided otherwise")
    return Part(title, tuple(facts))


def _timeline(card: Mapping[str, Any]) -> Part:
    rows = tuple(
        (
            each["business_date"].strftime("%y-%m-%d"),
            Ground(each["ground"]).label,
            each["who"] or each["text"] or "-",
            "" if each["link"] == Link.SELF else Link(each["link"]).label,
            Standing(each["standing"]).label,
        )
        for each in card["evidence"]
    )
    return Part(M("Timeline"), widths=WIDTHS, table=rows, empty=M("Nothing is in the logs."))


def _statements(card: Mapping[str, Any]) -> tuple[Part, ...]:
    facts = tuple(
        Fact(each["who"] or "-", each["text"]) for each in card["evidence"] if each["ground"] == Ground.NOTE
    )
    return (Part(M("Statements"), facts),) if facts else ()


def words(file: CaseFile) -> CardWords:
    """The card in words."""
    card = file.card
    state = CaseState(card["state"])
    decided = [_decision(each, said) for each, said in zip(card["decisions"], file.decided, strict=True)]
    return CardWords(
        title=f"{card['no']}  {card['customer']}".strip(),
        state=state.label,
        tone=TONES[state],
        left=(_question(card), _rules(file), *decided),
        right=(_timeline(card), *_statements(card)),
    )


async def _file(app: Console, case_id: int) -> CaseFile:
    found = await app.terminal.look(case_file, case_id)
    if found is None:
        raise nothing_there(CASE, case_id)
    return found


PAPER = Paper(CASE, ownership_query.card, "case")


async def decide(app: Console, case_id: int) -> None:
    """What the rules say."""
    file = await _file(app, case_id)
    await fill_in(app, forms.decide(app, file.words), fixed=PAPER.fixed(file.card))


async def override(app: Console, case_id: int) -> None:
    """Something else."""
    file = await _file(app, case_id)
    await fill_in(app, forms.override(app, file.words), fixed=PAPER.fixed(file.card))


STEPS: Mapping[str, StepMaker] = {
    "decide": decide, "override": override, "note": PAPER.form(forms.STATE), "withdraw": PAPER.form(forms.WITHDRAW),
}  # fmt: skip
ROOM = Steps(PAPER, menu, STEPS, lambda card: str(card["no"]))
choose = ROOM.choose


class OwnershipCard(StepCard):
    """The card with the keys of the one who decides."""

    BINDINGS: ClassVar[list[BindingType]] = [
        DECIDE.binding("step('decide')"),
        OVERRIDE.binding("step('override')"),
        NOTE.binding("step('note')"),
    ]

    def __init__(self, app: Console, case_id: int) -> None:
        super().__init__(app, case_id, ROOM, case_file, words)


async def open_card(app: Console, case_id: int) -> None:
    """Show it over the list."""
    await app.push_screen_wait(OwnershipCard(app, case_id))
