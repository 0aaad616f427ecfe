"""The visit form: what a command says of a visit, as columns, and the row as the rules look at it (domain 3.3)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from enum import StrEnum
from typing import Any, Final

from anchang.domain import visit as rules
from anchang.domain.customer import DECLINED, Declined, Grade
from anchang.domain.dictionary import DictKind
from anchang.domain.errors import BadInput
from anchang.domain.text import clean
from anchang.domain.units import Code, CustomerRef, Name, Note, Phone, UnitRef
from anchang.domain.visit import (
    AgeBand,
    AreaDemand,
    Budget,
    DownPayment,
    Facing,
    FamilyStructure,
    Gender,
    LayoutDemand,
    Occupation,
    Party,
    PaymentIntent,
    ProductType,
    Purpose,
    Transport,
    UnitPrice,
    VisitKind,
)
from anchang.domain.worded import Worded
from anchang.i18n import M
from anchang.services import dictionary, people
from anchang.services.act import Act
from anchang.storage.customer import Customer
from anchang.storage.unit import Unit


class Asked(Worded):
    """A question that the visitor did not want to answer; completeness counts it as asked (3.3)."""

    GENDER = "gender", M("gender")
    LIVING_AREA = "living_area", M("living area")
    CHANNELS = "channels", M("known channel")
    PURPOSE = "purpose", M("purpose")
    BUDGET = "budget", M("budget")
    AREA = "demand_area", M("demanded area")
    LAYOUT = "demand_layout", M("demanded layout")
    GRADE = "grade", M("grade")
    NEXT_CONTACT = "next_contact_on", M("next contact")


@dataclass(frozen=True, slots=True, kw_only=True)
class VisitFields:
    """Everything of a visit that its receiver writes down; what is not given stays as it is.

    `notice`: the visitor was told what is kept and why. `declined` names what was asked and not answered.
    """

    name: Name | None = None
    phone: Phone | None = None
    no_phone_reason: str | None = None
    notice: bool = False
    consent_marketing: bool | None = None
    gender: Gender | None = None
    party: Party | None = None
    party_size: int | None = None
    age_band: AgeBand | None = None
    family_structure: FamilyStructure | None = None
    living_area: str | None = None
    working_area: str | None = None
    occupation: Occupation | None = None
    industry: str | None = None
    transport: Transport | None = None
    channels: tuple[Code, ...] | None = None
    referrer: CustomerRef | None = None
    agent_company: str | None = None
    agent_name: str | None = None
    report_no: str | None = None
    purpose: Purpose | None = None
    product_type: ProductType | None = None
    demand_area: AreaDemand | None = None
    demand_layout: LayoutDemand | None = None
    floor_pref: str | None = None
    facing_pref: Facing | None = None
    budget: Budget | None = None
    unit_price: UnitPrice | None = None
    payment_intent: PaymentIntent | None = None
    down_payment: DownPayment | None = None
    focus: tuple[Code, ...] | None = None
    resistance: tuple[Code, ...] | None = None
    competitors: str | None = None
    units_recommended: tuple[UnitRef, ...] | None = None
    grade: Grade | None = None
    content: Note | None = None
    next_contact_on: date | None = None
    organisation: str | None = None
    note: Note | None = None
    declined: tuple[Asked, ...] = ()


_CHOICES: Final = (
    "gender", "party", "age_band", "family_structure", "occupation", "transport", "purpose", "product_type",
    "demand_area", "demand_layout", "facing_pref", "budget", "unit_price", "payment_intent", "down_payment", "grade",
)  # fmt: skip
_TEXTS: Final = (
    "no_phone_reason", "living_area", "working_area", "industry", "agent_company", "agent_name", "report_no",
    "floor_pref", "competitors", "organisation",
)  # fmt: skip
_MANY: Final = ("channels", "focus", "resistance", "units_recommended")
_LISTS: Final = {"channels": DictKind.CHANNEL, "focus": DictKind.FOCUS, "resistance": DictKind.FOCUS}
_LARGEST_PARTY = 200


def columns(act: Act, command: VisitFields, row: Mapping[str, Any] | None = None) -> dict[str, Any]:
    """The columns that the command gives. Raises BadInput for text and numbers that cannot be kept.

    The same for choices that the office's lists do not offer; `row` is what stands already, a retired choice may stay.
    """
    given: dict[str, Any] = {}
    for name in _CHOICES:
        choice: StrEnum | None = getattr(command, name)
        if choice is not None:
            given[name] = choice.value
    for name in _TEXTS:
        if getattr(command, name) is not None:
            given[name] = clean(getattr(command, name), name)
    for name in ("living_area", "working_area"):
        if name in given:
            given[name] = dictionary.area(act, given[name])
    for name, kind in _LISTS.items():
        kept = () if row is None else str(row[name]).split()
        dictionary.check(act, kind, getattr(command, name) or (), name, kept)
    for name in _MANY:
        if getattr(command, name) is not None:
            given[name] = " ".join(dict.fromkeys(str(each) for each in getattr(command, name)))
    for name in ("content", "note"):
        if getattr(command, name) is not None:
            given[name] = clean(getattr(command, name), name, limit=4000, multiline=True)
    if command.name is not None:
        given["name"] = clean(command.name, "name", limit=60)
    if command.phone is not None:
        given["phone"] = people.number(command.phone)
    if command.party_size is not None:
        given["party_size"] = party_size(command.party_size)
    for unit_id in command.units_recommended or ():
        act.must(Unit, unit_id, M("unit"))  # kept as numbers, which no foreign key looks at
    if command.referrer is not None:
        given["referrer_id"] = act.must(Customer, command.referrer, people.CUSTOMER)["id"]
    if command.next_contact_on is not None:
        given |= {"next_contact_on": command.next_contact_on, "next_contact_declined": False}
    if command.consent_marketing is not None:
        given["consent_marketing"] = command.consent_marketing
    if command.notice:
        given["privacy_notice_at"] = act.now
    _decline(command, given)
    if "channels" in given:
        given["channel"] = given["channels"].partition(" ")[0]
    return given


def party_size(size: int) -> int:
    """How many came, checked. Raises BadInput."""
    if not 1 <= size <= _LARGEST_PARTY:
        wrong = M("{count} people cannot be right; write 1 to {most}.", count=size, most=_LARGEST_PARTY)
        raise BadInput(wrong, "party_size")
    return size


def _decline(command: VisitFields, given: dict[str, Any]) -> None:
    for each in command.declined:
        if given.get(each.value):
            raise BadInput(M("{question}: either an answer or «declined to say».", question=each), "declined")
        if each is Asked.NEXT_CONTACT:
            given |= {"next_contact_on": None, "next_contact_declined": True}
        else:
            given[each.value] = DECLINED.value


def as_rule(row: Mapping[str, Any]) -> rules.Visit:
    """The row as the rules look at it. Raises BadInput for a value that no dictionary has."""
    answer = rules.answer
    return rules.Visit(
        visit_on=row["business_date"],
        kind=VisitKind(row["kind"]),
        consultant=row["consultant_id"],
        recorder=row["recorder_id"],
        name=row["name"],
        phone=row["phone"],
        no_phone_reason=row["no_phone_reason"],
        privacy_notice_at=row["privacy_notice_at"],
        arrived_at=row["arrived_at"],
        left_at=row["left_at"],
        organisation=row["organisation"],
        gender=answer(Gender, row["gender"]),
        living_area=row["living_area"],
        channels=tuple(row["channels"].split()),
        purpose=answer(Purpose, row["purpose"]),
        budget=answer(Budget, row["budget"]),
        area=answer(AreaDemand, row["demand_area"]),
        layout=answer(LayoutDemand, row["demand_layout"]),
        grade=answer(Grade, row["grade"]),
        next_contact_on=_next(row),
    )


def _next(row: Mapping[str, Any]) -> date | Declined | None:
    if row["next_contact_declined"]:
        return DECLINED
    found: date | None = row["next_contact_on"]
    return found
