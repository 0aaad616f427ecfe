"""The handling fee of a request (手续费): asked for after the yes, the house's once it is carried out (2.8, 3.11).

Until then it is the customer's money like any other. A voucher takes it off the deal, so that no receipt re-issued in
another name has it, no refund gives it back, and it does not pay for the next request.
"""

from __future__ import annotations

from anchang.domain.buyer_change import why_not_fee
from anchang.domain.change import ChangeState
from anchang.domain.settlement import Part
from anchang.domain.voucher import VoucherKind
from anchang.i18n import Msg
from anchang.services import voucher
from anchang.services.act import Act
from anchang.storage import voucher_query
from anchang.storage.reading import Read
from anchang.storage.work import Row


def why_unpaid(read: Read, row: Row) -> Msg | None:
    """Why an approved request is not carried out yet: its fee is not in. Before the yes nobody is asked for money."""
    if row["state"] != ChangeState.APPROVED or not row["fee"]:
        return None
    here = voucher_query.fees_held(read, row["subscription_id"], row["applied_on"])
    return why_not_fee(row["fee"], sum(int(each["held"]) for each in here))


def earn(act: Act, row: Row) -> None:
    """The fee of a request that is carried out is the house's. Raises Refusal when it is not here any more."""
    rest, parts = row["fee"], []
    if not rest:
        return
    for each in voucher_query.fees_held(act.read, row["subscription_id"], row["applied_on"]):
        parts.append(Part(each["id"], min(rest, int(each["held"]))))
        rest -= parts[-1].amount
    voucher.take(act, VoucherKind.FEE, row["subscription_id"], parts, request_id=row["id"], reason=row["no"])
