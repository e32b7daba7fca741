"""Claims stage: paragraphs and sentences of a text whose citations are masked.

Goes in: the text and the spans of its citations. Comes out: sentences with their characters, numbered through, each
with the paragraph it stands in. A masked citation belongs to the sentence it follows.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass

_FRAGMENT = re.compile(r"^(?:Were|Was|Are|Is|Had|Has|Have|And|But|Which|Who|Были|Был)\b(?![^?]*\?)")

_END = re.compile(r"(?:(?<![.!?])[.!?]++|…)[\"”»’')\]]*+(?=\s|$)")
_WHITE = re.compile(r"\s*+")
_ABBREVIATION = re.compile(
    r"(?:\b(?:mr|mrs|ms|dr|prof|st|vs|no|nos|vol|pp|p|ch|fig|ca|cf|ed|eds|etc|al|art|gen|col|lt|sgt|maj|capt|rev|jan|feb|mar|apr|jun|"
    r"jul|aug|sept|sep|oct|nov|dec|inc|co|e\.g|i\.e|u\.s|т\.\s?е|т\.\s?д|г|гг|тыс|млн|млрд|руб|чел|ст|см|стр|с|им|др|проц|напр|р|т|род|ум)"
    r")\.$",
    re.IGNORECASE,
)
_INITIAL = re.compile(r"(?<!['’\w])[A-ZА-ЯЁ]\.$")
_YEAR_MARK = re.compile(r"\b(?:гг?|тыс|млн|млрд|чел|др|д|etc|al|co|inc)\.$", re.IGNORECASE)
_BARE_DAY = re.compile(  # the day at the head of an entry of a chronology, which dates what follows it
    r"\W{0,3}(?:\d{1,2}(?:st|nd|rd|th)?\s(?:de\s)?[^\W\d]{3,10}\s(?:de\s)?|[^\W\d]{3,10}\s\d{1,2}(?:st|nd|rd|th)?,?\s)"
    r"\d{4}(?:\s?(?:г|года))?\.\W{0,2}"
)
_HEADING = 80
LONGEST_SENTENCE = 4_000  # characters; what is longer is a table, a list or no prose, and is read in pieces
MOST_NUMBERS = 100  # in digits, likewise
_BACK = 200  # characters before the end of a piece in which a place to part it is sought
_DIGITS = re.compile(r"\d++")
_PARTING = re.compile(r"[;:,](?=\s)|(?<!\d)\s|\s(?!\d)")


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence: its number, its characters, the paragraph it stands in, and its text without citations; `piece`
    counts from 1 the pieces of one beyond LONGEST_SENTENCE or MOST_NUMBERS, and is 0 for one that is whole."""

    number: int
    start: int
    end: int
    paragraph: int
    text: str
    piece: int = 0


def mask(text: str, spans: Sequence[tuple[int, int]]) -> str:
    """The text with the spans blanked, as long as before."""
    parts, at = [], 0
    for start, end in sorted(spans):
        if start < at:
            continue
        parts += [text[at:start], "".join("\n" if char == "\n" else " " for char in text[start:end])]
        at = end
    return "".join([*parts, text[at:]])


def paragraphs(text: str) -> list[tuple[int, int]]:
    """The paragraphs: lines, or runs of lines between blank ones where the lines are broken by hand."""
    lines = text.split("\n")
    filled = [line for line in lines if line.strip()]
    blank_between = "\n\n" in text or "\n \n" in text
    by_hand = blank_between and len(filled) > 3 and sum(len(line) < 130 for line in filled) > len(filled) * 0.9
    pattern = r"[^\n]+(?:\n[^\n]+)*" if by_hand else r"[^\n]+"
    return [match.span() for match in re.finditer(pattern, text) if match.group().strip()]


