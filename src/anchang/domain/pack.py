"""What the buyer is given and shown with a subscription, and the copies of it that are out (P03e, P03g, P03j, 2.3).

The pack is one of the office's own lists (`DictKind.PACK`); these are its first entries. Three of them are read before
the paper is handed in (step 3); that they were not is a warning on the slip, no refusal: 2.3 has no such guard.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from typing import Final

from anchang.domain.plan import PlanKind
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class PackItem(Worded):
    """The buyer's document pack as the source names it (P03e, P03j)."""

    SUBSCRIPTION_NOTES = "subscription_notes", M("subscription notes")
    PURCHASE_NOTES = "purchase_notes", M("purchase notice")
    MORTGAGE_NOTES = "mortgage_notes", M("mortgage notice")
    PURCHASE_PLAN = "purchase_plan", M("purchase plan")
    MODEL_CONTRACT = "model_contract", M("model contract")
    INCOME_PROOF = "income_proof", M("model proof of income")
    MORTGAGE_LIST = "mortgage_list", M("list of mortgage papers")
    BANK_GUIDE = "bank_guide", M("how to pay at the bank")


FOR_LOANS: Final = frozenset({PackItem.MORTGAGE_NOTES, PackItem.INCOME_PROOF, PackItem.MORTGAGE_LIST})
READ_FIRST: Final = (PackItem.SUBSCRIPTION_NOTES, PackItem.MODEL_CONTRACT, PackItem.MORTGAGE_NOTES)


class PackEvent(Worded):
    """What happened with a paper of the pack."""

    READ = "read", M("read by the buyer")
    HANDED = "handed", M("handed over")


def asked_for(offered: Iterable[str], plan: PlanKind) -> tuple[str, ...]:
    """The papers of the office's list that belong to a deal: those about a loan only where there is one."""
    return tuple(code for code in offered if plan is PlanKind.MORTGAGE or code not in FOR_LOANS)


def to_read(offered: Iterable[str], plan: PlanKind) -> tuple[str, ...]:
    """Those of them that the buyer reads before the paper is handed in."""
    wanted = frozenset(asked_for(offered, plan))
    return tuple(each.value for each in READ_FIRST if each.value in wanted)


def unread(offered: Iterable[str], plan: PlanKind, read: Collection[str]) -> tuple[str, ...]:
    """What of it is not read yet."""
    return tuple(code for code in to_read(offered, plan) if code not in read)


def why_not_day(day: date, first: date | None, today: date) -> Msg | None:
    """Why nothing was handed over or read that day, or None; `first` is the earliest day that makes sense."""
    if day > today:
        return M("{day} lies in the future", day=day)
    if first is not None and day < first:
        return M("{day} is before {first}", day=day, first=first)
    return None


@dataclass(frozen=True, slots=True)
class CopyEvent:
    """One hand-over of one stamped copy: from whom to whom, when (UTC); `returned` brings it back to the office."""

    copy_no: int
    giver: str
    taker: str
    at: datetime
    returned: bool = False
    purpose: str = ""


@dataclass(frozen=True, slots=True)
class CopyOut:
    """A copy that is not back: its number and who has it."""

    copy_no: int
    keeper: str


def keeper(given: str, events: Iterable[CopyEvent], copy_no: int) -> str:
    """Who has the copy after these events (oldest first); `given` is who got it at the stamping."""
    holder = given
    for event in events:
        if event.copy_no == copy_no:
            holder = event.taker
    return holder


def is_back(events: Sequence[CopyEvent], copy_no: int) -> bool:
    """Whether the newest event of the copy brought it back."""
    own = [event for event in events if event.copy_no == copy_no]
    return bool(own) and own[-1].returned


def copies_out(given: Iterable[tuple[int, str]], events: Sequence[CopyEvent]) -> tuple[CopyOut, ...]:
    """The copies (number, who got it) that did not come back, in the order of their numbers."""
    return tuple(CopyOut(no, keeper(who, events, no)) for no, who in sorted(given) if not is_back(events, no))


def why_not_pass(given: str, events: Sequence[CopyEvent], event: CopyEvent) -> Msg | None:
    """Why a hand-over cannot be recorded, or None: the giver has the copy, somebody else takes it, and it is out."""
    if not event.taker.strip():
        return M("state who takes the copy")
    holder = keeper(given, events, event.copy_no)
    if event.giver != holder:
        return M("copy {no} is with {keeper}", no=event.copy_no, keeper=holder)
    if event.giver == event.taker and not event.returned:
        return M("giver and taker are the same")
    if event.returned and is_back(events, event.copy_no):
        return M("copy {no} is back already", no=event.copy_no)
    return None
