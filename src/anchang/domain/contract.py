"""The sale contract (买卖合同): from the appointment to the archive, and its 30-day filing clock (domain 2.4, 5.8).

One line of states; what happens to the loan, the money and the handover meanwhile stands elsewhere. While the paper is
`under_review` the departments' checks are recorded one by one; they do not move the state, the signature needs them.
A paper that a check finds wrong is made void and drawn up anew from its subscription (2.4 knows no way back).
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from anchang.domain.access import CONTRACT_CLERK, LEADERS, MANAGER, MONEY, SYSTEM, Role
from anchang.domain.flow import Flow, Step
from anchang.domain.money import show
from anchang.domain.permit import PermitFacts, why_not_sell
from anchang.i18n import M, Msg


class ContractState(StrEnum):
    """Where the paper stands."""

    APPOINTED = "appointed"
    DRAFTED = "drafted"
    UNDER_REVIEW = "under_review"
    SIGNED = "signed"
    SEALED = "sealed"
    SENT_FOR_FILING = "sent_for_filing"
    FILED = "filed"
    COLLECTED = "collected"
    ARCHIVED = "archived"
    VOID = "void"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return STATE_LABELS[self]


STATE_LABELS: dict[ContractState, Msg] = {
    ContractState.APPOINTED: M("appointed for signing"),
    ContractState.DRAFTED: M("drawn up"),
    ContractState.UNDER_REVIEW: M("under review"),
    ContractState.SIGNED: M("signed with the buyer"),
    ContractState.SEALED: M("sealed"),
    ContractState.SENT_FOR_FILING: M("sent for filing"),
    ContractState.FILED: M("filed"),
    ContractState.COLLECTED: M("collected by the customer"),
    ContractState.ARCHIVED: M("archived"),
    ContractState.VOID: M("void"),
}


@dataclass(frozen=True, slots=True, kw_only=True)
class ContractFacts:
    """What the guards look at; money in fen. What is not said counts against the step, but a unit is free of mortgage
    until one is recorded.

    `missing` are the names of required fields (3.25) that are empty. `first_payment_due` is what has to be paid before
    signing (deposit and first own-funds line), `received` what has come in; `exception_approved` signs with less.
    """

    today: date
    building: str
    permit: PermitFacts | None = None
    subscription_active: bool = False
    mortgaged: bool = False
    buyer_informed: bool = False
    missing: tuple[Msg, ...] = ()
    deal_total: int = 0
    plan_total: int = 0
    contract_checked: bool = False
    finance_checked: bool = False
    construction_clauses: bool = False
    engineering_checked: bool = False
    first_payment_due: int = 0
    received: int = 0
    exception_approved: bool = False
    signed_on: date | None = None
    sealed_on: date | None = None
    copies_numbered: bool = False
    sent_on: date | None = None
    filed_on: date | None = None
    collected_on: date | None = None
    collected_by: str = ""
    archive_place: str = ""
    reason: str = ""


def permit_allows(facts: ContractFacts) -> Msg | None:
    """5.9, 2.4: a permit that is valid today and covers the building."""
    return why_not_sell(facts.permit, facts.building, facts.today)


def subscription_in_force(facts: ContractFacts) -> Msg | None:
    """2.4: the contract rests on an active subscription."""
    return None if facts.subscription_active else M("the subscription is not active")


def free_or_informed(facts: ContractFacts) -> Msg | None:
    """2.4: the unit is not mortgaged or sealed by a court, or the buyer was told so in writing [L-8 art. 35]."""
    if not facts.mortgaged or facts.buyer_informed:
        return None
    return M("the unit is mortgaged; inform the buyer in writing and record it first")


def is_complete(facts: ContractFacts) -> Msg | None:
    """2.4: names, ID numbers, area, price and plan are complete."""
    return M("still missing: {fields}", fields=facts.missing) if facts.missing else is_priced(facts)


def is_priced(facts: ContractFacts) -> Msg | None:
    """5.4: a contract that comes in has a price, and a plan that makes it."""
    if facts.deal_total <= 0:
        return M("the price is not above zero")
    if facts.plan_total != facts.deal_total:
        return M(
            "the payment plan sums to {plan}, the price is {price}",
            plan=show(facts.plan_total),
            price=show(facts.deal_total),
        )
    return None


def not_contract_checked(facts: ContractFacts) -> Msg | None:
    """A check is recorded once."""
    return M("this check is already recorded") if facts.contract_checked else None


def not_finance_checked(facts: ContractFacts) -> Msg | None:
    """A check is recorded once."""
    return M("this check is already recorded") if facts.finance_checked else None


def engineering_asked(facts: ContractFacts) -> Msg | None:
    """2.4: the engineering department is asked only about additional construction clauses."""
    if facts.engineering_checked:
        return M("this check is already recorded")
    return None if facts.construction_clauses else M("the contract has no construction clauses")


def first_payment_in(facts: ContractFacts) -> Msg | None:
    """2.4: down payment or first instalment received, or an approved exception."""
    if facts.received >= facts.first_payment_due or facts.exception_approved:
        return None
    return M(
        "{received} of the first payment of {due} has been received",
        received=show(facts.received),
        due=show(facts.first_payment_due),
    )


def checks_done(facts: ContractFacts) -> Msg | None:
    """2.4: the circulation's checks stand before the signature."""
    if not facts.contract_checked:
        return M("the contract check is not done")
    if not facts.finance_checked:
        return M("the finance check is not done")
    if facts.construction_clauses and not facts.engineering_checked:
        return M("the engineering department's opinion is not recorded")
    return None


