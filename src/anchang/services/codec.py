"""Commands as text: from `field=value` and JSON to a command object, and what fields a command has.

Money is given in yuan (`50000` or `"50000.00"`), areas in ㎡, rates as `98%` or `0.98`; a JSON fraction is refused,
because binary fractions are not money. References take an id (`#12` or 12) or the label that people use.
"""

from __future__ import annotations

import dataclasses
import types
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from enum import StrEnum
from functools import cache
from typing import Annotated, Any, Union, get_args, get_origin, get_type_hints

from anchang.domain import measure, money
from anchang.domain.errors import BadInput, NotFound
from anchang.domain.text import clean
from anchang.domain.units import Listed, Long, Ref, Scale, Secret, Short
from anchang.i18n import M

Resolve = Callable[[str, str], int]


def decode(command: type, given: Mapping[str, Any], resolve: Resolve) -> Any:
    """Build a command. Raises BadInput that names the field: unknown, missing, or not of its kind."""
    return _build(command, given, resolve, "")


@cache
def _hints(kind: type) -> Mapping[str, Any]:
    # A price list has thousands of rows of one kind, and its hints are text until they are evaluated.
    return get_type_hints(kind, include_extras=True)


def _build(kind: type, given: Mapping[str, Any], resolve: Resolve, prefix: str) -> Any:
    hints = _hints(kind)
    fields = {each.name: each for each in dataclasses.fields(kind)}
    for name in given:
        if name not in fields:
            raise BadInput(
                M("{field}: there is no such field. Known: {known}.", field=prefix + name, known=tuple(fields)),
                prefix + name,
            )
    values: dict[str, Any] = {}
    for name, each in fields.items():
        place = prefix + name
        if name in given and given[name] is not None:
            values[name] = _value(hints[name], given[name], resolve, place)
        elif each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING:
            if name in given and _optional(hints[name]) is not None:
                values[name] = None
            else:
                raise BadInput(M("{field}: this is needed.", field=place), place)
    return kind(**values)


def _optional(hint: Any) -> Any:
    if get_origin(hint) in (Union, types.UnionType):
        inner = [each for each in get_args(hint) if each is not types.NoneType]
        return inner[0] if len(inner) == 1 else None
    return None


def _value(hint: Any, raw: Any, resolve: Resolve, place: str) -> Any:
    inner = _optional(hint)
    if inner is not None:
        return None if raw == "" and inner is not str else _value(inner, raw, resolve, place)
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *extra = get_args(hint)
        marks = tuple(extra)
    collection = get_origin(hint)
    if collection in (tuple, frozenset):
        if not isinstance(raw, (list, tuple, frozenset)):
            raw = [part.strip() for part in str(raw).split(",") if part.strip()]
        item = get_args(hint)[0]
        return collection(_value(item, each, resolve, f"{place}[{index}]") for index, each in enumerate(raw))
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        if isinstance(raw, hint):
            return raw  # a program of ours has built it already
        if not isinstance(raw, Mapping):
            raise BadInput(M("{field}: this is a group of fields.", field=place), place)
        return _build(hint, raw, resolve, place + ".")
    return _single(hint, marks, raw, resolve, place)


def _single(hint: Any, marks: tuple[Any, ...], raw: Any, resolve: Resolve, place: str) -> Any:
    if isinstance(raw, float):
        raise BadInput(M("{field}: write the number as text, so that no digit is lost.", field=place), place)
    for mark in marks:
        if isinstance(mark, Scale):
            reader = {"fen": money.parse, "area": measure.parse_area, "rate": measure.parse_rate}[mark.unit]
            return reader(str(raw), place)
        if isinstance(mark, Ref):
            return _reference(mark.noun, raw, resolve, place)
        if isinstance(mark, Secret):
            return str(raw)
        if isinstance(mark, Long):
            return clean(str(raw), place, limit=mark.limit, multiline=True)
        if isinstance(mark, (Short, Listed)):
            return clean(str(raw), place, limit=mark.limit)
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return _choice(hint, raw, place)
    return _scalar(hint, raw, place)


def _reference(noun: str, raw: Any, resolve: Resolve, place: str) -> int:
    if isinstance(raw, int) and not isinstance(raw, bool):
        return raw
    text = clean(str(raw), place)
    if text.startswith("#") and text[1:].isdecimal():
        return int(text[1:])
    try:
        return resolve(noun, text)
    except NotFound as error:
        raise NotFound(error.message, place) from error


