"""What comes in behind the deals of an opening balance: their instalments, and the single receipts of their money.

A plan takes the place of the one that the deal came in with; receipts take the place of its one opening receipt and
have to make the same sum.

Both count as of the cut-over, so that no balance of a day since then changes but by its days due.
Once this office has done something on a deal, its opening stands.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any, TypeVar

from anchang.domain import opening_balance as rules
from anchang.domain.access import MONEY, may
from anchang.domain.errors import BadInput, NotAllowed, Refusal
from anchang.domain.money import show
from anchang.domain.opening_balance import MOST_DEALS, SERIES, DealRow, PlanRow, ReceiptRow, UnitRow
from anchang.domain.plan import LOANS, MoneyType, PlanKind, PlanLine, lender
from anchang.domain.receipt import RECEIPT, PayWay, ReceiptFacts
from anchang.domain.register import RegisterKind
from anchang.domain.unit import UnitState
from anchang.i18n import M, Msg, say
from anchang.services import opening_balance_papers as papers
from anchang.services.act import Act
from anchang.services.opening_balance import NAMED, begin, check_people, write_plans
from anchang.services.opening_balance_plan import Deal, Laid, Office, OpeningChoices, check_cut_over, said, too_late
from anchang.services.use_case import Result, use_case
from anchang.storage import opening_balance as rows
from anchang.storage import plan as plans
from anchang.storage import receipt as receipts
from anchang.storage import subscription_query
from anchang.storage.contract import Contract
from anchang.storage.numbering import next_seq
from anchang.storage.opening_balance import CameIn, Standing
from anchang.storage.reading import Read
from anchang.storage.receipt import Allocation, Receipt, ReceiptLine, ReceiptReversal
from anchang.storage.register_import import RegisterImport
from anchang.storage.subscription import Subscription

P = TypeVar("P", PlanRow, ReceiptRow)
MOST_ROWS = 10 * MOST_DEALS
NOT_PLANS = M("Plans are brought in by assistant, manager, director, cashier, accountant and administrator.")
NOT_RECEIPTS = M("Receipts of the opening balance are brought in by cashier and accountant.")
Part = tuple[int, MoneyType]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportPlans(OpeningChoices):
    """The instalments of deals that came in."""

    rows: tuple[PlanRow, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportReceipts(OpeningChoices):
    """The old receipts behind the money of deals that came in."""

    rows: tuple[ReceiptRow, ...]


@dataclass(slots=True, eq=False)
class NewPlan:
    """A deal with the plan that takes the place of its own."""

    deal: Deal
    came: CameIn
    rows: int


@dataclass(slots=True, eq=False)
class OldReceipts:
    """A deal with its old receipts, each with its rows, and those of the opening whose place they take."""

    came: CameIn
    receipts: list[list[ReceiptRow]]
    replaced: list[dict[str, Any]]
    uses: list[tuple[int, int, int]]
    lines: tuple[plans.InstalmentView, ...]


# -- which deal ---------------------------------------------------------------------------------------------------


def _by_deal(read: Read, laid: Laid, given: Sequence[P], cut_over: date) -> list[tuple[CameIn, Standing, list[P]]]:
    """The rows of each deal; rows that name none, or one that stands by now, are rejected."""
    office = Office(read)
    named = _by_paper(office)
    units = {each.unit["id"]: each for each in office.all}
    found: dict[int, list[P]] = {}
    for index, each in enumerate(given):
        row = said(each, index)
        came = _deal_of(office, named, row)
        if isinstance(came, Msg):
            laid.reject(row.place, [came])
        else:
            found.setdefault(came.deal["unit_id"], []).append(row)
    worked = rows.worked_on(read, [office.came[unit].deal["id"] for unit in found])
    kept = []
    for unit_id, own in found.items():
        came = office.came[unit_id]
        label = units[unit_id].unit["label"]
        against = None
        if came.deal["cut_over"] != cut_over:
            against = M("{unit} came in as of {day}", unit=label, day=came.deal["cut_over"])
        elif came.deal["id"] in worked:
            against = M("something has been done on {unit} here since it came in", unit=label)
        if against is None:
            kept.append((came, units[unit_id], own))
        else:
            _reject_all(laid, own, against)
    return kept


def _reject_all(laid: Laid, own: Iterable[UnitRow], reason: Msg) -> None:
    for row in own:
        laid.reject(row.place, [reason])


def _by_paper(office: Office) -> dict[str, CameIn]:
    named: dict[str, CameIn] = {}
    for came in office.came.values():
        contract = came.contract or {}
        for number in (came.deal["sub_no"], came.deal["paper_no"], contract.get("no"), contract.get("contract_no"),
                       contract.get("net_sign_no"), contract.get("filing_no")):  # fmt: skip
            if number:
                named.setdefault(number, came)
    return named


def _deal_of(office: Office, named: Mapping[str, CameIn], row: PlanRow | ReceiptRow) -> CameIn | Msg:
    if row.door or row.room:
        found = office.find(row)
        if isinstance(found, Msg):
            return found
        came = office.came.get(found.unit["id"])
        return came or M("no deal of {unit} came in; bring the deals in first", unit=found.unit["label"])
    return named.get(row.paper) or M("no deal with the number {no} came in; bring the deals in first",
                                     no=row.paper or "-")  # fmt: skip


# -- plans --------------------------------------------------------------------------------------------------------


def preview_plans(read: Read, given: Sequence[PlanRow], choices: OpeningChoices) -> Laid:
    """What bringing these plans in would do now. Raises NotAllowed, BadInput for the cut-over."""
    if not may(read.roles, "register.import_plans"):
        raise NotAllowed(NOT_PLANS)
    return lay_plans(read, given, choices)


def lay_plans(read: Read, given: Sequence[PlanRow], choices: OpeningChoices) -> Laid:
    """Lay the plans beside their deals. Raises BadInput for the cut-over."""
    check_cut_over(read, choices.cut_over)
    laid = Laid(RegisterKind.PLANS)
    for came, standing, own in _by_deal(read, laid, given, choices.cut_over):
        now = plans.current_lines(read.connection, came.deal["id"])
        known = rules.merged(own, as_row(read, came, now))
        try:
            plan = rules.lay_plan(known)
        except Refusal as problem:
            _reject_all(laid, own, problem.message)
            continue
        if [_shape(line) for line in plan.lines] == [_shape(each.line) for each in now]:
            laid.here += len(own)
            continue
        deal = deal_of(came, standing, known, plan)
        laid.entries.append(NewPlan(deal, came, len(own)))
        laid.total += came.deal["deal_total"]
        laid.received += came.deal["opening_received"]
    return laid


def _shape(line: PlanLine) -> tuple[object, ...]:
    return line.money_type, line.amount, line.rule, line.on, line.days


def as_row(read: Read, came: CameIn, now: Sequence[plans.InstalmentView]) -> DealRow:
    """A deal that came in as its ledger would have it now."""
    deal, contract = came.deal, came.contract or {}
    lent = sum(each.line.amount for each in now if each.line.money_type is MoneyType.LOAN)
    fund = sum(each.line.amount for each in now if each.line.money_type is MoneyType.PROVIDENT_FUND)
    paid = receipts.paid_lines(read, deal["id"])
    loan_paid = sum(paid.get(each.id, 0) for each in now if each.line.money_type in LOANS)
    return DealRow(
        signed_on=deal["signed_on"], contract_on=contract.get("signed_on"), total=deal["deal_total"],
        received=deal["opening_received"], received_loan=loan_paid, deposit=deal["deposit_amount"],
        kind=PlanKind(deal["plan_kind"]), loan=lent or None, fund=fund or None,
    )  # fmt: skip


def deal_of(came: CameIn, standing: Standing, row: DealRow, plan: rules.OpeningPlan) -> Deal:
    """A stored deal as the writer of plans takes it."""
    return Deal(
        row, standing, plan, came.deal["consultant_id"], came.deal["author"], (), came.deal["signed_on"],
        row.contract_on, UnitState(standing.unit["state"]),
    )  # fmt: skip


@use_case(
    "opening_balance.plans",
    action="register.import_plans",
    title=M("Bring plans of running deals in"),
    done=M("{added} plans came in; {rejected} rows left out."),
)
def bring_plans(act: Act, command: ImportPlans) -> Result:
    """Give deals that came in their instalments. Raises BadInput, and Refusal when not one row can be taken."""
    _check(act, command, len(command.rows))
    laid = lay_plans(act.read, command.rows, command)
    result = _answer(laid)
    if not laid.entries:
        return result
    import_id = begin(act, RegisterKind.PLANS, command, len(laid.entries))
    versions = [write_plan(act, each.deal, each.came, command.cut_over, act.reason) for each in laid.entries]
    act.work.update(RegisterImport, import_id, first_entry=versions[0])
    return {**result, "import": import_id}


def write_plan(act: Act, deal: Deal, came: CameIn, cut_over: date, reason: str) -> int:
    """The next version of the plan as of the cut-over; the opening money leaves the old lines and pays the new ones."""
    sub = came.deal["id"]
    before = plans.current_lines(act.work.connection, sub)
    uses = receipts.uses_in(act.read, sub)
    made = write_plans(act, [deal], [sub], cut_over, before[0].version_no + 1, reason)
    taken = [
        {**papers.allocated(act, line, instalment, sub, -fen, cut_over), "taken_back_by": made.versions[0]}
        for line, instalment, fen in uses
    ]
    act.work.insert_many(Allocation, taken)
    parts = _opening_parts(act.read, sub)
    spread = rules.spread([(row["amount"], MoneyType(row["money_type"])) for row in parts], deal.plan.lines)
    act.work.insert_many(
        Allocation,
        [papers.allocated(act, parts[part]["id"], made.ids[0][line], sub, fen, cut_over) for part, line, fen in spread],
    )
    loan, fund = lender(deal.plan.lines)
    act.work.update(
        Subscription, sub, plan_kind=deal.plan.kind.value, loan_kind=loan.value, loan_fund=fund,
        deposit_amount=deal.plan.deposit,
        deposit_due_on=deal.signed_on if deal.plan.deposit else None,
    )  # fmt: skip
    if came.contract is not None:
        act.work.update(Contract, came.contract["id"], plan_version_id=made.versions[0])
    return made.versions[0]


def _opening_parts(read: Read, subscription_id: int) -> list[Mapping[str, Any]]:
    found = rows.opening_receipts(read, [subscription_id]).get(subscription_id, [])
    return [part for each in sorted(found, key=lambda row: (row["received_on"], row["id"])) for part in each["parts"]]


# -- receipts -----------------------------------------------------------------------------------------------------


def preview_receipts(read: Read, given: Sequence[ReceiptRow], choices: OpeningChoices) -> Laid:
    """What bringing these receipts in would do now. Raises NotAllowed, BadInput for the cut-over."""
    if not may(read.roles, "register.import_receipts"):
        raise NotAllowed(NOT_RECEIPTS)
    return lay_receipts(read, given, choices)


def lay_receipts(read: Read, given: Sequence[ReceiptRow], choices: OpeningChoices) -> Laid:
    """Lay the old receipts beside the money of their deals. Raises BadInput for the cut-over."""
    check_cut_over(read, choices.cut_over)
    laid = Laid(RegisterKind.RECEIPTS)
    found = _by_deal(read, laid, given, choices.cut_over)
    standing = rows.opening_receipts(read, [came.deal["id"] for came, _unit, _own in found])
    for came, _unit, own in found:
        here = standing.get(came.deal["id"], [])
        try:
            entry = _old_receipts(read, came, own, here, choices.cut_over)
        except Refusal as problem:
            _reject_all(laid, own, problem.message)
            continue
        if entry is None:
            laid.here += len(own)
            continue
        laid.entries.append(entry)
        laid.total += came.deal["deal_total"]
        laid.received += sum(row.amount for row in own)
    return laid


def _old_receipts(
    read: Read, came: CameIn, own: Sequence[ReceiptRow], here: list[dict[str, Any]], cut_over: date
) -> OldReceipts | None:
    """The deal's old receipts, None where they came in already. Raises Refusal for what does not fit."""
    for row in own:
        if row.on is None or row.on > cut_over:
            raise Refusal(too_late(row.on or "-", cut_over))
        if row.amount <= 0:
            raise Refusal(M("every amount is above zero"))
    single = [each for each in here if not is_sum(each)]
    mine = sorted((row.no, row.on, row.amount) for row in own if row.on is not None)
    if single:
        known = sorted((part["bank_ref"], each["received_on"], int(part["amount"])) for each in single
                       for part in each["parts"])  # fmt: skip
        if mine == known:
            return None
        raise Refusal(M("the receipts of this deal came in already, with other figures"))
    told, received = sum(row.amount for row in own), int(came.deal["opening_received"])
    if here and told != received:
        raise Refusal(M("the receipts make {told}, the deal came in with {received}", told=show(told),
                        received=show(received)))  # fmt: skip
    lines = plans.current_lines(read.connection, came.deal["id"])
    grouped: dict[tuple[object, ...], list[ReceiptRow]] = {}
    for index, row in enumerate(sorted(own, key=lambda each: (each.on or cut_over))):
        grouped.setdefault((row.no, row.on) if row.no else (index,), []).append(row)
    whole = [row for each in grouped.values() for row in each]
    uses = rules.spread([(row.amount, _type_of(row, came)) for row in whole], [each.line for each in lines])
    return OldReceipts(came, list(grouped.values()), here, uses, lines)


