"""Claims stage: what is wrong with each citation, and with the citations of a text together.

Goes in: the citations found and the sentences. Comes out: for each citation the kinds of its defects with a sentence
each, and defects of the whole text. Kinds are words that programs can rely on.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence

from byname.claims.citations.finding import FoundCitation
from byname.claims.citations.known_sources import TERTIARY, known_source, known_work
from byname.claims.citations.works_cited import entries_cited, folded
from byname.claims.text.document import Defect

_SPACE_AFTER_BRACKET = re.compile(r"^\(\s+")
_STRAY_SPACE = re.compile(r"\w\s++['’]s\b|(?<!\s)\s++[,.;](?:\s|$)")
_BELIEVED = re.compile(
    r"\b(?:(?:is|are|was|were|has been|have been)\s+(?:widely |generally |commonly |often )?"
    r"(?:believed|thought|said|rumou?red|alleged|assumed|considered)\s+(?:to|that)"
    r"|it (?:is|was) (?:widely |generally )?(?:believed|thought|said|known)\b"
    r"|считается, что|говорят, что|как полагают)",
    re.IGNORECASE,
)
_SCARE = re.compile(r"[“\"‘«]([\w\-]+(?:\s[\w\-]+)?)[”\"’»]")
_SCARE_WORDS = re.compile(
    r"^(?:official|officially|formally|legal|legally|justice|voluntar|so-called|enem|confess|counter-?revolution|fair|free|«?официальн)",
    re.IGNORECASE,
)


def citation_defects(citation: FoundCitation) -> dict[str, str]:
    """The defects of one citation: kind and what it means here."""
    if citation.kind == "note":
        return {}
    found: dict[str, str] = {}
    if not citation.closed:
        found["never-closed"] = "the bracket is never closed"
    if citation.cut:
        found["cut"] = "the citation is cut off"
    if citation.kind == "parenthetical" and citation.full:
        found["entry-in-text"] = "a full entry of a list of works stands in the text instead of a short citation"
    if _SPACE_AFTER_BRACKET.search(citation.text):
        found["space-after-bracket"] = "a space stands after the bracket"
    if _STRAY_SPACE.search(citation.text):
        found["stray-space"] = "a stray space stands in the title"
    return found | dict(_missing(citation)) | dict(_doubtful(citation))


def _missing(citation: FoundCitation) -> Iterator[tuple[str, str]]:
    fields, full = citation.fields, citation.full or citation.kind == "narrative"
    if not fields.authors:
        yield "no-author", "no author is named"
    if full and not fields.title:
        yield "no-title", "no title of an article or a page is named"
    if not fields.date:
        yield "no-date", "no date is given"
    if not fields.pages and citation.kind != "entry":
        yield "no-page", "no page is given"
    if full and not fields.address and citation.kind != "narrative":
        source = known_source(fields.container)
        if source is None or source.kind in TERTIARY:
            yield "no-address", "no web address is given"


def _doubtful(citation: FoundCitation) -> Iterator[tuple[str, str]]:
    fields = citation.fields
    title_is_site, container = known_source(fields.title), known_source(fields.container)
    if title_is_site and container is None and fields.container:
        yield (
            "title-and-site-swapped",
            f"{fields.title!r} is the name of a site; the title of the page seems to stand in its place",
        )
    dated_to_the_day = re.fullmatch(r"\d{4}-\d\d-\d\d", fields.date) and not fields.accessed
    if container and container.kind == "web" and dated_to_the_day and not fields.authors:
        yield "access-date", "the date is that of a visit or an update, it seems, not of the writing"
    work = known_work(fields.authors, fields.container)
    if (
        work
        and fields.title
        and folded(work.title) != folded(fields.title)
        and folded(work.title).startswith(folded(fields.title))
    ):
        yield "title-cut", f"the full title is {work.title!r}"


def unmatched(citations: Sequence[FoundCitation]) -> dict[int, tuple[str, str]]:
    """Citations without an entry and entries never cited, by the index of the citation; empty without a list."""
    if not any(citation.kind == "entry" for citation in citations):
        return {}
    matched = entries_cited(citations)
    cited = {index for indexes in matched.values() for index in indexes}
    found: dict[int, tuple[str, str]] = {}
    for index, citation in enumerate(citations):
        if citation.kind != "entry" and index not in matched:
            found[index] = ("no-entry", "the list of works has no entry for it")
        if citation.kind == "entry" and index not in cited:
            found[index] = ("never-cited", "the text never cites this entry")
    return found


def text_defects(text: str, citations: Sequence[FoundCitation], body_end: int) -> list[Defect]:
    """Defects of the citations of a whole text, and words that hide who says so."""
    found: list[Defect] = []
    if citations and not any(c.kind == "entry" for c in citations) and not any(c.kind == "note" for c in citations):
        found.append(Defect("no-works-cited", 0, 0, "the text cites works and has no list of them"))
    found += _tertiary(citations)
    for match in _BELIEVED.finditer(text, 0, body_end):
        found.append(Defect("no-believer", *match.span(), "it is not said who believes or says so"))
    for match in _SCARE.finditer(text, 0, body_end):
        if _SCARE_WORDS.match(match[1]):
            found.append(
                Defect("scare-quotes", *match.span(), f"{match[1]!r} stands in quotation marks and has no source")
            )
    return found


def _tertiary(citations: Sequence[FoundCitation]) -> list[Defect]:
    sources = [known_source(c.fields.container) or known_source(c.fields.title) for c in citations if c.kind != "note"]
    named = [source for source in sources if source]
    if not named or len(named) < len(sources) / 2 or any(source.kind not in TERTIARY for source in named):
        return []
    message = "every source is a web page, a newspaper or an encyclopedia; none is an archive or a scholarly work"
    return [Defect("tertiary-only", 0, 0, message)]
