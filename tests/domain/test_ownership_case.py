"""The process of a dispute (2.1, 2.18)."""

from __future__ import annotations

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.ownership_case import OWNERSHIP_CASE, CaseFacts, CaseState
from tests.expected import compare
from tests.expected import ownership_case as expected


def test_every_cell_is_as_typed_from_the_domain() -> None:
    assert compare(OWNERSHIP_CASE, expected.OWNERSHIP_CASE) > 0


@pytest.mark.parametrize("step", ["decide", "override"])
def test_a_party_decides_nothing(step: str) -> None:
    with pytest.raises(NotAllowed):
        OWNERSHIP_CASE.take(step, CaseState.OPEN, CaseFacts(reason="x"), {Role.MANAGER}, is_maker=True)


def test_otherwise_needs_a_reason() -> None:
    with pytest.raises(Refusal):
        OWNERSHIP_CASE.take("override", CaseState.OPEN, CaseFacts(reason=" "), {Role.MANAGER})
    assert OWNERSHIP_CASE.take("override", CaseState.DECIDED, CaseFacts(reason="x"), {Role.DIRECTOR}) == "overridden"


def test_nothing_is_decided_while_the_time_for_claiming_runs() -> None:
    with pytest.raises(Refusal):
        OWNERSHIP_CASE.take("decide", CaseState.OPEN, CaseFacts(rules_say=False), {Role.MANAGER})


def test_only_the_opener_takes_it_back() -> None:
    with pytest.raises(Refusal):
        OWNERSHIP_CASE.take("withdraw", CaseState.OPEN, CaseFacts(), {Role.CONSULTANT})
    assert OWNERSHIP_CASE.take("withdraw", CaseState.OPEN, CaseFacts(is_opener=True), {Role.CONSULTANT}) == "withdrawn"
