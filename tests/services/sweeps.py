"""What every open terminal does by itself, for tests: the sweeps of the front desk."""

from __future__ import annotations

from typing import Any

from anchang.services import appointment, pool, task
from anchang.storage import task_query
from anchang.storage.base import table_of
from anchang.storage.customer import Customer, CustomerOwner, LeadEvent
from tests.office import Desk


def sweep(desk: Desk) -> None:
    """As `Terminal.sweep` does."""
    for each in (appointment, task, pool):
        each.sweep(desk.office, desk.project_id)


def row(desk: Desk, customer: int) -> dict[str, Any]:
    """The customer's row as it is stored."""
    table = table_of(Customer)
    with desk.office.store.read() as connection:
        return dict(connection.execute(table.select().where(table.c.id == customer)).mappings().one())


def entries(desk: Desk, model: type[CustomerOwner] | type[LeadEvent], customer: int) -> list[dict[str, Any]]:
    """The customer's owner history, or what became of the lead, oldest first."""
    table = table_of(model)
    with desk.office.store.read() as connection:
        found = connection.execute(table.select().where(table.c.customer_id == customer).order_by(table.c.id))
        return [dict(each) for each in found.mappings()]


def owners(desk: Desk, customer: int) -> list[tuple[str | None, str | None, str]]:
    """(from, to, reason) of each change of hands, people by login."""
    logins: dict[int | None, str | None] = {number: login for login, number in desk.people.items()}
    logins[None] = None
    return [(logins[each["from_id"]], logins[each["to_id"]], each["reason"]) for each in entries(
        desk, CustomerOwner, customer
    )]  # fmt: skip


def tasks(desk: Desk, customer: int) -> dict[str, str]:
    """kind -> state of the newest task of each kind, as it is stored."""
    found = desk.office.look(desk.session("manager"), task_query.history, customer)
    return {each["kind"]: each["state"] for each in found}


def head(desk: Desk) -> int:
    """How many acts the journal has."""
    return desk.office.change_mark()


def meets(desk: Desk, login: str, phone: str, name: str = "张三", **more: Any) -> int:
    """A customer of that consultant, registered by hand."""
    return int(desk.do(login, "customer.register", name=name, phone=phone, notice="yes", **more)["id"])


def reaches(desk: Desk, login: str, customer: int, on: str, **more: Any) -> None:
    """An effective follow-up a minute later; `on` is the next contact."""
    desk.clock.move(minutes=1)
    given = {"way": "phone", "effective": "yes", "content": "聊了", "next_contact_on": on, **more}
    desk.do(login, "follow_up.log", customer=customer, **given)
