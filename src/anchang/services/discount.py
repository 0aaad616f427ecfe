"""Publishing discounts and ending them (domain 5.2, 5.10): what stands on the board, the papers may use."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from anchang.domain import discount as domain
from anchang.domain.errors import BadInput, Refusal, nothing_there
from anchang.domain.plan import PlanKind
from anchang.domain.text import clean
from anchang.domain.units import Fen, Name, Rate
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage.discount import DiscountRule, DiscountView, by_code
from anchang.storage.work import Clash

RULE = M("discount")


@dataclass(frozen=True, slots=True)
class PublishDiscount:
    """A rule for everybody: `rate` is the share of the price that is kept (98%), or `amount` is taken off.

    Without `plan_kinds` it holds for every payment plan; without `valid_from` from today on.
    """

    code: str
    name: Name
    rate: Rate | None = None
    amount: Fen | None = None
    plan_kinds: tuple[PlanKind, ...] = ()
    valid_from: date | None = None
    valid_to: date | None = None
    combinable: bool = True


@use_case(
    "discount.publish",
    action="discount_rule.publish",
    title=M("Publish a discount"),
    done=M("Discount {code} is published."),
)
def publish(act: Act, command: PublishDiscount) -> Result:
    """Publish a rule. It never reaches back: papers of earlier days keep what they had. Raises Refusal, BadInput."""
    rule = domain.DiscountRule(
        code=clean(command.code, "code", limit=20),
        name=clean(command.name, "name", limit=60),
        valid_from=command.valid_from or act.today,
        rate=command.rate,
        amount=command.amount,
        plan_kinds=frozenset(command.plan_kinds),
        valid_to=command.valid_to,
        combinable=command.combinable,
    )
    reason = domain.why_not_publish(rule)
    if reason is not None:
        raise Refusal(M("The discount is not published: {reason}", reason=reason))
    if rule.valid_from < act.today:
        raise BadInput(M("A discount cannot be published for days that are over."), "valid_from")
    taken = BadInput(M("There is a discount with the code {code} already.", code=rule.code), "code")
    if by_code(act.read, rule.code) is not None:
        raise taken
    try:
        row_id = act.work.insert(
            DiscountRule,
            project_id=act.project_id,
            code=rule.code,
            name=rule.name,
            rate=rule.rate,
            amount=rule.amount,
            plan_kinds=" ".join(sorted(rule.plan_kinds)),
            valid_from=rule.valid_from,
            valid_to=rule.valid_to,
            combinable=rule.combinable,
            maker_id=act.actor.id,
            business_date=act.today,
        )
    except Clash as error:
        raise taken from error
    return {"id": row_id, "code": rule.code}


@dataclass(frozen=True, slots=True)
class EndDiscount:
    """The last day of a published rule, today where nothing is said."""

    code: str
    last_day: date | None = None
    version: int | None = None


@use_case(
    "discount.end",
    action="discount_rule.publish",
    title=M("End a discount"),
    done=M("Discount {code} holds until {last_day}."),
)
def end(act: Act, command: EndDiscount) -> Result:
    """Give a rule its last day; yesterday at the earliest, because the papers before it stand. Raises Refusal."""
    found = _published(act, command.code, "code")
    last_day = command.last_day or act.today
    if found.rule.valid_to is not None and found.rule.valid_to < act.today:
        raise Refusal(M("Discount {code} has ended already.", code=found.rule.code))
    if last_day < act.today - timedelta(days=1) or last_day < found.rule.valid_from:
        raise BadInput(M("The last day of a discount cannot be before yesterday or before its first day."), "last_day")
    act.work.update(DiscountRule, found.id, expect=command.version, valid_to=last_day)
    return {"id": found.id, "code": found.rule.code, "last_day": last_day.isoformat()}


def published(act: Act, codes: Sequence[str]) -> list[DiscountView]:
    """The rules with these codes, in the order given. Raises NotFound."""
    return [_published(act, clean(code, "discounts", limit=20), "discounts") for code in codes]


def _published(act: Act, code: str, place: str) -> DiscountView:
    found = by_code(act.read, code)
    if found is None:
        raise nothing_there(RULE, code, place)
    return found
