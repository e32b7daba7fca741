"""Files made to break what reads them: each is refused with one clear error, or read with its faults told."""

from __future__ import annotations

import html
import io
import json
import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
import zipfile
from collections.abc import Callable
from decimal import Decimal
from pathlib import Path

import pytest
from tests.claims.conftest import docx_of, pdf_of

from byname.archive.accession import add_files
from byname.archive.archive import Archive
from byname.claims.text.reading import document_of
from byname.errors import BadFigureTable, BadMapping, BadSource, BadText
from byname.records.dates import DateReading, in_new_style, read_date
from byname.records.entry_reading import read_entry
from byname.records.grammar import packaged_grammar, read_grammar
from byname.records.habits import Habits
from byname.records.reading import RecordBatch, RecordReader
from byname.records.suggestion import suggest_mapping
from byname.sources.entry import Entry
from byname.sources.facts import read_facts
from byname.sources.limits import DEFAULT_LIMITS, Limits
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.sources.objects import flatten, read_json
from byname.sources.reading import open_source
from byname.sources.regular_files import check_name
from byname.sources.tangles import TANGLED
from byname.sources.time_limit import EntryTimer, OutOfTime
from byname.values import FuzzyDate

HEAD = """\
source: T
title: A list made for tests
citation: none
licence: CC0-1.0
language: ru
universe: invented persons and long-public historical figures
person_twice: false
"""
ENDLESS = "(?:a+)+$"
MANY_WAYS = "a" * 40 + "!"


def mapped(lines: str) -> SourceMapping:
    """A mapping from the lines that follow the required ones."""
    return parse_mapping(HEAD + lines, "mapping.yaml")


def written(folder: Path, name: str, text: str | bytes) -> Path:
    """A file with a text."""
    path = folder / name
    path.write_bytes(text if isinstance(text, bytes) else text.encode())
    return path


def add(folder: Path, path: Path, lines: str) -> list[int]:
    """Add a file to a new archive by a mapping; gives the numbers of its entries and of those with problems."""
    archive = Archive.create(folder / "archive", "A test")
    mapping = written(folder, "mapping.yaml", HEAD + lines)
    (added,) = add_files(archive, [(path, mapping)], limits=Limits(entry_seconds=0.2))
    return [added.entries, added.with_problems]


# One entry never stops a build.


class Failing(RecordReader):
    """A reader that fails at one entry."""

    def read(self, entry: Entry) -> list[object]:  # type: ignore[override]
        """Fail at entry 1 as a deep recursion does."""
        if entry.item == "1":
            raise RecursionError("maximum recursion depth exceeded")
        return super().read(entry)  # type: ignore[return-value]


def test_an_entry_whose_reading_fails_is_kept_as_unread_with_the_reason() -> None:
    entries = [Entry("T", str(n), "f", f"Bukharin {n}") for n in range(3)]
    batch = Failing(mapped("entries: {unit: line, grammar: moscow-shot}\n")).batch(entries, 0)
    assert batch.entries["text"].to_list() == ["Bukharin 0", "Bukharin 1", "Bukharin 2"]
    assert batch.entries["problems"].to_list() == [None, "could not be read: RecursionError", None]
    assert batch.records["kind"].to_list()[1] == "unread"
    assert batch.statements.filter(batch.statements["record_id"] == "T:1")["flag"].to_list() == [
        "could not be read: RecursionError"
    ]


# Time.


def test_a_pattern_without_end_is_stopped_and_its_entry_kept(tmp_path: Path) -> None:
    mapping = mapped(f"fields: {{name: name, note: {{column: life, pattern: '(?P<value>{ENDLESS})'}}}}\n")
    path = written(tmp_path, "list.csv", f"name,life\nBukharin,{MANY_WAYS}\nTukhachevsky,aaa\n")
    reader = RecordReader(mapping, seconds=0.3)
    with open_source(path, mapping) as entries:
        batch = reader.batch(list(entries), 0)
    problem = batch.entries["problems"][0]
    assert problem == f"reading it took more than 0.3 seconds: `pattern` (?P<value>{ENDLESS})"
    assert batch.records["kind"].to_list() == ["unread", "person"]
    assert batch.entries["text"][0] == f'{{"name": "Bukharin", "life": "{MANY_WAYS}"}}'


