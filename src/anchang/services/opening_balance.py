"""The opening balance: deals that run already, with their plans and money as of the cut-over (2.16, 4.4; issue 4).

    opening_balance.deals      each row a real subscription, its contract where one is signed, one opening receipt
    opening_balance.plans      the instalments of deals that came in       (`opening_balance_more`)
    opening_balance.receipts   the single old receipts behind their money  (`opening_balance_more`)

One file is one act, all of it or nothing. Every row stands as of the end of the cut-over day; the money is money of no
day here. Numbers are of a series of their own, so that the office's own begin with 1.
"""

from __future__ import annotations

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from typing import Any

from anchang.domain import opening_balance as rules
from anchang.domain.errors import BadInput, NotFound, Refusal
from anchang.domain.hold import ClaimKind
from anchang.domain.money import show
from anchang.domain.opening_balance import MOST_DEALS, SERIES, DealRow
from anchang.domain.plan import LOANS
from anchang.domain.receipt import PayWay
from anchang.domain.register import Owners, RegisterKind
from anchang.domain.text import clean
from anchang.domain.unit import UnitState
from anchang.i18n import M, say
from anchang.services import claim_import, imported_customer, lead
from anchang.services import opening_balance_papers as papers
from anchang.services.act import Act
from anchang.services.opening_balance_plan import Deal, Laid, OpeningChoices, lay
from anchang.services.use_case import Result, use_case
from anchang.storage import register, register_import, staff
from anchang.storage.contract import Contract, ContractBuyer
from anchang.storage.customer import Customer, CustomerOwner
from anchang.storage.numbering import next_seq
from anchang.storage.plan import Instalment, InstalmentDue, PlanVersion
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine
from anchang.storage.register_import import RegisterImport, RegisterImportChange, RegisterImportUnit
from anchang.storage.subscription import Subscription, SubscriptionBuyer

NAMED = 50  # remarks that a result carries
Values = dict[str, Any]
_REGISTERED = (UnitState.REGISTERED, UnitState.TITLED)


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportDeals(OpeningChoices):
    """The deals of a sales ledger, as `importing.register` reads them."""

    rows: tuple[DealRow, ...]


@use_case(
    "opening_balance.deals",
    action="register.import",
    title=M("Bring running deals in"),
    done=M("{added} deals came in: {total}, of which {open} is open; {rejected} rows left out."),
)
def deals(act: Act, command: ImportDeals) -> Result:
    """Bring a ledger's deals in. Deals that came in already add nothing, so the same file twice is one.

    Raises BadInput for the cut-over and for too many rows, Refusal when not a single row can be taken.
    """
    if not 0 < len(command.rows) <= MOST_DEALS:
        raise BadInput(M("A ledger has 1 to {most} rows.", most=MOST_DEALS), "rows")
    check_people(act, command)
    plan = lay(act.read, command.rows, command, act.actor.id)
    remarks = [f"{each.place}: {say(each.reason)}" for told in plan.issues.values() for each in told]
    if plan.rejected and not plan.entries and not plan.here:
        raise Refusal(M("Not one row can be taken in. {reason}", reason=remarks[0]))
    import_id = None
    if plan.entries:
        import_id = begin(act, RegisterKind.DEALS, command, len(plan.entries))
        _write(act, import_id, plan, command)
    return {
        **plan.counts, "import": import_id, "remarks": remarks[:NAMED], "total": show(plan.total),
        "open": show(plan.total - plan.received),
    }  # fmt: skip


def check_people(act: Act, choices: OpeningChoices) -> None:
    """Raises NotFound for a keeper or a person of the profile who is no member of staff."""
    for place, member in (("keeper", choices.keeper), *(("people[].staff", each.staff) for each in choices.people)):
        if member is not None and staff.by_id(act.work.connection, member) is None:
            raise NotFound(M("There is no {what} {which}.", what=M("member of staff"), which=member), place)


def begin(act: Act, kind: RegisterKind, choices: OpeningChoices, entries: int) -> int:
    """The import's own row."""
    file_name = clean(choices.file_name, "file_name")
    act.reason = say(M("{file}: {added} rows of the opening balance as of {day}", file=file_name or "-", added=entries,
                       day=choices.cut_over))  # fmt: skip
    return act.work.insert(
        RegisterImport, project_id=act.project_id, kind=kind.value, file_name=file_name, entries=entries, customers=0,
        by_id=act.actor.id or None, at=act.now, business_date=act.today, cut_over=choices.cut_over,
    )  # fmt: skip