def split_sentences(masked: str) -> list[Sentence]:
    """The sentences of a masked text, in order.

    >>> [s.text for s in split_sentences("He died on 5 Mar. 1953. They returned in 1955 г. Then it ended.")]
    ['He died on 5 Mar. 1953.', 'They returned in 1955 г.', 'Then it ended.']
    >>> [s.text for s in split_sentences("1 December 1934. Kirov is murdered. The law changes.")]
    ['1 December 1934. Kirov is murdered.', 'The law changes.']
    """
    found: list[Sentence] = []
    for number, (start, end) in enumerate(paragraphs(masked)):
        for whole in _split(masked, start, end):
            pieces = list(_pieces(masked, *whole))
            for piece, (first, last) in enumerate(pieces, start=len(pieces) > 1):
                found.append(Sentence(len(found), first, last, number, masked[first:last], piece))
    return found


def _pieces(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """A sentence beyond the limit as pieces of like length, each ending at a mark or a space that parts no number."""
    numbers = sum(1 for _ in _DIGITS.finditer(text, start, end))
    count = max(-(-(end - start) // LONGEST_SENTENCE), -(-numbers // MOST_NUMBERS))
    first = start
    for number in range(1, count):
        wanted = start + (end - start) * number // count
        places = [match.end() for match in _PARTING.finditer(text, max(first + 1, wanted - _BACK), wanted)]
        marked = [place for place in places if text[place - 1] in ";:,"]
        last = (marked or places or [wanted])[-1]
        yield from _trimmed(text, first, last)
        first = last
    if first < end:
        yield from _trimmed(text, first, end)


def long_sentences(sentences: Sequence[Sentence]) -> list[tuple[int, int, int]]:
    """The sentences that were read in pieces: their characters, and how many pieces.

    >>> long_sentences(split_sentences("word " * 2_000 + "end."))
    [(0, 10004, 3)]
    """
    found: list[tuple[int, int, int]] = []
    for sentence in sentences:
        if sentence.piece == 1:
            found.append((sentence.start, sentence.end, 1))
        elif sentence.piece > 1:
            found[-1] = (found[-1][0], sentence.end, sentence.piece)
    return found


def _split(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    first = start
    for match in _END.finditer(text, start, end):
        if _is_end(text, match.start(), match.end(), end) and not _dates_what_follows(text, first, match.end(), end):
            yield from _trimmed(text, first, match.end())
            first = match.end()
    yield from _trimmed(text, first, end)


def _dates_what_follows(text: str, start: int, after: int, end: int) -> bool:
    """Whether nothing but a day stands here, with more after it in its paragraph."""
    return after - start < _HEADING and bool(_BARE_DAY.fullmatch(text, start, after)) and bool(text[after:end].strip())


def _is_end(text: str, mark: int, after: int, end: int) -> bool:
    space = _WHITE.match(text, after, end)
    following = text[space.end()] if space and space.end() < end else ""
    before = text[max(0, mark - 12) : mark + 1]
    if not following:
        return True
    opens = following.isupper() or following in "“\"«'‘([" or following.isdigit() or following in "-–—"
    if text[mark] != ".":
        return opens or text[mark] == "…"
    if _INITIAL.search(before):
        return False
    if _ABBREVIATION.search(before):
        return bool(_YEAR_MARK.search(before)) and following.isupper()
    return opens


def _trimmed(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    piece = text[start:end]
    if piece.strip():
        yield start + len(piece) - len(piece.lstrip()), start + len(piece.rstrip())


def is_heading(sentence: Sentence) -> bool:
    """Whether it is a short line without an end mark.

    >>> is_heading(Sentence(0, 0, 9, 0, "The price"))
    True
    """
    text = sentence.text.strip()
    return len(text) < _HEADING and not re.search(r"[.!?…:;,]$", text)


def is_fragment(sentence: Sentence) -> bool:
    """Whether it is the broken-off end of the sentence before it ("Were purged and expelled.")."""
    return bool(_FRAGMENT.match(sentence.text)) and not sentence.text.rstrip().endswith("?")
