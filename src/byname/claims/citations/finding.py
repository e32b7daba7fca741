"""Claims stage: finds the citations of a text: in brackets, in notes, in the sentence itself, and in a list at the end.

Goes in: the working text and the places of its cuts. Comes out: citations with their characters, kind and fields; the
fields are read by fields.py, what is wrong with them is said by defects.py.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from byname.claims.citations.fields import CitationFields, read_fields, read_name

Kind = Literal["parenthetical", "note", "narrative", "entry"]

_OPEN = re.compile(r"\(")
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
    r"(?:[^\W\d_a-zа-яё][\w’'.\-]*\w|[A-Z])"
    r"(?:\s+(?:of|the|and|&|for|in|de|von|и|по)?\s*(?:[A-ZА-ЯЁ][\w’'.\-]*\w))*)"
)
_SAYS = re.compile(
    r"\b(?P<source>(?:[A-ZА-ЯЁ][\w’'.\-]+\s+){0,3}[A-ZА-ЯЁ][\w’'\-]+)\s+(?:\((?P<year>\d{4})\)\s+)?"
    r"(?P<cue>estimates?|estimated|argues?|argued|writes|wrote|concludes?|concluded|contends?|reports?|notes?|calculated|"
    r"оценивает|пишет|считает|утверждает)\s+(?:that|the|about|some|what|,|что)\b"
)
_BY_YEAR = re.compile(
    r"(?P<source>[A-ZА-ЯЁ][\w’'\-]+(?:(?: and |, | & )[A-ZА-ЯЁ][\w’'\-]+)*)\s+"
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
    for citation in _narrative(text, body_end):
        place = bisect_left(taken, (citation.start, citation.end))
        beside = taken[max(0, place - 1) : place + 1]
        if not any(start < citation.end and citation.start < end for start, end in beside):
            found.append(citation)
            taken.insert(place, (citation.start, citation.end))
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


def list_heading(text: str) -> tuple[int, int] | None:
    """The characters of the heading of the list of works, or None."""
    matches = [m for m in _LIST_HEAD.finditer(text) if m.end() < len(text.rstrip())]
    return matches[-1].span() if matches else None


def _parenthetical(text: str, body_end: int, cuts: Sequence[int]) -> Iterator[FoundCitation]:
    at = 0
    while match := _OPEN.search(text, at, body_end):
        start = match.start()
        end, closed = _closing(text, start, body_end, cuts)
        inner = text[start + 1 : end - 1 if closed else end]
        at = end if closed else start + 1
        if not closed and not (
            _ENTRY_FORM.match(inner) and (_QUOTED.search(inner) or inner.count(".") > 1 or ". " in inner)
        ):
            continue
        if closed and not _is_citation(inner):
            at = start + 1
            continue
        full = bool(_ENTRY_FORM.match(inner) and (_QUOTED.search(inner) or inner.count(". ") > 1)) and len(inner) > 25
        cut = not closed and any(start < cut <= end + 2 for cut in cuts)
        yield FoundCitation(start, end, text[start:end], "parenthetical", read_fields(inner), closed, cut, full=full)
        at = end


def _closing(text: str, start: int, body_end: int, cuts: Sequence[int]) -> tuple[int, bool]:
    """The place after the bracket that closes, or after the text of one that never does."""
    limit = min([body_end, start + _LONGEST, *(cut for cut in cuts if cut > start)])
    line = text.find("\n\n", start, limit)
    line = line if line >= 0 else text.find("\n", start, limit)
    limit = line if 0 <= line < limit else limit
    depth = 0
    for place in range(start, limit):
        depth += (text[place] == "(") - (text[place] == ")")
        if depth == 0:
            return place + 1, True
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


def _narrative(text: str, body_end: int) -> Iterator[FoundCitation]:
    for pattern in (_BY_YEAR, _NARRATIVE, _SAYS):
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