def _write(act: Act, import_id: int, plan: Laid, choices: OpeningChoices) -> None:
    found: list[Deal] = plan.entries
    customers, fresh = _customers(act, import_id, found, choices)
    first = next_seq(act.read, Subscription, SERIES)
    rows = [
        papers.subscription(act, deal, customers[index], first + index, choices.cut_over)
        for index, deal in enumerate(found)
    ]
    subs = act.work.insert_many(Subscription, rows)
    act.tell(1, 5)
    act.work.insert_many(SubscriptionBuyer, [each for deal, sub in zip(found, subs, strict=True)
                                             for each in papers.buyers_of(act, deal, sub)])  # fmt: skip
    lines = write_plans(act, found, subs, choices.cut_over)
    act.tell(2, 5)
    contracts = _contracts(act, found, subs, customers, lines.versions, choices.cut_over)
    act.tell(3, 5)
    _money(act, found, subs, lines.ids, choices.cut_over)
    act.tell(4, 5)
    _units(act, import_id, found, subs, contracts, customers, choices.cut_over)
    act.work.update(
        RegisterImport, import_id, first_entry=subs[0], first_customer=min(fresh, default=0), customers=len(fresh)
    )
    act.tell(5, 5)


# -- customers ----------------------------------------------------------------------------------------------------


def _customers(act: Act, import_id: int, found: Sequence[Deal], choices: OpeningChoices) -> tuple[list[int], list[int]]:
    """(customer of each deal, those that were made): known by the first buyer's number, in the file by ID too."""
    known = register.customers_with(act.read, {deal.buyers[0][0].phone for deal in found if deal.buyers[0][0].phone})
    parties: dict[str, list[int]] = {}
    for index, deal in enumerate(found):
        buyer = deal.buyers[0][0]
        person = known.get(buyer.phone) if buyer.phone else None
        key = f"#{person['id']}" if person is not None else buyer.phone or buyer.id_no or f"row {index}"
        parties.setdefault(key, []).append(index)
    made: dict[str, list[int]] = {key: own for key, own in parties.items() if not key.startswith("#")}
    rows = [_customer(act, [found[index] for index in own], choices) for own in made.values()]
    fresh = act.work.insert_many(Customer, rows)
    owned = [imported_customer.owned(act, each, row["owner_id"]) for each, row in zip(fresh, rows, strict=True)]
    act.work.insert_many(CustomerOwner, owned)
    of: dict[int, int] = {}
    for each, own in zip(fresh, made.values(), strict=True):
        of |= dict.fromkeys(own, each)
    people = {row["id"]: row for row in known.values()}
    for key, own in parties.items():
        if key.startswith("#"):
            of |= dict.fromkeys(own, int(key[1:]))
            _known_customer(act, import_id, people[int(key[1:])], [found[index] for index in own])
    return [of[index] for index in range(len(found))], fresh


def _customer(act: Act, own: Sequence[Deal], choices: OpeningChoices) -> Values:
    buyer = own[0].buyers[0][0]
    days = sorted(deal.signed_on for deal in own)
    met = [datetime.combine(day, time(), act.zone) for day in (days[0], days[-1])]
    person = staff.by_id(act.work.connection, own[0].consultant)
    receives = person is not None and person.active_on(act.today) and choices.owners is not Owners.NOBODY
    state = lead.bought(act, any(deal.contract_on is not None for deal in own))
    reason = "" if buyer.phone else imported_customer.no_phone("")
    owner = own[0].consultant if receives else None
    return imported_customer.columns(act, buyer.name, buyer.phone, reason, owner, state, met[0], met[1])


def _known_customer(act: Act, import_id: int, row: Mapping[str, Any], own: Sequence[Deal]) -> None:
    act.work.insert(
        RegisterImportChange, import_id=import_id, customer_id=row["id"], before=register_import.before(row)
    )
    lead.bought_before(act, row, any(deal.contract_on is not None for deal in own))


@dataclass(frozen=True, slots=True)
class Lines:
    """The plan versions and, for each deal, the row ids of its lines."""

    versions: list[int]
    ids: list[list[int]]


def write_plans(
    act: Act, found: Sequence[Deal], subs: Sequence[int], cut_over: date, no: int = 1, reason: str = ""
) -> Lines:
    """The plans as of the cut-over, with the days that are known: of a signed contract all, else the deposit's."""
    versions = act.work.insert_many(
        PlanVersion,
        [
            {
                "project_id": act.project_id, "subscription_id": sub, "no": no, "kind": deal.plan.kind.value,
                "total": deal.row.total, "made_on": cut_over, "maker_id": act.actor.id, "reason": reason,
            }
            for deal, sub in zip(found, subs, strict=True)
        ],
    )  # fmt: skip
    rows: list[Values] = []
    days: list[date | None] = []
    for deal, sub, version in zip(found, subs, versions, strict=True):
        for line in deal.plan.lines:
            rows.append({
                "project_id": act.project_id, "plan_version_id": version, "subscription_id": sub, "no": line.no,
                "money_type": line.money_type.value, "amount": line.amount, "rule": line.rule.value,
                "days": line.days, "fixed_on": line.on,
            })  # fmt: skip
            days.append(rules.due_on(line, deal.signed_on, deal.contract_on))
    ids = act.work.insert_many(Instalment, rows)
    act.work.insert_many(
        InstalmentDue,
        [
            {"project_id": act.project_id, "instalment_id": line, "due_on": day, "from_day": cut_over}
            for line, day in zip(ids, days, strict=True)
            if day is not None
        ],
    )
    rest = iter(ids)
    return Lines(versions, [[next(rest) for _line in deal.plan.lines] for deal in found])


