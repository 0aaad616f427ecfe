"""Half-filled forms of closed terminals: a small file of their own, with the office's key, and never in the journal.

A draft is not a business row: it may be replaced and dropped, and it is not in any backup.
"""

import json
from collections.abc import Iterator, Mapping, Set
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
        connection.execute("PRAGMA secure_delete = ON")  # a draft that is dropped leaves nothing on its page
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

    def drop(self, forms: Set[str], words: Set[str]) -> int:
        """Forget everybody's drafts of these forms, and those that hold one of these words; how many (5.11)."""
        if not self._path.exists():
            return 0
        with closing(self._open()) as connection:
            rows = connection.execute("SELECT staff_id, form, content FROM draft").fetchall()
            dropped = [
                (staff_id, form)
                for staff_id, form, content in rows
                if form in forms or any(_says(each, words) for each in _texts(json.loads(content)))
            ]
            connection.executemany("DELETE FROM draft WHERE staff_id = ? AND form = ?", dropped)
        return len(dropped)


def _texts(content: Any) -> Iterator[str]:
    """Every text of a draft, those of repeated rows too."""
    if isinstance(content, str):
        yield content
    elif isinstance(content, Mapping):
        for each in content.values():
            yield from _texts(each)
    elif isinstance(content, (list, tuple)):
        for each in content:
            yield from _texts(each)


def _says(text: str, words: Set[str]) -> bool:
    plain = text.replace(" ", "").replace("-", "")
    return any(word in text or word in plain for word in words)
