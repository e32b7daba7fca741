"""Random mutations of good and bad input: nothing but an error of ours comes out of a parser, and memory stays flat.

Each parser reads some thousand inputs from a fixed seed; the environment variable BYNAME_FUZZ sets another number.
"""

from __future__ import annotations

import gc
import os
import random
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import psutil
import pytest

from byname.errors import BadMapping, BynameError
from byname.records.dates import find_date, in_new_style, read_date
from byname.records.entry_reading import read_entry
from byname.records.grammar import packaged_grammar, read_grammar
from byname.records.habits import Habits
from byname.records.names import father_of, read_name
from byname.records.normal_forms import normal_form
from byname.records.reading import RecordReader
from byname.sources.delimiter import find_delimiter
from byname.sources.encoding import detect_encoding
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source
from byname.sources.suggestion import suggest_mapping
from byname.values import FuzzyDate
from byname.values.fields import fields

INPUTS = int(os.environ.get("BYNAME_FUZZ", "2000"))
FLAT_BYTES = 150 * 1024**2  # what a parser's memory of short texts may take; without a bound it takes gigabytes
HEAD = """\
source: T
title: {en: A list made for tests}
citation: none
licence: CC0-1.0
language: ru
universe: invented persons and long-public historical figures
person_twice: false
"""
WORDS = [
    "Бухарин Николай Иванович",
    "TUKHACHEVSKY, Mikhail",
    "1893",
    "16.02.1893",
    "1937-06-11/1937-06-12",
    "[..1938]",
    "ок. 1901",
    "12 мая 1937 г.",
    "между 1936 и 1938",
    "ст. 58-10 ч.2",
    "ВМН",
    "тройка при УНКВД",
    "г. Казань, с. Дербышки",
    "(Радомысльский)",
    "s. 1893 Tallinn, arr. 12.11.37",
    "§58-10, 10+5, vab. 1947. [archive]",
    "Родился в 1888 г.",
    "图哈切夫斯基",
    "{{birth date|1893|2|16}}",
    "[[Moscow|Москва]]",
    "<ref>a</ref>",
    "..",
    "/",
    "X",
    "?",
    "~",
    "-",
    "٣",
    "²",
    "\u0301",
    "\ufeff",
    "\u2028",
    "\0",
    "\x1f",
    "\x85",
    "\t",
    "\r",
    "\n",
    " ",
    "'",
    '"',
    ";",
    ",",
    "(",
    ")",
    "[",
    "]",
    "{",
    "}",
    "&",
    "*",
    "!",
    "%",
    "|",
    "\\",
    "\\ud800",
    "😀",
    "9" * 30,
]
JSON = [
    '[{"name": "Rykov", "born": 1881}]',
    '{"name": "Rykov"}\n{"name": null}',
    '{"persons": [{"a": {"b": [1, 2.5e7]}}]}',
]
PAGE = "<page><title>P</title><id>1</id><revision><text>{{Officer|name=Rykov}}</text></revision></page>"
WIKI = f"<mediawiki>{PAGE}</mediawiki>"
ENTRIES = [
    "TAMM, Jaan, Jüri, s. 1893 Tallinn, eluk. Pärnu, arr. 12.11.37, trib. 05.12.37 §58-10, 10+5, vab. 1947. [ERAF.1-2]",
    "Иванов Иван Иванович, родился в 1888 г., д. Ивановка; русский; арестован 12.11.37; приговорен: ВМН.",
]
GRAMMAR = (
    "head: ['(?P<surname>[A-Z]+)']\nmarks: [{pattern: 's\\.', reads: [birth_date]}]\nterm: '(?P<value>\\d+)'\n"
    "letters: {U: '[A-Z]'}\nlayout: {'<': ' '}\nafter_semicolon: {field: camp}\ncentury: 1900\nextends: moscow-shot\n"
)
MAPPING = (
    f"{HEAD}files: [{{name: 'a*', prefix: a}}]\nencoding: cp1251\ndelimiter: ';'\nheader_row: 1\ncentury: 1900\n"
    "fields: {name: {column: a, order: detect}, note: {column: b, pattern: '(?P<value>.*)'}}\n"
    "constants: {death_kind: shot}\n"
)


def mutated(text: str, chance: random.Random) -> str:
    """A text with some pieces put in, left out, doubled or moved."""
    for _ in range(chance.choice((0, 1, 1, 2, 3, 8))):
        at, until = sorted(chance.choices(range(len(text) + 1), k=2))
        until = min(until, at + 12)
        piece = chance.choice(
            (chance.choice(WORDS), text[at:until] * chance.choice((2, 3, 30)), chr(chance.randrange(0xD800)))
        )
        text = text[:at] + chance.choice((piece, "", piece + text[at:until])) + text[until:]
    return text


@dataclass(frozen=True)
class Parser:
    """What is tried, and the texts it is tried with."""

    read: Callable[[str, Path], object]
    seeds: list[str]


def _mapped(lines: str) -> SourceMapping:
    return parse_mapping(HEAD + lines, "m.yaml")


def _dates(text: str, _: Path) -> None:
    for reading in (read_date(text, Habits("es")), find_date(text, language="et"), read_date(text, Habits("ru", 1800))):
        if reading is not None:
            in_new_style(reading)
            if reading.edtf is not None:
                FuzzyDate.parse(reading.edtf)  # what we write we read
                in_new_style(type(reading)(reading.edtf, 0, 1, julian=True))
    FuzzyDate.parse_or_none(text)


