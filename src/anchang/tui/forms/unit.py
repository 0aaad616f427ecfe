"""Forms about units: release, short hold, the manager's hold, letting go, withdrawing."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from anchang.domain.hold import TYPE_LABELS, HoldType
from anchang.i18n import M
from anchang.services.unit import AskUnit, HoldUnit, LetGoUnit, RefuseUnit
from anchang.services.unit_release import ReleaseUnits, WithdrawUnits
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.forms.look_ups import customers, new_customer, permits, staff

if TYPE_CHECKING:
    from anchang.tui.app import Console

TYPES = {kind.value: words for kind, words in TYPE_LABELS.items() if kind is not HoldType.SWAP}


def release(app: Console) -> Form:
    """Units to put on sale under a permit."""
    return Form(
        title=M("Release units for sale"),
        command=ReleaseUnits,
        help=M("Empty building and entrance: everything that the permit covers. Each unit is judged by itself."),
        fields=(
            Field("permit", M("Permit"), FieldKind.SEARCH, required=True, look_up=permits(app)),
            Field("building", M("Building"), limit=40),
            Field("entrance", M("Entrance"), limit=40),
            Field("only_if_all", M("All or none"), FieldKind.FLAG, default=False),
        ),
    )


def release_one(app: Console) -> Form:
    """One unit to put on sale."""
    return Form(
        title=M("Release units for sale"),
        command=ReleaseUnits,
        name="unit.release_one",
        fields=(Field("permit", M("Permit"), FieldKind.SEARCH, required=True, look_up=permits(app)),),
    )


def _linked(free: Sequence[str]) -> tuple[Field, ...]:
    """Offered where a free parking space or storage room belongs to the unit."""
    if not free:
        return ()
    said = M("free and linked: {units}", units=tuple(free))
    return (Field("with_linked", M("With parking and storage"), FieldKind.FLAG, default=True, help=said),)


def ask(app: Console, free: Sequence[str] = ()) -> Form:
    """A consultant's short hold."""
    return Form(
        title=M("Hold a unit for a short while"),
        command=AskUnit,
        help=M("The hold lapses by itself. The manager confirms it for longer."),
        fields=(
            Field("customer", M("Customer"), FieldKind.SEARCH, required=True, look_up=customers(app),
                  add=new_customer(app)),
            *_linked(free),
            Field("note", M("Note"), limit=200),
        ),
    )


def hold(app: Console, free: Sequence[str] = ()) -> Form:
    """A manager's hold."""
    return Form(
        title=M("Hold a unit"),
        command=HoldUnit,
        help=M("Empty minutes: the office's usual time. A reserve has no end and needs its reason in the note."),
        fields=(
            Field("hold_type", M("Type"), FieldKind.CHOICE, choices=TYPES, default="temp", to_value=HoldType),
            Field("customer", M("Customer"), FieldKind.SEARCH, look_up=customers(app), add=new_customer(app)),
            Field("minutes", M("Minutes"), FieldKind.INTEGER),
            Field("staff", M("Consultant"), FieldKind.SEARCH, look_up=staff(app)),
            *_linked(free),
            Field("note", M("Note"), limit=200),
        ),
    )


LET_GO = Form(title=M("Let a unit go"), command=LetGoUnit, fields=(Field("reason", M("Reason")),))
REFUSE = Form(title=M("Refuse a short hold"), command=RefuseUnit, fields=(Field("reason", M("Reason"), required=True),))
WITHDRAW = Form(
    title=M("Take units off sale"), command=WithdrawUnits, fields=(Field("reason", M("Reason"), required=True),)
)
