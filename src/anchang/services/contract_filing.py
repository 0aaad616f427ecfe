"""The contract after its signature: sealed, sent, filed, collected, archived (2.4, 5.8)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain.contract import CONTRACT, CopyKind
from anchang.domain.contract_desk import copies_by_default
from anchang.domain.text import clean
from anchang.domain.units import ContractRef, Name
from anchang.i18n import M
from anchang.services import claim, custody
from anchang.services.act import Act
from anchang.services.contract_facts import facts_of, named, row_of
from anchang.services.use_case import Result, use_case
from anchang.storage.contract import Contract, ContractCopy


@dataclass(frozen=True, slots=True)
class SealContract:
    """The seal: its day, and whose copies are numbered 1, 2, … (by the office's setting where none are named)."""

    contract: ContractRef
    sealed_on: date | None = None
    copies: tuple[CopyKind, ...] = ()
    version: int | None = None


@use_case(
    "contract.seal",
    step=(CONTRACT, "seal"),
    title=M("Seal the contract"),
    done=M("Contract {no} is sealed, {copies} copies."),
)
def seal(act: Act, command: SealContract) -> Result:
    """Record the seal and number the copies."""
    row = row_of(act, command.contract)
    copies = command.copies or copies_by_default(int(act.settings["contract_copies"]))
    sealed_on = command.sealed_on or act.today
    facts = facts_of(act.read, row, sealed_on=sealed_on, copies_numbered=True)
    act.move(CONTRACT, "seal", Contract, row, facts, expect=command.version, sealed_on=sealed_on)
    act.work.insert_many(
        ContractCopy,
        [
            {"project_id": act.project_id, "contract_id": row["id"], "copy_no": number, "kind": kind.value}
            for number, kind in enumerate(copies, start=1)
        ],
    )
    return named(row, copies=len(copies))


@dataclass(frozen=True, slots=True)
class SendContract:
    """The day on which the contract went to the authority."""

    contract: ContractRef
    sent_on: date | None = None
    version: int | None = None


@use_case(
    "contract.send_for_filing",
    step=(CONTRACT, "send_for_filing"),
    title=M("Send the contract for filing"),
    done=M("Contract {no} is sent for filing."),
)
def send_for_filing(act: Act, command: SendContract) -> Result:
    """Record the sending."""
    row = row_of(act, command.contract)
    sent_on = command.sent_on or act.today
    facts = facts_of(act.read, row, sent_on=sent_on)
    act.move(CONTRACT, "send_for_filing", Contract, row, facts, expect=command.version, sent_on=sent_on)
    return named(row)


@dataclass(frozen=True, slots=True)
class FileContract:
    """The filing (备案): its day and its number."""

    contract: ContractRef
    filing_no: str = ""
    filed_on: date | None = None
    version: int | None = None


@use_case("contract.file", step=(CONTRACT, "file"), title=M("Record the filing"), done=M("Contract {no} is filed."))
def file(act: Act, command: FileContract) -> Result:
    """Record the filing; the unit becomes registered."""
    row = row_of(act, command.contract)
    filed_on = command.filed_on or act.today
    facts = facts_of(act.read, row, filed_on=filed_on)
    number = clean(command.filing_no, "filing_no", limit=60)
    act.move(CONTRACT, "file", Contract, row, facts, expect=command.version, filed_on=filed_on, filing_no=number)
    claim.follow(act, row["unit_id"], "register", contract_filed=True)
    return named(row)


@dataclass(frozen=True, slots=True)
class CollectContract:
    """Who signed for the contract, and when."""

    contract: ContractRef
    collected_by: Name
    collected_on: date | None = None
    version: int | None = None


@use_case(
    "contract.collect",
    step=(CONTRACT, "collect"),
    title=M("Hand the contract to the customer"),
    done=M("Contract {no} is with the customer."),
)
def collect(act: Act, command: CollectContract) -> Result:
    """Record the collection; the buyer's copies change hands with it (3.21)."""
    row = row_of(act, command.contract)
    who = clean(command.collected_by, "collected_by", limit=60)
    day = command.collected_on or act.today
    facts = facts_of(act.read, row, collected_on=day, collected_by=who)
    act.move(CONTRACT, "collect", Contract, row, facts, expect=command.version, collected_on=day, collected_by=who)
    custody.pass_on(act, row["id"], CopyKind.BUYER, who, signature=who)
    return named(row)


@dataclass(frozen=True, slots=True)
class ArchiveContract:
    """Where the office's own copy lies from now on."""

    contract: ContractRef
    place: str
    version: int | None = None


@use_case(
    "contract.archive",
    step=(CONTRACT, "archive"),
    title=M("Archive the contract"),
    done=M("Contract {no} is archived."),
)
def archive(act: Act, command: ArchiveContract) -> Result:
    """Archive; the archive's copies change hands with it (3.21)."""
    row = row_of(act, command.contract)
    place = clean(command.place, "place", limit=60)
    facts = facts_of(act.read, row, archive_place=place)
    act.move(
        CONTRACT, "archive", Contract, row, facts, expect=command.version, archive_place=place, archived_on=act.today
    )
    custody.pass_on(act, row["id"], CopyKind.ARCHIVE, place)
    return named(row)
