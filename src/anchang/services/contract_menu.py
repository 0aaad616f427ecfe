"""Everything that can be done with a contract, each with its «why not» (2.4, 3.21)."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from anchang.domain.contract import ContractState
from anchang.domain.contract_menu import MENU
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.services.contract_facts import NOUN, options
from anchang.storage import contract as rows
from anchang.storage import contract_query as query
from anchang.storage.reading import Read


def menu(read: Read, contract_id: int) -> list[Option[Any, Any]]:
    """The steps of the contract and the hand-over of its copies, making void last. Raises NotFound."""
    row = query.one(replace(read, unmasked=True), contract_id)
    if row is None:
        raise nothing_there(NOUN, contract_id)
    own: list[Option[Any, Any]] = list(options(read, contract_id))
    numbered = bool(rows.copies_of(read, contract_id))
    beside: list[Option[Any, Any]] = list(MENU.options(ContractState(row["state"]), numbered, read.roles))
    return [*own[:-1], *beside, *own[-1:]]