def is_sum(receipt: Mapping[str, Any]) -> bool:
    """Whether it is the one receipt with which a deal came in, not one of the old ones behind it."""
    return receipt["received_on"] == receipt["confirmed_on"] and not any(part["bank_ref"] for part in receipt["parts"])


def _type_of(row: ReceiptRow, came: CameIn) -> MoneyType:
    if row.money_type is not None:
        return row.money_type
    kind = PlanKind(came.deal["plan_kind"])
    return MoneyType.DOWN_PAYMENT if kind is PlanKind.MORTGAGE else MoneyType.INSTALMENT


@use_case(
    "opening_balance.receipts",
    action="register.import_receipts",
    title=M("Bring old receipts of running deals in"),
    asks_password=True,
    done=M("{added} deals have their old receipts; {rejected} rows left out."),
)
def bring_receipts(act: Act, command: ImportReceipts) -> Result:
    """Put the single old receipts in the place of the opening sums. Raises BadInput, Refusal."""
    _check(act, command, len(command.rows))
    laid = lay_receipts(act.read, command.rows, command)
    result = _answer(laid)
    if not laid.entries:
        return result
    import_id = begin(act, RegisterKind.RECEIPTS, command, sum(len(each.receipts) for each in laid.entries))
    for each in laid.entries:
        for old in each.replaced:
            reverse(act, old, act.reason)
    first = next_seq(act.read, Receipt, SERIES)
    made: list[dict[str, Any]] = []
    for each in laid.entries:
        names = [one.facts.name for one in subscription_query.buyers(act.read, each.came.deal)]
        for own in each.receipts:
            made.append(_receipt(act, first + len(made), each.came, own, names, command.cut_over))
    ids = act.work.insert_many(Receipt, made)
    _receipt_lines(act, laid.entries, ids, command.cut_over)
    act.work.update(RegisterImport, import_id, first_entry=ids[0])
    return {**result, "import": import_id}


