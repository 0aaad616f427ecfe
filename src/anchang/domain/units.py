"""Units as types: a command that says `Fen` is filled with yuan by people and with fen by programs of ours.

References (`UnitRef`, `CustomerRef`, …) are row ids inside the program; at the edges a person may write the label that
he knows: a room, a phone number, a login, a paper number.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Annotated


@dataclass(frozen=True, slots=True)
class Scale:
    """What a scaled integer counts."""

    unit: str  # fen | area | rate


@dataclass(frozen=True, slots=True)
class Ref:
    """Which noun a row id points to."""

    noun: str


@dataclass(frozen=True, slots=True)
class Secret:
    """Text that is never shown, listed or kept."""


@dataclass(frozen=True, slots=True)
class Long:
    """Text of several lines, with its limit in characters."""

    limit: int = 4000


@dataclass(frozen=True, slots=True)
class Short:
    """Text of one line, with its limit in characters (200 where nothing is said)."""

    limit: int = 200


@dataclass(frozen=True, slots=True)
class Listed:
    """The code of an entry in one of the office's own lists."""

    limit: int = 40


Fen = Annotated[int, Scale("fen")]
Area = Annotated[int, Scale("area")]
Rate = Annotated[int, Scale("rate")]
Password = Annotated[str, Secret()]
Note = Annotated[str, Long()]
Name = Annotated[str, Short(60)]
Phone = Annotated[str, Short(30)]

Code = Annotated[str, Listed()]

UnitRef = Annotated[int, Ref("unit")]
RegisterImportRef = Annotated[int, Ref("register_import")]
CustomerRef = Annotated[int, Ref("customer")]
StaffRef = Annotated[int, Ref("staff")]
BatchRef = Annotated[int, Ref("batch")]
PermitRef = Annotated[int, Ref("permit")]
SubscriptionRef = Annotated[int, Ref("subscription")]
ContractRef = Annotated[int, Ref("contract")]
ReceiptRef = Annotated[int, Ref("receipt")]
VisitRef = Annotated[int, Ref("visit")]
CallRef = Annotated[int, Ref("call")]
FollowUpRef = Annotated[int, Ref("follow_up")]
TurnRef = Annotated[int, Ref("turn")]
PermitDraftRef = Annotated[int, Ref("permit_draft")]
PersonRequestRef = Annotated[int, Ref("person_request")]
TermRef = Annotated[int, Ref("term")]
FaqRef = Annotated[int, Ref("faq")]
CompetitorRef = Annotated[int, Ref("competitor")]
MeetingTaskRef = Annotated[int, Ref("meeting_task")]
PriceListRef = Annotated[int, Ref("price_list")]
OwnershipCaseRef = Annotated[int, Ref("ownership_case")]
CustomerLinkRef = Annotated[int, Ref("customer_link")]
DiscountRequestRef = Annotated[int, Ref("discount_request")]
ChangeRef = Annotated[int, Ref("change_request")]
VoucherRef = Annotated[int, Ref("voucher")]
DelegationRef = Annotated[int, Ref("delegation")]
DelayRef = Annotated[int, Ref("delay_request")]
LaunchRef = Annotated[int, Ref("launch")]
SincerityRef = Annotated[int, Ref("sincerity")]
AppointmentRef = Annotated[int, Ref("appointment")]
