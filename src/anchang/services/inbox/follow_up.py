"""Tasks about customers, customers of leavers, wishes for the pool (2.2)."""

from __future__ import annotations

from typing import Any

from anchang.domain.task import TaskKind
from anchang.i18n import M, Msg, say
from anchang.services.inbox.line import line
from anchang.storage import task_board
from anchang.storage.reading import Read

WORDS: dict[str, Msg] = {
    **{f"task.{each.value}": each.label for each in TaskKind},
    "task.escalated": M("tasks overdue for too long"),
    "task.leaver": M("customers of a leaver"),
    "task.wish": M("wish for a customer of the pool"),
}
NOUNS: dict[str, Msg] = {"task": M("follow-up")}


def rows(read: Read) -> list[dict[str, Any]]:
    """Tasks about customers, customers of leavers, wishes for the pool."""
    return [
        line(
            read, "task", row["waiting"], row["id"], thing=row["waiting"], who=row["customer"],
            consultant=row["consultant"], **{"since" if row["waiting"] == "wish" else "due": row["on"]},
            subject=say(M("{count} pieces", count=row["count"])) if row["count"] > 1 else "",
            customer_id=row.get("customer_id"), asker_id=row.get("asker_id"), why=row.get("why", ""),
        )
        for row in task_board.waiting(read)
    ]  # fmt: skip
