"""Requests about subscriptions for tests: written, decided, carried out and paid by whoever does it (2.8)."""

from __future__ import annotations

from datetime import timedelta
from typing import Any

from anchang.i18n import say
from anchang.services.doctor import examine
from anchang.storage import change as changes
from anchang.storage import change_query, voucher_query
from tests.office import Desk
from tests.services.deals import Deal

ACCOUNT = {"payer": "刘洋", "account": "6222 0000 1111", "bank": "招商银行"}


def refund(deal: Deal, fault: str = "none", **fields: Any) -> str:
    """An application for cancellation, handed in by the consultant; its number."""
    given: dict[str, Any] = {"reason_code": "loan", "reason": "贷款未批", "accounts": [ACCOUNT], **fields}
    made = deal.desk.do("c01", "refund.draft", subscription=deal.sub_no, fault=fault, **given)
    deal.desk.do("c01", "change.submit", request=made["no"])
    return str(made["no"])


def given_up(deal: Deal, **fields: Any) -> str:
    """A forfeiture that the customer asks for, handed in by the consultant; its number."""
    given: dict[str, Any] = {"trigger": "customer_asks", "reason_code": "family", "reason": "不买了", **fields}
    made = deal.desk.do("c01", "forfeit.open", subscription=deal.sub_no, **given)
    deal.desk.do("c01", "change.submit", request=made["no"])
    return str(made["no"])


def late_case(deal: Deal) -> str:
    """A case about a paper that is late with the signing: the clock goes to the day after."""
    due = deal.row()["sign_due_date"]
    deal.desk.clock.at(due + timedelta(days=1))
    return str(deal.desk.do("assistant", "forfeit.open", subscription=deal.sub_no, reason="逾期未签")["no"])


def noticed(deal: Deal) -> str:
    """The same with both notices served, at the day on which it waits for the manager."""
    no = late_case(deal)
    deal.desk.do("assistant", "forfeit.serve_notice", request=no, way="mail")
    deal.desk.clock.move(days=8)
    deal.desk.do("assistant", "forfeit.terminate", request=no, way="mail")
    return no


def agreed(deal: Deal, no: str, *deciders: str) -> str:
    """Approved by these people, one after the other."""
    for login in deciders or ("manager", "director"):
        deal.desk.do(login, "change.approve", request=no, comment="同意")
    return no


def row_id(desk: Desk, no: str) -> int:
    """The id behind a request's number."""
    found = desk.office.look(desk.session("manager"), changes.id_by_no, no)
    assert found is not None
    return int(found)


def request(desk: Desk, no: str, login: str = "manager") -> dict[str, Any]:
    """The request as that person sees it on its card."""
    found = desk.office.look(desk.session(login), change_query.card, row_id(desk, no))
    assert found is not None
    return dict(found)


def papers_back(desk: Desk, no: str) -> None:
    """Every receipt and copy comes back."""
    for each in request(desk, no)["papers"]:
        if each["returned_on"] is None and not each["lost"]:
            which = {"receipt": each["label"]} if each["kind"] == "receipt" else {"copy_no": each["row_id"]}
            desk.do("assistant", "change.paper_back", request=no, **which)


def executed(deal: Deal, no: str, login: str = "accountant") -> dict[str, Any]:
    """Papers back, carried out."""
    papers_back(deal.desk, no)
    return deal.desk.do(login, "change.execute", request=no)


def vouchers(deal: Deal) -> list[tuple[str, int, str]]:
    """(kind, fen, payee) of the deal's vouchers that stand, oldest first."""
    rows = deal.desk.see("manager", "vouchers")
    own = [row for row in rows if row["sub_no"] == deal.sub_no and row["taken_back_on"] is None]
    return [(row["kind"], row["amount"], row["payee"]) for row in reversed(own)]


def pay_out(deal: Deal, login: str = "cashier") -> int:
    """Everything of the deal that is to be paid out, paid; fen."""
    paid = 0
    for row in deal.desk.see("manager", "vouchers", unpaid="yes"):
        if row["sub_no"] == deal.sub_no:
            paid += deal.desk.do(login, "voucher.pay", voucher=row["no"], account="6222 0000 1111")["amount_fen"]
    return paid


def held(deal: Deal) -> int:
    """Money of the deal that is still here, in fen."""
    rows = deal.desk.office.look(deal.desk.session("manager"), voucher_query.held, deal.id)
    return sum(int(row["held"]) for row in rows)


def serious(desk: Desk) -> list[str]:
    """What doctor finds that is wrong."""
    return [f"{each.kind} {each.where} {say(each.words)}" for each in examine(desk.office) if each.serious]
