"""Where an office's files are, and who else may read them.

<office>/data/anchang.db, data/backups/, data/logs/     the rows
<office>/exports/                                       files for people
<office>/keys/                                          never inside data/ and never in a backup
"""

import base64
import binascii
import os
import sys
from dataclasses import dataclass
from pathlib import Path

from anchang.domain.errors import BadInput, Damaged
from anchang.i18n import M

NETWORK_FILE_SYSTEMS = frozenset(
    {"nfs", "nfs4", "cifs", "smb", "smb2", "smb3", "smbfs", "9p", "afs", "fuse.sshfs", "ncpfs"}
)


@dataclass(frozen=True, slots=True)
class Place:
    """One office folder."""

    root: Path

    @property
    def data(self) -> Path:
        """Database, backups and logs."""
        return self.root / "data"

    @property
    def database(self) -> Path:
        """The one file."""
        return self.data / "anchang.db"

    @property
    def backups(self) -> Path:
        """Verified copies."""
        return self.data / "backups"

    @property
    def logs(self) -> Path:
        """Redacted crash logs."""
        return self.data / "logs"

    @property
    def drafts(self) -> Path:
        """Half-filled forms of closed terminals."""
        return self.data / "drafts"

    @property
    def exports(self) -> Path:
        """Excel files and papers."""
        return self.root / "exports"

    @property
    def keys(self) -> Path:
        """Key files and anchors of the journal."""
        return self.root / "keys"

    @property
    def anchors(self) -> Path:
        """Heads of the journal, one line for each backup and day close."""
        return self.keys / "anchors.jsonl"

    @property
    def templates(self) -> Path:
        """The office's own paper templates."""
        return self.root / "templates"

    def exists(self) -> bool:
        """Whether an office has been made here."""
        return self.database.exists()

    def make(self) -> None:
        """Create the folders, readable by this account only. Raises BadInput on a network share."""
        refuse_network(self.root)
        for folder in (self.root, self.data, self.backups, self.logs, self.drafts, self.exports, self.keys):
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def journal_key(self) -> bytes:
        """The key of the journal's digests (32 bytes). Raises Damaged when the file is gone or short."""
        return self._read_key("journal.key")

    def database_key(self) -> bytes | None:
        """The key of the encrypted file (32 bytes), None when the office is not encrypted."""
        return self._read_key("database.key") if (self.keys / "database.key").exists() else None

    def make_journal_key(self) -> bytes:
        """A fresh key for the journal, unless there is one."""
        return self._make_key("journal.key")

    def make_database_key(self) -> bytes:
        """A fresh key for the file, unless there is one."""
        return self._make_key("database.key")

    def recovery_code(self) -> str:
        """The database key as it is written on paper, in groups; `from_recovery_code` takes it back."""
        key = self.database_key()
        text = base64.b32encode(key or b"").decode("ascii").rstrip("=")
        return "-".join(text[at : at + 4] for at in range(0, len(text), 4))

    def from_recovery_code(self, code: str) -> None:
        """Write the database key again from its code. Raises BadInput when the code is not one."""
        text = code.replace("-", "").replace(" ", "").upper()
        try:
            key = base64.b32decode(text + "=" * (-len(text) % 8))
        except binascii.Error as error:
            raise BadInput(M("This is not a recovery code: 13 groups of letters and digits."), "code") from error
        if len(key) != 32:
            raise BadInput(M("This is not a recovery code: 13 groups of letters and digits."), "code")
        self.write_database_key(key)

    def write_database_key(self, key: bytes) -> None:
        """Write the key of the encrypted file."""
        write_private(self.keys / "database.key", key.hex() + "\n")

    def _read_key(self, name: str) -> bytes:
        path = self.keys / name
        try:
            key = bytes.fromhex(path.read_text("ascii").strip())
        except (OSError, ValueError) as error:
            raise Damaged(
                M("The key file {path} is missing or damaged. Put it back from where it was kept.", path=path)
            ) from error
        if len(key) != 32:
            raise Damaged(
                M("The key file {path} is missing or damaged. Put it back from where it was kept.", path=path)
            )
        return key

    def _make_key(self, name: str) -> bytes:
        path = self.keys / name
        if path.exists():
            return self._read_key(name)
        key = os.urandom(32)
        write_private(path, key.hex() + "\n")
        return key


def write_private(path: Path, text: str) -> None:
    """Write a file that only this account can read, whole or not at all."""
    path.parent.mkdir(mode=0o700, parents=True, exist_ok=True)
    draft = path.with_name(path.name + ".new")
    handle = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "w", encoding="utf-8") as file:
        file.write(text)
        file.flush()
        os.fsync(file.fileno())
    draft.replace(path)


def refuse_network(path: Path) -> None:
    """SQLite's locks do not hold on a network share, so an office there is refused (design 2)."""
    if file_system(path) in NETWORK_FILE_SYSTEMS:
        raise BadInput(
            M("{path} is on a network share. Put the office on a local disk, or use a PostgreSQL server.", path=path),
            "office",
        )


def file_system(path: Path) -> str:
    """The type of the file system that holds the path; empty where the system does not tell."""
    text = str(path)
    if sys.platform == "win32":
        return "cifs" if text.startswith("\\\\") else ""
    mounts = Path("/proc/self/mounts")
    if not mounts.exists():
        return ""
    best, kind = "", ""
    resolved = str(path.resolve())
    for line in mounts.read_text("utf-8", "replace").splitlines():
        parts = line.split(" ")
        point = parts[1].replace("\\040", " ")
        inside = resolved == point or resolved.startswith(point.rstrip("/") + "/")
        if inside and len(point) >= len(best):
            best, kind = point, parts[2]
    return kind
