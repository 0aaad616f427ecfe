"""A batch's machine."""

from __future__ import annotations

from dataclasses import replace

import pytest

from anchang.domain.access import Role
from anchang.domain.batch import BATCH, BatchFacts, BatchState
from anchang.domain.errors import Refusal
from tests.domain.sale import Refused, unrefused
from tests.expected import batch as expected
from tests.expected import compare

FACTS = BatchFacts(has_units=True, reason="market")
REFUSED: list[Refused] = [
    ("release", "planned", {"has_units": False}, "no units"),
    ("drop", "planned", {"reason": ""}, "reason"),
]


def test_every_state_step_and_role() -> None:
    assert compare(BATCH, expected.BATCH) == 2 * 3 * len(Role) * 2


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, object], reason: str) -> None:
    with pytest.raises(Refusal):
        BATCH.take(step, BatchState(state), replace(FACTS, **change), set(Role))  # type: ignore[arg-type]


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(BATCH, FACTS, REFUSED) == set()
