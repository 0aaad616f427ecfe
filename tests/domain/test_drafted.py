"""Who approves a price list and a permit (domain 2.16, 2.18)."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta

import pytest

from anchang.domain.access import Role
from anchang.domain.drafted import PERMIT_DRAFT, PRICE_LIST, Drafted, DraftedFacts, DraftedState, PriceListState
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
    assert state == DraftedState.APPROVED
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


NOW = datetime(2026, 11, 22, 1, 0, tzinfo=UTC)


def test_a_price_list_is_put_off_only_into_the_future() -> None:
    for at in (None, NOW, NOW - timedelta(seconds=1)):
        with pytest.raises(Refusal):
            PRICE_LIST.take("schedule", PriceListState.DRAFT, DraftedFacts(now=NOW, effective_at=at), {Role.DIRECTOR})
    later = DraftedFacts(now=NOW, effective_at=NOW + timedelta(seconds=1))
    assert PRICE_LIST.take("schedule", PriceListState.DRAFT, later, {Role.DIRECTOR}) is PriceListState.SCHEDULED
    with pytest.raises(NotAllowed):
        PRICE_LIST.take("schedule", PriceListState.DRAFT, later, {Role.DIRECTOR}, is_maker=True)


def test_a_price_list_takes_effect_at_its_instant_and_not_before() -> None:
    state = PriceListState.SCHEDULED
    with pytest.raises(Refusal):
        early = DraftedFacts(now=NOW, effective_at=NOW + timedelta(microseconds=1))
        PRICE_LIST.take("take_effect", state, early, {Role.SYSTEM})
    due = DraftedFacts(now=NOW, effective_at=NOW)
    assert PRICE_LIST.take("take_effect", state, due, {Role.SYSTEM}) is PriceListState.APPROVED
    with pytest.raises(Refusal):
        PRICE_LIST.take("call_off", state, DraftedFacts(reason=" "), {Role.DIRECTOR})
