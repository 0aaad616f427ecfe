"""The contract up to its signature: appointed, drawn up, checked, signed, or void (2.4, 3.25).

What follows the signature stands in `contract_filing`, hand-overs of copies in `custody`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from anchang.domain.contract import CONTRACT, ContractState, first_payment_in, subscription_in_force
from anchang.domain.contract_check import CheckKind
from anchang.domain.contract_desk import UNSIGNED
from anchang.domain.errors import BadInput, NotAllowed, Refusal, WrongState
from anchang.domain.flow import OWN_WORK
from anchang.domain.hold import ClaimKind
from anchang.domain.money import show
from anchang.domain.text import clean
from anchang.domain.units import ContractRef, Note, Rate, StaffRef, SubscriptionRef
from anchang.i18n import M
from anchang.services import allocation, claim, lead, paper_claim, subscription
from anchang.services.act import Act
from anchang.services.contract_facts import Row, facts_of, named, row_of
from anchang.services.contract_filing import archive, collect, file, seal, send_for_filing
from anchang.services.subscription_facts import paper
from anchang.services.subscription_parts import proxy_values
from anchang.services.use_case import Result, use_case
from anchang.storage import contract as rows
from anchang.storage import plan as plans
from anchang.storage import subscription_parts, subscription_query
from anchang.storage.contract import Contract, ContractBuyer, ContractCheck, ContractProxy
from anchang.storage.numbering import next_seq
from anchang.storage.work import Clash

__all__ = ["archive", "collect", "file", "seal", "send_for_filing"]

SNAPSHOT = ("deal_total", "pricing_basis", "built_area", "inside_area", "shared_area")


@dataclass(frozen=True, slots=True)
class AppointContract:
    """When the customer comes to sign, with whom, and the papers that he was told to bring."""

    subscription: SubscriptionRef
    at: datetime
    with_staff: StaffRef | None = None
    papers: Note = ""


@use_case("contract.appoint", title=M("Appoint the signing"), done=M("The signing is appointed as contract {no}."))
def appoint(act: Act, command: AppointContract) -> Result:
    """Begin a contract from a subscription in force. Raises Refusal, and when it has a contract already."""
    deal = paper(act, command.subscription)
    live = rows.live_of(act.read, deal["id"])
    if live is not None:
        raise Refusal(
            M("There is a contract of this subscription already: {no}.", no=live["contract_no"] or live["no"])
        )
    year = act.today.year
    seq = next_seq(act.read, Contract, year)
    values: dict[str, Any] = {
        "no": f"HT{year}-{seq:06d}",
        "year": year,
        "seq": seq,
        "state": act.born(CONTRACT),
        "subscription_id": deal["id"],
        "unit_id": deal["unit_id"],
        "customer_id": deal["customer_id"],
        "consultant_id": deal["consultant_id"],
        "appointed_at": command.at,
        "appointed_with": command.with_staff,
        "papers": clean(command.papers, "papers", limit=4000, multiline=True),
        "business_date": act.today,
        "maker_id": act.actor.id,
    }
    contract_id = act.work.insert(Contract, project_id=act.project_id, **values)
    reason = subscription_in_force(facts_of(act.read, row_of(act, contract_id)))
    if reason is not None:
        raise Refusal(reason)
    return {"id": contract_id, "no": values["no"]}


@dataclass(frozen=True, slots=True)
class DraftContract:
    """What stands in the contract beyond its subscription. The paper's number is the office's own where none is given.

    `late_rate` a day and `rescind_rate` are rates; `late_days` is the N of the late-payment clause (5.5).
    """

    contract: ContractRef
    contract_no: str = ""
    handover_due: date | None = None
    mortgaged: bool = False
    buyer_informed: bool = False
    construction_clauses: bool = False
    late_rate: Rate | None = None
    late_days: int | None = None
    rescind_rate: Rate | None = None
    area_clause: Note = ""
    version: int | None = None


@use_case(
    "contract.draft", step=(CONTRACT, "draft"), title=M("Draw up the contract"), done=M("Contract {no} is drawn up.")
)
def draft(act: Act, command: DraftContract) -> Result:
    """Take the snapshot of buyers, areas, price and plan. Raises BadInput when the paper's number is taken."""
    row = row_of(act, command.contract)
    deal = paper(act, row["subscription_id"])
    number = clean(command.contract_no, "contract_no", limit=60) or row["no"]
    lines = plans.current_lines(act.work.connection, deal["id"])
    facts = facts_of(act.read, row, mortgaged=command.mortgaged, buyer_informed=command.buyer_informed)
    try:
        act.move(
            CONTRACT,
            "draft",
            Contract,
            row,
            facts,
            expect=command.version,
            contract_no=number,
            plan_version_id=lines[0].plan_version_id if lines else None,
            **{
                name: deal[name] for name in ("deal_total", "pricing_basis", "built_area", "inside_area", "shared_area")
            },
            handover_due=command.handover_due or deal["handover_due"],
            mortgaged=command.mortgaged,
            buyer_informed=command.buyer_informed,
            construction_clauses=command.construction_clauses,
            late_rate=command.late_rate,
            late_days=command.late_days,
            rescind_rate=command.rescind_rate,
            area_clause=clean(command.area_clause, "area_clause", limit=4000, multiline=True),
            drafted_on=act.today,
        )
    except Clash as error:
        raise BadInput(M("The contract number {no} is taken.", no=number), "contract_no") from error
    _take_buyers(act, row["id"], deal)
    allocation.settle(act, deal["id"])
    return {"id": row["id"], "no": number}


