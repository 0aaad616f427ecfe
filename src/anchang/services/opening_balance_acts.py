"""The books of the opening balance by their kind: which plan previews one, which act brings it in."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import fields

from anchang.domain.opening_balance import DealRow, PlanRow, ReceiptRow
from anchang.domain.register import BookRow, RegisterKind
from anchang.services import opening_balance_more as more
from anchang.services import opening_balance_plan as deals
from anchang.services.opening_balance import ImportDeals
from anchang.services.opening_balance_more import ImportPlans, ImportReceipts
from anchang.services.opening_balance_plan import Laid, OpeningChoices
from anchang.storage.reading import Read

Command = ImportDeals | ImportPlans | ImportReceipts


def preview(read: Read, kind: RegisterKind, given: Sequence[BookRow], choices: OpeningChoices) -> Laid:
    """What bringing these rows in would do now. Raises NotAllowed, BadInput for the cut-over."""
    if kind is RegisterKind.DEALS:
        return deals.preview(read, [row for row in given if isinstance(row, DealRow)], choices)
    if kind is RegisterKind.PLANS:
        return more.preview_plans(read, [row for row in given if isinstance(row, PlanRow)], choices)
    return more.preview_receipts(read, [row for row in given if isinstance(row, ReceiptRow)], choices)


def command(kind: RegisterKind, given: Iterable[BookRow], choices: OpeningChoices) -> Command:
    """The act that brings these rows in with these choices."""
    own = {each.name: getattr(choices, each.name) for each in fields(OpeningChoices)}
    if kind is RegisterKind.DEALS:
        return ImportDeals(rows=tuple(row for row in given if isinstance(row, DealRow)), **own)
    if kind is RegisterKind.PLANS:
        return ImportPlans(rows=tuple(row for row in given if isinstance(row, PlanRow)), **own)
    return ImportReceipts(rows=tuple(row for row in given if isinstance(row, ReceiptRow)), **own)