@pytest.mark.parametrize(
    "part",
    [
        f"head: ['(?P<surname>{ENDLESS})']",
        f"marks: [{{pattern: '{ENDLESS}', reads: [note]}}]",
        f"unmarked: [{{field: note, pattern: '{ENDLESS}'}}]",
        f"tail: [{{field: archive, pattern: '(?P<value>{ENDLESS})'}}]",
        f"within: [{{of: note, field: articles, pattern: '(?P<value>{ENDLESS})'}}]",
        f"not_about_a_person: ['{ENDLESS}']",
        f"cross_reference: '(?P<value>{ENDLESS})'",
        f"new_entry: '{ENDLESS}'",
    ],
)
def test_a_part_of_a_grammar_that_does_not_end_is_stopped_and_no_entry_is_lost(tmp_path: Path, part: str) -> None:
    written(tmp_path, "own.yaml", f"grammar: own\n{part}\n")
    mapping = mapped("entries: {unit: line, grammar: own.yaml}\n")
    texts = ["Bukharin 1888", MANY_WAYS, "Tukhachevsky 1893"]
    began = time.process_time()
    batch = RecordReader(mapping, tmp_path, seconds=0.3).batch(
        [Entry("T", str(n), "f", t) for n, t in enumerate(texts)], 0
    )
    assert time.process_time() - began < 2
    assert batch.entries["text"].to_list() == texts
    assert batch.entries["problems"].to_list() == [None, "reading it took more than 0.3 seconds", None]
    assert batch.records["kind"].to_list()[1] == "unread"


def test_every_entry_out_of_time_halves_the_time_of_the_next_and_other_work_is_left_alone() -> None:
    ticks: list[int] = []

    def own_handler(number: int, frame: object) -> None:
        ticks.append(number)

    before = signal.signal(signal.SIGVTALRM, own_handler)
    ran_out = 0
    with EntryTimer(0.4) as timer:
        for _ in range(2):
            timer.begin()
            try:
                while True:
                    pass
            except OutOfTime:
                ran_out += 1
        assert timer.seconds == 0.1
        ends = time.process_time() + 0.5
        while time.process_time() < ends:  # no entry is in hand: nothing is interrupted
            pass
    assert ran_out == 2
    assert signal.getsignal(signal.SIGVTALRM) == own_handler
    signal.signal(signal.SIGVTALRM, before)
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


def test_a_last_tick_that_comes_late_ends_no_process() -> None:
    program = (
        "import os, signal\n"
        "from byname.sources.time_limit import EntryTimer\n"
        "with EntryTimer(5): pass\n"
        "os.kill(os.getpid(), signal.SIGVTALRM)\n"
        "print('alive')\n"
    )
    done = subprocess.run([sys.executable, "-c", program], capture_output=True, text=True, check=False)
    assert (done.returncode, done.stdout) == (0, "alive\n")


def test_a_timer_in_another_thread_interrupts_nothing_and_harms_nothing() -> None:
    seen: list[str] = []

    def work() -> None:
        with EntryTimer(5) as timer:
            timer.begin()
            timer.end()
            seen.append("done")

    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
    assert seen == ["done"]
    assert signal.getitimer(signal.ITIMER_VIRTUAL) == (0.0, 0.0)


