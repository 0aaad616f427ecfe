"""The forms of a permit and of a change of one (3.25, 5.9)."""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date
from typing import Any

from anchang.domain.permit import KIND_LABELS, PermitKind
from anchang.i18n import M
from anchang.services.permit import ChangePermit, RecordPermit
from anchang.tui.forms.form import Field, FieldKind, Form

KINDS = {kind.value: words for kind, words in KIND_LABELS.items()}
_SEPARATORS = re.compile(r"[,;、，；\s]+")


def _named(buildings: str) -> tuple[str, ...]:
    return tuple(part for part in _SEPARATORS.split(buildings) if part)


def _record(
    no: str,
    issued_on: date,
    buildings: str,
    kind: PermitKind = PermitKind.PRE_SALE,
    valid_to: date | None = None,
    authority: str = "",
) -> RecordPermit:
    return RecordPermit(no, issued_on, _named(buildings), kind, valid_to, authority)


def _change(
    permit: int, version: int, buildings: str, reason: str, valid_to: date | None = None, authority: str = ""
) -> ChangePermit:
    without_end = valid_to is None
    return ChangePermit(permit, reason, _named(buildings), valid_to, without_end, authority, version)


VALID_TO = Field("valid_to", M("Valid to"), FieldKind.DATE, help=M("empty: without an end"))
AUTHORITY = Field("authority", M("Authority"))
BUILDINGS = Field("buildings", M("Buildings on it"), required=True, placeholder=M("separated by commas or blanks"))

RECORD = Form(
    title=M("Record a permit"),
    command=_record,
    name="permit.record",
    help=M("It comes into force when a director has approved it."),
    fields=(
        Field("no", M("Permit no."), required=True, limit=60),
        Field("kind", M("Kind"), FieldKind.CHOICE, choices=KINDS, default="pre_sale", to_value=PermitKind),
        Field("issued_on", M("Issued on"), FieldKind.DATE, required=True),
        VALID_TO,
        AUTHORITY,
        BUILDINGS,
    ),
)
CHANGE = Form(
    title=M("Change a permit"),
    command=_change,
    name="permit.change",
    help=M("What the authority changed. It holds when a director has approved it; what was sold stays sold."),
    fields=(VALID_TO, AUTHORITY, BUILDINGS, Field("reason", M("Reason"), required=True)),
)


def as_it_stands(row: Mapping[str, Any]) -> dict[str, Any]:
    """A row of the list as the values that a change begins with."""
    return {name: row[name] for name in ("valid_to", "authority", "buildings")}
