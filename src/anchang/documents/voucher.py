"""The slip of a voucher (款项凭证: 挞定款、退款、赔付、转账、抵减, 2.6, 2.8, 5.7) as fields of its template."""

from __future__ import annotations

from anchang.documents.paper import Field, day, listed, words
from anchang.domain.money import show
from anchang.domain.plan import MoneyType
from anchang.domain.voucher import VoucherKind
from anchang.i18n.capitals import in_words
from anchang.services.document import VoucherView

VOUCHER = "voucher_slip"


def voucher_fields(view: VoucherView) -> dict[str, Field]:
    """The fields of the template `VOUCHER`; a credit takes money of no receipt and has no lines."""
    card = view.card
    return {
        "number": words(card["no"]),
        "seller": words(view.project.developer),
        "project": words(view.project.name),
        "kind": words(VoucherKind(card["kind"])),
        "made_on": day(card["business_date"]),
        "unit": words(card["unit"]),
        "deal_number": words(card["sub_no"]),
        "buyers": listed(view.buyers),
        "request": words(card["request_no"] or ""),
        "reason": words(card["reason"]),
        "payee": words(card["payee"]),
        "account": words(card["account"] or ""),
        "lines": [
            {"receipt": words(each["receipt"]), "what": words(MoneyType(each["money_type"])),
             "amount": show(each["amount"])}
            for each in card["lines"]
        ],
        "total": show(card["amount"]),
        "total_words": in_words(card["amount"]),
        "maker": words(card["maker"]),
        "paid_on": day(card["paid_on"]),
        "reference": words(card["bank_ref"] or ""),
    }
