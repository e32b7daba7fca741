"""Claims stage: an audit beside the works that its text cites, where a user has them at hand; and how that is told.

Goes in: an audit and a folder of files. Comes out: `CheckedSources`, as data for programs and as lines for people.
"""

from __future__ import annotations

from collections import Counter
from pathlib import Path
from typing import Any

from byname.claims.audit import Audit, Claim
from byname.claims.citations.shelf import works_in
from byname.claims.citations.source_check import (
    OUTCOMES,
    CheckedSources,
    CitedClaim,
    SourceCheck,
    check_sources,
)
from byname.claims.citations.work_pages import content_words
from byname.claims.text.tokens import tokenize


def check_cited_works(audit: Audit, folder: Path) -> CheckedSources:
    """Check the cited claims of an audit in the files of a folder."""
    claims = [_cited(claim) for claim in audit.claims if claim.citations]
    return check_sources([source.found for source in audit.citations], claims, works_in(folder))


def _cited(claim: Claim) -> CitedClaim:
    frame = claim.frame
    date = frame.time.date if frame.time.date and frame.time.date.rule != "named" else None
    return CitedClaim(claim.id, claim.citations, frame.number, date, content_words(tokenize(frame.text)))


def sources_json(sources: CheckedSources) -> dict[str, Any]:
    """The checks as plain data; `citation` and `citations` are places in the list of citations."""
    return {
        "files": [
            {"file": work.file, "pages": work.pages or None, "citations": list(work.citations)}
            for work in sources.works
        ],
        "unread": [{"file": file.file, "reason": file.reason} for file in sources.unread],
        "outcomes": outcome_counts(sources),
        "checks": [
            {
                "claim": check.claim,
                "citation": check.citation,
                "outcome": check.outcome,
                "sought": check.sought,
                "cited_pages": check.cited_pages,
                "file": check.file or None,
                "page": check.page or None,
                "file_page": check.file_page or None,
                "quotation": check.quotation,
            }
            for check in sources.checks
        ],
    }


def outcome_counts(sources: CheckedSources) -> dict[str, int]:
    """How many checks have each outcome, in the order of the outcomes."""
    counts = Counter(check.outcome for check in sources.checks)
    return {outcome: counts[outcome] for outcome in OUTCOMES}


def check_line(check: SourceCheck, cited: str) -> str:
    """One check in words; `cited` is the citation as it stands in the text."""
    if check.outcome == "not at hand":
        return f"cited work not at hand: {cited}"
    if check.outcome == "not found":
        return f"cited work: the {check.sought} not found in {check.file}"
    page = f", page {check.page}" if check.page else ""
    placed = f" (page {check.file_page} of the file)" if check.file_page not in (0, check.page) else ""
    instead = f", not on page {check.cited_pages}" if check.outcome == "found elsewhere" else ""
    return f'cited work: the {check.sought} {check.outcome} in {check.file}{page}{placed}{instead}: "{check.quotation}"'


def checks_by_claim(sources: CheckedSources | None) -> dict[str, list[SourceCheck]]:
    """The checks of each claim; none where no works are at hand."""
    found: dict[str, list[SourceCheck]] = {}
    for check in sources.checks if sources else ():
        found.setdefault(check.claim, []).append(check)
    return found


def sources_lines(sources: CheckedSources | None) -> list[str]:
    """The checks in sum, and the files that were not read; nothing where no works are at hand."""
    if sources is None:
        return []
    counts = ", ".join(f"{count} {outcome}" for outcome, count in outcome_counts(sources).items() if count)
    return [
        f"Cited works: {counts or 'no cited claim'}; what stands in a work may be said there of something else.",
        *(f"Not read: {file.file}: {file.reason}" for file in sources.unread),
    ]
