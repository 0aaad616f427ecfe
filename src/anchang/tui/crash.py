"""What is left of a defect: one sentence for the person, and a log of places without any data (design 6)."""

from __future__ import annotations

import traceback
from datetime import UTC, datetime
from pathlib import Path

from rich.text import Text

from anchang import __version__
from anchang.i18n import M, say
from anchang.storage.place import Place, write_private


def places(error: BaseException | None) -> str:
    """The error's class and the lines it came through: file, line, function. No message, no value, no local."""
    lines = [f"anchang {__version__}", type(error).__name__]
    seen: BaseException | None = error
    while seen is not None:
        for frame in traceback.extract_tb(seen.__traceback__):
            lines.append(f"  {Path(frame.filename).name}:{frame.lineno} {frame.name}")
        inside = getattr(seen, "error", None)  # a worker's failure carries its reason so
        seen = inside if isinstance(inside, BaseException) else seen.__cause__ or seen.__context__
        if seen is not None:
            lines.append(f"after {type(seen).__name__}")
    return "\n".join(lines) + "\n"


def report(error: BaseException | None, place: Place) -> Text:
    """Write the log and give the sentence that names it."""
    stamp = datetime.fromtimestamp(_seconds(), UTC).strftime("%Y%m%d-%H%M%S")
    path = place.logs / f"crash-{stamp}.log"
    try:
        write_private(path, places(error))
    except OSError:
        return Text(say(M("Something went wrong inside the program; nothing half done was kept.")))
    return Text(
        say(
            M(
                "Something went wrong inside the program; nothing half done was kept. The places are in {path}.",
                path=path,
            )
        )
    )


def _seconds() -> float:
    import time

    return time.time()
