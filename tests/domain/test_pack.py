"""The document pack, what is read first, and the way of the stamped copies (P03e, P03g, P03j)."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.domain.pack import (
    CopyEvent,
    CopyOut,
    PackItem,
    asked_for,
    copies_out,
    keeper,
    to_read,
    unread,
    why_not_day,
    why_not_pass,
)
from anchang.domain.plan import PlanKind
from anchang.i18n import say

ALL = tuple(each.value for each in PackItem)
AT = datetime(2026, 3, 9, 2, 30, tzinfo=UTC)
GIVEN = {1: "customer", 2: "assistant", 3: "developer"}
LENT = CopyEvent(2, "assistant", "bank", AT)


def test_papers_about_a_loan_only_where_there_is_one() -> None:
    assert asked_for(ALL, PlanKind.MORTGAGE) == ALL
    assert set(ALL) - set(asked_for(ALL, PlanKind.LUMP_SUM)) == {"mortgage_notes", "income_proof", "mortgage_list"}
    assert to_read(ALL, PlanKind.MORTGAGE) == ("subscription_notes", "model_contract", "mortgage_notes")
    assert to_read(ALL, PlanKind.INSTALMENTS) == ("subscription_notes", "model_contract")
    assert to_read(("purchase_plan", "own_1"), PlanKind.MORTGAGE) == ()  # what the office has retired is not asked for
    assert unread(ALL, PlanKind.MORTGAGE, {"model_contract"}) == ("subscription_notes", "mortgage_notes")


def test_nothing_is_handed_over_tomorrow() -> None:
    today = date(2026, 3, 9)
    assert why_not_day(today, None, today) is None
    assert "future" in say(why_not_day(date(2026, 3, 10), None, today) or "", "en")
    assert "before 2026-03-08" in say(why_not_day(date(2026, 3, 7), date(2026, 3, 8), today) or "", "en")


def test_a_copy_goes_from_hand_to_hand_and_comes_back() -> None:
    assert copies_out(GIVEN.items(), []) == (CopyOut(1, "customer"), CopyOut(2, "assistant"), CopyOut(3, "developer"))
    back = CopyEvent(2, "bank", "clerk", AT, returned=True)
    assert keeper(GIVEN[2], [LENT], 2) == "bank"
    assert copies_out(GIVEN.items(), [LENT, back]) == (CopyOut(1, "customer"), CopyOut(3, "developer"))
    again = CopyEvent(2, "clerk", "customer", AT)
    assert CopyOut(2, "customer") in copies_out(GIVEN.items(), [LENT, back, again])


@pytest.mark.parametrize(
    ("events", "event", "reason"),
    [
        ([], LENT, None),
        ([], replace(LENT, taker=" "), "who takes the copy"),
        ([LENT], LENT, "copy 2 is with bank"),
        ([], replace(LENT, taker="assistant"), "giver and taker are the same"),
        ([replace(LENT, returned=True)], replace(LENT, giver="bank", taker="x", returned=True), "back already"),
    ],
)
def test_what_cannot_be_handed_over(events: list[CopyEvent], event: CopyEvent, reason: str | None) -> None:
    found = why_not_pass(GIVEN[2], events, event)
    assert found is None if reason is None else reason in say(found or "", "en")


@given(st.lists(st.tuples(st.integers(1, 3), st.sampled_from("abc"), st.booleans()), max_size=12))
def test_a_copy_is_out_or_back_never_both(moves: list[tuple[int, str, bool]]) -> None:
    """Against a model that only keeps, for each copy, who has it and whether it is back."""
    events: list[CopyEvent] = []
    model = {no: (who, False) for no, who in GIVEN.items()}
    for no, taker, returned in moves:
        event = CopyEvent(no, model[no][0], taker, AT, returned)
        if why_not_pass(GIVEN[no], events, event) is None:
            events.append(event)
            model[no] = (taker, returned)
    out = {each.copy_no: each.keeper for each in copies_out(GIVEN.items(), events)}
    assert out == {no: who for no, (who, back) in model.items() if not back}
