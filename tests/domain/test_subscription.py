"""The subscription: the table of 2.3, each guard by example, the deposit's cap, and what the slip points out."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.access import Role
from anchang.domain.buyer import BuyerFacts, why_not_buyers
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.identity import IdType
from anchang.domain.subscription import (
    STATE_LABELS,
    SUBSCRIPTION,
    SubscriptionState,
    abnormal_items,
    days_late,
    deposit_cap,
    deposit_warning,
    sign_due_date,
)
from anchang.i18n import M, say
from tests.domain.sale import BUYER, PAPER, SPOUSE, TODAY, Refused, unrefused
from tests.expected import compare
from tests.expected import subscription as expected

ONE = 1_000_000
CAP_RATE = 200_000


def test_every_state_step_and_role() -> None:
    assert compare(SUBSCRIPTION, expected.SUBSCRIPTION) == len(expected.SUBSCRIPTION) * 10 * len(Role) * 2


def test_labels_tell_the_states_apart() -> None:
    assert set(STATE_LABELS) == set(SubscriptionState)
    assert len({say(state.label) for state in SubscriptionState}) == len(SubscriptionState)


PAPER_WRONG: list[tuple[dict[str, Any], str]] = [
    ({"missing": (M("phone"),)}, "still missing: phone"),
    ({"permit": None}, "no permit is recorded"),
    ({"held_for_customer": False}, "not held for this customer"),
    ({"buyers": ()}, "at least one buyer"),
    ({"handover_due": None}, "day of the handover"),
    ({"deal_total": 116_423_999, "plan_total": 116_423_999}, "needs a discount approval"),
    ({"plan_total": 116_423_999}, "sums to 1,164,239.99, the price is 1,164,240.00"),
    ({"deposit_amount": 0}, "not above zero"),
    ({"unfit_terms": M("term T1: retired")}, "term T1: retired"),
]

REFUSED: list[Refused] = [
    *(("submit", "draft", change, reason) for change, reason in PAPER_WRONG),
    *(("approve", "pending_review", change, reason) for change, reason in PAPER_WRONG),
    *(("take_over", "draft", change, reason) for change, reason in PAPER_WRONG),
    ("take_over", "draft", {"stamped": False}, "stamp is not recorded"),
    ("take_over", "draft", {"deposit_received": 1}, "of the deposit"),
    ("submit", "draft", {"signed_on": None}, "day of the subscription"),
    ("submit", "draft", {"sign_due_date": None}, "contract is to be signed"),
    ("submit", "draft", {"signed_on": date(2026, 3, 10)}, "2026-03-10, in the future"),
    ("submit", "draft", {"sign_due_date": date(2026, 3, 8)}, "due before the subscription"),
    ("submit", "draft", {"handover_due": date(2026, 3, 15)}, "handover cannot come before"),
    ("submit", "draft", {"deposit_amount": 116_424_000}, "not lower than the price"),
    ("submit", "draft", {"floor_total": 116_424_001}, "below the floor price"),
    ("submit", "draft", {"filed_total": 116_423_999}, "above the filed price"),
    ("send_back", "pending_review", {}, "give a reason"),
    ("receive_deposit", "deposit_due", {"permit": None}, "no permit"),
    ("receive_deposit", "deposit_due", {"deposit_received": 0}, "no deposit has been received"),
    ("receive_deposit", "deposit_due", {"deposit_received": 0, "lower_deposit_accepted": True}, "no deposit"),
    ("receive_deposit", "deposit_due", {"deposit_received": 4_999_999}, "49,999.99 of the deposit of 50,000.00"),
    ("accept_deposit", "deposit_due", {}, "no lower deposit"),
    ("accept_deposit", "deposit_due", {"deposit_received": 0}, "no lower deposit"),
    ("stamp", "deposit_paid", {"stamped": False}, "stamp is not recorded"),
    ("stamp", "deposit_paid", {"deposit_received": 1}, "of the deposit"),
    ("stamp", "deposit_paid", {"held_for_customer": False}, "not held for this customer"),
    ("stamp", "deposit_paid", {"today": date(2027, 1, 5)}, "lapsed"),
    ("convert", "active", {}, "contract is not signed"),
    ("void", "draft", {}, "give a reason"),
    ("void_refund", "deposit_paid", {"comment": "x"}, "not confirmed yet"),
    ("void_refund", "deposit_paid", {"comment": "x", "unsettled": ()}, "no money has been received"),
    ("void_refund", "deposit_due", {"unsettled": (), "money_held": 1}, "give a reason"),
    ("void", "deposit_due", {"comment": "x", "has_receipt": True}, "reverse the receipt first"),
    ("lapse", "deposit_due", {}, "has not run out"),
    ("lapse", "pending_review", {"hold_lapsed": True, "has_receipt": True}, "reverse the receipt first"),
    ("forfeit", "active", {}, "request that ends the deal is not carried out"),
    ("cancel", "active", {}, "request that ends the deal is not carried out"),
    ("replace", "active", {}, "request that ends the deal is not carried out"),
    ("arrive", "draft", {"buyers": ()}, "at least one buyer"),
    ("arrive", "draft", {"signed_on": None}, "day of the subscription"),
    ("arrive", "draft", {"signed_on": date(2026, 3, 10)}, "2026-03-10, in the future"),
    ("arrive", "draft", {"deal_total": 0, "plan_total": 0}, "price is not above zero"),
    ("arrive", "draft", {"plan_total": 116_423_999}, "sums to 1,164,239.99, the price is 1,164,240.00"),
    ("unarrive", "converted", {}, "give a reason"),
    ("reactivate", "forfeited", {}, "request that ends the deal is not carried out"),
    ("reactivate", "forfeited", {"request_executed": True, "permit": None}, "no permit"),
]


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        SUBSCRIPTION.take(step, SubscriptionState(state), replace(PAPER, **change), set(Role))
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(SUBSCRIPTION, PAPER, REFUSED) == set()


def test_the_usual_way() -> None:
    state = SubscriptionState.DRAFT
    for step, role, change in (
        ("submit", Role.CONSULTANT, {"deposit_received": 0}),
        ("send_back", Role.MANAGER, {"comment": "wrong phone"}),
        ("submit", Role.ASSISTANT, {"deposit_received": 0}),
        ("approve", Role.MANAGER, {"deposit_received": 0}),
        ("accept_deposit", Role.MANAGER, {"deposit_received": 1_000_000}),
        ("receive_deposit", Role.CASHIER, {"deposit_received": 1_000_000, "lower_deposit_accepted": True}),
        ("stamp", Role.CONTRACT_CLERK, {"has_receipt": True}),
        ("convert", Role.CONTRACT_CLERK, {"contract_signed": True, "has_receipt": True}),
    ):
        facts: dict[str, Any] = dict(change)
        state = SUBSCRIPTION.take(step, state, replace(PAPER, **facts), {role})
    assert state is SubscriptionState.CONVERTED


def test_whoever_wrote_it_does_not_approve_it() -> None:
    with pytest.raises(NotAllowed):
        SUBSCRIPTION.take("approve", SubscriptionState.PENDING_REVIEW, PAPER, {Role.MANAGER}, is_maker=True)


def test_void_before_money_and_lapse_with_the_hold() -> None:
    for state in ("draft", "pending_review", "deposit_due"):
        facts = replace(PAPER, comment="customer left", hold_lapsed=True)
        assert SUBSCRIPTION.take("void", SubscriptionState(state), facts, {Role.CONSULTANT}) == "void"
        assert SUBSCRIPTION.take("lapse", SubscriptionState(state), facts, {Role.SYSTEM}) == "void"


def shared(*shares: int | None) -> list[BuyerFacts]:
    """So many buyers with these shares, the first of them primary."""
    return [
        BuyerFacts(f"Buyer {i}", IdType.PASSPORT, f"E{i:08}", "13800138000", "1 Main Street", part, i == 0)
        for i, part in enumerate(shares)
    ]


@pytest.mark.parametrize("shares", [(None,), (None, None), (ONE,), (500_000, 500_000), (333_333, 333_333, 333_334)])
def test_shares_that_make_a_whole(shares: tuple[int | None, ...]) -> None:
    assert why_not_buyers(shared(*shares)) is None


@pytest.mark.parametrize(
    "shares", [(999_999,), (500_000, None), (500_000, 500_001), (333_333, 333_333, 333_333), (ONE, 0), (ONE + 1, -1)]
)
def test_shares_that_do_not(shares: tuple[int | None, ...]) -> None:
    assert "sum to 100%" in say(why_not_buyers(shared(*shares)) or "", "en")


@pytest.mark.parametrize(
    ("buyers", "reason"),
    [
        ([replace(BUYER, name=" ")], "no name"),
        ([replace(BUYER, id_no="")], "buyer Li Lei: ID number is missing"),
        ([replace(BUYER, phone="")], "buyer Li Lei: phone is missing"),
        ([replace(BUYER, address="")], "buyer Li Lei: address is missing"),
        ([replace(BUYER, id_no="110105194912310021")], "check digit"),
        ([replace(BUYER, is_primary=False)], "exactly one buyer"),
        ([BUYER, replace(SPOUSE, is_primary=True)], "exactly one buyer"),
        ([BUYER, replace(BUYER, name="Other", is_primary=False, id_no="11010519491231002x")], "stands twice"),
    ],
)
def test_buyers_that_a_paper_cannot_name(buyers: list[BuyerFacts], reason: str) -> None:
    assert reason in say(why_not_buyers(buyers) or "", "en")


def test_the_cap_of_the_specification() -> None:
    assert deposit_cap(116_424_000, CAP_RATE) == 23_284_800
    assert deposit_warning(23_284_800, 116_424_000, CAP_RATE) is None
    warning = say(deposit_warning(23_284_801, 116_424_000, CAP_RATE) or "", "en")
    assert "232,848.01" in warning
    assert "232,848.00" in warning


@given(st.integers(1, 10**12), st.integers(1, ONE))
def test_the_cap_never_exceeds_the_share(total: int, rate: int) -> None:
    cap = deposit_cap(total, rate)
    assert cap * ONE <= total * rate < (cap + 1) * ONE


def test_signing_is_due_seven_days_later_and_late_on_the_eighth() -> None:
    due = sign_due_date(TODAY, 7)
    assert due == date(2026, 3, 16)
    assert days_late(SubscriptionState.ACTIVE, due, date(2026, 3, 16)) == 0
    assert days_late(SubscriptionState.ACTIVE, due, date(2026, 3, 17)) == 1
    assert days_late(SubscriptionState.CONVERTED, due, date(2026, 3, 17)) == 0


def test_the_slip_is_silent_about_what_is_usual() -> None:
    assert abnormal_items(PAPER, CAP_RATE) == ()


def test_the_slip_points_out_what_is_not() -> None:
    odd = replace(
        PAPER, buyers=(BUYER, SPOUSE), floor_total=116_500_000, deposit_amount=30_000_000, lower_deposit_accepted=True
    )
    items = [say(item, "en") for item in abnormal_items(odd, CAP_RATE, staff_purchase=True)]
    assert [item.split(":")[0] for item in items[1:2] + items[4:]] == ["lower deposit accepted", "co-buyers"]
    assert "floor price" in items[0]
    assert "1,165,000.00" not in items[0]  # the floor itself is the managers' secret
    assert "300,000.00" in items[2]
    assert "staff" in items[3]
    assert items[4] == "co-buyers: Han Mei"
