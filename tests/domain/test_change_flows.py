"""The four requests that leave the deal alive: their tables both ways, and finance's part in them (2.8, 2.18)."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

import pytest

from anchang.domain.access import Role
from anchang.domain.change import ChangeFacts, ChangeKind, ChangeState
from anchang.domain.change_flows import ADD_REMOVE_BUYER, CHANGE_PLAN, FLOWS, RENAME, SWAP_UNIT
from anchang.domain.errors import Refusal
from anchang.i18n import M, say
from tests.expected import Row, change_flows, compare

TABLES: dict[ChangeKind, dict[str, Row]] = {
    ChangeKind.SWAP_UNIT: change_flows.SWAP_UNIT,
    ChangeKind.RENAME: change_flows.RENAME,
    ChangeKind.ADD_REMOVE_BUYER: change_flows.ADD_REMOVE_BUYER,
    ChangeKind.CHANGE_PLAN: change_flows.CHANGE_PLAN,
}
FINE = ChangeFacts(
    today=date(2026, 3, 9), in_force=True, applicant="Li Lei", reason="family", comment="so", level=None, decides=True,
    unsettled=(), receipts_out=(), papers_out=(), unpaid=(), paid_out=False, money_checked=True,
)  # fmt: skip


def test_every_state_step_and_role() -> None:
    compared = (
        compare(SWAP_UNIT, change_flows.SWAP_UNIT)
        + compare(RENAME, change_flows.RENAME)
        + compare(ADD_REMOVE_BUYER, change_flows.ADD_REMOVE_BUYER)
        + compare(CHANGE_PLAN, change_flows.CHANGE_PLAN)
    )
    assert compared == sum(map(len, TABLES.values())) * len(ChangeState) * len(Role) * 2


@pytest.mark.parametrize("kind", TABLES)
def test_the_usual_way(kind: ChangeKind) -> None:
    state = ChangeState.DRAFT
    for step, role in (
        ("submit", Role.CONSULTANT), ("approve", Role.DIRECTOR),
        ("execute", Role.ACCOUNTANT if kind is ChangeKind.CHANGE_PLAN else Role.CONTRACT_CLERK),
        ("close", Role.ASSISTANT),
    ):  # fmt: skip
        state = FLOWS[kind].take(step, state, FINE, {role})
    assert state is ChangeState.CLOSED


@pytest.mark.parametrize("kind", TABLES)
@pytest.mark.parametrize("step", ["submit", "approve", "execute"])
def test_what_the_kind_says_stops_every_step_that_leads_on(kind: ChangeKind, step: str) -> None:
    state = {"submit": ChangeState.DRAFT, "approve": ChangeState.PENDING}.get(step, ChangeState.APPROVED)
    facts = replace(FINE, own=M("the unit has no list price"))
    with pytest.raises(Refusal) as refused:
        FLOWS[kind].take(step, state, facts, set(Role))
    assert "no list price" in say(refused.value.message, "en")


@pytest.mark.parametrize(
    ("step", "change", "reason"),
    [
        ("execute", {"money_checked": False}, "finance has not checked the money"),
        ("execute", {"receipts_out": ("SJ2026-000001",)}, "still out: SJ2026-000001"),
        ("execute", {"unsettled": ("SJ2026-000002",)}, "not confirmed yet: SJ2026-000002"),
        ("execute", {"contract_no": "HT-1"}, "contract HT-1 is under way"),
        ("check_money", {}, "checked already"),
        ("check_money", {"money_checked": False, "unsettled": ("SJ2026-000002",)}, "not confirmed yet"),
        ("refuse", {"comment": " "}, "give a reason"),
    ],
)
def test_why_finance_or_the_clerk_cannot_go_on(step: str, change: dict[str, object], reason: str) -> None:
    facts = replace(FINE, **change)  # type: ignore[arg-type]
    with pytest.raises(Refusal) as refused:
        FLOWS[ChangeKind.SWAP_UNIT].take(step, ChangeState.APPROVED, facts, set(Role))
    assert reason in say(refused.value.message, "en")
