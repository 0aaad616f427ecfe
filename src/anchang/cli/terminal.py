"""Whether somebody sits there, and which language this somebody asked for."""

from __future__ import annotations

import os
import sys

from anchang.i18n import LANGUAGES


def at_a_terminal() -> bool:
    """Whether the console can be seen and hear keys; Textual draws on the error stream."""
    return all(stream.isatty() for stream in (sys.stdin, sys.stdout, sys.stderr))


def language_chosen(option: str | None) -> bool:
    """Whether `--lang` or ANCHANG_LANG names a language for this run."""
    return option is not None or os.environ.get("ANCHANG_LANG", "") in LANGUAGES
