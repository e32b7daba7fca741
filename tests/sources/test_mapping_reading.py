"""A mapping is checked as a whole."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from byname.errors import BadMapping
from byname.sources.mapping import FieldSource, SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.values.shipped import shipped

Mapped = Callable[[str], SourceMapping]

FULL = """\
source: R9
title: {en: A book, et: Raamat}
citation: Memento, R9
licence: MIT
language: et
script: Latn
universe: persons arrested
coverage: all of it
person_twice: false
address: https://example.org/
read_on: 2026-11-23
files:
  - {name: "r6-2-records.txt*", prefix: "r6-2-"}
  - plain.txt
format: table
encoding: cp1251
delimiter: "\\t"
sheet: Sheet1
header_row: 2
century: 1900
calendar: julian
within: Tallinn
item: {column: id}
fields:
  name: {column: full, order: surname-first}
  birth_date: birth
  entry_text: {column: bio, grammar: moscow-shot}
  note: {columns: [a, b]}
  residence: {column: text, pattern: "eluk\\\\. (?P<value>[^,]+)"}
constants: {death_kind: shot}
"""


def test_every_key_of_the_contract_is_read() -> None:
    mapping = parse_mapping(FULL, "m.yaml")
    assert (mapping.source, mapping.title_in("et"), mapping.read_on) == ("R9", "Raamat", "2026-11-23")
    assert (mapping.layout.delimiter, mapping.layout.header_row, mapping.layout.sheet) == ("\t", 2, "Sheet1")
    assert mapping.fields["name"] == FieldSource(("full",), "surname-first")
    assert mapping.fields["birth_date"] == FieldSource(("birth",))
    assert mapping.fields["note"].columns == ("a", "b")
    assert mapping.fields["entry_text"].grammar == "moscow-shot"
    assert mapping.columns == ("full", "birth", "bio", "a", "b", "text", "id")
    assert (mapping.item_column, mapping.century, mapping.calendar) == ("id", 1900, "julian")
    assert mapping.within == "Tallinn"
    assert dict(mapping.constants) == {"death_kind": "shot"}


BROKEN = """\
source: "R:9"
title: A book
citation: c
lisence: MIT
language: estonian language
universe: u
person_twice: perhaps
calendar: mayan
century: nineteen
encoding: klingon
files:
  - {name: a.txt, prefix: "a:"}
fields:
  birth_dat: birth
  name: {column: a, columns: [b]}
  note: {column: a, pattern: "(x"}
  role: {column: a, pattern: "x"}
  charge: {column: a, order: detect}
  name: b
constants: {death_kin: shot}
"""


def test_all_mistakes_are_told_at_once_each_with_its_line() -> None:
    with pytest.raises(BadMapping) as caught:
        parse_mapping(BROKEN, "m.yaml")
    told = str(caught.value)
    expected = {
        1: "`source` is `R:9`",
        4: "unknown key `lisence` (did you mean `licence`?)",
        5: "`language` is",
        7: "`person_twice` is `perhaps`",
        8: "must be one of gregorian, julian",
        9: "`century` is `nineteen`",
        10: "no known encoding",
        12: "`prefix` is `a:`",
        14: "unknown field `birth_dat` (did you mean `birth_date`?)",
        15: "needs either `column` or `columns`",
        16: "not a regular expression",
        17: "(?P<value>...)",
        18: "`order` is for names",
        19: "`name` is given twice",
        20: "(did you mean `death_kind`?)",
    }
    for line, part in expected.items():
        assert re.search(rf"line {line}: [^;]*{re.escape(part)}", told), (line, told)
    assert "`licence` is missing" in told
    assert told.startswith("m.yaml: 16 mistakes: line 1:")


@pytest.mark.parametrize(
    ("lines", "told"),
    [
        ("format: csv\nfields: {name: a}\n", "must be one of table"),
        ("", "`fields` is missing"),
        ("format: table\nentries: {unit: line}\n", "`entries` is for text books"),
        ("entries: {unit: line}\nfields: {name: a}\n", "either `fields` or `entries`"),
        ("format: mediawiki\nfields: {name: a}\n", "`templates` is missing"),
        ("format: table\ntemplates: [A]\nfields: {name: a}\n", "`templates` is for MediaWiki"),
        ("format: table\nrows: a.item\nfields: {name: a}\n", "`rows` is for JSON"),
        ("fields: {name: a, death_kind: b}\nconstants: {death_kind: shot}\n", "a constant and a field"),
        ("entries: {unit: chapter}\n", "must be one of line, paragraph, separator"),
        ("entries: {separator: x}\n", "`unit` is missing"),
        ("entries: {unit: line, skip: x}\n", "`skip` must be a list"),
        ("fields: [a]\n", "`fields` must hold"),
        ("fields: {name: [a]}\n", "`name` must be a column"),
        ("delimiter: ';;'\nfields: {name: a}\n", "`delimiter` must be one character"),
        ("header_row: first\nfields: {name: a}\n", "`header_row` is"),
        ("item: {}\nfields: {name: a}\n", "`column` is missing"),
    ],
)
def test_what_does_not_go_together_is_a_mistake(mapped: Mapped, lines: str, told: str) -> None:
    with pytest.raises(BadMapping, match=re.escape(told)):
        mapped(lines)


@pytest.mark.parametrize("key", ["citation", "universe", "person_twice"])
def test_a_mistake_is_told_once(key: str) -> None:
    with pytest.raises(BadMapping, match=f"1 mistake: .*{key}") as error:
        parse_mapping(re.sub(f"(?m)^{key}: .*", f'{key}: "a\\\\x07b"', FULL), "m.yaml")
    assert error.value.what.count(f"`{key}`") == 1


@pytest.mark.parametrize("text", ["", "- a\n- b\n", "a: [", "a: *nothing\n", "just words", "\x00", "? [a]\n: b\n"])
def test_what_is_no_list_of_keys_is_one_clear_error(text: str) -> None:
    with pytest.raises(BadMapping):
        parse_mapping(text, "m.yaml")


@given(st.text(max_size=200))
def test_text_without_the_required_keys_is_bad_mapping(text: str) -> None:
    with pytest.raises(BadMapping, match=r"m\.yaml"):
        parse_mapping(text, "m.yaml")


def test_mapping_that_is_no_utf8_says_so(tmp_path: Path) -> None:
    path = tmp_path / "m.yaml"
    path.write_bytes("source: Я".encode("cp1251"))
    with pytest.raises(BadMapping, match="save it as UTF-8"):
        read_mapping(path)
    with pytest.raises(BadMapping, match="there is no such file"):
        read_mapping(tmp_path / "none.yaml")


def test_every_mapping_of_the_package_is_valid_and_named_by_its_source() -> None:
    paths = sorted(shipped("sources", "mappings").glob("*.yaml"))
    assert len(paths) >= 7
    for path in paths:
        assert read_mapping(path).source == path.stem


def test_a_sign_between_values_is_a_few_signs_and_no_pattern_beside_it(mapped: Callable[[str], SourceMapping]) -> None:
    where = mapped('fields: {occupation: {column: a, split_at: "|"}}\n').fields["occupation"]
    assert where.split_at == "|"
    with pytest.raises(BadMapping, match="must be a sign such as"):
        mapped("fields: {occupation: {column: a, split_at: a long text}}\n")
    with pytest.raises(BadMapping, match="`pattern` and `split_at`"):
        mapped('fields: {occupation: {column: a, split_at: ";", pattern: "(?P<value>x)"}}\n')
