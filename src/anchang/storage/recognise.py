"""Who somebody is beyond the number that a customer left: buyers of papers, customers of the same name (2.1-3)."""

from sqlalchemy import select

from anchang.domain.contract import ContractState
from anchang.domain.subscription import SubscriptionState
from anchang.storage.base import table_of
from anchang.storage.contract import Contract, ContractBuyer
from anchang.storage.customer import Customer
from anchang.storage.customer_query import id_by_phone, ids_by_name
from anchang.storage.reading import Read
from anchang.storage.staff import Staff
from anchang.storage.subscription import Subscription, SubscriptionBuyer

_CUSTOMER, _STAFF = table_of(Customer), table_of(Staff)
_SUB, _SUB_BUYER = table_of(Subscription), table_of(SubscriptionBuyer)
_CONTRACT, _CONTRACT_BUYER = table_of(Contract), table_of(ContractBuyer)
# A draft binds nobody yet, what is void binds nobody any more, and what was converted binds by its contract.
NO_PAPER = (SubscriptionState.DRAFT.value, SubscriptionState.VOID.value, SubscriptionState.CONVERTED.value)


def by_paper(read: Read, number: str) -> int | None:
    """The customer of the newest contract or subscription that names this stored number among its buyers."""
    contract = (
        select(_CONTRACT.c.customer_id)
        .join(_CONTRACT_BUYER, _CONTRACT_BUYER.c.contract_id == _CONTRACT.c.id)
        .where(
            _CONTRACT.c.project_id == read.project_id,
            _CONTRACT.c.state != ContractState.VOID.value,
            _CONTRACT_BUYER.c.phone == number,
        )
        .order_by(_CONTRACT.c.id.desc())
    )
    paper = (
        select(_SUB.c.customer_id)
        .join(_SUB_BUYER, _SUB_BUYER.c.subscription_id == _SUB.c.id)
        .where(
            _SUB.c.project_id == read.project_id,
            _SUB.c.state.not_in(NO_PAPER),
            _SUB_BUYER.c.edition == _SUB.c.edition,
            _SUB_BUYER.c.phone == number,
        )
        .order_by(_SUB.c.id.desc())
    )
    for statement in (contract, paper):
        found: int | None = read.connection.execute(statement.limit(1)).scalar()
        if found is not None:
            return found
    return None


def owner_of_namesake(read: Read, phone: str, name: str) -> str | None:
    """Whose customer has exactly this name, where only one has it and nobody has the number; "" is nobody's."""
    ids = [] if id_by_phone(read, phone) is not None else ids_by_name(read, name)
    if len(ids) != 1:
        return None
    owner = select(_STAFF.c.name).join(_CUSTOMER, _CUSTOMER.c.owner_id == _STAFF.c.id)
    return str(read.connection.execute(owner.where(_CUSTOMER.c.id == ids[0])).scalar() or "")


def has_paper(read: Read, customer_id: int) -> bool:
    """Whether a paper of the customer is under way or in force: handed in, and neither void nor still a draft."""
    subscription = select(_SUB.c.id).where(_SUB.c.customer_id == customer_id, _SUB.c.state.not_in(NO_PAPER))
    contract = select(_CONTRACT.c.id).where(
        _CONTRACT.c.customer_id == customer_id, _CONTRACT.c.state != ContractState.VOID.value
    )
    return any(read.connection.execute(each.limit(1)).first() is not None for each in (subscription, contract))


def id_numbers(read: Read, customer_id: int, phone: str) -> list[str]:
    """The customer's own ID numbers on papers: those beside the customer's number, of the first buyer without one."""
    found: set[str] = set()
    for buyer, paper, of in (
        (_SUB_BUYER, _SUB, _SUB_BUYER.c.subscription_id),
        (_CONTRACT_BUYER, _CONTRACT, _CONTRACT_BUYER.c.contract_id),
    ):
        whose = buyer.c.phone == phone if phone else buyer.c.no == 1
        statement = (
            select(buyer.c.id_no)
            .join(paper, paper.c.id == of)
            .where(paper.c.customer_id == customer_id, paper.c.project_id == read.project_id, whose)
        )
        found.update(read.connection.execute(statement).scalars())
    return sorted(found - {""})
