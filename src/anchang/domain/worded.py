"""An enum whose members carry their words: `FIRST = "first", M("first visit")`.

The stored value is the first of the two; `label` is what people read. For dictionaries of choices, where a second
table of labels would only repeat the list of members.
"""

from __future__ import annotations

from enum import StrEnum

from anchang.i18n import Msg


class Worded(StrEnum):
    """Base of enums that are written as `NAME = "stored_value", M("words")`."""

    _value_: str
    _label: Msg

    def __new__(cls, value: str, label: Msg | None = None) -> Worded:
        if label is None:
            raise TypeError(f"{value}: a choice without words")
        member = str.__new__(cls, value)
        member._value_ = value
        member._label = label
        return member

    @property
    def label(self) -> Msg:
        """The member in words."""
        return self._label
