"""The public pool and the sharing out of customers (domain 2.2, 2.19)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import LEADERS, MANAGER, SYSTEM
from anchang.domain.customer import OPEN_LEADS, Grade, LeadState
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class Shared:
    """A customer to be shared out: how far the lead is and how near to buying."""

    id: int
    state: LeadState
    grade: str = ""

    @property
    def worth(self) -> tuple[int, int, int]:
        """Alike customers stand together, the most promising first; the id makes the order one."""
        kind = 0 if self.state in OPEN_LEADS else 1 if self.state in (LeadState.SUBSCRIBED, LeadState.SIGNED) else 2
        grades = [each.value for each in Grade]
        return kind, grades.index(self.grade) if self.grade in grades else len(grades), self.id


def spread(customers: Iterable[Shared], receivers: Sequence[int], loads: Mapping[int, int]) -> dict[int, int]:
    """Customer -> consultant, dealt out like cards: nobody gets more than one more than anybody else, of each sort too.

    Whoever has the fewest customers now (`loads`) is dealt to first, so that the odd ones go there; the order in which
    the receivers are named changes nothing. ValueError without a receiver.
    """
    if not receivers:
        raise ValueError("nobody to share the customers out to")
    order = sorted(set(receivers), key=lambda each: (loads.get(each, 0), each))
    dealt = sorted(customers, key=lambda each: each.worth)
    return {each.id: order[place % len(order)] for place, each in enumerate(dealt)}


class AskState(StrEnum):
    """A consultant's wish to take a customer out of the pool."""

    ASKED = "asked"
    GRANTED = "granted"
    REFUSED = "refused"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return ASK_LABELS[self]


ASK_LABELS: dict[AskState, Msg] = {
    AskState.ASKED: M("waits for the manager"),
    AskState.GRANTED: M("granted"),
    AskState.REFUSED: M("refused"),
}


@dataclass(frozen=True, slots=True)
class AskFacts:
    """What the guards look at."""

    reason: str = ""


def _reason_given(facts: AskFacts) -> Msg | None:
    return None if facts.reason.strip() else M("a reason is missing")


POOL_ASK: Flow[AskState, AskFacts] = Flow(
    "pool_ask",
    M("wish for a customer of the pool"),
    AskState,
    (
        Step(
            "grant", M("grant"), (AskState.ASKED,), AskState.GRANTED, MANAGER | LEADERS, is_check=True,
            source_id="2.2, 2.18",
        ),
        Step(
            "refuse", M("refuse the wish"), (AskState.ASKED,), AskState.REFUSED, MANAGER | LEADERS, (_reason_given,),
            source_id="2.2, 2.18",
        ),
        # The customer went to somebody else, came by, or is lost: there is nothing to decide any more.
        Step("end", M("nothing to decide any more"), (AskState.ASKED,), AskState.REFUSED, SYSTEM, source_id="2.2"),
    ),
)  # fmt: skip
