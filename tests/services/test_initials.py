"""Every reading of a name is found, and nothing of it grows out of bounds."""

from __future__ import annotations

import subprocess
import sys

import pytest
from hypothesis import given
from hypothesis import strategies as st

from anchang.services.initials import MOST, initials


@pytest.mark.parametrize(
    ("name", "letters"),
    [
        ("张伟", "ZW"), ("单雄信", "SXX"), ("单雄信", "DXX"), ("曾国藩", "ZGF"), ("曾国藩", "CGF"), ("解缙", "XJ"),
        ("仇英", "QY"), ("查良镛", "ZLY"), ("查良镛", "CLY"), ("区志强", "OZQ"), ("朴树", "PS"), ("覃海", "QH"),
        ("翟天", "ZT"), ("尉迟恭", "YCG"), ("万俟雪", "MQX"), ("乐嘉", "YJ"), ("John Smith", "JS"),
        ("买买提·艾力", "MMTAL"), ("Ａ座王芳", "AZWF"),
    ],
)  # fmt: skip
def test_readings(name: str, letters: str) -> None:
    assert letters in initials(name)


@pytest.mark.parametrize("name", ["", " · ", "[/]", "\u202e", "=", "𠮷"])
def test_names_without_initials(name: str) -> None:
    assert initials(name) == set()


@given(st.text(st.sampled_from("单曾解仇查覃重种行乐那能隗A ·𠮷="), max_size=60))
def test_bounded(name: str) -> None:
    found = initials(name)
    assert len(found) <= MOST
    assert all(letters.isascii() and letters.isupper() and len(letters) <= 30 for letters in found)


def test_the_readings_are_not_loaded_before_a_name_comes() -> None:
    code = "import sys, anchang.services.initials; sys.exit('pypinyin' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0
