"""The door to papers: which template, what goes in, what never gets out."""

from __future__ import annotations

import io
import stat
import sys
import zipfile
from pathlib import Path

import pytest
from docx import Document
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from anchang.documents import paper
from anchang.documents.make import templates
from anchang.documents.paper import BadTemplate, Field, MissingFields, find_template, render
from anchang.domain.errors import NotFound
from anchang.domain.text import printable
from tests.documents.reading import text
from tests.documents.samples import HOSTILE


def template(folder: Path, *paragraphs: str, name: str = "own.docx") -> Path:
    """A small template of an office's own."""
    document = Document()
    for paragraph in paragraphs:
        document.add_paragraph(paragraph)
    path = folder / name
    path.parent.mkdir(parents=True, exist_ok=True)
    document.save(str(path))
    return path


def names(folder: Path) -> list[str]:
    """What is in the folder, also what starts with a dot."""
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize("name", HOSTILE)
def test_a_value_stands_as_it_is(tmp_path: Path, name: str) -> None:
    """Whatever a customer is called is text: shown, never run, never a part of the document."""
    made = render(template(tmp_path, "甲{{ name }}乙", "{{ name }}"), {"name": name}, tmp_path / "out.docx")
    shown = printable(name)
    assert [paragraph.text for paragraph in Document(str(made)).paragraphs] == [f"甲{shown}乙", shown]


TRICKY = "{}_%#&<>\"'/;wp张\t\n\r\a\f"


