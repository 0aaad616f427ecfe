"""A batch: units that go on sale together under a name (2.16, 5.10 «publish all released units at once»)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


class BatchState(StrEnum):
    """Where a batch stands."""

    PLANNED = "planned"
    RELEASED = "released"
    DROPPED = "dropped"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return BATCH_LABELS[self]


BATCH_LABELS: dict[BatchState, Msg] = {
    BatchState.PLANNED: M("planned"),
    BatchState.RELEASED: M("put on sale"),
    BatchState.DROPPED: M("dropped"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class BatchFacts:
    """What the guards look at."""

    has_units: bool = False
    reason: str = ""


def units_named(facts: BatchFacts) -> Msg | None:
    """A batch without units is nothing to put on sale."""
    return None if facts.has_units else M("the batch has no units")


def reason_said(facts: BatchFacts) -> Msg | None:
    """A plan is dropped with a reason."""
    return None if facts.reason.strip() else M("give a reason")


B = BatchState

BATCH: Flow[BatchState, BatchFacts] = Flow(
    "batch",
    M("batch"),
    BatchState,
    (
        Step(
            "release",
            M("put the batch on sale"),
            (B.PLANNED,),
            B.RELEASED,
            MANAGER | LEADERS,
            (units_named,),
            source_id="2.16, 5.10",
        ),
        Step("drop", M("drop the batch"), (B.PLANNED,), B.DROPPED, MANAGER | LEADERS, (reason_said,), source_id="2.16"),
    ),
)
