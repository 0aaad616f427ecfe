"""What stands at the left of a customer's card, in words (domain 2.2, 5.11; G02)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from anchang.domain.customer import LeadState
from anchang.domain.visit import Gender
from anchang.i18n import M, Msg, zone
from anchang.services.entries import AREAS, CHANNELS, GRADES, WHY_LOST
from anchang.tui.show import plain


def facts(row: Mapping[str, Any]) -> Iterator[tuple[Msg, Msg | str, str]]:
    """What is known of the customer: label, words, style; what is unknown is left out."""
    if row["do_not_contact"]:
        yield M("Contact"), M("DO NOT CONTACT"), "bold $error"
    yield M("Phone"), row["phone"] or row["no_phone_reason"] or "-", ""
    if row["numbers_before"]:
        yield M("Before"), " ".join(row["numbers_before"]), ""
    yield M("Consultant"), row["owner"] or M("nobody yet"), ""
    yield M("State"), LeadState(row["state"]).label, ""
    if row["grade"]:
        yield M("Grade"), GRADES.get(row["grade"], row["grade"]), ""
    if row["next_contact_on"] is not None:
        day = row["next_contact_on"].isoformat()
        late = row["days_late"]
        yield M("Next contact"), M("{day}, {count} days late", day=day, count=late) if late else day, \
            "bold $error" if late else ""
    yield M("Visits"), str(row["visits"]), ""
    for key, label in (("first_contact_at", M("First contact")), ("last_contact_at", M("Last contact"))):
        if row[key] is not None:
            yield label, row[key].astimezone(zone()).strftime("%Y-%m-%d %H:%M"), ""
    if row["gender"] not in ("", "unknown"):
        yield M("Gender"), Gender(row["gender"]).label, ""
    if row["channel"]:
        yield M("Known channel"), CHANNELS.get(row["channel"], row["channel"]), ""
    for key, label in (("living_area", M("Living area")), ("working_area", M("Working area"))):
        if row[key]:
            yield label, AREAS.get(row[key], row[key]), ""
    yield M("Advertising"), M("allowed") if row["consent_marketing"] else M("not allowed"), ""
    yield M("To others"), M("allowed") if row["consent_third_party"] else M("not allowed"), ""
    if row["invalid_reason"]:
        yield M("Invalid"), row["invalid_reason"], ""
    if row["lost_reason"]:
        yield M("Why lost"), WHY_LOST.get(row["lost_reason"], row["lost_reason"]), ""
    if row["note"]:
        yield M("Note"), row["note"], ""


def tie_facts(ties: list[dict[str, Any]]) -> Iterator[tuple[Msg, Msg | str, str]]:
    """Who counts as one customer with this one; another's customer stays without a name."""
    for tie in ties:
        yield tie["link"].label, _tied_to(tie), ""


def _tied_to(tie: Mapping[str, Any]) -> Msg | str:
    name = tie["name"] or plain(M("another consultant's"))
    return name if tie["proved"] else M("{name} (not proved)", name=name)


def tie_words(tie: Mapping[str, Any]) -> Msg:
    """A tie as one chooses it."""
    return M("{name}: {value}", name=tie["link"].label, value=_tied_to(tie))
