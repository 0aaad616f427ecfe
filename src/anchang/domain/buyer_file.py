"""The buyer's file (domain 3.8, P03c): who bought, why, and what of it needs a consent of its own (5.11).

What is sensitive is asked only where the buyer has agreed to it, and goes with the consent when it is taken back.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date
from typing import Any, Final

from anchang.domain.worded import Worded
from anchang.i18n import M, Msg


class Marital(Worded):
    """Family state."""

    SINGLE = "single", M("single")
    MARRIED = "married", M("married")
    DIVORCED = "divorced", M("divorced")
    WIDOWED = "widowed", M("widowed")


class Education(Worded):
    """Schooling."""

    SCHOOL = "school", M("secondary school or less")
    COLLEGE = "college", M("college")
    BACHELOR = "bachelor", M("bachelor")
    MASTER = "master", M("master or more")


class Income(Worded):
    """Income of the family in a year, in ten thousand yuan."""

    TO_10 = "to_10", M("up to 100,000 a year")
    TO_20 = "to_20", M("100,000 to 200,000 a year")
    TO_50 = "to_50", M("200,000 to 500,000 a year")
    TO_100 = "to_100", M("500,000 to 1,000,000 a year")
    MORE = "more", M("more than 1,000,000 a year")


class Special(Worded):
    """What is special about a buyer."""

    SPECIAL = "special", M("special customer")
    FOREIGN = "foreign", M("foreign customer")
    RELATION = "relation", M("bought through a relation")
    STAFF = "staff", M("member of staff")


SENSITIVE: Final = (
    "hukou", "marital", "education", "employer", "position", "income", "home_address", "mail_address",
    "emergency_name", "emergency_phone", "purchases", "homes",
)  # fmt: skip


def sensitive_given(values: Mapping[str, Any]) -> tuple[str, ...]:
    """The sensitive fields that say something."""
    return tuple(name for name in SENSITIVE if values.get(name) not in (None, "", ()))


def why_not_keep(values: Mapping[str, Any], consent_on: date | None, today: date) -> Msg | None:
    """Why the file cannot be kept like this, or None: sensitive words without a consent, a consent of tomorrow."""
    if consent_on is not None and consent_on > today:
        return M("{day} lies in the future", day=consent_on)
    if consent_on is None and sensitive_given(values):
        return M("the buyer has to agree to these fields first: state the day of the consent")
    return None


def days_to_deal(first_visit: date | None, deal: date | None) -> int | None:
    """Days from the first visit to the deal; 0 on the same day, None where one of the two did not happen."""
    if first_visit is None or deal is None:
        return None
    return max(0, (deal - first_visit).days)
