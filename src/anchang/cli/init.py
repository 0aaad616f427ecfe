"""`anchang init`: an empty office with its first administrator."""

from __future__ import annotations

import sys
from argparse import Namespace

from anchang.cli import common
from anchang.domain.errors import BadInput
from anchang.domain.permit import PermitKind
from anchang.i18n import M, _
from anchang.services import password
from anchang.services.office import Session
from anchang.services.opening import find, make_office
from anchang.services.project import SetUpOffice


def run(options: Namespace) -> int:
    """Make the office. The administrator's password comes from ANCHANG_PASSWORD or a prompt."""
    code = getattr(options, "project", None)
    if not code:
        raise BadInput(M("Name the project: --project CODE."), "usage")
    day = common.read_date(options.permit_date, "--permit-date")
    if options.permit and day is None:
        raise BadInput(M("The permit needs its date of issue: --permit-date."), "usage")
    word = common.secret(_("Password of the first administrator: "))
    password.accept_new(word, options.admin)
    where = find(getattr(options, "office", None), getattr(options, "database", None))
    office = make_office(where, practice=options.practice, encrypted=options.encrypt)
    try:
        office.run(
            Session(0, 0),
            SetUpOffice(
                project=options.name or code,
                code=code,
                developer=options.developer,
                admin=options.admin,
                password=word,
                permit_no=options.permit,
                permit_date=day,
                permit_kind=PermitKind(options.permit_kind),
                buildings=tuple(each.strip() for each in options.buildings.split(",") if each.strip()),
            ),
        )
    finally:
        office.close()
    print(_("The office is at {path}.", path=where.place.root))
    if options.encrypt:
        recovery = where.place.recovery_code()
        print(_("The file is encrypted. Recovery code, shown only now: {code}", code=recovery), file=sys.stderr)
    return 0
