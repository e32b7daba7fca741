"""Finds the encoding of a text by its bytes, says how sure that is, and reads the text strictly.

A byte order mark decides, then strict UTF-8; else each likely encoding is tried and the one whose letters are those of
a language, in that language's order, is taken. An encoding stated in the mapping is checked against the bytes as well.
"""

from __future__ import annotations

import codecs
import io
import math
import re
import unicodedata
from collections import Counter
from contextlib import suppress
from dataclasses import dataclass
from functools import cache, lru_cache
from itertools import pairwise

import charset_normalizer

from byname.errors import BadSource
from byname.sources.limits import Limits
from byname.values.shipped import shipped_yaml

_MARKS = (
    (codecs.BOM_UTF8, "utf-8-sig"),
    (codecs.BOM_UTF32_LE, "utf-32"),
    (codecs.BOM_UTF32_BE, "utf-32"),
    (codecs.BOM_UTF16_LE, "utf-16"),
    (codecs.BOM_UTF16_BE, "utf-16"),
)
_NOT_FOR_LISTS = frozenset(  # for host names, source code and mail, or of this machine alone
    {"idna", "punycode", "undefined", "unicode-escape", "unicode_escape", "raw-unicode-escape", "raw_unicode_escape",
     "utf-7", "mbcs", "oem"}
)  # fmt: skip
_PUNCTUATION = frozenset("ªº«»„“”‘’–—…№§°·•\u00a0\u00ad")
_CASE_SLIP = re.compile(r"[^\W\d_A-Za-zА-ЯЁ]*[а-яёa-z][А-ЯЁ]")
_LEAST = (
    -2.8
)  # below it no language of letters.yaml fits: the texts of the tests lie above -2.4, other scripts below -2.9
_UNLIKELY = math.log(1e-5)
_MULTIBYTE = re.compile(rb"[\xc2-\xf4][\x80-\xbf]+")


@dataclass(frozen=True, slots=True)
class Encoding:
    """An encoding and how sure it is, from 0 to 1; `how` says in words what it rests on."""

    name: str
    confidence: float
    how: str


def encoding_mistake(name: str) -> str | None:
    """What is wrong with an encoding that a mapping states, as the end of a sentence; None where nothing is.

    >>> encoding_mistake("cp1251"), encoding_mistake("zip")
    (None, 'which is no encoding of texts')
    """
    try:
        found = codecs.lookup(name)
    except (LookupError, ValueError):
        return "which is no known encoding"
    is_text = getattr(found, "_is_text_encoding", True)
    return None if is_text and found.name not in _NOT_FOR_LISTS else "which is no encoding of texts"


def detect_encoding(sample: bytes, where: str) -> Encoding:
    """Find the encoding of the beginning of a text; BadSource where the bytes are no text.

    >>> detect_encoding("Тухачевский Михаил Николаевич, родился в 1893 г.".encode("koi8-r"), "list.txt").name
    'koi8-r'
    """
    marked = next((name for mark, name in _MARKS if sample.startswith(mark)), None)
    if marked:
        return Encoding(marked, 1.0, "byte order mark")
    wide = _wide(sample)
    if wide:
        return wide
    _refuse_binary(sample, where)
    if sample.isascii():
        return Encoding("utf-8", 1.0, "plain ASCII")
    if _is_utf8(sample):
        return Encoding("utf-8", 1.0, "valid UTF-8")
    return _by_letters(sample) or _by_normalizer(sample, where)


def check_stated(encoding: str, sample: bytes, where: str) -> Encoding:
    """Take the encoding that the mapping states, if the bytes do not speak against it; BadSource where they do."""
    name = codecs.lookup(encoding).name
    marked = next((known for mark, known in _MARKS if sample.startswith(mark)), None)
    if marked and marked.startswith(name.rstrip("lbe-")):
        return Encoding(marked, 1.0, "stated in the mapping, with a byte order mark")
    utf8 = not sample.isascii() and _is_utf8(sample) and len(_MULTIBYTE.findall(sample)) >= 3
    contrary = marked or ("utf-8" if utf8 else None)
    if contrary and not name.startswith(("utf", contrary)):
        raise BadSource(
            f"the mapping says that the text is {encoding}, but its bytes are {contrary}",
            where=where,
            fix="take `encoding` out of the mapping, or correct it",
        )
    return Encoding(name, 1.0, "stated in the mapping")