@pytest.mark.parametrize(
    "lines",
    [
        f"entries: {{unit: line, skip: ['{ENDLESS}']}}\n",
        f"fields: {{note: {{column: column 1, pattern: '(?P<value>{ENDLESS})'}}}}\nheader_row: none\n",
        "entries: {unit: line, grammar: own.yaml}\n",
    ],
)
def test_a_mapping_whose_patterns_do_not_end_is_refused_when_a_list_is_added(tmp_path: Path, lines: str) -> None:
    written(tmp_path, "own.yaml", f"head: ['(?P<surname>{ENDLESS})']\n")
    path = written(tmp_path, "list.txt", f"{MANY_WAYS}\n" * 20)
    with pytest.raises(BadMapping, match="more than 5 entries could not be read in time") as told:
        add(tmp_path, path, lines)
    assert ENDLESS in str(told.value) or "own" in lines


def test_a_list_with_few_slow_entries_is_added(tmp_path: Path) -> None:
    path = written(tmp_path, "list.txt", f"{MANY_WAYS}\n" * 2 + "Bukharin\n" * 20)
    assert add(tmp_path, path, f"entries: {{unit: line, skip: ['{ENDLESS}']}}\n") == [22, 2]


@pytest.mark.parametrize("name", ["estonian-memento", "estonian-memento-r5", "estonian-memento-r6"])
def test_a_long_row_of_hyphened_words_is_read_in_no_time(name: str) -> None:
    text = "Ab-Cd " * 200 + "!"
    began = time.process_time()
    assert read_entry(text, packaged_grammar(name))
    assert time.process_time() - began < 1


# What is no file.


@pytest.mark.parametrize(
    ("make", "what"),
    [
        (lambda path: path.mkdir(), "this is a folder; name a file in it"),
        (os.mkfifo, "this is a named pipe, not a file"),
        (lambda path: path.symlink_to("/dev/zero"), "this is a device, not a file"),
        (lambda path: path.symlink_to(path), "the file cannot be opened"),
        (lambda path: None, "there is no such file; check the name and the folder"),
    ],
)
def test_what_is_no_file_is_refused_at_once(tmp_path: Path, make: Callable[[Path], object], what: str) -> None:
    path = tmp_path / "odd"
    make(path)
    with pytest.raises(BadSource, match=what):
        open_source(path, None)
    with pytest.raises(BadMapping, match=what):
        read_mapping(path)
    with pytest.raises(BadMapping, match=what):
        read_grammar(path)
    with pytest.raises(BadFigureTable, match=what):
        read_facts(path)


