"""Half-filled forms of closed terminals: a small file of their own, with the office's key, and never in the journal.

A draft is not a business row: it may be replaced and dropped, and it is not in any backup.
"""

import json
from collections.abc import Mapping
from contextlib import closing
from typing import Any

from anchang.storage.engine import connect_file
from anchang.storage.place import Place


class DraftFile:
    """The drafts of one office."""

    def __init__(self, place: Place) -> None:
        self._path = place.data / "drafts.db"
        self._key = place.database_key()

    def _open(self) -> Any:
        fresh = not self._path.exists()
        connection = connect_file(self._path, self._key)
        if fresh:
            self._path.chmod(0o600)
        connection.execute(
            "CREATE TABLE IF NOT EXISTS draft "
            "(staff_id INTEGER, form TEXT, key TEXT, content TEXT, PRIMARY KEY (staff_id, form))"
        )
        return connection

    def save(self, staff_id: int, form: str, key: str, content: Mapping[str, Any]) -> None:
        """Keep a draft instead of the one before."""
        packed = json.dumps(content, ensure_ascii=False)
        with closing(self._open()) as connection:
            connection.execute("INSERT OR REPLACE INTO draft VALUES (?, ?, ?, ?)", (staff_id, form, key, packed))

    def load(self, staff_id: int, form: str) -> tuple[str, dict[str, Any]] | None:
        """(idempotency key, raw values), or None."""
        with closing(self._open()) as connection:
            row = connection.execute(
                "SELECT key, content FROM draft WHERE staff_id = ? AND form = ?", (staff_id, form)
            ).fetchone()
        return None if row is None else (row[0], json.loads(row[1]))

    def clear(self, staff_id: int, form: str) -> None:
        """Forget a draft."""
        with closing(self._open()) as connection:
            connection.execute("DELETE FROM draft WHERE staff_id = ? AND form = ?", (staff_id, form))
