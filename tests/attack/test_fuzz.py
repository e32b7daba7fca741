"""Random mutations of good and bad input: nothing but an error of ours comes out of a parser, and memory stays flat.

Each parser reads some hundred or thousand inputs from a fixed seed; the environment variable BYNAME_FUZZ sets another
number for every parser. Files are written into memory where the system has a folder for that.
"""

from __future__ import annotations

import bz2
import gc
import gzip
import hashlib
import json
import lzma
import os
import random
import re
import tempfile
import time
import warnings
import zipfile
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from zlib import crc32

import psutil
import pytest
from tests.claims.conftest import pdf_of
from tests.sources.test_ftm_entities import EVENT, PERSON
from tests.sources.test_genealogies import SEVEN
from tests.sources.test_gramps import HEAD as HEADING
from tests.sources.test_gramps import TREE

from byname.archive.settings import SETTINGS_FILE, ArchiveSettings, read_settings
from byname.archive.signed_notes import Checkpoint, Note, Signer, Verifier, written
from byname.archive.transparency_log import receipt_faults
from byname.claims.text.reading import document_of
from byname.errors import BadArchive, BadMapping, BynameError
from byname.preservation.bech32 import bech32
from byname.preservation.keys import identity_from, recipient_of, recipients_of
from byname.records.dates import find_date, in_new_style, read_date
from byname.records.entry_reading import read_entry
from byname.records.grammar import packaged_grammar, read_grammar
from byname.records.habits import Habits
from byname.records.names import father_of, read_name
from byname.records.normal_forms import normal_form
from byname.records.reading import RecordReader
from byname.records.suggestion import suggest_mapping
from byname.sources.delimiter import find_delimiter
from byname.sources.encoding import detect_encoding
from byname.sources.entry import Cell, Entry
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping
from byname.sources.reading import open_source
from byname.values import FuzzyDate
from byname.values.fields import fields

