"""What is told about a place of a file that is taken in: the row it is about and what became of it (design 7)."""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum

from anchang.i18n import M, Msg


class IssueKind(StrEnum):
    """What became of the row: `warning` is taken as it stands, the others are left out."""

    SKIPPED = "skipped"
    IN_DOUBT = "in_doubt"
    WARNING = "warning"
    ERROR = "error"

    @property
    def label(self) -> Msg:
        """The kind in words."""
        return ISSUE_LABELS[self]


ISSUE_LABELS: dict[IssueKind, Msg] = {
    IssueKind.SKIPPED: M("skipped"),
    IssueKind.IN_DOUBT: M("in doubt"),
    IssueKind.WARNING: M("warning"),
    IssueKind.ERROR: M("error"),
}


@dataclass(frozen=True, slots=True)
class Issue:
    """Something to tell about a place of the file; `cells` is the row as read, for the file of rejected rows."""

    place: str
    reason: Msg
    kind: IssueKind
    cells: tuple[str, ...] = ()
