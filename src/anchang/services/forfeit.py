"""Forfeiture (挞定): opening the case, the two notices, the remedy before it, and the way back after it (2.8).

What is shared (handing in, decisions, carrying out, filing) stands in `change`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.authority import Level
from anchang.domain.change import ChangeKind, ChangeReason, Fault, ServiceWay, Trigger
from anchang.domain.customer import ProgramReason
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.forfeit import FORFEIT, grace_until, trigger_holds
from anchang.domain.money import show
from anchang.domain.subscription import SUBSCRIPTION, SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import ChangeRef, Fen, Name, Note, SubscriptionRef
from anchang.i18n import M, say
from anchang.services import allocation, change, claim, lead, paper_claim, settlement, voucher
from anchang.services.act import Act
from anchang.services.change_facts import NOUN, facts_of
from anchang.services.change_kind import Effect, Kind
from anchang.services.subscription_facts import facts_of as paper_facts
from anchang.services.subscription_facts import paper
from anchang.services.use_case import Result, use_case
from anchang.storage import change_query as query
from anchang.storage import contract as contracts
from anchang.storage.change import ChangeRequest
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row


def _both(read: Read, row: Row) -> Level:
    del read, row
    return Level.DIRECTOR


def carry_out(act: Act, row: Row) -> Result:
    """The deposit is kept up to the cap, the rest goes back, the unit is locked, the lead is lost with its history."""
    found = settlement.end_deal(act, row, "forfeit")
    lead.fell_through(act, row["customer_id"], ProgramReason.FORFEITED, row["reason"])
    return found


def effect(read: Read, row: Row) -> list[Effect]:
    """Old and new, for the card."""
    return settlement.effect(read, row, SubscriptionState.FORFEITED)


KIND = Kind(FORFEIT, _both, carry_out, effect, both=True)


@dataclass(frozen=True, slots=True)
class OpenForfeit:
    """A case about a subscription: why it begins, what the real cause is. `keep` is less than the most, by goodwill."""

    subscription: SubscriptionRef
    trigger: Trigger = Trigger.NOT_SIGNED
    reason_code: ChangeReason = ChangeReason.OTHER
    reason: Note = ""
    applicant: Name = ""
    applied_on: date | None = None
    keep: Fen | None = None


@use_case("forfeit.open", title=M("Open a forfeiture"), done=M("Case {no} about {sub_no} is opened."))
def open_case(act: Act, command: OpenForfeit) -> Result:
    """Open a case. Raises Refusal while the contract may still be signed in time, or another request is open."""
    deal = paper(act, command.subscription)
    if command.trigger is Trigger.COMPANY_CANNOT:
        raise BadInput(M("Nothing is forfeited where the company cannot sell; write a cancellation."), "trigger")
    if command.keep is not None and not 0 <= command.keep <= settlement.most_kept(act.read, deal):
        raise Refusal(M("At most {most} may be kept.", most=show(settlement.most_kept(act.read, deal))))
    request_id = change.open_request(
        act, command.subscription, ChangeKind.FORFEIT, trigger=command.trigger, reason_code=command.reason_code,
        reason=command.reason, fault=Fault.BUYER, applicant=command.applicant, applied_on=command.applied_on,
        keep=command.keep,
    )  # fmt: skip
    row = act.must(ChangeRequest, request_id, NOUN)
    reason = trigger_holds(facts_of(act.read, row))
    if reason is not None:
        raise Refusal(M("{step}: {reason}", step=M("Open a forfeiture"), reason=reason))
    return change.answer(act, request_id)


def delay_ran_out(act: Act, deal: Row, delay_no: str) -> str:
    """2.19 «executed → expired: case §2.8 opened»: the program opens it, the manager decides «can extend / cannot».

    Its number; empty where another request is about the deal already, or its contract is on the way to the signature.
    """
    if paper_claim.why_not(act.read, deal) is not None or contracts.live_of(act.read, deal["id"]) is not None:
        return ""
    request_id = change.open_request(
        act, deal["id"], ChangeKind.FORFEIT, trigger=Trigger.DELAY_EXPIRED, reason_code=ChangeReason.OTHER,
        reason=say(M("Delay {no} ran out on {day} without a signature.", no=delay_no, day=deal["sign_due_date"])),
        fault=Fault.BUYER,
    )  # fmt: skip
    return str(act.must(ChangeRequest, request_id, NOUN)["no"])


@dataclass(frozen=True, slots=True)
class ServeNotice:
    """When and how the notice reached the customer."""

    request: ChangeRef
    way: ServiceWay
    on: date | None = None
    version: int | None = None


@dataclass(frozen=True, slots=True)
class ServeTermination(ServeNotice):
    """When and how the notice of termination reached the customer."""


@dataclass(frozen=True, slots=True)
class RemedyForfeit(change.ExplainedStep):
    """What was agreed, so that the customer stays with the original."""


@dataclass(frozen=True, slots=True)
class AskBack(change.ExplainedStep):
    """Why the forfeited subscription is to come into force again."""


@dataclass(frozen=True, slots=True)
class RefuseBack(change.ExplainedStep):
    """Why it stays forfeited."""


@use_case(
    "forfeit.serve_notice", step=(FORFEIT, "serve_notice"), title=M("Serve the notice to sign"),
    done=M("The notice of {no} is served; the customer may sign until {until}."),
)  # fmt: skip
def serve_notice(act: Act, command: ServeNotice) -> Result:
    """Note that the notice to sign (签约通知书) was served: the grace begins. Raises Refusal."""
    row = change.row_of(act, command.request)
    on = command.on or act.today
    facts = facts_of(change.read_as(act), row, notice_on=on, notice_way=command.way)
    act.move(
        FORFEIT, "serve_notice", ChangeRequest, row, facts, expect=command.version, notice_on=on,
        notice_way=command.way.value,
    )  # fmt: skip
    until = grace_until(on, int(act.settings["notice_days"]))
    return change.answer(act, row["id"], until=until.isoformat())


@use_case(
    "forfeit.terminate", step=(FORFEIT, "terminate"), title=M("Serve the termination notice"),
    done=M("The termination notice of {no} is served; the manager and the director decide."),
)  # fmt: skip
def terminate(act: Act, command: ServeTermination) -> Result:
    """Note that the termination notice (终止协议通知书) was served. Raises Refusal before the grace is over."""
    row = change.row_of(act, command.request)
    on = command.on or act.today
    facts = facts_of(change.read_as(act), row, termination_on=on)
    act.move(
        FORFEIT, "terminate", ChangeRequest, row, facts, expect=command.version, termination_on=on,
        termination_way=command.way.value, **change.submitted(act, row),
    )  # fmt: skip
    return change.answer(act, row["id"])


@use_case(
    "forfeit.remedy", step=(FORFEIT, "remedy"), title=M("Remedy: stay with the original"),
    done=M("Case {no} is remedied; {sub_no} stays in force."),
)  # fmt: skip
def remedy(act: Act, command: RemedyForfeit) -> Result:
    """The customer stays with the original before the breach is declared (补救). Raises Refusal without a reason."""
    row = change.row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(change.read_as(act), row, comment=act.reason)
    act.move(FORFEIT, "remedy", ChangeRequest, row, facts, expect=command.version, waits_for="", end_reason=act.reason)
    change.drop(act, row)
    return change.answer(act, row["id"])


# The way back, while the unit is still locked.


@use_case(
    "forfeit.ask_back", step=(FORFEIT, "ask_back"), title=M("Ask for the reactivation"),
    done=M("The reactivation of {sub_no} waits for the director."),
)  # fmt: skip
def ask_back(act: Act, command: AskBack) -> Result:
    """Ask that a forfeited subscription comes into force again. Raises Refusal once its unit is released."""
    row = change.row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(change.read_as(act), row, comment=act.reason)
    act.move(
        FORFEIT, "ask_back", ChangeRequest, row, facts, expect=command.version, back_reason=act.reason,
        back_by=act.actor.id,
    )  # fmt: skip
    return change.answer(act, row["id"])


@dataclass(frozen=True, slots=True)
class Reactivate:
    """The director's yes; `sign_due` is the new day by which the contract is signed."""

    request: ChangeRef
    sign_due: date
    comment: Note = ""
    version: int | None = None


