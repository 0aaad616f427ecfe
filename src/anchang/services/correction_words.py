"""A correction in words: what changed from what to what, by whom, when and why; for cards and files (domain 2.2)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, tzinfo
from typing import Any

from anchang.domain import register_fields
from anchang.domain.customer import DECLINED
from anchang.domain.follow_up import ContactWay, Stage
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg, say
from anchang.services.entries import AREAS, CHANNELS, FOCUS, GRADES, NOT_SAID
from anchang.storage.correction import Version

TITLES: dict[str, Msg] = {
    "kind": M("Visit kind"),
    "from_call": M("Visits after a call"),
    "consultant_id": M("Consultant"),
    "recorder_id": M("Greeting recorded by"),
    "answered_by": M("Answered by"),
    "arrived_at": M("Arrived"),
    "left_at": M("Left"),
    "name": M("Name"),
    "gender": M("Gender"),
    "living_area": M("Living area"),
    "working_area": M("Working area"),
    "channels": M("Known channel"),
    "channel": M("First known channel"),
    "purpose": M("Purpose"),
    "demand_area": M("Area wanted"),
    "demand_layout": M("Layout wanted"),
    "budget": M("Budget"),
    "grade": M("Grade"),
    "next_contact_on": M("Next contact"),
    "next_contact_declined": M("Declined to say when"),
    "content": M("What was said"),
    "focus": M("Looks at"),
    "resistance": M("Objects to"),
    "party": M("Came"),
    "party_size": M("People"),
    "age_band": M("Age"),
    "family_structure": M("Household"),
    "family_size": M("Household, people"),
    "occupation": M("Occupation"),
    "industry": M("Industry"),
    "transport": M("Came by"),
    "referrer_id": M("Referred by"),
    "agent_company": M("Agency"),
    "agent_name": M("Agent"),
    "report_no": M("Report no."),
    "product_type": M("Product"),
    "floor_pref": M("Floor"),
    "facing_pref": M("Facing"),
    "unit_price": M("Unit price"),
    "payment_intent": M("Payment"),
    "down_payment": M("Own money"),
    "competitors": M("Other projects"),
    "seen_other_projects": M("Other projects"),
    "units_recommended": M("Recommended"),
    "organisation": M("Organisation"),
    "note": M("Note"),
    "questions": M("Questions"),
    "price_reaction": M("Price reaction"),
    "invite_visit_at": M("Visit agreed for"),
    "is_repeat": M("Called before"),
    "way": M("Way of contact"),
    "effective": M("Reached"),
    "grade_after": M("Grade"),
    "objection": M("Objection"),
    "stage": M("Stage"),
}
CHOICES: dict[str, type[Worded]] = {
    **register_fields.CHOICES, "way": ContactWay, "stage": Stage,
}  # fmt: skip
# The office's own lists and grades, as they are called now.
LISTS: dict[str, Mapping[str, Msg]] = {
    "grade": GRADES,
    "grade_after": GRADES,
    "channels": CHANNELS,
    "channel": CHANNELS,
    "living_area": AREAS,
    "working_area": AREAS,
    "focus": FOCUS,
    "resistance": FOCUS,
}
_PEOPLE = ("consultant_id", "recorder_id", "answered_by")
_SEVERAL = ("channels", "focus", "resistance")
_FOLLOWS = {"channel": "channels"}
"""Columns that only repeat another one that changed with them."""


def changes(version: Version, zone: tzinfo) -> str:
    """Every change of a version in one sentence: «Grade: B → A; Known channel: outdoor → referral»."""
    if version.void:
        return say(M("the entry is void"))
    parts = []
    for name in (each for each in TITLES if each in version.after):
        if _FOLLOWS.get(name) in version.after:
            continue
        before, after = (_value(version, name, kept, zone) for kept in (version.before, version.after))
        parts.append(say(M("{what}: {before} → {after}", what=TITLES[name], before=before, after=after)))
    return say(M("; ")).join(parts)


def line(version: Version, zone: tzinfo) -> Msg:
    """A version whole, for the entry's card."""
    return M(
        "Corrected after the review, version {no} by {who} at {at}: {changes}. Why: {reason}",
        no=version.no,
        who=version.who,
        at=version.at.astimezone(zone).strftime("%Y-%m-%d %H:%M"),
        changes=changes(version, zone),
        reason=version.reason,
    )


def _value(version: Version, name: str, kept: Mapping[str, Any], zone: tzinfo) -> str:
    value = kept[name]
    if value is None or value == "":
        return say(M("(blank)"))
    if isinstance(value, bool):
        return say(M("yes") if value else M("no"))
    if name in _PEOPLE:
        return version.people.get(value, str(value))
    if name == "units_recommended":
        return say(M(", ")).join(version.units.get(int(each), each) for each in str(value).split())
    if value == DECLINED.value:
        return say(DECLINED.label)
    if name in CHOICES or name in LISTS:
        words = LISTS[name] if name in LISTS else {each.value: each.label for each in CHOICES[name]}
        words = {code: words[code] for code in str(value).split() if code in words} | NOT_SAID
        found = str(value).split() if name in _SEVERAL else [str(value)]
        return say(M(", ")).join(say(words[each]) if each in words else each for each in found)
    if name.endswith("_at"):
        return datetime.fromisoformat(value).astimezone(zone).strftime("%Y-%m-%d %H:%M")
    return str(value)
