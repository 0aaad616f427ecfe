"""A listing's filters as a form: every list is narrowed down in the same way."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.i18n import M
from anchang.services.listing import Filter, Kind, Listing, filters_said
from anchang.tui.forms.form import Field, FieldKind, Form
from anchang.tui.show import in_words, plain

_KINDS = {
    Kind.INTEGER: FieldKind.INTEGER, Kind.MONEY: FieldKind.MONEY, Kind.AREA: FieldKind.AREA,
    Kind.RATE: FieldKind.RATE, Kind.DATE: FieldKind.DATE, Kind.TIME: FieldKind.TIME, Kind.INSTANT: FieldKind.DATE,
    Kind.FLAG: FieldKind.FLAG,
}
MANY = 9  # more choices than this are found by typing


def text_filter(listing: Listing) -> Filter | None:
    """The filter that the search line fills: the first free text one."""
    return next((one for one in listing.filters if one.kind is Kind.TEXT and one.choices is None), None)


def _field(one: Filter) -> Field:
    if one.choices is not None:
        kind = FieldKind.CHOICE if len(one.choices) <= MANY else FieldKind.SEARCH
        return Field(one.key, one.title, kind, choices=one.choices)
    return Field(one.key, one.title, _KINDS.get(one.kind, FieldKind.TEXT))


def filter_form(listing: Listing) -> Form:
    """The form; its command is the mapping of those filters that are filled in."""

    def chosen(**values: Any) -> Mapping[str, Any]:
        return {key: value for key, value in values.items() if value is not None}

    fields = tuple(_field(one) for one in listing.filters)
    return Form(
        M("Filter: {list}", list=listing.title), chosen, fields, name=f"filter.{listing.name}", save_label=M("Show")
    )


def filters_in_words(listing: Listing, filters: Mapping[str, Any]) -> str:
    """«state: signed  from: 2026-11-01», for the count line."""
    return "  ".join(f"{plain(name)}: {plain(in_words(value))}" for name, value in filters_said(listing, filters))
