"""Passwords: hashed with Argon2id, checked off the event loop, never stored or logged."""

from __future__ import annotations

from collections.abc import Sequence
from functools import lru_cache
from typing import TYPE_CHECKING

from anchang.domain.errors import BadInput
from anchang.i18n import M

if TYPE_CHECKING:
    from argon2 import PasswordHasher

LEAST = 8


@lru_cache(maxsize=1)
def _hasher() -> PasswordHasher:
    from argon2 import PasswordHasher

    return PasswordHasher(time_cost=2, memory_cost=19_456, parallelism=1)


def make_hash(password: str) -> str:
    """The hash to store. Raises BadInput for half a character, which is no text."""
    _whole(password, "password")
    return _hasher().hash(password)


def fits(stored: str, password: str) -> bool:
    """Whether the password is the one behind the hash. An empty hash fits nothing."""
    from argon2.exceptions import InvalidHashError, VerificationError

    if not stored:
        return False
    try:
        return _hasher().verify(stored, password)
    except (VerificationError, InvalidHashError, UnicodeEncodeError):
        return False


def seal(passwords: Sequence[str], salt: bytes) -> str:
    """A slow digest of passwords, to see whether the same were given again. Raises BadInput for half a character."""
    from argon2.low_level import Type, hash_secret_raw

    for each in passwords:
        _whole(each, "password")
    text = "\0".join(passwords).encode()
    return hash_secret_raw(text, salt, time_cost=2, memory_cost=19_456, parallelism=1, hash_len=32, type=Type.ID).hex()


def accept_new(password: str, *others: str, place: str = "password") -> None:
    """Refuse a new password that is too short, one character over and over, or the login itself. Raises BadInput."""
    _whole(password, place)
    if len(password) < LEAST:
        raise BadInput(M("The new password needs at least {count} characters.", count=LEAST), place)
    if len(set(password)) < 3 or password.lower() in {other.lower() for other in others if other}:
        raise BadInput(M("The new password is too easy to guess. Choose another one."), place)


def _whole(password: str, place: str) -> None:
    if any("\ud800" <= sign <= "\udfff" for sign in password):
        raise BadInput(M("The password holds half of a character; type it again."), place)
