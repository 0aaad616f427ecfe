"""`anchang user`: adding people, passwords, ending a sign-in, and the way back in on the host."""

from __future__ import annotations

from argparse import Namespace

from anchang.cli import common
from anchang.domain.access import Role
from anchang.domain.errors import BadInput
from anchang.i18n import M, _
from anchang.services.office import Session
from anchang.services.staff import AddStaff, ChangePassword, DisableStaff, RecoverAdministrator, ResetPassword
from anchang.storage.staff import id_by_login


def run(options: Namespace) -> int:
    """Run the subcommand."""
    return {"add": _add, "password": _password, "disable": _disable, "recover": _recover}[options.what](options)


def _roles(text: str) -> tuple[Role, ...]:
    try:
        return tuple(Role(word.strip()) for word in text.split(",") if word.strip())
    except ValueError as error:
        raise BadInput(M("Roles: {known}.", known=tuple(each.value for each in Role)), "usage") from error


def _add(options: Namespace) -> int:
    roles = _roles(options.roles)
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        word = common.ask_secret(_("First password of the new person: "))
        person = AddStaff(
            name=options.name, login=options.login, roles=roles, password=word, no=options.no, phone=options.phone
        )
        office.run(session, person)
    common.out(_("{name} can sign in now.", name=options.name))
    return 0


def _password(options: Namespace) -> int:
    with common.opened(options) as office:
        login = getattr(options, "user", None)
        if not login:
            raise BadInput(
                M("Who are you? Say --as LOGIN; the password comes from ANCHANG_PASSWORD or a prompt."), "usage"
            )
        old = common.secret(_("Password: "))
        session = common.sign_in(office, login, old, common.project_id(office, options), first=True)
        new = common.ask_secret(_("New password: "))
        if new != common.ask_secret(_("New password again: ")):
            raise BadInput(M("The two new passwords differ."), "password")
        if options.login and options.login != login:
            staff = office.look(session, lambda read: id_by_login(read, options.login))
            if staff is None:
                raise BadInput(M("There is no member of staff {login}.", login=options.login), "login")
            office.run(session, ResetPassword(staff, new))
        else:
            office.run(session, ChangePassword(old, new))
    print(_("Saved."))
    return 0


def _disable(options: Namespace) -> int:
    with common.opened(options) as office:
        session = common.signed_in(office, options)
        staff = office.look(session, lambda read: id_by_login(read, options.login))
        if staff is None:
            raise BadInput(M("There is no member of staff {login}.", login=options.login), "login")
        office.run(session, DisableStaff(staff, options.reason))
    print(_("Saved."))
    return 0


def _recover(options: Namespace) -> int:
    with common.opened(options) as office:
        word = common.ask_secret(_("New password of {login}: ", login=options.login))
        office.run(Session(0, common.project_id(office, options)), RecoverAdministrator(options.login, word))
    print(
        _(
            "{login} chooses a new password at the next sign-in. This recovery stands in the journal.",
            login=options.login,
        )
    )
    return 0
