"""Requests to change or end a subscription before the contract (domain 2.8, 3.11): what all six kinds have in common.

Each kind has its own flow, put together from the steps here. A request waits for a level of authority; whoever asks
never decides. Money in fen.

    draft -> pending -> approved | rejected | withdrawn -> executed -> (refunded) -> closed
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, TypeVar

from anchang.domain.access import ASSISTANT, FLOOR, LEADERS, MANAGER, SYSTEM, Role
from anchang.domain.errors import Refusal
from anchang.domain.flow import Step
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

S = TypeVar("S", bound=StrEnum)


class ChangeKind(Worded):
    """What is asked for (2.8)."""

    FORFEIT = "forfeit", M("forfeiture of the deposit")
    REFUND_DEPOSIT = "refund_deposit", M("cancellation with refund")
    SWAP_UNIT = "swap_unit", M("swap of the unit")
    RENAME = "rename", M("transfer to another buyer")
    ADD_REMOVE_BUYER = "add_remove_buyer", M("adding or removing a co-buyer")
    CHANGE_PLAN = "change_plan", M("change of the payment plan")


class Trigger(Worded):
    """Why the procedure begins: the trigger list (a) to (e) of 2.8."""

    NOT_SIGNED = "not_signed", M("not signed by the due day")
    DELAY_EXPIRED = "delay_expired", M("the approved delay ran out")
    OBJECTION = "objection", M("an objection cannot be solved")
    CUSTOMER_ASKS = "customer_asks", M("the customer asks for it")
    COMPANY_CANNOT = "company_cannot", M("the company cannot sell the unit")


LATE = frozenset({Trigger.NOT_SIGNED, Trigger.DELAY_EXPIRED})


class ChangeReason(Worded):
    """The real cause that the consultant found (3.11 «reason»)."""

    PRICE = "price", M("the price seems too high to the customer")
    FUNDS = "funds", M("the customer's money falls short")
    LOAN = "loan", M("no loan is granted")
    QUALIFICATION = "qualification", M("the customer may not buy under the rules")
    FAMILY = "family", M("a matter of the customer's family")
    UNIT = "unit", M("another unit is preferred")
    CLAUSES = "clauses", M("no agreement about the contract's clauses")
    COMPANY = "company", M("a matter of the company")
    OTHER = "other", M("another cause")


class Fault(Worded):
    """Whose fault it is that no contract is made: it decides the money (5.3)."""

    NONE = "none", M("neither party at fault")
    BUYER = "buyer", M("the buyer at fault")
    COMPANY = "company", M("the company at fault")


class ServiceWay(Worded):
    """How a notice was served."""

    IN_PERSON = "in_person", M("handed over in person")
    MAIL = "mail", M("sent by registered mail")
    E_MAIL = "e_mail", M("sent by e-mail")
    MESSAGE = "message", M("sent as a message to the phone")


class ChangePaperKind(Worded):
    """A paper that the customer brings back (3.11 «receipts_returned, copies_returned»)."""

    RECEIPT = "receipt", M("receipt to be returned")
    COPY = "copy", M("copy of the subscription to be returned")


# The stored states of all kinds. Each flow has an enum of those that it knows.
STATE_LABELS: dict[str, Msg] = {
    "draft": M("request being prepared"),
    "noticed": M("notice to sign served"),
    "pending": M("request waiting for a decision"),
    "approved": M("request approved"),
    "executed": M("request carried out"),
    "refunded": M("money paid out"),
    "reactivating": M("reactivation waiting for a decision"),
    "reactivated": M("subscription reactivated"),
    "closed": M("request filed"),
    "rejected": M("request rejected"),
    "withdrawn": M("request withdrawn, stays as it was"),
    "remedied": M("remedied, stays as it was"),
}

# While a request is in one of these, it has the paper for itself (`services.paper_claim`).
OPEN_STATES = frozenset({"draft", "noticed", "pending", "approved"})


class ChangeState(StrEnum):
    """The states of a kind that has nothing of its own: swap, rename, co-buyers, change of plan."""

    DRAFT = "draft"
    PENDING = "pending"
    APPROVED = "approved"
    EXECUTED = "executed"
    CLOSED = "closed"
    REJECTED = "rejected"
    WITHDRAWN = "withdrawn"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self.value]


NOBODY_SAID = M("nobody has said for whom this waits")
NO_PERMIT = M("no permit is recorded")


@dataclass(frozen=True, slots=True, kw_only=True)
class ChangeFacts:
    """What the guards of every kind look at. What is not said counts against the step.

    `level` says why the person does not decide on the level for which the request waits; `decides` whether the yes of
    that person is the last one needed; `said_yes` whether the person approved on a lower level already.
    `unsettled` are receipts whose arrival is not confirmed; `papers_out` papers that are neither back nor explained;
    `unpaid` the vouchers that still have to be paid out; `paid_out` whether anything was. `own` is why the kind itself
    says no.
    """

    today: date
    in_force: bool = False
    contract_no: str = ""
    applicant: str = ""
    reason: str = ""
    comment: str = ""
    level: Msg | None = NOBODY_SAID
    decides: bool = False
    said_yes: bool = False
    unsettled: tuple[str, ...] = ("-",)
    accounts_missing: tuple[str, ...] = ()
    receipts_out: tuple[str, ...] = ("-",)
    papers_out: tuple[str, ...] = ("-",)
    unpaid: tuple[str, ...] = ("-",)
    paid_out: bool = True
    money_checked: bool = False
    moved: bool = False
    trigger: Trigger = Trigger.CUSTOMER_ASKS
    signing_due: date | None = None
    notice_on: date | None = None
    notice_way: ServiceWay | None = None
    notice_days: int = 0
    termination_on: date | None = None
    unit_locked: bool = False
    permit: Msg | None = NO_PERMIT
    own: Msg | None = None


def paper_in_force(facts: ChangeFacts) -> Msg | None:
    """2.8 begins at `active`."""
    return None if facts.in_force else M("the subscription is not in force")


def no_contract(facts: ChangeFacts) -> Msg | None:
    """A contract that is appointed or drawn up has to be void before its subscription is changed or ends."""
    if not facts.contract_no:
        return None
    return M("contract {no} is under way; make it void first", no=facts.contract_no)


def application_complete(facts: ChangeFacts) -> Msg | None:
    """3.11: the applicant and the reason stand on the application."""
    if not facts.applicant.strip():
        return M("name the applicant")
    return None if facts.reason.strip() else M("give a reason")


def comment_given(facts: ChangeFacts) -> Msg | None:
    """Whoever is told no, or stays with what was, is told why."""
    return None if facts.comment.strip() else M("give a reason")


def on_level(facts: ChangeFacts) -> Msg | None:
    """2.18: the request waits for a level of authority."""
    return facts.level


def second_person(facts: ChangeFacts) -> Msg | None:
    """Two yeses are those of two persons."""
    return M("you have approved this already; the next yes is another person's") if facts.said_yes else None


def is_last_yes(facts: ChangeFacts) -> Msg | None:
    """The step of the last level only."""
    return None if facts.decides else M("a higher level decides after you")


def not_last_yes(facts: ChangeFacts) -> Msg | None:
    """The step of the levels before the last one."""
    return M("nobody decides after you") if facts.decides else None


def money_settled(facts: ChangeFacts) -> Msg | None:
    """Money on its way is confirmed or reversed before a deal is settled."""
    return M("not confirmed yet: {receipts}", receipts=facts.unsettled) if facts.unsettled else None


def receipts_back(facts: ChangeFacts) -> Msg | None:
    """2.8 «finance checks receipt»: the customer's receipts come back, or it is said why not."""
    return M("still out: {papers}", papers=facts.receipts_out) if facts.receipts_out else None


