"""Deals that an office brings along when it begins to work here: what their ledger says, and the plan that follows.

A deal comes in as of the end of the cut-over day: total - received is its opening receivable (4.4). Its plan is laid
here from whatever the ledger knows: all instalments, the open ones only, or a way of paying with its amounts.
Money in fen, areas in 0.0001 ㎡.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import date

from anchang.domain.allocation import may_pay
from anchang.domain.errors import Refusal
from anchang.domain.money import show
from anchang.domain.plan import LOANS, OWN_FUNDS, DueRule, MoneyType, PlanKind, PlanLine, check, with_deposit
from anchang.domain.receipt import PayWay
from anchang.domain.register import BookRow
from anchang.domain.units import Area, Fen, Name, Note, Phone, Rate
from anchang.i18n import M, Msg

ORIGIN = "import"
TAKEN_BACK = "taken_back"  # of a deal whose import was taken back
SERIES = 0  # the «year» of the numbers that papers of the opening have: a gapless series of their own
MOST_DEALS = 20_000
OWN_MONEY = {
    PlanKind.LUMP_SUM: MoneyType.LUMP_SUM,
    PlanKind.INSTALMENTS: MoneyType.INSTALMENT,
    PlanKind.MORTGAGE: MoneyType.DOWN_PAYMENT,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class OldBuyer:
    """One buyer as the ledger names him; `share` in 10⁻⁶ or None."""

    name: Name
    id_no: str = ""
    phone: Phone = ""
    share: Rate | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class Dated:
    """One instalment of a ledger; `money_type` None: it follows from the way of paying."""

    amount: Fen
    due_on: date | None = None
    money_type: MoneyType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class UnitRow(BookRow):
    """A row that names its unit: taken apart as in price lists; `room` as it is written."""

    building: str = ""
    entrance: str = ""
    floor_text: str = ""
    door: str = ""
    room: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class DealRow(UnitRow):
    """A deal of the ledger. `received` is everything until the cut-over, `received_loan` what of it the bank paid.

    `who` is the consultant as written. `lines` are all instalments or the open ones, whichever sums up.
    """

    buyers: tuple[OldBuyer, ...] = ()
    address: str = ""
    who: Name = ""
    paper_no: str = ""
    contract_no: str = ""
    net_sign_no: str = ""
    filing_no: str = ""
    permit_no: str = ""
    signed_on: date | None = None
    sign_due_date: date | None = None
    contract_on: date | None = None
    filed_on: date | None = None
    collected_on: date | None = None
    archive_place: str = ""
    titled_on: date | None = None
    titled: bool = False
    filed: bool = False
    handover_due: date | None = None
    total: Fen | None = None
    list_total: Fen | None = None
    unit_price: Fen | None = None
    built_area: Area | None = None
    inside_area: Area | None = None
    deposit: Fen | None = None
    kind: PlanKind | None = None
    down: Fen | None = None
    loan: Fen | None = None
    fund: Fen | None = None
    received: Fen | None = None
    received_loan: Fen | None = None
    unpaid: Fen | None = None
    due_on: date | None = None
    loan_due_on: date | None = None
    lines: tuple[Dated, ...] = ()
    note: Note = ""

    @property
    def has_contract(self) -> bool:
        """Whether the contract is signed, as far as the ledger tells."""
        return bool(self.contract_on or self.filed_on or self.contract_no or self.net_sign_no or self.filed
                    or self.titled)  # fmt: skip


@dataclass(frozen=True, slots=True, kw_only=True)
class PlanRow(UnitRow):
    """One instalment of a deal that came in; `paper` is any of the deal's numbers, where the unit does not say it."""

    paper: str = ""
    amount: Fen = 0
    due_on: date | None = None
    money_type: MoneyType | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ReceiptRow(UnitRow):
    """One receipt from before the cut-over. `money_type` None: it is the buyer's own money."""

    paper: str = ""
    on: date | None = None
    no: str = ""
    amount: Fen = 0
    money_type: MoneyType | None = None
    way: PayWay | None = None
    payer: Name = ""
    account: str = ""
    invoice_no: str = ""
    note: Note = ""


@dataclass(frozen=True, slots=True)
class OpeningPlan:
    """The plan of a deal that comes in, and what (fen) of each line is paid by the cut-over."""

    kind: PlanKind
    deposit: int
    lines: tuple[PlanLine, ...]
    paid: tuple[int, ...]
    warnings: tuple[Msg, ...] = ()


def why_not_cut_over(cut_over: date, today: date) -> Msg | None:
    """Why that day cannot be the cut-over: what happens today is entered here, so that money of today stays apart."""
    if cut_over >= today:
        return M("The cut-over is a day before today; what happens today is entered here.")
    return None