def signing_dated(facts: ContractFacts) -> Msg | None:
    """The signature has its day."""
    return _dated(facts.signed_on, None, facts.today)


def sealing_recorded(facts: ContractFacts) -> Msg | None:
    """2.4: seal recorded, copies numbered."""
    if not facts.copies_numbered:
        return M("number the copies first")
    return _dated(facts.sealed_on, facts.signed_on, facts.today)


def sending_dated(facts: ContractFacts) -> Msg | None:
    """2.4: sent date."""
    return _dated(facts.sent_on, facts.sealed_on, facts.today)


def filing_dated(facts: ContractFacts) -> Msg | None:
    """2.4: filed date."""
    return _dated(facts.filed_on, facts.sent_on, facts.today)


def collection_signed(facts: ContractFacts) -> Msg | None:
    """2.4: collection signature."""
    if not facts.collected_by.strip():
        return M("record who signed for the contract")
    return _dated(facts.collected_on, facts.filed_on, facts.today)


def place_known(facts: ContractFacts) -> Msg | None:
    """2.4: archive place."""
    return None if facts.archive_place.strip() else M("record the archive place")


def reason_given(facts: ContractFacts) -> Msg | None:
    """The step needs a reason."""
    return None if facts.reason.strip() else M("give a reason")


def _dated(day: date | None, not_before: date | None, today: date) -> Msg | None:
    if day is None:
        return M("state the day")
    if day > today:
        return M("{day} is in the future", day=day)
    if not_before is not None and day < not_before:
        return M("{day} is before the step that comes first, on {before}", day=day, before=not_before)
    return None


C = ContractState
_SEALERS = CONTRACT_CLERK | frozenset({Role.ADMINISTRATION})

CONTRACT: Flow[ContractState, ContractFacts] = Flow(
    "contract",
    M("contract"),
    ContractState,
    (
        Step(
            "draft",
            M("draw up"),
            (C.APPOINTED,),
            C.DRAFTED,
            CONTRACT_CLERK,
            (subscription_in_force, permit_allows, free_or_informed),
            source_id="P11 2.4",
        ),
        Step(
            "submit_review",
            M("put into circulation"),
            (C.DRAFTED,),
            C.UNDER_REVIEW,
            CONTRACT_CLERK,
            (is_complete,),
            source_id="Y03 2.4",
        ),
        Step(
            "contract_check",
            M("record the contract check"),
            (C.UNDER_REVIEW,),
            None,
            CONTRACT_CLERK,
            (not_contract_checked, is_complete),
            source_id="Y03 2.4",
        ),
        Step(
            "finance_check",
            M("record the finance check"),
            (C.UNDER_REVIEW,),
            None,
            MONEY,
            (not_finance_checked, first_payment_in),
            source_id="Y03 2.4",
        ),
        Step(
            "engineering_check",
            M("record the engineering opinion"),
            (C.UNDER_REVIEW,),
            None,
            CONTRACT_CLERK,
            (engineering_asked,),
            source_id="Y03 2.4",
        ),
        Step(
            "sign",
            M("sign"),
            (C.UNDER_REVIEW,),
            C.SIGNED,
            CONTRACT_CLERK,
            (subscription_in_force, permit_allows, checks_done, first_payment_in, signing_dated),
            source_id="P11 2.4",
        ),
        Step("seal", M("seal"), (C.SIGNED,), C.SEALED, _SEALERS, (sealing_recorded,), source_id="Y03 2.4"),
        Step(
            "send_for_filing",
            M("send for filing"),
            (C.SEALED,),
            C.SENT_FOR_FILING,
            CONTRACT_CLERK,
            (sending_dated,),
            source_id="T09 2.4",
        ),
        Step(
            "file",
            M("record the filing"),
            (C.SENT_FOR_FILING,),
            C.FILED,
            CONTRACT_CLERK,
            (filing_dated,),
            source_id="T09 2.4",
        ),
        Step(
            "collect",
            M("hand to the customer"),
            (C.FILED,),
            C.COLLECTED,
            CONTRACT_CLERK,
            (collection_signed,),
            source_id="T09 2.4",
        ),
        Step("archive", M("archive"), (C.COLLECTED,), C.ARCHIVED, CONTRACT_CLERK, (place_known,), source_id="T09 2.4"),
        # 2.16 «(import)»: signed, or filed, before this office worked here.
        *(
            Step(name, label, (C.APPOINTED,), target, SYSTEM, (is_priced, guard), source_id="2.16, 4.4")
            for name, label, target, guard in (
                ("arrive_signed", M("comes in signed"), C.SIGNED, signing_dated),
                ("arrive_filed", M("comes in filed"), C.FILED, signing_dated),
            )
        ),
        Step(
            "unarrive",
            M("goes with the import that is taken back"),
            (C.SIGNED, C.FILED, C.COLLECTED, C.ARCHIVED),
            C.VOID,
            SYSTEM,
            (reason_given,),
            source_id="2.16, 4.4",
        ),
        Step(
            "void",
            M("make void"),
            (C.APPOINTED, C.DRAFTED, C.UNDER_REVIEW),
            C.VOID,
            MANAGER | LEADERS,
            (reason_given,),
            source_id="2.4, 2.18",
        ),
    ),
)


