"""Claims stage: a verdict told plainly, in the language of the text: what the text says as it was read, what the source
gives, how the two differ, and a wording that would be right.

Goes in: a claim, the evidence and a language. Comes out: an `Explanation` of short sentences; templates and words stand
in wording.yaml. Where a language has no words of its own, it is told in English.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from typing import Any

from byname.claims.audit import Claim
from byname.claims.evidence.figures import DateFact, Evidence, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.lexicon.entities import gazetteer
from byname.claims.lexicon.predicates import predicates
from byname.values.shipped import shipped_yaml

SHORT = 4  # letters of a name that is an abbreviation (USSR)
NEAR = 2.0  # below so many times a number, a difference is told in percent


@dataclass(frozen=True, slots=True)
class Explanation:
    """What is told of one claim; empty where there is nothing to tell."""

    read: str
    source: str = ""
    difference: str = ""
    instead: str = ""


def explain(claim: Claim, evidence: Evidence, language: str) -> Explanation:
    """The verdict on a claim in plain words.

    >>> from byname.claims.audit import audit_document
    >>> from byname.claims.evidence.shipped import shipped_evidence
    >>> from byname.claims.text.reading import document_of
    >>> text = b"In 1937 and 1938 the NKVD shot 2,000,000 people in the Soviet Union."
    >>> claim = audit_document(document_of(text, "a.txt"), shipped_evidence()).claims[0]
    >>> explain(claim, shipped_evidence(), "en").read
    'Read as: 2,000,000 people, executed, 1937 to 1938, USSR.'
    """
    return Explainer(evidence, language).explain(claim)


class Explainer:
    """Explains the claims of one text: the evidence by id, and the words of the text's language."""

    def __init__(self, evidence: Evidence, language: str) -> None:
        self.language = language
        self.told_in = language if language in shipped_yaml("claims", "wording.yaml") else "en"
        self.words = _words(language)
        self.evidence: dict[str, Figure | DateFact] = {fact.id: fact for fact in evidence.dates}
        self.evidence |= {figure.id: figure for figure in evidence.figures}

    def explain(self, claim: Claim) -> Explanation:
        """The verdict on a claim in plain words."""
        words, language = self.words, self.language
        read = words["read"].format(parts=", ".join(_parts(claim.frame, words, language)))
        strongest = next((self.evidence[id] for id in claim.judgement.evidence if id in self.evidence), None)
        if isinstance(strongest, Figure):
            told = _told(strongest, words, language)
            against = claim.judgement.verdict in ("contradicted", "imprecise")
            return Explanation(
                read,
                words["source"].format(**told),
                _difference(claim.frame, strongest, words) if against else "",
                words["instead"].format(**told) if against else "",
            )
        if isinstance(strongest, DateFact):
            dated = f"{strongest.words}: {_period(strongest.date.edtf, words)}"
            statement = strongest.wording.get(language) or strongest.wording.get("en") or dated
            fact = words["fact"].format(statement=statement, source=strongest.source)
            return Explanation(read, fact, "", fact if claim.judgement.verdict == "contradicted" else "")
        return Explanation(read)


@cache
def _words(language: str) -> Mapping[str, Any]:
    data = shipped_yaml("claims", "wording.yaml")
    words: Mapping[str, Any] = data.get(language, data["en"])
    return words


def _parts(frame: ClaimFrame, words: Mapping[str, Any], language: str) -> list[str]:
    """How a claim was read: how many, whom, what, when, where."""
    whom = _whom(frame.population.named, words, language)
    plan = words["planned"] if frame.said.plan else ""
    number = frame.number
    if number is not None and number.is_share:
        parts = [plan + words["share_of"].format(number=number.text, whom=whom)]
    elif number is not None:
        parts = [plan + words["of_people"].format(number=number.text.removesuffix(f" {whom}"), whom=whom)]
    else:
        own = frame.entities.own or frame.entities.context
        parts = [_whom(own, words, language)] if own else [" ".join(frame.text.split())[:80]]
    parts += [_plain(_predicate(id, words, language)) for id in sorted(frame.said.predicates)]
    date = frame.time.date
    if date is not None and number is None:
        parts.append(date.text)
    elif frame.time.period is not None:
        parts.append(_period(frame.time.period.date.edtf, words))
    if frame.population.place:
        parts.append(_name(frame.population.place, language))
    return parts


