"""The money of a deal that ends before the contract: the preview for whoever decides, and the vouchers (2.8, 5.3)."""

from __future__ import annotations

from anchang.domain import settlement as rules
from anchang.domain.change import ChangeKind, Fault
from anchang.domain.money import show
from anchang.domain.permit import why_not_sell
from anchang.domain.plan import MoneyType
from anchang.domain.settlement import Held, Settlement
from anchang.domain.subscription import ENDED_BY_REQUEST, SUBSCRIPTION, SubscriptionState
from anchang.domain.voucher import VoucherKind
from anchang.i18n import M, Msg
from anchang.services import claim, voucher
from anchang.services.act import Act
from anchang.services.change_kind import Effect
from anchang.services.subscription_facts import facts_of as paper_facts
from anchang.services.use_case import Result
from anchang.storage import permit as permits
from anchang.storage import subscription_query, voucher_query
from anchang.storage.change import ChangeRequest
from anchang.storage.reading import Read
from anchang.storage.subscription import Subscription
from anchang.storage.work import Row


def held(read: Read, deal: Row) -> list[Held]:
    """The money of a deal that is still here, with whether a permit was valid on the day of payment (5.9)."""
    unit = subscription_query.unit_of(read, deal)
    known = permits.covering(read, unit["building"], unit["permit_id"])
    return [
        Held(
            row["id"],
            row["payer"],
            MoneyType(row["money_type"]),
            int(row["held"]),
            any(why_not_sell(each, unit["building"], row["received_on"]) is None for each in known),
        )
        for row in voucher_query.held(read, deal["id"])
    ]


def preview(read: Read, row: Row) -> Settlement:
    """What carrying the request out now would keep, give back and pay. Raises Refusal for an amount too high."""
    deal = subscription_query.one(read, row["subscription_id"])
    assert deal is not None  # `read` sees everything
    return rules.settle(
        held(read, deal), Fault(row["fault"]), deal["deal_total"], int(read.settings["deposit_cap_rate"]),
        keep=row["keep"],
    )  # fmt: skip


def most_kept(read: Read, deal: Row) -> int:
    """The most that may be kept of what is held (fen)."""
    return rules.most_kept(held(read, deal), deal["deal_total"], int(read.settings["deposit_cap_rate"]))


def end_deal(act: Act, row: Row, step: str) -> Result:
    """Vouchers, the paper's end by its step, the unit's lock; what the act answers. Called by the kind's own act."""
    made = preview(act.read, row)
    deal = act.must(Subscription, row["subscription_id"], M("subscription"))
    given = {"request_id": row["id"], "reason": row["no"]}
    if made.kept:
        voucher.take(act, VoucherKind.FORFEITURE, deal["id"], made.kept, **given)
    for payer, parts in made.refunds:
        voucher.take(act, VoucherKind.REFUND, deal["id"], parts, payee=payer, **given)
    for payer, amount in made.compensations:
        voucher.compensate(act, deal["id"], amount, payee=payer, **given)
    facts = paper_facts(act, deal, request_executed=True)
    act.move(SUBSCRIPTION, step, Subscription, deal, facts, as_system=True)
    label = claim.lock_return(act, deal["unit_id"], f"{row['no']} {row['reason']}".strip())
    act.work.update(ChangeRequest, row["id"], ended_on=act.today)
    return {
        "unit": label,
        "kept_fen": made.kept_fen,
        "refund_fen": made.refund_fen,
        "compensation_fen": made.compensation_fen,
    }


def effect(read: Read, row: Row, after: SubscriptionState) -> list[Effect]:
    """Old and new for the card: the paper, its unit, and where the money goes."""
    deal = subscription_query.one(read, row["subscription_id"])
    assert deal is not None
    if SubscriptionState(deal["state"]) in ENDED_BY_REQUEST:
        return _done(read, row)
    made = preview(read, row)
    here = made.kept_fen + made.refund_fen
    dash = M("–")
    lines = [
        Effect(M("Subscription"), SubscriptionState(deal["state"]).label, after.label),
        Effect(M("Unit"), M("subscribed"), M("returned, locked")),
        Effect(M("Money held"), _money(here), _money(0)),
        Effect(M("of it deposit"), _money(made.deposit), _money(0)),
        Effect(M("Deposit kept"), dash, _money(made.kept_fen)),
    ]
    lines += [
        Effect(M("Back to {payer}", payer=payer), dash, _money(sum(part.amount for part in parts)))
        for payer, parts in made.refunds
    ]
    lines += [
        Effect(M("Paid on top to {payer}", payer=payer), dash, _money(amount)) for payer, amount in made.compensations
    ]
    return lines


def _done(read: Read, row: Row) -> list[Effect]:
    return [
        Effect(
            VoucherKind(each["kind"]).label,
            M("{no}", no=each["no"]),
            M("{amount} {payee}", amount=show(each["amount"]), payee=each["payee"]),
        )
        for each in voucher_query.of_request(read, row["id"])
    ]


def _money(fen: int) -> Msg:
    return M("{amount}", amount=show(fen))


def kept_by(kind: ChangeKind, keep: int | None, fault: Fault, most: int) -> bool:
    """Whether less is kept than may be: goodwill, which the director approves (2.8 «goodwill refund by approval»)."""
    return kind is ChangeKind.REFUND_DEPOSIT and fault is Fault.BUYER and keep is not None and keep < most
