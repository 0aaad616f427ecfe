"""The one door to words: English in the code, every other language in `<language>/*.po`.

`M("…{name}…", name=value)` makes a message that is put into words when it is shown; `_()` puts it into words at once.
Parameters may be messages, enums with a `label` message, dates or plain values. A leaf: it imports nothing of ours.
"""

from __future__ import annotations

import gettext
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, tzinfo
from functools import cache
from pathlib import Path
from types import MappingProxyType

LANGUAGES = ("zh_CN", "en")
DEFAULT_LANGUAGE = "zh_CN"

_current = DEFAULT_LANGUAGE
_zone: tzinfo = UTC
_EMPTY: Mapping[str, object] = MappingProxyType({})


class UnknownLanguage(ValueError):
    """A language that has no catalogue."""


@dataclass(frozen=True, slots=True)
class Msg:
    """Words not yet said: the English text and what goes into its braces."""

    id: str
    params: Mapping[str, object] = field(default_factory=lambda: _EMPTY, hash=False)

    def __str__(self) -> str:
        return say(self)


def M(msgid: str, /, **params: object) -> Msg:  # a marker, short because it stands in every table
    """Mark words for the catalogues and keep them unsaid, so that they follow the language of whoever reads them."""
    return Msg(msgid, MappingProxyType(params) if params else _EMPTY)


def use(language: str) -> None:
    """Switch the language of everything said from now on in this process."""
    if language not in LANGUAGES:
        raise UnknownLanguage(language)
    global _current
    _current = language


def current() -> str:
    """The language in use."""
    return _current


def use_zone(zone: tzinfo) -> None:
    """Say instants in the office's own time from now on in this process."""
    global _zone
    _zone = zone


def zone() -> tzinfo:
    """The zone in which instants are said."""
    return _zone


@cache
def _catalogue(language: str) -> gettext.NullTranslations:
    path = Path(__file__).parent / language / "anchang.mo"
    if not path.exists():
        return gettext.NullTranslations()
    with path.open("rb") as handle:
        return gettext.GNUTranslations(handle)


def say(words: Msg | str, language: str | None = None) -> str:
    """Put a message into words. A plain string is data, not words, and passes unchanged."""
    if isinstance(words, str):
        return words
    text = _catalogue(language or _current).gettext(words.id) if words.id else ""
    if not words.params:
        return text
    return text.format_map({name: _inside(value, language) for name, value in words.params.items()})


def _inside(value: object, language: str | None) -> object:
    if isinstance(value, Msg):
        return say(value, language)
    label = getattr(value, "label", None)
    if isinstance(label, Msg):
        return say(label, language)
    if isinstance(value, datetime):
        return (value if value.tzinfo is None else value.astimezone(_zone)).strftime("%Y-%m-%d %H:%M")
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, (list, tuple)):
        comma = say(M(", "), language)
        return comma.join(str(_inside(item, language)) for item in value)
    return value


def _(msgid: str, /, **params: object) -> str:
    """Say these words now."""
    return say(Msg(msgid, params))
