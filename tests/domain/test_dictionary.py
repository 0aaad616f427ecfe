"""The office's own lists: what the program brings, what the office makes of it (2.18)."""

from __future__ import annotations

import pytest

from anchang.domain.dictionary import (
    DEFAULTS,
    DictKind,
    check_codes,
    check_label,
    check_retiring,
    entry_of,
    found_by_words,
    merged,
    next_code,
)
from anchang.domain.errors import BadInput, NotFound, Refusal
from anchang.domain.faq import FAQ, FaqFacts, FaqState
from anchang.i18n import say
from tests.expected import compare
from tests.expected import faq as expected_faq


def row(code: str, zh: str = "", *, active: bool = True, position: int = 0, row_id: int = 1) -> dict[str, object]:
    return {
        "id": row_id, "version": 1, "code": code, "label_zh": zh, "label_en": "", "active": active,
        "position": position,
    }  # fmt: skip


def test_a_list_begins_with_what_trade_practice_has() -> None:
    channels = merged(DictKind.CHANNEL, ())
    assert [each.code for each in channels][:3] == ["official_site", "social_media", "partner_platform"]
    assert say(entry_of(channels, "outdoor").label) == "户外广告"
    assert merged(DictKind.AREA, ()) == ()
    assert {say(each.label) for each in merged(DictKind.LOST_REASON, ())} >= {"价格过高", "已购其他楼盘", "交房太晚"}
    for kind, begins in DEFAULTS.items():
        codes = [each.code for each in merged(kind, ())]
        assert codes == [each.value for each in begins or ()]
        assert "declined" not in codes


def test_the_office_changes_words_order_and_what_is_offered() -> None:
    own = row("own_1", "抖音", position=1, row_id=2)
    stored = [row("outdoor", "高炮", position=5), own, row("leaflet", active=False)]
    channels = merged(DictKind.CHANNEL, stored)
    assert [say(each.label) for each in channels if each.code in ("own_1", "outdoor")] == ["抖音", "高炮"]
    assert channels[-1].code != "leaflet" and not entry_of(channels, "leaflet").active
    assert say(entry_of(channels, "leaflet").label) == "传单"
    with pytest.raises(NotFound):
        entry_of(channels, "own_2")
    assert next_code(channels) == "own_2"


@pytest.mark.parametrize("label", ["", "户外广告", "x" * 21, "抖音"])
def test_words_that_cannot_be_taken(label: str) -> None:
    entries = merged(DictKind.CHANNEL, [row("own_1", "抖音")])
    with pytest.raises(BadInput):
        check_label(entries, label)
    if label == "抖音":
        check_label(entries, label, "own_1")  # its own words are no repetition


def test_only_what_is_offered_is_taken_and_what_stands_may_stay() -> None:
    entries = merged(DictKind.CHANNEL, [row("leaflet", active=False)])
    check_codes(DictKind.CHANNEL, entries, ["outdoor"], (), "channels")
    check_codes(DictKind.CHANNEL, entries, ["leaflet"], ["leaflet"], "channels")
    for code in ("leaflet", "nothing"):
        with pytest.raises(BadInput) as refused:
            check_codes(DictKind.CHANNEL, entries, ["outdoor", code], (), "channels")
        assert refused.value.place == "channels"


def test_the_last_entry_stays() -> None:
    only = merged(DictKind.AREA, [row("own_1", "南山"), row("own_2", "福田", active=False, row_id=2)])
    with pytest.raises(Refusal):
        check_retiring(only, "own_1")
    check_retiring(merged(DictKind.CHANNEL, ()), "outdoor")


def test_an_area_is_known_by_its_words() -> None:
    areas = merged(DictKind.AREA, [row("own_1", "南山"), row("own_2", "福田", active=False, row_id=2)])
    assert [found_by_words(areas, each) for each in ("南山", "福田", "罗湖")] == ["own_1", "福田", "罗湖"]


def test_every_cell_of_the_sales_questions_is_as_typed() -> None:
    assert compare(FAQ, expected_faq.FAQ) > 0
    for step, state in (("approve", FaqState.PROPOSED), ("change", FaqState.APPROVED)):
        with pytest.raises(Refusal):
            FAQ.take(step, state, FaqFacts(" "), FAQ.step(step).roles)
