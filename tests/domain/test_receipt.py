"""Receipts: the states of 2.10, who confirms and reverses, and what is never taken."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from anchang.domain.access import Role
from anchang.domain.contract import ContractState
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.permit import PermitKind
from anchang.domain.plan import MoneyType
from anchang.domain.receipt import (
    RECEIPT,
    STATE_LABELS,
    WAY_LABELS,
    EntryFacts,
    PayWay,
    ReceiptFacts,
    ReceiptLine,
    ReceiptState,
    check_entry,
    over_payment,
    third_party,
    total,
)
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, say
from tests.domain.sale import PERMIT, TODAY, Refused, unrefused
from tests.expected import compare
from tests.expected import receipt as expected

FACTS = ReceiptFacts(today=TODAY, bank_confirmed=True, reason="wrong unit")
DEPOSIT = ReceiptLine(MoneyType.DEPOSIT, 5_000_000)
DOWN = ReceiptLine(MoneyType.DOWN_PAYMENT, 30_424_000)
ENTRY = EntryFacts(
    today=TODAY,
    received_on=TODAY,
    building="1",
    permit=PERMIT,
    subscription=SubscriptionState.DEPOSIT_DUE,
    lines=(DEPOSIT,),
    way=PayWay.POS,
    payer="Li Lei",
    escrow=True,
)


def test_every_state_step_and_role() -> None:
    assert compare(RECEIPT, expected.RECEIPT) == len(expected.RECEIPT) * 3 * len(Role) * 2


def test_labels_are_complete() -> None:
    assert set(STATE_LABELS) == set(ReceiptState)
    assert set(WAY_LABELS) == set(PayWay)
    assert say(PayWay.ESCROW.label) == "监管账户"


def test_cash_and_card_are_there_at_entry() -> None:
    assert {way for way in PayWay if way.confirmed_at_entry} == {
        PayWay.CASH, PayWay.POS, PayWay.VOUCHER, PayWay.OPENING
    }  # fmt: skip


REFUSED: list[Refused] = [
    ("confirm", "entered", {"bank_confirmed": False}, "bank has not confirmed"),
    ("reverse", "confirmed", {"reason": " "}, "give a reason"),
    ("reverse", "entered", {"in_use": M("the contract is not signed")}, "contract is not signed"),
]


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        RECEIPT.take(step, ReceiptState(state), replace(FACTS, **change), {Role.CASHIER})
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(RECEIPT, FACTS, REFUSED) == set()


def test_cash_needs_no_bank() -> None:
    cash = replace(FACTS, way=PayWay.CASH, bank_confirmed=False)
    assert RECEIPT.take("confirm", ReceiptState.ENTERED, cash, {Role.CASHIER}) is ReceiptState.CONFIRMED


def test_a_second_person_reverses() -> None:
    with pytest.raises(NotAllowed):
        RECEIPT.take("reverse", ReceiptState.CONFIRMED, FACTS, {Role.CASHIER}, is_maker=True)
    assert RECEIPT.take("reverse", ReceiptState.CONFIRMED, FACTS, {Role.ACCOUNTANT}) is ReceiptState.REVERSED


@pytest.mark.parametrize(
    ("change", "words"),
    [
        ({"payer": " "}, "name the payer"),
        ({"lines": ()}, "what the money is for"),
        ({"lines": (DEPOSIT, ReceiptLine(MoneyType.OTHER, 0))}, "every amount is above zero"),
        ({"received_on": date(2026, 3, 10)}, "2026-03-10 is in the future"),
        ({"permit": None}, "no permit is recorded"),
        ({"received_on": date(2026, 1, 4)}, "valid only from 2026-01-05"),
        ({"building": "9"}, "does not cover building 9"),
        ({"subscription": SubscriptionState.DRAFT}, "while the subscription is «being written»"),
        ({"subscription": SubscriptionState.PENDING_REVIEW}, "no money can be taken"),
        ({"subscription": SubscriptionState.VOID}, "no money can be taken"),
        ({"escrow": False}, "supervised account; explain"),
        ({"lines": (DEPOSIT, DOWN)}, "down payment: only the deposit"),
        ({"lines": (ReceiptLine(MoneyType.LOAN, 1),)}, "only the deposit"),
        ({"lines": (DOWN,), "contract": ContractState.APPOINTED}, "only the deposit"),
        ({"lines": (DOWN,), "contract": ContractState.VOID}, "only the deposit"),
    ],
)
def test_money_that_is_not_taken(change: dict[str, Any], words: str) -> None:
    with pytest.raises(Refusal) as refused:
        check_entry(replace(ENTRY, **change))
    assert words in say(refused.value.message, "en")


@pytest.mark.parametrize(
    "change",
    [
        {},
        {"escrow": False, "explanation": "terminal of the developer, moved the same day"},
        {"escrow": False, "way": PayWay.ESCROW},
        {"escrow": False, "escrow_required": False},
        {"escrow": False, "permit": replace(PERMIT, kind=PermitKind.COMPLETED_SALE)},
        {"lines": (DOWN,), "contract": ContractState.DRAFTED, "subscription": SubscriptionState.ACTIVE},
        {"lines": (DOWN,), "contract": ContractState.FILED, "subscription": SubscriptionState.CONVERTED},
        {"lines": (DOWN,), "price_needs_contract": False},
        {"lines": (DEPOSIT, ReceiptLine(MoneyType.STAMP_DUTY, 100))},
    ],
)
def test_money_that_is_taken(change: dict[str, Any]) -> None:
    check_entry(replace(ENTRY, **change))
    assert total(replace(ENTRY, **change).lines) > 0


def test_the_total_is_the_sum_of_the_lines() -> None:
    assert total((DEPOSIT, DOWN)) == 35_424_000
    assert total(()) == 0


def test_what_is_too_much_is_said() -> None:
    assert over_payment(100, 100) is None
    assert "0.01" in say(over_payment(101, 100) or "", "en")


@pytest.mark.parametrize(
    ("payer", "other"),
    [("Li Lei", False), (" li  lei ", False), ("Li Lei's father", True), ("", True)],
)
def test_a_payer_who_is_no_buyer_is_flagged(payer: str, other: bool) -> None:
    assert third_party(payer, ["Han Mei", "Li Lei"]) is other