def open_text(binary: io.BufferedReader, encoding: str, newline: str) -> io.TextIOWrapper:
    """Open bytes as text that is read strictly; line ends stay as they are."""
    return io.TextIOWrapper(binary, encoding=encoding, errors="strict", newline=newline)


def lines_of(text: str) -> list[str]:
    """The lines of the beginning of a text, each with its end; no other sign of Unicode ends a line (see `line_end`).

    >>> lines_of("Rykov\\x85\\n1881")
    ['Rykov\\x85\\n', '1881']
    """
    end = line_end(text)
    lines = [line + end for line in text.split(end)]
    last = lines.pop()[: -len(end)]
    return [*lines, last] if last else lines


def line_end(begins: str) -> str:
    """What ends the lines of a text, by its beginning: carriage returns where it holds no line feed."""
    return "\r" if "\r" in begins and "\n" not in begins else "\n"


def undecodable(error: UnicodeDecodeError, where: str, encoding: Encoding, line: int) -> BadSource:
    """Give the error for a byte that the encoding does not have, met in or shortly after line `line` (from 0)."""
    byte = error.object[error.start : error.start + 1].hex()
    return BadSource(
        f"the byte 0x{byte} after line {line} does not exist in {encoding.name} ({encoding.how})",
        where=where,
        fix="state the right `encoding` in the mapping, or mend the file: it may mix two encodings",
    )


