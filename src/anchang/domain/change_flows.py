"""The four requests that leave the deal alive: another unit, another buyer, a co-buyer, another way to pay (2.8).

    draft -> pending -> approved -> executed -> closed

Finance looks at the money before the contract clerk stamps the paper anew. A change of plan has no new paper to stamp:
there finance itself carries it out, which is its yes beside the manager's.
"""

from __future__ import annotations

from dataclasses import replace

from anchang.domain.access import CONTRACT_CLERK, LEADERS, MONEY
from anchang.domain.change import (
    ChangeFacts,
    ChangeKind,
    ChangeState,
    close,
    comment_given,
    decisions,
    execute,
    kind_allows,
    money_settled,
    receipts_back,
    submit,
    withdraw,
)
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg

S = ChangeState


def money_checked(facts: ChangeFacts) -> Msg | None:
    """2.18: finance has looked at the money of the deal."""
    return None if facts.money_checked else M("finance has not checked the money yet")


def money_not_checked(facts: ChangeFacts) -> Msg | None:
    """Once is enough."""
    return M("the money is checked already") if facts.money_checked else None


def _refuse(why: str) -> Step[ChangeState, ChangeFacts]:
    """Finance says no: the request ends as if it had been rejected."""
    return Step(
        "refuse", M("finance refuses the request"), (S.APPROVED,), S.REJECTED, MONEY, (comment_given,), source_id=why
    )


def _stamped(kind: ChangeKind, *, leaders_only: bool = False) -> Flow[ChangeState, ChangeFacts]:
    """Decided, looked at by finance, stamped anew by the contract clerk."""
    steps = decisions(ChangeState, kind_allows)
    if leaders_only:
        steps = tuple(replace(step, roles=LEADERS) for step in steps)
    return Flow(
        kind.value,
        kind.label,
        ChangeState,
        (
            submit(ChangeState, kind_allows),
            *steps,
            withdraw(ChangeState),
            Step(
                "check_money", M("check the money of the deal"), (S.APPROVED,), None, MONEY,
                (money_not_checked, money_settled), is_check=True, source_id="2.8, 2.18",
            ),
            _refuse("2.8, 2.18"),
            execute(ChangeState, CONTRACT_CLERK, money_checked, receipts_back, kind_allows),
            close(ChangeState, "executed"),
        ),
    )  # fmt: skip


SWAP_UNIT = _stamped(ChangeKind.SWAP_UNIT)
RENAME = _stamped(ChangeKind.RENAME, leaders_only=True)
ADD_REMOVE_BUYER = _stamped(ChangeKind.ADD_REMOVE_BUYER)

CHANGE_PLAN: Flow[ChangeState, ChangeFacts] = Flow(
    ChangeKind.CHANGE_PLAN.value,
    ChangeKind.CHANGE_PLAN.label,
    ChangeState,
    (
        submit(ChangeState, kind_allows),
        *decisions(ChangeState, kind_allows),
        withdraw(ChangeState),
        _refuse("2.8"),
        execute(ChangeState, MONEY, kind_allows, is_check=True),
        close(ChangeState, "executed"),
    ),
)

FLOWS: dict[ChangeKind, Flow[ChangeState, ChangeFacts]] = {
    ChangeKind.SWAP_UNIT: SWAP_UNIT,
    ChangeKind.RENAME: RENAME,
    ChangeKind.ADD_REMOVE_BUYER: ADD_REMOVE_BUYER,
    ChangeKind.CHANGE_PLAN: CHANGE_PLAN,
}
