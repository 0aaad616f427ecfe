"""What the buyer read and was given with a subscription, and the way of its stamped copies (P03e, P03g, P03j)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.dictionary import DictKind, entry_of
from anchang.domain.errors import BadInput, Refusal, WrongState, nothing_there
from anchang.domain.pack import CopyEvent, PackEvent, keeper, why_not_day, why_not_pass
from anchang.domain.subscription import SubscriptionState
from anchang.domain.text import clean
from anchang.domain.units import Code, Name, SubscriptionRef
from anchang.i18n import M, say
from anchang.services import dictionary
from anchang.services.act import Act
from anchang.services.subscription_facts import NOUN, paper
from anchang.services.use_case import Result, use_case
from anchang.storage import subscription_parts as stored
from anchang.storage import subscription_query as query
from anchang.storage import subscription_warnings as warned
from anchang.storage.subscription import Subscription
from anchang.storage.subscription_parts import SubscriptionCustody, SubscriptionPack
from anchang.storage.work import Row


@dataclass(frozen=True, slots=True, kw_only=True)
class RecordReading:
    """The buyer has read these papers on that day, today where none is said; without any, all that are to be read."""

    subscription: SubscriptionRef
    items: tuple[Code, ...] = ()
    on: date | None = None
    reader: Name = ""
    note: str = ""


@use_case(
    "subscription.record_reading",
    action="subscription.pack",
    title=M("Record what the buyer has read"),
    done=M("Recorded for {sub_no}: {items}."),
)
def record_reading(act: Act, command: RecordReading) -> Result:
    """Write down what was read, before the paper is handed in or later. Raises BadInput, WrongState for a void one."""
    row = _alive(act, command.subscription)
    wanted = command.items or tuple(each.code for each in warned.unread_items(act.read, row))
    if not wanted:
        raise Refusal(M("Everything that {number} asks for has been read.", number=row["sub_no"]))
    return _event(act, row, PackEvent.READ, wanted, command.on, command.reader, command.note)


@dataclass(frozen=True, slots=True, kw_only=True)
class HandPack:
    """Papers of the pack that were handed over on that day, to whom, and what is to be said about it."""

    subscription: SubscriptionRef
    items: tuple[Code, ...]
    on: date | None = None
    receiver: Name = ""
    note: str = ""


@use_case(
    "subscription.hand_pack",
    action="subscription.pack",
    title=M("Hand over the document pack"),
    done=M("Recorded for {sub_no}: {items}."),
)
def hand_pack(act: Act, command: HandPack) -> Result:
    """Write down what was handed over; the same paper may be given again. Raises BadInput, WrongState."""
    row = _alive(act, command.subscription)
    if not command.items:
        raise BadInput(M("Say what was handed over."), "items")
    return _event(act, row, PackEvent.HANDED, command.items, command.on, command.receiver, command.note)


def _alive(act: Act, subscription_id: int) -> Row:
    row = paper(act, subscription_id)
    if row["state"] == SubscriptionState.VOID:
        raise WrongState(M("Subscription {number} is void.", number=row["sub_no"]))
    return row


def _event(
    act: Act, row: Row, event: PackEvent, items: tuple[str, ...], on: date | None, who: str, note: str
) -> Result:
    dictionary.check(act, DictKind.PACK, items, "items")
    if len(set(items)) < len(items):
        raise BadInput(M("Name each paper once."), "items")
    day = on or act.today
    reason = why_not_day(day, None, act.today)
    if reason is not None:
        raise BadInput(reason, "on")
    place = "reader" if event is PackEvent.READ else "receiver"
    receiver = clean(who, place, limit=60) or next(
        (each.facts.name for each in query.buyers(act.read, row) if each.facts.is_primary), ""
    )
    for item in items:
        act.work.insert(
            SubscriptionPack,
            project_id=act.project_id,
            subscription_id=row["id"],
            item=item,
            event=event.value,
            receiver=receiver,
            note=clean(note, "note"),
            day_of=day,
            by_id=act.actor.id,
            at=act.now,
            business_date=act.today,
        )
    entries = dictionary.entries(act, DictKind.PACK)
    said = say(M(", ")).join(say(entry_of(entries, code).label) for code in items)
    return {"id": row["id"], "sub_no": row["sub_no"], "items": said, "receiver": receiver}


@dataclass(frozen=True, slots=True, kw_only=True)
class PassCopy:
    """One stamped copy that changes hands; without a giver it comes from whoever has it."""

    subscription: SubscriptionRef
    copy_no: int
    taker: Name
    giver: Name = ""
    purpose: str = ""


@use_case(
    "subscription.pass_copy",
    action="subscription.custody",
    title=M("Hand over a copy of a subscription"),
    done=M("Copy {copy_no} of {sub_no} is with {taker} now."),
)
def pass_copy(act: Act, command: PassCopy) -> Result:
    """Record a hand-over. Raises NotFound for a copy that is not there, BadInput when the giver does not have it."""
    row = act.must(Subscription, command.subscription, NOUN)
    given = stored.given(act.read, row["id"])
    if command.copy_no not in given:
        raise nothing_there(M("copy of subscription {no}", no=row["sub_no"]), command.copy_no)
    taker, giver = clean(command.taker, "taker", limit=60), clean(command.giver, "giver", limit=60)
    _pass(act, row, given, command.copy_no, giver, taker, clean(command.purpose, "purpose"), returned=False)
    return {"id": row["id"], "sub_no": row["sub_no"], "copy_no": command.copy_no, "taker": taker}


@dataclass(frozen=True, slots=True, kw_only=True)
class ReturnCopies:
    """Stamped copies that came back to the office; without numbers all that are out."""

    subscription: SubscriptionRef
    copies: tuple[int, ...] = ()
    purpose: str = ""


@use_case(
    "subscription.return_copies",
    action="subscription.custody",
    title=M("Take copies of a subscription back"),
    done=M("{count} copies of {sub_no} came back, {left} are out."),
)
def return_copies(act: Act, command: ReturnCopies) -> Result:
    """Take copies back, as every change of the deal asks for.

    Raises NotFound, Refusal when nothing is out, BadInput for one that is back already.
    """
    row = act.must(Subscription, command.subscription, NOUN)
    given = stored.given(act.read, row["id"])
    wanted = command.copies or tuple(each.copy_no for each in stored.copies_out(act.read, row["id"]))
    if not wanted:
        raise Refusal(M("No copy of {number} is out.", number=row["sub_no"]))
    purpose = clean(command.purpose, "purpose")
    for copy_no in dict.fromkeys(wanted):
        if copy_no not in given:
            raise nothing_there(M("copy of subscription {no}", no=row["sub_no"]), copy_no)
        _pass(act, row, given, copy_no, "", act.actor.name, purpose, returned=True)
    left = len(stored.copies_out(act.read, row["id"]))
    return {"id": row["id"], "sub_no": row["sub_no"], "count": len(dict.fromkeys(wanted)), "left": left}


def copy_back(act: Act, subscription_id: int, copy_no: int, purpose: str) -> None:
    """A copy came back with a request about the deal; nothing happens where it is back already."""
    row = act.must(Subscription, subscription_id, NOUN)
    if any(each.copy_no == copy_no for each in stored.copies_out(act.read, row["id"])):
        given = stored.given(act.read, row["id"])
        _pass(act, row, given, copy_no, "", act.actor.name, purpose, returned=True)


def _pass(
    act: Act, row: Row, given: dict[int, str], copy_no: int, giver: str, taker: str, purpose: str, *, returned: bool
) -> None:
    events = stored.custody(act.read, row["id"])
    giver = giver or keeper(given[copy_no], events, copy_no)
    event = CopyEvent(copy_no, giver, taker, act.now, returned, purpose)
    reason = why_not_pass(given[copy_no], events, event)
    if reason is not None:
        raise BadInput(reason, "taker" if not taker else "giver")
    act.work.insert(
        SubscriptionCustody,
        project_id=act.project_id,
        subscription_id=row["id"],
        copy_no=copy_no,
        giver=giver,
        taker=taker,
        returned=returned,
        purpose=purpose,
        by_id=act.actor.id,
        at=act.now,
        business_date=act.today,
    )
