"""The fields that a column of an old book can mean, in words, and the choices of those that have them (3.2, 3.3)."""

from __future__ import annotations

from typing import Any

from anchang.domain import visit
from anchang.domain.call import PriceReaction
from anchang.domain.customer import Grade
from anchang.domain.dictionary import DictKind, Lists
from anchang.domain.opening_fields import OPENING_CHOICES, OPENING_FIELDS
from anchang.domain.register import LEFT_OUT, NOTE, Profile, RegisterKind, RulePart
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

_BOTH: dict[str, Msg] = {
    "on": M("Day"),
    "at": M("At what time?"),
    "who": M("Consultant"),
    "name": M("Name"),
    "gender": M("Gender"),
    "phone": M("Phone"),
    "more_phones": M("More numbers"),
    "no_phone_reason": M("No number: why"),
    "channels": M("Known channel"),
    "living_area": M("Living area"),
    "working_area": M("Working area"),
    "demand_area": M("Area wanted"),
    "demand_layout": M("Layout wanted"),
    "grade": M("Grade"),
    "next_contact_on": M("Next contact"),
    NOTE: M("Note"),
}
FIELDS: dict[RegisterKind, dict[str, Msg]] = {
    RegisterKind.VISITS: {
        **_BOTH,
        "left": M("Left at"),
        "kind": M("Visit kind"),
        "recorder": M("Recorder"),
        "party": M("Came"),
        "party_size": M("People"),
        "age_band": M("Age"),
        "family_structure": M("Household"),
        "occupation": M("Occupation"),
        "industry": M("Industry"),
        "transport": M("Came by"),
        "agent_company": M("Agency"),
        "agent_name": M("Agent"),
        "report_no": M("Report no."),
        "purpose": M("Purpose"),
        "product_type": M("Product"),
        "floor_pref": M("Floor"),
        "facing_pref": M("Facing"),
        "budget": M("Budget"),
        "unit_price": M("Unit price"),
        "payment_intent": M("Payment"),
        "down_payment": M("Own money"),
        "focus": M("Looks at"),
        "resistance": M("Objects to"),
        "competitors": M("Other projects"),
        "content": M("What was said"),
        "organisation": M("Organisation"),
        "referrer": M("Referred by"),
    },
    RegisterKind.CALLS: {
        **_BOTH,
        "is_repeat": M("Called before"),
        "family_size": M("Household of"),
        "price_reaction": M("Price reaction"),
        "questions": M("Questions"),
        "seen_other_projects": M("Other projects"),
        "invite_on": M("Invited for"),
    },
    **OPENING_FIELDS,
}
CHOICES: dict[str, type[Worded]] = {
    "kind": visit.VisitKind,
    "gender": visit.Gender,
    "channels": visit.Channel,
    "grade": Grade,
    "party": visit.Party,
    "age_band": visit.AgeBand,
    "family_structure": visit.FamilyStructure,
    "occupation": visit.Occupation,
    "transport": visit.Transport,
    "purpose": visit.Purpose,
    "product_type": visit.ProductType,
    "demand_layout": visit.LayoutDemand,
    "demand_area": visit.AreaDemand,
    "facing_pref": visit.Facing,
    "budget": visit.Budget,
    "unit_price": visit.UnitPrice,
    "payment_intent": visit.PaymentIntent,
    "down_payment": visit.DownPayment,
    "focus": visit.Focus,
    "resistance": visit.Focus,
    "price_reaction": PriceReaction,
}
ALL_CHOICES: dict[str, Any] = {**CHOICES, **OPENING_CHOICES}  # enums with a label
# Fields whose choices are a list of the office's own: what stands in them are the codes of its entries (2.18).
LISTS: dict[str, DictKind] = {
    "channels": DictKind.CHANNEL, "focus": DictKind.FOCUS, "resistance": DictKind.FOCUS,
}  # fmt: skip
# What the office's figures are made of: a word that is not known is never kept as a mere remark.
STRICT = frozenset({"kind", "channels", "grade"})


def meanings(field: str, lists: Lists) -> dict[str, Msg]:
    """What a word in that field can mean, in words: the entries that the office offers, or the fixed choices."""
    if field in LISTS:
        return {each.code: each.label for each in lists[LISTS[field]] if each.active}
    return {each.value: each.label for each in ALL_CHOICES[field]}


def wrong_with(profile: Profile, staff: frozenset[int], lists: Lists) -> tuple[Msg, str] | None:
    """What is wrong with a profile's rules and in which field it stands, or None.

    `staff` are the known members, `lists` the office's own lists.
    """
    fields = FIELDS[profile.kind]
    for index, rule in enumerate(profile.rules):
        place = f"rules[{index}]"
        if not rule.said:
            return M("A rule needs what stands in the file."), f"{place}.said"
        if rule.part is RulePart.COLUMN and rule.means not in (LEFT_OUT, *fields):
            return M("There is no field {field}; known are {known}.", field=rule.means, known=tuple(fields)), \
                f"{place}.means"  # fmt: skip
        if rule.part is RulePart.WORD:
            if rule.field not in ALL_CHOICES or rule.field not in fields:
                return M("{field} has no choices that a word could mean.", field=rule.field or "-"), f"{place}.field"
            known = (*meanings(rule.field, lists), NOTE, LEFT_OUT)
            if rule.means not in known:
                return M("«{value}» is not one of the choices.", value=rule.means), f"{place}.means"
        if rule.part is RulePart.PERSON and rule.means and rule.means not in {str(each) for each in staff}:
            return M("There is no {what} {which}.", what=M("member of staff"), which=rule.means), f"{place}.means"
    return None
