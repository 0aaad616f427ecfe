"""The forms of posted visitors and of standing in (2.1-3)."""

from __future__ import annotations

from typing import TYPE_CHECKING

from anchang.i18n import M
from anchang.services.delegate import NameDelegate
from anchang.services.forgotten import ClaimForgotten
from anchang.tui.forms.desk_fields import consultants, leads_floor
from anchang.tui.forms.form import Field, FieldKind, Form

if TYPE_CHECKING:
    from anchang.tui.app import Console

CLAIM = Form(
    title=M("Claim a posted visitor"),
    command=ClaimForgotten,
    help=M("The manager decides. Say what shows that it is your customer: day of the last visit, unit, number."),
    fields=(Field("evidence", M("What shows it"), required=True, limit=200),),
)


def name_delegate(app: Console) -> Form:
    """Who stands in, and how long; the manager names for others too."""
    return Form(
        title=M("Name who stands in"),
        command=NameDelegate,
        help=M("Your returning customers go to this colleague while you are away."),
        fields=(
            *(
                (Field("consultant", M("Consultant"), FieldKind.SEARCH, required=True, look_up=consultants(app)),)
                if leads_floor(app)
                else ()
            ),
            Field("delegate", M("Stands in"), FieldKind.SEARCH, required=True, look_up=consultants(app)),
            Field("from_day", M("From"), FieldKind.DATE, placeholder=M("empty: from today")),
            Field("to_day", M("To"), FieldKind.DATE, required=True),
        ),
    )
