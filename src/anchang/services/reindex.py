"""Making the index of the logs anew, where `doctor` found that it does not fit the rows."""

from __future__ import annotations

from anchang.domain.errors import Refusal
from anchang.i18n import M
from anchang.services.office import Office, Session
from anchang.storage import log_index


def remake(office: Office, session: Session) -> int:
    """Make every index of the logs anew from the rows; how many entries there are. No row changes.

    Raises NotAllowed for whoever does not look after the office, Refusal where a server has the rows, Busy.
    """
    office.demand(session, "office.reindex")
    if not office.store.keeps_own_copies:
        raise Refusal(M("The rows are on a server, which finds by its own means: there is no index to make."))
    with office.store.write() as connection:
        made = log_index.remake(connection)
        log_index.leave_behind(connection)
    log_index.scrub(office.store)
    return made
