"""The form of a permit (3.25, 5.9)."""

from __future__ import annotations

import re
from datetime import date

from anchang.domain.permit import KIND_LABELS, PermitKind
from anchang.i18n import M
from anchang.services.permit import RecordPermit
from anchang.tui.forms.form import Field, FieldKind, Form

KINDS = {kind.value: words for kind, words in KIND_LABELS.items()}
_SEPARATORS = re.compile(r"[,;、，；\s]+")


def _command(
    no: str,
    issued_on: date,
    buildings: str,
    kind: PermitKind = PermitKind.PRE_SALE,
    valid_to: date | None = None,
    authority: str = "",
) -> RecordPermit:
    named = tuple(part for part in _SEPARATORS.split(buildings) if part)
    return RecordPermit(no, issued_on, named, kind, valid_to, authority)


RECORD = Form(
    title=M("Record a permit"),
    command=_command,
    name="permit.record",
    fields=(
        Field("no", M("Permit no."), required=True, limit=60),
        Field("kind", M("Kind"), FieldKind.CHOICE, choices=KINDS, default="pre_sale", to_value=PermitKind),
        Field("issued_on", M("Issued on"), FieldKind.DATE, required=True),
        Field("valid_to", M("Valid to"), FieldKind.DATE),
        Field("authority", M("Authority")),
        Field("buildings", M("Buildings on it"), required=True, placeholder=M("separated by commas or blanks")),
    ),
)
