"""One person's data looked up: who is due to be made nameless, what is held, who looked (5.11)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime, time
from typing import Any

from sqlalchemy import Connection, Select, String, Table, and_, case, cast, exists, func, literal, or_, select

from anchang.domain.customer import LeadState
from anchang.domain.person import ConsentKind, RequestState, kept_until
from anchang.storage import desk_filters
from anchang.storage.base import table_of
from anchang.storage.change import ChangeRequest
from anchang.storage.change_asked import ChangeBuyer
from anchang.storage.contract import Contract, ContractBuyer
from anchang.storage.customer import Customer, CustomerLook
from anchang.storage.journal import Journal
from anchang.storage.paging import AskLike, Rows, count, fetch
from anchang.storage.person import Consent, PersonRequest, held
from anchang.storage.reading import Read
from anchang.storage.receipt import Receipt
from anchang.storage.sincerity import Sincerity
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription, SubscriptionBuyer
from anchang.storage.unit import UnitClaim
from anchang.storage.work import Row

_CUSTOMER, _STAFF, _CONSENT = table_of(Customer), table_of(Staff), table_of(Consent)
_REQUEST, _LOOK = table_of(PersonRequest), table_of(CustomerLook)
_JOURNAL, _CLAIM = table_of(Journal), table_of(UnitClaim)
_CHANGE = table_of(ChangeRequest)
_SINCERITY = table_of(Sincerity)
_SUB, _SUB_BUYER, _CONTRACT = table_of(Subscription), table_of(SubscriptionBuyer), table_of(Contract)


def holds(connection: Connection, customer_id: int, kind: ConsentKind) -> bool:
    """Whether the person has agreed: what the newest line says."""
    statement = (
        select(_CONSENT.c.given)
        .where(_CONSENT.c.customer_id == customer_id, _CONSENT.c.kind == kind.value)
        .order_by(_CONSENT.c.id.desc())
        .limit(1)
    )
    found = connection.execute(statement).scalar()
    if found is None and kind is ConsentKind.MARKETING:  # agreed before there was a history
        found = connection.execute(select(_CUSTOMER.c.consent_marketing).where(_CUSTOMER.c.id == customer_id)).scalar()
    return bool(found)


def unagreed(read: Read, kind: ConsentKind, customer_ids: Collection[int]) -> int:
    """How many of these people have not agreed, or took it back."""
    newest = (
        select(func.max(_CONSENT.c.id).label("id"))
        .where(_CONSENT.c.project_id == read.project_id, _CONSENT.c.kind == kind.value)
        .group_by(_CONSENT.c.customer_id)
    ).subquery()
    statement = select(_CONSENT.c.customer_id).join(newest, newest.c.id == _CONSENT.c.id).where(_CONSENT.c.given == 1)
    return len(set(customer_ids) - set(read.connection.execute(statement).scalars()))


def consents(read: Read, customer_id: int) -> list[dict[str, Any]]:
    """What one's own customer was told and agreed to, the newest first: kind, given, why, at, who."""
    statement = (
        select(_CONSENT, _STAFF.c.name.label("who"))
        .join(_CUSTOMER, _CUSTOMER.c.id == _CONSENT.c.customer_id)
        .outerjoin(_STAFF, _STAFF.c.id == _CONSENT.c.by_id)
        .where(
            _CONSENT.c.project_id == read.project_id,
            _CONSENT.c.customer_id == customer_id,
            *desk_filters.own(read, _CUSTOMER.c.owner_id),
        )
        .order_by(_CONSENT.c.id.desc())
    )
    return [dict(row) for row in read.connection.execute(statement).mappings()]


# -- papers and retention


def _has_paper(phone: Any) -> Any:
    """A subscription, contract or receipt of the customer, or a paper that names the number among its buyers."""
    buyer = table_of(ContractBuyer)
    return or_(
        exists().where(_SUB.c.customer_id == _CUSTOMER.c.id),
        exists().where(_CONTRACT.c.customer_id == _CUSTOMER.c.id),
        exists().where(_SINCERITY.c.customer_id == _CUSTOMER.c.id),
        and_(phone != "", phone.in_(select(_SUB_BUYER.c.phone))),
        and_(phone != "", phone.in_(select(buyer.c.phone))),
    )


