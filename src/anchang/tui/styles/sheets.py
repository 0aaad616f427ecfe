"""Style sheets that are read once a process for each look.

Textual reads every sheet anew whenever a screen stands for the first time or the theme is taken, and remembers 64 of
them where the console has more: the same words came to the same rules again and again, some ten milliseconds each time
somebody opened a place or a form.
"""

from __future__ import annotations

from functools import lru_cache
from typing import Any

from textual.css.model import RuleSet
from textual.css.stylesheet import Stylesheet

Rules = dict[tuple[Any, ...], list[RuleSet]]
LOOKS = 4  # dark, light, and one of each while colours are being changed


@lru_cache(maxsize=LOOKS)
def _read_with(variables: frozenset[tuple[str, str]]) -> Rules:
    """What has been read with these colours, by text and place."""
    return {}


class Sheets(Stylesheet):
    """The same rules as Textual's own, kept; rules are never changed once they are read."""

    def __init__(self, *, variables: dict[str, str] | None = None) -> None:
        super().__init__(variables=variables)
        self._read = _read_with(frozenset(self._variables.items()))

    def set_variables(self, variables: dict[str, str]) -> None:
        """Take these colours. The same ones again change nothing."""
        if variables != self._variables:
            super().set_variables(variables)
            self._read = _read_with(frozenset(variables.items()))

    def copy(self) -> Sheets:
        """The same sheets, to add more to."""
        made = Sheets(variables=self._variables.copy())
        made.source = self.source.copy()
        return made

    def reparse(self) -> None:
        """Make the rules again from what is kept. Raises StylesheetError, StylesheetParseError."""
        self.parse()

    def _parse_rules(self, *given: Any, **named: Any) -> list[RuleSet]:
        key = (*given, *sorted(named.items()))
        found = self._read.get(key)
        if found is None:
            found = self._read[key] = super()._parse_rules(*given, **named)
        return found
