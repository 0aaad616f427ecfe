"""The Jinja environment that templates are filled in. Import it only while a paper is made: Jinja is not needed before.

An office edits its templates, so they are data: no attribute of Python, no file, no markup out of a value.
"""

from __future__ import annotations

from jinja2 import StrictUndefined
from jinja2.sandbox import ImmutableSandboxedEnvironment
from markupsafe import Markup, escape

WAYS_OUT = ("safe", "xmlattr", "tojson", "urlize")  # filters that would call a value markup


def environment() -> ImmutableSandboxedEnvironment:
    """A new one for each paper, in which a customer's name never becomes a part of the document."""
    made = ImmutableSandboxedEnvironment(autoescape=True, undefined=StrictUndefined, finalize=_as_text)
    for name in WAYS_OUT:
        del made.filters[name]
    return made


def _as_text(value: object) -> object:
    """Escaped whatever the template says about escaping.

    The underscore too: docxtpl turns `{_{` into `{{` after filling in, also where it stood in a value.
    """
    if isinstance(value, str) and not isinstance(value, Markup):
        return Markup(str(escape(value)).replace("_", "&#95;"))
    return value
