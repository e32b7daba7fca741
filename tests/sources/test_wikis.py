"""Exports of wikis."""

from __future__ import annotations

import bz2
from collections.abc import Callable
from pathlib import Path

import pytest

from byname.errors import BadMapping, BadSource
from byname.sources.limits import Limits
from byname.sources.mapping import SourceMapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]
MAPPING = """\
templates: [Infobox officer, Военачальник]
fields: {name: имя, birth_date: birth, note: page title}
"""


def dump(*pages: tuple[str, str], head: str = "") -> str:
    told = "".join(
        f"<page><title>{title}</title><ns>0</ns><id>{number}</id>"
        f'<revision><id>9</id><text xml:space="preserve">{text}</text></revision></page>'
        for number, (title, text) in enumerate(pages, 10)
    )
    return (
        f'<?xml version="1.0"?>{head}'
        f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/" version="0.11">'
        f"<siteinfo><sitename>W</sitename></siteinfo>{told}</mediawiki>"
    )


PAGES = dump(
    (
        "Тухачевский, Михаил",
        "{{Военачальник\n| имя = [[Тухачевский|М. Н. Тухачевский]]\n| birth={{date|16|2|1893}} \n|пусто=\n}} text",
    ),
    ("Nothing", "A page without the template, with {{other|x=1}}"),
    ("Two", "{{wrap|1={{infobox_officer|имя=Якир}}}} {{Infobox officer|имя=Уборевич|birth=1896}}"),
)


@pytest.mark.parametrize("packed", [False, True])
def test_each_use_of_a_template_is_an_entry(tmp_path: Path, mapped: Mapped, packed: bool) -> None:
    path = tmp_path / ("wiki.xml.bz2" if packed else "wiki.xml")
    path.write_bytes(bz2.compress(PAGES.encode()) if packed else PAGES.encode())
    with open_source(path, mapped(MAPPING)) as reader:
        entries = list(reader)
        assert reader.description.format == "mediawiki"
    assert [entry.item for entry in entries] == ["10-0", "12-0", "12-1"]
    assert entries[0].cells["имя"].text == "[[Тухачевский|М. Н. Тухачевский]]"
    assert (entries[0].cells["birth"].text, entries[0].cells["birth"].start) == ("{{date|16|2|1893}}", 0)
    assert entries[0].cells["имя"].start == 1
    assert entries[0].cells["page title"].text == "Тухачевский, Михаил"
    assert [entry.cells["имя"].text for entry in entries[1:]] == ["Якир", "Уборевич"]


BILLION = '<!DOCTYPE m [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;">]>'
EXTERNAL = '<!DOCTYPE m [<!ENTITY x SYSTEM "file:///etc/hostname">]>'
OUTSIDE = '<!DOCTYPE m SYSTEM "https://example.org/m.dtd">'


@pytest.mark.parametrize("head", [BILLION, EXTERNAL, OUTSIDE])
def test_document_types_and_entities_are_refused(tmp_path: Path, mapped: Mapped, head: str) -> None:
    path = tmp_path / "wiki.xml"
    path.write_text(dump(("A", "{{Infobox officer|имя=&c;}}"), head=head), encoding="utf-8")
    with pytest.raises(BadSource, match="document type or entities"), open_source(path, mapped(MAPPING)) as reader:
        list(reader)


def test_export_that_is_cut_off_is_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "wiki.xml"
    path.write_text(PAGES[:-40], encoding="utf-8")
    with pytest.raises(BadSource, match="cut off after 2 pages"), open_source(path, mapped(MAPPING)) as reader:
        list(reader)


def test_endless_page_is_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "wiki.xml"
    path.write_text(dump(("A", "x" * 300_000)), encoding="utf-8")
    with (
        pytest.raises(BadSource, match="one entry has more than"),
        open_source(path, mapped(MAPPING), limits=Limits(page_characters=1000)) as reader,
    ):
        list(reader)


def test_template_that_no_page_uses_is_told(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "wiki.xml"
    path.write_text(dump(("A", "nothing")), encoding="utf-8")
    with pytest.raises(BadSource, match="no page uses Infobox officer"), open_source(path, mapped(MAPPING)) as reader:
        list(reader)


def test_wiki_needs_templates_and_other_xml_is_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "wiki.xml"
    path.write_text(PAGES, encoding="utf-8")
    with pytest.raises(BadMapping, match="no `templates`"):
        open_source(path, mapped("fields: {name: имя}\n"))
    path.write_text('<?xml version="1.0"?><list><person/></list>', encoding="utf-8")
    with pytest.raises(BadSource, match="neither the export of a wiki"):
        open_source(path, mapped(MAPPING))
