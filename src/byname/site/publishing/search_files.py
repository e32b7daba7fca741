"""The index of a copy's search: plain scripts that a page loads by name, so that it works from a disk as well.

Takes everybody with their names; gives files. `about.js` says how words fold and where each part begins; a part of the
words holds some tens of kilobytes of words with the numbers of their people; a block holds what is shown of a hundred
people, in the order of the names. A search loads the parts of its words and the blocks of the people that it shows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import polars as pl

from byname.access.named_people import NamedPeople
from byname.site.language import Language
from byname.site.publishing.sounds import WORD, letters_of, plain, rules, sound
from byname.site.web.dates import year_words
from byname.site.web.file_addresses import file_of
from byname.site.web.pages import outcome_label, person_link, transliterated
from byname.site.wording import language_of

BLOCK = 100  # people
_PART = 48_000  # characters of a part of the words, or one word where that has more
_LIST = "@"  # before the name of a list, which is searched for like a word
_SHORTEST = 2  # letters of a word; a single one is an initial, but where one sign is a whole name
_DIGITS = "0123456789abcdefghijklmnopqrstuvwxyz"


@dataclass(frozen=True, slots=True)
class _Words:
    """The words of the index: each a line of sound, letters and people, in the order of the lines' beginnings."""

    lines: list[str]
    letters: dict[str, str]


def search_files(named: NamedPeople, speech: Language) -> Iterator[tuple[str, bytes]]:
    """The files of the index, each with its content."""
    words = _words(named)
    firsts = []
    for number, part in enumerate(_parts(words.lines)):
        firsts.append(part[0].partition("\t")[0])
        yield f"search/words/{number}.js", _script("words", number, "\n".join(part))
    for number in range(0, named.people.height, BLOCK):
        block = named.people.slice(number, BLOCK)
        rows = [_shown(row, speech) for row in block.iter_rows(named=True)]
        yield block_file(number // BLOCK), _script("people", number // BLOCK, rows)
    about = {
        "firsts": firsts, "people": named.people.height, "block": BLOCK, "letters": words.letters, "rules": rules(),
    }  # fmt: skip
    yield "search/about.js", _script("about", about)


def block_file(number: int) -> str:
    """The file of a block of people.

    >>> block_file(1234)
    'search/people/12/1234.js'
    """
    return f"search/people/{number // 100}/{number}.js"


def _words(named: NamedPeople) -> _Words:
    """Every word of every name, the years of each person, and the names of their lists."""
    rows = named.names.select("person", pl.col("words").str.extract_all(WORD).alias("word")).explode("word")
    rows = rows.drop_nulls().unique()
    different = rows["word"].unique()
    folded = pl.DataFrame({"word": different, "plain": [plain(word) for word in different]})
    folded = folded.filter((pl.col("plain").str.len_chars() >= _SHORTEST) | pl.col("word").str.contains(r"\p{Han}"))
    sounds = [sound(letters) for letters in folded["plain"]]
    heard = rows.join(folded.with_columns(pl.Series("sound", sounds, dtype=pl.String)), on="word")
    people = named.people.with_row_index("person")
    years = people.select("person", pl.col("years").alias("plain")).explode("plain").drop_nulls()
    lists = people.select("person", (_LIST + pl.col("lists").explode()).implode().over("person").alias("plain"))
    tagged = pl.concat([years, lists.explode("plain").drop_nulls()]).with_columns(pl.col("plain").alias("sound"))
    every = pl.concat([heard.select("sound", "plain", "person"), tagged.select("sound", "plain", "person")]).unique()
    grouped = every.sort("sound", "plain", "person").group_by("sound", "plain", maintain_order=True)
    lines = [f"{heard} {letters}\t{packed(people)}" for heard, letters, people in grouped.agg("person").iter_rows()]
    return _Words(sorted(lines), letters_of(different))


def packed(numbers: Sequence[int]) -> str:
    """Rising numbers as their differences in the system of 36, which is short and which any script reads.

    >>> packed([0, 1, 40])
    '0 1 13'
    """
    return " ".join(_in_36(number - before) for before, number in pairwise([0, *numbers]))


def _in_36(number: int) -> str:
    if number < 36:
        return _DIGITS[number]
    rest, digit = divmod(number, 36)
    return _in_36(rest) + _DIGITS[digit]


def _parts(lines: Sequence[str]) -> Iterator[list[str]]:
    part, size = list[str](), 0
    for line in lines:
        if part and size + len(line) > _PART:
            yield part
            part, size = [], 0
        part.append(line)
        size += len(line)
    if part:
        yield part


def _shown(row: dict[str, Any], speech: Language) -> list[str]:
    """What a result shows of a person: file, name, its language, in Latin letters, years, outcome, what else tells them
    apart, lists."""
    years = f"{year_words(row['birth'])} – {year_words(row['death'])}" if row["birth"] or row["death"] else ""
    outcome = outcome_label(row["outcome"], speech) if row["outcome"] else ""
    told = re.sub(r"\s+", " ", row["told"] or "")[:90]
    return [
        file_of(person_link(row["person_id"])), row["name"], language_of(row["name"]), transliterated(row["name"]),
        years, outcome, told, ", ".join(row["lists"] or ()),
    ]  # fmt: skip


def _script(part: str, *values: object) -> bytes:
    said = ",".join(json.dumps(value, ensure_ascii=False, separators=(",", ":")) for value in values)
    for sign in "\u2028\u2029":
        said = said.replace(sign, f"\\u{ord(sign):04x}")
    return f"bynameSearch.{part}({said});\n".encode()
