"""签约通知书, 终止协议通知书 and the application for a cancellation (domain 2.8, 3.11) as fields. Amounts in fen."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.documents.paper import LANGUAGE, Field, day, listed, words
from anchang.domain.errors import Refusal
from anchang.domain.money import show
from anchang.i18n import M, say
from anchang.i18n.capitals import in_words

if TYPE_CHECKING:
    from anchang.services.document import ChangeView
    from anchang.storage.change_view import ChangePaperView

SIGNING_NOTICE = "signing_notice"
TERMINATION_NOTICE = "termination_notice"
REFUND_APPLICATION = "refund_application"


def change_fields(view: ChangePaperView) -> dict[str, Field]:
    """The fields of the three templates; each asks for what it needs."""
    late = 0 if view.sign_due_on is None else max(0, (view.printed_on - view.sign_due_on).days)
    return {
        "number": words(view.number),
        "kind": words(view.kind),
        "seller": words(view.seller),
        "project": words(view.project),
        "unit": words(view.unit),
        "deal_number": words(view.deal_number),
        "subscribed_on": day(view.subscribed_on),
        "sign_due_on": day(view.sign_due_on),
        "days_late": str(late),
        "deal_total": show(view.deal_total),
        "deal_total_words": in_words(view.deal_total),
        "held": show(view.held),
        "held_words": in_words(view.held),
        "deposit": show(view.deposit),
        "deposit_words": in_words(view.deposit),
        "buyers": listed(view.buyers),
        "addresses": listed(view.addresses),
        "applicant": words(view.applicant),
        "applied_on": day(view.applied_on),
        "trigger": words(view.trigger),
        "cause": words(view.cause),
        "reason": words(view.reason),
        "fault": words(view.fault),
        "accounts": listed(
            say(M("{payer}: {account} {bank}", payer=payer, account=account, bank=bank), LANGUAGE).strip()
            for payer, account, bank in view.accounts
        ),
        "papers": listed(view.papers),
        "consultant": words(view.consultant),
        "notice_on": day(view.notice_on),
        "termination_on": day(view.termination_on or view.printed_on),
        "notice_days": str(view.notice_days),
        "printed_on": day(view.printed_on),
    }


CHANGE_APPLICATION = "change_application"
TRANSFER_SLIP = "transfer_slip"


def application_fields(view: ChangeView) -> dict[str, Field]:
    """The fields of the application for a change (换房 / 更名 / 增减名 / 变更付款方式, 3.11): the old and the new."""
    return {
        **change_fields(view.paper),
        "effects": [
            {"what": words(each.what), "before": words(each.before), "after": words(each.after)}
            for each in view.effect
        ],
        "signers": listed(view.signers),
    }


def transfer_fields(view: ChangeView) -> dict[str, Field]:
    """The fields of the transfer slip (换房转账单 / 更名换票). Raises Refusal when no money was moved."""
    made = view.transfer
    if made is None:
        raise Refusal(M("no money has been moved"))
    return {
        **change_fields(view.paper),
        "voucher": words(made.number),
        "made_on": day(made.made_on),
        "amount": show(made.amount),
        "amount_words": in_words(made.amount),
        "from_number": words(made.from_number),
        "to_number": words(made.to_number),
        "to_unit": words(made.to_unit),
        "maker": words(made.maker),
        "lines": [
            {"old": words(old), "new": words(new), "what": words(kind), "amount": show(fen)}
            for old, new, kind, fen in made.lines
        ],
    }
