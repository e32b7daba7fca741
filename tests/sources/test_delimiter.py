from __future__ import annotations

from byname.sources.delimiter import find_delimiter


def test_prose_has_no_delimiter() -> None:
    assert find_delimiter("A sentence, with a comma.\nAnother one\nAnd, a, third\n") is None
    assert find_delimiter("") is None
