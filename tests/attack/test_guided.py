"""The kept corpus of the guided fuzzing (guided.py) brings out nothing but errors of ours."""

from __future__ import annotations

from contextlib import suppress
from pathlib import Path

import pytest
from tests.attack.guided import CORPUS, text_of
from tests.attack.test_fuzz import PARSERS

from byname.errors import BynameError

KEPT = sorted(path for path in CORPUS.glob("*/*") if path.is_file())


@pytest.mark.parametrize("path", KEPT, ids=lambda path: f"{path.parent.name}/{path.name[:12]}")
def test_a_kept_input_brings_out_nothing_but_an_error_of_ours(path: Path, tmp_path: Path) -> None:
    with suppress(BynameError):
        PARSERS[path.parent.name.replace("-", " ")].read(text_of(path.read_bytes()), tmp_path)


def test_the_corpus_holds_what_was_found_of_the_main_parsers() -> None:
    assert {"dates", "genealogies", "grammar-files", "notes", "receipts", "settings"} <= {
        path.parent.name for path in KEPT
    }
    assert all(path.stat().st_size < 4_096 for path in KEPT)