class FilingLevel(StrEnum):
    """How urgent the filing is."""

    NONE = "none"
    NOTICE = "notice"
    ALARM = "alarm"
    LATE = "late"

    @property
    def label(self) -> Msg:
        """The level in words."""
        return LEVEL_LABELS[self]


LEVEL_LABELS: dict[FilingLevel, Msg] = {
    FilingLevel.NONE: M("filing in time"),
    FilingLevel.NOTICE: M("filing due soon"),
    FilingLevel.ALARM: M("filing urgent"),
    FilingLevel.LATE: M("filing late"),
}


@dataclass(frozen=True, slots=True)
class FilingClock:
    """`days_left` counts to the last day in time and is negative when late; it stands still once filed."""

    due_on: date
    days_left: int
    level: FilingLevel


def filing_clock(
    signed_on: date, filed_on: date | None, today: date, *, days: int = 30, notice: int = 20, alarm: int = 28
) -> FilingClock:
    """The clock of 5.8: `days` after signing is the last day in time, `notice` and `alarm` are day counts before it.

    The three figures are settings (`filing_days`, `filing_notice_days`, `filing_alarm_days`).
    """
    until = filed_on or today
    gone = (until - signed_on).days
    if gone > days:
        level = FilingLevel.LATE
    elif filed_on is not None or gone < notice:
        level = FilingLevel.NONE
    else:
        level = FilingLevel.ALARM if gone >= alarm else FilingLevel.NOTICE
    return FilingClock(signed_on + timedelta(days=days), days - gone, level)


class CopyKind(StrEnum):
    """Whose copy of the contract it is (2.4)."""

    BUYER = "buyer"
    DEVELOPER = "developer"
    BANK = "bank"
    REGISTRY = "registry"
    ARCHIVE = "archive"

    @property
    def label(self) -> Msg:
        """The copy in words."""
        return COPY_LABELS[self]


COPY_LABELS: dict[CopyKind, Msg] = {
    CopyKind.BUYER: M("buyer's copy"),
    CopyKind.DEVELOPER: M("developer's copy"),
    CopyKind.BANK: M("bank's copy"),
    CopyKind.REGISTRY: M("registry's copy"),
    CopyKind.ARCHIVE: M("archive copy"),
}


@dataclass(frozen=True, slots=True)
class CustodyEvent:
    """One hand-over of one copy: from whom to whom, when (UTC) and what for. Insert-only (2.4)."""

    copy_no: int
    copy: CopyKind
    giver: str
    taker: str
    at: datetime
    purpose: str = ""
    signature: str = ""


def keeper(events: Iterable[CustodyEvent], copy_no: int) -> str | None:
    """Who has the copy after these hand-overs (oldest first), None when it was never handed out."""
    holder = None
    for event in events:
        if event.copy_no == copy_no:
            holder = event.taker
    return holder


def why_not_hand_over(events: Iterable[CustodyEvent], event: CustodyEvent) -> Msg | None:
    """Why the hand-over cannot be recorded, or None: the giver is who has the copy, and it goes to somebody else."""
    if event.copy_no < 1:
        return M("the copies are numbered from 1")
    if not event.giver.strip() or not event.taker.strip():
        return M("state who gives the copy and who takes it")
    if event.giver == event.taker:
        return M("giver and taker are the same")
    past = [one for one in events if one.copy_no == event.copy_no]
    if past and past[-1].copy is not event.copy:
        return M("copy {no} is the {copy}", no=event.copy_no, copy=past[-1].copy)
    if past and past[-1].taker != event.giver:
        return M("copy {no} is with {keeper}", no=event.copy_no, keeper=past[-1].taker)
    if past and event.at < past[-1].at:
        return M("copy {no} was handed over later than that", no=event.copy_no)
    return None
