"""Other buyers of a subscription in force: who is asked for, and the new edition of the paper (2.8, 3.11).

The paper keeps its number, unit, plan and money: 2.8 leaves unit and amounts unchanged, so it is signed anew
as its next edition instead of being replaced by another paper, and nothing can be counted twice. Its receipts are
issued anew in the present buyers' name by a transfer voucher (更名换票).
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from anchang.domain.buyer import BuyerFacts, ProxyFacts
from anchang.domain.buyer_change import Tie
from anchang.domain.change import ChangeKind
from anchang.domain.customer_link import Link
from anchang.domain.errors import BadInput
from anchang.domain.identity import IdType
from anchang.domain.text import clean
from anchang.domain.units import Rate
from anchang.i18n import M
from anchang.services import edition, voucher
from anchang.services.act import Act
from anchang.services.change_kind import DASH, Effect, plain
from anchang.services.subscription_facts import paper
from anchang.services.subscription_form import Buyer, typed_buyer
from anchang.services.subscription_parts import proxy_values
from anchang.services.use_case import Result
from anchang.storage import change_asked as asked
from anchang.storage import subscription_parts as parts
from anchang.storage import subscription_query as query
from anchang.storage import voucher_query
from anchang.storage.change_asked import ChangeBuyer, ChangeProxy
from anchang.storage.reading import Read
from anchang.storage.subscription import SubscriptionBuyer
from anchang.storage.subscription_edition import parts_of
from anchang.storage.subscription_parts import SubscriptionProxy
from anchang.storage.work import Row

COLUMNS = (
    "name", "nationality", "id_type", "id_no", "gender", "birth", "phone", "address", "postcode", "share", "is_primary",
    "agent",
)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class NewBuyer(Buyer):
    """Somebody who comes: how tied to the buyers who stay, and by which paper that was shown."""

    relation: Link | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class LeavingBuyer:
    """Somebody who goes, by the number on the paper."""

    no: int
    relation: Link | None = None
    proof: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class StayingBuyer:
    """What changes for somebody who stays, by the number on the paper."""

    no: int
    share: Rate | None = None
    is_primary: bool = False


def who_comes(each: NewBuyer) -> dict[str, Any]:
    """A new buyer as stored, `proxies` beside. Raises BadInput for a number that cannot be right."""
    return {
        **{name: value for name, value in typed_buyer(each).items() if name in (*COLUMNS, "proxies")},
        "relation": each.relation or "",
        "proof": clean(each.proof, "proof", limit=200),
    }


def on_paper(read: Read, deal: Row) -> dict[int, dict[str, Any]]:
    """The buyers of the paper as stored, by number."""
    return {
        part["no"]: {name: part[name] for name in COLUMNS} for part in parts_of(read, deal, SubscriptionBuyer)
    }


def known(numbers: Mapping[int, Any], no: int, place: str) -> Any:
    """The buyer with that number. Raises BadInput."""
    if no not in numbers:
        raise BadInput(M("The paper has no buyer {no}.", no=no), place)
    return numbers[no]


def write(act: Act, request_id: int, people: Iterable[Mapping[str, Any]]) -> None:
    """The next edition of those whom a request asks for."""
    before = asked.people(act.read, request_id)
    number = before[0]["edition"] + 1 if before else 1
    common = {"project_id": act.project_id, "request_id": request_id, "edition": number}
    for no, each in enumerate(people, start=1):
        own = {name: value for name, value in each.items() if name != "proxies"}
        act.work.insert(ChangeBuyer, **common, no=no, **own)
        for proxy in each.get("proxies", ()):
            act.work.insert(ChangeProxy, **common, buyer_no=no, **proxy)


def facts_of(part: Mapping[str, Any], beside: tuple[ProxyFacts, ...] = ()) -> BuyerFacts:
    """A stored row as the rules want it, with who acts for the buyer."""
    return BuyerFacts(
        part["name"], IdType(part["id_type"]), part["id_no"], part["phone"], part["address"], part["share"],
        part["is_primary"], part["birth"], beside,
    )  # fmt: skip


def sides(read: Read, row: Row) -> tuple[list[BuyerFacts], list[BuyerFacts], list[Tie]]:
    """The buyers of the paper, those that are asked for, and the ties that the application states."""
    deal = query.one(read, row["subscription_id"])
    assert deal is not None  # the rules see every row
    people = asked.people(read, row["id"])
    ties = [Tie(each["name"], Link(each["relation"]) if each["relation"] else None, each["proof"]) for each in people]
    beside, coming = parts.proxies(read, deal), asked.proxies(read, row["id"])
    before = on_paper(read, deal)
    acting = {part["id_no"]: beside.get(no, ()) for no, part in before.items()}
    return (
        [facts_of(part, beside.get(no, ())) for no, part in before.items()],
        [
            facts_of(dict(each), coming.get(each["no"]) or acting.get(each["id_no"], ()))
            for each in people
            if not each["leaves"]
        ],
        ties,
    )


def carry_out(act: Act, row: Row, **values: Any) -> Result:
    """The paper's next edition has the buyers that were asked for; its receipts are issued anew."""
    people = asked.people(act.read, row["id"])
    stay = [each for each in people if not each["leaves"]]
    deal = paper(act, row["subscription_id"])
    coming = asked.proxies(act.read, row["id"])
    now = edition.write(
        act,
        deal,
        {SubscriptionBuyer: [{name: each[name] for name in COLUMNS} for each in stay]},
        buyer_signed_on=act.today,
        consultant_signed_on=act.today,
        **values,
    )
    for no, each in enumerate(stay, start=1):
        for proxy in coming.get(each["no"], ()):
            common = {"project_id": act.project_id, "subscription_id": deal["id"], "edition": now, "buyer_no": no}
            act.work.insert(SubscriptionProxy, **common, **proxy_values(proxy))
    names = [each["name"] for each in stay]
    payers = {each["payer"] for each in voucher_query.held(act.read, deal["id"])}
    payer = "" if payers <= set(names) else next(each["name"] for each in stay if each["is_primary"])
    numbers: tuple[str, ...] = ()
    if payers:
        _made, numbers = voucher.transfer(
            act, deal["id"], deal["id"], request_id=row["id"], payer=payer, reason=row["no"]
        )
    return {"buyers": ", ".join(names), "receipts": ", ".join(numbers)}


def effect(read: Read, row: Row) -> list[Effect]:
    """The lines of old and new on the card, without any number: the same before and after it is carried out."""
    people = asked.people(read, row["id"])
    stayed = [each["name"] for each in people if not each["leaves"] and not each["relation"]]
    left = [each["name"] for each in people if each["leaves"]]
    old = left if row["kind"] == ChangeKind.RENAME else [*stayed, *left]
    new = [each["name"] for each in people if not each["leaves"]]
    lines = [Effect(M("Buyers"), plain(tuple(old)), plain(tuple(new)))]
    for each in people:
        if each["relation"]:
            shown = M("{relation}, {proof}", relation=Link(each["relation"]), proof=each["proof"] or "-")
            lines.append(Effect(M("Relation of {name}", name=each["name"]), DASH, shown))
    return lines
