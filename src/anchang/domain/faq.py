"""The sales questions: a bank of what customers ask and the one answer that everybody gives (K11, R10; 2.18)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class FaqState(StrEnum):
    """Only an approved answer is given to customers."""

    PROPOSED = "proposed"
    APPROVED = "approved"
    RETIRED = "retired"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return FAQ_LABELS[self]


FAQ_LABELS: dict[FaqState, Msg] = {
    FaqState.PROPOSED: M("answer to be approved"),
    FaqState.APPROVED: M("approved answer"),
    FaqState.RETIRED: M("not used any more"),
}


@dataclass(frozen=True, slots=True)
class FaqFacts:
    """What the guards of an answer look at."""

    answer: str = ""


def _answered(facts: FaqFacts) -> Msg | None:
    return None if facts.answer.strip() else M("the answer is missing")


_WHO = MANAGER | LEADERS

FAQ: Flow[FaqState, FaqFacts] = Flow(
    "faq",
    M("sales question"),
    FaqState,
    (
        Step(
            "approve", M("approve the answer"), (FaqState.PROPOSED, FaqState.RETIRED), FaqState.APPROVED, _WHO,
            (_answered,), source_id="K11, 2.18",
        ),
        Step("change", M("change the answer"), (FaqState.APPROVED,), None, _WHO, (_answered,), source_id="K11, 2.18"),
        Step(
            "retire", M("do not use any more"), (FaqState.PROPOSED, FaqState.APPROVED), FaqState.RETIRED, _WHO,
            source_id="K11, 2.18",
        ),
    ),
)  # fmt: skip
