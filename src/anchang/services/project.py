"""The project of an office: made at the first set-up, changed by the administrator (3.25)."""

from __future__ import annotations

from dataclasses import dataclass, fields
from datetime import date

from anchang.domain.access import Role
from anchang.domain.errors import BadInput
from anchang.domain.money import Rounding
from anchang.domain.permit import PermitKind
from anchang.domain.price_list import PricingBasis
from anchang.domain.text import clean
from anchang.domain.units import Name, Password
from anchang.i18n import M
from anchang.services import permit, staff
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage.project import Project, by_code


@dataclass(frozen=True, slots=True)
class SetUpOffice:
    """The first act of an office: its project, its permit, its first administrator."""

    project: Name
    admin: str
    password: Password
    admin_name: Name = ""
    code: str = "P1"
    developer: str = ""
    address: str = ""
    escrow_account: str = ""
    permit_no: str = ""
    permit_date: date | None = None
    permit_kind: PermitKind = PermitKind.PRE_SALE
    buildings: tuple[str, ...] = ()


@use_case("office.set_up", title=M("Set up an office"))
def set_up(act: Act, command: SetUpOffice) -> Result:
    """Make the project, its permit and the first administrator, in one act. Raises BadInput."""
    name = clean(command.project, "project", limit=60)
    if not name:
        raise BadInput(M("The project needs a name."), "project")
    project_id = act.work.insert(
        Project,
        code=clean(command.code, "code", limit=20),
        name=name,
        developer=clean(command.developer, "developer"),
        address=clean(command.address, "address"),
        escrow_account=clean(command.escrow_account, "escrow_account", limit=60),
    )
    administrator = staff.AddStaff(
        name=command.admin_name or command.admin,
        login=command.admin,
        roles=(Role.ADMINISTRATOR,),
        password=command.password,
    )
    staff_id = staff.make(act, administrator, must_change=False)
    if command.permit_no:
        if command.permit_date is None:
            raise BadInput(M("The permit needs its date of issue."), "permit_date")
        permit.write(
            act,
            project_id,
            permit.RecordPermit(
                no=command.permit_no,
                issued_on=command.permit_date,
                kind=command.permit_kind,
                buildings=command.buildings,
            ),
        )
    return {"project": project_id, "staff": staff_id}


@dataclass(frozen=True, slots=True)
class ChangeProject:
    """What may be changed of a project; what is not given stays."""

    name: Name | None = None
    developer: str | None = None
    address: str | None = None
    escrow_account: str | None = None
    filing_authority: str | None = None
    price_basis: PricingBasis | None = None
    rounding: Rounding | None = None
    version: int | None = None


@use_case("project.change", action="project.manage", title=M("Change the project"), done=M("Saved."))
def change(act: Act, command: ChangeProject) -> Result:
    """Change the project's own particulars. Raises BadInput for a text that cannot be kept, Stale."""
    values = {
        each.name: getattr(command, each.name)
        for each in fields(command)
        if each.name != "version" and getattr(command, each.name) is not None
    }
    for name in ("name", "developer", "address", "escrow_account", "filing_authority"):
        if name in values:
            values[name] = clean(values[name], name, limit=60 if name in ("name", "escrow_account") else 200)
    if values.get("name") == "":
        raise BadInput(M("The project needs a name."), "name")
    act.work.update(Project, act.project_id, expect=command.version, **values)
    return {"id": act.project_id}


@dataclass(frozen=True, slots=True)
class AddProject:
    """One more project in the same database."""

    code: str
    name: Name
    developer: str = ""


@use_case("project.add", action="project.manage", title=M("Add a project"), done=M("Project {code} is there."))
def add(act: Act, command: AddProject) -> Result:
    """Add a project. Raises BadInput when the code is taken."""
    code = clean(command.code, "code", limit=20)
    if by_code(act.work.connection, code) is not None:
        raise BadInput(M("The project code {code} is taken.", code=code), "code")
    project_id = act.work.insert(
        Project, code=code, name=clean(command.name, "name", limit=60), developer=clean(command.developer, "developer")
    )
    return {"id": project_id, "code": code}
