"""The form of one setting: its choices where it has any, and from when a change holds (design 4)."""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial

from anchang.domain import settings
from anchang.i18n import M
from anchang.services.setting import ChangeSetting
from anchang.tui.forms.form import Field, FieldKind, Form


def _change(key: str, value: str | Sequence[str], reason: str = "") -> ChangeSetting:
    return ChangeSetting(key, value if isinstance(value, str) else ",".join(value) or settings.NONE, reason)


def form_of(key: str) -> Form:
    """Choices as choices, anything else as text with its unit; a rule of the rota says that it holds from tomorrow."""
    line = settings.setting(key)
    later = M("A rule of the rota: it holds from tomorrow on, today goes on as it began.")
    holds = later if line.next_day else M("It holds at once.")
    return Form(
        title=M("Change a setting"),
        command=partial(_change, key),
        name="setting.change",
        help=holds,
        fields=(_value(line), Field("reason", M("Reason"), help=holds)),
    )


def values_of(key: str, shown: str) -> dict[str, object]:
    """What the form begins with; `shown` is the value as it is typed."""
    line = settings.setting(key)
    return {"value": settings.words(shown) if line.several else shown}


def _value(line: settings.Setting) -> Field:
    labels = settings.choice_labels(line.key)
    if line.several:
        return Field("value", line.meaning, FieldKind.MULTI, choices=labels)
    if labels:
        return Field("value", line.meaning, FieldKind.CHOICE, required=True, choices=labels)
    kind = settings.KIND_LABELS[line.kind]
    return Field("value", line.meaning, required=True, unit=line.unit, help=kind)