def _receipt(
    act: Act, seq: int, came: CameIn, own: Sequence[ReceiptRow], names: Sequence[str], cut_over: date
) -> dict[str, Any]:
    row = own[0]
    note = "；".join(dict.fromkeys(each.note for each in own if each.note))
    words = say(M("Opening balance as of {day}", day=cut_over))
    return papers.receipt(
        act, seq, came.deal["id"], row.payer or names[0], names, cut_over, received_on=row.on, arrived_on=row.on,
        note=f"{words}；{note}" if note else words,
    )  # fmt: skip


def _receipt_lines(act: Act, entries: Iterable[OldReceipts], ids: Sequence[int], cut_over: date) -> None:
    numbered = iter(ids)
    parts: list[dict[str, Any]] = []
    uses: list[tuple[int, int, int, int]] = []
    for entry in entries:
        offset = len(parts)
        for own in entry.receipts:
            receipt = next(numbered)
            parts += [_part(act, receipt, no, row, entry.came) for no, row in enumerate(own, start=1)]
        uses += [(offset + part, entry.lines[line].id, entry.came.deal["id"], fen) for part, line, fen in entry.uses]
        received = sum(row.amount for own in entry.receipts for row in own)
        act.work.update(Subscription, entry.came.deal["id"], opening_received=received)
    line_ids = act.work.insert_many(ReceiptLine, parts)
    act.work.insert_many(
        Allocation,
        [papers.allocated(act, line_ids[part], instalment, sub, fen, cut_over) for part, instalment, sub, fen in uses],
    )