INPUTS = int(os.environ.get("BYNAME_FUZZ", "0"))  # 0: as many as take a few seconds
FEW = 2_000
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
GENEALOGY = (
    "0 HEAD\n1 GEDC\n2 VERS 7.0\n0 @I1@ INDI\n1 NAME Uno /Vanavalge/\n1 BIRT\n2 DATE BET 5 MAY 1890 AND 1891\n"
    "2 PLAC Tartu\n1 EVEN\n2 TYPE arrest\n2 DATE @#DJULIAN@ 14 JUN 1941\n2 NOTE first\n3 CONT @@second\n"
    "3 CONC third\n1 FAMS @F1@\n0 @F1@ FAM\n1 HUSB @I1@\n1 CHIL @I2@\n0 @I2@ INDI\n1 NAME Mall\n0 TRLR\n"
)
ENTITIES = (
    '{"id": "a", "schema": "Person", "properties": {"name": ["Uno Vanavalge", "Uno V."], "birthDate": ["1890"]}}\n'
    '{"id": "b", "schema": "Event", "properties": {"name": ["arrest"], "involved": ["a"]}}\n'
)
SETTINGS = ArchiveSettings("Tests", 1926).to_toml()
IDENTITY = bech32("age-secret-key-", bytes(range(32))).upper()
SHARES = ["academic acid acrobat romp", "academic acid beard romp acid/academic acid ceramic roster acid"]
ENTRIES = [
    "TAMM, Jaan, Jüri, s. 1893 Tallinn, eluk. Pärnu, arr. 12.11.37, trib. 05.12.37 §58-10, 10+5, vab. 1947. [ERAF.1-2]",
    "Иванов Иван Иванович, родился в 1888 г., д. Ивановка; русский; арестован 12.11.37; приговорен: ВМН.",
]
GRAMMAR = (
    "head: ['(?P<surname>[A-Z]+)']\nmarks: [{pattern: 's\\.', reads: [birth_date]}]\nterm: '(?P<value>\\d+)'\n"
    "letters: {U: '[A-Z]'}\nlayout: {'<': ' '}\nafter_semicolon: {field: camp}\ncentury: 1900\nextends: moscow-shot\n"
)
WORKBOOK = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/package/2006/relationships"
OFFICE = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
PART = "\x1d"  # stands before the name of each part of a workbook
XLSX = {
    "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
    "_rels/.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/officeDocument" '
        'Target="xl/workbook.xml"/></Relationships>'
    ),
    "xl/workbook.xml": (
        f'<workbook xmlns="{WORKBOOK}" xmlns:r="{OFFICE}"><workbookPr date1904="0"/><sheets><sheet name="List" '
        'sheetId="1" state="visible" r:id="a"/><sheet name="Note" sheetId="2" r:id="b"/></sheets>'
        "<definedNames><definedName name=\"n\">List!$A$1:$C$3</definedName></definedNames></workbook>"
    ),
    "xl/_rels/workbook.xml.rels": (
        f'<Relationships xmlns="{RELATIONS}"><Relationship Id="a" Type="{OFFICE}/worksheet" Target='
        f'"worksheets/sheet1.xml"/><Relationship Id="b" Type="{OFFICE}/worksheet" Target="/xl/worksheets/sheet2.xml"/>'
        "</Relationships>"
    ),
    "xl/worksheets/sheet1.xml": (
        f'<worksheet xmlns="{WORKBOOK}"><dimension ref="A1:C4"/><sheetData><row r="1" spans="1:3"><c r="A1" t="s"><v>0'
        '</v></c><c r="B1" t="inlineStr"><is><t>born</t></is></c><c r="C1" t="str"><f>A1</f><v>age</v></c></row>'
        '<row r="2"><c r="A2" t="s"><v>1</v></c><c r="B2" s="1"><v>13561</v></c><c r="C2"><v>45.5</v></c></row>'
        '<row r="3"><c r="A3" t="b"><v>1</v></c><c r="B3" t="e"><v>#N/A</v></c><c r="C3" s="2"><v>0.25</v></c></row>'
        '<row r="4"><c r="A4" t="d"><v>1937-06-12T00:00:00</v></c><c r="B4" s="3"><v>1.5</v></c></row></sheetData>'
        '<mergeCells count="1"><mergeCell ref="A3:A4"/></mergeCells></worksheet>'
    ),
    "xl/worksheets/sheet2.xml": f'<worksheet xmlns="{WORKBOOK}"><sheetData/></worksheet>',
    "xl/sharedStrings.xml": (
        f'<sst xmlns="{WORKBOOK}" count="2" uniqueCount="2"><si><t>name</t></si><si><r><rPr><b/></rPr><t>Рыков</t></r>'
        '<r><t xml:space="preserve"> А. И.</t></r><rPh sb="0" eb="1"><t>a</t></rPh></si></sst>'
    ),
    "xl/styles.xml": (
        f'<styleSheet xmlns="{WORKBOOK}"><numFmts count="1"><numFmt numFmtId="164" formatCode="[h]:mm:ss"/></numFmts>'
        '<cellXfs count="4"><xf numFmtId="0"/><xf numFmtId="14"/><xf numFmtId="20"/><xf numFmtId="164"/></cellXfs>'
        "</styleSheet>"
    ),
}  # fmt: skip
ODS = "urn:oasis:names:tc:opendocument:xmlns:"
OPEN_DOCUMENT = {
    "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
    "content.xml": (
        f'<office:document-content xmlns:office="{ODS}office:1.0" xmlns:table="{ODS}table:1.0" '
        f'xmlns:text="{ODS}text:1.0"><office:body>'
        '<office:spreadsheet><table:table table:name="A"><table:table-row table:number-rows-repeated="2">'
        '<table:table-cell office:value-type="string"><text:p>name</text:p></table:table-cell></table:table-row>'
        '<table:table-row><table:table-cell office:value-type="date" office:date-value="1937-06-12"/>'
        '<table:table-cell office:value-type="float" office:value="1.5" table:number-columns-repeated="3"/>'
        "</table:table-row></table:table></office:spreadsheet></office:body></office:document-content>"
    ),
    "META-INF/manifest.xml": "<m/>",
}
WORDS_OF_DOCUMENTS = "http://schemas.openxmlformats.org/wordprocessingml/2006/main"
DOCUMENT = {
    "word/document.xml": (
        f'<w:document xmlns:w="{WORDS_OF_DOCUMENTS}"><w:body><w:p><w:r><w:t>In 1937 and 1938 the NKVD shot '
        '681,692.</w:t></w:r><w:r><w:tab/><w:footnoteReference w:id="2"/></w:r></w:p></w:body></w:document>'
    ),
    "word/footnotes.xml": (
        f'<w:footnotes xmlns:w="{WORDS_OF_DOCUMENTS}"><w:footnote w:id="2" w:type="a"><w:p/></w:footnote><w:footnote '
        'w:id="2"><w:p><w:r><w:t>Conquest, Robert. The Great Terror. 1968.</w:t></w:r></w:p></w:footnote></w:footnotes>'
    ),
}
VALUES = [
    "0", "1", "-1", "4294967295", "18446744073709551616", "1e308", "1E+400", "nan", "inf", "2958466", "-700000", "60",
    "0.999999999999", "A0", "A1", "XFD1048576", "XFE1048577", "AAAAAAA1", "a1", "$A$1", "A1:A1", "C3:A1", "A1:C99",
    "A1:XFD1048576", "n", "s", "b", "e", "d", "str", "inlineStr", "date", "time", "boolean", "P1DT1H", "PT9999999999H",
    "9999-12-31", "0000-00-00", "1937-06-12T25:61:61", "#REF!", "14", "22", "164", "yyyy-mm-dd", "[s]", "hidden", "",
    "&lt;&amp;", "&#0;", "&#x10FFFF;", "_x0000_", "_xD800_", "../../sheet1.xml", "xl/workbook.xml", "\x85", "я" * 40,
]  # fmt: skip
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


