"""The unit's machine: the table of 2.16, each guard by example, and the state that the live deal gives."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from itertools import product
from typing import Any

import pytest

from anchang.domain.access import Role
from anchang.domain.contract import ContractState
from anchang.domain.errors import Refusal
from anchang.domain.hold import Claim, ClaimKind, HoldType
from anchang.domain.subscription import SubscriptionState
from anchang.domain.unit import LETTERS, STATE_LABELS, UNIT, UnitState, state_from
from anchang.domain.unit_flag import UnitFlag
from anchang.i18n import M, say
from tests.domain.sale import NOW, SHORT_HOLD, TODAY, UNIT_FACTS, Refused, unrefused
from tests.expected import compare
from tests.expected import unit as expected

LAPSED = replace(SHORT_HOLD, expires_at=NOW)
SWAPPED = replace(SHORT_HOLD, expires_at=None, hold_type=HoldType.SWAP)
SUBSCRIBED = Claim(ClaimKind.SUBSCRIPTION, "Zhang Wei", NOW)
CONTRACT = Claim(ClaimKind.CONTRACT, "Zhang Wei", NOW)


def test_every_state_step_and_role() -> None:
    assert compare(UNIT, expected.UNIT) == len(expected.UNIT) * 9 * len(Role) * 2


def test_labels_and_letters_tell_the_states_apart() -> None:
    assert set(STATE_LABELS) == set(LETTERS) == set(UnitState)
    assert len({state.letter for state in UnitState}) == len(UnitState)
    assert len({say(state.label) for state in UnitState}) == len(UnitState)
    assert say(UnitState.AVAILABLE.label) == "待售"


REFUSED: list[Refused] = [
    ("release", "unreleased", {"permit": None}, "no permit is recorded for building 1"),
    ("release", "unreleased", {"today": date(2026, 1, 4)}, "is valid only from 2026-01-05"),
    ("release", "unreleased", {"today": date(2027, 1, 5)}, "lapsed after 2027-01-04"),
    ("release", "unreleased", {"building": "3"}, "does not cover building 3"),
    ("release", "unreleased", {"list_total": None}, "no list price"),
    ("release", "unreleased", {"filed_total": None}, "no filed price"),
    ("release", "unreleased", {"list_total": 120_000_001}, "above the filed price"),
    ("ask", "available", {"permit": None}, "no permit"),
    ("ask", "available", {"claim": SHORT_HOLD}, "somebody else"),
    ("ask", "available", {"claim": SHORT_HOLD, "taken_by": M("taken by Wang")}, "taken by Wang"),
    ("ask", "available", {"claim": replace(SUBSCRIBED, expires_at=NOW)}, "somebody else"),
    ("ask", "available", {"customer_named": False}, "name the customer"),
    ("ask", "available", {"consultant_holds": 2}, "already holds 2 units; the limit is 2"),
    ("ask", "available", {"customer_holds": 1}, "already has 1 units on hold; the limit is 1"),
    ("book", "available", {"permit": None}, "no permit"),
    ("book", "available", {"claim": SHORT_HOLD}, "somebody else"),
    ("book", "available", {"customer_named": False}, "name the customer"),
    ("book", "available", {"consultant_holds": 2}, "already holds 2 units"),
    ("book", "available", {"customer_holds": 1}, "already has 1 units"),
    ("hold", "held", {"claim": SUBSCRIBED}, "a subscription or contract"),
    ("hold", "held", {"permit": None}, "no permit"),
    ("hold", "held", {"claim": SWAPPED}, "kept for a swap"),
    ("reserve", "held", {"claim": SWAPPED, "reason": "x"}, "kept for a swap"),
    ("let_go", "held", {"claim": SWAPPED}, "kept for a swap"),
    ("hold", "available", {"customer_named": False}, "name the customer"),
    ("reserve", "available", {"reason": " "}, "give a reason"),
    ("reserve", "available", {"permit": None}, "no permit"),
    ("give_back", "held", {"claim": SHORT_HOLD, "actor_is_holder": True, "has_receipt": True}, "money has been"),
    ("reserve", "held", {"claim": SUBSCRIBED, "reason": "x"}, "a subscription or contract"),
    ("give_back", "held", {"claim": SHORT_HOLD}, "only one's own short hold"),
    ("give_back", "held", {"claim": SUBSCRIBED, "actor_is_holder": True}, "only one's own short hold"),
    (
        "give_back", "held",
        {"claim": replace(SHORT_HOLD, hold_type=HoldType.RESERVE), "actor_is_holder": True}, "only one's own",
    ),
    ("let_go", "held", {"claim": SHORT_HOLD, "has_receipt": True}, "money has been received"),
    ("let_go", "held", {"claim": SUBSCRIBED}, "make that void first"),
    ("expire", "held", {"claim": SHORT_HOLD}, "has not run out"),
    ("expire", "held", {"claim": LAPSED, "has_receipt": True}, "money has been received"),
    ("subscribe", "held", {"subscription_active": True}, "held for another customer"),
    ("subscribe", "held", {"claim_is_buyers": True}, "subscription is not active"),
    ("sign", "subscribed", {}, "contract is not signed"),
    ("register", "signed", {}, "contract is not filed"),
    ("withdraw", "available", {}, "give a reason"),
    *(
        (f"arrive_{state}", "available", {"claim": SHORT_HOLD}, "somebody else")
        for state in ("subscribed", "signed", "registered", "titled")
    ),
    ("withdraw", "available", {"claim": SHORT_HOLD, "reason": "repair"}, "somebody else"),
    ("ask", "available", {"flags": (UnitFlag.SEIZED,)}, "seized by a court"),
    ("ask", "available", {"offered_away": M("offered to Wang's")}, "offered to Wang's"),
    ("book", "available", {"flags": (UnitFlag.MORTGAGED, UnitFlag.FROZEN)}, "frozen by the office"),
    ("book", "available", {"offered_away": M("offered to Wang's")}, "offered to Wang's"),
    ("hold", "available", {"flags": (UnitFlag.FROZEN,)}, "frozen by the office"),
    ("hold", "available", {"offered_away": M("offered to Wang's")}, "offered to Wang's"),
    ("hold", "held", {"claim": SHORT_HOLD, "confirmed": True}, "extend it with a reason"),
    ("reserve", "available", {"flags": (UnitFlag.SEIZED,), "reason": "x"}, "seized by a court"),
    ("reserve", "available", {"offered_away": M("offered to Wang's"), "reason": "x"}, "offered to Wang's"),
    ("withdraw", "available", {"offered_away": M("offered to Wang's"), "reason": "x"}, "offered to Wang's"),
    ("extend", "held", {"claim": SHORT_HOLD, "permit": None, "reason": "x"}, "no permit"),
    ("extend", "held", {"claim": replace(SHORT_HOLD, expires_at=None), "reason": "x"}, "no hold with an end"),
    ("extend", "held", {"claim": LAPSED, "reason": "x"}, "has run out"),
    ("extend", "held", {"claim": SHORT_HOLD, "extensions": 2, "reason": "x"}, "extended 2 times"),
    ("extend", "held", {"claim": SHORT_HOLD, "reason": ""}, "give a reason"),
    (
        "subscribe", "held",
        {"flags": (UnitFlag.SEIZED,), "claim_is_buyers": True, "subscription_active": True}, "seized by a court",
    ),
    ("deliver", "registered", {}, "handover sheet"),
    ("issue_title", "delivered", {}, "certificate is not issued"),
    ("lock_return", "subscribed", {"claim": SUBSCRIBED}, "not carried out"),
    ("unlock_return", "return_locked", {}, "not carried out"),
    ("unlock_return", "return_locked", {"request_executed": True, "permit": None}, "no permit"),
    ("unlock_return", "return_locked", {"request_executed": True, "claim": SUBSCRIBED}, "somebody else"),
    ("lock_return", "registered", {"claim": CONTRACT, "request_executed": True}, "filing of the contract"),
    ("release_return", "return_locked", {"permit": None, "reason": "resale"}, "no permit"),
    ("release_return", "return_locked", {"list_total": None, "reason": "resale"}, "no list price"),
    ("release_return", "return_locked", {"list_total": 120_000_001, "reason": "resale"}, "above the filed price"),
    ("release_return", "return_locked", {}, "give a reason"),
    ("keep_back", "return_locked", {"reason": " "}, "give a reason"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        UNIT.take(step, UnitState(state), replace(UNIT_FACTS, **change), set(Role))
    assert reason in say(refused.value.message, "en")


TAKEN: list[tuple[str, str, dict[str, Any], str]] = [
    ("release", "unreleased", {}, "available"),
    ("release", "unreleased", {"filed_total": None, "price_filed": True}, "available"),
    ("ask", "available", {}, "held"),
    ("ask", "available", {"claim": LAPSED}, "held"),
    ("book", "available", {"consultant_holds": 9, "limited": False}, "held"),
    ("hold", "held", {"claim": SHORT_HOLD, "consultant_holds": 9}, "held"),
    ("reserve", "available", {"customer_named": False, "reason": "show flat"}, "held"),
    ("give_back", "held", {"claim": SHORT_HOLD, "actor_is_holder": True}, "available"),
    ("let_go", "held", {"claim": SHORT_HOLD}, "available"),
    ("let_go", "held", {"claim": SUBSCRIBED, "paper_void": True}, "available"),
    ("expire", "held", {"claim": LAPSED}, "available"),
    ("subscribe", "held", {"claim_is_buyers": True, "subscription_active": True}, "subscribed"),
    ("sign", "subscribed", {"contract_signed": True}, "signed"),
    ("register", "signed", {"contract_filed": True}, "registered"),
    ("withdraw", "available", {"reason": "repair"}, "unreleased"),
    ("ask", "available", {"flags": (UnitFlag.MORTGAGED,)}, "held"),
    ("extend", "held", {"claim": SHORT_HOLD, "extensions": 1, "reason": "loan papers"}, "held"),
    ("deliver", "signed", {"handed_over": True}, "delivered"),
    ("deliver", "registered", {"handed_over": True}, "delivered"),
    ("issue_title", "delivered", {"title_issued": True}, "titled"),
    ("lock_return", "subscribed", {"claim": SUBSCRIBED, "request_executed": True}, "return_locked"),
    ("unlock_return", "return_locked", {"request_executed": True}, "subscribed"),
    (
        "lock_return", "signed",
        {"claim": CONTRACT, "request_executed": True, "filing_withdrawn": True}, "return_locked",
    ),
    ("release_return", "return_locked", {"reason": "resale"}, "available"),
    ("keep_back", "return_locked", {"reason": "show flat"}, "unreleased"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "state", "change", "target"), TAKEN)
def test_steps_lead_where_the_table_says(step: str, state: str, change: dict[str, Any], target: str) -> None:
    assert UNIT.take(step, UnitState(state), replace(UNIT_FACTS, **change), set(Role)) == target


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(UNIT, UNIT_FACTS, REFUSED) == set()


def test_the_filed_price_holds_at_the_fen() -> None:
    facts = replace(UNIT_FACTS, list_total=120_000_000, filed_total=120_000_000)
    assert UNIT.take("release", UnitState.UNRELEASED, facts, {Role.MANAGER}) is UnitState.AVAILABLE
    assert UNIT.why_not("release", UnitState.UNRELEASED, replace(facts, filed_total=119_999_999), {Role.MANAGER})


STATES: list[tuple[ClaimKind | None, dict[str, Any], str]] = [
    (None, {"released": False}, "unreleased"),
    (None, {"released": True}, "available"),
    (ClaimKind.HOLD, {"released": True}, "held"),
    (ClaimKind.HOLD, {"released": True, "subscription": SubscriptionState.DRAFT}, "held"),
    (ClaimKind.SUBSCRIPTION, {"released": True, "subscription": SubscriptionState.PENDING_REVIEW}, "held"),
    (ClaimKind.SUBSCRIPTION, {"released": True, "subscription": SubscriptionState.DEPOSIT_DUE}, "held"),
    (ClaimKind.SUBSCRIPTION, {"released": True, "subscription": SubscriptionState.DEPOSIT_PAID}, "held"),
    (ClaimKind.SUBSCRIPTION, {"released": True, "subscription": SubscriptionState.ACTIVE}, "subscribed"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.APPOINTED}, "subscribed"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.UNDER_REVIEW}, "subscribed"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.SIGNED}, "signed"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.SENT_FOR_FILING}, "signed"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.FILED}, "registered"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.ARCHIVED}, "registered"),
    (ClaimKind.IMPORTED, {"released": False, "imported": UnitState.REGISTERED}, "registered"),
    (ClaimKind.IMPORTED, {"released": False, "imported": UnitState.TITLED}, "titled"),
    (ClaimKind.IMPORTED, {"released": False, "imported": UnitState.REGISTERED, "delivered": True}, "delivered"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.SEALED, "delivered": True}, "delivered"),
    (ClaimKind.CONTRACT, {"released": True, "contract": ContractState.ARCHIVED, "delivered": True}, "delivered"),
    (
        ClaimKind.CONTRACT,
        {"released": True, "contract": ContractState.ARCHIVED, "delivered": True, "titled": True},
        "titled",
    ),
    (None, {"released": True, "return_locked": True}, "return_locked"),
    (None, {"released": False, "return_locked": True}, "return_locked"),
]


@pytest.mark.parametrize(("claim", "deal", "state"), STATES)
def test_the_live_deal_gives_the_state(claim: ClaimKind | None, deal: dict[str, Any], state: str) -> None:
    assert state_from(claim, **deal) == state


@pytest.mark.parametrize(
    ("claim", "deal"),
    [
        (ClaimKind.SUBSCRIPTION, {}),
        (ClaimKind.SUBSCRIPTION, {"subscription": SubscriptionState.VOID}),
        (ClaimKind.SUBSCRIPTION, {"subscription": SubscriptionState.CONVERTED}),
        (ClaimKind.CONTRACT, {}),
        (ClaimKind.CONTRACT, {"contract": ContractState.VOID}),
        (ClaimKind.IMPORTED, {}),
        (ClaimKind.IMPORTED, {"imported": UnitState.AVAILABLE}),
        (ClaimKind.HOLD, {"return_locked": True}),
        (ClaimKind.SUBSCRIPTION, {"subscription": SubscriptionState.ACTIVE, "return_locked": True}),
    ],
)
def test_a_claim_without_its_deal_is_a_finding(claim: ClaimKind, deal: dict[str, Any]) -> None:
    with pytest.raises(ValueError, match="claim"):
        state_from(claim, released=True, **deal)


def test_released_or_not_is_asked_only_without_a_claim() -> None:
    for released, (claim, deal, state) in product((True, False), STATES):
        if claim is not None:
            assert state_from(claim, **{**deal, "released": released}) == state


def test_a_hold_outlives_its_day_but_not_its_minute() -> None:
    facts = replace(UNIT_FACTS, claim=SHORT_HOLD, today=TODAY + timedelta(days=1))
    before = replace(facts, now=NOW + timedelta(minutes=10) - timedelta(microseconds=1))
    after = replace(facts, now=NOW + timedelta(minutes=10))
    assert UNIT.why_not("expire", UnitState.HELD, before, {Role.SYSTEM}) is not None
    assert UNIT.why_not("expire", UnitState.HELD, after, {Role.SYSTEM}) is None
