"""Telling formats by content."""

from __future__ import annotations

import random
import zipfile
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from byname.errors import BadSource, BynameError
from byname.sources.formats import format_of
from byname.sources.limits import DEFAULT_LIMITS
from byname.sources.mapping import SourceMapping
from byname.sources.reading import open_source

Mapped = Callable[[str], SourceMapping]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        ("a;b\n1;2\n3;4\n", "table"),
        ("One line of prose.\nAnother, longer one.\n", "text"),
        ('[{"a": 1}]', "json"),
        ('{"list": [{"a": 1}]}', "json"),
        ('{"a": 1}\n{"a": 2}\n', "jsonl"),
        ("[ar 123] a note\nand more\n", "text"),
        ('<mediawiki version="0.11"></mediawiki>', "mediawiki"),
    ],
)
def test_format_is_told_by_the_content(tmp_path: Path, content: str, name: str) -> None:
    path = tmp_path / "file.dat"
    path.write_text(content, encoding="utf-8")
    assert format_of(path, None, DEFAULT_LIMITS).name == name


@pytest.mark.parametrize(
    ("content", "told"),
    [
        (b"", "the file is empty"),
        (b"\xef\xbb\xbf \n\n", "the file is empty"),
        (b"%PDF-1.4 ...", "this is a PDF"),
        (b"\x89PNG\r\n\x1a\n\0\0", "a picture"),
        (b"SQLite format 3\0", "a SQLite database"),
        (b"<!doctype HTML><p>", "a web page"),
        (b"\x7fELF\x02\x01", "a program"),
        (random.Random(7).randbytes(5000), "not a text"),
        (b"name;birth\n" + b"\0" * 100, "not a text"),
    ],
)
def test_what_holds_no_list_is_refused_though_it_is_called_csv(tmp_path: Path, content: bytes, told: str) -> None:
    path = tmp_path / "list.csv"
    path.write_bytes(content)
    with pytest.raises(BadSource, match=told) as caught:
        open_source(path, None)
    assert caught.value.where.endswith("list.csv")
    assert caught.value.fix


def test_document_of_an_office_program_is_refused(tmp_path: Path) -> None:
    path = tmp_path / "list.docx"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("[Content_Types].xml", "<Types/>")
        archive.writestr("word/document.xml", "<w/>")
    with pytest.raises(BadSource, match="a text document"):
        open_source(path, None)


def test_mapping_that_names_another_format_is_told(tmp_path: Path, mapped: Mapped) -> None:
    path = tmp_path / "list.json"
    path.write_text('[{"a": 1}]', encoding="utf-8")
    with pytest.raises(BadSource, match="says that the format is mediawiki, but the content is json"):
        open_source(path, mapped("format: mediawiki\ntemplates: [A]\nfields: {name: a}\n"))


@settings(max_examples=300, suppress_health_check=[HealthCheck.function_scoped_fixture], deadline=None)
@given(
    st.one_of(st.binary(max_size=300), st.text(max_size=100).map(str.encode), st.from_regex(rb"[\[{<PK%\d;,\n]{1,40}"))
)
def test_any_bytes_are_read_or_refused_in_our_words(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "file.dat"
    path.write_bytes(content)
    try:
        with open_source(path, None) as reader:
            entries = list(reader)
    except BynameError as error:
        entries = []
        message = str(error)
        told = bool(error.where and error.fix and message)
    else:
        told = all(entry.source == "file" for entry in entries)
    assert told
