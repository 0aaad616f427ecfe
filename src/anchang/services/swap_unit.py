"""Swap of the unit before the contract (换房 / 换定, domain 2.8, 2.16, 5.12, Q-08, Q-29, Q-33).

    swap_unit.ask -> change.submit (the other unit is kept) -> change.approve -> change_money.check -> change.execute

Carried out in one act: the new paper in force on the new unit, the old one replaced, its unit locked, the money moved
by transfer. Whoever comes second for the other unit is told who has it, and nothing has happened.
"""

from __future__ import annotations

from dataclasses import dataclass, replace
from datetime import date
from typing import Any

from anchang.domain.access import Role
from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangeReason, Fault, Trigger, check_fee
from anchang.domain.change_flows import SWAP_UNIT
from anchang.domain.errors import Refusal, UnitTaken, nothing_there
from anchang.domain.hold import ClaimKind, HoldType
from anchang.domain.measure import show_area, show_percent
from anchang.domain.money import show
from anchang.domain.plan import LoanKind, PlanKind
from anchang.domain.plan_choice import PlanChoice
from anchang.domain.subscription import SUBSCRIPTION
from anchang.domain.text import clean
from anchang.domain.unit_swap import SwapGround, SwapSide
from anchang.domain.units import ChangeRef, Fen, Name, Note, Rate, SubscriptionRef, UnitRef
from anchang.i18n import M, Msg
from anchang.services import change, change_fee, claim, swap_paper, unit_swap, voucher
from anchang.services.act import Act
from anchang.services.change_kind import DASH, Effect, Kind, plain
from anchang.services.change_plan import amount, of_kind
from anchang.services.subscription_facts import facts_of, paper
from anchang.services.subscription_form import PlanShare, Terms, choice_of
from anchang.services.use_case import Result, use_case
from anchang.storage import change_asked as asked
from anchang.storage import subscription_query as query
from anchang.storage.change import ChangeRequest
from anchang.storage.change_asked import ChangePlan, ChangeUnit
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row

PREFIX = "RG"


