"""Plain-text books."""

from __future__ import annotations

import gzip
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byname.errors import BadSource
from byname.sources.catalogue import fetch, find_collection
from byname.sources.limits import Limits
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import read_mapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]


def read(path: Path, mapping: SourceMapping) -> list[tuple[str, str, tuple[str, ...]]]:
    with open_source(path, mapping) as reader:
        return [(entry.item, entry.text, entry.problems) for entry in reader]


def test_lines_are_entries_with_their_number_and_nothing_vanishes(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes("=====\r\n  RÕKOV, Aleksei \r\n\r\nBUHHARIN, Nikolai".encode())
    entries = read(path, mapped("entries: {unit: line, skip: ['^=+$']}\n"))
    assert entries == [
        ("0", "=====", ("skipped: matches `^=+$`",)),
        ("1", "  RÕKOV, Aleksei ", ()),
        ("2", "", ("skipped: blank",)),
        ("3", "BUHHARIN, Nikolai", ()),
    ]


def test_signs_that_only_look_like_line_ends_cut_nothing(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes("a\x0bb\x85c\u2028d\nsecond\n".encode())
    assert [text for _, text, _ in read(path, mapped("entries: {unit: line}\n"))] == ["a\x0bb\x85c\u2028d", "second"]


def test_paragraphs_are_entries(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_text("\n\nfirst\nline two\n\n \nsecond\n\n", encoding="utf-8")
    entries = read(path, mapped("entries: {unit: paragraph}\n"))
    assert [(item, text) for item, text, _ in entries] == [("0", "first\nline two"), ("1", "second")]


def test_separated_entries_keep_their_lines(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_text("one\nmore\n***\n\n***\ntwo\n***\n", encoding="utf-8")
    entries = read(path, mapped('entries: {unit: separator, separator: "***"}\n'))
    assert entries == [("0", "one\nmore", ()), ("1", "", ("skipped: blank",)), ("2", "two", ())]


def test_prefix_of_the_file_stands_before_the_line(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "0a1b2c"
    path.write_text("AAVIK\n", encoding="utf-8")
    mapping = mapped("files: [{name: 'r6-2-*', prefix: r6-2-}]\nentries: {unit: line}\n")
    with open_source(path, mapping, file_name="r6-2-records.txt.gz") as reader:
        assert [entry.record_id for entry in reader] == ["T:r6-2-0"]


def test_paragraph_without_an_end_is_refused(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "book.txt"
    path.write_text("line\n" * 1000, encoding="utf-8")
    with (
        pytest.raises(BadSource, match="begins in line 0 is longer than 500"),
        open_source(path, mapped("entries: {unit: paragraph}\n"), limits=Limits(entry_characters=500)) as reader,
    ):
        list(reader)


LINE = st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\0\r\n"), min_size=1, max_size=20)


@settings(max_examples=100, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(st.lists(LINE, min_size=1, max_size=10))
def test_lines_read_back_exactly_as_they_stand(tmp_path: Path, mapped: Mapped, lines: list[str]) -> None:
    path = tmp_path / "book.txt"
    path.write_bytes("\n".join(["heading", *lines]).encode() + b"\n")
    mapping = mapped("format: text\nencoding: utf-8\nentries: {unit: line}\n")
    assert [text for _, text, _ in read(path, mapping)] == ["heading", *lines]


@pytest.mark.shared
def test_estonian_books_give_one_entry_a_line(collections: Path) -> None:
    collection = find_collection("estonia-memento")
    for path, mapping_path in fetch(collection, Path(), folder=collections / collection.name):
        mapping = read_mapping(mapping_path)
        with open_source(path, mapping) as reader:
            entries = list(reader)
            assert reader.description.encoding is not None
            assert reader.description.encoding.name == "utf-8"
        data = gzip.decompress(path.read_bytes())
        assert len(entries) == data.count(b"\n") + (not data.endswith(b"\n"))
        assert "\n".join(entry.text for entry in entries) == data.decode().replace("\r\n", "\n").removesuffix("\n")
        assert entries[7].item == mapping.prefix_of(path.name) + "7"
        assert sum(bool(entry.problems) for entry in entries) <= 3


@pytest.mark.shared
def test_memory_book_texts_lose_no_character(collections: Path) -> None:
    collection = find_collection("memory-book-texts")
    [(path, mapping_path)] = fetch(collection, Path(), folder=collections / collection.name)
    with open_source(path, read_mapping(mapping_path)) as reader:
        entries = list(reader)
    with zipfile.ZipFile(path) as archive:
        text = archive.read("texts.txt").decode("utf-8")
    assert len([entry for entry in entries if not entry.problems]) == 46_445
    told = sum(len("".join(entry.text.split())) for entry in entries)
    assert told == len("".join(text.replace("---\r\n", "").split()))


@pytest.mark.shared
def test_moscow_table_gives_every_row(collections: Path) -> None:
    collection = find_collection("moscow-shot")
    [(path, mapping_path)] = fetch(collection, Path(), folder=collections / collection.name)
    with open_source(path, read_mapping(mapping_path)) as reader:
        entries = list(reader)
    assert (len(entries), sum(bool(entry.problems) for entry in entries)) == (11_789, 0)
    assert entries[-1].record_id == "moscow-shot:11788"
