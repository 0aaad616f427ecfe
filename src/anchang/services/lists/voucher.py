"""The list of vouchers: what was kept, given back, moved, credited (2.8, 5.7)."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.voucher import VoucherKind
from anchang.i18n import M
from anchang.services.listing import Ask, Column, Filter, Kind, Listing, Page
from anchang.services.lists.typed import typed
from anchang.storage import voucher_query as query
from anchang.storage.reading import Read

_KINDS = {each.value: each.label for each in VoucherKind}
_DAYS = ("since", "until")


def _page(read: Read, ask: Ask) -> Page:
    return Page(*query.page(read, ask, typed(ask.filters, days=_DAYS, flags=("unpaid",))))


def _count(read: Read, filters: Mapping[str, Any]) -> int:
    return query.how_many(read, typed(filters, days=_DAYS, flags=("unpaid",)))


VOUCHERS = Listing(
    name="vouchers",
    title=M("Vouchers"),
    columns=(
        Column("no", M("Voucher no."), width=12),
        Column("kind", M("Voucher"), Kind.CHOICE, 8, _KINDS),
        Column("amount", M("Amount"), Kind.MONEY, 15),
        Column("payee", M("Payee"), width=10),
        Column("unit", M("Unit"), width=12),
        Column("paid_on", M("Paid out on"), Kind.DATE, 10),
        Column("business_date", M("Written on"), Kind.DATE, 10),
        Column("taken_back_on", M("Taken back on"), Kind.DATE, 10),
        Column("request_no", M("Request no."), width=11),
        Column("customer", M("Customer"), width=10),
        Column("maker", M("Written by"), width=10),
        Column("bank_ref", M("Bank reference"), width=14),
        Column("sub_no", M("Subscription no."), width=12),
    ),
    filters=(
        Filter("text", M("Number, unit or payee")),
        Filter("kind", M("Voucher"), Kind.CHOICE, _KINDS),
        Filter("unpaid", M("To be paid out"), Kind.FLAG),
        Filter("since", M("Written since"), Kind.DATE),
        Filter("until", M("Written until"), Kind.DATE),
    ),
    page=_page,
    count=_count,
)

LISTINGS = (VOUCHERS,)
