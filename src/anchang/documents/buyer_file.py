"""The buyer's file (domain 3.8) as fields: what was asked, what is worked out, the buyers of the paper."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import TYPE_CHECKING

from anchang.documents.paper import BLANK, Field, Words, day, listed, words
from anchang.documents.subscription import proxy_words
from anchang.domain.buyer_file import Education, Income, Marital, Special
from anchang.domain.identity import Gender
from anchang.domain.measure import show_percent
from anchang.domain.money import show
from anchang.domain.visit import Occupation
from anchang.domain.worded import Worded
from anchang.i18n import Msg
from anchang.services.entries import CHANNELS, FOCUS

if TYPE_CHECKING:
    from anchang.services.document import FileView

BUYER_FILE = "buyer_file"


def file_fields(view: FileView) -> dict[str, Field]:
    """The fields of the template `BUYER_FILE`. What the buyer did not tell stands as `/`."""
    paper, file, found = view.paper, view.file, view.computed
    return {
        "number": words(paper.paper_no or paper.number),
        "project": words(paper.project),
        "unit": words(paper.unit),
        "deal_total": show(paper.deal_total),
        "payment_plan": words(paper.payment_plan),
        "signed_on": day(paper.signed_on),
        "consultants": listed(paper.consultants),
        "buyers": [
            {
                "name": words(each.facts.name),
                "id_kind": words(each.facts.id_type),
                "id_number": words(each.facts.id_no),
                "gender": words(Gender(each.gender)) if each.gender else BLANK,
                "birth": day(each.birth),
                "phone": words(each.facts.phone),
                "address": words(each.facts.address),
                "nationality": words(each.nationality),
                "share": BLANK if each.facts.share is None else show_percent(each.facts.share),
                "beside": listed(proxy_words(one) for one in each.facts.proxies),
            }
            for each in paper.buyers
        ],
        "customer": words(found["customer"]),
        "first_contact_on": day(found["first_contact_on"]),
        "channel": _code(CHANNELS, found["channel"]),
        "visits": str(found["visits"]),
        "days_to_deal": _number(found["days_to_deal"]),
        "referrals": str(found["referrals"]),
        "occupation": _one(Occupation, file["occupation"]),
        "marital": _one(Marital, file["marital"]),
        "education": _one(Education, file["education"]),
        "income": _one(Income, file["income"]),
        "hukou": words(file["hukou"]),
        "employer": words(file["employer"]),
        "position": words(file["position"]),
        "home_address": words(file["home_address"]),
        "mail_address": words(file["mail_address"]),
        "emergency": words(" ".join(each for each in (file["emergency_name"], file["emergency_phone"]) if each)),
        "competitor": words(file["competitor"]),
        "why_bought": _codes(FOCUS, file["why_bought"]),
        "unhappy_with": _codes(FOCUS, file["unhappy_with"]),
        "purchases": words(file["purchases"]),
        "homes": _number(file["homes"]),
        "special": _codes({each.value: each.label for each in Special}, file["flags"]),
        "note": words(file["note"]),
        "consent_on": _day(file["consent_on"]),
    }


def _one(kind: type[Worded], code: str) -> str:
    return words(kind(code)) if code else BLANK


def _number(value: int | None) -> str:
    return BLANK if value is None else str(value)


def _day(value: date | None) -> str:
    return BLANK if value is None else day(value)


def _code(known: Mapping[str, Msg], code: str) -> str:
    label: Words = known.get(code, code)
    return words(label)


def _codes(known: Mapping[str, Msg], codes: str) -> str:
    return listed(_code(known, code) for code in codes.split())
