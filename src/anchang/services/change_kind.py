"""What each kind of request adds to what all of them share: one `KIND` in the module of the kind.

A new kind names its module in `MODULES`; the steps, the card, the inbox and the command line need nothing else.
"""

from __future__ import annotations

import importlib
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from anchang.domain.authority import Level
from anchang.domain.change import ChangeFacts, ChangeKind
from anchang.domain.errors import Refusal
from anchang.domain.flow import Flow
from anchang.i18n import M, Msg
from anchang.services.act import Act
from anchang.services.use_case import Result
from anchang.storage.reading import Read
from anchang.storage.work import Row

MODULES: dict[ChangeKind, str] = {
    ChangeKind.FORFEIT: "forfeit",
    ChangeKind.REFUND_DEPOSIT: "refund",
    ChangeKind.SWAP_UNIT: "swap_unit",
    ChangeKind.RENAME: "rename",
    ChangeKind.ADD_REMOVE_BUYER: "add_remove_buyer",
    ChangeKind.CHANGE_PLAN: "change_plan",
}


@dataclass(frozen=True, slots=True)
class Effect:
    """One line of the card: what it is, before the request and after it."""

    what: Msg
    before: Msg
    after: Msg


DASH = M("–")


def plain(value: object) -> Msg:
    """A name, a number or several of them as a message of its own."""
    return M("{text}", text=value)


def _nothing(read: Read, row: Row) -> Msg | None:
    del read, row
    return None


def _none(act: Act, row: Row) -> None:
    del act, row


@dataclass(frozen=True, slots=True)
class Kind:
    """A kind of request.

    `final_level` says on which level the last yes is said; `both` that every level up to it says yes, by two persons.
    `carry_out` does what was approved, inside the act that executes it, and gives back what that act answers.
    `own` is why the kind itself says no now. `effect` are the lines of old and new on the card.
    `handed_in` prepares what has to be there while it waits (the other unit of a swap), `dropped` undoes that when the
    request ends without being carried out. `first_level` is who is asked first, `money_check` whether finance looks at
    the money before it is carried out, `edits` that a draft can be changed on the screen, `new_receipts` that the
    customer brings the receipts back.
    """

    flow: Flow[Any, ChangeFacts]
    final_level: Callable[[Read, Row], Level]
    carry_out: Callable[[Act, Row], Result]
    effect: Callable[[Read, Row], list[Effect]]
    own: Callable[[Read, Row], Msg | None] = _nothing
    dropped: Callable[[Act, Row], None] = _none
    both: bool = False
    handed_in: Callable[[Act, Row], None] = _none
    first_level: Level = Level.MANAGER
    money_check: bool = False
    edits: bool = False
    new_receipts: bool = True


def of(row: Row) -> Kind:
    """The kind of a request. Raises Refusal for one that this program does not know."""
    name = MODULES.get(ChangeKind(row["kind"]))
    if name is None:
        raise Refusal(M("«{kind}» cannot be asked for yet.", kind=ChangeKind(row["kind"])))
    kind: Kind = importlib.import_module(f"anchang.services.{name}").KIND
    return kind
