"""Claims stage: an audit as data: the JSON that other programs rely on, SARIF for editors, and lines for a terminal."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Mapping, Sequence
from typing import Any

from byname.claims.audit import Audit, Claim
from byname.claims.citations.source_check import CheckedSources
from byname.claims.cited_works import check_line, checks_by_claim, sources_json, sources_lines
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import described
from byname.claims.explanations import Explainer
from byname.claims.numbers.mentions import NumberMention
from byname.claims.numbers.scanner import finite
from byname.claims.text.document import Defect
from byname.claims.verdicts.verdict import VERDICTS

_SARIF_LEVEL = {"contradicted": "error", "contested": "warning", "imprecise": "warning"}


def audit_json(audit: Audit, evidence: Evidence, sources: CheckedSources | None = None) -> dict[str, Any]:
    """The audit as one JSON object (design: `audit`); offsets are characters of the file as given, the end excluded.
    `sources` are the checks of cited works, where there are any."""
    explainer = Explainer(evidence, audit.document.language)
    used = sorted({id for claim in audit.claims for id in claim.judgement.evidence})
    return {
        "text": audit.document.name,
        "form": audit.document.form,
        "language": audit.document.language,
        "notes": list(audit.document.notes),
        "claims": [_claim(audit, claim, explainer) for claim in audit.claims],
        "citations": [_citation(audit, index) for index in range(len(audit.citations))],
        "defects": [_defect(audit, defect) for defect in audit.defects],
        "numbers": [_number(audit, number) for number in audit.numbers],
        "dates": [
            {**_span(audit, date.start, date.end), "text": date.text, "edtf": date.edtf, "name": date.name}
            for date in audit.dates
        ],
        "coverage": {
            "numbers": audit.coverage.numbers,
            "framed": audit.coverage.framed,
            "comparable": audit.coverage.comparable,
            "judged": audit.coverage.judged,
        },
        "verdicts": verdict_counts(audit),
        "evidence": described(used, evidence),
        **({"sources": sources_json(sources)} if sources else {}),
    }


def _span(audit: Audit, start: int, end: int) -> dict[str, int]:
    first, last = audit.document.span(start, end)
    return {"start": first, "end": last}


def _claim(audit: Audit, claim: Claim, explainer: Explainer) -> dict[str, Any]:
    frame = claim.frame
    told = explainer.explain(claim)
    number = frame.number
    cited = [audit.citations[index].found.text for index in claim.citations]
    return {
        "id": claim.id,
        **_span(audit, frame.start, frame.end),
        "text": " ".join(audit.document.text[frame.start : frame.end].split()),
        "kind": frame.kind,
        "quantity": {"low": finite(number.low), "high": finite(number.high), "unit": number.unit} if number else None,
        "date": frame.time.date.edtf if frame.time.date else None,
        "subject": frame.subject,
        "citation": cited[0] if cited else None,
        "cited": claim.cited,
        "verdict": claim.judgement.verdict,
        "reason": claim.judgement.reason,
        "evidence": list(claim.judgement.evidence),
        "explanation": {
            "read": told.read,
            "source": told.source,
            "difference": told.difference,
            "instead": told.instead,
        },
        "sentence": frame.clause.sentence + 1,
        "predicates": sorted(frame.said.predicates),
        "relation": frame.said.relation,
        "place": frame.population.place,
        "period": frame.time.period.date.edtf if frame.time.period else None,
        "period_known": frame.time.period.known if frame.time.period else None,
        "uncertain": frame.entities.guessed,
        "proposed": frame.proposed,
        "citations": list(claim.citations),
    }


def _citation(audit: Audit, index: int) -> dict[str, Any]:
    cited = audit.citations[index]
    fields = cited.found.fields
    return {
        **_span(audit, cited.found.start, cited.found.end),
        "text": cited.found.text,
        "kind": cited.found.kind,
        "authors": fields.authors,
        "title": fields.title,
        "container": fields.container,
        "date": fields.date,
        "pages": fields.pages,
        "address": fields.address,
        "accessed": fields.accessed,
        "defects": list(cited.defects),
        "remarks": cited.defects,
    }


def _defect(audit: Audit, defect: Defect) -> dict[str, Any]:
    return {"kind": defect.kind, **_span(audit, defect.start, defect.end), "message": defect.message}


def _number(audit: Audit, number: NumberMention) -> dict[str, Any]:
    return {
        **_span(audit, number.start, number.end),
        "text": number.text,
        "low": finite(number.low),
        "high": finite(number.high),
        "unit": number.unit,
        "noun": number.noun,
        "base": number.base,
        "whole": number.tree.whole,
        "hedge": number.hedge,
        "tree": number.tree.outline(),
    }


def verdict_counts(audit: Audit) -> dict[str, int]:
    """How many claims have each verdict, in the order of the verdicts."""
    counts = Counter(claim.judgement.verdict for claim in audit.claims)
    return {verdict: counts[verdict] for verdict in VERDICTS}


def coverage_line(audit: Audit) -> str:
    """The coverage in words; it is printed with every audit."""
    c = audit.coverage
    return (
        f"Coverage: {c.numbers} numbers seen, {c.framed} of them read with what they count, {c.comparable} comparable "
        f"with figures of ours; {c.judged} of {len(audit.claims)} claims judged."
    )


def audit_text(
    audit: Audit, sources: CheckedSources | None = None, *, evidence: Evidence | None = None, every: bool = False
) -> str:
    """The audit for a terminal: what is judged, the gravest first; the claims that are not judged by their numbers
    only, unless `every`; the defects, the coverage. `sources` are the checks of cited works, where there are any;
    with `evidence` each verdict is told plainly in the language of the text."""
    checks = checks_by_claim(sources)
    lines = [f"{audit.document.name}: {len(audit.claims)} claims, {len(audit.citations)} citations", ""]
    explainer = Explainer(evidence, audit.document.language) if evidence is not None else None
    left = [claim for claim in audit.claims if claim.judgement.verdict in UNJUDGED]
    for claim in sorted(audit.claims, key=lambda claim: _GRAVITY[claim.judgement.verdict]):
        if claim.judgement.verdict in UNJUDGED and not every and not checks.get(claim.id):
            continue
        cited = "cited" if claim.cited else "no citation"
        lines.append(
            f"[{claim.id}] {claim.judgement.verdict.upper()} ({claim.frame.kind}, {cited}): "
            f"{_shortened(claim.frame.text)}"
        )
        lines += [f"      {line}" for line in _told(claim, explainer)]
        if claim.judgement.evidence:
            lines.append(f"      evidence: {', '.join(claim.judgement.evidence)}")
        lines += [
            f"      {check_line(check, audit.citations[check.citation].found.text)}"
            for check in checks.get(claim.id, ())
        ]
    if not audit.claims:
        lines.append("No claim was found that Byname could check.")
    elif left and not every:
        lines.append(f"Not judged: {len(left)} claims ({_ids(left)}); --all tells why.")
    if audit.defects:
        lines += ["", "Defects:"]
        lines += [
            f"  {audit.document.place(defect.start)}: {defect.kind}: {defect.message}" for defect in audit.defects
        ]
    lines += ["", *(f"Note: {note}" for note in audit.document.notes), *sources_lines(sources), coverage_line(audit)]
    return "\n".join(lines)


UNJUDGED = ("not in our sources", "not checkable")
_GRAVITY = {
    verdict: place for place, verdict in enumerate(("contradicted", "contested", "imprecise", "supported", *UNJUDGED))
}
MOST_IDS = 12  # ids of claims that are named in one line


def _ids(claims: Sequence[Claim]) -> str:
    shown = ", ".join(claim.id for claim in claims[:MOST_IDS])
    return shown + (f" and {len(claims) - MOST_IDS} more" if len(claims) > MOST_IDS else "")


def _told(claim: Claim, explainer: Explainer | None) -> list[str]:
    """The reason of a verdict, and how the claim was read, what the source gives and what would be right."""
    if explainer is None:
        return [claim.judgement.reason]
    told = explainer.explain(claim)
    return [told.read, claim.judgement.reason, *(line for line in (told.difference, told.instead) if line)]


def _shortened(text: str) -> str:
    plain = " ".join(text.split())
    return plain if len(plain) <= 110 else plain[:107] + "..."


def audit_sarif(audit: Audit, version: str) -> dict[str, Any]:
    """The audit in SARIF 2.1.0 (OASIS 2020): a result for each claim that is not supported and each defect."""
    results = [
        _result(
            audit,
            claim.judgement.verdict,
            _SARIF_LEVEL.get(claim.judgement.verdict, "note"),
            claim.judgement.reason,
            claim.frame.start,
            claim.frame.end,
        )
        for claim in audit.claims
        if claim.judgement.verdict != "supported"
    ]
    results += [_result(audit, d.kind, "note", d.message, d.start, d.end) for d in audit.defects]
    rules = sorted({str(result["ruleId"]) for result in results})
    driver = {"name": "byname", "version": version, "rules": [{"id": rule} for rule in rules]}
    return {
        "$schema": "https://json.schemastore.org/sarif-2.1.0.json",
        "version": "2.1.0",
        "runs": [{"tool": {"driver": driver}, "results": results, "columnKind": "unicodeCodePoints"}],
    }


def _result(audit: Audit, rule: str, level: str, message: str, start: int, end: int) -> dict[str, Any]:
    first, last = audit.document.span(start, end)
    region = {"charOffset": first, "charLength": max(0, last - first)}
    location = {"physicalLocation": {"artifactLocation": {"uri": audit.document.name}, "region": region}}
    return {"ruleId": rule.replace(" ", "-"), "level": level, "message": {"text": message}, "locations": [location]}


def counts_line(audit: Audit) -> str:
    """How many claims have each verdict, in words."""
    return ", ".join(f"{count} {verdict}" for verdict, count in verdict_counts(audit).items() if count) or "no claims"


def json_text(data: Mapping[str, Any]) -> str:
    """Plain data of an audit as JSON."""
    return json.dumps(data, ensure_ascii=False, indent=1)