_VALUE = re.compile(r'(?<=")[^"]*(?=")|(?<=>)[^<]+(?=<)')
_ELEMENT = re.compile(r"<(\w+)\b[^>]*/>|<(\w+)\b[^>]*>[^<]*</\2>|</?[^>]+>")


def mutated_markup(text: str, chance: random.Random) -> str:
    """A text in markup with some values replaced, and some elements left out, doubled or moved."""
    if chance.random() < 0.2:
        return mutated(text, chance)
    for _ in range(chance.choice((1, 1, 2, 3, 8))):
        pattern = _VALUE if chance.random() < 0.7 else _ELEMENT
        found = list(pattern.finditer(text))
        if not found:
            return mutated(text, chance)
        at, other = chance.choice(found), chance.choice(found)
        pieces = (other[0], at[0] * chance.choice((0, 2, 30)))
        values = (
            chance.choice(VALUES),
            chance.choice(VALUES),
            str(chance.randrange(-9, 10**6)),
            mutated(at[0], chance),
        )
        piece = chance.choice((*pieces, *values) if pattern is _VALUE else pieces)
        text = text[: at.start()] + piece + text[at.end() :]
    return text


@dataclass(frozen=True)
class Parser:
    """What is tried, the texts it is tried with, and how they are changed."""

    read: Callable[[str, Path], object]
    seeds: list[str]
    change: Callable[[str, random.Random], str] = mutated


def _mapped(lines: str) -> SourceMapping:
    return parse_mapping(HEAD + lines, "m.yaml")


def _dates(text: str, _: Path) -> None:
    habits = (
        Habits("es"),
        Habits("hu"),
        Habits("ar", calendar="hijri"),
        Habits("ru", 1800),
        Habits("en", order="serial"),
    )
    for reading in (find_date(text, language="et"), *(read_date(text, habit) for habit in habits)):
        if reading is not None:
            in_new_style(reading)
            if reading.edtf is not None:
                FuzzyDate.parse(reading.edtf)  # what we write we read
                in_new_style(type(reading)(reading.edtf, 0, 1, julian=True))
    FuzzyDate.parse_or_none(text)


LANGUAGES = ("ru", "et", "de", "es", "hu", "ar", "bs")
FIELDS = [name for name, about in fields().items() if about.type != "entry"]
SOME = 5  # of all fields one in so many is tried with an input, so that more inputs are tried


def _names(text: str, _: Path) -> None:
    chosen = crc32(text.encode(errors="surrogatepass"))
    language = LANGUAGES[chosen % len(LANGUAGES)]
    read_name(text, language=language)
    father_of(text, language)
    for field in FIELDS[chosen % SOME :: SOME]:
        normal_form(field, text, Habits("ru"))
        normal_form(field, text, Habits("es", country="AR"))


READER = RecordReader(
    _mapped("fields: {name: a, birth: b, alias: c, sentence_event: d, articles: e, language: f, residence: g}\n")
)


