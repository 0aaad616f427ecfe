"""The call log: what it needs to be saved and before it is handed in (P02, domain 3.2)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime

from anchang.domain.customer import Declined, Grade
from anchang.domain.visit import AreaDemand, Gender, LayoutDemand
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class PriceReaction(Worded):
    """What the caller said to the price."""

    LOW = "low", M("rather low")
    ACCEPTABLE = "acceptable", M("just acceptable")
    HIGH = "high", M("rather high")
    TOO_HIGH = "too_high", M("too high to accept")


@dataclass(frozen=True, slots=True)
class Call:
    """What the rules look at in a call; None means that nobody has filled it in yet. `answered_by` is a staff row."""

    call_on: date
    answered_by: int | None = None
    name: str = ""
    phone: str = ""
    no_phone_reason: str = ""
    channel: str | None = None
    is_repeat: bool | None = None
    gender: Gender | Declined | None = None
    area: AreaDemand | Declined | None = None
    layout: LayoutDemand | Declined | None = None
    grade: Grade | None = None
    next_contact_on: date | None = None
    privacy_notice_at: datetime | None = None


def leads_nowhere(call: Call) -> bool:
    """Whether the call makes a lead that is invalid from the start: nobody can be called back (3.2)."""
    return not call.phone.strip()


def missing_to_save(call: Call) -> list[Msg]:
    """What is missing before the call can be saved, one field each, in the order of the form (3.2).

    Whoever leaves a number was told what is kept and why (5.11); where none is left, nobody can be found by the entry.
    """
    missing = []
    if call.answered_by is None:
        missing.append(M("answered by"))
    if not call.name.strip():
        missing.append(M("name"))
    if leads_nowhere(call) and not call.no_phone_reason.strip():
        missing.append(M("phone, or the reason why none was left"))
    if not leads_nowhere(call) and call.privacy_notice_at is None:
        missing.append(M("privacy notice"))
    if call.channel is None:
        missing.append(M("known channel"))
    if call.is_repeat is None:
        missing.append(M("whether the caller called before"))
    if call.grade in (Grade.A, Grade.B, Grade.C) and call.next_contact_on is None:
        missing.append(M("next contact"))
    return missing


def missing_to_hand_in(call: Call) -> list[Msg]:
    """What is missing when the day is handed in: a caller who can be called back has a grade as well (2.2, 3.2)."""
    missing = missing_to_save(call)
    if call.grade is None and not leads_nowhere(call):
        missing.append(M("grade"))
    return missing
