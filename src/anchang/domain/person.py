"""Personal information (5.11): what people agreed to, who may not be called, how long one is kept, what erasing is.

A person is a customer's row with the visits, calls and follow-ups that belong to it. Erased, the row keeps its number
and every figure that reports count; all that says who it was is gone and cannot be brought back.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Final

from dateutil.relativedelta import relativedelta

from anchang.domain.access import LEADERS, MANAGER
from anchang.domain.errors import Refusal
from anchang.domain.flow import Flow, Step
from anchang.domain.follow_up import ContactWay, Stage
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

ERASED: Final = "*"  # stands in a log where a number was left: who left one is counted for ever, which one is not kept
_OWN_ENTRY: Final = re.compile(r"own_[0-9]+")  # the code of an area in the office's own list (domain.dictionary)
LONGEST_AREA: Final = 10  # characters; an area is a quarter of the town, not an address


class ConsentKind(Worded):
    """What a person was told or agreed to, each with its time; the newest line holds, the others are its history."""

    NOTICE = "notice", M("told what is kept, why and how long")
    MARKETING = "marketing", M("advertising")
    THIRD_PARTY = "third_party", M("data given to others (agents, banks)")
    NO_CONTACT = "no_contact", M("do not contact")


class Agreement(Worded):
    """The consents that a person gives and takes back; notice and «do not contact» are no consents."""

    MARKETING = "marketing", M("advertising")
    THIRD_PARTY = "third_party", M("data given to others (agents, banks)")


class RequestKind(Worded):
    """What a person may ask for (PIPL 44 to 47)."""

    ACCESS = "access", M("look at the own data")
    COPY = "copy", M("copy of the own data")
    CORRECT = "correct", M("correction")
    ERASE = "erase", M("erasure")


class RequestState(StrEnum):
    """A request waits, or was answered one way or the other."""

    OPEN = "open"
    DONE = "done"
    REFUSED = "refused"

    @property
    def label(self) -> Msg:
        """The state in words."""
        return REQUEST_LABELS[self]


REQUEST_LABELS: dict[RequestState, Msg] = {
    RequestState.OPEN: M("to be answered"),
    RequestState.DONE: M("answered"),
    RequestState.REFUSED: M("refused with the reason"),
}


@dataclass(frozen=True, slots=True)
class RequestFacts:
    """What the guards of a request look at."""

    answer: str = ""


def _answered(facts: RequestFacts) -> Msg | None:
    return None if facts.answer.strip() else M("say what the person was answered")


PERSON_REQUEST: Flow[RequestState, RequestFacts] = Flow(
    "person_request",
    M("request about the own data"),
    RequestState,
    (
        Step(
            "answer", M("answer"), (RequestState.OPEN,), RequestState.DONE, MANAGER | LEADERS, (_answered,),
            source_id="5.11",
        ),
        Step(
            "refuse", M("refuse"), (RequestState.OPEN,), RequestState.REFUSED, MANAGER | LEADERS, (_answered,),
            source_id="5.11",
        ),
    ),
)  # fmt: skip


class DoNotContact(Refusal):
    """The person does not want to be contacted."""

    code = "do_not_contact"


class KeptByLaw(Refusal):
    """The person has a paper, which the law wants kept."""

    code = "kept_by_law"


def reaches_out(way: ContactWay | None, stage: Stage | None) -> bool:
    """Whether a contact came from the office: not when the person came in, or called (5.11)."""
    return way is not ContactWay.VISIT and stage not in (Stage.CALL, Stage.VISIT)


def check_contact(do_not_contact: bool, name: str, way: ContactWay | None, stage: Stage | None) -> None:
    """Refuse to reach out to somebody who does not want it. Raises DoNotContact."""
    if do_not_contact and reaches_out(way, stage):
        raise DoNotContact(
            M(
                "{name} does not want to be contacted. Only what the person began is written down: «on a visit to the "
                "office», or a call or a visit of the person.",
                name=name,
            )
        )


def kept_until(today: date, months: int) -> date:
    """The day before which somebody without any paper must have been in touch last, to be kept no longer."""
    return today - relativedelta(months=months)


def pseudonym(row_id: int) -> str:
    """The name of somebody whose name is not kept."""
    return f"#{row_id}"


def coarse_area(text: str) -> str:
    """An area as far as figures count it: no house number, and never so long as an address."""
    if _OWN_ENTRY.fullmatch(text):
        return text
    for place, sign in enumerate(text):
        if sign.isdigit():
            return text[:place][:LONGEST_AREA].rstrip()
    return text[:LONGEST_AREA]
