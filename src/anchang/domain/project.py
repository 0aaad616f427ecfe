"""The development being sold, and how it counts money (domain 3.25, 5.2)."""

from __future__ import annotations

import re
from dataclasses import dataclass

from anchang.domain.money import Rounding
from anchang.domain.price_list import PricingBasis
from anchang.i18n import M, Msg

_CODE = re.compile(r"[A-Za-z0-9][A-Za-z0-9_-]{0,19}")


@dataclass(frozen=True, slots=True)
class ProjectFacts:
    """One project. `pricing_basis` is what prices hang on, `rounding` how a deal total is rounded."""

    code: str
    name: str
    developer: str
    address: str = ""
    escrow_account: str = ""
    filing_authority: str = ""
    pricing_basis: PricingBasis = PricingBasis.BUILD
    rounding: Rounding = Rounding.HALF_UP_YUAN


def why_not_project(project: ProjectFacts) -> Msg | None:
    """Why the project cannot be kept as it stands, or None: code, name and developer are required (3.25)."""
    if _CODE.fullmatch(project.code) is None:
        return M("the project's code has 1 to 20 Latin letters and digits")
    if not project.name.strip():
        return M("the project needs a name")
    if not project.developer.strip():
        return M("the project needs its developer")
    return None