def _take_buyers(act: Act, contract_id: int, deal: Row) -> None:
    act.work.insert_many(
        ContractBuyer,
        [
            {
                "project_id": act.project_id,
                "contract_id": contract_id,
                "no": each.no,
                "name": each.facts.name,
                "id_type": each.facts.id_type.value,
                "id_no": each.facts.id_no,
                "phone": each.facts.phone,
                "address": each.facts.address,
                "share": each.facts.share,
                "is_primary": each.facts.is_primary,
            }
            for each in subscription_query.buyers(act.read, deal)
        ],
    )
    for number, who in subscription_parts.proxies(act.read, deal).items():
        common = {"project_id": act.project_id, "contract_id": contract_id, "buyer_no": number}
        act.work.insert_many(ContractProxy, [{**common, **proxy_values(each)} for each in who])


@dataclass(frozen=True, slots=True)
class CirculateContract:
    """A drawn-up contract for the departments."""

    contract: ContractRef
    version: int | None = None


@use_case(
    "contract.submit_review",
    step=(CONTRACT, "submit_review"),
    title=M("Put the contract into circulation"),
    done=M("Contract {no} is in circulation."),
)
def submit_review(act: Act, command: CirculateContract) -> Result:
    """Hand the contract to the departments. Raises Refusal that names what is missing."""
    row = row_of(act, command.contract)
    facts = facts_of(act.read, row)
    act.move(CONTRACT, "submit_review", Contract, row, facts, expect=command.version, submitted_on=act.today)
    return named(row)


@dataclass(frozen=True, slots=True)
class CheckContract:
    """The contract clerk's check: names, ID numbers, area, price, plan, clauses."""

    contract: ContractRef
    note: Note = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CheckMoney:
    """The finance check: money received, price and discount."""

    contract: ContractRef
    note: Note = ""
    version: int | None = None


@dataclass(frozen=True, slots=True)
class CheckEngineering:
    """The engineering department's opinion on construction clauses."""

    contract: ContractRef
    note: Note = ""
    version: int | None = None


def _check(act: Act, kind: CheckKind, command: CheckContract | CheckMoney | CheckEngineering) -> Result:
    row = row_of(act, command.contract)
    act.move(CONTRACT, f"{kind.value}_check", Contract, row, facts_of(act.read, row), expect=command.version)
    act.work.insert(
        ContractCheck,
        project_id=act.project_id,
        contract_id=row["id"],
        kind=kind.value,
        by_id=act.actor.id,
        note=clean(command.note, "note", limit=4000, multiline=True),
        at=act.now,
        business_date=act.today,
    )
    return named(row)


@use_case(
    "contract.contract_check",
    step=(CONTRACT, "contract_check"),
    title=M("Record the contract check"),
    done=M("The contract check of {no} is recorded."),
)
def contract_check(act: Act, command: CheckContract) -> Result:
    """Record that the paper itself was checked."""
    return _check(act, CheckKind.CONTRACT, command)


@use_case(
    "contract.finance_check",
    step=(CONTRACT, "finance_check"),
    title=M("Record the finance check"),
    done=M("The finance check of {no} is recorded."),
)
def finance_check(act: Act, command: CheckMoney) -> Result:
    """Record that the money due by today was checked. Raises Refusal while the first payment is not in."""
    return _check(act, CheckKind.FINANCE, command)


