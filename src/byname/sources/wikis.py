"""Reads the export of a wiki (MediaWiki XML): each use of a named template is an entry, its fields are the cells.

Takes the open XML; gives the cells of each use of a template, page by page. Templates within templates, links and the
bars within them are parsed, not searched for; document types and entities are refused, so the XML cannot unfold.
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from xml.etree.ElementTree import Element, ParseError

import mwparserfromhell
from defusedxml import DefusedXmlException
from defusedxml.ElementTree import iterparse
from mwparserfromhell.nodes import Template

from byname.errors import BadSource
from byname.sources.counted_bytes import CountedBytes
from byname.sources.entry import Cell
from byname.sources.limits import Limits
from byname.sources.mapping import PAGE_TITLE
from byname.sources.tangles import TANGLED, is_tangled

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
    try:
        stream = iterparse(counted, events=("start", "end"), forbid_dtd=True)
        _, root = next(stream)
        if _local(root) != "mediawiki":
            raise BadSource("this XML is no MediaWiki export", where=where, fix="export the pages of the wiki again")
        for event, element in stream:
            if event == "end" and _local(element) == "page":
                yield _page(element, pages)
                pages += 1
                root.clear()
    except DefusedXmlException as error:
        raise BadSource(
            f"the XML defines a document type or entities ({type(error).__name__}), which no wiki exports",
            where=where,
            fix="do not trust the file; export the pages again",
        ) from error
    except (ParseError, StopIteration, LookupError, ValueError) as error:  # also of encodings that there are not
        raise BadSource(
            f"the XML is damaged or cut off after {pages:,} pages ({error})", where=where, fix="obtain it again"
        ) from error


def _page(page: Element, position: int) -> tuple[str, str, str]:
    parts = {_local(part): part for part in page}
    revision = parts.get("revision")
    texts = [part.text or "" for part in revision if _local(part) == "text"] if revision is not None else []
    number = (parts["id"].text or "").strip() if "id" in parts else ""
    title = (parts["title"].text or "").strip() if "title" in parts else ""
    return number or f"page-{position}", title, texts[0] if texts else ""


def _local(element: Element) -> str:
    return str(element.tag).rpartition("}")[2]
