"""Site stage: a worksheet for a class: a text, its claims with room for answers, and the answers on a second sheet.

Goes in: an audit and its evidence. Comes out: one HTML page to be printed, two sheets that never share paper; it asks
for nothing over a network and runs no script.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from byname.claims.audit import Audit, Claim
from byname.claims.evidence.figures import Evidence
from byname.claims.explanations import Explainer
from byname.claims.text.sentences import paragraphs
from byname.site.audit_page import WORDS
from byname.site.templating import page_environment

MOST = 20  # claims on a sheet; more than a class can check


@dataclass(frozen=True, slots=True)
class Question:
    """A claim as it stands in the text, and what the key says of it: the verdict, what that means, how the claim was
    read, the source, and the difference."""

    words: str
    verdict: str
    meaning: str
    told: tuple[str, ...]


def worksheet(audit: Audit, evidence: Evidence) -> str:
    """The worksheet of an audit: its first claims in the order of the text, `MOST` at the most."""
    template = page_environment("style.css", "worksheet.css").get_template("worksheet.html")
    text = audit.document.text
    values = {
        "name": audit.document.name,
        "text_language": audit.document.language or "en",
        "paragraphs": [text[start:end] for start, end in paragraphs(text)],
        "questions": list(_questions(audit, evidence)),
        "left_out": max(0, len(audit.claims) - MOST),
    }
    return template.render(values).rstrip("\n")


def _questions(audit: Audit, evidence: Evidence) -> Iterator[Question]:
    explainer = Explainer(evidence, audit.document.language)
    for claim in sorted(audit.claims, key=lambda claim: claim.frame.start)[:MOST]:
        yield _question(audit, claim, explainer)


def _question(audit: Audit, claim: Claim, explainer: Explainer) -> Question:
    found = explainer.explain(claim)
    told = (found.read, f"{claim.judgement.reason}.", found.source, found.difference, found.instead)
    verdict = claim.judgement.verdict
    words = " ".join(audit.document.text[claim.frame.start : claim.frame.end].split())
    return Question(words, verdict, WORDS[verdict], tuple(line for line in told if line))
