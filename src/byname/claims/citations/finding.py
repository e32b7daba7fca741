"""Claims stage: finds the citations of a text: in brackets, in notes, in the sentence itself, and in a list at the end.

Goes in: the working text and the places of its cuts. Comes out: citations with their characters, kind and fields; the
fields are read by fields.py, what is wrong with them is said by defects.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from byname.claims.citations.fields import CitationFields, read_fields, read_name

Kind = Literal["parenthetical", "note", "narrative", "entry"]

_BRACKET = re.compile(r"[()]")
_YEAR = re.compile(r"\b(?:1[5-9]|20)\d\d[a-z]?\b")
_SHORT = re.compile(  # (Conquest 485), (Getty, 1993), (Ellman 2002: 45), (see Lenoe and Hill 2010, p. 7; Werth 2008)
    r"(?:see |cf\. |e\.g\.,? |quoted in |qtd\. in |см\. |цит\. по )?"
    r"[A-ZА-ЯЁ][\w’'\-]+(?:,? (?:and|&|et al\.?|и др\.|и|[A-ZА-ЯЁ][\w’'.\-]+))*,?\s+"
    r"(?:\d{4}[a-z]?(?:\s*[,:]\s*(?:pp?\.|с\.)?\s*\d+(?:[-–]\d+)?)?|n\.d\.(?:, p\. \d+)?"
    r"|(?:pp?\.\s*|с\.\s*)?\d{1,3}(?:[-–]\d+)?)",
)
_ENTRY_FORM = re.compile(r"^\s*(?:[A-ZА-ЯЁ][\w’'\-]+,\s+[A-ZА-ЯЁ][\w.’'\-]*|[“\"«][^”\"»]+[”\"»]).*", re.DOTALL)
_QUOTED = re.compile(r"[“\"«][^”\"»]{3,}[”\"»]")
_PAGE_ONLY = re.compile(r"\s*(?:pp?\.|с\.)\s*\d+(?:[-–]\d+)?\s*")
_ADDRESS = re.compile(r"https?://|www\.")
_NOTE = re.compile(r"\[\^?(\d{1,3}|[a-z]{1,8}\d{0,3})\](?!\()(?P<def>:)?|\^(\d{1,3})\b|(?<=[.,;”\"»\w])[¹²³⁴-⁹⁰]+")
_NARRATIVE = re.compile(
    r"\b(?P<cue>[Aa]ccording to|[Aa]s (?:reported|stated|noted|written|quoted) (?:by|in)|[Сс]огласно"
    r"|[Пп]о (?:словам|данным|подсчётам|мнению))"
    r"\s+(?P<source>(?:(?:the )?(?:[a-z]+ )?(?:statistics|records|figures|report|archives?|documents|data|census|study"
    r"|count|memorandum) (?:of|by|from|in) )?(?:the |an? |historians? |scholars? )?"
    r"(?:[^\W\d_a-zа-яё][\w’'.\-]{0,60}\w|[A-Z])"
    r"(?:\s++(?:(?:of|the|and|&|for|in|de|von|и|по)\s++)?(?:[A-ZА-ЯЁ][\w’'.\-]{0,60}\w)){0,12})"
)
_SAYS = re.compile(
    r"\b(?P<source>(?:[A-ZА-ЯЁ][\w’'.\-]{1,60}\s++){0,3}[A-ZА-ЯЁ][\w’'\-]{1,60})\s++(?:\((?P<year>\d{4})\)\s++)?"
    r"(?P<cue>estimates?|estimated|argues?|argued|writes|wrote|concludes?|concluded|contends?|reports?|notes?|calculated|"
    r"оценивает|пишет|считает|утверждает)\s+(?:that|the|about|some|what|,|что)\b"
)
_BY_YEAR = re.compile(
    r"(?<!\w)(?P<source>[A-ZА-ЯЁ][\w’'\-]{1,60}(?:(?: and |, | & )[A-ZА-ЯЁ][\w’'\-]{1,60}){0,12})\s++"
    r"\((?P<year>(?:1[5-9]|20)\d\d)[a-z]?(?:[,:]\s*(?:pp?\.\s*)?(?P<page>\d+))?\)"
)
_LIST_HEAD = re.compile(
    r"^[ \t#*]*(?:works cited|references|bibliography|sources|notes|footnotes|further reading"
    r"|список литературы|литература|источники|примечания)[ \t:*]*$",
    re.IGNORECASE | re.MULTILINE,
)
_NOTE_DEFINITION = re.compile(r"^[ \t]*(?:\[\^?(\w{1,8})\]:?|(\d{1,3})[.)])[ \t]+(?=\S)", re.MULTILINE)
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class FoundCitation:
    """A citation: its characters, how it is given, its fields; `closed` is False where its bracket never closes, `cut`
    True where the text is cut in it; `label` is the mark of a note."""

    start: int
    end: int
    text: str
    kind: Kind
    fields: CitationFields
    closed: bool = True
    cut: bool = False
    label: str = ""
    full: bool = False


def find_citations(text: str, cuts: Sequence[int] = ()) -> list[FoundCitation]:
    """All citations of a text, in order; the entries of a list at the end come last.

    >>> found = find_citations("Many died (Conquest 485). According to History.com, he feared them.")
    >>> [(c.kind, c.text) for c in found]
    [('parenthetical', '(Conquest 485)'), ('narrative', 'According to History.com')]
    """
    entries = list(_entries(text))
    body_end = min([entry.start for entry in entries], default=len(text))
    found = [*_parenthetical(text, body_end, cuts), *_notes(text, body_end)]
    taken = _joined([(citation.start, citation.end) for citation in found])
    for pattern in (_BY_YEAR, _NARRATIVE, _SAYS):
        free = [citation for citation in _narrative(text, pattern, body_end) if not _overlaps(taken, citation)]
        found += free
        taken = _joined([*taken, *((citation.start, citation.end) for citation in free)])
    return sorted(found, key=lambda citation: citation.start) + entries


def _joined(spans: Sequence[tuple[int, int]]) -> list[tuple[int, int]]:
    """The spans in order, those that overlap as one."""
    found: list[tuple[int, int]] = []
    for start, end in sorted(spans):
        if found and start < found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        else:
            found.append((start, end))
    return found


def _overlaps(taken: Sequence[tuple[int, int]], citation: FoundCitation) -> bool:
    place = bisect_left(taken, (citation.start, citation.end))
    beside = taken[max(0, place - 1) : place + 1]
    return any(start < citation.end and citation.start < end for start, end in beside)


def list_heading(text: str) -> tuple[int, int] | None:
    """The characters of the heading of the list of works, or None."""
    end = len(text.rstrip())
    matches = [m for m in _LIST_HEAD.finditer(text) if m.end() < end]
    return matches[-1].span() if matches else None


def _parenthetical(text: str, body_end: int, cuts: Sequence[int]) -> Iterator[FoundCitation]:
    at, pairs = 0, _pairs(text, body_end)
    for start, closing in pairs:
        if start < at:
            continue
        end, closed = _closing(text, start, closing, body_end, cuts)
        inner = text[start + 1 : end - 1 if closed else end]
        entry = _ENTRY_FORM.match(inner)
        if not closed and not (entry and (_QUOTED.search(inner) or inner.count(".") > 1 or ". " in inner)):
            continue
        if closed and not _is_citation(inner):
            continue
        full = bool(entry and (_QUOTED.search(inner) or inner.count(". ") > 1)) and len(inner) > 25
        cut = not closed and bisect_right(cuts, end + 2) > bisect_right(cuts, start)
        yield FoundCitation(start, end, text[start:end], "parenthetical", read_fields(inner), closed, cut, full=full)
        at = end


def _pairs(text: str, body_end: int) -> list[tuple[int, int]]:
    """The brackets that open, in order, each with the place of the one that closes it, or -1."""
    closing: dict[int, int] = {}
    opened: list[int] = []
    for match in _BRACKET.finditer(text, 0, body_end):
        if match.group() == "(":
            closing[match.start()] = -1
            opened.append(match.start())
        elif opened:
            closing[opened.pop()] = match.start()
    return list(closing.items())


def _closing(text: str, start: int, closing: int, body_end: int, cuts: Sequence[int]) -> tuple[int, bool]:
    """The place after the bracket that closes, or after the text of one that does not close where it should."""
    limit = min(body_end, start + _LONGEST)
    following = bisect_right(cuts, start)
    limit = min(limit, cuts[following]) if following < len(cuts) else limit
    line = text.find("\n\n", start, limit)
    line = line if line >= 0 else text.find("\n", start, limit)
    limit = line if 0 <= line < limit else limit
    if 0 <= closing < limit:
        return closing + 1, True
    return start + len(text[start:limit].rstrip()), False


def _is_citation(inner: str) -> bool:
    if len(inner) > _LONGEST or len(inner.strip()) < 4:
        return False
    parts = [part.strip() for part in inner.split(";")]
    if all(_SHORT.fullmatch(part) for part in parts):
        return True
    if _ADDRESS.search(inner) or _PAGE_ONLY.fullmatch(inner):
        return True
    entry = _ENTRY_FORM.match(inner)
    quoted = _QUOTED.search(inner)
    if quoted and quoted.start() < 3 and (len(inner) - quoted.end() < 3 or _YEAR.search(inner) or "." in inner):
        return True
    pages = re.search(r"\b(?:pp?\.|с\.|table|vol\.|ch\.|chapter)\s*\d", inner)
    return bool(entry and (quoted or pages or (_YEAR.search(inner) and "." in inner)))


def _notes(text: str, body_end: int) -> Iterator[FoundCitation]:
    for match in _NOTE.finditer(text, 0, body_end):
        if match["def"]:
            continue
        label = match[1] or match[3] or match.group()
        yield FoundCitation(*match.span(), match.group(), "note", CitationFields(), label=label)


def _narrative(text: str, pattern: re.Pattern[str], body_end: int) -> Iterator[FoundCitation]:
    for match in pattern.finditer(text, 0, body_end):
        fields = read_name(match["source"], _group(match, "year"), _group(match, "page"))
        if pattern is _SAYS and not fields.authors:
            continue
        end = match.end() if pattern is not _SAYS else match.end("cue")
        yield FoundCitation(match.start(), end, text[match.start() : end], "narrative", fields)


def _group(match: re.Match[str], name: str) -> str:
    return (match.groupdict().get(name) or "") if match.groupdict() else ""


def _entries(text: str) -> Iterator[FoundCitation]:
    """The entries under a heading "Works cited", or note definitions."""
    heading = list_heading(text)
    if heading:
        for match in re.finditer(r"[^\n]+", text[heading[1] :]):
            written = match.group()
            if len(written.strip()) < 8 or _LIST_HEAD.match(written):
                continue
            start = heading[1] + match.start() + len(written) - len(written.lstrip())
            yield _entry(text, start, heading[1] + match.start() + len(written.rstrip()))
        return
    for match in re.finditer(r"^[ \t]*\[\^?\w{1,8}\]:?[ \t]+[^\n]+", text, re.MULTILINE):
        yield _entry(text, match.start(), match.end())


def _entry(text: str, start: int, end: int) -> FoundCitation:
    written = text[start:end]
    label = _NOTE_DEFINITION.match(written)
    inner = written[label.end() :] if label else re.sub(r"^[-*•]\s+", "", written)
    mark = (label[1] or label[2]) if label else ""
    return FoundCitation(start, end, written, "entry", read_fields(inner), label=mark, full=True)
