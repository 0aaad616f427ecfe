"""Small orders and sincerity money: the table typed by hand, and each guard's refusal in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from anchang.domain.access import Role
from anchang.domain.errors import Refusal
from anchang.domain.receipt import PayWay
from anchang.domain.sincerity import BACK_WAYS, SINCERITY, SincerityFacts, SincerityState
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import say
from tests.domain.sale import Refused, unrefused
from tests.expected import compare
from tests.expected import sincerity as expected

FACTS = SincerityFacts(
    bank_confirmed=True,
    reason="not this launch",
    deal=SubscriptionState.DEPOSIT_DUE,
    same_customer=True,
    payer="Liu Yang",
    holder="Liu Yang",
    back_way=PayWay.TRANSFER,
    account="6222",
)
REFUSED: list[Refused] = [
    ("confirm", "entered", {"bank_confirmed": False}, "bank has not confirmed"),
    ("ask_back", "held", {"reason": " "}, "give a reason"),
    ("ask_back", "held", {"number_given": True}, "registration number rests"),
    ("reverse", "held", {"reason": ""}, "give a reason"),
    ("reverse", "entered", {"number_given": True}, "registration number rests"),
    ("move", "held", {"deal": None}, "state the subscription"),
    ("move", "held", {"deal": SubscriptionState.DRAFT}, "while the subscription is"),
    ("move", "refund_due", {"deal": SubscriptionState.CONVERTED}, "while the subscription is"),
    ("move", "held", {"same_customer": False}, "another customer's"),
    ("pay_back", "refund_due", {"account": " "}, "state the account of Liu Yang"),
    ("pay_back", "refund_due", {"holder": "Wang Wu"}, "only to an account of Liu Yang"),
    ("pay_back", "refund_due", {"back_way": PayWay.CASH}, "only to an account of Liu Yang"),
]


def test_every_state_step_and_role() -> None:
    assert compare(SINCERITY, expected.SINCERITY) == len(expected.SINCERITY) * len(SincerityState) * len(Role) * 2


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        SINCERITY.take(step, SincerityState(state), replace(FACTS, **change), set(Role))
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(SINCERITY, FACTS, REFUSED) == set()


def test_what_is_not_said_counts_against_the_step() -> None:
    for step in SINCERITY.steps:
        with pytest.raises(Refusal):
            SINCERITY.take(step.name, step.sources[0], SincerityFacts(), set(Role))


def test_it_goes_back_to_accounts_only() -> None:
    assert PayWay.CASH not in BACK_WAYS
    assert PayWay.VOUCHER not in BACK_WAYS
