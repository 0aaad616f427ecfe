"""What stands beside the lines of a subscription's form: who acts for a buyer, the library's terms, the paper's own
figures, the consultants who share (domain 3.6, P03, Q-22). Used by `subscription_form` alone.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from typing import TYPE_CHECKING, Any

from anchang.domain import identity
from anchang.domain.access import CONSULTANT
from anchang.domain.buyer import ProxyFacts, ProxyRole
from anchang.domain.errors import BadInput, Refusal, nothing_there
from anchang.domain.identity import IdType
from anchang.domain.measure import ONE
from anchang.domain.paper_figures import Printed
from anchang.domain.term import why_not_terms
from anchang.domain.text import clean
from anchang.i18n import M, say
from anchang.services.act import Act
from anchang.storage import staff as people
from anchang.storage import subscription_parts as stored
from anchang.storage import term as library
from anchang.storage.subscription_parts import (
    SubscriptionConsultant,
    SubscriptionPrinted,
    SubscriptionProxy,
    SubscriptionTerm,
)
from anchang.storage.work import Row

if TYPE_CHECKING:
    from anchang.services.subscription_form import Buyer, Terms

Values = dict[str, Any]
TERM = M("special term")
_HOME = frozenset({IdType.ID_CARD, IdType.MILITARY_ID, IdType.HK_MACAU_PERMIT, IdType.TAIWAN_PERMIT})
_PAPERS = "zh_CN"  # the language of the papers


@dataclass(frozen=True, slots=True)
class Beside:
    """The rows of one edition beside its buyers, discounts and shares; `special_terms` are the words on the paper."""

    special_terms: str
    term_ids: tuple[int, ...]
    printed: Printed
    consultants: tuple[tuple[int, int], ...]


def beside(act: Act, terms: Terms, old: Mapping[str, Any] | None, day: date) -> Beside:
    """Work it out; what is not given stays as `old` has it. Raises NotFound, Refusal, BadInput."""
    words, ids = _terms(act, terms, old, day)
    return Beside(words, ids, _printed(act, terms, old), _consultants(act, terms, old))


def write(act: Act, common: Values, found: Beside) -> None:
    """Write the rows of one edition."""
    for no, term_id in enumerate(found.term_ids, start=1):
        act.work.insert(SubscriptionTerm, **common, no=no, term_id=term_id)
    if found.printed.says_something:
        act.work.insert(SubscriptionPrinted, **common, **asdict(found.printed))
    for no, (staff_id, rate) in enumerate(found.consultants, start=1):
        act.work.insert(SubscriptionConsultant, **common, no=no, staff_id=staff_id, rate=rate)


def carry(act: Act, old: Row, common: Values, buyers: Mapping[int, int], *, printed: bool) -> None:
    """Let what stands beside the newest edition of `old` stand beside another edition, or another paper, too.

    `buyers` maps the number of each buyer who stays to the number there: who acts for them comes along. Printed figures
    come only where the price and the payments stay as they are (`printed`); else the paper is printed anew.
    """
    found = Beside(
        old["special_terms"],
        tuple(int(term["id"]) for term in stored.terms_on(act.read, old)),
        stored.printed(act.read, old) if printed else Printed(),
        tuple((staff_id, rate) for staff_id, _name, rate in stored.consultants(act.read, old)),
    )
    write(act, common, found)
    for number, beside_buyer in stored.proxies(act.read, old).items():
        for each in beside_buyer if number in buyers else ():
            act.work.insert(SubscriptionProxy, **common, buyer_no=buyers[number], **proxy_values(each))


# -- special terms


def _terms(act: Act, terms: Terms, old: Mapping[str, Any] | None, day: date) -> tuple[str, tuple[int, ...]]:
    if terms.special_terms is None:
        if old is None:
            return "", ()
        return old["special_terms"], tuple(each["id"] for each in stored.terms_on(act.read, old))
    ids = []
    for code in terms.special_terms:
        found = library.id_by_code(act.read, code)
        if found is None:
            raise nothing_there(TERM, code, "special_terms")
        ids.append(found)
    rows = library.by_ids(act.read, tuple(ids))
    reason = why_not_terms([library.facts(each) for each in rows], day)
    if reason is not None:
        raise Refusal(M("Special terms: {reason}", reason=reason))
    # One line a term: that is how the paper numbers them.
    return "\n".join(" ".join(each["text"].split()) for each in rows), tuple(ids)


# -- the paper's own figures


def _printed(act: Act, terms: Terms, old: Mapping[str, Any] | None) -> Printed:
    if terms.no_printed:
        return Printed()
    given = Printed(
        unit_price=terms.printed_unit_price,
        built_area=terms.printed_built_area,
        inside_area=terms.printed_inside_area,
        shared_area=terms.printed_shared_area,
        total=terms.printed_total,
        total_words=clean(terms.printed_total_words, "printed_total_words", limit=100),
        deposit=terms.printed_deposit,
        deposit_words=clean(terms.printed_deposit_words, "printed_deposit_words", limit=100),
        plan_total=terms.printed_plan_total,
    )
    if given.says_something or old is None:
        return given
    return stored.printed(act.read, old)


# -- consultants


def _consultants(act: Act, terms: Terms, old: Mapping[str, Any] | None) -> tuple[tuple[int, int], ...]:
    if terms.consultants is None:
        return () if old is None else tuple((staff, rate) for staff, _, rate in stored.consultants(act.read, old))
    found = tuple((each.staff, each.rate) for each in terms.consultants)
    if not found:
        return ()
    for staff_id, rate in found:
        person = people.by_id(act.work.connection, staff_id)
        if person is None or not person.active_on(act.today):
            raise BadInput(M("This person does not sell here."), "consultants")
        if not person.roles & CONSULTANT:
            raise BadInput(M("{name} is not a consultant.", name=person.name), "consultants")
        if rate <= 0:
            raise BadInput(M("{name}: the share is above 0%.", name=person.name), "consultants")
    if len({staff for staff, _ in found}) < len(found):
        raise BadInput(M("A consultant stands twice among those who share."), "consultants")
    if sum(rate for _, rate in found) != ONE:
        raise BadInput(M("The consultants' shares have to make 100%."), "consultants")
    return found if len(found) > 1 else ()


def check_consultants(found: Beside, consultant_id: int) -> None:
    """The paper's own consultant is one of those who share. Raises BadInput."""
    if found.consultants and consultant_id not in {staff for staff, _ in found.consultants}:
        raise BadInput(M("The consultant of the paper is one of those who share it."), "consultants")


