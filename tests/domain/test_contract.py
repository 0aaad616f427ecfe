"""The contract: the table of 2.4, each guard by example, the filing clock of 5.8, and who has which copy."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.access import Role
from anchang.domain.contract import (
    CONTRACT,
    COPY_LABELS,
    LEVEL_LABELS,
    STATE_LABELS,
    ContractState,
    CopyKind,
    CustodyEvent,
    FilingLevel,
    filing_clock,
    keeper,
    why_not_hand_over,
)
from anchang.domain.errors import Refusal
from anchang.i18n import M, say
from tests.domain.sale import CONTRACT_FACTS, NOW, TODAY, Refused, unrefused
from tests.expected import compare
from tests.expected import contract as expected

CHECKED = replace(CONTRACT_FACTS, contract_checked=True, finance_checked=True)
SIGNED_ON = date(2026, 3, 2)


def test_every_state_step_and_role() -> None:
    assert compare(CONTRACT, expected.CONTRACT) == len(expected.CONTRACT) * 10 * len(Role) * 2


def test_labels_tell_the_members_apart() -> None:
    assert (set(STATE_LABELS), set(LEVEL_LABELS), set(COPY_LABELS)) == (
        set(ContractState), set(FilingLevel), set(CopyKind),
    )  # fmt: skip
    for labels in (STATE_LABELS.values(), LEVEL_LABELS.values(), COPY_LABELS.values()):
        assert len({say(words) for words in labels}) == len(labels)


REFUSED: list[Refused] = [
    ("draft", "appointed", {"subscription_active": False}, "subscription is not active"),
    ("draft", "appointed", {"permit": None}, "no permit"),
    ("draft", "appointed", {"mortgaged": True}, "inform the buyer in writing"),
    ("submit_review", "drafted", {"missing": (M("address"),)}, "still missing: address"),
    ("submit_review", "drafted", {"deal_total": 0, "plan_total": 0}, "price is not above zero"),
    ("submit_review", "drafted", {"plan_total": 116_423_999}, "sums to 1,164,239.99, the price is 1,164,240.00"),
    ("contract_check", "under_review", {"contract_checked": True}, "already recorded"),
    ("contract_check", "under_review", {"missing": (M("phone"),)}, "still missing"),
    ("finance_check", "under_review", {"finance_checked": True}, "already recorded"),
    ("finance_check", "under_review", {"received": 35_423_999}, "354,239.99 of the first payment of 354,240.00"),
    ("engineering_check", "under_review", {}, "no construction clauses"),
    ("engineering_check", "under_review", {"construction_clauses": True, "engineering_checked": True}, "already"),
    ("sign", "under_review", {"contract_checked": False}, "contract check is not done"),
    ("sign", "under_review", {"finance_checked": False}, "finance check is not done"),
    ("sign", "under_review", {"construction_clauses": True}, "engineering department's opinion"),
    ("sign", "under_review", {"received": 0}, "of the first payment"),
    ("sign", "under_review", {"permit": None}, "no permit"),
    ("sign", "under_review", {"subscription_active": False}, "subscription is not active"),
    ("sign", "under_review", {}, "state the day"),
    ("sign", "under_review", {"signed_on": date(2026, 3, 10)}, "2026-03-10 is in the future"),
    ("seal", "signed", {"sealed_on": TODAY}, "number the copies"),
    ("seal", "signed", {"copies_numbered": True}, "state the day"),
    (
        "seal", "signed",
        {"copies_numbered": True, "signed_on": SIGNED_ON, "sealed_on": date(2026, 3, 1)}, "before the step",
    ),
    ("send_for_filing", "sealed", {}, "state the day"),
    ("file", "sent_for_filing", {"sent_on": TODAY, "filed_on": SIGNED_ON}, "before the step that comes first"),
    ("collect", "filed", {"collected_on": TODAY}, "who signed"),
    ("collect", "filed", {"collected_by": "Li Lei"}, "state the day"),
    ("archive", "collected", {"archive_place": " "}, "archive place"),
    *(
        (step, "appointed", change, reason)
        for step in ("arrive_signed", "arrive_filed")
        for change, reason in (
            ({"deal_total": 0, "plan_total": 0}, "price is not above zero"),
            ({"plan_total": 116_423_999}, "sums to 1,164,239.99, the price is 1,164,240.00"),
            ({}, "state the day"),
        )
    ),
    ("unarrive", "filed", {}, "give a reason"),
    ("void", "drafted", {}, "give a reason"),
]  # fmt: skip


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    facts = replace(CHECKED if step == "sign" else CONTRACT_FACTS, **change)
    with pytest.raises(Refusal) as refused:
        CONTRACT.take(step, ContractState(state), facts, set(Role))
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(CONTRACT, CONTRACT_FACTS, REFUSED) == set()


def test_the_usual_way() -> None:
    state, facts = ContractState.APPOINTED, CONTRACT_FACTS
    for step, role, change in (
        ("draft", Role.CONTRACT_CLERK, {}),
        ("submit_review", Role.CONTRACT_CLERK, {}),
        ("contract_check", Role.CONTRACT_CLERK, {}),
        ("finance_check", Role.CASHIER, {"contract_checked": True}),
        ("sign", Role.CONTRACT_CLERK, {"finance_checked": True, "signed_on": SIGNED_ON}),
        ("seal", Role.ADMINISTRATION, {"copies_numbered": True, "sealed_on": SIGNED_ON}),
        ("send_for_filing", Role.CONTRACT_CLERK, {"sent_on": date(2026, 3, 5)}),
        ("file", Role.CONTRACT_CLERK, {"filed_on": TODAY}),
        ("collect", Role.CONTRACT_CLERK, {"collected_on": TODAY, "collected_by": "Li Lei"}),
        ("archive", Role.CONTRACT_CLERK, {"archive_place": "cabinet 3"}),
    ):
        changed: dict[str, Any] = dict(change)
        facts = replace(facts, **changed)
        state = CONTRACT.take(step, state, facts, {role})
    assert state is ContractState.ARCHIVED


@pytest.mark.parametrize(
    "change",
    [
        {"received": 0, "exception_approved": True},
        {"construction_clauses": True, "engineering_checked": True},
    ],
)
def test_what_the_signature_also_accepts(change: dict[str, Any]) -> None:
    facts = replace(CHECKED, signed_on=TODAY, **change)
    assert CONTRACT.take("sign", ContractState.UNDER_REVIEW, facts, {Role.CONTRACT_CLERK}) == "signed"


def test_a_mortgaged_unit_with_an_informed_buyer() -> None:
    facts = replace(CONTRACT_FACTS, mortgaged=True, buyer_informed=True)
    assert CONTRACT.take("draft", ContractState.APPOINTED, facts, {Role.CONTRACT_CLERK}) == "drafted"


def test_after_the_signature_nothing_is_made_void() -> None:
    for state in ("signed", "sealed", "sent_for_filing", "filed", "collected", "archived", "void"):
        facts = replace(CONTRACT_FACTS, reason="x")
        assert CONTRACT.why_not("void", ContractState(state), facts, {Role.MANAGER}) is not None


@pytest.mark.parametrize(
    ("gone", "left", "level"),
    [
        (0, 30, "none"), (19, 11, "none"), (20, 10, "notice"), (27, 3, "notice"),
        (28, 2, "alarm"), (30, 0, "alarm"), (31, -1, "late"), (60, -30, "late"),
    ],
)  # fmt: skip
def test_the_filing_clock(gone: int, left: int, level: str) -> None:
    clock = filing_clock(SIGNED_ON, None, SIGNED_ON + timedelta(days=gone))
    assert (clock.due_on, clock.days_left, clock.level) == (date(2026, 4, 1), left, level)


def test_the_clock_stops_at_the_filing() -> None:
    in_time = filing_clock(SIGNED_ON, date(2026, 4, 1), date(2027, 1, 1))
    assert (in_time.days_left, in_time.level) == (0, FilingLevel.NONE)
    late = filing_clock(SIGNED_ON, date(2026, 4, 2), date(2027, 1, 1))
    assert (late.days_left, late.level) == (-1, FilingLevel.LATE)


@given(st.integers(0, 400), st.integers(1, 90), st.integers(0, 90), st.integers(0, 90))
def test_the_level_never_falls_while_days_pass(gone: int, days: int, a: int, b: int) -> None:
    order = list(FilingLevel)
    notice, alarm = sorted((min(a, days), min(b, days)))
    now, later = (
        filing_clock(SIGNED_ON, None, SIGNED_ON + timedelta(days=n), days=days, notice=notice, alarm=alarm)
        for n in (gone, gone + 1)
    )
    assert order.index(now.level) <= order.index(later.level)
    assert now.days_left == later.days_left + 1
    assert (now.level is FilingLevel.LATE) == (now.days_left < 0)


OUT = CustodyEvent(1, CopyKind.BUYER, "clerk", "finance", NOW)
BACK = CustodyEvent(1, CopyKind.BUYER, "finance", "clerk", NOW + timedelta(hours=1))


def test_the_keeper_is_the_last_taker() -> None:
    assert keeper([], 1) is None
    assert keeper([OUT], 1) == "finance"
    assert keeper([OUT, BACK], 1) == "clerk"
    assert keeper([OUT, BACK], 2) is None


@pytest.mark.parametrize(
    ("event", "reason"),
    [
        (replace(BACK, giver="bank"), "copy 1 is with finance"),
        (replace(BACK, copy=CopyKind.BANK), "copy 1 is the buyer's copy"),
        (replace(BACK, at=NOW - timedelta(seconds=1)), "handed over later"),
        (replace(BACK, copy_no=0), "numbered from 1"),
        (replace(BACK, taker=" "), "who takes it"),
        (replace(BACK, taker="finance"), "are the same"),
    ],
)
def test_a_copy_goes_only_from_who_has_it(event: CustodyEvent, reason: str) -> None:
    assert why_not_hand_over([OUT], BACK) is None
    assert reason in say(why_not_hand_over([OUT], event) or "", "en")
