"""Posted visitors: claimed by a colleague, decided by the manager, kept by the receiver when nobody came (2.1-3)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.errors import nothing_there
from anchang.domain.forgotten import FORGOTTEN, ForgottenFacts, last_day
from anchang.domain.text import clean
from anchang.domain.units import Note, VisitRef
from anchang.i18n import M
from anchang.services import lead, people
from anchang.services.act import Act
from anchang.services.office import Office, Session
from anchang.services.use_case import Result, use_case
from anchang.storage import forgotten as rows
from anchang.storage.customer import Customer
from anchang.storage.forgotten import Forgotten
from anchang.storage.visit import Visit
from anchang.storage.work import Row

NOUN = M("posted visitor")
VISIT = M("visit")
OWNER_REASON = "forgotten"


def post(act: Act, visit_id: int, receiver_id: int) -> None:
    """Post a visitor of today who cannot say with whom he or she was before."""
    act.work.insert(
        Forgotten,
        project_id=act.project_id,
        visit_id=visit_id,
        receiver_id=receiver_id,
        business_date=act.today,
        posted_at=act.now,
        until=last_day(act.today, int(act.settings["forgotten_claim_days"])),
        state=act.born(FORGOTTEN),
    )


def recognised(act: Act, visit_id: int, owner_id: int | None) -> None:
    """The visit's number turned out to be a customer's: what was posted is settled, unless it is the receiver's own."""
    row = rows.of_visit(act.read, visit_id)
    if row is None or owner_id in (None, row["receiver_id"]):
        return
    if row["state"] in FORGOTTEN.step("recognise").sources:
        act.move(FORGOTTEN, "recognise", Forgotten, row, ForgottenFacts(), as_system=True, decided_at=act.now)


def _posting(act: Act, visit_id: int) -> Row:
    row = rows.of_visit(act.read, visit_id)
    if row is None:
        raise nothing_there(NOUN, visit_id)
    return row


@dataclass(frozen=True, slots=True)
class ClaimForgotten:
    """A posted visitor whom a consultant knows, and what shows it."""

    visit: VisitRef
    evidence: str
    version: int | None = None


@use_case(
    "forgotten.claim", step=(FORGOTTEN, "claim"), title=M("Claim a posted visitor"),
    done=M("Claimed; the manager decides."),
)  # fmt: skip
def claim(act: Act, command: ClaimForgotten) -> Result:
    """Claim a visitor within the days. Raises Refusal for the receiver, after the days, and without evidence."""
    row = _posting(act, command.visit)
    evidence = clean(command.evidence, "evidence")
    facts = ForgottenFacts(
        is_receiver=row["receiver_id"] == act.actor.id, is_over=row["until"] < act.today, reason=evidence
    )
    act.move(
        FORGOTTEN, "claim", Forgotten, row, facts, expect=command.version, claimant_id=act.actor.id,
        claimed_at=act.now, evidence=evidence,
    )  # fmt: skip
    return {"visit": command.visit, "id": row["id"]}


@dataclass(frozen=True, slots=True)
class GrantForgotten:
    """A claim that the manager believes."""

    visit: VisitRef
    version: int | None = None
    comment: Note = ""


@use_case(
    "forgotten.grant", step=(FORGOTTEN, "grant"), title=M("Give a posted visitor to the claimant"),
    done=M("{owner} has the customer now."),
)  # fmt: skip
def grant(act: Act, command: GrantForgotten) -> Result:
    """The customer of the visit becomes the claimant's. Raises NotAllowed for one's own claim, Refusal, Stale."""
    row = _posting(act, command.visit)
    act.reason = clean(command.comment, "comment", limit=4000, multiline=True)
    customer_id = act.must(Visit, command.visit, VISIT)["customer_id"]
    makers = (row["claimant_id"], row["receiver_id"])
    act.move(
        FORGOTTEN, "grant", Forgotten, row, ForgottenFacts(has_customer=customer_id is not None),
        expect=command.version, makers=makers, decided_by=act.actor.id, decided_at=act.now,
    )  # fmt: skip
    known = act.must(Customer, customer_id, people.CUSTOMER)
    lead.give(act, known, row["claimant_id"], OWNER_REASON)
    return {"visit": command.visit, "customer": customer_id, "owner": people.owner_name(act, row["claimant_id"])}


@dataclass(frozen=True, slots=True)
class RefuseForgotten:
    """A claim that the manager does not believe, and why; the visitor stays posted for the rest of the days."""

    visit: VisitRef
    reason: str
    version: int | None = None


@use_case(
    "forgotten.refuse", step=(FORGOTTEN, "refuse"), title=M("Refuse a claim"), done=M("The claim is refused."),
)  # fmt: skip
def refuse(act: Act, command: RefuseForgotten) -> Result:
    """Refuse a claim with the reason. Raises NotAllowed for one's own, Refusal without a reason, Stale."""
    row = _posting(act, command.visit)
    act.reason = clean(command.reason, "reason")
    act.move(
        FORGOTTEN, "refuse", Forgotten, row, ForgottenFacts(reason=act.reason), expect=command.version,
        makers=(row["claimant_id"], row["receiver_id"]), decided_by=act.actor.id, decided_at=act.now, reason=act.reason,
    )  # fmt: skip
    return {"visit": command.visit, "id": row["id"]}


@dataclass(frozen=True, slots=True)
class SettleForgotten:
    """Every posted visitor whom nobody claimed in time."""


@use_case(
    "forgotten.settle", step=(FORGOTTEN, "keep"), title=M("Leave unclaimed visitors with their receivers"),
    done=M("{kept} visitors stay with their receivers."),
)  # fmt: skip
def settle(act: Act, command: SettleForgotten) -> Result:
    """Unclaimed the visitor belongs to the last receiver (2.1-3)."""
    del command
    waiting = rows.over(act.read)
    for visit_id in waiting:
        row = _posting(act, visit_id)
        act.move(FORGOTTEN, "keep", Forgotten, row, ForgottenFacts(is_over=True), as_system=True, decided_at=act.now)
    return {"kept": len(waiting)}


def sweep(office: Office, project_id: int) -> None:
    """Settle what is over, if anything is. No act and no journal row when there is nothing."""
    session = Session(0, project_id)
    if office.look(session, rows.over):
        office.run(session, SettleForgotten())
