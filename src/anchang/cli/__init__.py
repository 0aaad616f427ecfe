"""The command line (design 8). `--version` and errors of usage import nothing heavy."""

from __future__ import annotations

import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command. Exit code 0, 1 (refused or findings) or 2 (usage)."""
    given = list(sys.argv[1:] if arguments is None else arguments)
    if given[:1] == ["--version"] or given[:1] == ["-V"]:
        from anchang import __version__

        print(f"anchang {__version__}")
        return 0
    from anchang.cli.run import run

    return run(given)
