"""How a delegate comes to decide: the same use case, with the delegator's authority, under both names (F9, 2.18).

Whose own authority is enough decides by it; only what it does not cover is decided by one that was lent. The office
asks `tries` for the acts, screens ask `face` for what the person may decide now, cards and menus through it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import replace
from typing import Any

from anchang.domain.delegation import STEPS, DecisionKind, kind_of_act
from anchang.domain.errors import NotAllowed, Refusal
from anchang.domain.flow import OWN_WORK, Option
from anchang.i18n import M, Msg
from anchang.services.act import Act
from anchang.services.use_case import Result, UseCase
from anchang.storage import delegation as rows
from anchang.storage.delegation import Lent
from anchang.storage.reading import Read

EITHERS_WORK = M("you or the person you decide for made this; somebody else has to check it")
Menu = Callable[[Read, int], list[Option[Any, Any]]]


def lent_for(act: Act, case: UseCase) -> tuple[Lent, ...]:
    """What others have lent to the actor for this act today; nothing for nearly every act."""
    kind = kind_of_act(case.name)
    if kind is None or not act.actor.id:
        return ()
    return rows.lent_to(act.work.connection, act.project_id, act.actor.id, act.today, kind)


def under(act: Act, case: UseCase, authority: Lent) -> Act:
    """The act of a delegate: the person's name, the delegator's authority, both kept apart from the work done."""
    actor = replace(act.actor, roles=authority.roles)
    work = type(act.work)(act.work.connection)
    return replace(
        act, work=work, actor=actor, behalf=authority.giver, entitled=case.roles & authority.roles, looked_at=set(),
        after_commit=[],
    )  # fmt: skip


def run(act: Act, case: UseCase, command: object) -> tuple[Act, Result]:
    """Do the act as oneself; where that is refused, with what was lent. The act that went through, and its answer.

    A refused try leaves nothing behind. Raises the refusal that says most: the own one where one may decide such
    things oneself, the one met with the lent authority where it goes further.
    """
    found = lent_for(act, case)
    if not found:
        return act, _one(act, case, command)
    refused: list[Refusal] = []
    for each in (act, *(under(act, case, one) for one in found)):
        try:
            with each.work.tried():
                return each, _one(each, case, command)
        except Refusal as error:
            refused.append(error if each is act else _of_either(error))
    own, last = refused[0], refused[-1]
    raise own if act.entitled and isinstance(last, NotAllowed) else last


def _of_either(error: Refusal) -> Refusal:
    """The same refusal in words that fit a delegate: it need not be he or she who made it."""
    if error.message.params.get("reason") != OWN_WORK:
        return error
    return NotAllowed(Msg(error.message.id, {**error.message.params, "reason": EITHERS_WORK}))


def _one(act: Act, case: UseCase, command: object) -> Result:
    if not act.entitled:
        raise case.not_for_others()
    return case.run(act, command)


def faces(read: Read, kind: DecisionKind) -> Iterator[tuple[Lent, Read]]:
    """How the person sees things for everybody who lent that kind of decision today."""
    for each in rows.lent_to(read.connection, read.project_id, read.staff_id, read.today, kind):
        yield each, replace(read, roles=each.roles, behalf_id=each.giver.id)


def face(read: Read, kind: DecisionKind) -> Read:
    """What the person sees of papers of that kind: the own view, with what deciding for others needs."""
    lent = frozenset[Any]().union(*(seen.roles for _, seen in faces(read, kind)))
    return replace(read, roles=read.roles | lent) if lent else read


def with_lent(menu: Menu, kind: DecisionKind) -> Menu:
    """The step menu of a paper in which a decision that was lent can be taken too, by the rules of its own flow."""

    def merged(read: Read, row_id: int) -> list[Option[Any, Any]]:
        found = {one.step.name: one for one in menu(read, row_id)}
        for _, seen in faces(read, kind):
            for one in menu(seen, row_id):
                own = found.get(one.step.name)
                if one.step.name in STEPS[kind] and one.why_not is None and own is not None and own.why_not is not None:
                    found[one.step.name] = one
        return list(found.values())

    return merged
