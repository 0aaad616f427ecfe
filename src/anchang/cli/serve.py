"""`anchang serve`: the console in a browser, through textual-serve, on loopback only (design 2)."""

from __future__ import annotations

import shlex
import sys
from argparse import Namespace

from anchang.domain.errors import BadInput
from anchang.i18n import M, _


def run(options: Namespace) -> int:
    """Serve until it is stopped. Other computers reach it through a reverse proxy with TLS, never bare."""
    try:
        from textual_serve.server import Server
    except ImportError as error:
        raise BadInput(M('The browser needs one more package: pip install "anchang[web]".'), "usage") from error
    command = [sys.executable, "-m", "anchang"]
    for name in ("office", "database", "project", "lang"):
        value = getattr(options, name, None)
        if value:
            command += [f"--{name}", value]
    print(_("Open http://127.0.0.1:{port} on this computer. Ctrl+C ends it.", port=options.port))
    Server(shlex.join(command), host="127.0.0.1", port=options.port, title="Anchang").serve()
    return 0
