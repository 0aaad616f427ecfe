"""Cancellation with refund (退定, domain 2.8): the fault decides the money, finance checks, the cashier pays.

draft -> pending -> approved -> executed -> refunded -> closed
"""

from __future__ import annotations

from enum import StrEnum

from anchang.domain.access import MONEY
from anchang.domain.authority import Authority, Level
from anchang.domain.change import (
    STATE_LABELS,
    ChangeFacts,
    ChangeKind,
    close,
    decisions,
    execute,
    paid_out,
    receipts_back,
    submit,
    withdraw,
)
from anchang.domain.flow import Flow
from anchang.i18n import M, Msg


class RefundState(StrEnum):
    """Where a cancellation stands."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    EXECUTED = "executed"
    REFUNDED = "refunded"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self.value]


def accounts_known(facts: ChangeFacts) -> Msg | None:
    """5.7: every payer's own account stands on the application."""
    if not facts.accounts_missing:
        return None
    return M("state the own account of: {payers}", payers=facts.accounts_missing)


REFUND: Flow[RefundState, ChangeFacts] = Flow(
    ChangeKind.REFUND_DEPOSIT.value,
    ChangeKind.REFUND_DEPOSIT.label,
    RefundState,
    (
        submit(RefundState, accounts_known),
        *decisions(RefundState),
        withdraw(RefundState),
        # «finance checks receipt», and does not pay out what it settles itself.
        execute(RefundState, MONEY, receipts_back, accounts_known, is_check=True),
        paid_out(RefundState),
        close(RefundState, "executed", "refunded"),
    ),
)


def authority(manager_limit: int) -> Authority:
    """2.8 «manager; > amount director»: the manager up to the limit (fen paid out), the director beyond."""
    return Authority({Level.MANAGER: manager_limit})
