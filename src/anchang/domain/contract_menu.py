"""What can be done with a contract beside its own steps: handing over its copies (2.4, 3.21)."""

from __future__ import annotations

from anchang.domain.access import ACTIONS
from anchang.domain.contract import ContractState
from anchang.domain.flow import Flow, Step
from anchang.i18n import M, Msg


def copies_are_numbered(numbered: bool) -> Msg | None:
    """3.21: the copies get their numbers with the seal."""
    return None if numbered else M("the copies are numbered when the contract is sealed")


MENU: Flow[ContractState, bool] = Flow(
    "contract_menu",
    M("contract"),
    ContractState,
    (
        Step(
            "hand_over",
            M("hand over a copy"),
            tuple(ContractState),
            None,
            ACTIONS["contract.custody"],
            (copies_are_numbered,),
        ),
    ),
)