def _names(text: str, _: Path) -> None:
    for language in ("ru", "et"):
        read_name(text, language=language)
        father_of(text, language)
    for field, about in fields().items():
        if about.type != "entry":
            normal_form(field, text, Habits("ru"))


READER = RecordReader(
    _mapped("fields: {name: a, birth: b, alias: c, sentence_event: d, articles: e, language: f, residence: g}\n")
)


def _cells(text: str, _: Path) -> None:
    pieces = [text[start::7] for start in range(7)] if len(text) > 40 else [text] * 7
    cells = {name: Cell(piece, name) for name, piece in zip("abcdefg", pieces, strict=True)}
    READER.read(Entry("T", "0", "f", "", cells))  # without the net that holds what fails
    READER.batch([Entry("T", "0", "f", "", cells)], 0)


def _grammars(text: str, _: Path) -> None:
    for name in ("estonian-memento", "estonian-memento-r6", "moscow-shot", "russian-memory-book"):
        for reading in read_entry(text, packaged_grammar(name)):
            assert all(text[s.start : s.end] == s.as_written for s in reading.statements if s.end)


def _grammar_files(text: str, folder: Path) -> None:
    path = folder / "own.yaml"
    path.write_bytes(text.encode())
    for entry in ENTRIES:
        read_entry(entry, read_grammar(path))


def _mappings(text: str, _: Path) -> None:
    parse_mapping(text, "m.yaml")


def _bytes(text: str) -> Iterator[bytes]:
    for encoding in ("utf-8", "cp1251", "koi8-r", "utf-16", "utf-16-le"):
        yield text.encode(encoding, errors="ignore")


def _encodings(text: str, _: Path) -> None:
    for sample in _bytes(text):
        found = detect_encoding(sample, "f")
        sample.decode(found.name, errors="ignore")


def _delimiters(text: str, _: Path) -> None:
    find_delimiter(text)


def _files(lines: str) -> Callable[[str, Path], None]:
    mapping = _mapped(lines) if lines else None
    reader = RecordReader(mapping or _mapped("fields: {name: name}\n"))

    def read(text: str, folder: Path) -> None:
        path = folder / "list"
        path.write_bytes(text.encode())
        with open_source(path, mapping) as opened:
            entries = list(opened)
        for entry in entries:
            reader.read(entry)  # without the net that holds what fails
        if len(text) % 8 == 0:
            reader.batch(entries, 0)

    return read


def _suggestions(text: str, folder: Path) -> None:
    path = folder / "list.csv"
    path.write_bytes(text.encode())
    try:
        suggested = suggest_mapping(path)
    except BynameError:
        return
    try:
        mapping = parse_mapping(suggested, "m.yaml")
    except BadMapping as error:  # a suggestion must be a mapping
        raise AssertionError(suggested) from error
    with open_source(path, mapping) as entries:
        list(entries)


CSV = ["name;born\nБухарин;1888\nРыков;1881\n", 'name,born\n"Rykov, A.",1881\n', "a\tb\n1\t2\n3\t4\n"]
PARSERS = {
    "dates": Parser(_dates, WORDS),
    "names": Parser(_names, WORDS),
    "cells": Parser(_cells, [" ".join(WORDS[n : n + 5]) for n in range(0, 50, 3)]),
    "grammars": Parser(_grammars, ENTRIES),
    "grammar files": Parser(_grammar_files, [GRAMMAR, *GRAMMAR.splitlines()]),
    "mappings": Parser(_mappings, [MAPPING, HEAD + "entries: {unit: line, skip: ['^=+$'], grammar: moscow-shot}\n"]),
    "encodings": Parser(_encodings, [*WORDS, *CSV]),
    "delimiters": Parser(_delimiters, CSV),
    "tables": Parser(_files("format: table\nfields: {name: name}\n"), CSV),
    "any file": Parser(_files(""), [*CSV, *JSON, WIKI, *WORDS]),
    "json": Parser(_files("format: json\nfields: {name: name}\n"), JSON),
    "json lines": Parser(_files("format: jsonl\nfields: {name: name}\n"), JSON),
    "wikis": Parser(_files("format: mediawiki\ntemplates: [Officer]\nfields: {name: name}\n"), [WIKI]),
    "books": Parser(_files("entries: {unit: paragraph, grammar: estonian-memento}\n"), ENTRIES),
    "suggestions": Parser(_suggestions, [*CSV, *JSON, WIKI, *ENTRIES]),
}
SLOW = {"suggestions": 4, "any file": 4, "encodings": 4, "grammar files": 10, "names": 2, "cells": 2, "grammars": 2}


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_nothing_but_an_error_of_ours_comes_out_and_memory_stays_flat(name: str, tmp_path: Path) -> None:
    parser, chance = PARSERS[name], random.Random(f"{name} 1937")
    inputs = max(INPUTS // SLOW.get(name, 1), 100)
    process, warm = psutil.Process(), 0
    refused = 0
    for number in range(inputs):
        text = mutated(chance.choice(parser.seeds), chance)
        try:
            parser.read(text, tmp_path)
        except BynameError as error:
            refused += bool(error.what)
        except Exception as error:
            raise AssertionError(f"input {number}: {text!r}") from error
        if number == inputs // 3:
            gc.collect()
            warm = process.memory_info().rss
    gc.collect()
    assert refused < inputs
    assert process.memory_info().rss - warm < FLAT_BYTES
