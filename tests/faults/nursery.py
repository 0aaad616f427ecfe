"""Children that cost nothing to start: a warmed parent forks one `anchang` for each that calls at its socket.

    python -m tests.faults.nursery SOCKET

The parent imports everything and never opens an office. A caller sends one JSON line, the words of the command line;
the child answers with its process id, and from then on the socket is its standard input and output.
"""

from __future__ import annotations

import contextlib
import importlib
import json
import os
import signal
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from tests.faults.sales import surroundings


def warm() -> None:
    """Import what every command needs, and nothing that a fork must not share."""
    from anchang.cli import run
    from anchang.services.use_case import load
    from anchang.storage import schema

    for module in run.COMMANDS.values():
        with contextlib.suppress(ModuleNotFoundError):
            importlib.import_module(module)
    load()
    schema.load()
    importlib.import_module("anchang.services.refs")
    importlib.import_module("argon2")


def serve(address: str) -> None:
    """Fork for every caller, for ever."""
    warm()
    signal.signal(signal.SIGCHLD, signal.SIG_IGN)
    with socket.socket(socket.AF_UNIX) as door:
        door.bind(address)
        door.listen(8)
        while True:
            caller, _ = door.accept()
            if os.fork() == 0:
                door.close()
                os._exit(live(caller))
            caller.close()


def live(caller: socket.socket) -> int:
    """The child's whole life: one command, with the socket as its terminal."""
    words = json.loads(caller.makefile("rb", buffering=0).readline())
    os.dup2(caller.fileno(), 0)
    os.dup2(caller.fileno(), 1)
    sys.stdin = open(0, encoding="utf-8", closefd=False)  # noqa: SIM115
    sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115
    print(json.dumps({"pid": os.getpid()}), flush=True)
    from anchang.cli import main

    code = main(words)
    sys.stdout.flush()
    return code


@dataclass
class Child:
    """One forked `anchang`, to talk to and to kill."""

    line: socket.socket
    pid: int
    heard: bytes = b""

    def say(self, *lines: dict[str, Any]) -> None:
        """Send lines without waiting for their answers. A dead child hears nothing."""
        text = "".join(json.dumps(each, ensure_ascii=False) + "\n" for each in lines)
        with contextlib.suppress(OSError):
            self.line.sendall(text.encode())

    def hear(self) -> dict[str, Any]:
        """The next answer. Raises EOFError when there is none any more."""
        answer: dict[str, Any] = json.loads(self.hear_line())
        return answer

    def hear_line(self) -> bytes:
        """The next whole line. Raises EOFError when there is none any more."""
        while b"\n" not in self.heard:
            try:
                more = self.line.recv(65536)
            except ConnectionResetError:
                more = b""
            if not more:
                raise EOFError(self.heard)
            self.heard += more
        text, _, self.heard = self.heard.partition(b"\n")
        return text

    def kill(self) -> list[bytes]:
        """kill -9; the whole lines that had been said, and the child is gone."""
        with contextlib.suppress(ProcessLookupError):
            os.kill(self.pid, signal.SIGKILL)
        return self.rest()

    def rest(self) -> list[bytes]:
        """The lines that come until the child ends."""
        found = []
        with contextlib.suppress(EOFError):
            while True:
                found.append(self.hear_line())
        self.line.close()
        return found


@dataclass
class Nursery:
    """The warmed parent and where it is called."""

    address: Path

    def child(self, *words: str) -> Child:
        """A new child that runs these words of the command line."""
        line = socket.socket(socket.AF_UNIX)
        line.settimeout(30)
        line.connect(str(self.address))
        line.sendall(json.dumps(words).encode() + b"\n")
        made = Child(line, 0)
        made.pid = int(made.hear()["pid"])
        return made


@contextlib.contextmanager
def nursery(folder: Path) -> Iterator[Nursery]:
    """A warmed parent, ready to fork."""
    address = folder / "nursery"
    parent = subprocess.Popen([sys.executable, "-m", "tests.faults.nursery", str(address)], env=surroundings())
    try:
        deadline = time.monotonic() + 30
        while not address.exists():
            assert parent.poll() is None
            assert time.monotonic() < deadline
            time.sleep(0.02)
        yield Nursery(address)
    finally:
        parent.kill()
        parent.wait()


if __name__ == "__main__":
    serve(sys.argv[1])
