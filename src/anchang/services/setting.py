"""Changing a setting: one act, one reason, the same parser for everybody (design 4)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import timedelta

from anchang.domain import settings
from anchang.domain.access import may
from anchang.domain.calendar import read_changes
from anchang.domain.errors import BadInput, NotAllowed, nothing_there
from anchang.domain.text import clean
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import setting as rows
from anchang.storage.setting import SettingRow


@dataclass(frozen=True, slots=True)
class ChangeSetting:
    """A setting's key and its new value as it is typed."""

    key: str
    value: str
    reason: str = ""


HOURS = ("opening_time", "closing_time")


def _check_hours(act: Act, key: str, value: settings.Value) -> None:
    if key not in HOURS:
        return
    ahead = {**act.settings, **rows.coming_values(act.work.connection, act.project_id, act.today), key: value}
    if str(ahead[HOURS[0]]) >= str(ahead[HOURS[1]]):
        raise BadInput(M("The office would close before it opens."), key)


@use_case(
    "setting.change", action="policy.change", title=M("Change a setting"), done=M("{key} is {value} from {day} on.")
)
def change(act: Act, command: ChangeSetting) -> Result:
    """Change one setting of the project; a rule of the rota holds from the next day on, anything else at once.

    Raises NotFound for an unknown key, BadInput for a value out of range, NotAllowed where it is not a policy (2.18).
    """
    if command.key not in settings.SETTINGS:
        raise nothing_there(M("setting"), command.key, "key")
    setting = settings.SETTINGS[command.key]
    if not setting.next_day and not may(act.actor.roles, "setting.change"):
        raise NotAllowed(M("Only the rules of the rota are yours; the administrator changes the other settings."))
    try:
        value = settings.parse(command.key, command.value)
        if command.key == "working_day_changes":
            read_changes(str(value))
        _check_hours(act, command.key, value)
    except BadInput as error:
        raise BadInput(error.message, "value") from error
    text = settings.show(command.key, value)
    act.reason = clean(command.reason, "reason")
    from_day = act.today + timedelta(days=1) if setting.next_day else act.today
    holds = {
        "value": text,
        "before": settings.show(command.key, act.settings[command.key]) if setting.next_day else None,
        "from_day": from_day if setting.next_day else None,
    }
    before = rows.one(act.work.connection, act.project_id, command.key)
    if before is None:
        act.work.insert(SettingRow, project_id=act.project_id, key=command.key, **holds)
    else:
        act.work.update(SettingRow, before[0], expect=before[1], **holds)
    return {"key": command.key, "value": text, "day": from_day.isoformat()}
