"""Style sheets are read once for each look, and mean what Textual's own reading makes of them."""

from __future__ import annotations

from typing import Any
from unittest import mock

import pytest
from textual.css.errors import StylesheetError
from textual.css.stylesheet import Stylesheet, StylesheetParseError

from anchang.tui import styles
from anchang.tui.styles.sheets import Sheets
from tests.tui.stage import Stage

LOOK = {"ground": "#102030", "ink": "#fefefe"}
SHEET = "Label { color: $ink; background: $ground; &:hover { color: red; } } #one, .two { width: 1fr; }"


def said(sheets: Stylesheet) -> list[tuple[Any, ...]]:
    """What the rules say, in their order: for whom, what, how strongly, whose they are."""
    return [
        (
            rule.selectors,
            repr(sorted(rule.styles.get_rules().items())),
            [each.specificity for each in rule.selector_set],
            rule.is_default_rules,
            rule.tie_breaker,
        )
        for rule in sheets.rules
    ]


def both(variables: dict[str, str]) -> tuple[Sheets, Stylesheet]:
    """Ours and Textual's with the same sheets in them."""
    made = Sheets(variables=dict(variables)), Stylesheet(variables=dict(variables))
    for sheets in made:
        sheets.add_source(SHEET, read_from=("a", "b"))
        sheets.add_source("Button { width: 3; }", read_from=("c", "d"), is_default_css=True, tie_breaker=2, scope="Row")
    return made


async def test_the_consoles_rules_are_textuals() -> None:
    async with Stage().run_test() as pilot:
        ours = pilot.app.stylesheet
        assert isinstance(ours, Sheets)
        ours.read_all(styles.PLACES)
        plain = Stylesheet(variables=dict(ours._variables))
        plain.source = dict(ours.source)
        plain.parse()
        assert len(said(ours)) > 100
        assert said(ours) == said(plain)


def test_the_same_colours_are_read_once_and_others_anew() -> None:
    ours, plain = both(LOOK)
    assert said(ours) == said(plain)
    other = LOOK | {"ink": "#010101"}
    plainly = Stylesheet._parse_rules
    with mock.patch.object(Stylesheet, "_parse_rules", autospec=True, side_effect=plainly) as read:
        ours.set_variables(dict(LOOK))
        ours.reparse()
        again = ours.copy()
        again.parse()
        assert said(again) == said(ours) == said(plain)
        assert not read.called
        for sheets in (ours, plain):
            sheets.set_variables(dict(other))
            sheets.reparse()
    assert said(ours) == said(plain)
    assert said(ours) != said(both(LOOK)[0])


def test_a_sheet_that_is_wrong_is_said_and_the_rules_stay() -> None:
    ours, plain = both(LOOK)
    before = said(ours)
    for sheets in (ours, plain):
        sheets.add_source("Label { colour: 1 }", read_from=("x", "y"))
        with pytest.raises((StylesheetError, StylesheetParseError)):
            sheets.reparse()
    ours._require_parse = False
    assert said(ours) == before
