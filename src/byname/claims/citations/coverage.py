"""Claims stage: which sentences a citation covers.

A citation in brackets covers its own sentence and those before it in the paragraph that run on into it: the next
sentence begins with a pronoun, a connective or a broken-off predicate, or speaks of a name that the one before it
introduced. A direct quotation is covered alone. A source named in the sentence covers it, and the next one where that
goes on with a pronoun. No cover reaches over another citation, a paragraph or a cut.
"""

from __future__ import annotations

import re
from collections.abc import Sequence

from byname.claims.citations.finding import FoundCitation
from byname.claims.text.sentences import Sentence
from byname.claims.thresholds import thresholds

_CONNECTIVE = re.compile(
    r"^(?:although|though|but|and|however|moreover|furthermore|also|these|this|those|they|their|he|his|she|her|it|its|"
    r"such|of these|in addition|thus|therefore|were|was|are|had|both|another|"
    r"однако|но|и|они|их|он|его|она|это|эти|также|при этом)\b",
    re.IGNORECASE,
)
_PRONOUN = re.compile(r"^(?:he|she|they|his|her|it|its|он|она|они|его)\b", re.IGNORECASE)
_QUOTATION = re.compile(r"^[“\"«].{20,}[”\"»]\s*\.?$", re.DOTALL)
_NAME = re.compile(r"\b[A-ZА-ЯЁ][\w’'\-]{2,}")


def covered(sentences: Sequence[Sentence], citations: Sequence[FoundCitation]) -> dict[int, list[int]]:
    """For each sentence number the indexes of the citations that cover it."""
    found: dict[int, list[int]] = {}
    places = [
        (_sentence_of(sentences, citation), index)
        for index, citation in enumerate(citations)
        if citation.kind != "entry"
    ]
    own = {place for place, _ in places if place is not None}
    for place, index in places:
        if place is None:
            continue
        numbers = [place]
        if citations[index].kind == "narrative":
            numbers += _forward(sentences, place, own)
        else:
            numbers += _backward(sentences, place, own)
        for number in numbers:
            found.setdefault(number, []).append(index)
    return found


def _sentence_of(sentences: Sequence[Sentence], citation: FoundCitation) -> int | None:
    """The sentence that holds a citation, or that it follows."""
    low, high = 0, len(sentences)
    while low < high:
        middle = (low + high) // 2
        if sentences[middle].start <= citation.start:
            low = middle + 1
        else:
            high = middle
    if low == 0:
        return 0 if sentences and citation.end >= sentences[0].start else None
    return low - 1


def _backward(sentences: Sequence[Sentence], place: int, own: set[int]) -> list[int]:
    found: list[int] = []
    if _QUOTATION.match(sentences[place].text.strip()):
        return found
    while place > 0 and len(found) < thresholds().citations.most_back:
        before, here = sentences[place - 1], sentences[place]
        if place - 1 in own or before.paragraph != here.paragraph or not runs_on(before, here):
            break
        found.append(place - 1)
        place -= 1
    return found


def _forward(sentences: Sequence[Sentence], place: int, own: set[int]) -> list[int]:
    if place + 1 >= len(sentences) or place + 1 in own or sentences[place + 1].paragraph != sentences[place].paragraph:
        return []
    return [place + 1] if _PRONOUN.match(sentences[place + 1].text) else []


def runs_on(before: Sentence, here: Sentence) -> bool:
    """Whether a sentence goes on with what the one before it speaks of."""
    if _CONNECTIVE.match(here.text):
        return True
    opening = " ".join(here.text.split()[: thresholds().citations.subject_words])
    subject = {name for name in _NAME.findall(opening)[:1] if here.text.startswith(name)}
    return bool(subject & set(_NAME.findall(before.text)))