def _cells(text: str, _: Path) -> None:
    pieces = [text[start::7] for start in range(7)] if len(text) > 40 else [text] * 7
    cells = {name: Cell(piece, name) for name, piece in zip("abcdefg", pieces, strict=True)}
    READER.read(Entry("T", "0", "f", "", cells))  # without the net that holds what fails
    READER.batch([Entry("T", "0", "f", "", cells)], 0)


GRAMMARS = ("estonian-memento", "estonian-memento-r6", "moscow-shot", "russian-memory-book")


def _grammars(text: str, _: Path) -> None:
    name = GRAMMARS[crc32(text.encode(errors="surrogatepass")) % len(GRAMMARS)]
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


def _parts(parts: dict[str, str]) -> str:
    return "".join(f"{PART}{name}\n{content}" for name, content in parts.items())


def _write_workbook(text: str, path: Path) -> None:
    """A workbook of the parts of a text; of some, bytes of the zip itself are changed too."""
    chance = random.Random(text)
    with warnings.catch_warnings(), zipfile.ZipFile(path, "w", chance.choice((0, 0, 8))) as file:
        warnings.simplefilter("ignore")  # two parts of one name
        for part in text.split(PART)[1:]:
            name, _, content = part.partition("\n")
            file.writestr(name.replace("\0", "")[:1000] or "x", content.encode(errors="replace"))
    if chance.random() < 0.2:
        path.write_bytes(_damaged(path.read_bytes(), chance))


def _damaged(content: bytes, chance: random.Random) -> bytes:
    """The same with some bytes changed, and sometimes cut off."""
    changed = bytearray(content)
    for _ in range(chance.choice((1, 2, 8))):
        changed[chance.randrange(len(changed))] = chance.choice((0, 255, chance.randrange(256)))
    return bytes(changed[: chance.choice((len(changed), len(changed), chance.randrange(len(changed))))])


PACKINGS = (gzip.compress, bz2.compress, lzma.compress)


def _packed_files(text: str, folder: Path) -> None:
    chance, path = random.Random(text), folder / "list"
    if chance.random() < 0.4:
        with warnings.catch_warnings(), zipfile.ZipFile(path, "w", chance.choice((0, 8, 12, 14))) as file:
            warnings.simplefilter("ignore")
            for name in chance.choice(
                (("a",), ("a",), ("a", "b"), ("a", "__MACOSX/a"), (text[:9].replace("\0", "") + "a", "b"), ("a/",))
            ):
                file.writestr(name, text)
    else:
        path.write_bytes(chance.choice(PACKINGS)(text.encode()))
    if chance.random() < 0.7:
        path.write_bytes(_damaged(path.read_bytes(), chance))
    with open_source(path, None) as opened:
        list(opened)


def _workbooks(*names: str) -> Callable[[str, Path], None]:
    """Reads workbooks under these names: their reader goes by the ending of a name, which an original has not."""

    def read(text: str, folder: Path) -> None:
        path = folder / names[len(text) % len(names)]
        _write_workbook(text, path)
        with open_source(path, WORKBOOKS if len(text) % 3 else None) as opened:
            entries = list(opened)
        for entry in entries:
            READER.read(entry)  # without the net that holds what fails

    return read


WORKBOOKS = _mapped("fields: {name: name, birth_date: born}\n")


def _documents(text: str, folder: Path) -> None:
    path = folder / "text"
    if text.startswith(PART):
        _write_workbook(text, path)
        document_of(path.read_bytes(), "text.docx")
    else:
        document_of(text.encode("latin-1", errors="replace"), "text.pdf")


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


def _settings(text: str, folder: Path) -> None:
    path = folder / SETTINGS_FILE
    path.write_bytes(text.encode())
    read_settings(path)


SIGNER = Signer("archive.example.org/log", bytes(range(32)))
CHECKPOINT = Checkpoint("archive.example.org/log", 1, hashlib.sha256(b"\0{}").digest())
NOTE = written(CHECKPOINT.text, [SIGNER.sign(CHECKPOINT.text), SIGNER.cosign(CHECKPOINT.text, 1_900_000_000)])
RECEIPT = json.dumps({
    "proof": f"c2sp.org/tlog-proof@v1\nindex 0\n\n{NOTE}", "entry": '{"number":0,"commitment":"ab"}', "by": "somebody",
    "payload": {"text": "a note"}, "salt": "ab",
})  # fmt: skip