@use_case(
    "forfeit.reactivate", step=(FORFEIT, "reactivate"), title=M("Reactivate the subscription"),
    done=M("{sub_no} is in force again; {unit} is subscribed."),
)  # fmt: skip
def reactivate(act: Act, command: Reactivate) -> Result:
    """Bring a forfeited subscription back (挞定激活): its vouchers end, its money pays again, its unit is its own.

    Raises NotAllowed for whoever asked, Refusal once the unit is released or money left the house.
    """
    row = change.row_of(act, command.request)
    if command.sign_due < act.today:
        raise BadInput(M("{day} is over already.", day=command.sign_due), "sign_due")
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000) or row["back_reason"]
    act.move(
        FORFEIT, "reactivate", ChangeRequest, row, facts_of(change.read_as(act), row), expect=command.version,
        makers=(row["back_by"], *query.makers(row)), revived_on=act.today,
    )  # fmt: skip
    deal = act.must(Subscription, row["subscription_id"], M("subscription"))
    voucher.take_back(act, row["id"], act.reason)
    act.move(
        SUBSCRIPTION, "reactivate", Subscription, deal, paper_facts(act, deal, request_executed=True), as_system=True,
        sign_due_date=command.sign_due,
    )  # fmt: skip
    claim.unlock_return(act, deal["unit_id"], deal["customer_id"], deal["consultant_id"], subscription_id=deal["id"])
    allocation.settle(act, deal["id"])
    lead.back_again(act, row["customer_id"], act.reason)
    return change.answer(act, row["id"])


@use_case(
    "forfeit.refuse_back", step=(FORFEIT, "refuse_back"), title=M("Refuse the reactivation"),
    done=M("{sub_no} stays forfeited."),
)  # fmt: skip
def refuse_back(act: Act, command: RefuseBack) -> Result:
    """Leave it forfeited, with the reason. Raises Refusal without one."""
    row = change.row_of(act, command.request)
    act.reason = clean(command.comment, "comment", multiline=True, limit=4000)
    facts = facts_of(change.read_as(act), row, comment=act.reason)
    act.move(FORFEIT, "refuse_back", ChangeRequest, row, facts, expect=command.version)
    return change.answer(act, row["id"])
