"""Vouchers: money that came in is kept, goes back, moves to another paper, pays a fee, is credited (2.8, 5.3, 5.7).

A voucher is written once, never edited and never deleted; a reactivation takes it back by a row of its own.
"""

from __future__ import annotations

from anchang.domain.worded import Worded
from anchang.i18n import M


class VoucherKind(Worded):
    """What a voucher does with money."""

    FORFEITURE = "forfeiture", M("forfeiture voucher")
    REFUND = "refund", M("refund voucher")
    COMPENSATION = "compensation", M("compensation voucher")
    TRANSFER = "transfer", M("transfer voucher")
    CREDIT = "credit", M("credit voucher")
    FEE = "fee", M("fee voucher")


# What the cashier pays out; the others move no money out of the house.
PAID_OUT = frozenset({VoucherKind.REFUND, VoucherKind.COMPENSATION})
# What takes money of receipt lines.
TAKES = frozenset({VoucherKind.FORFEITURE, VoucherKind.REFUND, VoucherKind.TRANSFER, VoucherKind.FEE})
