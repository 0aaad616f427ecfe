"""Delegation with dates: what may be lent to whom, typed from issue 4.9 and 2.18."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from anchang.domain.access import ASSISTANT, MANAGER, Role
from anchang.domain.delegation import (
    ACTS,
    STEPS,
    WAITS,
    DecisionKind,
    DelegationFacts,
    Standing,
    kind_of_act,
    lent,
    standing,
    why_not_delegate,
)
from anchang.services import use_case
from anchang.services.inbox import WORDS
from anchang.services.inbox.deciding import DECIDES

TODAY = date(2026, 11, 23)
GOOD = DelegationFacts(
    today=TODAY, from_day=TODAY, to_day=date(2026, 12, 22), max_days=30, reason="休假",
    giver=frozenset({Role.DIRECTOR}), delegate=frozenset({Role.MANAGER}), delegate_name="李经理",
)  # fmt: skip

# what is changed -> a word of the reason, "" where it is allowed
GUARDS: tuple[tuple[dict[str, object], str], ...] = (
    ({}, ""),
    ({"to_day": TODAY}, ""),
    ({"from_day": date(2026, 11, 22)}, "today at the earliest"),
    ({"from_day": date(2026, 12, 1), "to_day": date(2026, 11, 30)}, "before the first"),
    ({"to_day": date(2026, 12, 23)}, "at most {days} days"),
    ({"from_day": date(2026, 12, 1), "to_day": date(2026, 12, 30)}, ""),
    ({"from_day": date(2026, 12, 1), "to_day": date(2026, 12, 31)}, "at most {days} days"),
    ({"reason": " "}, "give a reason"),
    ({"is_self": True}, "name somebody else"),
    ({"taken_by": "周助理"}, "withdraw that first"),
    ({"delegate_until": date(2026, 12, 21)}, "works here only until"),
    ({"delegate_until": date(2026, 12, 22)}, ""),
    # who lends: only an authority of one's own
    ({"giver": frozenset({Role.ASSISTANT})}, "no authority of your own"),
    ({"giver": frozenset({Role.CASHIER})}, "no authority of your own"),
    ({"giver": frozenset({Role.MANAGER}), "delegate": frozenset({Role.ASSISTANT})}, ""),
    ({"giver": frozenset({Role.EXECUTIVE})}, ""),
    # 2.18: a manager drafts price lists and permits, only who leads approves them; terms are the manager's too
    ({"giver": MANAGER, "delegate": ASSISTANT, "kind": DecisionKind.PRICE_LIST}, "no authority of your own"),
    ({"giver": MANAGER, "delegate": ASSISTANT, "kind": DecisionKind.PERMIT}, "no authority of your own"),
    ({"kind": DecisionKind.PRICE_LIST}, ""),
    ({"kind": DecisionKind.PERMIT}, ""),
    ({"giver": MANAGER, "delegate": ASSISTANT, "kind": DecisionKind.TERM}, ""),
    # to whom: sees everybody's papers, handles no money, would not decide anyhow
    ({"delegate": frozenset({Role.ASSISTANT})}, ""),
    ({"delegate": frozenset({Role.ASSISTANT, Role.CASHIER})}, "handles no money"),
    ({"delegate": frozenset({Role.CONSULTANT})}, "cannot decide for others"),
    ({"delegate": frozenset({Role.CONTRACT_CLERK})}, "cannot decide for others"),
    ({"delegate": frozenset({Role.ADMINISTRATOR})}, "cannot decide for others"),
    ({"delegate": frozenset({Role.DIRECTOR})}, "stands as high as you"),
    ({"delegate": frozenset({Role.EXECUTIVE})}, "stands as high as you"),
    ({"giver": frozenset({Role.MANAGER}), "delegate": frozenset({Role.MANAGER})}, "stands as high as you"),
)


@pytest.mark.parametrize(("changed", "word"), GUARDS)
def test_what_may_be_delegated(changed: dict[str, object], word: str) -> None:
    reason = why_not_delegate(replace(GOOD, **changed))  # type: ignore[arg-type]
    assert (reason is None) == (word == "")
    assert reason is None or word in reason.id


def test_only_authority_is_lent() -> None:
    assert lent({Role.MANAGER, Role.CONSULTANT, Role.ADMINISTRATOR}) == {Role.MANAGER}
    assert lent({Role.ASSISTANT, Role.CASHIER}) == frozenset()


def test_both_days_belong_to_it() -> None:
    first, last = date(2026, 11, 24), date(2026, 11, 26)
    found = [standing(first, last, False, date(2026, 11, day)) for day in (23, 24, 26, 27)]
    assert found == [Standing.AHEAD, Standing.IN_FORCE, Standing.IN_FORCE, Standing.OVER]
    assert standing(first, last, True, date(2026, 11, 25)) is Standing.WITHDRAWN


def test_every_kind_names_acts_steps_and_what_waits() -> None:
    """The acts are use cases of leaders, their steps stand in the flows, what waits can be decided from the inbox."""
    cases = use_case.load()
    for kind in DecisionKind:
        for name in ACTS[kind]:
            # the administrator's yes to a project's first paper is not a leader's, and nobody's to lend
            assert cases[name].roles - {Role.ADMINISTRATOR} <= {Role.MANAGER, Role.DIRECTOR, Role.EXECUTIVE}
            assert kind_of_act(name) is kind
            assert not cases[name].steps or set(cases[name].steps) - {"approve_first"} <= STEPS[kind]
        assert WAITS[kind] <= WORDS.keys()
        assert WAITS[kind] <= DECIDES.keys()
    assert kind_of_act("delay.execute") is None
    assert kind_of_act("delegation.give") is None
