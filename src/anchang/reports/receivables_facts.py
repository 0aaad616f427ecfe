"""Everything that the receivables report is made of, read once: its sheets take their numbers from here."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.plan import MoneyType
from anchang.domain.receivable import Bucket
from anchang.i18n import M
from anchang.storage import money_out, receivable, receivable_period, receivables_report
from anchang.storage.money_out import Paid, Till
from anchang.storage.reading import Read
from anchang.storage.receivable import DealAgeing, GroupSum
from anchang.storage.receivable_period import Received, Reconciliation, Vouchered

SUMMARY, DETAILS, AGEING = M("Receivables summary"), M("Receivables details"), M("Ageing analysis")
OVERDUE, RECEIVED, BALANCE = M("Overdue details"), M("Receipts of the period"), M("Balance reconciliation")

BUILDING, CONSULTANT, PLAN = "building", "consultant", "plan"


@dataclass(frozen=True, slots=True)
class Facts:
    """What the queries gave: as of `last`, movements from `first` to `last`."""

    first: date
    last: date
    lines: list[dict[str, Any]]
    summaries: Mapping[str, list[GroupSum]]
    received_by: Mapping[str, Mapping[Any, int]]
    consultants: Mapping[int, str]
    deals: list[DealAgeing]
    ageing: Mapping[Bucket, int]
    received: list[Received]
    vouchered: list[Vouchered]
    paid_out: list[Paid]
    till: Till
    paid_by_type: Mapping[MoneyType, int]
    whole: Reconciliation
    buildings: Mapping[str, Reconciliation]

    def groups(self, by: str) -> list[GroupSum]:
        """The lines of a summary; whoever only had movements in the period (a deal that ended) has one too."""
        known = {each.key: each for each in self.summaries[by]}
        for key in self.received_by[by]:
            known.setdefault(key, GroupSum(key, deals=0, amount=0, received={}, unpaid=0, not_due=0, overdue=0))
        order = list(self.buildings) if by == BUILDING else sorted(known)
        return [known[key] for key in order if key in known]


def gather(read: Read, first: date, last: date) -> Facts:
    """Run every query of the report on one snapshot."""
    ways = (BUILDING, CONSULTANT, PLAN)
    return Facts(
        first=first,
        last=last,
        lines=receivables_report.lines(read, last, first),
        summaries={by: receivable.summary(read, last, first=first, by=by) for by in ways},
        received_by={by: receivables_report.received_by(read, first, last, by) for by in ways},
        consultants=receivables_report.consultant_names(read),
        deals=receivable.by_deal(read, last),
        ageing=receivable.ageing(read, last),
        received=receivable_period.received(read, first, last),
        vouchered=receivable_period.vouchered(read, first, last),
        paid_out=money_out.paid(read, first, last),
        till=money_out.till(read, first, last),
        paid_by_type=receivables_report.paid_by_type(read, first, last),
        whole=receivable_period.reconcile(read, first, last),
        buildings={
            building: receivable_period.reconcile(read, first, last, building=building)
            for building in receivables_report.buildings(read)
        },
    )
