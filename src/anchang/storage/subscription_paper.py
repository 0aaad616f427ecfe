"""What the subscription's papers say, as frozen facts for whoever prints them (3.6, 3.7).

ID numbers and phones come as `read` may show them: a use case that prints asks with `act.read` and is journalled.
"""

from dataclasses import dataclass, replace
from datetime import date

from anchang.domain.approval import Decision
from anchang.domain.discount import DiscountLine
from anchang.domain.measure import show_percent
from anchang.domain.plan import LoanKind, PlanKind, PlanLine, plan_words
from anchang.domain.price_list import PricingBasis, Usage
from anchang.domain.subscription import abnormal_items
from anchang.i18n import Msg
from anchang.storage import project as projects
from anchang.storage import receipt
from anchang.storage import staff as people
from anchang.storage import subscription_parts as parts
from anchang.storage import subscription_query as query
from anchang.storage import subscription_warnings as warned
from anchang.storage.approval import decisions
from anchang.storage.reading import Read
from anchang.storage.subscription_query import BuyerView
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True)
class PaperView:
    """The agreement: money in fen, areas in 0.0001 ㎡, None where nobody knows; `copies` is a setting."""

    number: str
    paper_no: str
    seller: str
    project: str
    permit_number: str
    unit: str
    usage: Usage
    fitted: bool
    built_area: int | None
    inside_area: int | None
    shared_area: int | None
    pricing_basis: PricingBasis
    unit_price: int | None
    list_total: int
    discounts: tuple[DiscountLine, ...]
    deal_unit_price: int | None
    deal_total: int
    payment_plan: Msg
    instalments: tuple[PlanLine, ...]
    deposit: int
    deposit_due_on: date | None
    signed_on: date
    sign_due_on: date | None
    handover_due_on: date | None
    buyers: tuple[BuyerView, ...]
    consultants: tuple[str, ...]
    manager: str
    special_terms: tuple[str, ...]
    copies: int
    location: str


@dataclass(frozen=True, slots=True)
class SlipView:
    """The approval slip; `abnormal` are the items that want a second look, `decision` is None while nobody decided."""

    number: str
    project: str
    unit: str
    buyers: tuple[str, ...]
    list_total: int
    deal_total: int
    discounts: tuple[DiscountLine, ...]
    payment_plan: Msg
    deposit_received: int
    receipt_numbers: tuple[str, ...]
    signed_on: date
    sign_due_on: date | None
    printed_on: date
    abnormal: tuple[Msg, ...]
    consultants: tuple[str, ...]
    opinion: str
    decision: Decision | None
    comment: str
    manager: str
    decided_on: date | None


def _name(read: Read, staff_id: int | None) -> str:
    person = None if staff_id is None else people.by_id(read.connection, staff_id)
    return "" if person is None else person.name


def _consultants(read: Read, row: Row) -> tuple[str, ...]:
    """Their names, with the shares where they share (3.6)."""
    found = parts.shares_of(read, row)
    return tuple(name if len(found) == 1 else f"{name} {show_percent(rate)}" for _, name, rate in found)


def _reviewer(read: Read, row: Row) -> str:
    found = [
        each.approver
        for each in decisions(read, "subscription", row["id"])
        if each.level == "review" and each.decision is Decision.APPROVED
    ]
    return found[-1] if found else ""


def _project(read: Read) -> projects.ProjectView:
    return next(each for each in projects.all_projects(read.connection) if each.id == read.project_id)


def paper(read: Read, subscription_id: int) -> PaperView | None:
    """All that the agreement says; None outside of the person's scope."""
    row = query.one(read, subscription_id)
    if row is None:
        return None
    unit, project = query.unit_of(read, row), _project(read)
    return PaperView(
        number=row["sub_no"],
        paper_no=row["paper_no"],
        seller=project.developer,
        project=project.name,
        permit_number=row["permit_no"],
        unit=unit["label"],
        usage=Usage(unit["usage"]),
        fitted=row["fitted"],
        built_area=row["built_area"],
        inside_area=row["inside_area"],
        shared_area=row["shared_area"],
        pricing_basis=PricingBasis(row["pricing_basis"]),
        unit_price=row["unit_price"],
        list_total=row["list_total"],
        discounts=query.discount_lines(read, row),
        deal_unit_price=row["deal_unit_price"],
        deal_total=row["deal_total"],
        payment_plan=plan_words(PlanKind(row["plan_kind"]), LoanKind(row["loan_kind"])),
        instalments=query.plan_lines(read, row),
        deposit=row["deposit_amount"],
        deposit_due_on=row["deposit_due_on"],
        signed_on=row["signed_on"],
        sign_due_on=row["sign_due_date"],
        handover_due_on=row["handover_due"],
        buyers=query.buyers(read, row),
        consultants=_consultants(read, row),
        manager=_reviewer(read, row),
        special_terms=tuple(line for line in row["special_terms"].splitlines() if line.strip()),
        copies=int(read.settings["subscription_copies"]),
        location="".join((project.address, unit["building"], unit["entrance"], unit["room_no"])),
    )


def approval_slip(read: Read, subscription_id: int) -> SlipView | None:
    """All that the slip says; None outside of the person's scope. A purchase by staff is known by its phone number."""
    row = query.one(read, subscription_id)
    if row is None:
        return None
    known = query.buyers(replace(read, unmasked=True), row)
    phones = {person.phone for person in people.everybody(read.connection) if person.phone}
    items = abnormal_items(
        query.facts(read, row, warnings=warned.other_warnings(read, row)),
        int(read.settings["deposit_cap_rate"]),
        staff_purchase=any(each.facts.phone in phones for each in known),
    )
    return SlipView(
        number=row["sub_no"],
        project=_project(read).name,
        unit=query.unit_of(read, row)["label"],
        buyers=tuple(each.facts.name for each in known),
        list_total=row["list_total"],
        deal_total=row["deal_total"],
        discounts=query.discount_lines(read, row),
        payment_plan=plan_words(PlanKind(row["plan_kind"]), LoanKind(row["loan_kind"])),
        deposit_received=receipt.deposit_received(read, subscription_id),
        receipt_numbers=tuple(receipt.receipts_of(read, subscription_id)),
        signed_on=row["signed_on"],
        sign_due_on=row["sign_due_date"],
        printed_on=read.today,
        abnormal=items,
        consultants=_consultants(read, row),
        opinion=row["opinion"],
        decision=Decision(row["slip_decision"]) if row["slip_decision"] else None,
        comment=row["slip_comment"],
        manager=_name(read, row["slip_by"]),
        decided_on=row["slip_on"],
    )
