"""Follow-ups: what was said to a customer, and when the next contact is due (domain 3.4; P02d)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from anchang.domain import follow_up as rules
from anchang.domain.customer import Grade, Happening, LeadState
from anchang.domain.errors import BadInput
from anchang.domain.follow_up import ContactWay, Stage
from anchang.domain.person import DoNotContact, check_contact
from anchang.domain.text import clean
from anchang.domain.units import CustomerRef, Note
from anchang.i18n import M
from anchang.services import day_lock, lead, people, task_log
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.services.visit import missing_words
from anchang.storage.customer import Customer
from anchang.storage.follow_up import FollowUp


@dataclass(frozen=True, slots=True)
class LogFollowUp:
    """A contact of today; `effective` tells whether the person was reached.

    `assessed`: what the customer needs (budget, area, layout) was asked and stands in the content (R08).
    """

    customer: CustomerRef
    way: ContactWay
    effective: bool
    content: Note
    grade_after: Grade | None = None
    objection: str = ""
    next_contact_on: date | None = None
    stage: Stage | None = None
    assessed: bool = False


@use_case("follow_up.log", title=M("Write down a follow-up"), done=M("Follow-up of {name} is saved."))
def log(act: Act, command: LogFollowUp) -> Result:
    """Write down a contact. Only the owner, the assistant and the manager; raises CustomerTaken for another's.

    Raises BadInput that names what is missing or wrong with the next contact, Refusal on a closed day.
    """
    row = people.own(act, command.customer)
    check_contact(row["do_not_contact"], row["name"], command.way, command.stage)
    if row["do_not_contact"] and command.next_contact_on is not None:
        raise DoNotContact(M("{name} does not want to be contacted: nothing is planned.", name=row["name"]))
    day_lock.may_enter(act, act.actor.id)
    content = clean(command.content, "content", limit=4000, multiline=True)
    grade = command.grade_after.value if command.grade_after else row["grade"]
    rule = rules.FollowUp(
        done_on=act.today,
        lead_state=LeadState(row["state"]),
        way=command.way,
        effective=command.effective,
        content=content,
        grade_after=command.grade_after,
        next_contact_on=command.next_contact_on,
        do_not_contact=row["do_not_contact"],
    )
    refused = missing_words(rules.missing_to_save(rule))
    if refused is not None:
        raise refused
    people.check_next(act, grade, act.today, command.next_contact_on, row["state"])
    made = act.work.insert(
        FollowUp,
        project_id=act.project_id,
        customer_id=row["id"],
        by_id=act.actor.id,
        at=act.now,
        business_date=act.today,
        way=command.way.value,
        effective=command.effective,
        content=content,
        grade_after=command.grade_after.value if command.grade_after else "",
        objection=clean(command.objection, "objection"),
        stage=command.stage.value if command.stage else "",
        next_contact_on=command.next_contact_on,
    )
    given = {"grade": grade, "next_contact_on": command.next_contact_on}
    changed = people.touched(row, act, effective=rules.protects(rule), given=given)
    if command.effective:
        lead.happened(act, row["id"], Happening.FOLLOW_UP, **changed)
    else:
        act.work.update(Customer, row["id"], **changed)
    if command.assessed:
        if not command.effective:
            raise BadInput(M("Nobody was reached, so the needs were not assessed."), "assessed")
        task_log.assessed(act, row["id"], area="asked", layout="asked", budget=None)
    return {"id": made, "customer": row["id"], "name": row["name"]}
