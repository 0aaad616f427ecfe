"""An import of the opening balance taken back whole, as long as nothing rests on it: as of its cut-over, as if it had
not been. Rows stay, void and reversed, and stand in no list; units, claims and balances are as they were before.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, datetime
from typing import Any

from anchang.domain import opening_balance as rules
from anchang.domain.contract import CONTRACT, ContractFacts
from anchang.domain.opening_balance import SERIES, TAKEN_BACK, Dated
from anchang.domain.plan import MoneyType
from anchang.domain.register import RegisterKind
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionFacts
from anchang.i18n import M, Msg
from anchang.services import claim_import
from anchang.services import opening_balance_more as more
from anchang.services import opening_balance_papers as papers
from anchang.services.act import Act
from anchang.services.opening_balance_plan import Office
from anchang.storage import opening_balance as rows
from anchang.storage import plan as plans
from anchang.storage.contract import Contract
from anchang.storage.numbering import next_seq
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine
from anchang.storage.subscription import Subscription

Row = Mapping[str, Any]
MOST_SAID = 5


def why_not(read: Read, row: Row) -> list[Msg]:
    """What rests on the deals of the import: something done here, or a later import behind them."""
    deals = rows.deals_of(read, row)
    worked = rows.worked_on(read, [deal["id"] for deal in deals])
    said = [M("something has been done on {no}", no=deal["sub_no"]) for deal in deals if deal["id"] in worked]
    later = rows.later_imports(read, row, [deal["id"] for deal in deals])
    said += [M("the import «{file}» rests on it; take that back first", file=each) for each in later]
    return said[:MOST_SAID]


def take_back(act: Act, row: Row, reason: str) -> int:
    """Undo it; how many deals it was about. The caller has asked `why_not`."""
    deals = rows.deals_of(act.read, row)
    kind = RegisterKind(row["kind"])
    if kind is RegisterKind.DEALS:
        _deals(act, row, deals, reason)
    elif kind is RegisterKind.PLANS:
        _plans(act, row, deals, reason)
    else:
        _receipts(act, row, deals, reason)
    return len(deals)


def _deals(act: Act, row: Row, deals: Sequence[Row], reason: str) -> None:
    on: date = row["cut_over"]
    ids = [deal["id"] for deal in deals]
    for each in (one for own in rows.opening_receipts(act.read, ids).values() for one in own):
        more.reverse(act, each, reason)
    for contract in rows.contracts_of(act.read, ids):
        facts = ContractFacts(today=act.today, building="", reason=reason)
        act.move(CONTRACT, "unarrive", Contract, contract, facts, as_system=True, void_on=on, void_reason=reason,
                 contract_no="", signed_entered_on=None, collected_by="")  # fmt: skip
    for deal in deals:
        said = SubscriptionFacts(today=act.today, building="", comment=reason)
        act.move(SUBSCRIPTION, "unarrive", Subscription, deal, said, as_system=True, void_on=on, void_reason=reason,
                 origin=TAKEN_BACK, activated_on=None, opinion="", author="", paper_no="")  # fmt: skip
    for was in rows.before(act.read, row["id"]):
        kept = json.loads(was["before"])
        unit = kept["unit"]
        columns = {
            "state": unit["state"], "state_since": datetime.fromisoformat(unit["state_since"]),
            "titled_on": None if unit["titled_on"] is None else date.fromisoformat(unit["titled_on"]),
        }  # fmt: skip
        claim = kept["claim"]
        nobody = {"subscription_id": None, "contract_id": None, "customer_id": None, "staff_id": None}
        claim_import.give_back(act, was["unit_id"], columns, was["claim_id"], claim and {**claim, **nobody})


def _plans(act: Act, row: Row, deals: Sequence[Row], reason: str) -> None:
    """The lines from before, as the next version."""
    office = Office(act.read)
    units = {each.unit["id"]: each for each in office.all}
    for deal in deals:
        came = office.came[deal["unit_id"]]
        now = plans.current_lines(act.work.connection, deal["id"])
        kind, before = rows.plan_before(act.read, row, deal["id"])
        known = more.as_row(act.read, came, now)
        lines = tuple(Dated(amount=each.amount, due_on=each.on, money_type=each.money_type) for each in before)
        plan = rules.OpeningPlan(
            kind, sum(each.amount for each in before if each.money_type is MoneyType.DEPOSIT), before,
            rules.paid_of(before, deal["opening_received"], known.received_loan),
        )  # fmt: skip
        made = more.deal_of(came, units[deal["unit_id"]], replace(known, lines=lines), plan)
        more.write_plan(act, made, came, row["cut_over"], reason)


def _receipts(act: Act, row: Row, deals: Sequence[Row], reason: str) -> None:
    """The single receipts go; the one with which each deal came in is written again."""
    on: date = row["cut_over"]
    standing = rows.opening_receipts(act.read, [deal["id"] for deal in deals])
    for deal in deals:
        for each in standing.get(deal["id"], []):
            more.reverse(act, each, reason)
        before = rows.sum_before(act.read, deal["id"])
        received = sum(int(part["amount"]) for part in before)
        if received:
            _sum_again(act, deal, before, on)
        act.work.update(Subscription, deal["id"], opening_received=received)


def _sum_again(act: Act, deal: Row, before: Sequence[Row], on: date) -> None:
    came = rows.came_in(act.read)[deal["unit_id"]]
    receipt = act.work.insert(
        Receipt, **papers.receipt(act, next_seq(act.read, Receipt, SERIES), deal["id"], came.buyer, [came.buyer], on)
    )
    parts = [
        {
            "project_id": act.project_id, "receipt_id": receipt, "no": no, "money_type": part["money_type"],
            "amount": part["amount"], "way": part["way"],
        }
        for no, part in enumerate(before, start=1)
    ]  # fmt: skip
    ids = act.work.insert_many(ReceiptLine, parts)
    lines = plans.current_lines(act.work.connection, deal["id"])
    spread = rules.spread(
        [(part["amount"], MoneyType(part["money_type"])) for part in before], [each.line for each in lines]
    )
    act.work.insert_many(
        Allocation,
        [papers.allocated(act, ids[part], lines[line].id, deal["id"], fen, on) for part, line, fen in spread],
    )