def _part(act: Act, receipt_id: int, no: int, row: ReceiptRow, came: CameIn) -> dict[str, Any]:
    money_type = _type_of(row, came)
    usual = PayWay.BANK_LOAN if money_type in LOANS else PayWay.OPENING
    return {
        "project_id": act.project_id, "receipt_id": receipt_id, "no": no, "money_type": money_type.value,
        "amount": row.amount, "way": (row.way or usual).value, "account": row.account, "bank_ref": row.no,
        "invoice_no": row.invoice_no,
    }  # fmt: skip


def reverse(act: Act, receipt: Mapping[str, Any], reason: str, on: date | None = None) -> None:
    """Take an opening receipt back as of its cut-over, so that it is as if it had not been, or as of another day."""
    on = on or receipt["confirmed_on"]
    facts = ReceiptFacts(today=act.today, received_on=receipt["received_on"], reason=reason)
    act.move(RECEIPT, "reverse", Receipt, receipt, facts, by=MONEY)
    reversal = act.work.insert(
        ReceiptReversal, project_id=act.project_id, receipt_id=receipt["id"], reason=reason, by_id=act.actor.id,
        at=act.now, business_date=on,
    )  # fmt: skip
    act.work.insert_many(
        Allocation,
        [
            {**papers.allocated(act, line, instalment, receipt["subscription_id"], -fen, on), "reversal_id": reversal}
            for line, instalment, fen in receipts.uses_of(act.read, receipt["id"])
        ],
    )


# -- both ---------------------------------------------------------------------------------------------------------


def _check(act: Act, choices: OpeningChoices, count: int) -> None:
    if not 0 < count <= MOST_ROWS:
        raise BadInput(M("A ledger has 1 to {most} rows.", most=MOST_ROWS), "rows")
    check_people(act, choices)


def _answer(laid: Laid) -> Result:
    remarks = [f"{each.place}: {say(each.reason)}" for told in laid.issues.values() for each in told]
    if laid.rejected and not laid.entries and not laid.here:
        raise Refusal(M("Not one row can be taken in. {reason}", reason=remarks[0]))
    return {
        **laid.counts, "import": None, "remarks": remarks[:NAMED], "total": show(laid.total),
        "open": show(laid.total - laid.received),
    }  # fmt: skip
