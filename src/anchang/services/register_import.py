"""Taking a whole old register back: one act with a reason, as long as nothing rests on its rows (issue 3, 8).

What the import made is left without a project and without its people's words (see `storage.register_import`); what it
added to customers of the office is as it was before. The file can be taken in again.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

from anchang.domain.customer import LEAD
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.register import LOGS, TAKEN_BACK, RegisterKind
from anchang.domain.text import clean
from anchang.domain.units import RegisterImportRef
from anchang.i18n import M, Msg
from anchang.services import opening_balance_back
from anchang.services import use_case as cases
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import person
from anchang.storage import register_import as rows
from anchang.storage.call import Call
from anchang.storage.customer import Customer
from anchang.storage.reading import Read
from anchang.storage.register_import import RegisterImport
from anchang.storage.visit import Visit

NOUN = M("imported register")
MOST_SAID = 5  # of what stands in the way
CHUNK = 2_500  # rows between two words of progress
_MODELS = {RegisterKind.VISITS: Visit, RegisterKind.CALLS: Call}


class InTheWay(Refusal):
    """Something rests on the rows of an import; the sentence says what and where."""

    code = "in_the_way"


@dataclass(frozen=True, slots=True)
class TakeBackRegister:
    """Which import is taken back, and why; the reason names nobody."""

    register: RegisterImportRef
    reason: str
    version: int | None = None


@use_case(
    "register_import.take_back",
    action="register.take_back",
    title=M("Take an imported register back"),
    done=M("{file} is taken back: {entries} entries and {customers} customers are gone, {restored} are as before."),
)
def take_back(act: Act, command: TakeBackRegister) -> Result:
    """Undo a whole import. Raises InTheWay that names what rests on it, Refusal when it is done, BadInput, Stale."""
    row = act.must(RegisterImport, command.register, NOUN)
    act.reason = clean(command.reason, "reason")
    if not act.reason:
        raise BadInput(M("Say why."), "reason")
    act.work.unchanged(RegisterImport, row, command.version)
    refusal = why_not(act.read, row)
    if refusal is not None:
        raise refusal
    kind = RegisterKind(row["kind"])
    entries = rows.rows_of(act.read, row) if kind in LOGS else []
    people = rows.people_of(act.read, row)
    restored = rows.changes(act.read, row["id"])
    whole = len(entries) + len(people) + len(restored)
    act.shred()
    gone = {"project_id": None, "origin": TAKEN_BACK}
    if kind in LOGS:
        model = _MODELS[kind]
        of_entry = next(columns for each, columns in person.BELONGING if each is model)
        assert of_entry is not None
        _change(act, model, {each["id"]: {**of_entry(each), **gone, **_NOBODY} for each in entries}, 0, whole)
        count = len(entries)
    else:
        count = opening_balance_back.take_back(act, row, act.reason)
    nameless = {each["id"]: {**person.customer_columns(each, act.now), **gone, "living_area": ""} for each in people}
    _change(act, Customer, nameless, len(entries), whole)
    for customer_id, before in restored.items():
        if before is not None:
            act.put_back(LEAD, Customer, customer_id, before)
    act.work.update(RegisterImport, row["id"], taken_back_by=act.actor.id or None, taken_back_at=act.now)
    act.tell(whole, whole)
    return {
        "id": row["id"], "file": row["file_name"] or f"#{row['id']}", "entries": count,
        "customers": len(people), "restored": len(restored),
    }  # fmt: skip


_NOBODY: dict[str, Any] = {"customer_id": None, "name": "", "phone": "", "living_area": "", "author": ""}


def _change(act: Act, model: Any, changed: Mapping[int, dict[str, Any]], done: int, whole: int) -> None:
    ids: Sequence[int] = tuple(changed)
    for start in range(0, len(ids), CHUNK):
        act.work.update_many(model, {each: changed[each] for each in ids[start : start + CHUNK]})
        act.tell(done + min(start + CHUNK, len(ids)), whole)


def why_not(read: Read, row: Mapping[str, Any]) -> Refusal | None:
    """What stands in the way of taking the import back, or None."""
    if row["taken_back_at"] is not None:
        return Refusal(M("This register was taken back already."))
    is_log = RegisterKind(row["kind"]) in LOGS
    days = rows.kept_days(read, row) if is_log else []
    said = [M("{day} is kept or locked by this office, with its figures", day=day) for day in days[:MOST_SAID]]
    if None in rows.changes(read, row["id"]).values():
        said.append(M("a customer that it added to was made nameless since"))
    if not is_log:
        said += opening_balance_back.why_not(read, row)
    if is_log or row["kind"] == RegisterKind.DEALS:
        said += [_told(read, each) for each in rows.rests(read, row, MOST_SAID)]
    if not said:
        return None
    return InTheWay(M("The register cannot be taken back, because something rests on it: {what}.",
                      what=tuple(said[:MOST_SAID])))  # fmt: skip


def _told(read: Read, rest: rows.Rest) -> Msg:
    found = cases.load().get(rest.action)
    at = rest.at.astimezone(read.zone).strftime("%Y-%m-%d %H:%M")
    return M("«{act}» on {what} by {who} at {at}", act=found.title if found is not None else rest.action,
             what=rest.what or "-", who=rest.by, at=at)  # fmt: skip