@dataclass(frozen=True, slots=True, kw_only=True)
class SwapTerms:
    """The other unit, and how it is paid: as the old one where no plan is named. `relation` says what special relation
    there is, where the swap rests on one."""

    unit: UnitRef
    plan: PlanKind | None = None
    plan_days: int | None = None
    shares: tuple[PlanShare, ...] | None = None
    down_rate: Rate | None = None
    loan_days: int | None = None
    loan: LoanKind | None = None
    fund: Fen | None = None
    in_parts: bool | None = None
    relation: str = ""

    @property
    def terms(self) -> Terms:
        """The way of paying as the form of a subscription has it."""
        return Terms(
            plan=self.plan, plan_days=self.plan_days, shares=self.shares, down_rate=self.down_rate,
            loan_days=self.loan_days, loan=self.loan, fund=self.fund, in_parts=self.in_parts,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AskSwap(SwapTerms):
    """A buyer of a subscription in force wants another unit instead."""

    subscription: SubscriptionRef
    fee: Fen = 0
    reason_code: ChangeReason = ChangeReason.UNIT
    reason: Note = ""
    fault: Fault = Fault.NONE
    applicant: Name = ""
    applied_on: date | None = None


@use_case(
    "swap_unit.ask", action="change.ask", title=M("Ask for another unit instead"),
    done=M("Request {no}: {unit} becomes {new_unit}, {difference} more."),
)  # fmt: skip
def ask(act: Act, command: AskSwap) -> Result:
    """Write the application down; handing it in keeps the other unit. Raises Refusal with what speaks against it."""
    deal = paper(act, command.subscription)
    unit = claim.unit_row(act, command.unit)
    choice = _choice(act, deal, command)
    relation = clean(command.relation, "relation", limit=200)
    check_fee(command.fee, 0, command.fault)
    found = unit_swap.effect(act.read, deal, unit, choice, fault=command.fault, relation=relation)
    if found.why_not is not None:
        raise Refusal(M("Unit {unit}: {reason}", unit=unit["label"], reason=found.why_not))
    _still_free(act, unit, deal)
    request_id = change.open_request(
        act, command.subscription, ChangeKind.SWAP_UNIT,
        trigger=Trigger.COMPANY_CANNOT if command.fault is Fault.COMPANY else Trigger.CUSTOMER_ASKS,
        reason_code=command.reason_code, reason=command.reason, fault=command.fault, applicant=command.applicant,
        applied_on=command.applied_on, fee=command.fee,
    )  # fmt: skip
    act.work.insert(
        ChangeUnit, project_id=act.project_id, request_id=request_id, **_unit_values(act, unit, relation)
    )
    act.work.insert(ChangePlan, project_id=act.project_id, request_id=request_id, **asked.choice_values(choice))
    return change.answer(
        act, request_id, new_unit=unit["label"], difference=show(found.difference),
        difference_fen=found.difference,
    )  # fmt: skip


def _unit_values(act: Act, unit: Row, relation: str) -> dict[str, Any]:
    return {
        "unit_id": unit["id"],
        "price_date": act.today,
        "list_total": unit["list_total"],
        "relation": relation,
    }


def _choice(act: Act, deal: Row, command: SwapTerms) -> PlanChoice:
    return query.choice(act.read, deal) if command.plan is None else choice_of(act, command.terms)


def _still_free(act: Act, unit: Row, deal: Row, *, request: str = "") -> Row | None:
    """The live claim of the other unit where it is on hold for this buyer. Raises UnitTaken that says who has it."""
    found = claim.live(act, unit["id"])
    if found is None or claim.has_lapsed(found, act.now):
        return None
    mine = found["kind"] == ClaimKind.HOLD and found["customer_id"] == deal["customer_id"]
    for_another = found["hold_type"] == HoldType.SWAP and found["note"] != request
    if not mine or found["subscription_id"] is not None or for_another:
        raise UnitTaken(claim.holder_words(act.read, unit["label"], found))
    return found


@dataclass(frozen=True, slots=True, kw_only=True)
class EditSwap(SwapTerms):
    """Another wish on the same application, while it is a draft."""

    request: ChangeRef
    version: int | None = None


@use_case(
    "swap_unit.edit", action="change.ask", title=M("Change what a request asks for"),
    done=M("Request {no} asks for something else now."),
)  # fmt: skip
def edit(act: Act, command: EditSwap) -> Result:
    """Correct a request that was given back; a unit that is not asked for any more is free at once.

    Raises WrongState once it is handed in, Refusal, UnitTaken, Stale.
    """
    row = change.row_of(act, command.request)
    of_kind(row, ChangeKind.SWAP_UNIT)
    deal = paper(act, row["subscription_id"])
    unit = claim.unit_row(act, command.unit)
    choice = _choice(act, deal, command)
    relation = clean(command.relation, "relation", limit=200)
    found = unit_swap.effect(act.read, deal, unit, choice, fault=Fault(row["fault"]), relation=relation)
    if found.why_not is not None:
        raise Refusal(M("Unit {unit}: {reason}", unit=unit["label"], reason=found.why_not))
    _still_free(act, unit, deal, request=row["no"])
    wanted, plan = asked.unit_row(act.read, row["id"]), asked.plan_row(act.read, row["id"])
    assert wanted is not None and plan is not None  # every request of this kind has both
    change.touched(act, row, command.version)
    if wanted["unit_id"] != unit["id"]:
        dropped(act, row)
    act.work.update(ChangeUnit, wanted["id"], **_unit_values(act, unit, relation))
    act.work.update(ChangePlan, plan["id"], **asked.choice_values(choice))
    return change.answer(act, row["id"])


def handed_in(act: Act, row: Row) -> None:
    """The other unit is kept for this buyer until the request is over. Raises UnitTaken, Refusal."""
    wanted = asked.unit_row(act.read, row["id"])
    assert wanted is not None  # every request of this kind has one
    claim.end_lapsed(act, wanted["unit_id"])
    unit, deal = claim.unit_row(act, wanted["unit_id"]), paper(act, row["subscription_id"])
    held = _still_free(act, unit, deal, request=row["no"])
    if held is None:
        claim.take(
            act, unit["id"], ClaimKind.HOLD, HoldType.SWAP, deal["customer_id"], deal["consultant_id"], note=row["no"]
        )
    elif held["hold_type"] != HoldType.SWAP:
        claim.advance(
            act, unit["id"], ClaimKind.HOLD, hold_type=HoldType.SWAP, clear_expiry=True, note=row["no"]
        )


def dropped(act: Act, row: Row) -> None:
    """The request is over without being carried out: the other unit is on sale again."""
    wanted = asked.unit_row(act.read, row["id"])
    assert wanted is not None  # every request of this kind has one
    held = claim.live(act, wanted["unit_id"])
    if held is not None and held["hold_type"] == HoldType.SWAP and held["note"] == row["no"]:
        claim.end(act, wanted["unit_id"], row["no"], has_receipt=False, swap_over=True)


def _effect(read: Read, row: Row) -> unit_swap.SwapEffect:
    deal = query.one(read, row["subscription_id"])
    wanted, plan = asked.unit_row(read, row["id"]), asked.plan_row(read, row["id"])
    assert deal is not None and wanted is not None and plan is not None  # the rules see every row
    unit = query.unit_of(read, wanted)
    return unit_swap.effect(
        read, deal, unit, asked.choice_of(plan), fault=Fault(row["fault"]), relation=wanted["relation"]
    )


def own(read: Read, row: Row) -> Msg | None:
    """Why the buyer may not have that unit now: the rules, another list price, or that it is not kept any more."""
    if row["executed_on"] is not None:
        return None
    wanted = asked.unit_row(read, row["id"])
    assert wanted is not None  # every request of this kind has one
    unit = query.unit_of(read, wanted)
    if unit["list_total"] != wanted["list_total"]:
        return M("the list price of {unit} has changed; ask anew", unit=unit["label"])
    return _effect(read, row).why_not or change_fee.why_unpaid(read, row)


def final_level(read: Read, row: Row) -> Level:
    """The director where the other unit is cheaper or hotter, else the manager (2.8)."""
    return _effect(read, row).level


def carry_out(act: Act, row: Row) -> Result:
    """The whole swap; see the module. Raises what the papers' and the units' guards say, and then nothing happened."""
    wanted, plan = asked.unit_row(act.read, row["id"]), asked.plan_row(act.read, row["id"])
    assert wanted is not None and plan is not None  # every request of this kind has both
    old = paper(act, row["subscription_id"])
    unit = claim.unit_row(act, wanted["unit_id"])
    choice = asked.choice_of(plan)
    found = _effect(act.read, {**row, "executed_on": None})
    assert found.price is not None  # `own` has refused anything else
    new_id = swap_paper.write(act, row, old, unit, choice, tuple(line.code for line in found.price.lines))
    act.move(SUBSCRIPTION, "replace", Subscription, old, facts_of(act, old, request_executed=True), as_system=True)
    claim.lock_return(act, old["unit_id"], f"{row['no']} {row['reason']}".strip())
    made, receipts = voucher.transfer(act, old["id"], new_id, request_id=row["id"], reason=row["no"])
    swap_paper.in_force(act, new_id, unit["id"])
    act.work.update(ChangeRequest, row["id"], ended_on=act.today)
    act.work.update(ChangeUnit, wanted["id"], new_subscription_id=new_id)
    act.work.update(
        ChangePlan, plan["id"], kind_before=old["plan_kind"], total_before=old["deal_total"],
        total_after=found.new.total,
    )  # fmt: skip
    new = act.must(Subscription, new_id, M("subscription"))
    return {
        "new_sub_no": new["sub_no"],
        "new_unit": unit["label"],
        "voucher": made.no,
        "moved_fen": made.amount,
        "receipts": ", ".join(receipts),
    }


def effect(read: Read, row: Row) -> list[Effect]:
    """The lines of old and new on the card."""
    wanted, plan = asked.unit_row(read, row["id"]), asked.plan_row(read, row["id"])
    assert wanted is not None and plan is not None  # every request of this kind has both
    if plan["total_after"] is not None:
        return _done(read, row, wanted, plan)
    found = _effect(read, row)
    old, new = found.old, found.new
    lines = [
        Effect(M("Unit"), plain(old.unit), plain(new.unit)),
        Effect(M("Built area"), _area(old), _area(new)),
        Effect(M("Deal total"), amount(old.total), amount(new.total)),
        Effect(M("Difference"), DASH, amount(found.difference)),
        Effect(M("Share sold of this kind"), _share(old), _share(new)),
        Effect(M("Money moved"), amount(found.money), amount(found.paid)),
        Effect(M("Accepted because"), DASH, plain(tuple(map(_label, found.grounds)) or ("-",))),
    ]  # fmt: skip
    if wanted["relation"]:
        lines.append(Effect(M("Special relation"), DASH, plain(wanted["relation"])))
    if found.surplus:
        lines.append(Effect(M("On account"), DASH, amount(found.surplus)))
    if found.why_not is not None:
        lines.append(Effect(M("Against it"), DASH, found.why_not))
    return lines


def _done(read: Read, row: Row, wanted: Row, plan: Row) -> list[Effect]:
    old, new = (
        query.unit_of(read, {"unit_id": unit_id})["label"] for unit_id in (row["unit_id"], wanted["unit_id"])
    )
    paper_row = query.one(read, wanted["new_subscription_id"])
    before = query.one(read, row["subscription_id"])
    return [
        Effect(M("Unit"), plain(old), plain(new)),
        Effect(
            M("Subscription"),
            plain("" if before is None else before["sub_no"]),
            plain("" if paper_row is None else paper_row["sub_no"]),
        ),
        Effect(M("Deal total"), amount(plan["total_before"]), amount(plan["total_after"])),
    ]


def _label(ground: SwapGround) -> Msg:
    return ground.label


def preview(
    read: Read, subscription_id: int, unit_id: int, choice: PlanChoice, fault: Fault, relation: str
) -> Msg:
    """What the other unit would cost, on what ground and whose yes it needs, in one sentence; or why not."""
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    deal, unit = query.one(truth, subscription_id), query.unit_of(truth, {"unit_id": unit_id})
    if deal is None:
        raise nothing_there(M("subscription"), subscription_id)
    found = unit_swap.effect(truth, deal, unit, choice, fault=fault, relation=relation)
    if found.why_not is not None:
        return found.why_not
    return M(
        "{total}, that is {difference} more; {grounds}; the {level} decides",
        total=show(found.new.total), difference=show(found.difference), grounds=tuple(map(_label, found.grounds)),
        level=found.level,
    )  # fmt: skip


def _area(side: SwapSide) -> Msg:
    return M("not known") if side.area is None else M("{area} ㎡", area=show_area(side.area))


def _share(side: SwapSide) -> Msg:
    return plain(show_percent(side.heat))


KIND = Kind(SWAP_UNIT, final_level, carry_out, effect, own, dropped, handed_in=handed_in, money_check=True, edits=True)
