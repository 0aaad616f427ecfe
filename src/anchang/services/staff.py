"""People of the office: adding, changing, passwords, signing in (domain section 0, 3.25, issue «People»)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta

from anchang.domain.access import Role
from anchang.domain.errors import BadInput, Refusal
from anchang.domain.identity import phone as read_phone
from anchang.domain.text import clean
from anchang.domain.units import Name, Password, Phone, StaffRef
from anchang.i18n import M, Msg, say
from anchang.services import password, rota_log
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import customer_query
from anchang.storage import staff as rows
from anchang.storage.staff import Staff
from anchang.storage.work import Clash

PERSON = M("member of staff")
TRIES = 5
LOCK_MINUTES = 5
NOT_GIVEN_BY_HAND = frozenset({Role.SYSTEM})


class WrongPassword(Refusal):
    """Login and password do not belong together."""

    code = "wrong_password"


@dataclass(frozen=True, slots=True)
class AddStaff:
    """A new member of staff; the first sign-in asks for a new password when somebody else chose this one."""

    name: Name
    login: str
    roles: tuple[Role, ...]
    password: Password
    no: str = ""
    phone: Phone = ""
    active_from: date | None = None


def _checked_roles(roles: tuple[Role, ...]) -> str:
    if not roles:
        raise BadInput(M("Choose at least one role."), "roles")
    if NOT_GIVEN_BY_HAND & set(roles):
        raise BadInput(M("The role «system» is the program's own."), "roles")
    return " ".join(sorted(set(roles)))


def _checked_login(login: str) -> str:
    text = clean(login, "login", limit=30)
    if not text or not all(each.isalnum() or each in "._-" for each in text):
        raise BadInput(M("A login has letters, digits, dots, dashes and underscores only."), "login")
    return text


def make(act: Act, command: AddStaff, *, must_change: bool) -> int:
    """Insert a member of staff, for `staff.add` and the first set-up. In the demo every password may be «demo»."""
    must_change = must_change and not act.demo
    login = _checked_login(command.login)
    if rows.by_login(act.work.connection, login) is not None:
        raise BadInput(M("The login {login} is taken.", login=login), "login")
    if must_change:
        if not command.password:
            raise BadInput(M("Give a first password; it has to be changed at the first sign-in."), "password")
    elif not act.demo:
        password.accept_new(command.password, login)
    number = clean(command.no, "no", limit=20) or f"S{rows.next_number(act.work.connection):03d}"
    try:
        return act.work.insert(
            Staff,
            no=number,
            name=clean(command.name, "name", limit=60),
            login=login,
            roles=_checked_roles(command.roles),
            phone=read_phone(command.phone, "phone") if command.phone else "",
            password_hash=password.make_hash(command.password),
            must_change=must_change,
            active_from=command.active_from or act.today,
            made_by=act.actor.id or None,
        )
    except Clash as error:
        raise BadInput(M("The staff number {no} is taken.", no=number), "no") from error


@use_case("staff.add", action="staff.manage", title=M("Add a member of staff"), done=M("{name} can sign in now."))
def add(act: Act, command: AddStaff) -> Result:
    """A person who works here. A forced change of password applies, because somebody else chose the first one."""
    staff_id = make(act, command, must_change=True)
    return {"id": staff_id, "name": command.name, "login": command.login}


@dataclass(frozen=True, slots=True)
class ChangeStaff:
    """Name, roles, phone or last day of a member of staff; what is not given stays."""

    staff: StaffRef
    name: Name | None = None
    roles: tuple[Role, ...] | None = None
    phone: Phone | None = None
    active_to: date | None = None
    version: int | None = None


@use_case("staff.change", action="staff.manage", title=M("Change a member of staff"), done=M("Saved."))
def change(act: Act, command: ChangeStaff) -> Result:
    """Change a person. The last administrator who can sign in keeps the role."""
    person = _person(act, command.staff)
    values: dict[str, object] = {}
    if command.name is not None:
        values["name"] = clean(command.name, "name", limit=60)
    if command.roles is not None:
        values["roles"] = _checked_roles(command.roles)
    if command.phone is not None:
        values["phone"] = read_phone(command.phone, "phone") if command.phone else ""
    if command.active_to is not None:
        values["active_to"] = command.active_to
    loses = (command.roles is not None and Role.ADMINISTRATOR not in command.roles) or command.active_to is not None
    if loses and Role.ADMINISTRATOR in person.roles:
        _keep_an_administrator(act, command.staff)
    act.work.update(Staff, command.staff, expect=command.version, **values)
    leaves = command.active_to is not None or (command.roles is not None and Role.CONSULTANT not in command.roles)
    _off_the_rota(act, command.staff)
    return {"id": command.staff, **(_left_behind(act, person) if leaves else {})}


def _off_the_rota(act: Act, staff_id: int) -> None:
    """Whoever is no consultant of today any more leaves today's line in the same act: no turn goes to somebody gone."""
    person = _person(act, staff_id)
    if person.active_on(act.today) and Role.CONSULTANT in person.roles:
        return
    day = rota_log.on(act, act.today)
    if day is not None:
        rota_log.off_duty(act, day, rota_log.queue(act, day), staff_id)


def _left_behind(act: Act, person: rows.StaffView) -> Result:
    """A warning when customers still belong to somebody who goes: whom nobody shares out, nobody looks after (2.2)."""
    many = len(customer_query.ids_of(act.read, person.id))
    if not many:
        return {"customers": 0}
    words = M("{count} customers still belong to {name}: share them out now.", count=many, name=person.name)
    return {"customers": many, "warnings": [say(words)]}