def _choice(hint: type[StrEnum], raw: Any, place: str) -> StrEnum:
    try:
        return hint(str(raw))
    except ValueError as error:
        raise BadInput(
            M(
                "{field}: «{value}» is not one of {known}.",
                field=place,
                value=str(raw),
                known=tuple(each.value for each in hint),
            ),
            place,
        ) from error


_YES = frozenset({"true", "yes", "1", "y"})
_NO = frozenset({"false", "no", "0", "n"})


def _scalar(hint: Any, raw: Any, place: str) -> Any:
    if hint is str:
        return clean(str(raw), place)
    if hint is bool:
        word = str(raw).lower()
        if word in _YES or word in _NO:
            return word in _YES
        raise BadInput(M("{field}: answer yes or no.", field=place), place)
    try:
        if hint is int:
            return raw if isinstance(raw, int) and not isinstance(raw, bool) else int(str(raw).strip())
        if hint is date:
            return raw if type(raw) is date else date.fromisoformat(str(raw).strip())
        if hint is datetime:
            moment = raw if isinstance(raw, datetime) else datetime.fromisoformat(str(raw).strip())
            if moment.tzinfo is None:
                raise BadInput(M("{field}: the time needs its zone, as in 2026-11-21T09:30+08:00.", field=place), place)
            return moment
    except ValueError as error:
        raise BadInput(M("{field}: «{value}» cannot be read.", field=place, value=str(raw)), place) from error
    raise TypeError(f"{place}: no reader for {hint!r}")


@dataclass(frozen=True, slots=True)
class FieldShape:
    """One field of a command as `do --commands` prints it."""

    name: str
    kind: str
    required: bool
    choices: tuple[str, ...] = ()


def describe(command: type) -> tuple[FieldShape, ...]:
    """The fields of a command, nested groups as `name.field`, lists as `name[].field`."""
    hints = _hints(command)
    found: list[FieldShape] = []
    for each in dataclasses.fields(command):
        required = each.default is dataclasses.MISSING and each.default_factory is dataclasses.MISSING
        found.extend(_shapes(each.name, hints[each.name], required))
    return tuple(found)


def _shapes(name: str, hint: Any, required: bool) -> list[FieldShape]:
    inner = _optional(hint)
    if inner is not None:
        return _shapes(name, inner, False)
    marks: tuple[Any, ...] = ()
    if get_origin(hint) is Annotated:
        hint, *extra = get_args(hint)
        marks = tuple(extra)
    if get_origin(hint) in (tuple, frozenset):
        return _shapes(name + "[]", get_args(hint)[0], required)
    if dataclasses.is_dataclass(hint) and isinstance(hint, type):
        return [dataclasses.replace(each, name=f"{name}.{each.name}") for each in describe(hint)]
    for mark in marks:
        if isinstance(mark, Scale):
            return [FieldShape(name, {"fen": "yuan", "area": "sqm", "rate": "rate"}[mark.unit], required)]
        if isinstance(mark, Ref):
            return [FieldShape(name, f"ref:{mark.noun}", required)]
        if isinstance(mark, Secret):
            return [FieldShape(name, "password", required)]
        if isinstance(mark, Listed):
            return [FieldShape(name, "code", required)]
    if isinstance(hint, type) and issubclass(hint, StrEnum):
        return [FieldShape(name, "choice", required, tuple(item.value for item in hint))]
    return [FieldShape(name, hint.__name__, required)]


def canonical(command: object) -> Any:
    """A command as plain content, for its digest: secrets left out."""
    if dataclasses.is_dataclass(command) and not isinstance(command, type):
        hints = _hints(type(command))
        return {
            each.name: canonical(getattr(command, each.name))
            for each in dataclasses.fields(command)
            if not _is_secret(hints[each.name])
        }
    if isinstance(command, (list, tuple)):
        return [canonical(item) for item in command]
    if isinstance(command, frozenset):
        return sorted(canonical(item) for item in command)
    if isinstance(command, (date, datetime)):
        return command.isoformat()
    if isinstance(command, StrEnum):
        return command.value
    return command


def secrets(command: object) -> tuple[str, ...]:
    """The passwords that a command carries, in the order of its fields."""
    if not dataclasses.is_dataclass(command) or isinstance(command, type):
        return ()
    hints = _hints(type(command))
    names = [each.name for each in dataclasses.fields(command) if _is_secret(hints[each.name])]
    return tuple(str(getattr(command, name)) for name in names)


def _is_secret(hint: Any) -> bool:
    inner = _optional(hint)
    if inner is not None:
        return _is_secret(inner)
    return get_origin(hint) is Annotated and any(isinstance(mark, Secret) for mark in get_args(hint)[1:])
