from __future__ import annotations

from pathlib import Path

import pytest

from byname.errors import BadMapping
from byname.records.grammar import find_grammar, read_grammar


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