@given(name=st.text(st.sampled_from(TRICKY) | st.characters(exclude_categories=["Cs"]), max_size=40))
@settings(max_examples=25, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_any_text_is_text(tmp_path: Path, name: str) -> None:
    """What a terminal or a Word file would choke on is shown as a mark; the rest comes back sign by sign."""
    made = render(template(tmp_path, "[{{ name }}]"), {"name": name}, tmp_path / "out.docx")
    lines = printable(name.replace("\r\n", "\n").replace("\r", "\n"), multiline=True)
    assert Document(str(made)).paragraphs[0].text == f"[{lines}]"


def test_a_new_line_is_a_new_line(tmp_path: Path) -> None:
    made = render(template(tmp_path, "{{ note }}"), {"note": "一\r\n二\x1b[31m"}, tmp_path / "out.docx")
    assert Document(str(made)).paragraphs[0].text == "一\n二\N{REPLACEMENT CHARACTER}[31m"


def test_missing_fields_are_named(tmp_path: Path) -> None:
    """The office learns which words of its template we do not have; no paper is left."""
    own = template(tmp_path, "{{ unit }} {{ colour }} {% if smell %}x{% endif %}")
    with pytest.raises(MissingFields) as caught:
        render(own, {"unit": "301"}, tmp_path / "out.docx")
    assert caught.value.fields == ("colour", "smell")
    assert "own.docx" in str(caught.value)
    assert names(tmp_path) == ["own.docx"]


def test_a_missing_field_of_a_row_is_named(tmp_path: Path) -> None:
    own = template(tmp_path, "{% for buyer in buyers %}{{ buyer.shoe_size }}{% endfor %}")
    with pytest.raises(MissingFields, match="shoe_size"):
        render(own, {"buyers": [{"name": "张三"}]}, tmp_path / "out.docx")


@pytest.mark.parametrize(
    "mark",
    [
        "{{ ''.__class__.__mro__[1].__subclasses__() }}",
        "{{ name.__class__ }}",
        "{{ cycler.__init__.__globals__.os.popen('id').read() }}",
        "{{ lipsum.__globals__['os'] }}",
        "{{ buyers.append('x') }}",
        "{% include '/etc/passwd' %}",
        "{{ name | safe }}",
        "{{ 1 / 0 }}",
        "{{ 'a' + 1 }}",
        "{% for x in range(10 ** 9) %}{% endfor %}",
        "{{ unfinished",
        "{% if name %}",
    ],
)
def test_a_template_only_fills_in_text(tmp_path: Path, mark: str) -> None:
    """A template is data that somebody else may have edited: no Python, no files, no markup, a named error."""
    own = template(tmp_path, mark)
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        render(own, {"name": "<w:p>", "buyers": ["张三"]}, tmp_path / "out.docx")
    assert names(tmp_path) == ["own.docx"]


def test_escaping_cannot_be_switched_off(tmp_path: Path) -> None:
    own = template(tmp_path, "{% autoescape false %}{{ name }}{% endautoescape %}")
    made = render(own, {"name": "<w:p>{_{ x }_}"}, tmp_path / "out.docx")
    assert Document(str(made)).paragraphs[0].text == "<w:p>{_{ x }_}"


@pytest.mark.parametrize("content", [b"", b"no archive", b"PK\x03\x04half"])
def test_a_file_that_is_no_word_file(tmp_path: Path, content: bytes) -> None:
    own = tmp_path / "own.docx"
    own.write_bytes(content)
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        render(own, {}, tmp_path / "out.docx")


def test_an_archive_that_is_no_word_file(tmp_path: Path) -> None:
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(own, "w") as archive:
        archive.writestr("hello.txt", "hello")
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        render(own, {}, tmp_path / "out.docx")


def test_broken_xml_inside(tmp_path: Path) -> None:
    whole = template(tmp_path, "x", name="whole.docx").read_bytes()
    own = tmp_path / "own.docx"
    with zipfile.ZipFile(io.BytesIO(whole)) as source, zipfile.ZipFile(own, "w") as target:
        for entry in source.infolist():
            content = b"<w:document" if entry.filename == "word/document.xml" else source.read(entry)
            target.writestr(entry.filename, content)
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        render(own, {}, tmp_path / "out.docx")


def test_too_large(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An archive that swells is refused before it is unpacked."""
    own = template(tmp_path, "x")
    monkeypatch.setattr(paper, "MAX_UNPACKED", 1000)
    with pytest.raises(BadTemplate, match=r"own\.docx"):
        render(own, {}, tmp_path / "out.docx")


def test_numbers_are_not_taken(tmp_path: Path) -> None:
    """An amount has to be written out by whoever knows its unit."""
    fields: dict[str, Field] = {"amount": 12}  # type: ignore[dict-item]
    with pytest.raises(TypeError, match="int"):
        render(template(tmp_path, "{{ amount }}"), fields, tmp_path / "out.docx")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no file modes")
def test_only_the_owner_reads_a_paper(tmp_path: Path) -> None:
    made = render(template(tmp_path, "x"), {}, tmp_path / "papers" / "out.docx")
    assert stat.S_IMODE(made.stat().st_mode) == 0o600
    assert stat.S_IMODE(made.parent.stat().st_mode) == 0o700


def test_a_paper_replaces_the_one_before(tmp_path: Path) -> None:
    """And a refused one leaves it alone."""
    target = tmp_path / "out.docx"
    render(template(tmp_path, "{{ a }}"), {"a": "一"}, target)
    render(template(tmp_path, "{{ a }}"), {"a": "二"}, target)
    with pytest.raises(MissingFields):
        render(template(tmp_path, "{{ b }}"), {"a": "三"}, target)
    assert Document(str(target)).paragraphs[0].text == "二"
    assert names(tmp_path) == ["out.docx", "own.docx"]


def test_the_office_template_comes_first(tmp_path: Path) -> None:
    """`templates/<name>.docx` in the office folder, else ours."""
    neutral = find_template("receipt", tmp_path)
    assert neutral.parent == paper.PACKAGED
    own = template(tmp_path / "templates", "本公司的收据 {{ number }}", name="receipt.docx")
    assert find_template("receipt", tmp_path) == own
    made = render(find_template("receipt", tmp_path), {"number": "7"}, tmp_path / "out.docx")
    assert "本公司的收据 7" in text(made)


@pytest.mark.parametrize("name", ["", "nothing", "../receipt", "templates/receipt", "/etc/passwd"])
def test_no_such_template(tmp_path: Path, name: str) -> None:
    with pytest.raises(NotFound):
        find_template(name, tmp_path)


@pytest.mark.parametrize(("path", "content"), list(templates()), ids=lambda value: getattr(value, "stem", ""))
def test_templates_are_built_from_their_words(path: Path, content: bytes) -> None:
    """`python -m anchang.documents.make` was run after the last change; compared part by part, packers differ."""
    assert _parts(path.read_bytes()) == _parts(content)


def _parts(raw: bytes) -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(raw)) as archive:
        return {name: archive.read(name) for name in archive.namelist()}
