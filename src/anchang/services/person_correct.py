"""What is wrong about a person is put right at the person's request, everywhere it stands (5.11; PIPL 46)."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Final

from anchang.domain.correction import Corrected, changed
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.person import RequestKind
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Name, Note, PersonRequestRef, Phone
from anchang.domain.visit import Gender
from anchang.i18n import M, Msg, say
from anchang.services import consent, correction, dictionary, people, person_request
from anchang.services.act import Act
from anchang.services.initials import initials
from anchang.services.use_case import Result, use_case
from anchang.storage import person as rows
from anchang.storage.call import Call
from anchang.storage.customer import Customer
from anchang.storage.person import PersonRequest
from anchang.storage.visit import Visit
from anchang.storage.work import Row

LABELS: Final[dict[str, Msg]] = {
    "name": M("Name"), "phone": M("Phone"), "gender": M("Gender"), "living_area": M("Living area"),
    "working_area": M("Working area"),
}  # fmt: skip


@dataclass(frozen=True, slots=True)
class CorrectPerson:
    """Whose data are wrong, what is right, and why; what is not given stays. `request` is answered by it.

    Without an `answer` the person is told what was corrected.
    """

    customer: CustomerRef
    reason: str
    name: Name | None = None
    phone: Phone | None = None
    gender: Gender | None = None
    living_area: str | None = None
    working_area: str | None = None
    request: PersonRequestRef | None = None
    answer: Note = ""
    version: int | None = None


@use_case(
    "person.correct", title=M("Correct a person's data"),
    done=M("{name}: corrected ({what}), in {count} entries too; what stood there stays readable."),
)  # fmt: skip
def correct(act: Act, command: CorrectPerson) -> Result:
    """Correct the customer and every visit and call that says the same, each with a version (2.2), and answer the
    request in the same act. Raises BadInput without a reason or a change, CustomerTaken for a number that somebody has,
    Refusal while a paper runs or for another's request, WrongState, Stale.
    """
    row = act.must(Customer, command.customer, people.CUSTOMER)
    consent.still_known(row)
    reason = clean(command.reason, "reason")
    if not reason:
        raise BadInput(M("Say why."), "reason")
    given = changed(row, _given(act, row, command))
    if not given:
        raise BadInput(M("Nothing would change."), "reason")
    what = tuple(label for name, label in LABELS.items() if name in given)
    if "phone" in given:
        given |= people.change_phone(act, row, given["phone"])
    if "name" in given:
        people.locked(act, row)
        given["initials"] = " ".join(sorted(initials(given["name"])))
    act.work.update(Customer, row["id"], expect=command.version, **given)
    count = _entries(act, row, given, reason)
    if command.request is not None:
        _answered(act, command.request, row, clean(command.answer, "answer", limit=4000, multiline=True), what)
    act.reason = reason
    return {"customer": row["id"], "name": given.get("name", row["name"]), "what": say(M("{what}", what=what)),
            "count": count}  # fmt: skip


def _given(act: Act, row: Row, command: CorrectPerson) -> dict[str, Any]:
    """The customer's columns as they should be."""
    found: dict[str, Any] = {}
    if command.name is not None:
        found["name"] = clean(command.name, "name", limit=60)
        if not found["name"]:
            raise BadInput(M("A customer needs a name, or how to address the person."), "name")
    if command.phone is not None:
        found["phone"] = people.number(command.phone)
        if not found["phone"] and not row["no_phone_reason"]:
            raise BadInput(M("Give the number, or the reason why none was left."), "phone")
    if command.gender is not None:
        found["gender"] = command.gender.value
    for name in ("living_area", "working_area"):
        if getattr(command, name) is not None:
            found[name] = dictionary.area(act, clean(getattr(command, name), name))
    return found


def _entries(act: Act, row: Row, given: dict[str, Any], reason: str) -> int:
    """A new version of every visit and call of the person in which the wrong thing stands, also of a void one; how
    many."""
    count = 0
    for noun, model, owner in ((Corrected.VISIT, Visit, "consultant_id"), (Corrected.CALL, Call, "answered_by")):
        for entry in rows.rows_of(act.work.connection, model, row["id"]):
            wrong = {name: given[name] for name in LABELS if name in given and row[name] and entry[name] == row[name]}
            if wrong:
                correction.of_person(act, noun, model, entry, entry[owner], reason, wrong)
                count += 1
    return count


def _answered(act: Act, request_id: int, row: Row, answer: str, what: tuple[Msg, ...]) -> None:
    asked = act.must(PersonRequest, request_id, person_request.REQUEST)
    if asked["customer_id"] != row["id"]:
        raise Refusal(M("This request is somebody else's."))
    if asked["kind"] != RequestKind.CORRECT:
        raise Refusal(M("This request asks for something else than a correction."))
    words = answer or say(M("Corrected: {what}.", what=what))
    person_request.decided(act, "answer", asked["id"], words, None)
