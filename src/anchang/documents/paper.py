"""One paper from one template: `render(find_template(name, office), fields, target)`.

A template is a Word file with Jinja marks; the office may edit it, so it is filled in a
sandbox and with plain text only.
Papers are Chinese legal forms whatever the language of the console: `words` and `day` always speak Chinese.
"""

from __future__ import annotations

import contextlib
import os
import re
import secrets
import zipfile
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, ClassVar, Protocol

from anchang.domain.errors import Damaged, NotFound
from anchang.domain.text import printable
from anchang.i18n import M, Msg, say

if TYPE_CHECKING:
    from docxtpl import DocxTemplate

LANGUAGE = "zh_CN"
BLANK = "/"  # what stands on a form where there is nothing to say, so that nobody writes it in afterwards
PACKAGED = Path(__file__).parent / "templates"
MAX_TEMPLATE = 8 * 1024 * 1024  # bytes; a logo fits, a film does not
MAX_UNPACKED = 64 * 1024 * 1024  # bytes

NO_WORD_FILE = M("it is no Word file (.docx)")

Field = str | bool | Sequence["Field"] | Mapping[str, "Field"]


class HasLabel(Protocol):
    """An enum whose members carry words."""

    @property
    def label(self) -> Msg:
        """The member in words."""


Words = Msg | HasLabel | str
"""What a paper can say: a message, an enum with a label, or text as it is."""


class BadTemplate(Damaged):
    """The template cannot be used; the message names the file and what is wrong with it."""

    code: ClassVar[str] = "bad_template"


class MissingFields(BadTemplate):
    """The template asks for fields that this paper does not have; `fields` are their names."""

    code: ClassVar[str] = "missing_fields"

    def __init__(self, template: Path, fields: Sequence[str]) -> None:
        super().__init__(
            M(
                "{file}: the template asks for fields that this paper does not have: {fields}.",
                file=template.name,
                fields=tuple(fields),
            )
        )
        self.fields = tuple(fields)


def words(value: Words) -> str:
    """A label, an enum with one, or plain text as it stands on a Chinese paper; `BLANK` for an empty text."""
    label = getattr(value, "label", value)
    return (say(label, LANGUAGE) if isinstance(label, Msg) else str(label)) or BLANK


def day(value: date | None) -> str:
    """A date written out, `BLANK` without one."""
    if value is None:
        return BLANK
    return say(M("{year}-{month}-{day}", year=value.year, month=value.month, day=value.day), LANGUAGE)


def pen(value: Words | None) -> str:
    """The same as `words`, but room for a pen instead of `BLANK`: what somebody still has to write or sign."""
    return "" if value is None or value == "" else words(value)


def pen_day(value: date | None) -> str:
    """The same as `day`, but room for a date written by hand."""
    return say(M("____-__-__"), LANGUAGE) if value is None else day(value)


def listed(texts: Iterable[str]) -> str:
    """Names or sentences one after the other, `BLANK` for none."""
    return say(M("; "), LANGUAGE).join(texts) or BLANK


def find_template(name: str, office: Path | None = None) -> Path:
    """The office's own `templates/<name>.docx` if there is one, else the neutral one of the package.

    Raises NotFound when neither exists, also for a name that is more than a name.
    """
    if name and name.replace("_", "").isalnum():
        own = [] if office is None else [office / "templates" / f"{name}.docx"]
        for path in (*own, PACKAGED / f"{name}.docx"):
            if path.is_file():
                return path
    raise NotFound(M("There is no template for papers of the kind {name}.", name=name), "name")


def render(template: Path, fields: Mapping[str, Field], target: Path) -> Path:
    """Fill the template and write the paper (a Word file that only its owner may read); the target's path.

    The paper is written beside the target, opened again and renamed, so a half-written paper is never found; a paper of
    the same name is replaced. Raises MissingFields, or BadTemplate when the file is no Word file, is too large, has a
    mistake in its marks, or wants to do more than fill in text.
    """
    _check_size(template)
    context = {"reprint": "", **{name: _plain(value) for name, value in fields.items()}}
    target.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    draft = target.with_name(f".{secrets.token_hex(8)}.docx")
    try:
        _fill(template, context, draft)
        draft.replace(target)
    finally:
        with contextlib.suppress(FileNotFoundError):
            draft.unlink()
    return target


