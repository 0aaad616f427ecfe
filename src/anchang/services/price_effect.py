"""A price list that is approved today and counts from a later instant (5.10, 2.18); until then the old prices hold."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import datetime

from anchang.domain.drafted import PRICE_LIST, DraftedFacts
from anchang.domain.text import clean
from anchang.domain.units import PriceListRef
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import price_list as lists
from anchang.storage.price_list import PriceList

EFFECT = "price_list.take_effect"
NOUN = M("price list")


@dataclass(frozen=True, slots=True)
class SchedulePriceList:
    """A drafted version that becomes the office's prices at an instant that is still to come."""

    price_list: PriceListRef
    effective_at: datetime
    version: int | None = None


@use_case(
    "price_list.schedule",
    step=(PRICE_LIST, "schedule"),
    title=M("Approve a price list for later"),
    done=M("{no} takes effect at {at}."),
)
def schedule(act: Act, command: SchedulePriceList) -> Result:
    """Approve a draft that somebody else made; it is applied when its time comes, to the units as they stand then.

    Raises NotAllowed for its maker, Refusal for an instant that is not in the future.
    """
    row = act.must(PriceList, command.price_list, NOUN)
    at = command.effective_at
    act.move(
        PRICE_LIST, "schedule", PriceList, row, DraftedFacts(now=act.now, effective_at=at), expect=command.version,
        makers=(row["made_by"],), decided_by=act.actor.id or None, decided_at=act.now, effective_at=at,
    )  # fmt: skip
    return {"id": row["id"], "no": row["no"], "at": at.astimezone(act.zone).strftime("%Y-%m-%d %H:%M")}


@dataclass(frozen=True, slots=True)
class CallOffPriceList:
    """An approved version whose time has not come, and which is not wanted any more."""

    price_list: PriceListRef
    reason: str
    version: int | None = None


@use_case(
    "price_list.call_off",
    step=(PRICE_LIST, "call_off"),
    title=M("Call off a price list"),
    done=M("{no} will not take effect."),
)
def call_off(act: Act, command: CallOffPriceList) -> Result:
    """Give up a list before its time. Raises Refusal without a reason, WrongState once it is in force."""
    apply_due(act)
    row = act.must(PriceList, command.price_list, NOUN)
    act.reason = clean(command.reason, "reason")
    facts = DraftedFacts(reason=act.reason)
    act.move(PRICE_LIST, "call_off", PriceList, row, facts, expect=command.version, reason=act.reason)
    return {"id": row["id"], "no": row["no"]}


@dataclass(frozen=True, slots=True)
class TakeEffect:
    """Every approved version of the project whose time has come."""


@use_case(EFFECT, step=(PRICE_LIST, "take_effect"), title=M("Let due price lists take effect"))
def take_effect(act: Act, command: TakeEffect) -> Result:
    """Apply the lists whose time has come; the program's own act."""
    del command
    return {"lists": apply_due(act)}


def apply_due(act: Act) -> int:
    """Apply the lists whose time has come, as the program's own act; how many.

    Whatever looks at a unit inside an act comes by here first, so that nothing is sold at yesterday's price because no
    terminal was open at midnight.
    """
    if EFFECT in act.looked_at:
        return 0
    act.looked_at.add(EFFECT)
    due = lists.due(act.read)
    if not due:
        return 0
    from anchang.services import price_list

    for list_id in due:
        with act.as_system(EFFECT):
            price_list.take_effect(act, list_id)
    return len(due)


def sweep(office: Office, project_id: int) -> int:
    """Let the lists whose time has come take effect; how many. No act where there is none."""
    session = Session(0, project_id)
    if not office.look(session, lists.due):
        return 0
    return int(office.run(session, TakeEffect())["lists"])
