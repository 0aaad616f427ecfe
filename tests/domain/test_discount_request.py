"""Special discounts: the table of 2.6 and 2.19, each guard by example, whose authority covers how much."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from anchang.domain.access import Role
from anchang.domain.authority import Level
from anchang.domain.discount import why_not_price
from anchang.domain.discount_request import (
    DISCOUNT_REQUEST,
    STATE_LABELS,
    ExecuteMode,
    RequestFacts,
    RequestState,
    granted_by_level,
    level_for,
    special,
    valid_until,
)
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.setting_table import TABLE
from anchang.i18n import M, say
from tests.domain.sale import Refused, unrefused
from tests.expected import compare
from tests.expected import discount_request as expected

DEFAULTS = {line.key: line.default for line in TABLE}
TODAY = date(2026, 3, 9)
PRICE = 120_000_000
COLLECT = ExecuteMode.ON_COLLECTION
FACTS = RequestFacts(
    today=TODAY,
    special_amount=1_000_000,
    final_total=119_000_000,
    list_price_stands=True,
    paper_handed_in=False,
    waits_for=Level.MANAGER,
    needed=Level.MANAGER,
    roles=frozenset({Role.MANAGER}),
    proof="签字单 1",
    valid_until=date(2026, 3, 16),
)


def test_every_state_step_and_role() -> None:
    cells = compare(DISCOUNT_REQUEST, expected.DISCOUNT_REQUEST)
    assert cells == len(expected.DISCOUNT_REQUEST) * 8 * len(Role) * 2


def test_labels_tell_the_states_apart() -> None:
    assert set(STATE_LABELS) == set(RequestState)
    assert len({say(state.label) for state in RequestState}) == len(RequestState)


REFUSED: list[Refused] = [
    ("submit", "draft", {"missing": (M("reason"),)}, "still missing: reason"),
    ("submit", "draft", {"special_amount": 0}, "what is to be taken off"),
    ("submit", "draft", {"final_total": 0}, "nothing of the price"),
    ("submit", "draft", {"list_price_stands": False}, "list price has changed"),
    ("submit", "draft", {"paper_handed_in": True}, "handed in already"),
    ("pass_on", "pending", {"waits_for": Level.DIRECTOR, "needed": Level.EXECUTIVE}, "waits for the sales director"),
    ("pass_on", "pending", {}, "your own authority covers it"),
    ("pass_on", "pending", {"needed": Level.EXECUTIVE, "said_yes": True}, "another person"),
    ("approve", "pending", {"said_yes": True}, "another person"),
    ("approve", "pending", {"list_price_stands": False}, "list price has changed"),
    ("approve", "pending", {"waits_for": Level.DIRECTOR}, "waits for the sales director"),
    ("approve", "pending", {"needed": Level.EXECUTIVE}, "waits for the executive"),
    ("approve", "pending", {"proof": " "}, "signed proof"),
    ("reject", "pending", {"waits_for": Level.EXECUTIVE, "comment": "no"}, "waits for the executive"),
    ("reject", "pending", {}, "give a reason"),
    ("withdraw", "approved", {}, "give a reason"),
    ("withdraw", "approved", {"comment": "no", "paper_handed_in": True}, "handed in already"),
    ("expire", "approved", {}, "still time"),
    ("expire", "approved", {"today": date(2026, 3, 17), "paper_handed_in": True}, "a subscription uses it"),
    ("expire", "approved", {"mode": COLLECT, "paper_handed_in": True}, "still time to collect"),
    ("execute", "approved", {}, "no subscription with its deposit"),
    ("execute", "approved", {"mode": COLLECT, "paper_takes_deposit": True}, "not collected in time"),
    ("archive", "executed", {"proof": "", "archive": "A-1"}, "signed proof"),
    ("archive", "executed", {}, "where the signed proof is filed"),
]


@pytest.mark.parametrize(("step", "state", "change", "reason"), REFUSED)
def test_guards_say_why_not(step: str, state: str, change: dict[str, Any], reason: str) -> None:
    with pytest.raises(Refusal) as refused:
        DISCOUNT_REQUEST.take(step, RequestState(state), replace(FACTS, **change), set(Role))
    assert reason in say(refused.value.message, "en")


def test_every_guard_has_its_refusal() -> None:
    assert unrefused(DISCOUNT_REQUEST, FACTS, REFUSED) == set()


def test_the_way_up_and_to_the_file() -> None:
    high = replace(FACTS, needed=Level.EXECUTIVE)
    state = DISCOUNT_REQUEST.take("submit", RequestState.DRAFT, high, {Role.CONSULTANT})
    state = DISCOUNT_REQUEST.take("pass_on", state, high, {Role.MANAGER})
    at_director = replace(high, waits_for=Level.DIRECTOR, roles=frozenset({Role.DIRECTOR}))
    state = DISCOUNT_REQUEST.take("pass_on", state, at_director, {Role.DIRECTOR})
    at_top = replace(high, waits_for=Level.EXECUTIVE, roles=frozenset({Role.EXECUTIVE}))
    state = DISCOUNT_REQUEST.take("approve", state, at_top, {Role.EXECUTIVE})
    state = DISCOUNT_REQUEST.take("execute", state, replace(high, paper_takes_deposit=True), {Role.SYSTEM})
    assert DISCOUNT_REQUEST.take("archive", state, replace(high, archive="A-1"), {Role.MANAGER}) == "archived"
    unused = replace(high, today=date(2026, 3, 17))
    assert DISCOUNT_REQUEST.take("expire", RequestState.APPROVED, unused, {Role.SYSTEM}) == "expired"
    assert granted_by_level(frozenset({Role.MANAGER, Role.EXECUTIVE})) is Level.EXECUTIVE
    with pytest.raises(ValueError):
        granted_by_level(frozenset({Role.CASHIER}))


def test_on_collection_it_is_used_with_the_payment_and_ends_with_the_missed_day() -> None:
    on_paper = replace(FACTS, mode=COLLECT, paper_handed_in=True)
    paid = replace(on_paper, collected_in_time=True)
    assert DISCOUNT_REQUEST.take("execute", RequestState.APPROVED, paid, {Role.CASHIER}) == "executed"
    missed = replace(on_paper, collection_missed=True)
    assert DISCOUNT_REQUEST.take("expire", RequestState.APPROVED, missed, {Role.SYSTEM}) == "expired"
    unused = replace(FACTS, mode=COLLECT, today=date(2026, 3, 17))
    assert DISCOUNT_REQUEST.take("expire", RequestState.APPROVED, unused, {Role.SYSTEM}) == "expired"


def test_the_mode_itself_is_the_directors() -> None:
    assert level_for(1, PRICE, {}, False, DEFAULTS) is Level.MANAGER
    assert level_for(1, PRICE, {}, False, DEFAULTS, COLLECT) is Level.DIRECTOR
    assert level_for(PRICE // 2, PRICE, {}, False, DEFAULTS, COLLECT) is Level.EXECUTIVE


def test_whoever_asked_does_not_decide() -> None:
    for step in ("pass_on", "approve", "reject"):
        with pytest.raises(NotAllowed):
            DISCOUNT_REQUEST.take(step, RequestState.PENDING, FACTS, {Role.MANAGER}, is_maker=True)


@pytest.mark.parametrize(
    ("amount", "month", "below", "level"),
    [
        (1_200_000, {}, False, "manager"),  # 1 % exactly
        (1_200_001, {}, False, "director"),
        (2_400_000, {}, False, "director"),  # 2 % exactly
        (2_400_001, {}, False, "executive"),
        (1_200_000, {Level.MANAGER: 8_800_000}, False, "manager"),  # the month is full to the fen
        (1_200_000, {Level.MANAGER: 8_800_001}, False, "director"),
        (1_200_000, {Level.MANAGER: 10_000_000, Level.DIRECTOR: 28_800_001}, False, "executive"),
        (1, {}, True, "executive"),  # below the floor
    ],
)
def test_amount_per_cent_and_month_say_who_grants(
    amount: int, month: dict[Level, int], below: bool, level: str
) -> None:
    assert level_for(amount, PRICE, month, below, DEFAULTS) == level


def test_the_amount_counts_beside_the_per_cent() -> None:
    assert level_for(2_000_000, 1_000_000_000, {}, False, DEFAULTS) == "manager"
    assert level_for(2_000_001, 1_000_000_000, {}, False, DEFAULTS) == "director"  # 0.2 %, but above 20,000.00
    assert level_for(5_000_001, 1_000_000_000, {}, False, DEFAULTS) == "executive"


@given(st.integers(1, 10**9), st.integers(1, 10**9), st.integers(10**6, 10**12))
def test_more_never_needs_a_lower_level(one: int, other: int, price: int) -> None:
    low, high = sorted((one, other))
    assert level_for(low, price, {}, False, DEFAULTS).rank <= level_for(high, price, {}, False, DEFAULTS).rank


@given(st.integers(10_000, 10**11), st.integers(1, 999_999))
@example(10_000, 999_950)
@example(10_000, 999_949)
def test_amount_and_share_say_each_other(price: int, rate: int) -> None:
    amount = price * rate // 1_000_000
    if not 0 < amount < price:
        return
    taken, share = special(price, amount, None)
    assert taken == amount and abs(share * price - amount * 1_000_000) <= price // 2 + 1
    if 2 * price * (1_000_000 - rate) <= 1_000_000:  # the share rounds to the whole price: nothing would be left of it
        with pytest.raises(BadInput):
            special(price, None, rate)
        return
    by_rate, _ = special(price, None, rate)
    assert special(price, by_rate, rate)[0] == by_rate


@pytest.mark.parametrize(("amount", "rate"), [(None, None), (0, None), (PRICE, None), (1_000_000, 500_000), (-5, None)])
def test_what_cannot_be_taken_off(amount: int | None, rate: int | None) -> None:
    with pytest.raises(BadInput):
        special(PRICE, amount, rate)


def test_a_grant_opens_the_price_down_to_itself() -> None:
    assert why_not_price(119_000_000, PRICE, 119_500_000, None, 119_000_000) is None
    assert "discount approval" in say(why_not_price(118_999_999, PRICE, None, None, 119_000_000) or "", "en")
    assert "filed price" in say(why_not_price(PRICE, PRICE, None, PRICE - 1, 119_000_000) or "", "en")
    assert valid_until(TODAY, 7) == date(2026, 3, 16)
