"""That somebody took data out of the program: who, what, and why when it was not masked (5.11)."""

from __future__ import annotations

from dataclasses import dataclass

from anchang.domain.access import may
from anchang.domain.errors import BadInput, NotAllowed
from anchang.domain.text import clean
from anchang.i18n import M, Msg, say
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case


@dataclass(frozen=True, slots=True)
class RecordExport:
    """Which report, of which period; `unmasked` needs the right and a reason.

    `unagreed` of the people in it have not agreed that their data are given to others (PIPL 23): that is kept with it.
    """

    report: str
    period: str = ""
    unmasked: bool = False
    reason: str = ""
    unagreed: int = 0


@use_case("export.record", action="export", title=M("Export"))
def record(act: Act, command: RecordExport) -> Result:
    """Log an export before the file is made. Raises NotAllowed, BadInput."""
    if command.unmasked:
        if not may(act.actor.roles, "export.unmasked"):
            raise NotAllowed(M("You may not export unmasked numbers."))
        if not command.reason.strip():
            raise BadInput(M("Say why the numbers have to be complete: --reason."), "reason")
    unmasked = " unmasked" if command.unmasked else ""
    said = f"{command.report} {command.period}{unmasked} {command.reason}"
    if command.unmasked and command.unagreed:
        said += f" ({say(not_agreed(command.unagreed))})"
    act.reason = clean(said, "reason")
    return {"report": command.report}


def not_agreed(count: int) -> Msg:
    """What a file with whole numbers says of people who have not agreed that others get their data."""
    return M("{count} of these people have not agreed that their data are given to others", count=count)
