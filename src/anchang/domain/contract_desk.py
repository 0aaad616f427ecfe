"""What of contracts and receipts waits for whom, and what is late (domain 2.4, 2.10, 5.8)."""

from __future__ import annotations

from datetime import date
from enum import StrEnum

from anchang.domain.contract import ContractState, CopyKind, filing_clock
from anchang.i18n import M, Msg


class ContractWaiting(StrEnum):
    """Why a contract or a receipt stands in somebody's inbox."""

    DRAFT = "draft"
    CIRCULATE = "circulate"
    CONTRACT_CHECK = "contract_check"
    FINANCE_CHECK = "finance_check"
    ENGINEERING_CHECK = "engineering_check"
    SIGN = "sign"
    SEAL = "seal"
    SEND = "send"
    FILE = "file"
    FILE_LATE = "file_late"
    COLLECT = "collect"
    ARCHIVE = "archive"
    CONFIRM = "confirm"

    @property
    def label(self) -> Msg:
        """What has to be done, in words."""
        return WAITING_LABELS[self]


WAITING_LABELS: dict[ContractWaiting, Msg] = {
    ContractWaiting.DRAFT: M("draw up the contract"),
    ContractWaiting.CIRCULATE: M("put the contract into circulation"),
    ContractWaiting.CONTRACT_CHECK: M("check the contract"),
    ContractWaiting.FINANCE_CHECK: M("check the money of the contract"),
    ContractWaiting.ENGINEERING_CHECK: M("ask the engineering department about the contract"),
    ContractWaiting.SIGN: M("sign the contract"),
    ContractWaiting.SEAL: M("seal the contract"),
    ContractWaiting.SEND: M("send the contract for filing"),
    ContractWaiting.FILE: M("record the filing of the contract"),
    ContractWaiting.FILE_LATE: M("the contract is not filed in time"),
    ContractWaiting.COLLECT: M("hand the contract to the customer"),
    ContractWaiting.ARCHIVE: M("archive the contract"),
    ContractWaiting.CONFIRM: M("confirm the arrival of the money"),
}

COPY_ORDER = (CopyKind.BUYER, CopyKind.DEVELOPER, CopyKind.BANK, CopyKind.REGISTRY, CopyKind.ARCHIVE)


def copies_by_default(count: int) -> tuple[CopyKind, ...]:
    """Whose copy each is from number 1 on; beyond the list they are the archive's. ValueError below 1."""
    if count < 1:
        raise ValueError(count)
    return COPY_ORDER[:count] + (CopyKind.ARCHIVE,) * (count - len(COPY_ORDER))


NEXT_STEP: dict[ContractState, str] = {
    ContractState.APPOINTED: "draft",
    ContractState.DRAFTED: "submit_review",
    ContractState.UNDER_REVIEW: "sign",
    ContractState.SIGNED: "seal",
    ContractState.SEALED: "send_for_filing",
    ContractState.SENT_FOR_FILING: "file",
    ContractState.FILED: "collect",
    ContractState.COLLECTED: "archive",
}
UNSIGNED = frozenset({ContractState.APPOINTED, ContractState.DRAFTED, ContractState.UNDER_REVIEW})
UNFILED = frozenset({ContractState.SIGNED, ContractState.SEALED, ContractState.SENT_FOR_FILING})


def next_step(
    state: ContractState, *, contract_checked: bool, finance_checked: bool, engineering_needed: bool
) -> str | None:
    """The step that comes next, by its name in the flow; None where nothing is left to do (2.4)."""
    if state is ContractState.UNDER_REVIEW:
        if not contract_checked:
            return "contract_check"
        if not finance_checked:
            return "finance_check"
        if engineering_needed:
            return "engineering_check"
    return NEXT_STEP.get(state)


def due_of(
    state: ContractState,
    sign_due: date | None,
    signed_on: date | None,
    filed_on: date | None,
    *,
    filing_days: int,
    collect_days: int,
) -> date | None:
    """The day by which the state has to be left: signing (2.3), filing (5.8), collection; None where none is set."""
    if state in UNSIGNED:
        return sign_due
    if state in UNFILED and signed_on is not None:
        return filing_clock(signed_on, None, signed_on, days=filing_days).due_on
    if state is ContractState.FILED and filed_on is not None:
        return filing_clock(filed_on, None, filed_on, days=collect_days).due_on
    return None
