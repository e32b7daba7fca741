"""Claims stage: an audit as schema.org ClaimReview, the form in which fact checks are exchanged (JSON-LD).

Goes in: an audit and its evidence. Comes out: one review for each claim that was judged; a claim on which our sources
are silent, or that cannot be checked, is none, for a review would be read as a verdict.
"""

from __future__ import annotations

from datetime import date
from typing import Any

from byname.claims.audit import Audit, Claim
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import described
from byname.claims.verdicts.verdict import Verdict

WORST, BEST = 1, 5
RATINGS: dict[Verdict, int] = {"supported": BEST, "imprecise": 3, "contested": 3, "contradicted": WORST}


def audit_claim_review(audit: Audit, evidence: Evidence, version: str, published: date) -> dict[str, Any]:
    """The reviews of an audit as one JSON-LD graph; `version` is that of the software, `published` the day."""
    judged = [claim for claim in audit.claims if claim.judgement.verdict in RATINGS]
    used = sorted({id for claim in judged for id in claim.judgement.evidence})
    sources = described(used, evidence)
    return {
        "@context": "https://schema.org",
        "@graph": [_review(audit, claim, sources, version, published) for claim in judged],
    }


def _review(
    audit: Audit, claim: Claim, sources: dict[str, dict[str, str]], version: str, published: date
) -> dict[str, Any]:
    first, last = audit.document.span(claim.frame.start, claim.frame.end)
    return {
        "@type": "ClaimReview",
        "identifier": claim.id,
        "url": "",
        "datePublished": published.isoformat(),
        "author": {
            "@type": "Organization",
            "name": "Byname",
            "subjectOf": {"@type": "SoftwareApplication", "name": "byname", "softwareVersion": version},
        },
        "claimReviewed": " ".join(audit.document.text[claim.frame.start : claim.frame.end].split()),
        "itemReviewed": {
            "@type": "Claim",
            "appearance": {
                "@type": "CreativeWork",
                "name": audit.document.name,
                "identifier": f"characters {first} to {last}",
            },
        },
        "reviewRating": {
            "@type": "Rating",
            "alternateName": claim.judgement.verdict,
            "worstRating": WORST,
            "bestRating": BEST,
            "ratingValue": RATINGS[claim.judgement.verdict],
        },
        "reviewBody": claim.judgement.reason,
        "citation": [_citation(id, sources[id]) for id in claim.judgement.evidence if id in sources],
    }


def _citation(id: str, source: dict[str, str]) -> dict[str, str]:
    address = source["address"].split(" ")[0]
    found = {
        "@type": "CreativeWork",
        "identifier": id,
        "name": source["source"],
        "abstract": source["says"],
        "genre": source["kind"],
        "url": address if address.startswith(("http://", "https://")) else "",
    }
    return {key: value for key, value in found.items() if value}