# -- who acts for a buyer


def home_of(id_type: IdType) -> str:
    """The nationality that an identity paper tells by itself, as papers state it; empty where it tells none."""
    return say(M("China"), _PAPERS) if id_type in _HOME else ""


def proxies_of(each: Buyer) -> list[Values]:
    """Guardian, agent and legal representative as typed; who has no name is none. Raises BadInput for a number."""
    asked: tuple[tuple[ProxyRole, str, str, IdType, str, str, str], ...] = (
        (ProxyRole.GUARDIAN, each.guardian, each.guardian_relation, each.guardian_id_type, each.guardian_id_no,
         each.guardian_phone, ""),
        (ProxyRole.AGENT, each.agent, "", each.agent_id_type, each.agent_id_no, each.agent_phone, each.agent_proof),
        (ProxyRole.REPRESENTATIVE, each.representative, "", each.representative_id_type, each.representative_id_no,
         each.representative_phone, ""),
    )  # fmt: skip
    found = []
    for role, name, relation, id_type, id_no, phone, proof in asked:
        place = f"buyers.{role.value}"
        named = clean(name, place, limit=60)
        values = {
            "role": role.value,
            "name": named,
            "relation": clean(relation, f"{place}_relation", limit=60),
            "id_type": id_type.value,
            "id_no": _number(id_type, id_no, named, f"{place}_id_no"),
            "phone": identity.phone(phone, f"{place}_phone") if phone.strip() else "",
            "proof": clean(proof, f"{place}_proof", limit=60),
        }
        if named:
            found.append(values)
            continue
        for told in ("relation", "id_no", "phone", "proof"):
            if values[told]:
                raise BadInput(M("State the name first: {role}.", role=role), f"{place}_{told}")
    return found


def _number(id_type: IdType, typed: str, name: str, place: str) -> str:
    if not typed.strip():
        return ""
    try:
        return identity.check_id(id_type, typed, name)
    except BadInput as wrong:  # its sentence names the person, its place the field
        raise BadInput(wrong.message, place) from wrong


def proxy_values(each: ProxyFacts) -> Values:
    """A stored one as the next edition takes it over."""
    return {
        "role": each.role.value,
        "name": each.name,
        "relation": each.relation,
        "id_type": each.id_type.value,
        "id_no": each.id_no,
        "phone": each.phone,
        "proof": each.proof,
    }
