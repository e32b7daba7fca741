"""Claims stage: what readers of a run of tokens begin with: the tokens, their dates and quantities, the words."""

from __future__ import annotations

from collections.abc import Sequence

from byname.claims.numbers.date_grammar import DateReader
from byname.claims.numbers.number_grammar import QuantityReader
from byname.claims.numbers.number_words import number_words
from byname.claims.text.tokens import Token


class TokenReader:
    """A reader of one run of tokens."""

    def __init__(self, tokens: Sequence[Token], dates: DateReader, quantities: QuantityReader) -> None:
        self.tokens = tokens
        self.dates = dates
        self.quantities = quantities
        self.words = number_words()

    def word(self, at: int) -> str:
        """The word at a place in lower case, empty beyond the end."""
        return self.tokens[at].lower if 0 <= at < len(self.tokens) else ""
