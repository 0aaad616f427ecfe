"""The buyers of a paper: persons and companies, minors with their guardians, agents, shares (domain 3.6, 5.11).

A minor does not buy alone: a guardian who is of age stands beside, with ID and relation. A company is named with its
credit code and signs by its legal representative. Shares in 10⁻⁶.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Final

from dateutil.relativedelta import relativedelta

from anchang.domain.errors import BadInput
from anchang.domain.identity import IdType, birth_date, check_id
from anchang.domain.measure import ONE
from anchang.domain.worded import Worded
from anchang.i18n import M, Msg

OF_AGE: Final = 18  # years (3.6, civil code art. 17)


class ProxyRole(Worded):
    """Who acts beside or for a buyer."""

    GUARDIAN = "guardian", M("guardian")
    AGENT = "agent", M("agent with a power of attorney")
    REPRESENTATIVE = "representative", M("legal representative")


@dataclass(frozen=True, slots=True)
class ProxyFacts:
    """One of them as the paper names him. `proof` is the number of the power of attorney or of the family's paper."""

    role: ProxyRole
    name: str
    relation: str = ""
    id_type: IdType = IdType.ID_CARD
    id_no: str = ""
    phone: str = ""
    proof: str = ""


@dataclass(frozen=True, slots=True)
class BuyerFacts:
    """One buyer as the paper names him. `share` in 10⁻⁶, None when no shares are stated; `birth` where it is known."""

    name: str
    id_type: IdType
    id_no: str
    phone: str
    address: str
    share: int | None = None
    is_primary: bool = False
    birth: date | None = None
    proxies: tuple[ProxyFacts, ...] = ()

    @property
    def is_company(self) -> bool:
        """Whether this is no natural person."""
        return self.id_type is IdType.BUSINESS_LICENCE

    def by(self, role: ProxyRole) -> ProxyFacts | None:
        """Who stands beside in that role, or None."""
        return next((each for each in self.proxies if each.role is role), None)


def is_minor(birth: date | None, on: date) -> bool:
    """Whether somebody born that day is not of age yet; who is born on 29 February is of age on 1 March."""
    if birth is None:
        return False
    grown = birth + relativedelta(years=OF_AGE)
    return on < (grown if (grown.month, grown.day) == (birth.month, birth.day) else date(grown.year, 3, 1))


def born(buyer: BuyerFacts) -> date | None:
    """The day of birth: inside the number where it is there, else as it was stated."""
    return birth_date(buyer.id_no.strip().upper()) or buyer.birth


def why_not_buyers(buyers: Sequence[BuyerFacts], on: date | None = None) -> Msg | None:
    """Why these cannot be the buyers of a paper, or None: completeness, ID numbers, one primary, shares (3.6).

    `on` is the day of the paper, for who is of age then; without it nobody is asked for a guardian.
    """
    if not buyers:
        return M("name at least one buyer")
    for buyer in buyers:
        reason = _why_not_buyer(buyer) or _why_not_beside(buyer, on)
        if reason is not None:
            return reason
    numbers = [(buyer.id_type, buyer.id_no.strip().upper()) for buyer in buyers]
    if len(set(numbers)) < len(numbers):
        return M("the same ID number stands twice among the buyers")
    if sum(buyer.is_primary for buyer in buyers) != 1:
        return M("exactly one buyer is the primary one")
    stated = [buyer.share for buyer in buyers if buyer.share is not None]
    if stated and (len(stated) < len(buyers) or min(stated) <= 0 or sum(stated) != ONE):
        return M("the buyers' shares have to be stated for all and sum to 100%")
    return None


def _why_not_buyer(buyer: BuyerFacts) -> Msg | None:
    if not buyer.name.strip():
        return M("a buyer has no name")
    for value, field in ((buyer.id_no, M("ID number")), (buyer.phone, M("phone")), (buyer.address, M("address"))):
        if not value.strip():
            return M("buyer {buyer}: {field} is missing", buyer=buyer.name, field=field)
    return _why_not_number(buyer.id_type, buyer.id_no, buyer.name)


def _why_not_number(id_type: IdType, number: str, name: str) -> Msg | None:
    try:
        check_id(id_type, number, name)
    except BadInput as bad:
        return bad.message
    return None


def _why_not_beside(buyer: BuyerFacts, on: date | None) -> Msg | None:
    """What is wrong with who stands beside a buyer, or that nobody does."""
    representative, guardian = buyer.by(ProxyRole.REPRESENTATIVE), buyer.by(ProxyRole.GUARDIAN)
    if buyer.is_company:
        if guardian is not None:
            return M("company {buyer}: a company has no guardian", buyer=buyer.name)
        if representative is None or not representative.name.strip():
            return M("company {buyer}: the legal representative is missing", buyer=buyer.name)
    elif representative is not None:
        return M("buyer {buyer}: only a company has a legal representative", buyer=buyer.name)
    if guardian is None:
        minor = on is not None and is_minor(born(buyer), on)
        return M("buyer {buyer} is not of age: name the guardian", buyer=buyer.name) if minor else None
    return _why_not_guardian(buyer, guardian, on)


def _why_not_guardian(buyer: BuyerFacts, guardian: ProxyFacts, on: date | None) -> Msg | None:
    for value, field in (
        (guardian.name, M("name")), (guardian.relation, M("relation to the buyer")), (guardian.id_no, M("ID number")),
    ):  # fmt: skip
        if not value.strip():
            return M("guardian of {buyer}: {field} is missing", buyer=buyer.name, field=field)
    wrong = _why_not_number(guardian.id_type, guardian.id_no, guardian.name)
    if wrong is not None:
        return wrong
    if (guardian.id_type, guardian.id_no.upper()) == (buyer.id_type, buyer.id_no.upper()):
        return M("guardian of {buyer}: the buyer cannot be his own guardian", buyer=buyer.name)
    if on is not None and is_minor(birth_date(guardian.id_no.upper()), on):
        return M("guardian {guardian} of {buyer} is not of age", guardian=guardian.name, buyer=buyer.name)
    return None


def buyer_warnings(buyers: Sequence[BuyerFacts], on: date | None) -> tuple[Msg, ...]:
    """What the manager should know of the buyers (3.7): minors, and agents without an ID number or a proof."""
    found: list[Msg] = []
    for buyer in buyers:
        guardian = buyer.by(ProxyRole.GUARDIAN)
        if guardian is not None and on is not None and is_minor(born(buyer), on):
            found.append(M("{buyer} is not of age; {guardian} acts as guardian",
                           buyer=buyer.name, guardian=guardian.name))  # fmt: skip
        agent = buyer.by(ProxyRole.AGENT)
        if agent is None:
            continue
        for value, field in ((agent.id_no, M("ID number")), (agent.proof, M("number of the power of attorney"))):
            if not value.strip():
                found.append(M("agent {agent} of {buyer}: {field} is missing",
                               agent=agent.name, buyer=buyer.name, field=field))  # fmt: skip
    return tuple(found)
