from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import polars as pl
import pytest

from byname.records.batches import RecordBatch, joined_in_order
from byname.records.column_habits import with_column_habits
from byname.records.column_reading import MOST_TEXTS, ColumnReader, can_be_read_by_column
from byname.records.reading import RecordReader
from byname.sources.entry import Cell, Entry, WholeCells
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.sources.reading import open_source
from byname.sources.rows import EntryMaker
from byname.values.fields import fields

REPOSITORY = Path(__file__).resolve().parents[2]
HEAD = """\
source: T
title: A list made for tests
citation: none
licence: CC0-1.0
language: {language}
country: {country}
universe: invented persons
person_twice: false
"""
SOVIET = HEAD.format(language="ru", country="SU")
TEXTS = (
    "", "", " ", "Ivanov", "Иванов Иван Иванович", "Иванова Анна", "ИВАНОВ И. И. (Петров)", "de la Cruz Ana",
    "M", "женский", "f", "35", "35-40", "1893", "12.03.1937", "31.02.1938", "03/04/1977",
    "1893, Смоленская губ.", "Москва, ул. Арбат 5", "Provincia de Jujuy", "расстрелян", "released",
    "desaparecido", "комкор; нарком", "58-10, 58-11", "s/d", "NA", "неизв.", "Ana Sosa; Luis Paz",
    "child of Ana Sosa", 'a "quoted"\\ text,\nin two lines', "Бу\u0301нин", "\x00Ivanov", "Iv\x96anov",
    "Ivanov\u202e", "'''Ivanov''' [[Ivan|Vanya]]", "x" * 300, "10 лет ИТЛ", "не выселен", "тройка УНКВД",
    "член ВКП(б) с 1919",
)  # fmt: skip


def made(mapping: SourceMapping, entries: Sequence[Entry]) -> tuple[RecordBatch, RecordBatch | None, list[int]]:
    """The tables of entries, read one by one; those that were made by column, if any; and which entries were not."""
    one_by_one = RecordReader(mapping)
    one_by_one._columns = None
    numbered = list(enumerate(entries, 7))
    within = one_by_one.within
    found, others = ColumnReader(mapping, within, DEFAULT_LIMITS.entry_seconds).read(numbered)
    return one_by_one.batch(list(entries), 7), found, [position - 7 for position, _ in others]


def is_same(one: RecordBatch, other: RecordBatch) -> bool:
    pairs = ((one.entries, other.entries), (one.records, other.records), (one.statements, other.statements))
    return all(first.equals(second) and first.schema == second.schema for first, second in pairs)


def check(mapping: SourceMapping, entries: Sequence[Entry]) -> list[int]:
    """Check that both ways give the same tables; gives which entries cannot be read by column."""
    expected, found, others = made(mapping, entries)
    assert is_same(RecordReader(mapping).batch(list(entries), 7), expected)
    if found is not None:
        read = [entry.record_id for number, entry in enumerate(entries) if number not in others]
        by_column = joined_in_order([found])
        assert by_column.records["record_id"].to_list() == read
        rows = pl.col("record_id").is_in(read)
        assert by_column.records.equals(expected.records.filter(rows))
        assert by_column.statements.equals(expected.statements.filter(rows))
    return others


def rows(mapping: SourceMapping, columns: Sequence[str], texts: Sequence[Sequence[str]]) -> list[Entry]:
    return list(EntryMaker(mapping, "list.csv", DEFAULT_LIMITS).from_rows(columns, texts))


@pytest.mark.parametrize("source", ["comision", "hechos", "registro"])
def test_lists_of_the_example_give_the_same_tables_by_column_as_one_by_one(source: str) -> None:
    path = REPOSITORY / "examples" / "rio-hondo" / f"{source}.csv"
    mapping = read_mapping(path.with_suffix(".yaml"))
    with open_source(path, mapping) as opened:
        entries = list(opened)
    assert len(entries) > 10
    assert check(with_column_habits(mapping, entries), entries) == []


