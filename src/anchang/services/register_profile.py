"""Mapping profiles of old registers: the office's own names of columns, words and people, kept under a name."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from anchang.domain.errors import BadInput, NotFound
from anchang.domain.register import Profile, RegisterKind, Rule
from anchang.domain.register_fields import wrong_with
from anchang.domain.text import clean
from anchang.domain.units import Name
from anchang.i18n import M
from anchang.services.act import Act
from anchang.services.use_case import Result, use_case
from anchang.storage import dictionary, staff
from anchang.storage import register as rows
from anchang.storage.reading import Read
from anchang.storage.register import RegisterProfile, RegisterRule

MOST_RULES = 2_000
NOUN = M("mapping profile")


@dataclass(frozen=True, slots=True)
class SaveRegisterProfile:
    """A profile as it is from now on; of an older one under the name its rules are replaced."""

    name: Name
    kind: RegisterKind
    heads: tuple[str, ...]
    rules: tuple[Rule, ...] = ()


@use_case(
    "register_profile.save",
    action="register.import",
    title=M("Save a mapping profile"),
    done=M("Profile «{name}» is saved with {rules} rules."),
)
def save(act: Act, command: SaveRegisterProfile) -> Result:
    """Keep the mapping under its name. Raises BadInput that names the rule that cannot be kept."""
    name = clean(command.name, "name", limit=60)
    if not name:
        raise BadInput(M("A profile needs a name."), "name")
    if len(command.rules) > MOST_RULES:
        raise BadInput(M("At most {most} rules are kept.", most=MOST_RULES), "rules")
    heads = tuple(clean(head, f"heads[{index}]") for index, head in enumerate(command.heads))
    rules = tuple(
        Rule(
            rule.part,
            clean(rule.said, f"rules[{index}].said"),
            clean(rule.means, f"rules[{index}].means"),
            clean(rule.field, f"rules[{index}].field"),
        )
        for index, rule in enumerate(command.rules)
    )
    known = frozenset(each.id for each in staff.everybody(act.work.connection))
    lists = dictionary.lists(act.work.connection, act.project_id)
    wrong = wrong_with(Profile(name, command.kind, heads, rules), known, lists)
    if wrong is not None:
        raise BadInput(*wrong)
    values: dict[str, Any] = {"heads": "\n".join(heads), "made_by": act.actor.id or None, "made_at": act.now}
    before = rows.by_name(act.read, command.kind, name)
    if before is None:
        edition = 1
        profile_id = act.work.insert(
            RegisterProfile, project_id=act.project_id, kind=command.kind.value, name=name, business_date=act.today,
            **values,
        )  # fmt: skip
    else:
        edition, profile_id = before["edition"] + 1, before["id"]
        act.work.update(
            RegisterProfile, profile_id, edition=edition, dropped=False, business_date=act.today, **values
        )
    act.work.insert_many(
        RegisterRule,
        [
            {
                "profile_id": profile_id,
                "edition": edition,
                "part": rule.part.value,
                "field": rule.field,
                "said": rule.said,
                "means": rule.means,
            }
            for rule in rules
        ],
    )
    return {"id": profile_id, "name": name, "rules": len(rules)}


@dataclass(frozen=True, slots=True)
class DropRegisterProfile:
    """A profile that is not offered any more."""

    name: Name
    kind: RegisterKind


@use_case(
    "register_profile.drop",
    action="register.import",
    title=M("Drop a mapping profile"),
    done=M("Profile «{name}» is not offered any more."),
)
def drop(act: Act, command: DropRegisterProfile) -> Result:
    """Stop offering a profile. Raises NotFound."""
    found = must(act.read, command.kind, command.name)
    row = rows.by_name(act.read, command.kind, found.name)
    assert row is not None
    act.work.update(RegisterProfile, row["id"], dropped=True)
    return {"id": row["id"], "name": found.name}


def must(read: Read, kind: RegisterKind, name: str) -> Profile:
    """The profile of that name. Raises NotFound that names those there are."""
    known = rows.profiles(read, kind)
    found = next((each for each in known if each.name == name.strip()), None)
    if found is None:
        names = tuple(each.name for each in known) or ("-",)
        raise NotFound(M("There is no profile «{name}» for this; known are {known}.", name=name, known=names), "name")
    return found


def known(read: Read, kind: RegisterKind) -> list[Profile]:
    """Every profile of that book, newest first."""
    return rows.profiles(read, kind)