def lay_plan(row: DealRow) -> OpeningPlan:
    """The plan of a ledger's deal and what is paid of it. Raises Refusal with both figures where they do not fit."""
    total, received = row.total or 0, row.received or 0
    if received > total:
        raise Refusal(
            M("{received} has been received, the price is {total}; write at most the price as received and the rest in "
              "the note", received=show(received), total=show(total))
        )  # fmt: skip
    if row.unpaid is not None and row.received is not None and received + row.unpaid != total:
        raise Refusal(
            M("received {received} and open {unpaid} make {sum}, the price is {total}", received=show(received),
              unpaid=show(row.unpaid), sum=show(received + row.unpaid), total=show(total))
        )  # fmt: skip
    kind = row.kind or _kind_of(row)
    deposit, warnings = _deposit(row, total, received)
    lines = _from_schedule(row, kind, total, received, deposit) if row.lines else _from_amounts(row, kind, deposit)
    check(lines, total)
    deposit = sum(line.amount for line in lines if line.money_type is MoneyType.DEPOSIT)
    return OpeningPlan(kind, deposit, lines, paid_of(lines, received, row.received_loan), warnings)


def _kind_of(row: DealRow) -> PlanKind:
    if row.loan or row.fund:
        return PlanKind.MORTGAGE
    return PlanKind.INSTALMENTS if len(row.lines) > 1 else PlanKind.LUMP_SUM


def _deposit(row: DealRow, total: int, received: int) -> tuple[int, tuple[Msg, ...]]:
    """A deposit exists only from its payment, and what was paid is what was agreed (5.3, art. 586)."""
    own = received - (row.received_loan or 0)
    if row.deposit is None:
        small = not row.has_contract and own * 5 <= total
        return (own if small else 0), ()
    if row.deposit <= own:
        return row.deposit, ()
    return max(own, 0), (
        M("of the deposit of {agreed} only {paid} came in; that is the deposit then", agreed=show(row.deposit),
          paid=show(max(own, 0))),
    )  # fmt: skip


Part = tuple[MoneyType, int, DueRule, int | date]


def _part(money_type: MoneyType, amount: int, due_on: date | None) -> Part:
    return (money_type, amount, DueRule.SIGNING, 0) if due_on is None else (money_type, amount, DueRule.FIXED, due_on)


def _from_amounts(row: DealRow, kind: PlanKind, deposit: int) -> tuple[PlanLine, ...]:
    total = row.total or 0
    if kind is not PlanKind.MORTGAGE:
        return with_deposit(total, deposit, [_part(OWN_MONEY[kind], total, row.due_on)])
    fund = row.fund or 0
    if row.loan is None and row.down is None and not fund:
        raise Refusal(M("a deal with a mortgage states its down payment or its loan"))
    loan = row.loan
    if loan is None:
        loan = 0 if row.down is None else total - row.down - fund
    own = total - loan - fund
    if row.down is not None and row.down != own:
        raise Refusal(
            M("down payment {down} and loan {loan} make {sum}, the price is {total}", down=show(row.down),
              loan=show(loan + fund), sum=show(row.down + loan + fund), total=show(total))
        )  # fmt: skip
    if own <= 0 or loan < 0:
        raise Refusal(M("the loan of {loan} leaves no down payment of {total}", loan=show(loan + fund),
                        total=show(total)))  # fmt: skip
    parts = [_part(MoneyType.DOWN_PAYMENT, own, row.due_on), *_loans(loan, fund, row.loan_due_on)]
    return with_deposit(total, min(deposit, own), parts)


def _loans(loan: int, fund: int, due_on: date | None) -> list[Part]:
    kinds = ((MoneyType.LOAN, loan), (MoneyType.PROVIDENT_FUND, fund))
    return [_part(kind, amount, due_on) for kind, amount in kinds if amount]


def _from_schedule(row: DealRow, kind: PlanKind, total: int, received: int, deposit: int) -> tuple[PlanLine, ...]:
    """The ledger's instalments: all of them or the open ones; loans beside them are added where they belong to it."""
    told = sum(line.amount for line in row.lines)
    parts = [_part(line.money_type or OWN_MONEY[kind], line.amount, line.due_on) for line in row.lines]
    has_loans = any(part[0] in LOANS for part in parts)
    loan_paid = row.received_loan or 0
    beside = _loans(row.loan or 0, row.fund or 0, row.loan_due_on) if not has_loans else []
    lent = sum(part[1] for part in beside)
    if told == total or (lent and told + lent == total):
        whole = parts if told == total else [*parts, *beside]
        first = whole[0]
        if first[0] is MoneyType.DEPOSIT:
            deposit, rest = first[1], [(MoneyType.DEPOSIT, first[1], DueRule.DEPOSIT, 0), *whole[1:]]
            return _numbered(rest)
        return with_deposit(total, min(deposit, first[1]) if first[0] in OWN_FUNDS else 0, whole)
    came = _came(row, kind, received, deposit)
    if told == total - received:
        return _numbered([*came, *parts])
    if lent and told + lent - loan_paid == total - received:
        open_loans = _less(beside, loan_paid)
        return _numbered([*came, *parts, *open_loans])
    raise Refusal(
        M("the instalments make {told}; the price is {total}, of which {unpaid} is open", told=show(told),
          total=show(total), unpaid=show(total - received))
    )  # fmt: skip


