"""One row of the buyers' table: what the ID number tells is not asked, the rest only when it is due (3.6)."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from typing import Any

from anchang.domain import identity
from anchang.domain.buyer import is_minor
from anchang.domain.errors import BadInput
from anchang.domain.identity import ID_TYPE_LABELS, Gender, IdType
from anchang.i18n import M, Msg, say
from anchang.services.subscription_form import Buyer
from anchang.tui.forms.form import Field, FieldKind, Values

ID_TYPES: dict[str, Msg] = {kind.value: words for kind, words in ID_TYPE_LABELS.items()}
PERSONS_PAPERS: dict[str, Msg] = {
    kind.value: words for kind, words in ID_TYPE_LABELS.items() if kind is not IdType.BUSINESS_LICENCE
}
GENDERS: dict[str, Msg] = {each.value: each.label for each in Gender}
_FOREIGN = (IdType.PASSPORT, IdType.FOREIGN_RESIDENCE, IdType.OTHER)


def id_words(values: Values) -> Msg | None:
    """What the number of a buyer says, or what is wrong with it, as soon as it stands there."""
    kind, number = values.get("id_type"), values.get("id_no")
    if kind is None or not number:
        return None
    try:
        whole = identity.check_id(kind, number, say(M("ID number")))
    except BadInput as wrong:
        return wrong.message
    born, gender = identity.birth_date(whole), identity.gender_of(whole)
    if born is None or gender is None:
        return M("The number is well formed.")
    return M("The number is right: {gender}, born {day}.", gender=gender, day=born)


def made(**values: Any) -> Buyer:
    """A row as the command takes it. Raises BadInput for a number that cannot be right."""
    if values.get("id_no"):
        identity.check_id(values.get("id_type") or IdType.ID_CARD, values["id_no"], values["name"])
    return Buyer(**{name: value for name, value in values.items() if value is not None})


def _is_company(values: Values) -> bool:
    return values.get("id_type") == IdType.BUSINESS_LICENCE


def _tells_nothing(values: Values) -> bool:
    """A person's number in which no birth stands."""
    number = values.get("id_no")
    if not number or values.get("id_type") in (IdType.ID_CARD, IdType.BUSINESS_LICENCE):
        return False
    return identity.birth_date(number.strip().upper()) is None


def _has_agent(values: Values) -> bool:
    return bool(values.get("agent"))


def _minor_on(today: date) -> Callable[[Values], bool]:
    def is_one(values: Values) -> bool:
        if _is_company(values):
            return False
        born = identity.birth_date((values.get("id_no") or "").strip().upper()) or values.get("birth")
        return is_minor(born, values.get("signed_on") or today)

    return is_one


def _id_type(name: str, shown_when: Callable[[Values], bool]) -> Field:
    return Field(name, M("Their paper"), FieldKind.CHOICE, choices=PERSONS_PAPERS, default="id_card", to_value=IdType,
                 shown_when=shown_when)  # fmt: skip


def fields(today: date) -> tuple[Field, ...]:
    """The questions about one buyer; guardian, agent, company and passport each bring their own."""
    minor = _minor_on(today)
    return (
        Field("name", M("Name"), required=True, limit=60),
        Field("id_type", M("Identity paper"), FieldKind.CHOICE, required=True, choices=ID_TYPES, default="id_card",
              to_value=IdType),
        Field("id_no", M("ID number"), required=True, limit=40),
        Field("id_check", M("Check"), derived=id_words, sent=False),
        Field("nationality", M("Nationality"), limit=40,
              shown_when=lambda values: values.get("id_type") in _FOREIGN),
        Field("gender", M("Gender"), FieldKind.CHOICE, choices=GENDERS, to_value=Gender, shown_when=_tells_nothing),
        Field("birth", M("Born on"), FieldKind.DATE, shown_when=_tells_nothing),
        Field("representative", M("Legal representative"), required=True, limit=60, shown_when=_is_company),
        _id_type("representative_id_type", _is_company),
        Field("representative_id_no", M("Their number"), limit=40, shown_when=_is_company),
        Field("guardian", M("Guardian"), required=True, limit=60, shown_when=minor, help=M("the buyer is not of age")),
        Field("guardian_relation", M("Relation"), required=True, limit=60, shown_when=minor,
              placeholder=M("father, mother …")),
        _id_type("guardian_id_type", minor),
        Field("guardian_id_no", M("Their number"), required=True, limit=40, shown_when=minor),
        Field("guardian_phone", M("Their phone"), FieldKind.PHONE, shown_when=minor),
        Field("phone", M("Phone"), FieldKind.PHONE, required=True),
        Field("address", M("Address"), required=True),
        Field("postcode", M("Postcode"), limit=20),
        Field("share", M("Share"), FieldKind.RATE, help=M("Empty: not stated. Else for every buyer, 100% in all.")),
        Field("agent", M("Signing agent"), limit=60, help=M("who signs for the buyer")),
        _id_type("agent_id_type", _has_agent),
        Field("agent_id_no", M("Their number"), limit=40, shown_when=_has_agent),
        Field("agent_phone", M("Their phone"), FieldKind.PHONE, shown_when=_has_agent),
        Field("agent_proof", M("Power of attorney"), limit=60, shown_when=_has_agent),
    )  # fmt: skip
