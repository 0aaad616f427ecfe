"""Settings that differ from their default (design 4: every [R] number is a setting)."""

from collections.abc import Mapping

from sqlalchemy import Connection, UniqueConstraint, bindparam, select

from anchang.domain import settings
from anchang.storage.base import Record, table_of
from anchang.storage.quick import Quick


class SettingRow(Record, table=True):
    """One changed setting of one project; `value` is the text that the setting's own parser reads."""

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    project_id: int
    key: str
    value: str


_SETTING = table_of(SettingRow)
_CHANGED = Quick(select(_SETTING.c.key, _SETTING.c.value).where(_SETTING.c.project_id == bindparam("project")))
_DEFAULTS: dict[str, settings.Value] = {key: each.default for key, each in settings.SETTINGS.items()}


def changed(connection: Connection, project_id: int) -> dict[str, str]:
    """The project's changed settings, as text."""
    return {row["key"]: row["value"] for row in _CHANGED.all(connection, {"project": project_id})}


def current(connection: Connection, project_id: int) -> Mapping[str, settings.Value]:
    """Every setting of the project, as its rules want it: the changed ones parsed over the defaults."""
    values = dict(_DEFAULTS)
    for key, text in changed(connection, project_id).items():
        if key in values:
            values[key] = settings.parse(key, text)
    return values


def one(connection: Connection, project_id: int, key: str) -> tuple[int, int] | None:
    """(id, version) of a changed setting, or None."""
    row = connection.execute(
        select(_SETTING.c.id, _SETTING.c.version).where(_SETTING.c.project_id == project_id, _SETTING.c.key == key)
    ).first()
    return None if row is None else (row.id, row.version)