def check_template(template: Path) -> None:
    """Raise BadTemplate for an office's own template that no paper can come out of, before a print is counted."""
    if template.parent == PACKAGED:
        return
    _check_size(template)
    with _clear(template):
        from docxtpl import DocxTemplate

        _asked_for(DocxTemplate(template))


def _plain(value: Field) -> Field:
    """Only text, yes or no, lists and rows: nothing in a template can call into the program through a value."""
    if isinstance(value, bool):
        return value
    if isinstance(value, str):
        return printable(value.replace("\r\n", "\n").replace("\r", "\n"), multiline=True)
    if isinstance(value, Mapping):
        return {str(name): _plain(inner) for name, inner in value.items()}
    if isinstance(value, Sequence):
        return [_plain(inner) for inner in value]
    raise TypeError(f"a paper takes text, not {type(value).__name__}")


def _check_size(template: Path) -> None:
    """Before anything is unpacked: a small archive may hold a very large document."""
    try:
        with zipfile.ZipFile(template) as archive:
            unpacked = sum(entry.file_size for entry in archive.infolist())
    except (OSError, zipfile.BadZipFile) as error:
        raise _bad(template, NO_WORD_FILE) from error
    if template.stat().st_size > MAX_TEMPLATE or unpacked > MAX_UNPACKED:
        raise BadTemplate(M("{file}: the template is too large.", file=template.name))


def _fill(template: Path, context: Mapping[str, Field], draft: Path) -> None:
    with _clear(template):
        # Loaded here: half a second that only somebody who prints has to wait for.
        from docx import Document
        from docxtpl import DocxTemplate

        from anchang.documents.sandbox import environment

        paper: DocxTemplate = DocxTemplate(template)
        missing = _asked_for(paper) - set(context)
        if missing:
            raise MissingFields(template, sorted(missing))
        paper.render(dict(context), environment(), autoescape=True)
        with os.fdopen(os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as handle:
            paper.save(handle)
            handle.flush()
            os.fsync(handle.fileno())
        Document(str(draft))


@contextlib.contextmanager
def _clear(template: Path) -> Iterator[None]:
    """Whatever a damaged or mistaken template fails with becomes one sentence that says what to mend."""
    import jinja2
    from docx.opc.exceptions import OpcError
    from jinja2.exceptions import SecurityError

    try:
        yield
    except jinja2.UndefinedError as error:
        # A field inside a row; the message of Jinja names it last, in quotes.
        named = re.findall(r"'([^']+)'", error.message or "")
        raise MissingFields(template, named[-1:]) from error
    except SecurityError as error:
        raise _bad(template, M("a mark wants to do more than fill in text")) from error
    except jinja2.TemplateSyntaxError as error:
        unended = "end of template" in (error.message or "")
        reason = M("a «for» or «if» has no end") if unended else M("a mark is mistyped: {what}", what=_said(error))
        raise _bad(template, reason) from error
    except (OpcError, zipfile.BadZipFile) as error:
        raise _bad(template, NO_WORD_FILE) from error
    except (jinja2.TemplateError, SyntaxError) as error:
        raise _bad(template, _said(error)) from error
    except (TypeError, ValueError, LookupError, ArithmeticError, AttributeError) as error:
        # What an expression in a template can fail with, and what a damaged Word file makes python-docx say.
        raise _bad(template, _said(error)) from error


def _asked_for(paper: DocxTemplate) -> set[str]:
    from anchang.documents.sandbox import environment

    names: Any = paper.get_undeclared_template_variables(environment())
    return {str(name) for name in names}


def _said(error: Exception) -> str:
    reason = str(error).splitlines()[0] if str(error) else type(error).__name__
    return printable(reason)[:200]


def _bad(template: Path, reason: Msg | str) -> BadTemplate:
    return BadTemplate(
        M(
            "{file} cannot be used as a template ({reason}). Please mend it in Word or remove it.",
            file=template.name,
            reason=reason,
        )
    )
