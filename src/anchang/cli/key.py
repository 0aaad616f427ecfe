"""`anchang key CODE`: the way back into an encrypted office whose key file was lost."""

from __future__ import annotations

from argparse import Namespace

from anchang.cli import common
from anchang.domain.errors import BadInput, Damaged
from anchang.i18n import M, _
from anchang.services.where import find
from anchang.storage.engine import open_file


def run(options: Namespace) -> int:
    """Write the key file from the recovery code, and try it on the file. Raises BadInput, Damaged."""
    where = find(getattr(options, "office", None), getattr(options, "database", None))
    place = where.place
    if not place.exists():
        raise BadInput(M("There is no office at {path}.", path=place.root), "office")
    before = place.database_key() if (place.keys / "database.key").exists() else None
    place.from_recovery_code(options.code or common.ask_secret(_("Recovery code: ")))
    try:
        open_file(place.database, place.database_key()).close()
    except Damaged:
        if before is None:
            (place.keys / "database.key").unlink()
        else:
            place.write_database_key(before)
        raise
    print(_("The key fits; the office opens again."))
    return 0