def _came(row: DealRow, kind: PlanKind, received: int, deposit: int) -> list[Part]:
    """What has been paid, as lines of the plan: the ledger tells only what is still open."""
    loan = row.received_loan or 0
    on = row.contract_on or row.signed_on
    parts: list[Part] = []
    if deposit:
        parts.append((MoneyType.DEPOSIT, deposit, DueRule.DEPOSIT, 0))
    if received - loan > deposit:
        parts.append(_part(OWN_MONEY[kind], received - loan - deposit, on))
    if loan:
        parts.append(_part(MoneyType.LOAN, loan, on))
    return parts


def _less(parts: Sequence[Part], fen: int) -> list[Part]:
    """The parts without so much of the first ones."""
    left: list[Part] = []
    for money_type, amount, rule, when in parts:
        gone = min(amount, fen)
        fen -= gone
        if amount > gone:
            left.append((money_type, amount - gone, rule, when))
    return left


def _numbered(parts: Iterable[Part]) -> tuple[PlanLine, ...]:
    return tuple(
        PlanLine(no, money_type, amount, rule, 0 if isinstance(when, date) else when,
                 when if isinstance(when, date) else None)
        for no, (money_type, amount, rule, when) in enumerate(parts, start=1)
    )  # fmt: skip


def paid_of(lines: Sequence[PlanLine], received: int, loan: int | None = None) -> tuple[int, ...]:
    """What of each line is paid: own money on own lines in their order, then what is left, or `loan`, on the loans.

    Raises Refusal where either is more than its lines ask for.
    """
    own_lines = sum(line.amount for line in lines if line.money_type in OWN_FUNDS)
    own = min(received, own_lines) if loan is None else received - loan
    rest = {True: own, False: received - own}
    paid = []
    for line in lines:
        part = min(line.amount, rest[line.money_type in OWN_FUNDS])
        rest[line.money_type in OWN_FUNDS] -= part
        paid.append(part)
    for is_own, left in rest.items():
        if left:
            asked = own_lines if is_own else sum(line.amount for line in lines) - own_lines
            words = M("own money") if is_own else M("loan money")
            raise Refusal(M("{what}: {came} came in, the plan asks for {asked}", what=words, came=show(asked + left),
                            asked=show(asked)))  # fmt: skip
    return tuple(paid)


def due_on(line: PlanLine, signed_on: date, contract_on: date | None) -> date | None:
    """When a line of a deal that comes in is due; None while that is not known: before the contract only the deposit,
    and a loan whose day nobody named."""
    if line.rule is DueRule.DEPOSIT:
        return signed_on
    if contract_on is None:
        return None
    if line.rule is DueRule.FIXED:
        return line.on
    return None if line.money_type in LOANS else contract_on


def merged(rows: Sequence[PlanRow], row: DealRow) -> DealRow:
    """The deal with the instalments of a plan that comes in later."""
    lines = tuple(Dated(amount=each.amount, due_on=each.due_on, money_type=each.money_type) for each in rows)
    return replace(row, lines=lines)


def spread(parts: Sequence[tuple[int, MoneyType]], lines: Sequence[PlanLine]) -> list[tuple[int, int, int]]:
    """Which receipt line (its place) pays which plan line (its place) with how much (fen), the first first.

    Own money pays own lines, the bank's the loans. Raises Refusal for money that finds no line.
    """
    open_now = [line.amount for line in lines]
    uses: list[tuple[int, int, int]] = []
    for place, (amount, money_type) in enumerate(parts):
        left = amount
        for index, line in enumerate(lines):
            part = min(left, open_now[index])
            if part and may_pay(money_type, line.money_type, price_allowed=True):
                uses.append((place, index, part))
                open_now[index] -= part
                left -= part
        if left:
            raise Refusal(M("{amount} of {what} finds no open instalment in the plan", amount=show(left),
                            what=money_type))  # fmt: skip
    return uses