def paper_of(connection: Connection, row: Row) -> str | None:
    """The number of a paper because of which the person has to be kept, or None."""
    for table, no in ((_CONTRACT, _CONTRACT.c.no), (_SUB, _SUB.c.sub_no), (_SINCERITY, _SINCERITY.c.no)):
        statement = select(no).where(table.c.customer_id == row["id"]).order_by(table.c.id.desc()).limit(1)
        found = connection.execute(statement).scalar()
        if found is not None:
            return str(found)
    if row["phone"]:
        named = (
            select(_SUB.c.sub_no)
            .join(_SUB_BUYER, _SUB_BUYER.c.subscription_id == _SUB.c.id)
            .where(_SUB_BUYER.c.phone == row["phone"])
            .limit(1)
        )
        found = connection.execute(named).scalar()
    else:
        found = None
    return None if found is None else str(found)


def has_live_claim(connection: Connection, customer_id: int) -> bool:
    """Whether a unit is held for the person now."""
    statement = select(_CLAIM.c.id).where(_CLAIM.c.customer_id == customer_id, _CLAIM.c.ended_at.is_(None))
    return connection.execute(statement).first() is not None


def _due(project_id: int, limit: datetime) -> Select[Any]:
    """People without any paper, hold or open request whose last contact lies before that instant."""
    return select(_CUSTOMER).where(
        _CUSTOMER.c.project_id == project_id,
        _CUSTOMER.c.erased_at.is_(None),
        func.coalesce(_CUSTOMER.c.last_contact_at, _CUSTOMER.c.first_contact_at) < limit,
        _CUSTOMER.c.first_contact_at < limit,
        _CUSTOMER.c.state.not_in([LeadState.SUBSCRIBED.value, LeadState.SIGNED.value]),
        ~_has_paper(_CUSTOMER.c.phone),
        ~exists().where(_CLAIM.c.customer_id == _CUSTOMER.c.id, _CLAIM.c.ended_at.is_(None)),
        ~exists().where(_REQUEST.c.customer_id == _CUSTOMER.c.id, _REQUEST.c.state == RequestState.OPEN.value),
    )


def due_ids(
    connection: Connection, project_id: int, limit: datetime, *, only: Collection[int] | None = None
) -> list[int]:
    """The ids of who is due, of `only` these where they are given."""
    statement = _due(project_id, limit).with_only_columns(_CUSTOMER.c.id).order_by(_CUSTOMER.c.id)
    if only is not None:
        statement = statement.where(_CUSTOMER.c.id.in_(list(only)))
    return list(connection.execute(statement).scalars())


def limit(act: Any) -> datetime:
    """Who was last in touch before this instant is not kept by the setting; `act` is an act or a read."""
    return datetime.combine(kept_until(act.today, int(act.settings["retention_months"])), time(), act.zone)


def due(read: Read) -> list[int]:
    """Who is due to be made nameless today, by the setting."""
    return due_ids(read.connection, read.project_id, limit(read))


def due_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Those who are due, masked, whoever was in touch longest ago first."""
    statement = _due(read.project_id, limit(read)).where(*desk_filters.own(read, _CUSTOMER.c.owner_id))
    statement = statement.outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id).add_columns(
        func.coalesce(_STAFF.c.name, "").label("owner")
    )

    def build(row: Any) -> dict[str, Any]:
        last = row["last_contact_at"] or row["first_contact_at"]
        return {**row, "phone": read.phone(row["phone"]), "phone_tail": "", "last_contact_at": last}

    return fetch(read, statement, (_CUSTOMER.c.first_contact_at, _CUSTOMER.c.id), ask, build, descending=False)


def due_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many are due."""
    return count(read, _due(read.project_id, limit(read)).where(*desk_filters.own(read, _CUSTOMER.c.owner_id)))


# -- what is held


