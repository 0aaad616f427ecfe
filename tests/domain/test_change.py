"""Requests before the contract: the tables of 2.8, each guard by example, and whose money it is (5.3, 5.7)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.access import Role
from anchang.domain.authority import Level
from anchang.domain.change import OPEN_STATES, STATE_LABELS, ChangeFacts, Fault, ServiceWay, Trigger, why_not_fee
from anchang.domain.errors import Refusal
from anchang.domain.flow import Flow
from anchang.domain.forfeit import FORFEIT, ForfeitState, grace_until
from anchang.domain.plan import MoneyType
from anchang.domain.refund import REFUND, RefundState, authority
from anchang.domain.settlement import Held, most_kept, settle
from anchang.i18n import M, say
from tests.domain.sale import Refused, unrefused
from tests.expected import change as expected
from tests.expected import compare

TODAY = date(2026, 3, 30)
DUE = date(2026, 3, 16)
SERVED = date(2026, 3, 20)
FACTS = ChangeFacts(
    today=TODAY,
    in_force=True,
    applicant="Li Lei",
    reason="no loan",
    comment="agreed",
    level=None,
    decides=True,
    unsettled=(),
    receipts_out=(),
    papers_out=(),
    unpaid=(),
    paid_out=False,
    trigger=Trigger.NOT_SIGNED,
    signing_due=DUE,
    notice_on=SERVED,
    notice_way=ServiceWay.MAIL,
    notice_days=7,
    termination_on=TODAY,
    unit_locked=True,
    permit=None,
)
ASKED = replace(FACTS, trigger=Trigger.CUSTOMER_ASKS)


def test_every_state_step_and_role_of_a_forfeiture() -> None:
    assert compare(FORFEIT, expected.FORFEIT) == len(expected.FORFEIT) * len(ForfeitState) * len(Role) * 2


def test_every_state_step_and_role_of_a_cancellation() -> None:
    assert compare(REFUND, expected.REFUND) == len(expected.REFUND) * len(RefundState) * len(Role) * 2


def test_labels_tell_the_states_apart() -> None:
    assert len({say(words) for words in STATE_LABELS.values()}) == len(STATE_LABELS)
    assert {*OPEN_STATES} < {*STATE_LABELS} == {each.value for each in (*ForfeitState, *RefundState)}


_DECIDED: list[tuple[dict[str, Any], str]] = [
    ({"level": M("this waits for the {level}", level=Level.DIRECTOR)}, "waits for the sales director"),
    ({"said_yes": True}, "another person"),
    ({"in_force": False}, "not in force"),
]
SHARED: list[Refused] = [
    *(("approve", "pending", change, reason) for change, reason in _DECIDED),
    *(("pass_on", "pending", {"decides": False, **change}, reason) for change, reason in _DECIDED),
    ("approve", "pending", {"decides": False}, "higher level decides after you"),
    ("pass_on", "pending", {}, "nobody decides after you"),
    ("reject", "pending", _DECIDED[0][0], "waits for the sales director"),
    ("reject", "pending", {"comment": " "}, "give a reason"),
    ("execute", "approved", {"in_force": False}, "not in force"),
    ("execute", "approved", {"contract_no": "HT2026-000001"}, "contract HT2026-000001 is under way"),
    ("execute", "approved", {"unsettled": ("SJ2026-000007",)}, "not confirmed yet: SJ2026-000007"),
    ("pay_out", "executed", {"unpaid": ("PZ2026-000001",)}, "not paid out yet: PZ2026-000001"),
    ("close", "executed", {"unpaid": ("PZ2026-000001",)}, "not paid out yet: PZ2026-000001"),
    ("close", "executed", {"papers_out": ("SJ2026-000001",)}, "still out: SJ2026-000001"),
]
FORFEITS: list[Refused] = [
    *SHARED,
    ("serve_notice", "draft", {"trigger": Trigger.CUSTOMER_ASKS}, "served to whoever is late"),
    ("serve_notice", "draft", {"in_force": False}, "not in force"),
    ("serve_notice", "draft", {"signing_due": TODAY}, "may still be signed until 2026-03-30"),
    ("serve_notice", "draft", {"notice_on": None}, "on which day and how"),
    ("serve_notice", "draft", {"notice_on": date(2026, 3, 31)}, "in the future"),
    ("terminate", "noticed", {"in_force": False}, "not in force"),
    ("terminate", "noticed", {"contract_no": "HT1"}, "under way"),
    ("terminate", "noticed", {"signing_due": TODAY}, "may still be signed"),
    ("terminate", "noticed", {"notice_on": None}, "is not served"),
    ("terminate", "noticed", {"notice_on": date(2026, 3, 23)}, "grace lasts until 2026-03-30"),
    ("terminate", "noticed", {"termination_on": None}, "on which day and how"),
    ("terminate", "noticed", {"termination_on": date(2026, 3, 31)}, "in the future"),
    ("terminate", "noticed", {"termination_on": date(2026, 3, 27)}, "grace lasts until 2026-03-27"),
    ("submit", "draft", {}, "serve the notice to sign first"),
    ("submit", "draft", {"trigger": Trigger.CUSTOMER_ASKS, "in_force": False}, "not in force"),
    ("submit", "draft", {"trigger": Trigger.OBJECTION, "contract_no": "HT1"}, "under way"),
    ("submit", "draft", {"trigger": Trigger.CUSTOMER_ASKS, "applicant": " "}, "name the applicant"),
    ("submit", "draft", {"trigger": Trigger.CUSTOMER_ASKS, "reason": ""}, "give a reason"),
    ("pass_on", "pending", {"decides": False, "signing_due": TODAY}, "may still be signed"),
    ("approve", "pending", {"signing_due": TODAY}, "may still be signed"),
    ("remedy", "noticed", {"comment": ""}, "give a reason"),
    ("execute", "approved", {"signing_due": TODAY}, "may still be signed"),
    ("ask_back", "executed", {"comment": ""}, "give a reason"),
    ("ask_back", "executed", {"unit_locked": False}, "released again"),
    ("ask_back", "executed", {"paid_out": True}, "paid out already"),
    ("reactivate", "reactivating", {"unit_locked": False}, "released again"),
    ("reactivate", "reactivating", {"paid_out": True}, "paid out already"),
    ("reactivate", "reactivating", {"permit": M("no permit is recorded")}, "no permit"),
    ("refuse_back", "reactivating", {"comment": ""}, "give a reason"),
]
REFUNDS: list[Refused] = [
    *SHARED,
    ("submit", "draft", {"in_force": False}, "not in force"),
    ("submit", "draft", {"contract_no": "HT1"}, "under way"),
    ("submit", "draft", {"applicant": ""}, "name the applicant"),
    ("submit", "draft", {"accounts_missing": ("Li Lei",)}, "own account of: Li Lei"),
    ("send_back", "pending", _DECIDED[0][0], "waits for the sales director"),
    ("send_back", "pending", {"comment": ""}, "give a reason"),
    ("withdraw", "approved", {"comment": ""}, "give a reason"),
    ("execute", "approved", {"receipts_out": ("SJ2026-000001",)}, "still out: SJ2026-000001"),
    ("execute", "approved", {"accounts_missing": ("Li Lei",)}, "own account of: Li Lei"),
]


@pytest.mark.parametrize(("step", "state", "change", "reason"), FORFEITS)
def test_a_forfeiture_says_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    _refused(FORFEIT, FACTS, step, state, change, reason)


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUNDS)
def test_a_cancellation_says_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    _refused(REFUND, ASKED, step, state, change, reason)


def _refused(flow: Flow[Any, Any], facts: Any, step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        flow.take(step, flow.states(state), replace(facts, **change), set(Role))
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(FORFEIT, FACTS, FORFEITS) == set()
    assert unrefused(REFUND, ASKED, REFUNDS) == set()


def test_the_day_after_the_grace_is_the_first() -> None:
    """Served on the 20th with seven days, the 27th is the last day to sign and the 28th the first to terminate."""
    assert grace_until(SERVED, 7) == date(2026, 3, 27)
    for day, allowed in ((27, False), (28, True)):
        facts = replace(FACTS, today=date(2026, 3, day), termination_on=date(2026, 3, day))
        assert (FORFEIT.why_not("terminate", ForfeitState.NOTICED, facts, set(Role)) is None) is allowed


@pytest.mark.parametrize(("fen", "level"), [(0, "manager"), (10_000_000, "manager"), (10_000_001, "director")])
def test_above_the_amount_the_director_decides(fen: int, level: str) -> None:
    assert authority(10_000_000).needed(fen) == Level(level)


def test_a_penalty_is_the_buyers_only_at_fault() -> None:
    assert why_not_fee(0, 0, Fault.NONE) is None and why_not_fee(100, 100, Fault.BUYER) is None
    assert why_not_fee(0, 1, Fault.COMPANY) is not None and why_not_fee(-1, 0, Fault.BUYER) is not None


# Whose money it is. 1,164,240.00 has a cap of 232,848.00 (5.3).

TOTAL, RATE = 116_424_000, 200_000
CAP = 23_284_800


def money(amount: int, payer: str = "Li Lei", kind: str = "deposit", line: int = 1, *, permitted: bool = True) -> Held:
    return Held(line, payer, MoneyType(kind), amount, permitted)


@pytest.mark.parametrize(
    ("fault", "held", "kept", "back", "extra"),
    [
        ("none", [money(5_000_000)], 0, 5_000_000, 0),
        ("buyer", [money(5_000_000)], 5_000_000, 0, 0),
        ("company", [money(5_000_000)], 0, 5_000_000, 5_000_000),
        ("buyer", [money(CAP)], CAP, 0, 0),
        ("buyer", [money(CAP + 1)], CAP, 1, 0),
        ("company", [money(CAP + 1)], 0, CAP + 1, CAP),
        ("buyer", [money(5_000_000), money(900_000, kind="handling_fee", line=2)], 5_000_000, 900_000, 0),
        ("buyer", [money(5_000_000), money(30_000_000, kind="down_payment", line=2)], 5_000_000, 30_000_000, 0),
        ("buyer", [money(5_000_000, permitted=False)], 0, 5_000_000, 0),
        ("company", [money(5_000_000, permitted=False)], 0, 5_000_000, 0),
        ("buyer", [money(3_000_000, permitted=False), money(2_000_000, line=2)], 2_000_000, 3_000_000, 0),
        ("buyer", [], 0, 0, 0),
    ],
)
def test_the_fault_decides_the_money(fault: str, held: list[Held], kept: int, back: int, extra: int) -> None:
    made = settle(held, Fault(fault), TOTAL, RATE)
    assert (made.kept_fen, made.refund_fen, made.compensation_fen) == (kept, back, extra)


def test_goodwill_and_its_limits() -> None:
    assert settle([money(5_000_000)], Fault.BUYER, TOTAL, RATE, keep=1_000_000).refund_fen == 4_000_000
    with pytest.raises(Refusal, match="50,000"):
        settle([money(5_000_000)], Fault.BUYER, TOTAL, RATE, keep=5_000_001)
    with pytest.raises(Refusal):
        settle([money(5_000_000)], Fault.NONE, TOTAL, RATE, keep=1)


HELD = st.lists(
    st.builds(
        Held,
        st.just(0),
        st.sampled_from(["Li Lei", "Han Mei"]),
        st.sampled_from([MoneyType.DEPOSIT, MoneyType.DOWN_PAYMENT, MoneyType.HANDLING_FEE]),
        st.integers(1, 40_000_000),
        st.booleans(),
    ),
    max_size=6,
).map(lambda lines: [replace(line, line_id=n) for n, line in enumerate(lines)])


@given(HELD, st.sampled_from(Fault), st.integers(1, 200_000_000))
def test_nothing_is_lost_and_nothing_is_kept_beyond_the_law(held: list[Held], fault: Fault, total: int) -> None:
    """Kept + refunded is what was held, line by line; kept is a deposit under a permit, at most 20 %."""
    made = settle(held, fault, total, RATE)
    parts: dict[int, int] = {}
    for part in (*made.kept, *(part for _payer, parts_ in made.refunds for part in parts_)):
        assert part.amount > 0
        parts[part.line_id] = parts.get(part.line_id, 0) + part.amount
    assert parts == {line.line_id: line.amount for line in held}
    assert made.kept_fen <= most_kept(held, total, RATE) <= total * RATE // 1_000_000
    assert (made.kept_fen == 0) or fault is Fault.BUYER
    assert (made.compensation_fen == 0) or (fault is Fault.COMPANY and made.compensation_fen <= made.deposit)
    kinds = {line.line_id: line for line in held}
    for part in made.kept:
        assert kinds[part.line_id].money_type is MoneyType.DEPOSIT and kinds[part.line_id].permitted
    assert made.kept_fen + sum(
        part.amount
        for _payer, refund in made.refunds
        for part in refund
        if kinds[part.line_id].money_type is MoneyType.DEPOSIT
    ) == made.deposit
    assert all(kinds[part.line_id].payer == payer for payer, refund in made.refunds for part in refund)