def test_templates_of_a_wiki_give_the_same_tables_by_column_as_one_by_one(tmp_path: Path) -> None:
    templates = [
        "{{Officer|name=Тухачевский Михаил Николаевич|born=1893}}",
        "{{Officer|name= [[Якир]] Иона|born={{date|15|8|1896}}}}",
        "{{Officer|born=1896|name=Уборевич}}",
        "{{Officer|name='''Корк''' Август|born=1887}}",
    ]
    pages = "".join(
        f"<page><title>T{n}</title><ns>0</ns><id>{n}</id><revision><text>{text}</text></revision></page>"
        for n, text in enumerate(templates)
    )
    path = tmp_path / "wiki.xml"
    path.write_text(f'<mediawiki xmlns="http://www.mediawiki.org/xml/export-0.11/">{pages}</mediawiki>', "utf-8")
    mapping = parse_mapping(SOVIET + "templates: [Officer]\nfields: {name: name, birth_date: born}", "T.yaml")
    with open_source(path, mapping) as opened:
        entries = list(opened)
    assert len(entries) == 4
    assert check(mapping, entries) == [1, 2]  # one has a space before its text, one its cells in another order


def test_objects_whose_keys_differ_give_the_same_tables_by_column_as_one_by_one() -> None:
    mapping = parse_mapping(SOVIET + "fields: {name: name, birth_date: born}", "T.yaml")
    objects = [
        {"name": "Иванов", "born": "1893"},
        {"name": "Петров"},
        {"born": "1893", "name": "Б"},
        {"name": "В", "born": ""},
    ]
    entries = list(EntryMaker(mapping, "list.json", DEFAULT_LIMITS).from_objects(objects))
    assert check(mapping, entries) == [1, 2]


@pytest.mark.parametrize(("language", "country"), [("ru", "SU"), ("es", "AR"), ("et", "EE"), ("en", "null")])
@pytest.mark.parametrize("seed", range(3))
def test_hostile_cells_give_the_same_tables_by_column_as_one_by_one(language: str, country: str, seed: int) -> None:
    chosen = random.Random(f"{language} {seed}")
    names = sorted({*fields()} - {"language", "relation"})
    columns = chosen.sample(names, 14)
    mapped = "".join(f"  {name}: {name}\n" for name in columns)
    mapping = parse_mapping(
        HEAD.format(language=language, country=country) + f"within: Казань\nfields:\n{mapped}", "T.yaml"
    )
    entries = rows(mapping, columns, [chosen.choices(TEXTS, k=len(columns)) for _ in range(120)])
    others = check(mapping, entries)
    assert len(entries) > len(others) > 0
    holding = [
        n
        for n, entry in enumerate(entries)
        if set("\x00\x96\u202e") & set("".join(entry.cells[c].text for c in columns))
    ]
    assert others == holding


def test_a_sex_that_a_column_states_goes_before_the_guess_of_a_name_in_its_rows_alone() -> None:
    mapping = parse_mapping(SOVIET + "fields: {name: name, gender: sex}", "T.yaml")
    named = [["Иванова Анна Петровна", "м"], ["Иванова Анна Петровна", ""], ["Иванова Анна Петровна", "непонятно"]]
    entries = rows(mapping, ["name", "sex"], named)
    assert check(mapping, entries) == []
    batch = RecordReader(mapping).batch(entries, 0)
    assert batch.records["gender"].to_list() == ["male", "female", "female"]
    stated = batch.statements.filter(pl.col("field") == "gender")
    assert stated["column"].to_list() == ["sex", "name", "name", "sex"]


def test_constants_patterns_and_fields_of_several_columns_are_read_by_column_too() -> None:
    fields_of = """\
constants: {outcome: расстрелян, nationality: латыш}
fields:
  name: text
  birth_date: {column: text, pattern: 'род. (?P<value>[0-9]+)'}
  occupation: {columns: [work, rank]}
  death_date: died
"""
    mapping = parse_mapping(SOVIET + fields_of, "T.yaml")
    texts = [
        ["Иванов, род. 1893, род. 1894", "нарком", "комкор", "1938"],
        ["", "", "", ""],
        ["Петров", "", "комкор", "?"],
    ]
    entries = rows(mapping, ["text", "work", "rank", "died"], texts)
    assert check(mapping, entries) == []
    records = RecordReader(mapping).batch(entries, 0).records
    assert records["birth"].to_list() == ["1893", None]
    assert records["offices"].to_list() == ["corps-commander people-commissar", "corps-commander"]


