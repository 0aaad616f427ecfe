"""What people were told and agreed to, as it happens (5.11): one line each time, the newest holds."""

from __future__ import annotations

from anchang.domain.errors import Refusal
from anchang.domain.person import ConsentKind
from anchang.i18n import M
from anchang.services.act import Act
from anchang.storage.person import Consent
from anchang.storage.work import Row


def record(act: Act, customer_id: int, kind: ConsentKind, given: bool, why: str) -> None:
    """Keep that the person was told, agreed or took it back, with the time."""
    act.work.insert(
        Consent,
        project_id=act.project_id,
        customer_id=customer_id,
        kind=kind.value,
        given=given,
        why=why,
        by_id=act.actor.id or None,
        at=act.now,
        business_date=act.today,
    )


def still_known(row: Row) -> None:
    """Refuse to work on somebody who was made nameless. Raises Refusal."""
    if row["erased_at"] is not None:
        raise Refusal(M("{name} was made nameless: nothing can be added. Register the person anew.", name=row["name"]))
