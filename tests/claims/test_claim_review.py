from __future__ import annotations

import json
from datetime import date
from typing import Any

from tests.claims.conftest import audited

from byname.claims.claim_review import audit_claim_review
from byname.claims.evidence.shipped import shipped_evidence

TEXT = (
    "In 1937 and 1938 the NKVD shot 681,692 people. At least 20 million people were executed in the Soviet Union in "
    "1937 and 1938. From 1933 to 1935, 4,200 teachers were dismissed in Ruritania."
)
# Each key with the type of its value, or with the shape below it.
SHAPE: dict[str, Any] = {
    "@type": "ClaimReview",
    "identifier": str,
    "url": str,
    "datePublished": str,
    "author": {
        "@type": "Organization",
        "name": "Byname",
        "subjectOf": {"@type": "SoftwareApplication", "name": "byname", "softwareVersion": "9.9"},
    },
    "claimReviewed": str,
    "itemReviewed": {
        "@type": "Claim",
        "appearance": {"@type": "CreativeWork", "name": "text.txt", "identifier": str},
    },
    "reviewRating": {"@type": "Rating", "alternateName": str, "worstRating": 1, "bestRating": 5, "ratingValue": int},
    "reviewBody": str,
    "citation": list,
}


def assert_shape(value: Any, shape: Any) -> None:
    """Fail where a value has not the shape."""
    if isinstance(shape, dict):
        assert isinstance(value, dict)
        assert set(value) == set(shape)
        for key, inner in shape.items():
            assert_shape(value[key], inner)
    elif isinstance(shape, type):
        assert isinstance(value, shape)
    else:
        assert value == shape


def test_each_judged_claim_is_a_review_and_no_other() -> None:
    found = audit_claim_review(audited(TEXT), shipped_evidence(), "9.9", date(2026, 1, 2))
    assert found["@context"] == "https://schema.org"
    json.dumps(found)
    reviews = found["@graph"]
    rated = [(review["reviewRating"]["alternateName"], review["reviewRating"]["ratingValue"]) for review in reviews]
    assert rated == [("supported", 5), ("contradicted", 1)]
    for review in reviews:
        assert_shape(review, SHAPE)
        assert (review["url"], review["datePublished"]) == ("", "2026-01-02")
        assert review["citation"]
        for source in review["citation"]:
            assert source["@type"] == "CreativeWork"
            assert {"identifier", "name"} <= set(source)
            assert source.get("url", "https://").startswith(("http://", "https://"))
    assert reviews[0]["claimReviewed"] == "In 1937 and 1938 the NKVD shot 681,692 people."
    assert reviews[0]["itemReviewed"]["appearance"]["identifier"] == "characters 0 to 46"


def test_a_text_without_a_judged_claim_has_no_review() -> None:
    found = audit_claim_review(audited("It was a cold morning."), shipped_evidence(), "9.9", date(2026, 1, 2))
    assert found["@graph"] == []
