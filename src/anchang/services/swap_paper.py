"""The new paper of a swap: written at the price of the day with the old one's buyers, and put in force (2.3, 2.8).

Both are parts of the act that carries the swap out; a guard that refuses takes the whole act back.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from anchang.domain.hold import ClaimKind
from anchang.domain.plan import PlanKind
from anchang.domain.plan_choice import PlanChoice
from anchang.domain.subscription import SUBSCRIPTION
from anchang.domain.subscription_desk import distribution
from anchang.i18n import M
from anchang.services import allocation, claim, ownership, plan_version
from anchang.services import subscription_form as form
from anchang.services import subscription_parts as parts
from anchang.services.act import Act
from anchang.services.subscription_facts import facts_of
from anchang.services.subscription_form import PlanShare, Terms
from anchang.services.subscription_review import fix_due_days
from anchang.storage import permit as permits
from anchang.storage import subscription_query as query
from anchang.storage.numbering import next_seq
from anchang.storage.subscription import Subscription, SubscriptionBuyer, SubscriptionCopy
from anchang.storage.subscription_edition import parts_of
from anchang.storage.work import Row

PREFIX = "RG"


def write(
    act: Act, row: Row, old: Row, unit: Row, choice: PlanChoice, codes: tuple[str, ...]
) -> int:
    """The new paper as a draft on the unit that is kept for it, at the price of the day, with the old one's buyers."""
    permit = claim.permit_of(act.read, unit)
    terms = Terms(
        signed_on=act.today, discounts=codes, plan=choice.kind, plan_days=choice.days, down_rate=choice.down_rate,
        loan_days=choice.loan_days if choice.kind is PlanKind.MORTGAGE else None, loan=choice.loan, fund=choice.fund,
        shares=tuple(_plan_share(share) for share in choice.shares) or None, deposit=old["deposit_amount"],
        handover_due=old["handover_due"], opinion=row["no"], fitted=old["fitted"],
        inside_area=old["inside_area"] if unit["inside_area"] is None else None,
    )  # fmt: skip
    filled = form.fill(act, terms, unit, None)
    people = parts_of(act.read, old, SubscriptionBuyer)
    fixed = ("project_id", "subscription_id", "no")
    buyers = tuple(
        {"proxies": (), **{name: value for name, value in part.items() if name not in fixed}} for part in people
    )
    values = {**filled.values, "special_terms": old["special_terms"]}
    filled = replace(filled, buyers=buyers, values=values)
    seq = next_seq(act.read, Subscription, act.today.year)
    new_id = act.work.insert(
        Subscription,
        project_id=act.project_id,
        sub_no=f"{PREFIX}{act.today.year}-{seq:04d}",
        year=act.today.year,
        seq=seq,
        state=act.born(SUBSCRIPTION),
        unit_id=unit["id"],
        customer_id=old["customer_id"],
        consultant_id=old["consultant_id"],
        permit_id=None if permit is None else permits.id_by_no(act.read, permit.number),
        permit_no="" if permit is None else permit.number,
        maker_id=row["maker_id"],
        submitted_by=row["submitted_by"],
        lower_deposit_accepted=old["lower_deposit_accepted"],
        business_date=act.today,
        **filled.values,
    )
    form.write_parts(act, new_id, 1, filled)
    common = {"project_id": act.project_id, "subscription_id": new_id, "edition": 1}
    parts.carry(act, old, common, {part["no"]: part["no"] for part in people}, printed=False)
    claim.advance(act, unit["id"], ClaimKind.HOLD, subscription_id=new_id)
    paper_row = act.must(Subscription, new_id, M("subscription"))
    plan_version.write(
        act, new_id, choice.kind, paper_row["deal_total"], query.plan_lines(act.read, paper_row), row["no"]
    )
    fix_due_days(act, new_id, deposit_due_on=act.today)
    return new_id


def _plan_share(share: Any) -> PlanShare:
    rate, _rule, when = share
    return PlanShare(rate=rate, on=when) if isinstance(when, date) else PlanShare(rate=rate, days=when)


def in_force(act: Act, new_id: int, unit_id: int) -> None:
    """The money is there and the clerk stamps: the new paper is in force, its unit subscribed, its copies given out."""
    allocation.settle(act, new_id)
    signed: dict[str, Any] = {"buyer_signed_on": act.today, "consultant_signed_on": act.today}
    row = act.must(Subscription, new_id, M("subscription"))
    act.move(
        SUBSCRIPTION, "take_over", Subscription, row, facts_of(act, {**row, **signed}, stamped=True), as_system=True,
        approved_on=act.today, deposit_paid_on=act.today, deposit_due_on=act.today, stamped_at=act.now,
        activated_on=act.today, **signed,
    )  # fmt: skip
    claim.advance(act, unit_id, ClaimKind.SUBSCRIPTION, subscription_id=new_id)
    claim.follow(act, unit_id, "subscribe", claim_is_buyers=True, subscription_active=True)
    for copy_no, holder in enumerate(distribution(int(act.settings["subscription_copies"])), start=1):
        act.work.insert(
            SubscriptionCopy, project_id=act.project_id, subscription_id=new_id, copy_no=copy_no, holder=holder.value,
            given_by=act.actor.id, business_date=act.today,
        )  # fmt: skip
    ownership.credit_goes_to(act, row["customer_id"], new_id)
