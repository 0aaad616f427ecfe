"""The subscription agreement (认购书, domain 3.6) and the approval slip (认购审批单, domain 3.7) as fields.

Frozen data in, text out: amounts in fen, areas in 0.0001 ㎡, rates in 10⁻⁶. What is not known stands as `/`.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

from anchang.documents.paper import BLANK, LANGUAGE, Field, Words, day, listed, pen, pen_day, words
from anchang.domain.buyer import ProxyFacts
from anchang.domain.discount import DiscountLine, discount_rate
from anchang.domain.errors import Refusal
from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show
from anchang.domain.plan import DueRule, PlanLine, due_on
from anchang.i18n import M, say
from anchang.i18n.capitals import in_words

if TYPE_CHECKING:
    from anchang.storage.subscription_paper import PaperView, SlipView

AGREEMENT = "subscription_agreement"
APPROVAL_SLIP = "approval_slip"


@dataclass(frozen=True, slots=True)
class PaperBuyer:
    """One buyer; `share` in 10⁻⁶, None when no shares were stated; `agent` is an agent's or guardian's name."""

    name: str
    id_kind: Words
    id_number: str
    phone: str
    address: str
    share: int | None = None
    agent: str = ""
    nationality: str = ""
    postcode: str = ""


@dataclass(frozen=True, slots=True)
class PaperInstalment:
    """One payment of the plan, in fen; `due` is a date, or words while the date hangs on the signing."""

    name: Words
    due: date | Words
    amount: int


@dataclass(frozen=True, slots=True)
class SubscriptionPaper:
    """All that the agreement says: prices per ㎡ and totals in fen, areas in 0.0001 ㎡, in the order of the paper."""

    number: str
    seller: str
    project: str
    permit_number: str
    unit: str
    usage: Words
    fitted: Words
    built_area: int | None
    inside_area: int | None
    shared_area: int | None
    pricing_basis: Words
    unit_price: int | None
    list_total: int
    discounts: tuple[DiscountLine, ...]
    deal_unit_price: int | None
    deal_total: int
    payment_plan: Words
    instalments: tuple[PaperInstalment, ...]
    deposit: int
    deposit_due_on: date | None
    signed_on: date
    sign_due_on: date
    handover_due_on: date
    buyers: tuple[PaperBuyer, ...]
    consultants: tuple[str, ...]
    manager: str = ""
    special_terms: tuple[str, ...] = ()
    copies: int = 2
    location: str = ""


@dataclass(frozen=True, slots=True)
class ApprovalSlip:
    """The slip that goes to the manager with the agreement; `abnormal` are the items that want a second look."""

    number: str
    project: str
    unit: str
    buyers: tuple[str, ...]
    list_total: int
    deal_total: int
    discounts: tuple[DiscountLine, ...]
    payment_plan: Words
    deposit_received: int
    receipt_numbers: tuple[str, ...]
    signed_on: date
    sign_due_on: date
    printed_on: date
    abnormal: tuple[Words, ...] = ()
    consultants: tuple[str, ...] = ()
    opinion: str = ""
    decision: Words = ""
    comment: str = ""
    manager: str = ""
    decided_on: date | None = None


def subscription_fields(paper: SubscriptionPaper) -> dict[str, Field]:
    """The fields of the template `AGREEMENT`."""
    return {
        "number": words(paper.number),
        "seller": words(paper.seller),
        "project": words(paper.project),
        "permit_number": words(paper.permit_number),
        "unit": words(paper.unit),
        "usage": words(paper.usage),
        "fitted": words(paper.fitted),
        "built_area": _known(paper.built_area, show_area),
        "inside_area": _known(paper.inside_area, show_area),
        "shared_area": _known(paper.shared_area, show_area),
        "pricing_basis": words(paper.pricing_basis),
        "unit_price": _known(paper.unit_price, show),
        "list_total": show(paper.list_total),
        "discounts": discount_words(paper.discounts),
        "deal_unit_price": _known(paper.deal_unit_price, show),
        "deal_total": show(paper.deal_total),
        "deal_total_words": in_words(paper.deal_total),
        "payment_plan": words(paper.payment_plan),
        "instalments": [_instalment(number, line) for number, line in enumerate(paper.instalments, start=1)],
        "instalments_total": show(sum(line.amount for line in paper.instalments)),
        "deposit": show(paper.deposit),
        "deposit_words": in_words(paper.deposit),
        "deposit_due_on": day(paper.deposit_due_on or paper.signed_on),
        "signed_on": day(paper.signed_on),
        "sign_due_on": day(paper.sign_due_on),
        "handover_due_on": day(paper.handover_due_on),
        "buyers": [_buyer(buyer) for buyer in paper.buyers],
        "buyer_names": listed(buyer.name for buyer in paper.buyers),
        "consultants": listed(paper.consultants),
        "manager": pen(paper.manager),
        "special_terms": list(paper.special_terms),
        "copies": str(paper.copies),
        "location": words(paper.location),
    }


def approval_fields(slip: ApprovalSlip) -> dict[str, Field]:
    """The fields of the template `APPROVAL_SLIP`. ZeroDivisionError without a list total."""
    return {
        "number": words(slip.number),
        "project": words(slip.project),
        "unit": words(slip.unit),
        "buyers": listed(slip.buyers),
        "list_total": show(slip.list_total),
        "deal_total": show(slip.deal_total),
        "deal_total_words": in_words(slip.deal_total),
        "discount_share": show_percent(discount_rate(slip.list_total, slip.deal_total)),
        "discount_amount": show(slip.list_total - slip.deal_total),
        "discounts": discount_words(slip.discounts),
        "payment_plan": words(slip.payment_plan),
        "deposit_received": show(slip.deposit_received),
        "receipt_numbers": listed(slip.receipt_numbers),
        "signed_on": day(slip.signed_on),
        "sign_due_on": day(slip.sign_due_on),
        "printed_on": day(slip.printed_on),
        "abnormal": listed(words(item) for item in slip.abnormal),
        "consultants": listed(slip.consultants),
        "opinion": pen(slip.opinion),
        "decision": pen(slip.decision),
        "comment": slip.comment,
        "manager": pen(slip.manager),
        "decided_on": pen_day(slip.decided_on),
    }


def plan_on_paper(
    lines: Sequence[PlanLine], deposit_due_on: date | None, signed_on: date | None
) -> tuple[PaperInstalment, ...]:
    """A payment plan as it stands on a paper: a date where it is known, else how long after the signing (5.4)."""
    return tuple(
        PaperInstalment(line.money_type, due_on(line, deposit_due_on, signed_on) or _when(line), line.amount)
        for line in lines
    )


def agreement_of(view: PaperView) -> SubscriptionPaper:
    """The agreement of a stored subscription. Raises Refusal while a day that the paper must state is not stated."""
    if view.sign_due_on is None or view.handover_due_on is None:
        raise Refusal(M("State the days of signing and of handover before the agreement is printed."))
    return SubscriptionPaper(
        number=view.paper_no or view.number,
        seller=view.seller,
        project=view.project,
        permit_number=view.permit_number,
        unit=view.unit,
        usage=view.usage,
        fitted=M("fully fitted") if view.fitted else M("bare shell"),
        built_area=view.built_area,
        inside_area=view.inside_area,
        shared_area=view.shared_area,
        pricing_basis=view.pricing_basis,
        unit_price=view.unit_price,
        list_total=view.list_total,
        discounts=view.discounts,
        deal_unit_price=view.deal_unit_price,
        deal_total=view.deal_total,
        payment_plan=view.payment_plan,
        instalments=plan_on_paper(view.instalments, view.deposit_due_on, None),
        deposit=view.deposit,
        deposit_due_on=view.deposit_due_on,
        signed_on=view.signed_on,
        sign_due_on=view.sign_due_on,
        handover_due_on=view.handover_due_on,
        buyers=tuple(
            PaperBuyer(
                name=each.facts.name,
                id_kind=each.facts.id_type,
                id_number=each.facts.id_no,
                phone=each.facts.phone,
                address=each.facts.address,
                share=each.facts.share,
                agent=listed(proxy_words(one) for one in each.facts.proxies),
                nationality=each.nationality,
                postcode=each.postcode,
            )
            for each in view.buyers
        ),
        consultants=view.consultants,
        manager=view.manager,
        special_terms=view.special_terms,
        copies=view.copies,
        location=view.location,
    )


def slip_of(view: SlipView) -> ApprovalSlip:
    """The approval slip of a stored subscription. Raises Refusal without a day by which the contract is signed."""
    if view.sign_due_on is None:
        raise Refusal(M("State the days of signing and of handover before the agreement is printed."))
    return ApprovalSlip(
        number=view.number,
        project=view.project,
        unit=view.unit,
        buyers=view.buyers,
        list_total=view.list_total,
        deal_total=view.deal_total,
        discounts=view.discounts,
        payment_plan=view.payment_plan,
        deposit_received=view.deposit_received,
        receipt_numbers=view.receipt_numbers,
        signed_on=view.signed_on,
        sign_due_on=view.sign_due_on,
        printed_on=view.printed_on,
        abnormal=view.abnormal,
        consultants=view.consultants,
        opinion=view.opinion,
        decision=view.decision or "",
        comment=view.comment,
        manager=view.manager,
        decided_on=view.decided_on,
    )


def proxy_words(one: ProxyFacts) -> str:
    """Who acts for a buyer, as the paper names him: role, name, relation, identity paper, power of attorney (3.6)."""
    said = [words(one.role), one.name, one.relation]
    if one.id_no:
        said.append(f"{words(one.id_type)} {one.id_no}")
    return " ".join(each for each in (*said, one.phone, one.proof) if each)


def discount_words(lines: Sequence[DiscountLine]) -> str:
    """Each discount with its basis and what it takes off, in the order in which they were applied (5.2)."""
    said = []
    for line in lines:
        if line.rate is None:
            said.append(M("{name}: {amount} yuan off", name=line.name, amount=show(line.amount)))
        else:
            rate = show_percent(line.rate)
            taken = show(line.amount)
            said.append(M("{name}: {rate} is kept, {amount} yuan off", name=line.name, rate=rate, amount=taken))
    return listed(say(one, LANGUAGE) for one in said)


def _known(value: int | None, shown: Callable[[int], str]) -> str:
    return BLANK if value is None else shown(value)


def _when(line: PlanLine) -> Words:
    if line.rule is DueRule.SIGNING and line.days:
        return M("within {days} days of signing the contract", days=line.days)
    if line.rule is DueRule.SIGNING:
        return M("on signing the contract")
    return line.rule


def _instalment(number: int, line: PaperInstalment) -> dict[str, Field]:
    due = day(line.due) if isinstance(line.due, date) else words(line.due)
    return {"number": str(number), "name": words(line.name), "due": due, "amount": show(line.amount)}


def _buyer(buyer: PaperBuyer) -> dict[str, Field]:
    return {
        "name": words(buyer.name),
        "id_kind": words(buyer.id_kind),
        "id_number": words(buyer.id_number),
        "phone": words(buyer.phone),
        "address": words(buyer.address),
        "share": BLANK if buyer.share is None else show_percent(buyer.share),
        "agent": words(buyer.agent),
        "nationality": words(buyer.nationality),
        "postcode": words(buyer.postcode),
    }
