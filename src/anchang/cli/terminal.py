"""Whether somebody sits there."""

from __future__ import annotations

import sys


def at_a_terminal() -> bool:
    """Whether the console can be seen and hear keys; Textual draws on the error stream."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))
