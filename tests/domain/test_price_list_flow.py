"""Who approves a price list (domain 2.16, 2.18)."""

from __future__ import annotations

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.price_list_flow import PRICE_LIST, PriceListFacts, PriceListState
from tests.expected import compare
from tests.expected.price_list import PRICE_LIST as EXPECTED


def test_every_cell_is_as_typed_from_the_domain() -> None:
    assert compare(PRICE_LIST, EXPECTED) > 0


def test_only_the_first_list_is_the_administrators() -> None:
    first = PriceListFacts(is_first=True)
    state = PRICE_LIST.take("approve_first", PriceListState.DRAFT, first, {Role.ADMINISTRATOR})
    assert state is PriceListState.APPROVED
    with pytest.raises(Refusal):
        PRICE_LIST.take("approve_first", PriceListState.DRAFT, PriceListFacts(), {Role.ADMINISTRATOR})


def test_nobody_approves_the_own_draft() -> None:
    with pytest.raises(NotAllowed):
        PRICE_LIST.take("approve", PriceListState.DRAFT, PriceListFacts(), {Role.DIRECTOR}, is_maker=True)


def test_a_rejected_list_has_a_reason() -> None:
    with pytest.raises(Refusal):
        PRICE_LIST.take("reject", PriceListState.DRAFT, PriceListFacts(reason=" "), {Role.DIRECTOR})
