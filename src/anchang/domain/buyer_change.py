"""Other buyers on the same paper: one more, one less, or another person altogether (domain 2.8, 3.11, Q-32, Q-33).

Adding and taking off co-buyers is allowed in principle once relation and proof were looked at; a transfer to another
person is the leader's, and its cost the customer's.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from anchang.domain.authority import Level
from anchang.domain.buyer import BuyerFacts, why_not_buyers
from anchang.domain.customer_link import Link
from anchang.domain.money import show
from anchang.i18n import M, Msg


@dataclass(frozen=True, slots=True)
class Difference:
    """Who stays, comes and goes, by kind and number of the identity paper."""

    stayed: tuple[BuyerFacts, ...]
    joined: tuple[BuyerFacts, ...]
    left: tuple[BuyerFacts, ...]


def _person(buyer: BuyerFacts) -> tuple[str, str]:
    return buyer.id_type, buyer.id_no.strip().upper()


def difference(old: Iterable[BuyerFacts], new: Iterable[BuyerFacts]) -> Difference:
    """What the new buyers change."""
    before, after = tuple(old), tuple(new)
    were, are = {_person(each) for each in before}, {_person(each) for each in after}
    return Difference(
        tuple(each for each in after if _person(each) in were),
        tuple(each for each in after if _person(each) not in were),
        tuple(each for each in before if _person(each) not in are),
    )


@dataclass(frozen=True, slots=True)
class Tie:
    """What ties somebody who comes or goes to a buyer who stays, and by which paper it was shown."""

    name: str
    relation: Link | None
    proof: str


def why_not_change(
    old: Sequence[BuyerFacts], new: Sequence[BuyerFacts], ties: Sequence[Tie] = (), on: date | None = None
) -> Msg | None:
    """Why these cannot become the buyers beside or instead of the old ones, or None (2.8, 3.11).

    Somebody has to stay, whoever comes or goes is tied to the others, and the tie is proved. `on` is the day for who
    is of age: a minor comes only with a guardian.
    """
    reason = why_not_buyers(new, on)
    if reason is not None:
        return reason
    found = difference(old, new)
    if not found.joined and not found.left:
        same = {_person(each): each.share for each in old} == {_person(each): each.share for each in new}
        return M("the buyers stay as they are; there is nothing to change") if same else None
    if not found.stayed:
        return M("nobody of the buyers stays: that is a transfer to another person")
    known = {tie.name.strip(): tie for tie in ties}
    for each in (*found.joined, *found.left):
        tie = known.get(each.name.strip())
        if tie is None or tie.relation is None:
            return M("state how {name} is related to the buyers who stay", name=each.name)
        if not tie.proof.strip():
            return M("record the proof of how {name} is related", name=each.name)
    return None


def why_not_rename(old: Sequence[BuyerFacts], new: Sequence[BuyerFacts], on: date | None = None) -> Msg | None:
    """Why the paper cannot go to these persons instead, or None: everybody is another one (2.8)."""
    reason = why_not_buyers(new, on)
    if reason is not None:
        return reason
    found = difference(old, new)
    if found.stayed:
        return M("{name} stays a buyer: that is adding or taking off buyers, not a transfer", name=found.stayed[0].name)
    return None


def level(ties: Iterable[Tie]) -> Level:
    """Who decides about co-buyers: the manager for direct family, the director for anybody else."""
    family = all(tie.relation is not None and tie.relation.is_family for tie in ties)
    return Level.MANAGER if family else Level.DIRECTOR


def why_not_fee(fee: int, received: int) -> Msg | None:
    """Why the paper is not signed anew yet: the handling fee (fen) is the customer's and has to be in (2.8, 3.11)."""
    if received >= fee:
        return None
    return M("the handling fee of {fee} is not paid: {received} is in", fee=show(fee), received=show(received))
