"""What the guards of a contract look at, and every step with its «why not» (2.4)."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from datetime import date
from typing import Any

from anchang.domain.access import SYSTEM, Role
from anchang.domain.contract import CONTRACT, ContractFacts, ContractState
from anchang.domain.contract_check import CheckKind
from anchang.domain.errors import nothing_there
from anchang.domain.flow import Option
from anchang.domain.subscription import SubscriptionState
from anchang.i18n import M, Msg
from anchang.services import claim
from anchang.services.act import Act
from anchang.services.receipt_facts import first_payment_of
from anchang.services.use_case import Result
from anchang.storage import contract as rows
from anchang.storage import contract_query as query
from anchang.storage import plan as plans
from anchang.storage import subscription_query
from anchang.storage.contract import Contract
from anchang.storage.reading import Read

NOUN = M("contract")
Row = Mapping[str, Any]


def row_of(act: Act, contract_id: int) -> Row:
    """The contract of this project. Raises NotFound."""
    return act.must(Contract, contract_id, NOUN)


def named(row: Row, **more: Any) -> Result:
    """What a use case answers: the id, and the number by which people know the contract."""
    return {"id": row["id"], "no": row["contract_no"] or row["no"], **more}


REQUIRED: tuple[tuple[str, Msg], ...] = (
    ("contract_no", M("contract number")),
    ("pricing_basis", M("pricing basis")),
    ("built_area", M("built area of the unit")),
    ("inside_area", M("inside area of the unit")),
    ("handover_due", M("day of the handover")),
)


def missing(read: Read, row: Row) -> tuple[Msg, ...]:
    """The required fields (3.25) that are empty, in words."""
    found = [words for name, words in REQUIRED if row[name] in (None, "")]
    buyers = rows.buyers_of(read, row["id"])
    if not buyers or not all(buyer["name"] and buyer["id_no"] for buyer in buyers):
        found.append(M("names and ID numbers of the buyers"))
    return tuple(found)


def facts_of(read: Read, row: Row, **said: Any) -> ContractFacts:
    """The facts of a contract; `said` is what only the caller knows: the days, the place, the reason.

    `read` has to be unmasked, the rules need the truth.
    """
    deal = subscription_query.one(read, row["subscription_id"])
    assert deal is not None  # the foreign key holds, and `read` sees everything
    unit = subscription_query.unit_of(read, deal)
    lines = plans.current_lines(read.connection, deal["id"])
    checks = rows.checks_of(read, row["id"])
    signing: date = said.get("signed_on") or row["signed_on"] or read.today
    due, received = first_payment_of(read, deal["id"], signing)
    given: dict[str, Any] = {
        "today": read.today,
        "building": unit["building"],
        "permit": claim.permit_of(read, unit),
        "subscription_active": deal["state"] == SubscriptionState.ACTIVE,
        "mortgaged": row["mortgaged"],
        "buyer_informed": row["buyer_informed"],
        "missing": missing(read, row),
        "deal_total": row["deal_total"],
        "plan_total": sum(each.line.amount for each in lines),
        "contract_checked": CheckKind.CONTRACT in checks,
        "finance_checked": CheckKind.FINANCE in checks,
        "construction_clauses": row["construction_clauses"],
        "engineering_checked": CheckKind.ENGINEERING in checks,
        "first_payment_due": due,
        "received": received,
        "exception_approved": row["exception_by"] is not None,
        "copies_numbered": bool(rows.copies_of(read, row["id"])),
        **{name: row[name] for name in ("signed_on", "sealed_on", "sent_on", "filed_on")},
    }
    return ContractFacts(**{**given, **said})


def options(read: Read, contract_id: int) -> list[Option[ContractState, ContractFacts]]:
    """Every step with its «why not» for the person who looks. Raises NotFound.

    What a form will still say (a day, the place, a reason) counts as said.
    """
    truth = replace(read, roles=frozenset(Role), unmasked=True)
    row = query.one(truth, contract_id)
    if row is None or query.card(read, contract_id) is None:
        raise nothing_there(NOUN, contract_id)
    step_days = ("signed_on", "sealed_on", "sent_on", "filed_on")
    said: dict[str, Any] = {name: row[name] or read.today for name in step_days}
    said |= {"collected_on": read.today, "collected_by": "-", "archive_place": "-", "reason": "-"}
    facts = facts_of(truth, row, copies_numbered=True, **said)
    found = CONTRACT.options(ContractState(row["state"]), facts, read.roles)
    return [each for each in found if each.step.roles != SYSTEM]  # nobody takes those by hand
