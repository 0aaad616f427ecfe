"""Papers that the program prints (domain 3.6, 3.7, 3.9, 3.10, 3.14)."""

from __future__ import annotations

from enum import StrEnum

from anchang.i18n import M, Msg


class PaperKind(StrEnum):
    """Which paper; the value is the name of its template."""

    AGREEMENT = "subscription_agreement"
    SLIP = "approval_slip"
    RECEIPT = "receipt"
    BUYER_FILE = "buyer_file"
    PURCHASE_PLAN = "purchase_plan"
    DELAY = "delay_request"
    DISCOUNT = "discount_request"
    SIGNING_NOTICE = "signing_notice"
    TERMINATION_NOTICE = "termination_notice"
    REFUND_APPLICATION = "refund_application"
    CHANGE_APPLICATION = "change_application"
    TRANSFER_SLIP = "transfer_slip"
    SINCERITY = "sincerity_receipt"
    VOUCHER = "voucher_slip"

    @property
    def label(self) -> Msg:
        """The paper in words."""
        return KIND_LABELS[self]


KIND_LABELS: dict[PaperKind, Msg] = {
    PaperKind.AGREEMENT: M("subscription agreement"),
    PaperKind.SLIP: M("approval slip"),
    PaperKind.RECEIPT: M("receipt paper"),
    PaperKind.BUYER_FILE: M("buyer's file"),
    PaperKind.PURCHASE_PLAN: M("purchase plan"),
    PaperKind.DELAY: M("request for delayed signing"),
    PaperKind.DISCOUNT: M("request for a special discount"),
    PaperKind.SIGNING_NOTICE: M("notice to sign the contract"),
    PaperKind.TERMINATION_NOTICE: M("notice of termination"),
    PaperKind.REFUND_APPLICATION: M("application for cancellation"),
    PaperKind.CHANGE_APPLICATION: M("application for a change"),
    PaperKind.TRANSFER_SLIP: M("transfer slip"),
    PaperKind.SINCERITY: M("receipt of sincerity money"),
    PaperKind.VOUCHER: M("voucher slip"),
}