def everything(read: Read, customer_id: int) -> dict[str, list[dict[str, Any]]]:
    """Every row that is about one person, by table, as it is stored; papers with what they say of the buyer."""
    connection = read.connection
    found = {"customer": _rows(connection, _CUSTOMER, _CUSTOMER.c.id == customer_id)}
    row = connection.execute(select(_CUSTOMER).where(_CUSTOMER.c.id == customer_id)).mappings().one()
    for part in held(connection, dict(row)):
        found[table_of(part.model).name] = [_stored(row) for row in part.rows]
    subs = select(_SUB.c.id).where(_SUB.c.customer_id == customer_id)
    contracts = select(_CONTRACT.c.id).where(_CONTRACT.c.customer_id == customer_id)
    receipts, buyers = table_of(Receipt), table_of(ContractBuyer)
    found["subscription"] = _rows(connection, _SUB, _SUB.c.customer_id == customer_id)
    found["subscription_buyer"] = _rows(connection, _SUB_BUYER, _SUB_BUYER.c.subscription_id.in_(subs))
    requests = select(_CHANGE.c.id).where(_CHANGE.c.customer_id == customer_id)
    asked = table_of(ChangeBuyer)
    found["change_buyer"] = _rows(
        connection, asked, or_(asked.c.request_id.in_(requests), asked.c.customer_id == customer_id)
    )
    found["contract"] = _rows(connection, _CONTRACT, _CONTRACT.c.customer_id == customer_id)
    found["contract_buyer"] = _rows(connection, buyers, buyers.c.contract_id.in_(contracts))
    found["receipt"] = _rows(connection, receipts, receipts.c.subscription_id.in_(subs))
    found["sincerity"] = _rows(connection, _SINCERITY, _SINCERITY.c.customer_id == customer_id)
    return {name: part for name, part in found.items() if part}


def _rows(connection: Connection, table: Table, where: Any) -> list[dict[str, Any]]:
    rows = connection.execute(select(table).where(where).order_by(table.c.id)).mappings()
    return [_stored(row) for row in rows]


def _stored(row: Mapping[Any, Any]) -> dict[str, Any]:
    return {str(name): _plain(value) for name, value in row.items()}


def _plain(value: Any) -> Any:
    return value.isoformat() if isinstance(value, (date, datetime)) else value


# -- requests


def request_id_by_no(read: Read, text: str) -> int | None:
    """A request by its number in the list; longer ones no table has."""
    if not text.isdecimal() or len(text) > 18:
        return None
    statement = select(_REQUEST.c.id).where(_REQUEST.c.project_id == read.project_id, _REQUEST.c.id == int(text))
    found: int | None = read.connection.execute(statement).scalar()
    return found