def _notes(text: str, _: Path) -> None:
    note = Note.read(text)
    note.is_signed_by(SIGNER.verifier())
    note.is_signed_by(SIGNER.witness())
    assert Checkpoint.read(note.text).text.split("\n")[:3] == note.text.split("\n")[:3]


def _keys(text: str, _: Path) -> None:
    for read in (Verifier.read, Signer.read, recipient_of, lambda keys: recipients_of([f"age1{keys}"])):
        with suppress(BadArchive):
            read(text)
    if "/" in text:
        identity_from(text.split("/"))


def _receipts(text: str, _: Path) -> None:
    try:
        found = json.loads(text)
    except (ValueError, RecursionError):
        found = text
    assert receipt_faults(found, [SIGNER.verifier()])


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
    "family trees": Parser(
        _files("format: gramps\nfields: {surname: surname}\n"), [f"{HEADING}{TREE}", TREE], mutated_markup
    ),
    "workbooks": Parser(_workbooks("list.xlsx", "list"), [_parts(XLSX)], mutated_markup),
    "workbooks of open documents": Parser(_workbooks("list"), [_parts(OPEN_DOCUMENT)], mutated_markup),
    "documents": Parser(_documents, [_parts(DOCUMENT), pdf_of("In 1937 they shot 353,074.").decode()], mutated_markup),
    "packed files": Parser(_packed_files, [*CSV, *JSON]),
    "genealogies": Parser(_files("format: gedcom\nfields: {name: NAME}\n"), [GENEALOGY, SEVEN]),
    "entities": Parser(
        _files("format: ftm\nfields: {name: name}\n"), [ENTITIES, "\n".join(map(json.dumps, (PERSON, EVENT)))]
    ),
    "settings": Parser(_settings, [SETTINGS]),
    "notes": Parser(_notes, [NOTE]),
    "keys": Parser(_keys, [SIGNER.text, SIGNER.verifier().text, SIGNER.witness().text, IDENTITY, *SHARES]),
    "receipts": Parser(_receipts, [RECEIPT]),
    "books": Parser(_files("entries: {unit: paragraph, grammar: estonian-memento}\n"), ENTRIES),
    "suggestions": Parser(_suggestions, [*CSV, *JSON, WIKI, *ENTRIES]),
}
APART = "workbooks of open documents"  # each is opened in a process of its own
SLOW = {
    "suggestions": 4,
    "any file": 4,
    "encodings": 4,
    "grammar files": 10,
    "cells": 2,
    "workbooks": 4,
    "documents": 4,
    "workbooks of open documents": 100,
}


@pytest.fixture
def folder(tmp_path: Path) -> Iterator[Path]:
    """A folder for one file, in memory where that is possible: a disk is slower than most parsers."""
    memory = Path("/dev/shm")
    if not memory.is_dir():
        yield tmp_path
        return
    with tempfile.TemporaryDirectory(dir=memory) as inside:
        yield Path(inside)


@pytest.mark.parametrize("name", sorted(PARSERS))
def test_nothing_but_an_error_of_ours_comes_out_and_memory_stays_flat(name: str, folder: Path) -> None:
    parser, chance = PARSERS[name], random.Random(f"{name} 1937")
    inputs = INPUTS // (1_000 if name == APART else 1) or FEW // SLOW.get(name, 1)
    process, warm, begun = psutil.Process(), 0, time.perf_counter()
    refused = 0
    for number in range(inputs):
        text = parser.change(chance.choice(parser.seeds), chance)
        try:
            parser.read(text, folder)
        except BynameError as error:
            refused += bool(error.what)
        except BaseException as error:  # a reader written in Rust raises what is no Exception
            raise AssertionError(f"input {number}: {text!r}") from error
        if number == inputs // 3:
            gc.collect()
            warm = process.memory_info().rss
    gc.collect()
    growth, seconds = process.memory_info().rss - warm, time.perf_counter() - begun
    print(f"{name}: {inputs:,} inputs, {refused:,} refused, {growth / 1e6:+.1f} MB, {seconds:,.0f} s")
    assert refused < inputs
    assert growth < FLAT_BYTES
