"""Site stage: the page of an audit: the text with its claims marked by verdict, the margin list, the defects.

Goes in: an audit and its evidence. Comes out: one HTML page that opens from disk, asks for nothing over a network, runs
no script and can be printed.
"""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence
from itertools import pairwise

from markupsafe import Markup, escape

from byname.claims.audit import Audit, Claim
from byname.claims.citations.source_check import CheckedSources
from byname.claims.cited_works import check_line, checks_by_claim, sources_lines
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import described
from byname.claims.explanations import Explainer
from byname.claims.formats import UNJUDGED, coverage_line, verdict_counts
from byname.claims.text.sentences import paragraphs
from byname.site.templating import page_environment

WORDS: Mapping[str, str] = {
    "supported": "a source of ours says the same",
    "contradicted": "a source of ours says otherwise, and none as good says the same",
    "contested": "our sources disagree",
    "imprecise": "right in part: another base, group, period or measure",
    "not in our sources": "our sources do not speak of it; it may still be true",
    "not checkable": "an opinion, a feeling or another's words",
}


def audit_page(audit: Audit, evidence: Evidence, sources: CheckedSources | None = None) -> str:
    """The page of an audit; `sources` are the checks of cited works, where there are any."""
    template = page_environment("style.css", "audit.css").get_template("audit.html")
    return template.render(audit_values(audit, evidence, sources)).rstrip("\n")


def audit_values(audit: Audit, evidence: Evidence, sources: CheckedSources | None = None) -> Mapping[str, object]:
    """All that a page shows of an audit."""
    used = described(sorted({id for claim in audit.claims for id in claim.judgement.evidence}), evidence)
    explainer = Explainer(evidence, audit.document.language)
    return {
        "audit": audit,
        "paragraphs": list(_paragraphs(audit)),
        "counts": {verdict: count for verdict, count in verdict_counts(audit).items() if count},
        "words": WORDS,
        "coverage": coverage_line(audit),
        "evidence": used,
        "cited": {claim.id: [audit.citations[i].found.text for i in claim.citations] for claim in audit.claims},
        "checks": {
            id: [(check.outcome, check_line(check, audit.citations[check.citation].found.text)) for check in checks]
            for id, checks in checks_by_claim(sources).items()
        },
        "checked": sources_lines(sources),
        "defects": [(audit.document.place(d.start), d) for d in audit.defects],
        "explained": {claim.id: explainer.explain(claim) for claim in audit.claims},
        "language": explainer.told_in,
        "unjudged": UNJUDGED,
        "verdict_class": verdict_class,
        "right_to_left": any("right to left" in note for note in audit.document.notes),
    }


def verdict_class(verdict: str) -> str:
    """The name of a verdict in the style sheet."""
    return verdict.replace(" ", "-")


def _paragraphs(audit: Audit) -> Iterator[tuple[Markup, list[Claim]]]:
    """Each paragraph of the text, marked, with the claims that begin in it."""
    claims = sorted(audit.claims, key=lambda claim: claim.frame.start)
    begins = [claim.frame.start for claim in claims]
    for start, end in paragraphs(audit.document.text):
        inside = claims[bisect_left(begins, start) : bisect_left(begins, end)]
        yield _marked(audit, inside, start, end), sorted(inside, key=lambda claim: int(claim.id[1:]))


def _marked(audit: Audit, inside: Sequence[Claim], start: int, end: int) -> Markup:
    """A paragraph with a mark around every run of characters that one claim holds; `inside` are the claims that begin
    in it, in the order of their beginnings."""
    cuts = sorted(
        {start, end, *(min(end, place) for claim in inside for place in (claim.frame.start, claim.frame.end))}
    )
    parts: list[Markup] = []
    open_claims: list[Claim] = []
    at = 0
    for first, last in pairwise(cuts):
        while at < len(inside) and inside[at].frame.start <= first:
            open_claims.append(inside[at])
            at += 1
        open_claims = [claim for claim in open_claims if claim.frame.end >= last]
        holding = sorted(open_claims, key=lambda claim: int(claim.id[1:]))
        text = escape(audit.document.text[first:last])
        if not holding:
            parts.append(text)
            continue
        claim = min(holding, key=lambda c: c.frame.end - c.frame.start)
        ends = Markup("").join(
            Markup('<a class="to-claim" href="#{0}">{1}</a>').format(c.id, c.id[1:])
            for c in holding
            if c.frame.end == last
        )
        parts.append(Markup('<mark class="{0}" title="{1}">{2}</mark>{3}').format(
            verdict_class(claim.judgement.verdict), claim.judgement.verdict, text, ends))  # fmt: skip
    return Markup("").join(parts)
