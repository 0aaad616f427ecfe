"""Permits: drafted by one person, in force when another approves (2.18, 3.25, 5.9).

Nothing is held, signed or paid for without a permit in force, so one person alone cannot open a building for sale.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from anchang.domain.drafted import PERMIT_DRAFT
from anchang.domain.errors import BadInput, Refusal, nothing_there
from anchang.domain.permit import PermitKind
from anchang.domain.text import clean
from anchang.domain.units import Note, PermitDraftRef, PermitRef
from anchang.i18n import M, say
from anchang.services import drafted
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import permit as permits
from anchang.storage import permit_draft as drafts
from anchang.storage.permit import Permit
from anchang.storage.permit_draft import PermitDraft
from anchang.storage.reading import Read
from anchang.storage.work import Clash, Row

NOUN = M("permit")
DRAFT_NOUN = M("permit draft")


@dataclass(frozen=True, slots=True)
class RecordPermit:
    """A permit with its date of issue, its last day where it has one, and the buildings printed on it."""

    no: str
    issued_on: date
    buildings: tuple[str, ...]
    kind: PermitKind = PermitKind.PRE_SALE
    valid_to: date | None = None
    authority: str = ""


def write(act: Act, project_id: int, command: RecordPermit) -> int:
    """Put a permit into force at once: the first set-up's. Raises BadInput."""
    return _insert(act, project_id, _printed(command))


def _printed(command: RecordPermit) -> dict[str, Any]:
    number = clean(command.no, "no", limit=60)
    if not number:
        raise BadInput(M("The permit needs its number."), "no")
    found = {
        "no": number,
        "kind": command.kind.value,
        "issued_on": command.issued_on,
        "valid_to": command.valid_to,
        "authority": clean(command.authority, "authority"),
        "buildings": _listed(command.buildings),
    }
    _in_order(found)
    return found


def _listed(names: tuple[str, ...]) -> str:
    cleaned = {clean(each, "buildings", limit=40) for each in names}
    if not any(cleaned):
        raise BadInput(M("Name the buildings that the permit covers."), "buildings")
    return "\n".join(sorted(each for each in cleaned if each))


def _in_order(printed: Row) -> None:
    if printed["valid_to"] is not None and printed["valid_to"] < printed["issued_on"]:
        raise BadInput(M("The permit ends before it begins."), "valid_to")


def _insert(act: Act, project_id: int, printed: Row) -> int:
    try:
        return act.work.insert(Permit, project_id=project_id, **printed)
    except Clash as error:
        raise BadInput(M("Permit {no} is recorded already.", no=printed["no"]), "no") from error


@use_case("permit.record", title=M("Record a permit"), done=M("Permit {no} is recorded."))
def record(act: Act, command: RecordPermit) -> Result:
    """Draft a pre-sale permit or a completed-sale registration; the administrator's first one is in force at once."""
    printed = _printed(command)
    if permits.id_by_no(act.read, printed["no"]) is not None:
        raise BadInput(M("Permit {no} is recorded already.", no=printed["no"]), "no")
    draft_id = _draft(act, printed)
    if not _first_of_administrator(act):
        return _waits(draft_id, printed["no"])
    return _approve(act, act.must(PermitDraft, draft_id, DRAFT_NOUN), "approve_first", None)


def _draft(act: Act, printed: Row, **more: Any) -> int:
    try:
        return act.work.insert(
            PermitDraft,
            project_id=act.project_id,
            state=act.born(PERMIT_DRAFT),
            made_by=act.actor.id or None,
            made_at=act.now,
            business_date=act.today,
            **printed,
            **more,
        )
    except Clash as error:
        raise BadInput(M("A draft of permit {no} waits for its approval already.", no=printed["no"]), "no") from error


def _waits(draft_id: int, number: str) -> Result:
    told = M("{no} is in force when a director has approved it.", no=number)
    return {"id": draft_id, "no": number, "state": "draft", "warnings": [say(told)]}


