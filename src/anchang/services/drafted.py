"""Deciding what somebody else drafted: price lists and permits alike (2.18)."""

from __future__ import annotations

from typing import Any

from anchang.domain.approval import ApprovalLevel, Decision
from anchang.domain.authority import level_of
from anchang.domain.drafted import Drafted, DraftedFacts
from anchang.domain.text import clean
from anchang.services import approval
from anchang.services.act import Act
from anchang.storage.work import Row

FIRST = "the project's first one, approved by the administrator"


def step_of(act: Act, flow: Drafted) -> str:
    """Which of the two approvals is this person's: the director's, else the administrator's of the first one."""
    return "approve" if flow.step("approve").roles & act.actor.roles else "approve_first"


def approve(
    act: Act, flow: Drafted, model: Any, row: Row, step: str, version: int | None, *, is_first: bool, **values: Any
) -> None:
    """Take a paper's approval. Raises NotAllowed for its maker, and what the guards say."""
    if step == "approve_first":
        act.reason = FIRST
    facts = DraftedFacts(is_first=is_first)
    act.move(
        flow,
        step,
        model,
        row,
        facts,
        expect=version,
        makers=(row["made_by"],),
        decided_by=act.actor.id or None,
        decided_at=act.now,
        **values,
    )
    _record(act, flow, row, Decision.APPROVED)


def reject(act: Act, flow: Drafted, model: Any, row: Row, reason: str, version: int | None) -> None:
    """Give a draft back with the reason; nothing else changes. Raises Refusal without one."""
    act.reason = clean(reason, "reason")
    act.move(
        flow,
        "reject",
        model,
        row,
        DraftedFacts(reason=act.reason),
        expect=version,
        decided_by=act.actor.id or None,
        decided_at=act.now,
        reason=act.reason,
    )
    _record(act, flow, row, Decision.REJECTED)


def _record(act: Act, flow: Drafted, row: Row, decision: Decision) -> None:
    """Under which names it was decided; the administrator's yes to the first paper stands on no level."""
    level = level_of(act.actor.roles)
    if level is not None:
        approval.record(act, flow.noun, row["id"], ApprovalLevel(level.value), decision, act.reason)
