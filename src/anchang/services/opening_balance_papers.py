"""The papers of a deal that comes in, as the columns of their rows: subscription, buyers, contract, opening receipt."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from datetime import date, datetime, time
from typing import Any

from anchang.domain.access import CONTRACT_CLERK, MONEY, SYSTEM
from anchang.domain.buyer import BuyerFacts
from anchang.domain.contract import CONTRACT, ContractFacts
from anchang.domain.identity import IdType, birth_date, gender_of
from anchang.domain.money import unit_price
from anchang.domain.opening_balance import ORIGIN, SERIES, DealRow
from anchang.domain.plan import lender
from anchang.domain.price_list import PricingBasis
from anchang.domain.receipt import RECEIPT, PayWay, ReceiptFacts, third_party
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionFacts, sign_due_date
from anchang.domain.unit import UnitState
from anchang.i18n import M, say
from anchang.services.act import Act
from anchang.services.opening_balance_plan import Deal, contract_no

Values = dict[str, Any]
_REGISTERED = (UnitState.REGISTERED, UnitState.TITLED)


def _facts(act: Act, deal: Deal) -> SubscriptionFacts:
    buyers = tuple(
        BuyerFacts(each.name, kind, each.id_no, each.phone, deal.row.address, is_primary=index == 0)
        for index, (each, kind) in enumerate(deal.buyers)
    )
    total = deal.row.total or 0
    return SubscriptionFacts(
        today=act.today, building=deal.standing.unit["building"], buyers=buyers, signed_on=deal.signed_on,
        deal_total=total, plan_total=sum(line.amount for line in deal.plan.lines),
        contract_signed=deal.contract_on is not None,
    )  # fmt: skip


def subscription(act: Act, deal: Deal, customer_id: int, seq: int, cut_over: date) -> Values:
    """The paper: in force as of its day, converted where the contract is signed."""
    row, unit = deal.row, deal.standing.unit
    facts = _facts(act, deal)
    steps = (("arrive", facts), ("convert", facts)) if deal.contract_on is not None else (("arrive", facts),)
    total = row.total or 0
    loan, fund = lender(deal.plan.lines)
    areas = _areas(row, unit)
    area = areas["inside_area" if unit["pricing_basis"] == PricingBasis.INSIDE else "built_area"]
    days = int(act.settings["sign_days"])
    return {
        "project_id": act.project_id,
        "sub_no": f"QC-{seq:05d}",
        "year": SERIES,
        "seq": seq,
        "paper_no": row.paper_no,
        "state": act.came(SUBSCRIPTION, steps, SYSTEM),
        "unit_id": unit["id"],
        "customer_id": customer_id,
        "consultant_id": deal.consultant,
        "author": deal.author,
        "signed_on": deal.signed_on,
        "permit_id": unit["permit_id"],
        "permit_no": row.permit_no or unit["permit_no"],
        **areas,
        "pricing_basis": unit["pricing_basis"],
        "rounding": act.project.rounding,
        "unit_price": row.unit_price or (unit_price(total, area) if area else None),
        "list_total": row.list_total or unit["list_total"] or total,
        "deal_unit_price": unit_price(total, area) if area else None,
        "deal_total": total,
        "plan_kind": deal.plan.kind.value,
        "loan_kind": loan.value,
        "loan_fund": fund,
        "deposit_amount": deal.plan.deposit,
        "deposit_due_on": deal.signed_on if deal.plan.deposit else None,
        "deposit_paid_on": deal.signed_on if deal.plan.deposit else None,
        "sign_due_date": row.sign_due_date or sign_due_date(deal.signed_on, days),
        "handover_due": row.handover_due,
        "opinion": row.note,
        "buyer_signed_on": deal.signed_on,
        "consultant_signed_on": deal.signed_on,
        "activated_on": deal.signed_on,
        "converted_on": deal.contract_on,
        "maker_id": act.actor.id,
        "business_date": cut_over,
        "origin": ORIGIN,
        "cut_over": cut_over,
        "opening_received": sum(deal.plan.paid),
    }


def _areas(row: DealRow, unit: Mapping[str, Any]) -> Values:
    built, inside = row.built_area or unit["built_area"], row.inside_area or unit["inside_area"]
    shared = unit["shared_area"]
    if built is not None and inside is not None and built >= inside:
        shared = built - inside
    return {"built_area": built, "inside_area": inside, "shared_area": shared}


def buyers_of(act: Act, deal: Deal, subscription_id: int) -> list[Values]:
    """The buyers of the paper's only edition, the first is the primary one."""
    return [
        {
            "project_id": act.project_id,
            "subscription_id": subscription_id,
            "edition": 1,
            "no": no,
            "name": each.name,
            "id_type": kind.value,
            "id_no": each.id_no,
            "gender": _gender(each.id_no, kind),
            "birth": birth_date(each.id_no) if kind is IdType.ID_CARD else None,
            "phone": each.phone,
            "address": deal.row.address,
            "share": each.share,
            "is_primary": no == 1,
        }
        for no, (each, kind) in enumerate(deal.buyers, start=1)
    ]


