"""Measures the audit of the sample essay against its labels: claims found, verdicts, citations, citation defects.

A claim counts as found where a claim of the audit lies in the same sentence and shares most of the content words, or
the number, of the label.
"""

from __future__ import annotations

import csv
import re
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from byname.claims.audit import audit_document
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.formats import audit_json
from byname.claims.text.reading import read_document

SHARED = Path(__file__).resolve().parents[3] / "shared" / "texts"
# What essay-citation-defects.md lists, as kinds of the audit, with words of the place where each must be found.
EXPECTED_DEFECTS: tuple[tuple[str, str], ...] = (
    ("citation-entry-in-text", "Hill"),
    ("citation-never-closed", "Hill"),
    ("citation-cut", "Hill"),
    ("citation-no-page", "Hill"),
    ("citation-no-date", "Hill"),
    ("citation-no-address", "Hill"),
    ("citation-title-and-site-swapped", "Hill"),
    ("citation-space-after-bracket", "Hill"),
    ("citation-entry-in-text", "Budanovic"),
    ("citation-stray-space", "Budanovic"),
    ("citation-no-address", "Budanovic"),
    ("citation-one-for-many", "Budanovic"),
    ("citation-no-title", "Britannica"),
    ("citation-no-author", "Britannica"),
    ("citation-no-date", "Britannica"),
    ("citation-title-cut", "Liao"),
    ("citation-no-author", "Seventeen"),
    ("citation-access-date", "Seventeen"),
    ("citation-no-page", "Seventeen"),
    ("citation-no-page", "History.com"),
    ("cut", "show more"),
    ("cut", ""),
    ("uncited-number", "two-thousand"),
    ("uncited-number", "Fifteen hundred"),
    ("uncited-number", "millions"),
    ("uncited-definition", "Genocide"),
    ("no-works-cited", ""),
    ("citation-entry-in-text", "Liao"),
    ("citation-entry-in-text", "Seventeen"),
    ("tertiary-only", ""),
    ("scare-quotes", "officially"),
    ("no-believer", "was believed"),
)


@dataclass(frozen=True, slots=True)
class EssayResult:
    """How the audit stands to the labels; `wrong` names what differs."""

    claims: int
    found: int
    equal: int
    acceptable: int
    false_contradictions: int
    cited_right: int
    defects: int
    defects_found: int
    wrong: tuple[str, ...]


def measure(folder: Path = SHARED) -> EssayResult:
    """Audit the essay and compare."""
    document = read_document(folder / "essay.txt")
    evidence = shipped_evidence()
    data = audit_json(audit_document(document, evidence), evidence)
    with (folder / "essay-claims.csv").open(encoding="utf-8", newline="") as handle:
        labels = list(csv.DictReader(handle))
    taken: set[str] = set()
    found = equal = acceptable = false = cited = 0
    wrong: list[str] = []
    for label in labels:
        claim = matching(label, data["claims"], taken)
        if claim is None:
            wrong.append(f"{label['claim_id']} not found")
            continue
        taken.add(claim["id"])
        found += 1
        equal += claim["verdict"] == label["verdict"]
        acceptable += claim["verdict"] in (label["verdict"], label["also_acceptable"])
        false += claim["verdict"] == "contradicted" and label["verdict"] == "supported"
        cited += claim["cited"] == (label["cited"] == "yes")
        if claim["verdict"] != label["verdict"]:
            wrong.append(
                f"{label['claim_id']} {claim['verdict']}, labelled {label['verdict']} or "
                f"{label['also_acceptable'] or '-'}"
            )
    missing = [pair for pair in EXPECTED_DEFECTS if not _has_defect(data, document.text, *pair)]
    wrong += [f"defect {kind} at {words!r} not found" for kind, words in missing]
    return EssayResult(
        len(labels),
        found,
        equal,
        acceptable,
        false,
        cited,
        len(EXPECTED_DEFECTS),
        len(EXPECTED_DEFECTS) - len(missing),
        tuple(wrong),
    )


def matching(label: dict[str, str], claims: list[dict[str, Any]], taken: set[str]) -> dict[str, Any] | None:
    """The claim of a label: the one of its sentence that shares most words with it."""
    candidates = [c for c in claims if c["sentence"] == int(label["sentence_no"]) and c["id"] not in taken]
    words = _words(label["claim"])
    return max(candidates, key=lambda c: len(words & _words(c["text"])), default=None)


def _words(text: str) -> set[str]:
    return {word[:6] for word in re.findall(r"\w+", text.lower()) if len(word) > 3 or word.isdigit()}


def _has_defect(data: dict[str, Any], text: str, kind: str, words: str) -> bool:
    return any(
        d["kind"] == kind and (not words or words in text[d["start"] : d["end"]] or words in d["message"])
        for d in data["defects"]
    )


def main() -> None:
    """Print the comparison; exit with 1 where a target is missed."""
    r = measure(Path(sys.argv[1]) if len(sys.argv) > 1 else SHARED)
    print(f"claims found {r.found} of {r.claims}; verdict equal {r.equal}, equal or acceptable {r.acceptable}")
    print(f"contradicted though supported {r.false_contradictions}; cited right {r.cited_right}")
    print(f"citation defects found {r.defects_found} of {r.defects}")
    print("\n".join(r.wrong))
    met = (
        r.found == r.claims
        and r.acceptable >= 28
        and r.equal >= 24
        and not r.false_contradictions
        and r.cited_right == r.claims
    )
    if not met or r.defects_found < r.defects:
        sys.exit("missed a target")


if __name__ == "__main__":
    main()
