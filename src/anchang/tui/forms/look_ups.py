"""Finding a row by typing: any list of the office answers, scoped and masked for whoever asks."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import TYPE_CHECKING, Any

from anchang.services import lists
from anchang.services.listing import Ask, Row
from anchang.tui.forms.form import Add, Found, LookUp, Values
from anchang.tui.lists.choice_words import cell_words

if TYPE_CHECKING:
    from anchang.tui.app import Console

MOST = 12


def in_list(
    app: Console,
    name: str,
    label: str,
    *notes: str,
    filters: Mapping[str, Any] | None = None,
    keep: Callable[[Row], bool] | None = None,
) -> LookUp:
    """A look-up in the list of that name: `label` and `notes` are column keys, `filters` narrow it from the start."""

    async def look_up(text: str, _values: Values) -> tuple[Found, ...]:
        listing = lists.find(name)
        given = dict(filters or {})
        if text.strip():
            given["text"] = text.strip()
        page = await app.terminal.look(listing.page, Ask(given, limit=MOST))
        columns = {column.key: column for column in listing.columns}
        return tuple(
            Found(
                row[listing.row_key],
                cell_words(columns[label], row),
                "  ".join(word for word in (cell_words(columns[note], row) for note in notes) if word),
            )
            for row in page.rows
            if keep is None or keep(row)
        )

    return look_up


def customers(app: Console) -> LookUp:
    """Customers by phone fragment, name or initials."""
    return in_list(app, "customers", "name", "phone", "owner")


def new_customer(app: Console) -> Add:
    """Somebody whom the look-up does not know is registered on the way: what was typed is the number or the name."""

    async def add(text: str) -> Found | None:
        from anchang.tui.acting import fill_in
        from anchang.tui.forms import customer, desk_fields

        days = await app.terminal.look(desk_fields.grade_days)
        digits = text.replace(" ", "").lstrip("+")
        values = {"phone" if digits.isdigit() else "name": text}
        made = await fill_in(app, customer.register(app, days, app.terminal.today()), values=values)
        return None if made is None else Found(made["id"], made["name"])

    return add


async def the_only_one(look_up: LookUp) -> Found | None:
    """What a look-up would find where there is no choice."""
    found = await look_up("", {})
    return found[0] if len(found) == 1 else None


def staff(app: Console, role: str | None = None) -> LookUp:
    """People who work here."""
    return in_list(app, "staff", "name", "login", "roles", keep=lambda row: bool(row["works"]))


def permits(app: Console) -> LookUp:
    """Permits by number."""
    return in_list(app, "permits", "no", "buildings")


def units(app: Console, **filters: Any) -> LookUp:
    """Units by room."""
    return in_list(app, "units", "label", "state", "list_total", filters=filters)
