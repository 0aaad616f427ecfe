"""From words to work: pick the command, open the office, say errors in one sentence."""

from __future__ import annotations

import importlib
import os
import sys
from argparse import Namespace
from collections.abc import Sequence

from anchang import i18n
from anchang.cli.parser import Usage, read
from anchang.cli.terminal import at_a_terminal, language_chosen
from anchang.domain.errors import AnchangError, BadInput
from anchang.domain.text import printable
from anchang.i18n import M, _

# command -> module with `run(options) -> int`
COMMANDS = {
    "demo": "anchang.cli.demo",
    "init": "anchang.cli.init",
    "import": "anchang.cli.take_in",
    "export": "anchang.cli.give_out",
    "paper": "anchang.cli.paper",
    "do": "anchang.cli.do",
    "list": "anchang.cli.show",
    "person": "anchang.cli.person",
    "retention": "anchang.cli.person",
    "doctor": "anchang.cli.doctor",
    "reindex": "anchang.cli.copies",
    "backup": "anchang.cli.copies",
    "restore": "anchang.cli.copies",
    "migrate": "anchang.cli.copies",
    "key": "anchang.cli.key",
    "user": "anchang.cli.user",
    "serve": "anchang.cli.serve",
}


def run(arguments: Sequence[str]) -> int:
    """Run the command and answer with the exit code."""
    force_utf8()
    use_language(arguments)
    try:
        return dispatch(read(arguments))
    except Usage as error:
        _complain(error)
        return 2
    except AnchangError as error:
        _complain(error)
        return 2 if isinstance(error, BadInput) and error.place == "usage" else 1
    except BrokenPipeError:
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        return 1
    except KeyboardInterrupt:
        print(_("Stopped."), file=sys.stderr)
        return 1


def _complain(error: Exception) -> None:
    """A refusal may quote what was typed or read from a file: nothing in it reaches the terminal as an order."""
    print(printable(str(error), multiline=True), file=sys.stderr)


def dispatch(options: Namespace) -> int:
    """Run the parsed command; no command opens the console."""
    if options.version:
        from anchang import __version__

        print(f"anchang {__version__}")
        return 0
    if options.command is None:
        return console(options)
    module = importlib.import_module(COMMANDS[options.command])
    code: int = module.run(options)
    return code


def console(options: Namespace) -> int:
    """Open the console; without a terminal it says so at once."""
    if not at_a_terminal():
        raise BadInput(
            M("The console needs a terminal. For scripts there are «anchang do», «list» and «export»."), "usage"
        )
    from anchang.tui import launch

    return launch(
        getattr(options, "office", None), getattr(options, "database", None), getattr(options, "project", None),
        language_chosen=language_chosen(getattr(options, "lang", None)), board=options.board,
    )  # fmt: skip


def use_language(arguments: Sequence[str]) -> None:
    """`--lang`, else ANCHANG_LANG, else Chinese: known before the first word is said."""
    words = list(arguments)
    wanted = os.environ.get("ANCHANG_LANG", "")
    for index, word in enumerate(words):
        if word == "--lang" and index + 1 < len(words):
            wanted = words[index + 1]
        elif word.startswith("--lang="):
            wanted = word.partition("=")[2]
    if wanted in i18n.LANGUAGES:
        i18n.use(wanted)


def force_utf8() -> None:
    """Windows terminals still start in a national code page."""
    for stream in (sys.stdout, sys.stderr, sys.stdin):
        reconfigure = getattr(stream, "reconfigure", None)
        if reconfigure is not None:
            reconfigure(encoding="utf-8", errors="replace" if stream is not sys.stdin else "strict")
