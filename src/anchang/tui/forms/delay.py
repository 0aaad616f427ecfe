"""The forms of a later signing (3.9): days typed, a reason chosen, saved; the rest stands there already."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from anchang.domain.delay import DelayReason
from anchang.domain.money import show as money
from anchang.i18n import M, Msg, say
from anchang.services.delay import CHECKED, ApplyForDelay, SubmitDelay
from anchang.services.delay_facts import Start, start
from anchang.services.entries import DELAY_REASONS
from anchang.tui.acting import fill_in
from anchang.tui.forms.form import Field, FieldKind, Form, Values

if TYPE_CHECKING:
    from anchang.tui.app import Console


def _asked(**values: Any) -> ApplyForDelay:
    """A day of the customer's signature that was taken out means that there is none yet."""
    signed = values.get("customer_signed_on") is not None
    given = {name: value for name, value in values.items() if value is not None}
    return ApplyForDelay(**{**given, "customer_signed": signed})


def apply_form(given: Start) -> Form:
    """Days and new day say each other; who decides follows while one types."""

    def decides(values: Values) -> Msg | None:
        days = values["days"]
        if days is None or days <= 0:
            return None
        level = given.level(days)
        return None if level is None else M("{days} days in all, decided by the {level}",
                                            days=given.so_far + days, level=level)  # fmt: skip

    late = (
        Field("late_why", M("Why so late"), FieldKind.MULTILINE, required=True, limit=4000,
              help=M("the day has passed: the director's exception")),
    ) if given.is_late else ()  # fmt: skip
    return Form(
        title=M("Later signing of {unit}", unit=given.unit),
        command=_asked,
        name=f"delay.apply.{given.subscription_id}",
        help=M("Saved is verified and handed in, where the customer has signed and the facts were checked."),
        fields=(
            Field("due", M("Signing due"), derived=lambda _values: given.due, sent=False),
            Field("days", M("Days"), FieldKind.INTEGER, unit=M("days"),
                  follows=lambda values: given.days_of(values["new_due_on"])),
            Field("reason", M("Reason"), FieldKind.CHOICE, required=True, choices=DELAY_REASONS),
            Field("reason_text", M("In words"), required=True, limit=4000,
                  shown_when=lambda values: values["reason"] == DelayReason.OTHER),
            *late,
            Field("new_due_on", M("New day"), FieldKind.DATE, required=True,
                  follows=lambda values: given.day_of(values["days"])),
            Field("decides", M("Decision"), derived=decides, sent=False),
            Field("paid", M("Paid so far"), derived=lambda _values: money(given.paid), sent=False),
            Field("customer_signed_on", M("Customer signed"), FieldKind.DATE, default=given.today,
                  help=M("empty: not yet, it stays a draft")),
            Field("is_verified", M("Facts checked"), FieldKind.FLAG, default=True),
            Field("verified", M("Check gave"), limit=4000, default=say(CHECKED),
                  shown_when=lambda values: bool(values["is_verified"])),
            Field("attachments", M("Attachments"), limit=4000),
        ),
    )  # fmt: skip


async def open_delay(app: Console, subscription_id: int) -> dict[str, Any] | None:
    """Ask for a later signing; what the use case answered, None when it was given up."""
    given = await app.terminal.look(start, subscription_id)
    return await fill_in(app, apply_form(given), fixed={"subscription": subscription_id})


def submit_form(*, is_late: bool) -> Form:
    """What a draft still lacks."""
    late = (Field("late_why", M("Why so late"), FieldKind.MULTILINE, required=True, limit=4000),) if is_late else ()
    return Form(
        title=M("Hand in a request for a later signing"),
        command=SubmitDelay,
        name="delay.submit",
        fields=(
            Field("customer_signed_on", M("Customer signed"), FieldKind.DATE, help=M("empty: today")),
            Field("verified", M("Check gave"), limit=4000, default=say(CHECKED)),
            *late,
        ),
    )
