"""Settings that differ from their default (design 4: every [R] number is a setting)."""

from collections.abc import Mapping
from datetime import date
from types import MappingProxyType
from typing import Any

from sqlalchemy import Connection, UniqueConstraint, bindparam, select

from anchang.domain import settings
from anchang.storage.base import Record, table_of
from anchang.storage.columns import day
from anchang.storage.quick import Quick
from anchang.storage.rare import remembered


class SettingRow(Record, table=True):
    """One changed setting of one project; `value` is the text that the setting's own parser reads.

    `value` holds from `from_day` on (None: at once), until then `before` does (None: the default).
    """

    __tablename__ = "setting"
    __table_args__ = (UniqueConstraint("project_id", "key"),)

    project_id: int
    key: str
    value: str
    before: str | None = None
    from_day: date | None = day(default=None, nullable=True)


_SETTING = table_of(SettingRow)
_CHANGED = Quick(
    select(_SETTING.c.key, _SETTING.c.value, _SETTING.c.before, _SETTING.c.from_day).where(
        _SETTING.c.project_id == bindparam("project")
    )
)
_DEFAULTS: dict[str, settings.Value] = {key: each.default for key, each in settings.SETTINGS.items()}


def current(connection: Connection, project_id: int, today: date) -> Mapping[str, settings.Value]:
    """Every setting of the project as it holds today: the changed ones parsed over the defaults."""

    def found() -> Mapping[str, settings.Value]:
        values = dict(_DEFAULTS)
        for row in _CHANGED.all(connection, {"project": project_id}):
            text = row["before"] if _is_coming(row, today) else row["value"]
            if row["key"] in values and text is not None:
                values[row["key"]] = settings.parse(row["key"], text)
        return MappingProxyType(values)

    return remembered(connection, ("setting", project_id, today), found)


def coming(connection: Connection, project_id: int, today: date) -> dict[str, tuple[str, date]]:
    """What will hold another day: key -> (the value as text, the day from which it holds)."""
    rows = _CHANGED.all(connection, {"project": project_id})
    return {row["key"]: (row["value"], row["from_day"]) for row in rows if _is_coming(row, today)}


def coming_values(connection: Connection, project_id: int, today: date) -> dict[str, settings.Value]:
    """What will hold another day: key -> its value."""
    return {key: settings.parse(key, text) for key, (text, _) in coming(connection, project_id, today).items()}


def _is_coming(row: Mapping[str, Any], today: date) -> bool:
    return row["from_day"] is not None and row["from_day"] > today


def one(connection: Connection, project_id: int, key: str) -> tuple[int, int] | None:
    """(id, version) of a changed setting, or None."""
    row = connection.execute(
        select(_SETTING.c.id, _SETTING.c.version).where(_SETTING.c.project_id == project_id, _SETTING.c.key == key)
    ).first()
    return None if row is None else (row.id, row.version)
