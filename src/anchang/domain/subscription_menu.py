"""What can be done with a subscription beside its own steps: the paper's edit, its money, its slip, its prints (2.3).

The same engine as every process, so that the menu says why something is not possible; the acts judge for themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import ACTIONS
from anchang.domain.delay import DELAY_REQUEST
from anchang.domain.flow import Flow, Step
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, Msg

S = SubscriptionState


@dataclass(frozen=True, slots=True)
class MenuFacts:
    """What the menu looks at: the slip's yes, the number of the contract that is not void, the days on the paper, its
    stamped copies and how many are out, the buyer's file and its consent, the number of the delay that is still
    open; of a deal of the opening balance the number of the contract that was drawn up here since."""

    slip_approved: bool = False
    contract_no: str = ""
    days_stated: bool = True
    copies: int = 0
    copies_out: int = 0
    has_file: bool = False
    has_consent: bool = False
    request_no: str = ""
    delay_no: str = ""
    bound_by: str = ""


def slip_is_open(facts: MenuFacts) -> Msg | None:
    """3.7: a yes is final."""
    return M("the slip is signed already") if facts.slip_approved else None


def no_contract_yet(facts: MenuFacts) -> Msg | None:
    """2.4: one contract of a subscription at a time."""
    if facts.contract_no:
        return M("there is a contract of this subscription already: {no}", no=facts.contract_no)
    return None


def days_are_stated(facts: MenuFacts) -> Msg | None:
    """3.6: the papers state the days of signing and of the handover."""
    return None if facts.days_stated else M("state the days of signing and of the handover first")


def has_copies(facts: MenuFacts) -> Msg | None:
    """P03g: copies are given out when it is stamped."""
    return None if facts.copies else M("no copy has been given out yet")


def copies_are_out(facts: MenuFacts) -> Msg | None:
    """P03g: what came back is not taken back again."""
    return has_copies(facts) or (None if facts.copies_out else M("every copy is back"))


def file_is_kept(facts: MenuFacts) -> Msg | None:
    """3.8: what is printed was written down first."""
    return None if facts.has_file else M("the buyer's file is not kept yet")


def consent_stands(facts: MenuFacts) -> Msg | None:
    """5.11: what was agreed to can be taken back."""
    return None if facts.has_consent else M("there is no consent to take back")


def no_request_open(facts: MenuFacts) -> Msg | None:
    """2.8: one request about a paper at a time."""
    return M("request {no} is open; end it first", no=facts.request_no) if facts.request_no else None


def no_open_delay(facts: MenuFacts) -> Msg | None:
    """2.7: one request at a time."""
    return M("there is an open request already: {no}", no=facts.delay_no) if facts.delay_no else None


def no_buyers_taken(facts: MenuFacts) -> Msg | None:
    """2.4: a contract that is drawn up has the buyers as they stood."""
    return M("contract {no} was drawn up with the buyers as they stood", no=facts.bound_by) if facts.bound_by else None


OF_OPENING = frozenset({"complete", "correct_opening"})  # of deals that an old ledger brought in
_MONEY_STATES = (S.DEPOSIT_DUE, S.DEPOSIT_PAID, S.ACTIVE, S.CONVERTED)
_NOT_VOID = (S.DRAFT, S.PENDING_REVIEW, *_MONEY_STATES)

MENU: Flow[SubscriptionState, MenuFacts] = Flow(
    "subscription_menu",
    M("subscription"),
    SubscriptionState,
    (
        Step("edit", M("change the subscription"), (S.DRAFT,), None, ACTIONS["subscription.edit"]),
        Step("record_reading", M("record what the buyer has read"), _NOT_VOID, None, ACTIONS["subscription.pack"]),
        Step("hand_pack", M("hand over the document pack"), _NOT_VOID, None, ACTIONS["subscription.pack"]),
        Step("buyer_file", M("keep the buyer's file"), _NOT_VOID, None, ACTIONS["buyer_file.keep"]),
        Step(
            "withdraw_file",
            M("take the consent to the buyer's file back"),
            tuple(S),
            None,
            ACTIONS["buyer_file.keep"],
            (consent_stands,),
        ),
        Step(
            "pass_copy", M("hand over a copy"), tuple(S), None, ACTIONS["subscription.custody"], (has_copies,)
        ),
        Step(
            "return_copies", M("take copies back"), tuple(S), None, ACTIONS["subscription.custody"], (copies_are_out,)
        ),
        Step(
            "complete", M("complete what the old ledger did not know"), (S.ACTIVE, S.CONVERTED), None,
            ACTIONS["opening_balance.complete"], (no_buyers_taken,),
        ),
        Step(
            "correct_opening", M("correct what it came in with"), (S.ACTIVE, S.CONVERTED), None,
            ACTIONS["opening_balance.correct"], (no_request_open,), is_check=True,
        ),
        Step("receipt", M("write a receipt for it"), _MONEY_STATES, None, ACTIONS["receipt.enter"]),
        Step(
            "decide_slip",
            M("sign the approval slip"),
            (S.DEPOSIT_PAID, S.ACTIVE, S.CONVERTED),
            None,
            ACTIONS["subscription.decide_slip"],
            (slip_is_open,),
            is_check=True,
        ),
        Step(
            "delay",
            M("ask for a later signing"),
            (S.ACTIVE,),
            None,
            DELAY_REQUEST.step("submit").roles,
            (no_open_delay,),
        ),
        Step(
            "appoint",
            M("appoint the signing of the contract"),
            (S.ACTIVE,),
            None,
            ACTIONS["contract.appoint"],
            (no_contract_yet,),
        ),
        Step(
            "print_agreement",
            M("print the agreement"),
            _NOT_VOID,
            None,
            ACTIONS["document.print_agreement"],
            (days_are_stated,),
        ),
        Step(
            "print_slip", M("print the approval slip"), _NOT_VOID, None, ACTIONS["document.print"], (days_are_stated,)
        ),
        Step(
            "print_buyer_file",
            M("print the buyer's file"),
            _NOT_VOID,
            None,
            ACTIONS["document.print_agreement"],
            (file_is_kept,),
        ),
        Step("forfeit_open", M("open a forfeiture"), (S.ACTIVE,), None, ACTIONS["forfeit.open"], (no_request_open,)),
        Step(
            "refund_draft", M("write a cancellation with refund"), (S.ACTIVE,), None, ACTIONS["refund.draft"],
            (no_request_open,),
        ),
        *(
            Step(name, label, (S.ACTIVE,), None, ACTIONS["change.ask"], (no_request_open,))
            for name, label in (
                ("change_plan", M("ask for another payment plan")),
                ("add_remove_buyer", M("ask for a co-buyer on or off the paper")),
                ("swap_unit", M("ask for another unit instead")),
                ("rename", M("ask to transfer it to another person")),
            )
        ),
    ),
)