def _first_of_administrator(act: Act) -> bool:
    return bool(PERMIT_DRAFT.step("approve_first").roles & act.actor.roles) and _is_first(act)


def _is_first(act: Act) -> bool:
    return not permits.all_permits(act.work.connection, act.project_id)


@dataclass(frozen=True, slots=True)
class ChangePermit:
    """What an authority changes on a permit: its buildings, its last day; what is not given stays."""

    permit: PermitRef
    reason: str
    buildings: tuple[str, ...] = ()
    valid_to: date | None = None
    without_end: bool = False
    authority: str | None = None
    version: int | None = None


@use_case(
    "permit.change",
    action="permit.record",
    title=M("Change a permit"),
    done=M("The change of permit {no} is recorded."),
)
def change(act: Act, command: ChangePermit) -> Result:
    """Draft a change, with the reason. Units sold under the permit stay sold. Raises NotFound, BadInput, Stale."""
    row = act.must(Permit, command.permit, NOUN)
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    act.work.unchanged(Permit, row, command.version)
    printed = {name: row[name] for name in drafts.PRINTED}
    if command.buildings:
        printed["buildings"] = _listed(command.buildings)
    if command.without_end or command.valid_to is not None:
        printed["valid_to"] = None if command.without_end else command.valid_to
        _in_order(printed)
    if command.authority is not None:
        printed["authority"] = clean(command.authority, "authority")
    if all(printed[name] == row[name] for name in printed):
        raise Refusal(M("Nothing on permit {no} would change.", no=row["no"]))
    return _waits(_draft(act, printed, permit_id=row["id"], why=act.reason), row["no"])


@dataclass(frozen=True, slots=True)
class ApprovePermit:
    """A drafted permit, or the change of one, that comes into force."""

    permit_draft: PermitDraftRef
    version: int | None = None
    comment: Note = ""


@use_case(
    "permit.approve",
    step=(PERMIT_DRAFT, ("approve", "approve_first")),
    title=M("Approve a permit"),
    done=M("Permit {no} is in force."),
)
def approve(act: Act, command: ApprovePermit) -> Result:
    """Approve what somebody else drafted: a new permit comes into force, or the change of one (2.18)."""
    row = act.must(PermitDraft, command.permit_draft, DRAFT_NOUN)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    return _approve(act, row, drafted.step_of(act, PERMIT_DRAFT), command.version)


def _approve(act: Act, row: Row, step: str, version: int | None) -> Result:
    drafted.approve(act, PERMIT_DRAFT, PermitDraft, row, step, version, is_first=_is_first(act))
    printed = {name: row[name] for name in drafts.PRINTED}
    if row["permit_id"] is None:
        permit_id = _insert(act, act.project_id, printed)
        act.work.update(PermitDraft, row["id"], permit_id=permit_id)
    else:
        permit_id = row["permit_id"]
        act.work.update(Permit, permit_id, **printed)
    return {"id": row["id"], "no": row["no"], "state": "approved", "permit": permit_id}


@dataclass(frozen=True, slots=True)
class RejectPermit:
    """A draft that does not come into force, with the reason."""

    permit_draft: PermitDraftRef
    reason: str
    version: int | None = None


@use_case(
    "permit.reject", step=(PERMIT_DRAFT, "reject"), title=M("Reject a permit"), done=M("The draft of {no} is rejected.")
)
def reject(act: Act, command: RejectPermit) -> Result:
    """Reject a draft; permits stay as they are."""
    row = act.must(PermitDraft, command.permit_draft, DRAFT_NOUN)
    drafted.reject(act, PERMIT_DRAFT, PermitDraft, row, command.reason, command.version)
    return {"id": row["id"], "no": row["no"]}


def draft_with_permit(read: Read, draft_id: int) -> tuple[Row, Row | None]:
    """A draft, and the permit as it stands that the draft would change. Raises NotFound."""
    found = drafts.one(read, draft_id)
    if found is None:
        raise nothing_there(DRAFT_NOUN, draft_id)
    return found