# -- contracts ----------------------------------------------------------------------------------------------------


def _contracts(
    act: Act, found: Sequence[Deal], subs: Sequence[int], customers: Sequence[int], versions: Sequence[int],
    cut_over: date,
) -> dict[int, int]:  # fmt: skip
    """The contract of each deal that has one, by the deal's place."""
    signed = [index for index, deal in enumerate(found) if deal.contract_on is not None]
    first = next_seq(act.read, Contract, SERIES)
    rows = [
        {
            **papers.contract(act, found[index], first + nth, cut_over),
            "subscription_id": subs[index],
            "customer_id": customers[index],
            "plan_version_id": versions[index],
        }
        for nth, index in enumerate(signed)
    ]
    ids = act.work.insert_many(Contract, rows)
    names = ("name", "id_type", "id_no", "phone", "address", "is_primary", "no", "project_id")
    act.work.insert_many(
        ContractBuyer,
        [
            {**{name: each[name] for name in names}, "contract_id": contract}
            for contract, index in zip(ids, signed, strict=True)
            for each in papers.buyers_of(act, found[index], subs[index])
        ],
    )
    return dict(zip(signed, ids, strict=True))


# -- money --------------------------------------------------------------------------------------------------------


def _money(act: Act, found: Sequence[Deal], subs: Sequence[int], lines: Sequence[list[int]], cut_over: date) -> None:
    """One opening receipt a deal: what had come in, by what it paid."""
    paid = [index for index, deal in enumerate(found) if sum(deal.plan.paid)]
    first = next_seq(act.read, Receipt, SERIES)
    receipts = act.work.insert_many(
        Receipt,
        [
            papers.receipt(act, first + nth, subs[index], found[index].buyers[0][0].name,
                            [each.name for each, _kind in found[index].buyers], cut_over)
            for nth, index in enumerate(paid)
        ],
    )  # fmt: skip
    parts: list[Values] = []
    uses: list[tuple[int, int, int]] = []
    for receipt, index in zip(receipts, paid, strict=True):
        deal = found[index]
        put = [(line, fen, of) for line, fen, of in zip(deal.plan.lines, deal.plan.paid, lines[index], strict=True)
               if fen]  # fmt: skip
        for no, (line, fen, instalment) in enumerate(put, start=1):
            way = PayWay.BANK_LOAN if line.money_type in LOANS else PayWay.OPENING
            parts.append({
                "project_id": act.project_id, "receipt_id": receipt, "no": no, "money_type": line.money_type.value,
                "amount": fen, "way": way.value,
            })  # fmt: skip
            uses.append((instalment, subs[index], fen))
    ids = act.work.insert_many(ReceiptLine, parts)
    act.work.insert_many(
        Allocation,
        [papers.allocated(act, line, *use, cut_over) for line, use in zip(ids, uses, strict=True)],
    )


# -- units --------------------------------------------------------------------------------------------------------


def _units(
    act: Act, import_id: int, found: Sequence[Deal], subs: Sequence[int], contracts: Mapping[int, int],
    customers: Sequence[int], cut_over: date,
) -> None:  # fmt: skip
    kept: list[Values] = []
    for index, deal in enumerate(found):
        unit, claim = deal.standing.unit, deal.standing.claim
        kind = ClaimKind.CONTRACT if index in contracts else ClaimKind.SUBSCRIPTION
        more: Values = {}
        if deal.state is UnitState.TITLED:
            more["titled_on"] = deal.row.titled_on or cut_over
        claim_import.arrive(act, unit, deal.state, **more)
        claim_id = claim_import.take_over(
            act, claim, unit, kind, subscription_id=subs[index], contract_id=contracts.get(index),
            customer_id=customers[index], staff_id=deal.consultant,
        )  # fmt: skip
        kept.append({
            "import_id": import_id, "subscription_id": subs[index], "unit_id": unit["id"], "claim_id": claim_id,
            "before": _before(unit, claim),
        })  # fmt: skip
    act.work.insert_many(RegisterImportUnit, kept)


def _before(unit: Mapping[str, Any], claim: Mapping[str, Any] | None) -> str:
    """What a unit and its claim were, to be given back."""
    was: Values = {
        "unit": {
            "state": unit["state"], "state_since": unit["state_since"].isoformat(),
            "titled_on": None if unit["titled_on"] is None else unit["titled_on"].isoformat(),
        },
        "claim": None if claim is None else {"kind": claim["kind"]},
    }  # fmt: skip
    return json.dumps(was)

