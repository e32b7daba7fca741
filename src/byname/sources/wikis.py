"""Reads the export of a wiki (MediaWiki XML): each use of a named template is an entry, its fields are the cells.

Takes the open XML; gives the cells of each use of a template, page by page. Templates within templates, links and the
bars within them are parsed, not searched for; document types and entities are refused, so the XML cannot unfold.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element

import mwparserfromhell
from defusedxml.ElementTree import iterparse
from mwparserfromhell.nodes import Template

from byname.errors import BadSource
from byname.sources.counted_bytes import CountedBytes
from byname.sources.entry import Cell
from byname.sources.limits import Limits
from byname.sources.mapping import PAGE_TITLE
from byname.sources.tangles import TANGLED, is_tangled
from byname.sources.xml_damage import local_name, xml_read

_PREFIXES = ("template:", "шаблон:", "mall:", "vorlage:", "modèle:", "plantilla:")


def template_key(name: str) -> str:
    """Give the form in which names of templates are compared: as a wiki does, the first letter may be small or large.

    >>> template_key("Template:infobox_officer ")
    'Infobox officer'
    """
    plain = " ".join(name.replace("_", " ").split())
    for prefix in _PREFIXES:
        if plain.lower().startswith(prefix):
            plain = plain[len(prefix) :].strip()
    return plain[:1].upper() + plain[1:]


def read_wiki(
    binary: io.BufferedReader, templates: tuple[str, ...], where: str, limits: Limits
) -> Iterator[tuple[str, dict[str, Cell], tuple[str, ...]]]:
    """Give the item (`PAGE-N`: the page's number, the use on it from 0) and the cells of each use of a template.

    A page that cannot be parsed gives one item (`PAGE`) with its title and the problem.
    """
    wanted = {template_key(name) for name in templates}
    counted = CountedBytes(binary, where, 4 * limits.page_characters)
    found = False
    for number, title, text in _pages(counted, where):
        counted.taken()
        if not any(name[1:] in text or name[1:].replace(" ", "_") in text for name in wanted):
            continue
        if is_tangled(text):
            yield number, {PAGE_TITLE: Cell(title, PAGE_TITLE)}, (f"the page is not read: {TANGLED}",)
            continue
        uses = (use for use in _templates(text) if template_key(str(use.name)) in wanted)
        for occurrence, use in enumerate(uses):
            found = True
            yield f"{number}-{occurrence}", _cells(title, use), ()
    if not found:
        raise BadSource(
            f"no page uses {', '.join(sorted(wanted))}", where=where, fix="correct `templates` in the mapping"
        )


def _templates(text: str) -> list[Template]:
    return mwparserfromhell.parse(text, skip_style_tags=True).filter_templates(recursive=True)


def _cells(title: str, use: Template) -> dict[str, Cell]:
    cells = {PAGE_TITLE: Cell(title, PAGE_TITLE)}
    for parameter in use.params:
        column, value = str(parameter.name).strip(), str(parameter.value)
        text = value.strip()
        if text:
            cells[column] = Cell(text, column, len(value) - len(value.lstrip()))
    return cells


def _pages(counted: CountedBytes, where: str) -> Iterator[tuple[str, str, str]]:
    """The number, title and text of each page; the tree is cleared behind us."""
    pages = 0
    with xml_read(
        where,
        refused=lambda kind: f"the XML defines a document type or entities ({kind}), which no wiki exports",
        again="the pages",
        read=lambda: f"{pages:,} pages",
    ):
        stream = iterparse(counted, events=("start", "end"), forbid_dtd=True)
        _, root = next(stream)
        if local_name(root) != "mediawiki":
            raise BadSource("this XML is no MediaWiki export", where=where, fix="export the pages of the wiki again")
        for event, element in stream:
            if event == "end" and local_name(element) == "page":
                yield _page(element, pages)
                pages += 1
                root.clear()


def _page(page: Element, position: int) -> tuple[str, str, str]:
    parts = {local_name(part): part for part in page}
    revision = parts.get("revision")
    texts = [part.text or "" for part in revision if local_name(part) == "text"] if revision is not None else []
    number = (parts["id"].text or "").strip() if "id" in parts else ""
    title = (parts["title"].text or "").strip() if "title" in parts else ""
    return number or f"page-{position}", title, texts[0] if texts else ""
