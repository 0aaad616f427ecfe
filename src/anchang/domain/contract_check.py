"""The departments that look at a contract before its signature (domain 2.4, Y03)."""

from __future__ import annotations

from enum import StrEnum

from anchang.i18n import M, Msg


class CheckKind(StrEnum):
    """Which department looked at the contract."""

    CONTRACT = "contract"
    FINANCE = "finance"
    ENGINEERING = "engineering"

    @property
    def label(self) -> Msg:
        """The check in words."""
        return CHECK_LABELS[self]


CHECK_LABELS: dict[CheckKind, Msg] = {
    CheckKind.CONTRACT: M("contract check"),
    CheckKind.FINANCE: M("finance check"),
    CheckKind.ENGINEERING: M("engineering opinion"),
}
