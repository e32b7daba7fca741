"""Claims stage: whether the works that a text cites say what it cites them for, where a user has them at hand.

Goes in: the citations of a text, the claims each of them covers, and the works of a folder. Comes out: for each pair of
citation and claim whether the claim's number or date, or else the words of its statement, stand on the cited page,
elsewhere in the work, or nowhere in it. That a number stands in a work says nothing of what it counts there: no verdict
is made of it.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from typing import Literal

from byname.claims.citations.fields import CitationFields
from byname.claims.citations.finding import FoundCitation
from byname.claims.citations.shelf import UnreadFile, Work
from byname.claims.citations.work_pages import LEAST_WORDS, Place, WorkPages
from byname.claims.citations.works_cited import entries_cited, first_surname, folded, folded_words
from byname.claims.numbers.mentions import DateMention, NumberMention

Outcome = Literal["found", "found elsewhere", "not found", "not at hand"]
OUTCOMES: tuple[Outcome, ...] = ("found", "found elsewhere", "not found", "not at hand")
Sought = Literal["number", "date", "words"]
_TITLE_WORD = 4  # letters of a word of a title that tells works apart
_TITLE_SHARED = 0.6  # of those words that must stand in the name or the opening of a work
_YEAR = re.compile(r"(?<!\d)(?:1[5-9]|20)\d\d(?!\d)")
_NAMED = 600  # characters of a work in which its author must stand


@dataclass(frozen=True, slots=True)
class CitedClaim:
    """A claim as far as it can be sought in a work: its number, else its date, else the content words it has."""

    id: str
    citations: tuple[int, ...]
    number: NumberMention | None
    date: DateMention | None
    words: frozenset[str]


@dataclass(frozen=True, slots=True)
class SourceCheck:
    """What a cited work says of a claim; `page` is the page as printed, `file_page` its place in the file (from 1); 0
    where the file has no pages or nothing was found."""

    claim: str
    citation: int
    outcome: Outcome
    sought: Sought
    cited_pages: str = ""
    file: str = ""
    page: int = 0
    file_page: int = 0
    quotation: str = ""


@dataclass(frozen=True, slots=True)
class WorkAtHand:
    """A file that was read: its pages (0: none), and the citations that mean it."""

    file: str
    pages: int
    citations: tuple[int, ...]


@dataclass(frozen=True, slots=True)
class CheckedSources:
    """All checks of a text, in the order of its claims; the files at hand; those that were not read."""

    checks: tuple[SourceCheck, ...]
    works: tuple[WorkAtHand, ...]
    unread: tuple[UnreadFile, ...]


@dataclass(frozen=True, slots=True)
class _Sought:
    """What is known of a cited work: by the citation and by its entry in the list of works."""

    surname: str
    title: frozenset[str]
    year: str
    container: frozenset[str]


def check_sources(
    citations: Sequence[FoundCitation], claims: Sequence[CitedClaim], works: Iterable[Work | UnreadFile]
) -> CheckedSources:
    """Check each claim in the works that its citations mean; each work is read, asked and let go, one at a time."""
    covered: dict[int, list[CitedClaim]] = {}
    for claim in claims:
        if _sought(claim):
            for index in claim.citations:
                covered.setdefault(index, []).append(claim)
    wanted = _wanted(citations, covered)
    kinds = set(wanted.values())
    surnames = Counter(sought.surname for sought in kinds)
    best: dict[tuple[str, int], tuple[tuple[float, int], SourceCheck]] = {}
    at_hand: list[WorkAtHand] = []
    unread: list[UnreadFile] = []
    for work in works:
        if isinstance(work, UnreadFile):
            unread.append(work)
            continue
        card = _Card.of(work)
        fits = {sought: score for sought in kinds if (score := card.fit(sought, alone=surnames[sought.surname] == 1))}
        scores = {index: fits[sought] for index, sought in wanted.items() if sought in fits}
        at_hand.append(WorkAtHand(work.file, len(work.pages) if len(work.pages) > 1 else 0, tuple(scores)))
        pages = WorkPages(work.pages) if scores else None
        for index, score in scores.items():
            for claim in covered[index]:
                found = _checked(claim, index, citations[index].fields.pages, work.file, pages) if pages else None
                if found:
                    rank = (score, -OUTCOMES.index(found.outcome))
                    key = (claim.id, index)
                    if key not in best or rank > best[key][0]:
                        best[key] = (rank, found)
    checks = [
        best[claim.id, index][1] if (claim.id, index) in best else _absent(claim, index, citations[index])
        for claim in claims
        if _sought(claim)
        for index in claim.citations
    ]
    return CheckedSources(tuple(checks), tuple(at_hand), tuple(unread))


def _sought(claim: CitedClaim) -> Sought | None:
    if claim.number is not None:
        return "number"
    if claim.date is not None:
        return "date"
    return "words" if len(claim.words) >= LEAST_WORDS else None


def _absent(claim: CitedClaim, index: int, citation: FoundCitation) -> SourceCheck:
    return SourceCheck(claim.id, index, "not at hand", _sought(claim) or "words", citation.fields.pages)


def _wanted(citations: Sequence[FoundCitation], covered: Mapping[int, object]) -> dict[int, _Sought]:
    """What is known of the work of each citation that covers a claim."""
    entries = entries_cited(citations)
    return {
        index: _joined([citations[index].fields, *(citations[entry].fields for entry in entries.get(index, ())[:1])])
        for index in sorted(covered)
    }


def _joined(known: Sequence[CitationFields]) -> _Sought:
    def first(name: str) -> str:
        return next((value for fields in known if (value := str(getattr(fields, name)))), "")

    year = _YEAR.search(first("date"))
    return _Sought(
        folded(first_surname(first("authors"))),
        frozenset(word for word in folded_words(first("title")) if len(word) >= _TITLE_WORD),
        year.group() if year else "",
        frozenset(word for written in first("container").split(".") for word in folded_words(written)),
    )


@dataclass(frozen=True, slots=True)
class _Card:
    """What is known of a file: the words of its name and of the user's table; those among which its author must be,
    and those of its title; its years."""

    named: frozenset[str]
    near: frozenset[str]
    far: frozenset[str]
    years: frozenset[str]
    opening_years: frozenset[str]

    @classmethod
    def of(cls, work: Work) -> _Card:
        """The card of a file: the user's table is believed before its name, its name before its first characters."""
        opening = work.opening
        name = " ".join(re.split(r"[\W_]+", work.file))
        named = frozenset(folded_words(f"{name} {work.author} {work.title}"))
        return cls(
            named,
            named.union(() if work.author else folded_words(opening[:_NAMED])),
            named.union(() if work.title else folded_words(opening)),
            frozenset({work.year} if work.year else _YEAR.findall(name)),
            frozenset(_YEAR.findall(opening)),
        )

    def fit(self, sought: _Sought, *, alone: bool) -> float:
        """How well the file fits a citation: 0 where it is another work, or too little is known to tell; `alone` where
        the text cites no other work of that author."""
        shared = len(sought.title & self.far) / len(sought.title) if sought.title else 0.0
        has_title = shared >= _TITLE_SHARED
        if sought.year and self.years and sought.year not in self.years:
            return 0.0
        has_year = bool(sought.year) and sought.year in (self.years or self.opening_years)
        if sought.surname:
            in_name = sought.surname in self.named and (alone or bool(sought.title & self.named))
            told_apart = has_title or has_year or in_name or not (sought.title or sought.year)
            known = sought.surname in self.near and told_apart
            return 1 + (sought.surname in self.named) + shared + has_year if known else 0.0
        if has_title and (len(sought.title) > 1 or sought.title & self.named):
            return 1 + shared + has_year
        return float(bool(sought.container) and not sought.title and sought.container <= self.named)


