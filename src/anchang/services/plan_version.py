"""Versions of a deal's payment plan: the first with the manager's review, the next with a change (5.4, 2.8).

A version is never edited. With the next one the money leaves the old lines and pays the new ones, on the same business
day, so that every balance of a day before stays what it was.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from anchang.domain.plan import MoneyType, PlanKind, PlanLine
from anchang.services import allocation
from anchang.services.act import Act
from anchang.storage import receipt as receipts
from anchang.storage.plan import Instalment, InstalmentDue, PlanVersion, current_lines
from anchang.storage.receipt import Allocation

Row = Mapping[str, Any]


def write(
    act: Act, subscription_id: int, kind: PlanKind, total: int, lines: Sequence[PlanLine], reason: str = ""
) -> int:
    """The next version of a deal's plan, with its lines; it holds from today on. Returns its row id."""
    before = current_lines(act.work.connection, subscription_id)
    version_id = act.work.insert(
        PlanVersion,
        project_id=act.project_id,
        subscription_id=subscription_id,
        no=before[0].version_no + 1 if before else 1,
        kind=kind.value,
        total=total,
        made_on=act.today,
        maker_id=act.actor.id,
        reason=reason,
    )
    for line in lines:
        act.work.insert(
            Instalment,
            project_id=act.project_id,
            plan_version_id=version_id,
            subscription_id=subscription_id,
            no=line.no,
            money_type=line.money_type.value,
            amount=line.amount,
            rule=line.rule.value,
            days=line.days,
            fixed_on=line.on,
        )
    return version_id


def replace(
    act: Act, subscription_id: int, kind: PlanKind, total: int, lines: Sequence[PlanLine], reason: str
) -> int:
    """A newer version takes the place of the one that holds, and the money pays its lines, the oldest first.

    The deposit keeps the day on which it is due. Returns the price money (fen) that the new lines do not ask for.
    """
    deposit_due = _deposit_due(act, subscription_id)
    version_id = write(act, subscription_id, kind, total, lines, reason)
    for each in current_lines(act.work.connection, subscription_id):
        if deposit_due is not None and each.line.money_type is MoneyType.DEPOSIT:
            act.work.insert(
                InstalmentDue, project_id=act.project_id, instalment_id=each.id, due_on=deposit_due, from_day=act.today
            )
    act.work.insert_many(
        Allocation,
        [
            {
                "project_id": act.project_id,
                "receipt_line_id": line_id,
                "instalment_id": instalment_id,
                "subscription_id": subscription_id,
                "taken_back_by": version_id,
                "amount": -fen,
                "business_date": act.today,
            }
            for line_id, instalment_id, fen in receipts.uses_in(act.read, subscription_id)
        ],
    )
    return allocation.settle(act, subscription_id)


def _deposit_due(act: Act, subscription_id: int) -> Any:
    lines = current_lines(act.work.connection, subscription_id)
    return next((each.due_on for each in lines if each.line.money_type is MoneyType.DEPOSIT), None)