def _person(act: Act, staff_id: int) -> rows.StaffView:
    found = rows.by_id(act.work.connection, staff_id)
    if found is None:
        raise BadInput(M("There is no {what} {which}.", what=PERSON, which=staff_id), "staff")
    return found


def _keep_an_administrator(act: Act, leaving: int) -> None:
    others = [
        each
        for each in rows.everybody(act.work.connection)
        if each.id != leaving and Role.ADMINISTRATOR in each.roles and each.active_on(act.today)
    ]
    if not others:
        raise Refusal(M("This is the last administrator. Make another one first."))


@dataclass(frozen=True, slots=True)
class DisableStaff:
    """A member of staff who leaves; the row stays, the sign-in ends."""

    staff: StaffRef
    reason: str


@use_case("staff.disable", action="staff.manage", title=M("End a sign-in"), done=M("{name} cannot sign in any more."))
def disable(act: Act, command: DisableStaff) -> Result:
    """End somebody's sign-in as of today."""
    person = _person(act, command.staff)
    if person.id == act.actor.id:
        raise Refusal(M("You cannot end your own sign-in."))
    if Role.ADMINISTRATOR in person.roles:
        _keep_an_administrator(act, command.staff)
    act.reason = clean(command.reason, "reason")
    act.work.update(Staff, person.id, active_to=act.today - timedelta(days=1))
    _off_the_rota(act, person.id)
    return {"id": person.id, "name": person.name, **_left_behind(act, person)}


@dataclass(frozen=True, slots=True)
class ChangePassword:
    """One's own password."""

    old: Password
    new: Password


@use_case("staff.change_password", title=M("Change my password"), done=M("Your password is changed."))
def change_password(act: Act, command: ChangePassword) -> Result:
    """Change one's own password. Raises WrongPassword, BadInput."""
    proof = rows.proof(act.work.connection, act.actor.id)
    if proof is None or not password.fits(proof["password_hash"], command.old):
        raise WrongPassword(M("The present password is not right."))
    if command.old == command.new:
        raise BadInput(M("The new password is the old one."), "new")
    password.accept_new(command.new, act.actor.login, act.actor.no, place="new")
    act.work.update(Staff, act.actor.id, password_hash=password.make_hash(command.new), must_change=False, failed=0)
    return {"id": act.actor.id}


@dataclass(frozen=True, slots=True)
class ResetPassword:
    """A new first password for somebody else, chosen by an administrator."""

    staff: StaffRef
    password: Password


@use_case(
    "staff.reset_password",
    action="staff.manage",
    title=M("Reset a password"),
    asks_password=True,
    done=M("{name} chooses a new password at the next sign-in."),
)
def reset_password(act: Act, command: ResetPassword) -> Result:
    """Reset somebody else's password; one's own is changed, not reset."""
    person = _person(act, command.staff)
    if person.id == act.actor.id:
        raise Refusal(M("Change your own password instead of resetting it."))
    password.accept_new(command.password, person.login, person.no)
    act.work.update(
        Staff,
        person.id,
        password_hash=password.make_hash(command.password),
        must_change=True,
        failed=0,
        locked_until=None,
    )
    return {"id": person.id, "name": person.name}


@dataclass(frozen=True, slots=True)
class RecoverAdministrator:
    """The way back in on the host itself, when no administrator knows a password (journalled)."""

    login: str
    password: Password


@use_case("staff.recover", title=M("Recover an administrator on this computer"))
def recover(act: Act, command: RecoverAdministrator) -> Result:
    """Set an administrator's password from the host's command line."""
    person = rows.by_login(act.work.connection, command.login)
    if person is None or Role.ADMINISTRATOR not in person.roles:
        raise BadInput(M("{login} is not an administrator of this office.", login=command.login), "login")
    password.accept_new(command.password, person.login, person.no)
    act.reason = "recovered on the host"
    act.work.update(
        Staff,
        person.id,
        password_hash=password.make_hash(command.password),
        must_change=True,
        failed=0,
        locked_until=None,
        active_to=None,
    )
    return {"id": person.id, "name": person.name}


@dataclass(frozen=True, slots=True)
class SignIn:
    """Login (or staff number) and password."""

    login: str
    password: Password


@use_case("staff.sign_in", title=M("Sign in to the console"))
def sign_in(act: Act, command: SignIn) -> Result:
    """Check a password; a wrong one is counted, five lock the login for five minutes.

    Answers instead of raising, so that the count is kept: {"staff": id} or {"refused": reason}.
    """
    person = rows.by_login(act.work.connection, command.login)
    if person is None or not person.active_on(act.today):
        return {"refused": "unknown"}
    proof = rows.proof(act.work.connection, person.id)
    assert proof is not None
    if proof["locked_until"] is not None and act.now < proof["locked_until"]:
        return {"refused": "locked"}
    if not password.fits(proof["password_hash"], command.password):
        failed = proof["failed"] + 1
        locked = act.now + timedelta(minutes=LOCK_MINUTES) if failed >= TRIES else None
        act.work.update(Staff, person.id, failed=0 if locked else failed, locked_until=locked)
        return {"refused": "locked" if locked else "wrong"}
    act.work.update(Staff, person.id, failed=0, locked_until=None, last_sign_in_at=act.now)
    return {"staff": person.id, "must_change": person.must_change}


SIGN_IN_REFUSALS: dict[str, Msg] = {
    "unknown": M("Login or password is not right."),
    "wrong": M("Login or password is not right."),
    "locked": M("Too many wrong passwords. Wait {minutes} minutes, or ask an administrator.", minutes=LOCK_MINUTES),
}


def refused(answer: Result) -> WrongPassword | None:
    """The error that a sign-in's answer means, or None."""
    reason = answer.get("refused")
    return None if reason is None else WrongPassword(SIGN_IN_REFUSALS[reason])