def _gender(number: str, kind: IdType) -> str:
    found = gender_of(number) if kind is IdType.ID_CARD else None
    return "" if found is None else found.value


def contract(act: Act, deal: Deal, seq: int, cut_over: date) -> Values:
    """The contract as far as the ledger tells, without the rows it belongs to."""
    row, unit = deal.row, deal.standing.unit
    contract_on = deal.contract_on
    assert contract_on is not None
    number = contract_no(row, deal.standing)
    listed = str(unit["contract_no"])
    return {
        "project_id": act.project_id,
        "no": f"QCHT-{seq:05d}",
        "year": SERIES,
        "seq": seq,
        "contract_no": number or f"QCHT-{seq:05d}",
        "net_sign_no": row.net_sign_no or (listed if listed != number else ""),
        "filing_no": row.filing_no,
        "state": _contract_state(act, deal),
        "unit_id": unit["id"],
        "consultant_id": deal.consultant,
        "appointed_at": datetime.combine(contract_on, time(), act.zone),
        "business_date": cut_over,
        "deal_total": row.total,
        "pricing_basis": unit["pricing_basis"],
        **_areas(row, unit),
        "handover_due": row.handover_due,
        "drafted_on": contract_on,
        "signed_on": contract_on,
        "signed_entered_on": contract_on,
        "filed_on": row.filed_on,
        "collected_on": row.collected_on,
        "collected_by": deal.buyers[0][0].name if row.collected_on is not None else "",
        "archived_on": row.collected_on if row.archive_place else None,
        "archive_place": row.archive_place if row.collected_on is not None else "",
        "maker_id": act.actor.id,
    }


def _contract_state(act: Act, deal: Deal) -> str:
    row = deal.row
    facts = ContractFacts(
        today=act.today, building=deal.standing.unit["building"], deal_total=row.total or 0,
        plan_total=sum(line.amount for line in deal.plan.lines), signed_on=deal.contract_on, filed_on=row.filed_on,
        collected_on=row.collected_on, collected_by=deal.buyers[0][0].name, archive_place=row.archive_place,
    )  # fmt: skip
    steps = ["arrive_filed" if deal.state in _REGISTERED else "arrive_signed"]
    if deal.state in _REGISTERED and row.collected_on is not None:
        steps += ["collect", "archive"] if row.archive_place else ["collect"]
    return act.came(CONTRACT, [(step, facts) for step in steps], SYSTEM | CONTRACT_CLERK)


def receipt(
    act: Act, seq: int, subscription_id: int, payer: str, buyers: Sequence[str], cut_over: date, **more: Any
) -> Values:
    """A receipt of the opening balance: confirmed as of the cut-over, money of no day here."""
    facts = ReceiptFacts(today=act.today, received_on=cut_over, way=PayWay.OPENING)
    return {
        "project_id": act.project_id,
        "no": f"QCSJ-{seq:05d}",
        "year": SERIES,
        "seq": seq,
        "business_date": cut_over,
        "received_on": cut_over,
        "payer": payer,
        "subscription_id": subscription_id,
        "state": act.came(RECEIPT, (("confirm", facts),), MONEY),
        "received_by": act.actor.id,
        "entered_at": act.now,
        "confirmed_by": act.actor.id,
        "confirmed_at": act.now,
        "confirmed_on": cut_over,
        "arrived_on": cut_over,
        "third_party": third_party(payer, buyers),
        "note": say(M("Opening balance as of {day}", day=cut_over)),
        "origin": ORIGIN,
        **more,
    }


def allocated(act: Act, line_id: int, instalment_id: int, subscription_id: int, fen: int, cut_over: date) -> Values:
    """So much of an opening receipt line pays an instalment, as of the cut-over."""
    return {
        "project_id": act.project_id, "receipt_line_id": line_id, "instalment_id": instalment_id,
        "subscription_id": subscription_id, "amount": fen, "business_date": cut_over,
    }  # fmt: skip
