"""Writing a decision down: one row a decision, whatever it was about (domain 3.7, 2.18)."""

from __future__ import annotations

from anchang.domain.approval import ApprovalLevel, Decision
from anchang.services.act import Act
from anchang.storage.approval import Approval


def record(act: Act, noun: str, row_id: int, level: ApprovalLevel, decision: Decision, comment: str) -> None:
    """The actor's decision about the row of that noun's table, as of now, with whoever lent the authority for it."""
    act.work.insert(
        Approval,
        project_id=act.project_id,
        noun=noun,
        row_id=row_id,
        level=level.value,
        approver_id=act.actor.id,
        behalf_id=act.behalf_id,
        decision=decision.value,
        comment=comment,
        at=act.now,
        business_date=act.today,
    )
