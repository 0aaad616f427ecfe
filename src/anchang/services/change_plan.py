"""Change of the payment method before the contract (变更付款方式, domain 2.8, 5.4, G07).

    change_plan.ask -> change.submit -> change.approve (the manager) -> change.execute (finance)

From that day a newer version of the plan holds; what was paid pays its lines.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangeReason, ChangeState, Fault, Trigger
from anchang.domain.change_flows import CHANGE_PLAN
from anchang.domain.errors import AnchangError, Refusal, WrongState
from anchang.domain.money import show
from anchang.domain.plan import LoanKind, PlanKind
from anchang.domain.plan_change import why_not_change
from anchang.domain.units import ChangeRef, Fen, Name, Note, Rate, SubscriptionRef
from anchang.i18n import M, Msg
from anchang.services import change, plan_change
from anchang.services.act import Act
from anchang.services.change_kind import DASH, Effect, Kind, plain
from anchang.services.subscription_facts import paper
from anchang.services.subscription_form import PlanShare, Terms, choice_of
from anchang.services.use_case import Result, use_case
from anchang.storage import change_asked as asked
from anchang.storage import subscription_query as query
from anchang.storage.change_asked import ChangePlan
from anchang.storage.reading import Read
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanTerms:
    """The way of paying that is asked for. `plan_days` are those of the lump sum or of the down payment."""

    plan: PlanKind
    plan_days: int | None = None
    shares: tuple[PlanShare, ...] | None = None
    down_rate: Rate | None = None
    loan_days: int | None = None
    loan: LoanKind | None = None
    fund: Fen | None = None
    in_parts: bool | None = None

    @property
    def terms(self) -> Terms:
        """The same as the form of a subscription has it."""
        return Terms(
            plan=self.plan, plan_days=self.plan_days, shares=self.shares, down_rate=self.down_rate,
            loan_days=self.loan_days, loan=self.loan, fund=self.fund, in_parts=self.in_parts,
        )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class AskPlanChange(PlanTerms):
    """A buyer of a subscription in force wants to pay in another way."""

    subscription: SubscriptionRef
    reason_code: ChangeReason = ChangeReason.FUNDS
    reason: Note = ""
    fault: Fault = Fault.NONE
    applicant: Name = ""
    applied_on: date | None = None


@use_case(
    "change_plan.ask", action="change.ask", title=M("Ask for another payment plan"),
    done=M("Request {no}: {before} becomes {after}."),
)  # fmt: skip
def ask(act: Act, command: AskPlanChange) -> Result:
    """Write the application down; it can be handed in then. Raises Refusal when the plan does not fit the deal."""
    deal = paper(act, command.subscription)
    choice = choice_of(act, command.terms)
    found = plan_change.effect(act.read, deal, choice)
    reason = why_not_change(found.before, found.after)
    if reason is not None:
        raise Refusal(reason)
    request_id = change.open_request(
        act, command.subscription, ChangeKind.CHANGE_PLAN, trigger=Trigger.CUSTOMER_ASKS,
        reason_code=command.reason_code, reason=command.reason, fault=command.fault, applicant=command.applicant,
        applied_on=command.applied_on,
    )  # fmt: skip
    values = asked.choice_values(choice)
    act.work.insert(ChangePlan, project_id=act.project_id, request_id=request_id, **values)
    return change.answer(
        act, request_id, before=show(found.before.total), after=show(found.after.total),
        before_fen=found.before.total, after_fen=found.after.total,
    )  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class EditPlanChange(PlanTerms):
    """Another wish on the same application, while it is a draft."""

    request: ChangeRef
    version: int | None = None


@use_case(
    "change_plan.edit", action="change.ask", title=M("Change what a request asks for"),
    done=M("Request {no} asks for something else now."),
)  # fmt: skip
def edit(act: Act, command: EditPlanChange) -> Result:
    """Correct a request that was given back. Raises WrongState once it is handed in, Stale."""
    row = change.row_of(act, command.request)
    of_kind(row, ChangeKind.CHANGE_PLAN)
    choice = choice_of(act, command.terms)
    plan_change.effect(act.read, paper(act, row["subscription_id"]), choice)  # raises what does not fit
    known = asked.plan_row(act.read, row["id"])
    assert known is not None  # every request of this kind has one
    change.touched(act, row, command.version)
    act.work.update(ChangePlan, known["id"], **asked.choice_values(choice))
    return change.answer(act, row["id"])


def of_kind(row: Row, *kinds: ChangeKind) -> None:
    """Raise WrongState when a request is of another kind, or not a draft."""
    if ChangeKind(row["kind"]) not in kinds:
        raise WrongState(M("Request {no} asks for something else: {kind}.", no=row["no"], kind=ChangeKind(row["kind"])))
    if row["state"] != ChangeState.DRAFT:
        raise WrongState(M("Request {no} cannot be changed any more: {state}.", no=row["no"],
                           state=ChangeState(row["state"])))  # fmt: skip


def own(read: Read, row: Row) -> Msg | None:
    """Why the plan that is asked for cannot be now."""
    if row["executed_on"] is not None:
        return None
    found = plan_effect(read, row)
    return found if isinstance(found, Msg) else why_not_change(found.before, found.after)


def plan_effect(read: Read, row: Row) -> plan_change.PlanEffect | Msg:
    """Before and after as of today, or why it cannot be worked out."""
    deal, wanted = query.one(read, row["subscription_id"]), asked.plan_row(read, row["id"])
    assert deal is not None and wanted is not None  # the rules see every row
    try:
        return plan_change.effect(read, deal, asked.choice_of(wanted))
    except AnchangError as error:
        return error.message


def final_level(read: Read, row: Row) -> Level:
    """The manager's yes; finance's is the step that carries it out (2.8)."""
    del read, row
    return Level.MANAGER


def carry_out(act: Act, row: Row) -> Result:
    """The newer version of the plan holds from today."""
    wanted = asked.plan_row(act.read, row["id"])
    assert wanted is not None  # every request of this kind has one
    deal = paper(act, row["subscription_id"])
    found = plan_change.carry_out(act, deal, asked.choice_of(wanted), row["no"])
    act.work.update(
        ChangePlan, wanted["id"], kind_before=found.before.choice.kind.value, total_before=found.before.total,
        total_after=found.after.total,
    )  # fmt: skip
    return {
        "before_fen": found.before.total,
        "after_fen": found.after.total,
        "surplus_fen": found.surplus,
    }


def effect(read: Read, row: Row) -> list[Effect]:
    """The lines of old and new on the card."""
    wanted = asked.plan_row(read, row["id"])
    assert wanted is not None  # every request of this kind has one
    if wanted["total_after"] is not None:
        now = asked.choice_of(wanted)
        return [
            Effect(M("Payment plan"), PlanKind(wanted["kind_before"]).label, now.label),
            Effect(M("Deal total"), amount(wanted["total_before"]), amount(wanted["total_after"])),
        ]
    found = plan_effect(read, row)
    return [Effect(M("Payment plan"), M("as it is"), found)] if isinstance(found, Msg) else plan_lines(found)


def amount(fen: int) -> Msg:
    """An amount as a message of its own."""
    return plain(show(fen))


def plan_lines(found: plan_change.PlanEffect) -> list[Effect]:
    """Way, total, discounts and each payment, before and after."""
    before, after = found.before, found.after
    lines = [
        Effect(M("Payment plan"), before.choice.label, after.choice.label),
        Effect(M("Deal total"), amount(before.total), amount(after.total)),
        Effect(M("Discounts"), _names(before), _names(after)),
        Effect(M("Paid"), amount(before.paid), amount(after.paid)),
        Effect(M("Unpaid"), amount(before.unpaid), amount(after.unpaid)),
    ]
    for no in range(max(len(before.lines), len(after.lines))):
        lines.append(Effect(M("Payment {no}", no=no + 1), _line(before, no), _line(after, no)))
    if found.surplus:
        lines.append(Effect(M("On account"), DASH, amount(found.surplus)))
    return lines


def _names(side: plan_change.PlanSide) -> Msg:
    return plain(tuple(line.name for line in side.discounts) or ("-",))


def _line(side: plan_change.PlanSide, index: int) -> Msg:
    if index >= len(side.lines):
        return DASH
    line = side.lines[index]
    return M("{what} {amount}", what=line.money_type, amount=show(line.amount))


KIND = Kind(CHANGE_PLAN, final_level, carry_out, effect, own, edits=True, new_receipts=False)