def _requests(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    taker, decider = _STAFF.alias("taker"), _STAFF.alias("decider")
    found: list[Any] = [_REQUEST.c.project_id == read.project_id, *desk_filters.own(read, _CUSTOMER.c.owner_id)]
    found += [_REQUEST.c[name] == str(filters[name]) for name in ("state", "kind") if filters.get(name)]
    return (
        select(
            _REQUEST,
            _CUSTOMER.c.name.label("name"),
            _CUSTOMER.c.phone.label("phone"),
            func.coalesce(taker.c.name, "").label("taker"),
            func.coalesce(decider.c.name, "").label("decider"),
        )
        .join(_CUSTOMER, _CUSTOMER.c.id == _REQUEST.c.customer_id)
        .outerjoin(taker, taker.c.id == _REQUEST.c.received_by)
        .outerjoin(decider, decider.c.id == _REQUEST.c.decided_by)
        .where(*found)
    )


def requests_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Requests, the newest first. Filters: state, kind."""

    def build(row: Any) -> dict[str, Any]:
        late = row["state"] == RequestState.OPEN.value and row["due_on"] < read.today
        return {**row, "phone": read.phone(row["phone"]), "late": late}

    return fetch(read, _requests(read, filters), (_REQUEST.c.id,), ask, build)


def requests_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many requests there are."""
    return count(read, _requests(read, filters))


def waiting(read: Read) -> list[dict[str, Any]]:
    """Requests that are not answered yet, the most urgent first."""
    statement = _requests(read, {"state": RequestState.OPEN.value}).order_by(None).order_by(
        _REQUEST.c.due_on, _REQUEST.c.id
    )  # fmt: skip
    return [dict(row) for row in read.connection.execute(statement).mappings()]


# -- who looked, and who may be addressed


def _looks(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    """Looks at numbers and files with whole numbers, as one list; a consultant reads the own ones."""
    asked = (
        select(
            _LOOK.c.at.label("at"), ("look." + cast(_LOOK.c.id, String)).label("id"), _LOOK.c.kind.label("kind"),
            _LOOK.c.staff_id.label("staff_id"), func.coalesce(_CUSTOMER.c.name, "").label("name"),
            func.coalesce(_CUSTOMER.c.phone, "").label("phone"), _LOOK.c.why.label("why"),
            _LOOK.c.business_date.label("business_date"),
        )
        .outerjoin(_CUSTOMER, _CUSTOMER.c.id == _LOOK.c.customer_id)
        .where(_LOOK.c.project_id == read.project_id)
    )  # fmt: skip
    files = select(
        _JOURNAL.c.at, ("act." + cast(_JOURNAL.c.seq, String)).label("id"),
        case((_JOURNAL.c.reason.contains(" unmasked "), "unmasked"), else_="file").label("kind"), _JOURNAL.c.actor_id,
        literal(""), literal(""), _JOURNAL.c.reason, _JOURNAL.c.business_date,
    ).where(_JOURNAL.c.project_id == read.project_id, _JOURNAL.c.action == "export.record")  # fmt: skip
    both = asked.union_all(files).subquery()
    found: list[Any] = [] if read.sees_all else [both.c.staff_id == read.staff_id]
    if filters.get("since"):
        found.append(both.c.business_date >= filters["since"])
    if filters.get("until"):
        found.append(both.c.business_date <= filters["until"])
    if filters.get("kind"):
        found.append(both.c.kind == str(filters["kind"]))
    if filters.get("who"):
        found.append(both.c.staff_id.in_(desk_filters.staff_ids(read, str(filters["who"]))))
    return (
        select(both, func.coalesce(_STAFF.c.name, "").label("who"))
        .select_from(both)
        .outerjoin(_STAFF, _STAFF.c.id == both.c.staff_id)
        .where(*found)
    )


def looks_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Who looked at whose number or made which file, newest first. Filters: since, until, kind, who."""
    statement = _looks(read, filters)
    both = statement.selected_columns

    def build(row: Any) -> dict[str, Any]:
        return {**row, "phone": read.phone(row["phone"])}

    return fetch(read, statement, (both["at"], both["id"]), ask, build)


def looks_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _looks(read, filters))


def _addressable(read: Read) -> tuple[Any, ...]:
    """Who may be addressed for advertising: agreed, left a number, and did not ask to be left alone (5.11)."""
    return (
        _CUSTOMER.c.project_id == read.project_id,
        _CUSTOMER.c.consent_marketing == 1,
        _CUSTOMER.c.do_not_contact == 0,
        _CUSTOMER.c.erased_at.is_(None),
        _CUSTOMER.c.phone != "",
        _CUSTOMER.c.state != LeadState.INVALID.value,
    )


def addressable(read: Read, only: Collection[int]) -> set[int]:
    """Those of these customers who may be addressed for advertising."""
    statement = select(_CUSTOMER.c.id).where(*_addressable(read), _CUSTOMER.c.id.in_(list(only)))
    return set(read.connection.execute(statement).scalars())


def campaign_ids(read: Read, filters: Mapping[str, Any]) -> list[int]:
    """The customers of the list as it is narrowed, for a campaign."""
    statement = _campaign(read, filters).with_only_columns(_CUSTOMER.c.id).order_by(_CUSTOMER.c.id)
    return list(read.connection.execute(statement).scalars())


def _campaign(read: Read, filters: Mapping[str, Any]) -> Select[Any]:
    found: list[Any] = [_CUSTOMER.c[name] == str(filters[name]) for name in ("grade", "channel") if filters.get(name)]
    return (
        select(_CUSTOMER, func.coalesce(_STAFF.c.name, "").label("owner"))
        .outerjoin(_STAFF, _STAFF.c.id == _CUSTOMER.c.owner_id)
        .where(*_addressable(read), *desk_filters.own(read, _CUSTOMER.c.owner_id), *found)
    )


def campaign_page(read: Read, ask: AskLike, filters: Mapping[str, Any]) -> Rows:
    """Who may be addressed for advertising. Filters: grade, channel."""

    def build(row: Any) -> dict[str, Any]:
        return {**row, "phone": read.phone(row["phone"]), "phone_tail": ""}

    return fetch(read, _campaign(read, filters), (_CUSTOMER.c.first_contact_at, _CUSTOMER.c.id), ask, build)


def campaign_count(read: Read, filters: Mapping[str, Any]) -> int:
    """How many there are."""
    return count(read, _campaign(read, filters))


def marked(read: Read, found: Rows) -> Rows:
    """The rows of a log with `do_not_contact` of the customer that each belongs to."""
    rows, before, after = found
    ids = {row["customer_id"] for row in rows} - {None}
    statement = select(_CUSTOMER.c.id).where(_CUSTOMER.c.id.in_(sorted(ids)), _CUSTOMER.c.do_not_contact == 1)
    silent = set(read.connection.execute(statement).scalars()) if ids else set()
    return tuple({**row, "do_not_contact": row["customer_id"] in silent} for row in rows), before, after
