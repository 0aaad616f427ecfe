"""Who counts as one customer with somebody: direct family, co-buyers, the same person twice (domain 2.1)."""

from __future__ import annotations

import re
from collections.abc import Iterable

from anchang.domain.errors import BadInput
from anchang.domain.text import clean, half_width
from anchang.domain.worded import Worded
from anchang.i18n import M


class Link(Worded):
    """How one customer is tied to another. SELF is the customer."""

    SELF = "self", M("the customer")
    SPOUSE = "spouse", M("spouse")
    PARENT = "parent", M("parent")
    CHILD = "child", M("child")
    SIBLING = "sibling", M("brother or sister")
    CO_BUYER = "co_buyer", M("co-buyer")
    ID_TAIL = "id_tail", M("same end of the ID number")
    SAME_NAME = "same_name", M("same name, another number")
    RELATIVE = "relative", M("other relative")
    FRIEND = "friend", M("friend")

    @property
    def is_family(self) -> bool:
        """Direct family: parents, spouse, children, siblings [Q-11, Q-12]."""
        return self in _FAMILY

    @property
    def back(self) -> Link:
        """The same tie seen from the other end."""
        return _BACK.get(self, self)

    def needs_proof(self, *, family: bool) -> bool:
        """Whether the tie counts only when proved: that of the same person always, that of a family by setting."""
        return self in _SAME_PERSON or (family and self.is_family)

    def is_counted(self, *, children: bool) -> bool:
        """Whether what was done with the other one counts for the customer; one source leaves children out."""
        if self in _GENERATIONS and not children:
            return False
        return self not in (Link.RELATIVE, Link.FRIEND)


_FAMILY = frozenset({Link.SPOUSE, Link.PARENT, Link.CHILD, Link.SIBLING})
_SAME_PERSON = frozenset({Link.ID_TAIL, Link.SAME_NAME})
_GENERATIONS = frozenset({Link.CHILD})
_BACK = {Link.PARENT: Link.CHILD, Link.CHILD: Link.PARENT}
TAIL = re.compile(r"[0-9]{3,5}[0-9X]")


def id_tail(text: str, place: str = "id_tail") -> str:
    """The last four to six signs of an ID number, as it is kept. Raises BadInput."""
    typed = half_width(clean(text, place, limit=20)).replace(" ", "").upper()
    if typed and TAIL.fullmatch(typed) is None:
        raise BadInput(M("Give the last four to six signs of the ID number."), place)
    return typed


def proves(stated: str, stored: Iterable[str]) -> bool:
    """Whether the stated end is that of one of the ID numbers that papers keep."""
    return bool(stated) and any(each.upper().endswith(stated) for each in stored)
