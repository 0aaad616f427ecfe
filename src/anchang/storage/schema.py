"""The schema of an office: made whole for a new one, checked with one cheap query for an old one."""

import importlib

from sqlalchemy import Connection, inspect, text
from sqlmodel import SQLModel

from anchang.domain.errors import Damaged, Refusal
from anchang.i18n import M
from anchang.storage.engine import Store

HEAD = "0017"

# Every module that has tables; the schema is exactly these.
ROOMS = (
    "journal",
    "project",
    "staff",
    "setting",
    "permit",
    "permit_draft",
    "customer",
    "visit",
    "call",
    "follow_up",
    "register",
    "register_import",
    "task",
    "appointment",
    "pool",
    "rota",
    "waiting",
    "forgotten",
    "delegate",
    "delegation",
    "day",
    "correction",
    "void",
    "unit",
    "unit_flag",
    "unit_link",
    "unit_wait",
    "batch",
    "person",
    "dictionary",
    "faq",
    "competitor",
    "meeting",
    "price_list",
    "discount",
    "term",
    "subscription",
    "subscription_parts",
    "buyer_file",
    "plan",
    "approval",
    "change",
    "change_asked",
    "voucher",
    "receipt",
    "contract",
    "delay",
    "discount_request",
    "document",
    "agent_report",
    "customer_link",
    "ownership",
    "launch",
    "sincerity",
    "saved_filter",
)


class OldOffice(Refusal):
    """The office was made by an older program and has to be migrated first."""

    code = "old_office"


class NewerOffice(Refusal):
    """The office was made by a newer program."""

    code = "newer_office"


def load() -> None:
    """Import every table."""
    for room in ROOMS:
        importlib.import_module(f"anchang.storage.{room}")


def create(connection: Connection) -> bool:
    """Make every table, index and trigger of a new office. False when somebody else has just made them."""
    load()
    if inspect(connection).has_table("alembic_version"):
        return False
    connection.execute(text("CREATE TABLE alembic_version (version_num VARCHAR(32) NOT NULL PRIMARY KEY)"))
    connection.execute(text("INSERT INTO alembic_version VALUES (:head)"), {"head": HEAD})
    SQLModel.metadata.create_all(connection)
    return True


def version(store: Store) -> str:
    """The schema version of an office. Raises Damaged when the file is not an office."""
    with store.read() as connection:
        if not inspect(connection).has_table("alembic_version"):
            raise Damaged(M("{name} is a database, but not an Anchang office.", name=store.name))
        return str(connection.execute(text("SELECT version_num FROM alembic_version")).scalar())


def check(store: Store) -> None:
    """Refuse an office of another schema version. Raises OldOffice or NewerOffice."""
    found = version(store)
    if found < HEAD:
        raise OldOffice(M("This office was made by an older Anchang. Close every terminal and run «anchang migrate»."))
    if found > HEAD:
        raise NewerOffice(M("This office was made by a newer Anchang. Update the program on this computer."))