def _predicate(id: str, words: Mapping[str, Any], language: str) -> str:
    """How a predicate is told: as wording.yaml says, or its own subject."""
    own = predicates().get(id)
    told = own.told if own else {}
    return str(words["predicates"].get(id) or told.get(language) or told.get("en") or id)


def _plain(predicate: str) -> str:
    """What was done, without "were": it may be said of one person."""
    return predicate.removeprefix("were ").removeprefix("fueron ")


def _told(figure: Figure, words: Mapping[str, Any], language: str) -> dict[str, str]:
    """The parts of what a figure says."""
    predicates = [_predicate(id, words, language) for id in sorted(figure.counted.predicates)]
    place = figure.population.place
    return {
        "source": figure.source_text,
        "value": _value(figure, words),
        "whom": _whom(figure.population.named, words, language),
        "predicate": ", ".join(predicates),
        "when": words["when"].format(period=_period(figure.period.edtf, words)) if figure.period else "",
        "where": words["where"].format(place=_name(place, language)) if place else "",
    }


def _value(figure: Figure, words: Mapping[str, Any]) -> str:
    value, percent = figure.value, " %" if figure.value.measure == "percent" else ""
    if value.bound:
        number = value.low if value.bound == "least" else value.high
        return str(words[f"at_{value.bound}"].format(number=_digits(number))) + percent
    if value.low == value.high:
        return _digits(value.low) + percent
    return str(words["to"].format(begin=_digits(value.low), end=_digits(value.high))) + percent


def _difference(frame: ClaimFrame, figure: Figure, words: Mapping[str, Any]) -> str:
    """How far a number lies from a figure: in percent, or in so many times; empty where the two meet."""
    number = frame.number
    if number is None:
        return ""
    factor = 100.0 if number.tree.measure == "share" else 1.0
    low, high = number.low * factor, number.high * factor
    low, high = (low if math.isfinite(low) else high), (high if math.isfinite(high) else low)
    bottom, top = figure.value.low, figure.value.high
    if not all(map(math.isfinite, (low, high, bottom, top))) or min(bottom, low) <= 0:
        return ""
    if low > top:
        times = low / top
        share = round(100 * (times - 1))
        return str(words["more"].format(times=_times(times)) if times >= NEAR else words["near"].format(percent=share))
    if high < bottom:
        part = high / bottom
        less = words["less"].format(percent=f"{100 * part:.0f}" if part >= 0.01 else f"{100 * part:.2g}")
        return str(less if part <= 1 / NEAR else words["near"].format(percent=round(100 * (1 - part))))
    return ""


def _times(times: float) -> str:
    return f"{times:.0f}" if times >= 10 else f"{times:.1f}".removesuffix(".0")


def _digits(value: float) -> str:
    return f"{value:,.0f}" if float(value).is_integer() else f"{value:,g}"


def _period(edtf: str, words: Mapping[str, Any]) -> str:
    begin, _, end = edtf.rstrip("?~%").partition("/")
    return str(words["to"].format(begin=begin, end=end)) if end else begin


def _whom(ids: frozenset[str], words: Mapping[str, Any], language: str) -> str:
    return ", ".join(_name(id, language) for id in sorted(ids)) or str(words["people"])


def _name(id: str, language: str) -> str:
    """The name of an entry in a language: its first word in the letters of that language."""
    entity = gazetteer().get(id)
    if entity is None:
        return id.lstrip("~")
    if language in entity.names:
        return entity.names[language]
    cyrillic = language == "ru"
    names = [word for word in entity.words if ("а" <= word[0] <= "ё") == cyrillic] or list(entity.words)
    if entity.kind not in ("place", "person"):
        return names[0]
    return names[0].upper() if len(names[0]) <= SHORT else names[0].title()
