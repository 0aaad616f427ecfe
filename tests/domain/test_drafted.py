"""Who approves a price list and a permit (domain 2.16, 2.18)."""

from __future__ import annotations

import pytest

from anchang.domain.access import Role
from anchang.domain.drafted import PERMIT_DRAFT, PRICE_LIST, Drafted, DraftedFacts, DraftedState
from anchang.domain.errors import NotAllowed, Refusal
from tests.expected import compare
from tests.expected import drafted as expected

BOTH = pytest.mark.parametrize("flow", [PRICE_LIST, PERMIT_DRAFT], ids=lambda flow: flow.noun)


def test_every_cell_is_as_typed_from_the_domain() -> None:
    assert compare(PRICE_LIST, expected.PRICE_LIST) > 0
    assert compare(PERMIT_DRAFT, expected.PERMIT_DRAFT) > 0


@BOTH
def test_only_the_first_one_is_the_administrators(flow: Drafted) -> None:
    state = flow.take("approve_first", DraftedState.DRAFT, DraftedFacts(is_first=True), {Role.ADMINISTRATOR})
    assert state is DraftedState.APPROVED
    with pytest.raises(Refusal):
        flow.take("approve_first", DraftedState.DRAFT, DraftedFacts(), {Role.ADMINISTRATOR})


@BOTH
def test_nobody_approves_the_own_draft(flow: Drafted) -> None:
    with pytest.raises(NotAllowed):
        flow.take("approve", DraftedState.DRAFT, DraftedFacts(), {Role.DIRECTOR}, is_maker=True)


@BOTH
def test_a_rejected_one_has_a_reason(flow: Drafted) -> None:
    with pytest.raises(Refusal):
        flow.take("reject", DraftedState.DRAFT, DraftedFacts(reason=" "), {Role.DIRECTOR})