@use_case(
    "contract.engineering_check",
    step=(CONTRACT, "engineering_check"),
    title=M("Record the engineering opinion"),
    done=M("The engineering opinion on {no} is recorded."),
)
def engineering_check(act: Act, command: CheckEngineering) -> Result:
    """Record the engineering department's opinion; only for additional construction clauses."""
    return _check(act, CheckKind.ENGINEERING, command)


@dataclass(frozen=True, slots=True)
class ExceptPayment:
    """The manager lets a contract be signed with less than its first payment, and says why."""

    contract: ContractRef
    reason: str
    version: int | None = None


@use_case(
    "contract.except_payment",
    title=M("Allow the signature before the first payment"),
    done=M("Contract {no} may be signed with {received} of {due} received."),
)
def except_payment(act: Act, command: ExceptPayment) -> Result:
    """Approve the exception of 2.4; a second person's act (2.18).

    Raises NotAllowed for whoever made or sells the contract, Refusal without a reason, where nothing is missing or it
    is too late.
    """
    row = row_of(act, command.contract)
    if act.is_own(row["maker_id"], row["consultant_id"]):
        raise NotAllowed(
            M(
                "{step}: {reason}",
                step=M("Allow the signature before the first payment"),
                reason=OWN_WORK,
            )
        )
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise Refusal(M("give a reason"))
    if ContractState(row["state"]) not in UNSIGNED or row["exception_by"] is not None:
        raise WrongState(M("An exception is approved once, before the signature."))
    facts = facts_of(act.read, row)
    if first_payment_in(facts) is None:
        raise Refusal(M("The first payment has been received; no exception is needed."))
    act.work.update(
        Contract,
        row["id"],
        expect=command.version,
        exception_reason=act.reason,
        exception_by=act.actor.id,
        exception_on=act.today,
    )
    due, received = facts.first_payment_due, facts.received
    return named(row, due_fen=due, received_fen=received, due=show(due), received=show(received))


@dataclass(frozen=True, slots=True)
class SignContract:
    """The signature (网签提交): its day, today where nothing is said, and the net-signing number."""

    contract: ContractRef
    signed_on: date | None = None
    net_sign_no: str = ""
    version: int | None = None


@use_case("contract.sign", step=(CONTRACT, "sign"), title=M("Sign the contract"), done=M("Contract {no} is signed."))
def sign(act: Act, command: SignContract) -> Result:
    """Sign: the claim becomes a contract's, the unit signed, the subscription converted, every line gets its due day.

    Raises Refusal with what is not done yet: checks, first payment, subscription, permit.
    """
    row = row_of(act, command.contract)
    deal = paper(act, row["subscription_id"])
    claimed = paper_claim.why_not(act.read, deal)
    if claimed is not None and paper_claim.ends_deals(act.read, deal["id"]):
        raise Refusal(M("{step}: {reason}", step=M("Sign the contract"), reason=claimed))
    signed_on = command.signed_on or act.today
    if signed_on < deal["signed_on"]:
        raise Refusal(
            M("{day} is before the step that comes first, on {before}", day=signed_on, before=deal["signed_on"])
        )
    act.move(
        CONTRACT,
        "sign",
        Contract,
        row,
        facts_of(act.read, row, signed_on=signed_on),
        expect=command.version,
        signed_on=signed_on,
        signed_entered_on=act.today,
        net_sign_no=clean(command.net_sign_no, "net_sign_no", limit=60),
    )
    claim.advance(act, row["unit_id"], ClaimKind.CONTRACT, contract_id=row["id"])
    claim.follow(act, row["unit_id"], "sign", contract_signed=True)
    subscription.fix_due_days(act, deal["id"], signed_on=signed_on)
    allocation.settle(act, deal["id"])
    subscription.converted(act, deal["id"])
    lead.sold(act, row["customer_id"], "signed")
    return named(row)


@dataclass(frozen=True, slots=True)
class VoidContract:
    """A contract that was not signed, and why it is void."""

    contract: ContractRef
    reason: str
    version: int | None = None


@use_case("contract.void", step=(CONTRACT, "void"), title=M("Make a contract void"), done=M("Contract {no} is void."))
def void(act: Act, command: VoidContract) -> Result:
    """Back to the subscription, which stays in force with its money; its number stays used. Raises Refusal."""
    row = row_of(act, command.contract)
    act.reason = clean(command.reason, "reason")
    facts = facts_of(act.read, row, reason=act.reason)
    act.move(CONTRACT, "void", Contract, row, facts, expect=command.version, void_on=act.today, void_reason=act.reason)
    return named(row)
