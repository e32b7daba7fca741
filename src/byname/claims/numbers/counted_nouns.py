"""Claims stage: what a number counts: its unit, its noun, and of a share the base.

The noun stands after the number, is shared with the number beside it, or stands before it ("the number of arrests was
1,372,392"); where there is none, a verb whose subject is people tells that people are counted.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from byname.claims.numbers.number_grammar import QuantityReader
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.numbers.number_words import unit_nouns, unit_set
from byname.claims.text.tokens import DASHES, Token

if TYPE_CHECKING:
    from byname.claims.numbers.mentions import NumberMention

_AFTER_PARTICIPLE = frozenset({"in", "during", "between", "from", "were", "was", "had"})
_LINKS = frozenset(
    {"of", "at", "as", "to", "was", "were", "is", "be", ":", "numbered", "totalled", "totaled", "reached"}
)


class NounFinder:
    """Finds the nouns of the numbers of one run of tokens."""

    def __init__(self, tokens: Sequence[Token], quantities: QuantityReader) -> None:
        self.tokens = tokens
        self.quantities = quantities

    def word(self, at: int) -> str:
        """The word at a place in lower case, empty beyond the end."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""

    def unit_of(self, node: NumberNode, before: NumberMention | None) -> tuple[str, str, str]:
        """The unit of a number, the noun it counts and the base of a share; `before` is the number before it."""
        if node.measure != "count":
            return ("percent" if node.measure == "percent" else "share"), "", self.base_after(node.last)
        unit, noun = self.noun_after(node.last)
        if node.whole is not None:
            return unit or "persons", noun, noun
        if not unit:
            unit, noun = self.noun_of_next(node.last) or self.noun_before(node.first) or ("", noun)
        if not unit and self.speaks_of_persons(node):
            unit = "persons"
        if not unit and before is not None and before.unit in ("persons", "families"):
            unit = before.unit
        return unit or "count", noun, ""

    def noun_after(self, at: int) -> tuple[str, str]:
        """The noun a number counts: the first known one, or the last word before the search must end."""
        unknown = ""
        for place in range(at, min(at + 6, len(self.tokens))):
            token, word = self.tokens[place], self.word(place)
            if token.kind != "word":
                if word in DASHES and place + 1 < len(self.tokens):
                    continue
                break
            if word in unit_nouns():
                return self._known(place, word)
            if word in unit_set("person_verbs") and word not in ("accused",):
                break
            if word in unit_set("stops"):
                break
            if unknown and word in ("a", "an", "the"):
                break
            if word not in unit_set("skip") and not word.endswith(("ly", "'s")):
                unknown = word
                if word.endswith("s") and not word.endswith("ss") and self.word(place + 1) not in unit_nouns():
                    break
        return unknown, unknown

    def noun_of_next(self, at: int) -> tuple[str, str] | None:
        """The noun that two numbers share ("75,950 and 193,000 persons")."""
        if self.word(at) not in ("and", "or", "и", "или"):
            return None
        following = self.quantities.amount(at + 1)
        unit, noun = self.noun_after(following.last) if following else ("", "")
        return (unit, noun) if unit else None

    def noun_before(self, at: int) -> tuple[str, str] | None:
        """The noun of "the number of arrests as 1,372,392", "the killings at 10,356"."""
        place = at - 1
        if self.word(place) not in _LINKS:
            return None
        for back in range(place, max(-1, place - 5), -1):
            word = self.word(back)
            if word in (",", ".", ";"):
                return None
            if word in unit_nouns() and unit_nouns()[word] not in ("years", "times", "days"):
                return unit_nouns()[word], word
        return None

    def _known(self, place: int, word: str) -> tuple[str, str]:
        following = self.word(place + 1)
        if (
            unit_nouns()[word] in ("persons", "families")
            and following in unit_nouns()
            and unit_nouns()[following] == "persons"
        ):
            word = following
            return "persons", word
        if word == "death" and following in ("sentences", "penalties"):
            return "death sentences", "death sentences"
        return unit_nouns()[word], word

    def base_after(self, at: int) -> str:
        """The words of what a share is taken of."""
        of = self.word(at) == "of"
        start = at + 1 if of else at
        words: list[str] = []
        for place in range(start, min(start + 9, len(self.tokens))):
            token, word = self.tokens[place], self.word(place)
            if token.kind == "mark" and word not in "-‐‑":
                break
            if word in unit_set("stops") or (
                word in unit_set("person_verbs") and words and self.word(place + 1) not in _AFTER_PARTICIPLE
            ):
                break
            if not (not words and word in ("the", "all", "a", "its", "their", "his", "those", "these")):
                words.append(token.text)
        return " ".join(words)

    def speaks_of_persons(self, node: NumberNode) -> bool:
        """Whether a verb around the number has people for its subject or object."""
        near = [self.word(i) for i in range(max(0, node.first - 4), min(len(self.tokens), node.last + 5))]
        return any(word in unit_set("person_verbs") for word in near)
