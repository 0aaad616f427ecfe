"""Requests about subscriptions and the money that goes out: what waits for whom (2.8, F9)."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta
from typing import Any

from anchang.domain.access import ACTIONS, ASSISTANT, FLOOR, MANAGER, MONEY, may
from anchang.domain.authority import Level, why_not_decide
from anchang.domain.change import LATE, ChangePaperKind, receipts_back
from anchang.domain.forfeit import FORFEIT, grace_until
from anchang.i18n import M, Msg
from anchang.services import change_kind
from anchang.services.inbox.line import line, signing
from anchang.storage import change_query as query
from anchang.storage import voucher_query
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    "change_request.draft": M("finish the request and hand it in"),
    "change_request.notice": M("serve the notice to sign"),
    "change_request.expired": M("delay expired, case opened: serve the notice or remedy"),
    "change_request.terminate": M("the grace is over: serve the termination notice"),
    "change_request.decide": M("decide the request"),
    "change_request.check_money": M("check the money of the deal"),
    "change_request.execute": M("carry the request out"),
    "change_request.reactivate": M("decide the reactivation"),
    "change_request.papers": M("take back receipts and copies"),
    "change_request.close": M("file the request"),
    "subscription.open_case": M("late with the signing: open a case"),
    "voucher.pay": M("pay the voucher out"),
}
NOUNS: dict[str, Msg] = {"change_request": M("request about a subscription"), "voucher": M("voucher")}
_LATE = frozenset({"terminate", "expired"})


def rows(read: Read) -> list[dict[str, Any]]:
    """Requests in every state in which somebody has to do something, late papers without one, vouchers to be paid."""
    states = ("draft", "noticed", "pending", "approved", "executed", "refunded", "reactivating")
    found = []
    for row in query.in_states(read, states):
        for waiting, due in _waits(read, row):
            found.append(
                line(
                    read, "change_request", waiting, row["id"], is_late=waiting in _LATE, subject=row["no"],
                    unit=row["unit"], who=row["customer"], consultant=row["consultant"],
                    since=row["submitted_on"] or row["business_date"], due=due, version=row["version"],
                    about=signing(row["subscription_id"]),
                )
            )
    return [*found, *_late_papers(read), *_vouchers(read)]


def _waits(read: Read, row: dict[str, Any]) -> Iterator[tuple[str, date | None]]:
    own = read.is_own(*query.makers(row))
    state, out = row["state"], _papers_out(read, row)
    mine = read.staff_id in query.makers(row) or bool(read.roles & ASSISTANT)
    by_program = row["maker_id"] is None  # a delay ran out: the manager says whether it can be extended (2.8)
    kind = change_kind.of(row)
    if out and mine and read.roles & FLOOR:
        yield "papers", None
    if state == "draft" and (mine or by_program) and read.roles & FLOOR:
        by_notice = kind.flow is FORFEIT and row["trigger_code"] in LATE
        yield ("expired" if by_program else "notice" if by_notice else "draft"), None
    elif state == "noticed" and mine and read.roles & FLOOR:
        over = grace_until(row["notice_on"], int(read.settings["notice_days"])) + timedelta(days=1)
        if read.today >= over:
            yield "terminate", over
    elif state == "pending":
        level = why_not_decide(read.roles, Level(row["waits_for"])) is None
        if level and not own and not read.is_own(*query.approvers(read, row)):
            yield "decide", None
    elif state == "approved":
        step = kind.flow.step("execute")
        unchecked = kind.money_check and row["money_checked_on"] is None
        if unchecked and MONEY & read.roles and not own:
            yield "check_money", None
        receipts = receipts_back in step.guards and any(each["kind"] == ChangePaperKind.RECEIPT.value for each in out)
        stuck = receipts and not ACTIONS["change.paper_back"] & read.roles  # others take them back first
        if not unchecked and not stuck and step.roles & read.roles and not (step.is_check and own):
            yield "execute", None
    elif state == "reactivating" and kind.flow.step("reactivate").roles & read.roles and not own:
        yield "reactivate", None
    elif state in ("executed", "refunded"):
        unsettled = bool(out) or voucher_query.unpaid(read, row["id"])
        if read.roles & (ASSISTANT | MANAGER) and not unsettled:
            yield "close", None


def _papers_out(read: Read, row: dict[str, Any]) -> list[Any]:
    """The customer's receipts and copies that a decided request still waits for (2.8 «collects all copies»)."""
    if row["state"] not in ("approved", "executed", "refunded"):
        return []
    return [each for each in query.papers(read, row["id"]) if each["returned_on"] is None and not each["lost"]]


def _late_papers(read: Read) -> list[dict[str, Any]]:
    """2.8 (a): late with the signing, and no request about it; the consultant has it as a signing that is late."""
    if not read.roles & (ASSISTANT | MANAGER) or not may(read.roles, "forfeit.open"):
        return []
    return [
        line(
            read, "subscription", "open_case", row["id"], is_late=True, subject=row["sub_no"], unit=row["unit"],
            who=row["buyer"], consultant=row["consultant"], since=row["signed_on"], due=row["sign_due_date"],
            about=signing(row["id"]),
        )
        for row in query.late_papers(read)
    ]  # fmt: skip


def _vouchers(read: Read) -> list[dict[str, Any]]:
    if not ACTIONS["voucher.pay"] & read.roles:
        return []
    return [
        line(
            read, "voucher", "pay", row["id"], subject=row["no"], unit=row["unit"], who=row["payee"],
            since=row["business_date"],
        )
        for row in voucher_query.waiting(read)
    ]  # fmt: skip
