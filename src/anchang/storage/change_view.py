"""What the papers of a request say, as frozen facts for whoever prints them: notices and application (2.8, 3.11)."""

from dataclasses import dataclass
from datetime import date

from anchang.domain.change import ChangeKind, ChangeReason, Fault, Trigger
from anchang.domain.plan import MoneyType
from anchang.storage import change_query as query
from anchang.storage import project as projects
from anchang.storage import staff as people
from anchang.storage import subscription_query, voucher_query
from anchang.storage.reading import Read


@dataclass(frozen=True, slots=True)
class ChangePaperView:
    """A request and its deal; money in fen.

    `held` is what of the deal's money is here, `deposit` the deposit of it; once the request is carried out, what was
    here before it: a paper that is printed again says the same.
    """

    number: str
    kind: ChangeKind
    seller: str
    project: str
    unit: str
    deal_number: str
    subscribed_on: date
    sign_due_on: date | None
    deal_total: int
    held: int
    deposit: int
    buyers: tuple[str, ...]
    addresses: tuple[str, ...]
    applicant: str
    applied_on: date
    trigger: Trigger
    cause: ChangeReason
    reason: str
    fault: Fault
    accounts: tuple[tuple[str, str, str], ...]
    papers: tuple[str, ...]
    consultant: str
    notice_on: date | None
    termination_on: date | None
    notice_days: int
    printed_on: date


def view(read: Read, request_id: int) -> ChangePaperView | None:
    """What the papers of this request say. None outside of the person's scope."""
    card = query.card(read, request_id)
    deal = None if card is None else subscription_query.one(read, card["subscription_id"])
    if card is None or deal is None:
        return None
    here = projects.by_id(read.connection, read.project_id)
    assert here is not None  # a session without a project sees no request
    buyers = subscription_query.buyers(read, deal)
    money = _money(read, request_id, deal["id"])
    return ChangePaperView(
        number=card["no"],
        kind=ChangeKind(card["kind"]),
        seller=here.developer,
        project=here.name,
        unit=card["unit"],
        deal_number=card["sub_no"],
        subscribed_on=deal["signed_on"],
        sign_due_on=deal["sign_due_date"],
        deal_total=deal["deal_total"],
        held=sum(fen for _, fen in money),
        deposit=sum(fen for kind, fen in money if kind is MoneyType.DEPOSIT),
        buyers=tuple(each.facts.name for each in buyers),
        addresses=tuple(dict.fromkeys(each.facts.address for each in buyers)),
        applicant=card["applicant"],
        applied_on=card["applied_on"],
        trigger=Trigger(card["trigger_code"]),
        cause=ChangeReason(card["reason_code"]),
        reason=card["reason"],
        fault=Fault(card["fault"]),
        accounts=tuple((each["payer"], each["account"], each["bank"]) for each in card["accounts"]),
        papers=tuple(each["label"] for each in card["papers"]),
        consultant=card["consultant"],
        notice_on=card["notice_on"],
        termination_on=card["termination_on"],
        notice_days=int(read.settings["notice_days"]),
        printed_on=read.today,
    )


def _money(read: Read, request_id: int, subscription_id: int) -> list[tuple[MoneyType, int]]:
    """What is here, and what the request took off the deal; a re-issue within the deal took nothing off it."""
    found = [(MoneyType(row["money_type"]), int(row["held"])) for row in voucher_query.held(read, subscription_id)]
    for voucher in voucher_query.of_request(read, request_id):
        if voucher["to_subscription_id"] != subscription_id:
            taken = voucher_query.lines_of(read, voucher["id"])
            found += [(MoneyType(line["money_type"]), int(line["amount"])) for line in taken]
    return found


@dataclass(frozen=True, slots=True)
class TransferView:
    """A transfer slip: from which paper to which, each receipt line (fen) with the receipt that it became."""

    number: str
    made_on: date
    amount: int
    from_number: str
    to_number: str
    to_unit: str
    lines: tuple[tuple[str, str, MoneyType, int], ...]
    maker: str


def transfer(read: Read, request_id: int) -> TransferView | None:
    """The transfer of a request that was carried out; None where it moved no money."""
    made = next((row for row in voucher_query.of_request(read, request_id) if row["kind"] == "transfer"), None)
    if made is None:
        return None
    old, new = (
        subscription_query.one(read, made[name]) for name in ("subscription_id", "to_subscription_id")
    )
    assert old is not None and new is not None  # the rules see every row
    maker = people.by_id(read.connection, made["maker_id"])
    return TransferView(
        number=made["no"],
        made_on=made["business_date"],
        amount=made["amount"],
        from_number=old["sub_no"],
        to_number=new["sub_no"],
        to_unit=subscription_query.unit_of(read, new)["label"],
        lines=tuple(
            (row["old_no"], row["new_no"], MoneyType(row["money_type"]), int(row["amount"]))
            for row in voucher_query.moved_lines(read, made["id"])
        ),
        maker="" if maker is None else maker.name,
    )