def _checked(claim: CitedClaim, index: int, cited: str, file: str, pages: WorkPages) -> SourceCheck | None:
    """What a work says of a claim."""
    kind = _sought(claim)
    if kind is None:
        return None
    blank = SourceCheck(claim.id, index, "not found", kind, cited, file)
    places = _places(claim, kind, pages)
    if not places:
        return blank
    wanted = _pages_of(cited) if pages.has_pages else range(0)
    on_page = [place for place in places if pages.printed(place.page) in wanted]
    place = max(on_page or places, key=lambda place: pages.shared_words(place, claim.words))
    return replace(
        blank,
        outcome="found" if on_page or not wanted else "found elsewhere",
        page=pages.printed(place.page) if pages.has_pages else 0,
        file_page=place.page + 1 if pages.has_pages else 0,
        quotation=pages.quotation(place),
    )


def _places(claim: CitedClaim, kind: Sought, pages: WorkPages) -> list[Place]:
    if kind == "number" and claim.number is not None:
        return pages.of_number(claim.number.tree)
    if kind == "date" and claim.date is not None:
        return pages.of_date(claim.date.edtf)
    return pages.of_words(claim.words)


def _pages_of(cited: str) -> range:
    """The pages that a citation gives ("485", "12-14", "112-4").

    >>> list(_pages_of("112-4"))
    [112, 113, 114]
    """
    numbers = re.findall(r"\d{1,5}", cited)
    if not numbers:
        return range(0)
    first, last = numbers[0], numbers[-1]
    if len(last) < len(first):
        last = first[: len(first) - len(last)] + last
    return range(int(first), max(int(first), int(last)) + 1)
