"""Who stands at the door or asks: by number, by name, by family and papers, by an agent's report (domain 2.1-3).

The one place that knows the order. A number is an answer, of a customer or of a buyer on a paper in force; a name alone
is a question to whoever sits at the desk, and so is an agent's report.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import ClassVar

from anchang.domain.customer_link import Link
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.text import clean
from anchang.i18n import M, Msg, say
from anchang.services import agent_report, ownership_facts, people
from anchang.services.act import Act
from anchang.storage import customer_link as links
from anchang.storage import customer_query
from anchang.storage import recognise as rows
from anchang.storage.customer import Customer
from anchang.storage.work import Row

SOME = 5  # namesakes whose consultants are named


class MaybeKnown(Refusal):
    """A customer has this name and left another number: the desk says whether it is the same person."""

    code: ClassVar[str] = "maybe_known"


@dataclass(frozen=True, slots=True)
class Known:
    """A customer who was recognised, with the consultant whose customer he or she is.

    `owner_id` is that of the family where the customer has none; `on_paper`: the number is that of another buyer on the
    customer's paper; `had_it`: the customer has another number by now; `by_name`: nothing but the name says so.
    """

    row: Row
    owner_id: int | None
    on_paper: bool = False
    by_name: bool = False
    had_it: bool = False


def by_row(act: Act, row: Row, *, on_paper: bool = False, by_name: bool = False, had_it: bool = False) -> Known:
    """A customer, and the consultant: the own one, else that of whoever counts as the same (family, 2.1-3)."""
    owner_id = row["owner_id"] if row["owner_id"] is not None else _family_owner(act, row["id"])
    return Known(row, owner_id, on_paper, by_name, had_it)


def _family_owner(act: Act, customer_id: int) -> int | None:
    """The consultant of those who are tied to the customer, where they are one person's."""
    terms = ownership_facts.terms(act.settings)
    found = set()
    for tie in links.live(act.read, customer_id):
        link: Link = tie["link"]
        shown = tie["proved"] or not link.needs_proof(family=terms.family_needs_proof)
        if shown and link.is_counted(children=terms.family_children):
            other = act.must(Customer, tie["other_id"], people.CUSTOMER)
            found.add(None if people.slipped_away(act, other) else other["owner_id"])
    found.discard(None)
    return found.pop() if len(found) == 1 else None


def by_number(act: Act, phone: str) -> Known | None:
    """Whoever has this stored number, is a buyer with it on a paper in force, or had it before it was changed."""
    row = people.by_number(act, phone)
    if row is not None:
        return by_row(act, row)
    found = rows.by_paper(act.read, phone) if phone else None
    if found is not None:
        return by_row(act, act.must(Customer, found, people.CUSTOMER), on_paper=True)
    had = people.by_any_number(act, phone)
    return None if had is None else by_row(act, had, had_it=True)


def namesake(act: Act, name: str) -> Known | None:
    """The only customer with exactly this name, or None."""
    ids = customer_query.ids_by_name(act.read, name) if name else []
    return by_row(act, act.must(Customer, ids[0], people.CUSTOMER), by_name=True) if len(ids) == 1 else None


def by_name_alone(act: Act, name: str) -> Known | None:
    """The customer of that name, where no number was given. Raises BadInput when it means several."""
    ids = customer_query.ids_by_name(act.read, name) if name else []
    if len(ids) > 1:
        many = M("{count} customers are called {name}: ask for the number.", count=len(ids), name=name)
        raise BadInput(many, "phone")
    return namesake(act, name) if ids else None


def at_the_door(
    act: Act, *, customer: int | None, phone: str, name: str, been_here: bool, somebody_else: bool, agent: bool
) -> tuple[Known | None, tuple[Msg, ...]]:
    """The customer who comes in, by row, stored number or name, and what the desk should ask.

    `been_here`: the visitor says so; then a new number with a known name is a question that has to be answered first.
    `agent`: an agent came along.
    Raises BadInput when a name means several customers, MaybeKnown.
    """
    if customer is not None:
        return by_row(act, act.must(Customer, customer, people.CUSTOMER)), ()
    name = clean(name, "name", limit=60)
    if phone:
        found = by_number(act, phone)
        if found is not None and not (found.had_it and somebody_else):
            return found, ()
        asked = "" if somebody_else else name  # whoever is somebody else is not asked about again
        return None, (*_same_name(act, asked, must_answer=been_here), *_reported(act, phone, name, agent=agent))
    if somebody_else:
        return None, ()
    if not been_here:
        return None, _same_name(act, name, must_answer=False)
    found = by_name_alone(act, name)
    return found, () if found is None else (M("Found by the name alone: ask for the number."),)


def _same_name(act: Act, name: str, *, must_answer: bool) -> tuple[Msg, ...]:
    """What to ask where a customer of that name has another number, or none was given."""
    same = namesake(act, name)
    if same is None:
        return ()
    if must_answer:
        owner = people.owner_name(act, same.owner_id)
        raise MaybeKnown(
            M("A customer of {owner} is called {name}: choose that customer, or say that it is somebody else.",
              owner=owner, name=name)
        )  # fmt: skip
    return (same_name(act, same),)


def _reported(act: Act, phone: str, name: str, *, agent: bool) -> tuple[Msg, ...]:
    """What to ask of somebody without an agent whom an agent has reported."""
    report = None if agent else agent_report.find(act, phone, name, "", act.today)
    return () if report is None else (reported(report.valid_until),)


def namesakes(act: Act, customer_id: int) -> list[str]:
    """What the name of a customer who is registered now asks: whose customers are called the same, and not tied yet.

    The same name under another number is an invalid duplicate until it is proved to be somebody else (2.1, Q-11).
    """
    row = act.must(Customer, customer_id, people.CUSTOMER)
    if row["first_contact_at"] != act.now:
        return []
    tied = {tie["other_id"] for tie in links.live(act.read, customer_id)} | {customer_id}
    others = [each for each in customer_query.ids_by_name(act.read, row["name"]) if each not in tied]
    if not others:
        return []
    owners = {people.owner_name(act, act.must(Customer, each, people.CUSTOMER)["owner_id"]) for each in others[:SOME]}
    words = M("{count} customers are called the same ({owners}): is it the same person with another number?",
              count=len(others), owners=tuple(sorted(owners)))  # fmt: skip
    return [say(words)]


def same_name(act: Act, same: Known) -> Msg:
    """The question that a known name asks."""
    owner = people.owner_name(act, same.owner_id)
    return M("A customer of {owner} has the same name: is it the same person with another number?", owner=owner)


def reported(until: object) -> Msg:
    """The question that an agent's report asks; it does not say by whom."""
    return M("An agent has reported this visitor until {day}: ask who came along.", day=until)