def test_rows_that_are_no_plain_cells_stand_among_the_others_in_order() -> None:
    mapping = parse_mapping(SOVIET + "fields: {name: name, birth_date: born}", "T.yaml")
    texts = [
        ["Иванов", "1893"],
        ["Петров"],
        ["name", "born"],
        ["Ива\x00нов", "1893"],
        ["Сидоров", "1900", "more"],
        ["Б", "1"],
    ]
    assert check(mapping, rows(mapping, ["name", "born"], texts)) == [1, 2, 3, 4]
    apart = [
        Entry("T", "0", "f", cells={"name": Cell("Иванов", "name"), "born": Cell("1893", "born")}),
        Entry("T", "1", "f", cells={"born": Cell("1893", "born"), "name": Cell("Иванов", "name")}),
        Entry("T", "2", "f", cells={"name": Cell("Иванов", "name", 9), "born": Cell("1893", "born")}),
        Entry("T", "3", "f", cells={"name": Cell("Иванов", "title"), "born": Cell("1893", "born")}),
        Entry("T", "0", "g", cells={"name": Cell("Петров", "name"), "born": Cell("1893", "born")}),
        Entry("T", "5", "g", "Петров, 1893"),
        Entry("T", "6", "g", problems=("the entry is empty",)),
    ]
    assert check(mapping, apart[:4]) == [1, 2, 3]
    expected, _, others = made(mapping, apart)
    assert others == [1, 2, 3, 5, 6]
    assert is_same(RecordReader(mapping).batch(apart, 7), expected)  # although two files name an entry alike


def test_a_text_that_takes_too_long_or_fails_leaves_its_entries_to_be_read_one_by_one() -> None:
    pattern = 'fields: {name: name, birth_date: {column: text, pattern: "(?P<value>(?:a|aa)+)$"}}'
    mapping = parse_mapping(SOVIET + pattern, "T.yaml")
    entries = rows(mapping, ["name", "text"], [["Иванов", "b"], ["Петров", "a" * 60 + "b"], ["Сидоров", "aa"]])
    found, others = ColumnReader(mapping, "", 0.2).read(list(enumerate(entries)))
    assert found is not None
    assert found.records["item"].to_list() == ["0", "2"]
    assert [entry.item for _, entry in others] == ["1"]
    batch = RecordReader(mapping, None, 0.2).batch(entries, 0)
    assert batch.records["kind"].to_list() == ["person", "unread", "person"]
    assert "more than 0.2 seconds" in batch.entries["problems"][1]


def test_sources_whose_cells_are_read_by_what_stands_beside_them_are_not_read_by_column() -> None:
    for wanted in (
        "{name: name, language: spoken}",
        "{name: name, relation: kin}",
        "{entry_text: {column: text, grammar: russian-memory-book}}",
    ):
        reads = parse_mapping(SOVIET + f"fields: {wanted}", "T.yaml")
        assert not can_be_read_by_column(reads)
    assert not can_be_read_by_column(parse_mapping(SOVIET + "constants: {language: de}\nfields: {name: n}", "T.yaml"))
    assert can_be_read_by_column(parse_mapping(SOVIET + "fields: {name: name}", "T.yaml"))


def test_what_is_remembered_of_the_texts_of_a_source_is_bounded() -> None:
    mapping = parse_mapping(SOVIET + "fields: {identity_document: number}", "T.yaml")
    reader = ColumnReader(mapping, "", 5.0)
    for begin in range(0, 3 * MOST_TEXTS, MOST_TEXTS // 2):
        texts = [[f"{number}"] for number in range(begin, begin + MOST_TEXTS // 2)]
        found, _ = reader.read(list(enumerate(rows(mapping, ["number"], texts))))
        assert found is not None
        assert found.statements["value"].to_list() == [text for (text,) in texts]
        assert reader.remembered <= 2 * MOST_TEXTS


def test_entries_whose_cells_are_all_empty_are_read_by_column_as_unread() -> None:
    mapping = parse_mapping(SOVIET + "fields: {name: name, birth_date: born}", "T.yaml")
    entries = [Entry("T", str(n), "f", cells=WholeCells(("name", "born"), ("", " " * n))) for n in range(3)]
    assert check(mapping, entries) == []
    assert RecordReader(mapping).batch(entries, 0).records["kind"].to_list() == ["unread"] * 3