def papers_back(facts: ChangeFacts) -> Msg | None:
    """2.8 «secretary files copies»."""
    return M("still out: {papers}", papers=facts.papers_out) if facts.papers_out else None


def all_paid(facts: ChangeFacts) -> Msg | None:
    """Every voucher that is to be paid out is paid."""
    return M("not paid out yet: {vouchers}", vouchers=facts.unpaid) if facts.unpaid else None


def kind_allows(facts: ChangeFacts) -> Msg | None:
    """What only the kind knows: price, plan, buyers."""
    return facts.own


# The shared steps. `states` is the enum of the kind's own flow.


def submit(states: type[S], *guards: Any) -> Step[S, ChangeFacts]:
    """The written application goes to whoever decides."""
    return Step(
        "submit", M("hand the request in"), (states("draft"),), states("pending"), FLOOR,
        (paper_in_force, no_contract, application_complete, *guards), source_id="2.8",
    )  # fmt: skip


def decisions(states: type[S], *guards: Any, can_send_back: bool = True) -> tuple[Step[S, ChangeFacts], ...]:
    """Approve (the last yes), pass on (a yes before it), reject, and give back for correction."""
    pending, checks = (states("pending"),), (on_level, second_person)
    deciders = MANAGER | LEADERS
    found = [
        Step(
            "pass_on", M("approve and pass on"), pending, None, deciders,
            (*checks, not_last_yes, paper_in_force, *guards), is_check=True, source_id="2.8, 2.18",
        ),
        Step(
            "approve", M("approve the request"), pending, states("approved"), deciders,
            (*checks, is_last_yes, paper_in_force, *guards), is_check=True, source_id="2.8, 2.18",
        ),
        Step(
            "reject", M("reject the request"), pending, states("rejected"), deciders, (on_level, comment_given),
            is_check=True, source_id="2.8, 2.18",
        ),
    ]  # fmt: skip
    if can_send_back:
        found.append(
            Step(
                "send_back",
                M("give the request back"),
                pending,
                states("draft"),
                deciders,
                (on_level, comment_given),
                source_id="2.8, F9",
            )
        )
    return tuple(found)