def sample_of(binary: io.BufferedReader, limits: Limits) -> bytes:
    """Give the bytes that tell the encoding: the beginning and, where that is ASCII, the first piece that is not."""
    head = binary.read(limits.sample_bytes)
    if not head.isascii():
        return head
    while piece := binary.read(limits.sample_bytes):
        if not piece.isascii():
            return head[: limits.sample_bytes // 2] + piece
    return head


def _is_utf8(sample: bytes) -> bool:
    try:
        codecs.getincrementaldecoder("utf-8")().decode(sample, final=False)
    except UnicodeDecodeError:
        return False
    return True


def _wide(sample: bytes) -> Encoding | None:
    """UTF-16 without a mark: every second byte of the ASCII punctuation, digits and spaces is NUL."""
    if len(sample) < 4 or sample.count(0) < len(sample) / 20:
        return None
    head = sample[: len(sample) // 2 * 2][:65536]
    for name, blanks in (("utf-16-le", b" \0"), ("utf-16-be", b"\0 ")):
        try:
            text = head.decode(name)
        except UnicodeDecodeError:
            continue
        letters = sum(char.isalnum() or char.isspace() or char in ",.;:-()\"'" for char in text)
        if blanks in head and letters > 0.9 * len(text) and "\0" not in text:
            return Encoding(name, 0.9, "every second byte")
    return None


def _refuse_binary(sample: bytes, where: str) -> None:
    nul = sample.find(0)
    controls = sum(sample.count(byte) for byte in range(1, 32) if byte not in b"\t\n\r\x0b\x0c\x1a\x1c\x1d\x1e\x1f")
    if nul < 0 and controls <= max(4, len(sample) / 100):
        return
    what = (
        f"the byte at {nul:,} is NUL" if nul >= 0 else f"{controls:,} of the first {len(sample):,} bytes are controls"
    )
    raise BadSource(
        f"this is not a text: {what}",
        where=where,
        fix="check what kind of file it is; save a table as CSV (UTF-8) or XLSX",
    )


@dataclass(frozen=True, slots=True)
class _Alphabet:
    encodings: tuple[str, ...]
    weights: dict[str, float]  # logarithm of the share of each letter among those beyond ASCII
    pairs: frozenset[str]  # common pairs of letters, where the script has nearly all its letters beyond ASCII


@cache
def _alphabets() -> tuple[_Alphabet, ...]:
    return tuple(
        _Alphabet(tuple(group["encodings"]), _weights(letters), frozenset(group.get("pairs", "").split()))
        for group in shipped_yaml("sources", "letters.yaml").values()
        for letters in group["letters"].values()
    )


def _weights(letters: str) -> dict[str, float]:
    """Shares that fall with the rank as those of Russian letters do, capitals at half the small letter."""
    ranked = list(dict.fromkeys(letters))
    whole = sum(math.exp(-rank / 9) for rank in range(len(ranked)))
    weights: dict[str, float] = {}
    for rank, letter in enumerate(ranked):
        share = math.exp(-rank / 9) / whole
        weights[letter] = math.log(share)
        weights.setdefault(letter.upper(), math.log(share / 2))
    return weights


@dataclass(frozen=True, slots=True)
class _Letters:
    """What a text shows of its language: its letters beyond ASCII, and its pairs of letters with one of them."""

    counts: Counter[str]
    total: int
    case_slips: int
    pairs: list[str]

    @classmethod
    def of(cls, text: str) -> _Letters:
        """Count the letters of a text."""
        counts = Counter([char for char in text if char > "\x7f" and char not in _PUNCTUATION])
        pairs = [a + b for a, b in pairwise(text.lower()) if max(a, b) > "\x7f" and a.isalpha() and b.isalpha()]
        return cls(counts, counts.total(), len(_CASE_SLIP.findall(text)), pairs)


def _by_letters(sample: bytes) -> Encoding | None:
    head = _around_letters(sample)
    texts = _decoded_ways(head)
    letters = {name: _Letters.of(text) for name, text in texts.items()}
    scores: dict[str, float] = {}
    for alphabet in _alphabets():
        for rank, name in enumerate(alphabet.encodings):
            if name in letters:
                score = _score(letters[name], alphabet) - rank / 20
                scores[name] = max(score, scores.get(name, score))
    ranked = sorted(scores.items(), key=lambda pair: (-pair[1], pair[0]))
    if not ranked or ranked[0][1] < _LEAST:
        return None
    best, score = ranked[0]
    rivals = [other for name, other in ranked[1:] if texts[name] != texts[best]]
    margin = score - rivals[0] if rivals else 3.0
    return Encoding(best, round(1 - 0.5 * math.exp(-3 * max(margin, 0)), 3), "letters of a language")


def _around_letters(sample: bytes, size: int = 8_000) -> bytes:
    """The part of the sample that holds most to tell encodings by: its lines beyond ASCII."""
    lines = [line for line in sample.splitlines() if not line.isascii()]
    return b"\n".join(lines)[:size]


def _decoded_ways(sample: bytes) -> dict[str, str]:
    """What the sample says in each likely encoding that can read it."""
    texts = {}
    for name in dict.fromkeys(name for alphabet in _alphabets() for name in alphabet.encodings):
        with suppress(UnicodeDecodeError):
            texts[name] = sample.decode(name)
    return texts


def _score(letters: _Letters, alphabet: _Alphabet) -> float:
    """The mean logarithm of likelihood of the letters beyond ASCII; capitals after small letters count against it."""
    total, weights = letters.total, alphabet.weights
    if not total:
        return -4.0
    likelihood = sum([
        count * (weights[char] if char in weights else _other(char)) for char, count in letters.counts.items()
    ])  # fmt: skip
    return likelihood / total - 5 * letters.case_slips / total + _pair_bonus(letters.pairs, alphabet.pairs)


def _pair_bonus(found: list[str], common: frozenset[str]) -> float:
    """Three times the share of common pairs among the pairs of letters; one with an ASCII letter counts against it."""
    if not common or not found:
        return 0.0
    return sum([3 if pair in common else -3 * (min(pair) < "\x7f") for pair in found]) / len(found)


@lru_cache(maxsize=4096)
def _other(char: str) -> float:
    """A letter foreign to the language is unlikely; a sign or control within a text is more so."""
    return _UNLIKELY if unicodedata.category(char)[0] == "L" else 1.5 * _UNLIKELY


def _by_normalizer(sample: bytes, where: str) -> Encoding:
    """For the languages whose letters we do not hold (Greek, Hebrew, Georgian ...)."""
    found = charset_normalizer.from_bytes(_around_letters(sample, 20_000)).best()
    if found is None:
        raise BadSource(
            "the encoding of the text was not found", where=where, fix="state it as `encoding` in the mapping"
        )
    return Encoding(found.encoding, round(max(0.0, 0.7 - found.chaos), 3), "charset-normalizer")
