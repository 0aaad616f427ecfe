"""What kind of office it is: a real one, one for practice, or the demo."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class OfficeFacts:
    """`practice` and `demo` offices may move their clock, and say so on every screen and report."""

    uid: str
    practice: bool
    demo: bool