def withdraw(states: type[S]) -> Step[S, ChangeFacts]:
    """The customer stays with the original (2.8 «persuades ... stay with original»)."""
    sources = (states("draft"), states("pending"), states("approved"))
    return Step(
        "withdraw", M("withdraw: stays with the original"), sources, states("withdrawn"), FLOOR, (comment_given,),
        source_id="2.8",
    )  # fmt: skip


def execute(states: type[S], roles: frozenset[Role], *guards: Any, is_check: bool = False) -> Step[S, ChangeFacts]:
    """What was approved is carried out; the paper, its unit and its money follow in the same act."""
    return Step(
        "execute", M("carry the request out"), (states("approved"),), states("executed"), roles,
        (paper_in_force, no_contract, money_settled, *guards), is_check=is_check, source_id="2.8",
    )  # fmt: skip


def paid_out(states: type[S]) -> Step[S, ChangeFacts]:
    """The last voucher was paid by the cashier; the program's own step."""
    return Step(
        "pay_out", M("is paid out"), (states("executed"),), states("refunded"), SYSTEM, (all_paid,), source_id="2.8",
    )  # fmt: skip


def close(states: type[S], *sources: str) -> Step[S, ChangeFacts]:
    """The copies are filed (2.8 «secretary files copies, returns internal copy»)."""
    return Step(
        "close", M("file the request"), tuple(states(each) for each in sources), states("closed"),
        ASSISTANT | MANAGER, (all_paid, papers_back), source_id="2.8",
    )  # fmt: skip


def simple_steps(states: type[S], roles: frozenset[Role], *guards: Any) -> tuple[Step[S, ChangeFacts], ...]:
    """The whole table of a kind that has nothing of its own; `roles` carry it out, `guards` are the kind's."""
    return (
        submit(states, *guards),
        *decisions(states, *guards),
        withdraw(states),
        execute(states, roles, *guards, receipts_back),
        close(states, "executed"),
    )


def why_not_fee(fee: int, penalty: int, fault: Fault) -> Msg | None:
    """5.3, art. 588: a penalty or the deposit, not both; whoever is not at fault pays nothing."""
    if fee < 0 or penalty < 0:
        return M("an amount is not below zero")
    if penalty and fault is not Fault.BUYER:
        return M("a penalty is asked of the buyer only where the buyer is at fault")
    if fee and fault is Fault.COMPANY:
        return M("a change by the company's fault costs nothing")
    return None


def check_fee(fee: int, penalty: int, fault: Fault) -> None:
    """Raise Refusal with the reason of `why_not_fee`."""
    reason = why_not_fee(fee, penalty, fault)
    if reason is not None:
        raise Refusal(reason)
