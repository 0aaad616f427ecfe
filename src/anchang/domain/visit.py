"""The visit log: its choices, what it needs to be saved, and what it needs before it is handed in (P02, domain 3.3).

Every choice is a dictionary of the office's trade practice; `declined` stands where the visitor was asked and did not
say. A visit is entered on its own day, never later.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, datetime
from typing import TypeVar

from anchang.domain.customer import DECLINED, Declined, Grade
from anchang.domain.errors import BadInput
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

W = TypeVar("W", bound=Worded)


class VisitKind(Worded):
    """The answer to «is this your first visit?»; these five everywhere (2.1)."""

    FIRST = "first", M("first visit")
    RETURNING = "returning", M("return visit")
    AGENT_BROUGHT = "agent_brought", M("brought by an agent")
    APPOINTMENT = "appointment", M("by appointment")
    NOT_A_BUYER = "not_a_buyer", M("not a buyer")


class Party(Worded):
    """Who came along."""

    ALONE = "alone", M("alone")
    FAMILY = "family", M("with family")
    FRIENDS = "friends", M("with friends")


class Gender(Worded):
    """As the form asks it; `unknown` when nobody could tell, on the telephone for example."""

    MALE = "male", M("male")
    FEMALE = "female", M("female")
    UNKNOWN = "unknown", M("unknown")


class AgeBand(Worded):
    """Age in years."""

    UP_TO_30 = "up_to_30", M("30 and younger")
    FROM_31 = "31_35", M("31 to 35")
    FROM_36 = "36_40", M("36 to 40")
    FROM_41 = "41_45", M("41 to 45")
    FROM_46 = "46_50", M("46 to 50")
    FROM_51 = "51_55", M("51 to 55")
    FROM_56 = "56_60", M("56 to 60")
    OVER_60 = "over_60", M("over 60")


class FamilyStructure(Worded):
    """Who will live there."""

    SINGLE = "single", M("single")
    COUPLE = "couple", M("two people")
    THREE = "three", M("three people")
    THREE_GENERATIONS = "three_generations", M("three generations")
    OTHER = "other", M("other")


class Occupation(Worded):
    """Where somebody works."""

    CIVIL_SERVANT = "civil_servant", M("civil servant")
    PUBLIC_INSTITUTION = "public_institution", M("public institution")
    STATE_COMPANY = "state_company", M("state-owned company")
    FOREIGN_COMPANY = "foreign_company", M("foreign company")
    PRIVATE_EMPLOYEE = "private_employee", M("employee of a private company")
    BUSINESS_OWNER = "business_owner", M("business owner")
    SELF_EMPLOYED = "self_employed", M("self-employed")
    OTHER = "other", M("other")


class Transport(Worded):
    """How the party came."""

    ON_FOOT = "on_foot", M("on foot")
    PUBLIC = "public", M("bus or metro")
    E_BIKE = "e_bike", M("electric bicycle")
    CAR = "car", M("own car")


class Channel(Worded):
    """How the customer learned of the project (认知途径): the dictionary an office starts with (R06, C14)."""

    OFFICIAL_SITE = "official_site", M("official site")
    SOCIAL_MEDIA = "social_media", M("social media")
    PARTNER_PLATFORM = "partner_platform", M("partner platform")
    SHORT_VIDEO = "short_video", M("short video")
    OUTDOOR = "outdoor", M("outdoor advertisement")
    PASSING_BY = "passing_by", M("passing by")
    REFERRAL = "referral", M("referred by an owner")
    AGENCY = "agency", M("agency")
    COMPANY_STAFF = "company_staff", M("company staff")
    CALL_CENTRE = "call_centre", M("call centre")
    EXHIBITION = "exhibition", M("exhibition")
    LEAFLET = "leaflet", M("leaflet")
    OTHER = "other", M("other")


class Purpose(Worded):
    """What the home is for."""

    FIRST_HOME = "first_home", M("first home")
    BETTER_HOME = "better_home", M("better home")
    MARRIAGE = "marriage", M("home to marry")
    INVESTMENT = "investment", M("investment")
    FOR_FAMILY = "for_family", M("for parents or children")
    RETIREMENT = "retirement", M("retirement")
    OTHER = "other", M("other")


class ProductType(Worded):
    """What kind of unit is looked for."""

    RESIDENTIAL = "residential", M("residential")
    APARTMENT = "apartment", M("serviced apartment")
    SHOP = "shop", M("shop")
    OFFICE = "office", M("office building")
    PARKING = "parking", M("parking space")


class LayoutDemand(Worded):
    """How many bedrooms are looked for."""

    ONE = "one", M("one bedroom")
    TWO = "two", M("two bedrooms")
    THREE = "three", M("three bedrooms")
    FOUR = "four", M("four bedrooms")
    FIVE_OR_MORE = "five_or_more", M("five bedrooms or more")


class AreaDemand(Worded):
    """Built area looked for, in ㎡; the lower bound belongs to the band."""

    UNDER_70 = "under_70", M("under 70 ㎡")
    FROM_70 = "70_90", M("70 to 90 ㎡")
    FROM_90 = "90_110", M("90 to 110 ㎡")
    FROM_110 = "110_130", M("110 to 130 ㎡")
    FROM_130 = "130_144", M("130 to 144 ㎡")
    FROM_144 = "144_180", M("144 to 180 ㎡")
    OVER_180 = "180_up", M("180 ㎡ and more")


class Budget(Worded):
    """Total that somebody can spend, in units of 10,000 yuan; the lower bound belongs to the band."""

    UNDER_80 = "under_80", M("under 800,000 yuan")
    FROM_80 = "80_100", M("800,000 to 1,000,000 yuan")
    FROM_100 = "100_150", M("1,000,000 to 1,500,000 yuan")
    FROM_150 = "150_200", M("1,500,000 to 2,000,000 yuan")
    FROM_200 = "200_300", M("2,000,000 to 3,000,000 yuan")
    FROM_300 = "300_500", M("3,000,000 to 5,000,000 yuan")
    OVER_500 = "500_up", M("5,000,000 yuan and more")


class UnitPrice(Worded):
    """Price somebody would accept, in yuan for a square metre; the lower bound belongs to the band."""

    UNDER_8000 = "under_8000", M("under 8,000 yuan/㎡")
    FROM_8000 = "8000_10000", M("8,000 to 10,000 yuan/㎡")
    FROM_10000 = "10000_15000", M("10,000 to 15,000 yuan/㎡")
    FROM_15000 = "15000_20000", M("15,000 to 20,000 yuan/㎡")
    FROM_20000 = "20000_30000", M("20,000 to 30,000 yuan/㎡")
    OVER_30000 = "30000_up", M("30,000 yuan/㎡ and more")


class DownPayment(Worded):
    """Own money at hand, in units of 10,000 yuan; the lower bound belongs to the band."""

    UNDER_30 = "under_30", M("own money under 300,000 yuan")
    FROM_30 = "30_50", M("own money 300,000 to 500,000 yuan")
    FROM_50 = "50_100", M("own money 500,000 to 1,000,000 yuan")
    OVER_100 = "100_up", M("own money 1,000,000 yuan and more")


class PaymentIntent(Worded):
    """How somebody means to pay."""

    LUMP_SUM = "lump_sum", M("all at once")
    MORTGAGE = "mortgage", M("bank loan")
    PROVIDENT_FUND = "provident_fund", M("provident fund loan")
    COMBINATION = "combination", M("bank and provident fund loan")
    INSTALMENTS = "instalments", M("in instalments")


class Facing(Worded):
    """Which way the unit should face."""

    SOUTH = "south", M("facing south")
    SOUTH_NORTH = "south_north", M("facing south and north")
    EAST = "east", M("facing east")
    WEST = "west", M("facing west")
    NORTH = "north", M("facing north")
    ANY = "any", M("any facing")


class Focus(Worded):
    """What somebody looks at; the same list says what somebody objects to (抗性)."""

    LOCATION = "location", M("location")
    PRICE = "price", M("price level")
    LAYOUT = "layout", M("layout")
    AREA = "area", M("size")
    TRAFFIC = "traffic", M("traffic links")
    SCHOOL = "school", M("school district")
    FACILITIES = "facilities", M("facilities nearby")
    PROPERTY_SERVICE = "property_service", M("property service")
    BRAND = "brand", M("brand")
    INSIDE_RATIO = "inside_ratio", M("inside ratio")
    SCHEDULE = "schedule", M("building schedule")
    PARKING = "parking", M("parking")
    VIEW = "view", M("view")
    OTHER = "other", M("other")


def answer(choices: type[W], stored: str) -> W | Declined | None:
    """A stored value as its choice: None for empty, `DECLINED` where nothing was said.

    Raises BadInput for a value that the dictionary does not have.
    """
    if not stored:
        return None
    if stored == DECLINED.value:
        return DECLINED
    try:
        return choices(stored)
    except ValueError:
        raise BadInput(M("«{value}» is not one of the choices.", value=stored)) from None


@dataclass(frozen=True, slots=True)
class Visit:
    """What the rules look at in a visit. Ids are staff rows; None means that nobody has filled it in yet.

    `privacy_notice_at` and `arrived_at` are aware instants. `needs` for hand-in are budget, area and layout.
    """

    visit_on: date
    kind: VisitKind | None = None
    consultant: int | None = None
    recorder: int | None = None
    name: str = ""
    phone: str = ""
    no_phone_reason: str = ""
    privacy_notice_at: datetime | None = None
    arrived_at: datetime | None = None
    left_at: datetime | None = None
    organisation: str = ""
    gender: Gender | Declined | None = None
    living_area: str | None = None
    channels: tuple[str, ...] = ()
    purpose: Purpose | Declined | None = None
    budget: Budget | Declined | None = None
    area: AreaDemand | Declined | None = None
    layout: LayoutDemand | Declined | None = None
    grade: Grade | Declined | None = None
    next_contact_on: date | Declined | None = None


def missing_to_save(visit: Visit) -> list[Msg]:
    """What is missing before the visit can be saved, one field each, in the order of the form (3.3).

    Somebody who is no buyer leaves a kind and an organisation and no personal data, so no notice is due (2.1, 3.3).
    """
    missing = []
    if visit.kind is None:
        missing.append(M("visit kind"))
    if visit.consultant is None:
        missing.append(M("consultant"))
    if visit.recorder is None:
        missing.append(M("recorder"))
    if visit.kind is VisitKind.NOT_A_BUYER:
        return missing if visit.organisation.strip() else [*missing, M("organisation")]
    if not visit.name.strip():
        missing.append(M("name"))
    if not visit.phone.strip() and not visit.no_phone_reason.strip():
        missing.append(M("phone, or the reason why none was left"))
    if visit.privacy_notice_at is None:
        missing.append(M("privacy notice"))
    return missing


def missing_to_hand_in(visit: Visit) -> list[Msg]:
    """What is still missing when the day is handed in; `declined` counts as an answer everywhere (3.3)."""
    missing = missing_to_save(visit)
    if visit.kind is VisitKind.NOT_A_BUYER:
        return missing
    asked: tuple[tuple[object, Msg], ...] = (
        (visit.gender, M("gender")),
        ((visit.living_area or "").strip(), M("living area")),
        (visit.channels, M("known channel")),
        (visit.purpose, M("purpose")),
        (visit.budget, M("budget")),
        (visit.area, M("demanded area")),
        (visit.layout, M("demanded layout")),
        (visit.grade, M("grade")),
        (visit.next_contact_on, M("next contact")),
    )
    return missing + [label for value, label in asked if not value]


def check_day(entry_on: date, today: date) -> Msg | None:
    """Why an entry of that day cannot be made today, or None: same day only, no back-dating (2.1-6, 3.3)."""
    if entry_on < today:
        return M("an entry is made on its own day; {day} has passed", day=entry_on)
    if entry_on > today:
        return M("{day} has not come yet", day=entry_on)
    return None


def check_times(visit: Visit, now: datetime) -> Msg | None:
    """Why the times of a visit cannot be true, or None; all are aware instants."""
    if visit.arrived_at is not None and visit.arrived_at > now:
        return M("the arrival lies in the future")
    if visit.left_at is not None and visit.left_at > now:
        return M("the departure lies in the future")
    if visit.arrived_at is not None and visit.left_at is not None and visit.left_at < visit.arrived_at:
        return M("the departure lies before the arrival")
    return None