def test_a_socket_and_an_address_are_no_files(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as bound:
        bound.bind(str(tmp_path / "s"))
        with pytest.raises(BadSource, match="this is a socket"):
            open_source(tmp_path / "s", None)
    with pytest.raises(BadSource, match="this is an address; download it first"):
        open_source(Path("https://example.org/list.csv"), None)
    with pytest.raises(BadSource, match="null"):
        open_source(tmp_path / "a\0b", None)


def test_a_file_whose_name_no_table_can_hold_is_refused(tmp_path: Path) -> None:
    path = Path(os.fsdecode(os.fsencode(tmp_path) + b"/\xff.txt"))
    path.write_text("Bukharin\n", encoding="utf-8")
    with pytest.raises(BadSource, match="the file's name is not UTF-8; rename it"):
        add(tmp_path, path, "entries: {unit: line}\n")
    with pytest.raises(BadSource, match="control characters; rename it"):
        check_name("list\n.csv")


# Mappings.


@pytest.mark.parametrize(
    ("source", "proposed"),
    [
        ("a.b", "a-b"),
        ("../x", "x"),
        ("a/b", "a-b"),
        ("C:x", "C-x"),
        ("con", "con-list"),
        ("Lpt1", "Lpt1-list"),
        ("-x", "x"),
        ("x" * 65, "x" * 64),
        ("и\u0306", "й"),
    ],
)
def test_an_id_that_is_no_safe_name_is_refused_with_another(source: str, proposed: str) -> None:
    with pytest.raises(BadMapping, match="line 1: `source` is") as told:
        parse_mapping(HEAD.replace("source: T", f"source: {json.dumps(source)}"), "m.yaml")
    assert f"(for example `{proposed}`)" in str(told.value)


def test_ids_in_any_script_and_those_of_the_package_are_good() -> None:
    for source in ("Список_1", "ნიმუში", "नमूना", "estonia-memento", "R1", "moscow-shot", "2", "x" * 64):
        mapping = parse_mapping(HEAD.replace("source: T", f"source: '{source}'") + "entries: {unit: line}\n", "m.yaml")
        assert mapping.source == source


@pytest.mark.parametrize("name", ["a/b.txt", "..", "C:x", "a\\\\b", "\\0", "x\\n", "x" * 256])
def test_a_file_of_a_mapping_is_a_name_without_a_folder(name: str) -> None:
    for line in (f'files: ["{name}"]\n', f'files: [{{name: "{name}"}}]\n'):
        with pytest.raises(BadMapping, match=r"line 8: (a name in `files` is|a value holds a character)"):
            mapped(line + "entries: {unit: line}\n")


@pytest.mark.parametrize(
    "encoding",
    ["zip", "hex", "rot13", "base64", "idna", "undefined", "unicode_escape", "raw_unicode_escape", "punycode", "utf-7",
     "UTF7", "unicode-escape", "no such\\0", "x" * 100_000],
)  # fmt: skip
def test_an_encoding_that_is_none_of_texts_is_refused(encoding: str) -> None:
    with pytest.raises(BadMapping, match=r"which is no|a character that no text has"):
        mapped(f'encoding: "{encoding}"\nentries: {{unit: line}}\n')


@pytest.mark.parametrize("encoding", ["cp1251", "koi8-r", "UTF-8", "utf-16", "mac-cyrillic", "gb18030", "latin1"])
def test_an_encoding_of_texts_is_good(encoding: str) -> None:
    assert mapped(f"encoding: {encoding}\nentries: {{unit: line}}\n").layout.encoding == encoding


BOMB = "a: &a [x, x, x]\n" + "".join(
    f"{chr(98 + n)}: &{chr(98 + n)} [{', '.join([f'*{chr(97 + n)}'] * 9)}]\n" for n in range(12)
)


@pytest.mark.parametrize(
    "text",
    [
        BOMB,
        "a: " + "[" * 100_000,
        "a: " + "{b: " * 5_000,
        'a: "\\ud800"',
        'a: "\\0"',
        'a: "\\UFFFFFFFF"',
        "a: !!int abc",
        "a: &a [*a]",
        "a: *b",
        "a: !!python/object:os.system x",
        "a: 2026-13-45",
        f"century: {'1' * 5000}",
        "? [a]\n: b",
        "- a",
        "\x00",
        "a: b\n" * 400_000,
        "century: 1e999999",
        "letters: !!set {a, b}",
        "marks: {pattern: x}",
        "marks: [{pattern: 5}]",
        "marks: [{reads: [birth_date]}]",
        "head: '(?P<surname>x)'",
        "head: ['(?P<no_field>x)']",
        "head: ['x{99999999999}']",
        "tail: [{field: archive, pattern: 'x'}]",
        "within: [{of: charge, field: articles, pattern: x}]",
        "term: '(x)'",
        "articles: '('",
        "gender_words: {male: '('}",
        "gender_words: [male]",
        "ditto: {sama: nowhere}",
        "after_semicolon: {with: [sentence], field: camp}",
        "after_semicolon: camp",
        "otherwise: {field: nothing, pattern: x}",
        "layout: {'': x}",
        "century: 0",
        "extends: no-such-grammar",
        "extends: ../../sources/data/letters",
        "extends: [moscow-shot]",
        "extends: {a: b}",
        "letters: {A: '" + "{B}" * 600 + "', B: '" + "{C}" * 600 + "', C: '" + "{D}" * 600 + "'}\nhead: ['{A}']",
    ],
)
def test_a_mapping_or_grammar_that_is_none_is_refused_by_one_error(tmp_path: Path, text: str) -> None:
    path = written(tmp_path, "own.yaml", text)
    began = time.process_time()
    with pytest.raises(BadMapping):
        read_grammar(path)
    with pytest.raises(BadMapping):
        read_mapping(path)
    assert time.process_time() - began < 5


def test_a_mapping_names_the_key_whose_pattern_is_wrong(tmp_path: Path) -> None:
    with pytest.raises(BadMapping, match=r"`x\{99999999999\}` is not a regular expression: the repetition number"):
        mapped("entries: {unit: line, skip: ['x{99999999999}']}\n")
    with pytest.raises(BadMapping, match=r"term: '\(' is not a regular expression"):
        read_grammar(written(tmp_path, "own.yaml", "term: '('\n"))
    with pytest.raises(BadMapping, match="`extends`: there is no entry grammar 'nothing'"):
        read_grammar(written(tmp_path, "own.yaml", "extends: nothing\n"))


# Values.


@pytest.mark.parametrize("text", ["...", "..4", "[....4]", "././", "1/2/3", "1937-٣2-?", "²", "9999~"])
def test_what_looks_like_a_date_is_refused_by_a_value_error(text: str) -> None:
    assert FuzzyDate.parse_or_none(text) is None
    assert read_date(text, Habits("ru")) is None or read_date(text, Habits("ru", 1900)) is not None


def test_digits_of_any_script_are_read_as_digits() -> None:
    read_dates = [read_date(text, Habits("ru")) for text in ("19٣7", "٣ мая 1937", "٣.5.1937", "1937-٣2-?")]
    assert [found.edtf for found in read_dates if found] == ["1937", "1937-05-03", "1937-05-03", None]
    assert in_new_style(DateReading("9999-12-31", 0, 10, julian=True)) == (None, "no such day: 9999-12-31")


def read(folder: Path, name: str, text: str | bytes, lines: str) -> RecordBatch:
    """The tables of a list, as they are written into a file."""
    mapping = mapped(lines)
    with open_source(written(folder, name, text), mapping) as entries:
        batch = RecordReader(mapping).batch(list(entries), 0)
    for table in (batch.entries, batch.records, batch.statements):
        table.write_parquet(folder / "table.parquet")
    return batch


ODD_NUMBERS = ["1e999", "1e999999", "-1e-99999", "1" * 4_000, "0.1", "true"]


@pytest.mark.parametrize("form", ["json", "jsonl"])
def test_numbers_of_any_size_are_kept_as_texts(tmp_path: Path, form: str) -> None:
    rows = [f'{{"name": {number}}}' for number in ODD_NUMBERS]
    text = "\n".join(rows) if form == "jsonl" else f"[{','.join(rows)}]"
    batch = read(tmp_path, "list", text, "fields: {name: name}\n")
    kept = [json.loads(text)["name"].lower() for text in batch.entries["text"]]
    assert [Decimal(number) if number != "true" else number for number in kept] == [
        Decimal(number) if number != "true" else number for number in ODD_NUMBERS
    ]


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("blanks", [0, 60_000, 65_500])
@pytest.mark.parametrize("number", ["1" * 5_000, "-" + "9" * 200_000, "1e99999999999999999999", "2" * 4_301])
def test_a_number_longer_than_any_is_kept_as_text_with_a_flag(
    tmp_path: Path, form: str, blanks: int, number: str
) -> None:
    rows = [
        f'{{"a": "\\\\\\"", "name": "Rykov", "born": {" " * blanks}{number}, "b":[{number},1]}}',
        f'{{"name": "{number}", "born": 1888, "b": "[\\",{number}]"}}',
        '{"name": "Bukharin", "born": 1888.0}',
    ]
    text = "\n".join(rows) if form == "jsonl" else f"[{','.join(rows)}]"
    batch = read(tmp_path, "list", text, "fields: {name: name, birth_date: born, note: b}\n")
    kept = [json.loads(text) for text in batch.entries["text"]]
    assert kept == [
        {"name": "Rykov", "born": number, "b": f"{number}; 1"},
        {"name": number, "born": "1888", "b": f'[",{number}]'},
        {"name": "Bukharin", "born": "1888.0"},
    ]
    dates = batch.statements.filter(batch.statements["field"] == "birth_date")
    assert dates["as_written"].to_list() == [number, "1888", "1888.0"]
    assert dates["flag"].to_list()[:2] == [f"not understood as a date: {number}", None]


class _SmallPieces(io.BufferedReader):
    """Bytes that come in pieces of random size, however many are asked for."""

    def read(self, size: int | None = -1, /) -> bytes:
        return super().read(random.Random(self.tell()).choice((1, 7, 100, 3_000, 70_000)) if size else 0)


def test_numbers_of_json_are_those_of_json_lines_wherever_its_bytes_are_cut(tmp_path: Path) -> None:
    chance, seen = random.Random(1937), 0
    texts = [
        '"',
        "\\\\",
        '\\\\"',
        "\\\\\\\\",
        ",",
        ":",
        "[",
        " ",
        "Rykov",
        "\\\\u00e9",
        "1" * 20,
        "7" * 4_301,
        "e",
        "-",
        ".",
    ]
    for _ in range(300):
        rows = []
        for _ in range(chance.randrange(1, 5)):
            digits = "".join(
                chance.choices("0123456789", k=chance.choice((1, 15, 16, 17, 18, 40, 4_300, 4_301, 9_000)))
            )
            number = chance.choice(("", "-")) + "1" + digits + chance.choice(("", "", "", ".5", "e1" + "0" * 20))
            text = json.dumps("".join(chance.choices(texts, k=chance.randrange(9))))
            rows.append(f'{{"a":{text},"born" : {number}{" " * chance.choice((0, 0, 60_000))},"b":[{number},{text}]}}')
        lines = [flatten(json.loads(row, parse_int=str, parse_float=str)) for row in rows]
        binary = _SmallPieces(io.BytesIO(f"[{','.join(rows)}]".encode()))
        found = list(read_json(binary, None, "list", DEFAULT_LIMITS))
        assert found == lines
        seen += sum(len(line["born"]) > 4_300 for line in lines)
    assert seen > 100


@pytest.mark.parametrize("number", ["0" * 5_000, "1" * 5_000 + ".", "1" * 5_000 + "e", "1-" + "1" * 5_000])
def test_digits_that_are_no_number_of_json_are_refused(tmp_path: Path, number: str) -> None:
    with pytest.raises(BadSource, match="not JSON"):
        read(tmp_path, "list", f'[{{"name": "Rykov"}}, {{"name": {number}}}]', "fields: {name: name}\n")


def test_digits_without_end_are_refused(tmp_path: Path) -> None:
    for rows in ("", "rows: item\n"):
        with pytest.raises(BadSource, match=r"millions of digits|one entry has more than"):
            read(tmp_path, "list", f'[{{"name": {"1" * 4_200_000}', f"format: json\n{rows}fields: {{name: name}}\n")


@pytest.mark.parametrize("form", ["json", "jsonl"])
@pytest.mark.parametrize("blanks", [0, 65_500, 65_515, 65_523, 65_530])
def test_half_of_a_character_is_kept_as_a_sign_with_a_problem(tmp_path: Path, form: str, blanks: int) -> None:
    rows = [
        r'{"name": "Bu\ud800kharin"}', r'{"name": "\ude00\ud83dx"}', r'{"name": "\ud83d\ude00"}',
        r'{"name": "\\ud800"}',
        r'{"name": "é�"}', r'{"name": "x", "\udfff": "y"}',
    ]  # fmt: skip
    rows[0] = rows[0].replace("{", f'{{"other": "{" " * blanks}", ')
    text = "\n".join(rows) if form == "jsonl" else f"[{','.join(rows)}]"
    batch = read(tmp_path, "list", text, "fields: {name: name}\n")
    names = [json.loads(text)["name"] for text in batch.entries["text"]]
    assert names == ["Bu\ufffdkharin", "\ufffd\ufffdx", "😀", "\\ud800", "é�", "x"]
    lost = "holds half of a character, which is lost (shown as \ufffd)"
    assert batch.entries["problems"].to_list() == [lost, lost, None, None, None, lost]


def test_control_characters_are_shown_and_told(tmp_path: Path) -> None:
    text = r'{"name": "Bu\u0000kharin\u001b"}' + "\n" + r'{"name": "Rykov\tA."}' + "\n"
    batch = read(tmp_path, "list", text, "fields: {name: name}\n")
    assert batch.records["name"].to_list() == ["Bu␀kharin␛", "Rykov\tA."]
    assert batch.entries["problems"].to_list() == ["holds control characters (U+0000, U+001B), shown as ␀ ␛", None]


@pytest.mark.parametrize("sign", ["\x80", "\x85", "\x96", "\x9f"])
def test_control_characters_of_the_second_set_are_kept_and_told(tmp_path: Path, sign: str) -> None:
    told = f"holds control characters (U+{ord(sign):04X}), kept as written: perhaps its encoding is another"
    batch = read(tmp_path, "list", f"name;born\nRykov{sign}, A.;1881\nBukharin;1888\n", "fields: {name: name}\n")
    assert json.loads(batch.entries["text"][0])["name"] == f"Rykov{sign}, A."
    assert batch.entries["problems"].to_list() == [told, None]
    notes = batch.statements.filter(batch.statements["field"] == "note")
    assert notes["flag"].to_list() == [told]
    book = read(tmp_path, "book", f"Rykov{sign} A.\x01\n\nBukharin\n", "entries: {unit: paragraph}\n")
    assert book.entries["text"].to_list() == [f"Rykov{sign} A.␁", "Bukharin"]
    assert book.entries["problems"].to_list() == [f"holds control characters (U+0001), shown as ␁; {told}", None]


@pytest.mark.parametrize("sign", ["\u202a", "\u202e", "\u2066", "\u2069"])
def test_signs_that_turn_the_direction_of_text_are_kept_and_told_at_the_value(tmp_path: Path, sign: str) -> None:
    told = f"holds signs that turn the direction of text (U+{ord(sign):04X}), kept as written"
    batch = read(tmp_path, "list", f"name;born\nRykov{sign}, A.;1881\nBukharin;1888\n", "fields: {name: name}\n")
    assert json.loads(batch.entries["text"][0])["name"] == f"Rykov{sign}, A."
    assert batch.entries["problems"].to_list() == [told, None]
    assert batch.statements.filter(batch.statements["field"] == "note")["flag"].to_list() == [told]


@pytest.mark.parametrize(
    "name", ["con.csv", "список.csv", "...csv", "x" * 200 + ".csv", "-.csv", "a\nb.csv", "'\".csv"]
)
@pytest.mark.parametrize(
    "text",
    [
        "\r\n,;X",
        "a\tb\n\n",
        ",",
        ";\n;",
        '"\n',
        "﻿a,b\n1,2\n",
        "#\n:\n*,\n",
        "a: b,c\n'd,e\n",
        '{"": "Rykov"}\n{"name": null}',
        '{"": "Rykov", "name": "Rykov"}',
        '[{" ": "Rykov"}]',
    ],
)
def test_a_suggested_mapping_is_valid_or_the_file_is_refused(tmp_path: Path, name: str, text: str) -> None:
    path = written(tmp_path, name, text)
    try:
        suggested = suggest_mapping(path)
    except BadSource:
        return
    mapping = parse_mapping(suggested, "m.yaml")
    with open_source(path, mapping) as entries:
        assert all(entry.source == mapping.source for entry in entries)


# Wikis.


def wiki(*pages: str) -> str:
    """An export with pages."""
    told = "".join(
        f"<page><title>P{n}</title><id>{n}</id><revision><text>{html.escape(text)}</text></revision></page>"
        for n, text in enumerate(pages)
    )
    return f"<mediawiki>{told}</mediawiki>"


@pytest.mark.parametrize("opening", ["{{Officer|name=", "{{Officer|[[a|", "{{Officer|<b a=", "{{Officer|name={{b}}"])
def test_a_page_that_is_never_closed_is_kept_with_a_problem(tmp_path: Path, opening: str) -> None:
    began = time.process_time()
    mapping = "format: mediawiki\ntemplates: [Officer]\nfields: {name: name}\n"
    batch = read(tmp_path, "list", wiki("{{Officer|name=Rykov}}", opening * 20_000), mapping)
    assert time.process_time() - began < 5
    assert batch.entries["record_id"].to_list() == ["T:0-0", "T:1"]
    assert batch.entries["problems"].to_list() == [None, f"the page is not read: {TANGLED}"]


def test_markup_that_cannot_be_taken_off_a_cell_is_kept_with_a_flag(tmp_path: Path) -> None:
    batch = read(tmp_path, "list", "name,life\nRykov," + "{{a|" * 5_000 + "\n", "fields: {name: name, note: life}\n")
    flags = batch.statements.filter(batch.statements["field"] == "note")
    assert flags["flag"].to_list() == ["wiki markup that cannot be taken off"]
    assert flags["as_written"].to_list() == ["{{a|" * 5_000]


# Texts to audit.


def test_a_document_of_which_a_byte_is_damaged_is_read_or_refused() -> None:
    plain, packed = io.BytesIO(docx_of("In 1937 and 1938 the NKVD shot 681,692.")), io.BytesIO()
    with zipfile.ZipFile(plain) as old, zipfile.ZipFile(packed, "w", zipfile.ZIP_DEFLATED) as new:
        for name in old.namelist():
            new.writestr(name, old.read(name))
    content, refused = packed.getvalue(), 0
    for place in range(len(content)):
        damaged = content[:place] + bytes([content[place] ^ 0xFF]) + content[place + 1 :]
        try:
            document_of(damaged, "text.docx")
        except BadText:
            refused += 1
    assert refused > len(content) / 2


def test_a_pdf_that_refers_to_itself_is_refused() -> None:
    pages = b"/Type /Pages /Parent 2 0 R "
    content = pdf_of("In 1937").replace(b"/Type /Pages ", pages).replace(b"/Resources", b"/Resource")
    assert pages in content
    with pytest.raises(BadText, match="the PDF file is damaged"):
        document_of(content, "text.pdf")


# What is kept stays readable.


def test_a_mapping_that_no_longer_reads_a_kept_file_is_refused(tmp_path: Path) -> None:
    archive = Archive.create(tmp_path / "archive", "A test")
    lines = "files: [{name: one.csv, prefix: a}, {name: two.csv, prefix: b}]\nfields: {name: name}\n"
    mapping = written(tmp_path, "mapping.yaml", HEAD + lines)
    add_files(archive, [(written(tmp_path, "one.csv", "name,x\nRykov,1\n"), mapping)])
    two = written(tmp_path, "two.csv", "full name,x\nRykov,1\n")
    mapping.write_text(HEAD + lines.replace("name: name", "name: full name"), encoding="utf-8")
    with pytest.raises(BadMapping, match=r"it does not read one\.csv, which T has already"):
        add_files(archive, [(two, mapping)])
    assert [file.file_name for file in archive.imported()] == ["one.csv"]
