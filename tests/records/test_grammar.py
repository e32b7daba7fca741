from __future__ import annotations

import re
from pathlib import Path

import pytest

from byname.errors import BadMapping
from byname.records.grammar import find_grammar, packaged_grammar, read_grammar
from byname.values.shipped import shipped


def test_grammar_with_mistakes_names_them_all(tmp_path: Path) -> None:
    path = tmp_path / "book.yaml"
    path.write_text(
        "grammar: b\nhaed: []\nmarks:\n  - {pattern: 'b\\.', reads: [brith_date]}\ncross_reference: '(('\n",
        encoding="utf-8",
    )
    with pytest.raises(
        BadMapping, match=r"unknown key 'haed'.*unknown field 'brith_date'.*not a regular expression"
    ) as error:
        read_grammar(path)
    assert error.value.where == str(path)


def test_grammar_that_is_not_there_is_named_with_those_that_are() -> None:
    with pytest.raises(BadMapping, match="there is no entry grammar 'estonian'"):
        find_grammar("estonian")


def written(folder: Path, text: str) -> Path:
    path = folder / "book.yaml"
    path.write_text(text, encoding="utf-8")
    return path


def test_a_grammar_that_extends_another_reads_its_own_marks_first(tmp_path: Path) -> None:
    base = packaged_grammar("estonian-memento")
    own = read_grammar(
        written(tmp_path, "grammar: own\nextends: estonian-memento\nmore_marks: [{pattern: 'own', reads: [note]}]\n")
    )
    assert (own.name, own.language) == ("own", base.language)
    assert [mark.pattern for mark in own.marks] == ["own", *(mark.pattern for mark in base.marks)]
    assert own.head == base.head


@pytest.mark.parametrize(
    ("text", "says"),
    [
        ("extends: 7\n", "`extends` must be a name"),
        ("extends: nothing\n", "`extends`: there is no entry grammar 'nothing'"),
        ("- a\n", "not a table of keys"),
        ("a: [\n", "not YAML"),
        ("head: ['(?P<no_field>x)']\n", "head: unknown field 'no_field'"),
        ("term: 'x'\n", r"term: 'x' must have a group \(\?P<value>"),
        ("marks: [{pattern: 'a(?P<x>b)'}, {pattern: '(?P<x>c)'}]\n", "marks: together they are not"),
    ],
)
def test_a_mistake_is_told_with_the_key_it_stands_under(tmp_path: Path, text: str, says: str) -> None:
    path = written(tmp_path, text)
    with pytest.raises(BadMapping, match=says) as caught:
        read_grammar(path)
    assert caught.value.where == str(path)


def test_classes_of_letters_stand_in_patterns_and_in_each_other(tmp_path: Path) -> None:
    grammar = read_grammar(
        written(tmp_path, "letters: {U: '[А-Я]', W: '{U}[а-я]+'}\nhead: ['(?P<surname>{W}), x{2}']\n")
    )
    (head,) = grammar.head
    assert head.pattern == "(?P<surname>[А-Я][а-я]+), x{2}"


def test_a_mark_begins_no_inside_of_a_word(tmp_path: Path) -> None:
    scanner = read_grammar(written(tmp_path, "marks: [{pattern: 'arr\\.'}, {pattern: 's\\.'}]\n")).scanner
    assert [(m[0], m.lastgroup) for m in scanner.finditer("s. 1911, arr. 1941, uus. 1")] == [
        ("s.", "k1"),
        ("arr.", "k0"),
    ]


def test_a_grammar_without_marks_finds_none(tmp_path: Path) -> None:
    assert read_grammar(written(tmp_path, "grammar: g\n")).scanner.search("s. 1911") is None


def test_a_name_with_an_ending_is_a_file_beside_the_mapping(tmp_path: Path) -> None:
    written(tmp_path, "grammar: mine\ncentury: 1800\n")
    found = find_grammar("book.yaml", tmp_path)
    assert (found.name, found.century, found.language) == ("mine", 1800, "ru")
    with pytest.raises(BadMapping, match="no such file"):
        find_grammar("other.yaml", tmp_path)


def test_every_grammar_of_the_package_can_be_read() -> None:
    names = sorted(path.stem for path in shipped("records", "grammars").iterdir() if path.suffix == ".yaml")
    assert len(names) >= 5
    for name in names:
        grammar = packaged_grammar(name)
        assert grammar.name == name
        assert grammar.marks


@pytest.mark.parametrize("name", ["estonian-memento", "estonian-memento-r6", "russian-memory-book"])
def test_the_scanner_finds_what_the_marks_alone_find(name: str) -> None:
    grammar = packaged_grammar(name)
    inside = r"(?<!\w)"
    plain = re.compile(
        inside + "(?:" + "|".join(f"({mark.pattern.removeprefix(inside)})" for mark in grammar.marks) + ")"
    )
    text = (
        "RÕKOV, Aleksei, s. 25.02.1881 Saratov, arr. 27.02.37, trib. 13.03.38 §58-1a, surmaotsus, surn. 15.03.38. "
        "Родился 1881. Арестован 27 февраля 1937. Приговорен: ВКВС. Приговор: ВМН. Расстрелян. Реабилитирован в 1988."
    )
    found = [match.span() for match in grammar.scanner.finditer(text)]
    assert len(found) > 3
    assert found == [match.span() for match in plain.finditer(text)]
