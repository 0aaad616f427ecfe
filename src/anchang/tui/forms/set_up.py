"""The form of the first run: the project, its permit, the first administrator."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from anchang.i18n import M, Msg
from anchang.services.password import LEAST
from anchang.tui.forms.form import Asked, Field, FieldKind, Form, Problem, Section, Values

PERMIT_KINDS: dict[str, Msg] = {"pre_sale": M("pre-sale permit"), "completed_sale": M("completed-sale registration")}
_SEPARATORS = re.compile(r"[,;、，；\s]+")


@dataclass(frozen=True, slots=True)
class FirstOffice:
    """What the first run asks; `buildings` as typed, separated by commas or blanks."""

    name: str
    admin: str
    password: str
    again: str = ""
    code: str = "P1"
    developer: str = ""
    address: str = ""
    escrow_account: str = ""
    permit_no: str = ""
    permit_date: date | None = None
    permit_kind: str = "pre_sale"
    buildings: str = ""
    admin_name: str = ""
    encrypted: bool = True
    practice: bool = False

    def building_list(self) -> tuple[str, ...]:
        """The buildings one by one."""
        return tuple(part for part in _SEPARATORS.split(self.buildings) if part)


def _same(values: Values) -> Problem | None:
    asked = Asked(values)
    return None if asked["password"] == asked["again"] else Problem(M("The two passwords differ."), "again")


def _permit_whole(values: Values) -> Problem | None:
    asked = Asked(values)
    if asked["permit_no"] and asked["permit_date"] is None:
        return Problem(M("The permit needs its date of issue."), "permit_date")
    if asked["permit_no"] and not asked["buildings"]:
        return Problem(M("Name the buildings that the permit covers."), "buildings")
    return None


FORM = Form(
    title=M("Set up my office"),
    command=FirstOffice,
    name="office.set_up",
    help=M("Nothing can be held, signed or paid for without a permit; it can also be recorded later."),
    fields=(
        Field("name", M("Project"), required=True, limit=60),
        Field("code", M("Project code"), required=True, default="P1", limit=20),
        Field("developer", M("Developer")),
        Field("address", M("Address")),
        Field("escrow_account", M("Escrow account"), limit=60),
        Field("permit_no", M("Permit no."), limit=60),
        Field("permit_date", M("Issued on"), FieldKind.DATE),
        Field("permit_kind", M("Kind"), FieldKind.CHOICE, choices=PERMIT_KINDS, default="pre_sale"),
        Field("buildings", M("Buildings on it"), placeholder=M("separated by commas or blanks")),
        Field("admin", M("Login"), required=True, limit=30),
        Field("admin_name", M("Name"), limit=60),
        Field("password", M("Password"), FieldKind.SECRET, required=True,
              help=M("{count} characters or more", count=LEAST)),
        Field("again", M("Password again"), FieldKind.SECRET, required=True),
        Field("encrypted", M("Encrypt the file"), FieldKind.FLAG, default=True,
              help=M("Recommended. The recovery code is shown once: write it down.")),
        Field("practice", M("For practice only"), FieldKind.FLAG),
    ),
    sections=(
        Section(M("The project"), "name"),
        Section(M("Its permit"), "permit_no"),
        Section(M("The first administrator"), "admin"),
        Section(M("The file"), "encrypted"),
    ),
    checks=(_same, _permit_whole),
    save_label=M("Make the office"),
)  # fmt: skip
