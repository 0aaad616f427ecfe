"""Forms about people who work here."""

from __future__ import annotations

from anchang.domain.access import ROLE_LABELS, Role
from anchang.i18n import M, Msg
from anchang.services.password import LEAST
from anchang.services.staff import AddStaff, ChangeStaff, DisableStaff, ResetPassword
from anchang.tui.forms.form import Field, FieldKind, Form

ROLES: dict[str, Msg] = {role.value: label for role, label in ROLE_LABELS.items() if role is not Role.SYSTEM}
LONG_ENOUGH = M("{count} characters or more", count=LEAST)

ADD = Form(
    title=M("Add a member of staff"),
    command=AddStaff,
    help=M("The first password is told to the person, who has to change it at the first sign-in."),
    fields=(
        Field("name", M("Name"), required=True, limit=60),
        Field("login", M("Login"), required=True, limit=30),
        Field("roles", M("Roles"), FieldKind.MULTI, required=True, choices=ROLES, to_value=Role),
        Field("password", M("First password"), FieldKind.SECRET, required=True, help=LONG_ENOUGH),
        Field("no", M("Staff number"), limit=20, placeholder=M("given when left empty")),
        Field("phone", M("Phone"), FieldKind.PHONE),
        Field("active_from", M("Works here from"), FieldKind.DATE),
    ),
)

CHANGE = Form(
    title=M("Change a member of staff"),
    command=ChangeStaff,
    fields=(
        Field("name", M("Name"), required=True, limit=60),
        Field("roles", M("Roles"), FieldKind.MULTI, required=True, choices=ROLES, to_value=Role),
        Field("phone", M("Phone"), FieldKind.PHONE),
        Field("active_to", M("Last day"), FieldKind.DATE),
    ),
)

RESET = Form(
    title=M("Reset a password"),
    command=ResetPassword,
    fields=(Field("password", M("First password"), FieldKind.SECRET, required=True, help=LONG_ENOUGH),),
)



def disable(customers: int = 0) -> Form:
    """Somebody leaves; `customers` are those that still belong to the person."""
    left = M("{count} customers belong to this person: the manager shares them out with l under F4.", count=customers)
    return Form(
        title=M("End a sign-in"),
        command=DisableStaff,
        fields=(Field("reason", M("Reason"), required=True),),
        help=left if customers else None,
        confirm=(lambda _values: left) if customers else None,
        name="staff.disable",
    )
