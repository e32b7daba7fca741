"""Claims stage: whether a number counts anything: no year, no ordinal, no compound ("ten-day"), no bare "one"."""

from __future__ import annotations

from collections.abc import Sequence

from byname.claims.numbers.date_grammar import DateNode, DateReader, date_words, month_number
from byname.claims.numbers.number_grammar import QuantityReader
from byname.claims.numbers.number_tree import NumberNode
from byname.claims.numbers.number_words import number_words, unit_nouns, unit_set
from byname.claims.text.tokens import Token

_PAUSES = frozenset(",(—–")
_AGED = frozenset({"man", "woman", "boy", "girl", "child", "age", "мужчина", "женщина"})
_NO_YEAR_BEFORE = frozenset({"in", "since", "by", "during", "until", "year", "в", "с", "году", "after", "before"})
_OF_YEARS = frozenset({"years", "deaths", "arrests", "executions", "lists", "sentences"})  # "the 1937 arrests"


class TokenReader:
    """What readers of one run of tokens begin with: the tokens, their dates and quantities, the words of numbers."""

    def __init__(self, tokens: Sequence[Token], dates: DateReader, quantities: QuantityReader) -> None:
        self.tokens = tokens
        self.dates = dates
        self.quantities = quantities
        self.words = number_words()

    def word(self, at: int) -> str:
        """The word at a place in lower case, empty beyond the end."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""


_MAY_BE_A_VERB = frozenset({"may", "march", "mar"})


class CountJudge(TokenReader):
    """Judges the numbers of one run of tokens."""

    def is_counted(self, date: DateNode) -> bool:
        """Whether what looks like years is a count ("of 1966 delegates", "1500 died")."""
        if date.rule not in ("year", "range") or len(date.edtf.replace("/", "")) % 4 or "-" in date.edtf:
            return False
        before, after = self.word(date.first - 1), self.word(date.last)
        if self.word(date.last - 1) in date_words("year_words"):
            return False
        if after in unit_nouns() and unit_nouns()[after] not in _OF_YEARS:
            return before not in _NO_YEAR_BEFORE
        return date.rule == "year" and date.first == 0 and after in unit_set("person_verbs")

    def hides_a_year(self, node: NumberNode) -> bool:
        """Whether a hedge stands before a year ("around 1937")."""
        if node.rule != "hedge":
            return False
        date = self.dates.single(node.children[0].first)
        return (
            date is not None
            and date.last >= node.last
            and not self.is_counted(date)
            and self.word(date.last) not in unit_nouns()
            and (self.word(date.last) not in unit_set("person_verbs") or node.hedge == "most")
        )

    def is_one_of_many(self, node: NumberNode) -> bool:
        """Whether a number is the "one" of "one of the five"; not "one out of five", nor in digits."""
        if node.rule != "out of" or node.low != 1 or self.tokens[node.first].is_number:
            return False
        return all(self.tokens[at].lower != "out" for at in range(node.first, node.last))

    def counts_nothing(self, node: NumberNode) -> bool:
        """Ordinals, compounds ("ten-day"), "one" that counts nothing, a bare article."""
        after, first = self.word(node.last), self.tokens[node.first]
        last = self.tokens[node.last - 1]
        tight = node.last < len(self.tokens) and self.tokens[node.last].start == last.end
        if after in self.words.ordinals and node.measure == "count":
            return True
        if tight and after in "-‐‑" and self.word(node.last + 1) not in ("", *self.words.percent):
            following = self.tokens[node.last + 1]
            if following.start == self.tokens[node.last].end and node.rule != "vague":
                return True
        if tight and last.is_number and after in ("st", "nd", "rd", "th", "s", "го", "й", "я"):
            return True
        if self._is_day_or_item(node):
            return True
        leaf = next((n for n in node.walk() if not n.children), node)
        if leaf.low == 1 and leaf.high == 1 and node.measure == "count" and not self.tokens[leaf.first].is_number:
            return not self.one_counts(node)
        before, further = self.word(node.first - 1), self.word(node.first - 2)
        aged = before in ("of", "aged") and (further in _AGED or (before == "aged" and further in _PAUSES))
        if aged and leaf.high <= 110:
            return self.word(node.last) not in unit_nouns()
        return first.lower in ("second", "with")

    def _is_day_or_item(self, node: NumberNode) -> bool:
        """Whether a number is the day of a month whose year is not told ("October 30 has been ..."), or numbers the
        items of a sentence ("1) ...")."""
        alone = node.rule == "numeral" and node.last == node.first + 1 and self.tokens[node.first].is_number
        if not alone or node.high > 31:
            return False
        after = self.word(node.last)
        within = self.word(node.first - 2) in ("in", "en", "в")  # "in May 12 were shot"
        if month_number(self.word(node.first - 1)) and not within and after not in unit_nouns():
            return True
        if month_number(after) and after not in _MAY_BE_A_VERB:
            return True
        opened = next((t.text for t in reversed(self.tokens[: node.first]) if t.text in "()"), "")
        return after == ")" and opened != "("

    def one_counts(self, node: NumberNode) -> bool:
        """Whether "one" is a count: before a noun that is counted, not in "no one", "one of", "at one point"."""
        before, after = self.word(node.first - 1), self.word(node.last)
        if node.rule in ("out of", "range", "hedge"):
            return before not in ("no", "not")
        return (
            after in unit_nouns()
            and unit_nouns()[after] not in ("times", "days")
            and before not in ("no", "every", "each", "any")
        )
