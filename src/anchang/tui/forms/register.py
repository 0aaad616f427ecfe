"""The mapping of an old register as a form: its columns, and the words and people that are not known yet."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from anchang.domain.dictionary import Lists
from anchang.domain.register import LEFT_OUT, NOTE, Profile, Rule, RulePart
from anchang.domain.register_fields import FIELDS, meanings
from anchang.i18n import M, Msg, say
from anchang.importing.register import Book, OpenBook
from anchang.services.register_plan import Plan
from anchang.services.register_profile import SaveRegisterProfile
from anchang.tui.forms.form import Choices, Field, FieldKind, Form, Found, Section

MOST = 40  # words, and people, that one form asks for
HAS_LEFT = M("has left: keep the name")
_LEFT_OUT, _LEAVER = "-", "-"
Asked = dict[str, tuple[RulePart, str, str]]  # field of the form -> (part, what stands in the file, its field there)


def mapping_form(
    opened: OpenBook, book: Book, plan: Plan, profile: Profile | None, people: Mapping[int, str], lists: Lists
) -> tuple[Form, dict[str, Any]]:
    """The form and what stands in it at first: the columns as they are read now, and the rules of the profile."""
    asked: Asked = {}
    fields = [Field("name", M("Name of the profile"), required=True, limit=60)]
    values: dict[str, Any] = {"name": profile.name if profile is not None else opened.path.stem[:60]}
    sections = []
    columns: dict[str, Msg | str] = {_LEFT_OUT: M("left out"), **FIELDS[book.kind]}

    def ask(sort: str, part: RulePart, said: str, field: str, choices: Choices, now: str | None) -> None:
        name = f"{sort}{len(asked)}"
        asked[name] = (part, said, field)
        label = Msg("{said}", {"said": said})
        if field:
            label = M("{field}: {word}", field=FIELDS[book.kind][field], word=said)
        fields.append(Field(name, label, FieldKind.SEARCH, choices=choices))
        if now is not None and now in choices:
            values[name] = Found(now, choices[now])

    rules = profile.rules if profile is not None else ()
    said_words = {(rule.field, rule.said): rule.means for rule in rules if rule.part is RulePart.WORD}
    said_people = {rule.said: rule.means for rule in rules if rule.part is RulePart.PERSON}
    if book.heads:
        sections.append(Section(M("Columns"), f"column{len(asked)}"))
    for head in dict.fromkeys(book.heads):
        ask("column", RulePart.COLUMN, head, "", columns, book.columns.get(head, _LEFT_OUT))
    words = [*said_words, *(each for each, _ in book.unknown_words.most_common(MOST) if each not in said_words)]
    if words:
        sections.append(Section(M("Words in the book"), f"word{len(asked)}"))
    for field, word in words:
        means = said_words.get((field, word))
        ask("word", RulePart.WORD, word, field, _meanings(field, lists), _LEFT_OUT if means == LEFT_OUT else means)
    names = [*said_people, *(name for name, _ in plan.unknown_people.most_common(MOST) if name not in said_people)]
    staff: dict[str, Msg | str] = {_LEAVER: HAS_LEFT, **{str(row): name for row, name in people.items()}}
    if any(names):
        sections.append(Section(M("Names"), f"person{len(asked)}"))
    for name in names:
        if name:
            means = said_people.get(name)
            ask("person", RulePart.PERSON, name, "", staff, _LEAVER if means == "" else means)

    def profile_of(name: str, **given: str | None) -> SaveRegisterProfile:
        made = [_rule(asked[key], means) for key, means in given.items() if means is not None]
        return SaveRegisterProfile(name, book.kind, book.heads, tuple(made))

    return Form(
        title=M("Mapping of {file}", file=opened.path.name),
        command=profile_of,
        name="register.mapping",
        help=M("What is left empty is read as the program knows it; a name that is saved is found by these headings."),
        fields=tuple(fields),
        sections=tuple(sections),
        save_label=M("Save and read again"),
    ), values


def _meanings(field: str, lists: Lists) -> dict[str, Msg | str]:
    labels: dict[str, Msg | str] = {code: say(label) for code, label in meanings(field, lists).items()}
    return {**labels, NOTE: M("keep it in the note"), _LEFT_OUT: M("left out")}


def _rule(asked: tuple[RulePart, str, str], means: str) -> Rule:
    part, said, field = asked
    return Rule(part, said, LEFT_OUT if means == _LEFT_OUT else means, field)
