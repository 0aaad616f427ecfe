"""Hand-overs of the copies of a contract: from whom, to whom, what for (Y03, 2.4, 3.21)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.contract import CopyKind, CustodyEvent, keeper, why_not_hand_over
from anchang.domain.errors import Refusal, nothing_there
from anchang.domain.text import clean
from anchang.domain.units import ContractRef, Name
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.contract_facts import NOUN
from anchang.services.use_case import Result, use_case
from anchang.storage import contract as rows
from anchang.storage.contract import Contract, CustodyRow


@dataclass(frozen=True, slots=True)
class HandOver:
    """One copy that changes hands. Without a giver it comes from whoever has it, the first time from the actor."""

    contract: ContractRef
    copy_no: int
    taker: Name
    giver: Name = ""
    purpose: str = ""
    signature: str = ""
    returned: bool = False


@use_case(
    "custody.hand_over",
    action="contract.custody",
    title=M("Hand over a copy of a contract"),
    done=M("Copy {copy_no} of {no} is with {taker} now."),
)
def hand_over(act: Act, command: HandOver) -> Result:
    """Record a hand-over. Raises NotFound for a copy that is not numbered, Refusal when the giver does not have it."""
    row = act.must(Contract, command.contract, NOUN)
    copies = rows.copies_of(act.read, row["id"])
    if command.copy_no not in copies:
        raise nothing_there(M("copy of contract {no}", no=row["contract_no"] or row["no"]), command.copy_no)
    taker = clean(command.taker, "taker", limit=60)
    event_id = _record(
        act,
        row["id"],
        command.copy_no,
        copies[command.copy_no],
        clean(command.giver, "giver", limit=60),
        taker,
        clean(command.purpose, "purpose"),
        clean(command.signature, "signature", limit=60),
        command.returned,
    )
    return {"id": event_id, "no": row["contract_no"] or row["no"], "copy_no": command.copy_no, "taker": taker}


def pass_on(act: Act, contract_id: int, kind: CopyKind, taker: str, signature: str = "") -> None:
    """Let every copy of a kind go to somebody who does not have it yet, as a step of the contract asks for."""
    for number, whose in rows.copies_of(act.read, contract_id).items():
        if whose is kind and keeper(rows.custody_of(act.read, contract_id), number) != taker:
            _record(act, contract_id, number, kind, "", taker, "", signature, False)


def _record(
    act: Act,
    contract_id: int,
    copy_no: int,
    kind: CopyKind,
    giver: str,
    taker: str,
    purpose: str,
    signature: str,
    returned: bool,
) -> int:
    events = rows.custody_of(act.read, contract_id)
    giver = giver or keeper(events, copy_no) or act.actor.name
    event = CustodyEvent(copy_no, kind, giver, taker, act.now, purpose, signature)
    reason = why_not_hand_over(events, event)
    if reason is not None:
        raise Refusal(reason)
    return act.work.insert(
        CustodyRow,
        project_id=act.project_id,
        contract_id=contract_id,
        copy_no=copy_no,
        giver=giver,
        taker=taker,
        purpose=purpose,
        signature=signature,
        returned=returned,
        by_id=act.actor.id,
        at=act.now,
        business_date=act.today,
    )
