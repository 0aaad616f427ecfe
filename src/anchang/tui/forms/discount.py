"""Forms of published discounts (5.2, 5.10)."""

from __future__ import annotations

from anchang.domain.plan import PLAN_LABELS, PlanKind
from anchang.i18n import M, Msg
from anchang.services.discount import EndDiscount, PublishDiscount
from anchang.tui.forms.form import Asked, Field, FieldKind, Form, Problem, Values

PLANS: dict[str, Msg] = {kind.value: words for kind, words in PLAN_LABELS.items()}


def _one_of_two(values: Values) -> Problem | None:
    asked = Asked(values)
    if (asked["rate"] is None) == (asked["amount"] is None):
        return Problem(M("a discount is either a rate or an amount"), "rate")
    return None


PUBLISH = Form(
    title=M("Publish a discount"),
    command=PublishDiscount,
    help=M("From its first day on every subscription may use it. It never reaches back."),
    fields=(
        Field("code", M("Discount code"), required=True, limit=20),
        Field("name", M("Discount name"), required=True, limit=60),
        Field("rate", M("Kept"), FieldKind.RATE, help=M("the share that is paid: 98% takes 2% off")),
        Field("amount", M("or taken off"), FieldKind.MONEY),
        Field("plan_kinds", M("Payment plans"), FieldKind.MULTI, choices=PLANS, to_value=PlanKind,
              help=M("none chosen: all")),
        Field("valid_from", M("Holds from"), FieldKind.DATE, help=M("empty: today")),
        Field("valid_to", M("Holds until"), FieldKind.DATE, help=M("empty: open")),
        Field("combinable", M("Combinable"), FieldKind.FLAG, default=True),
    ),
    checks=(_one_of_two,),
)  # fmt: skip
END = Form(
    title=M("End a discount"),
    command=EndDiscount,
    fields=(Field("last_day", M("Last day"), FieldKind.DATE, help=M("empty: today")),),
)
