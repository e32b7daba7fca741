from __future__ import annotations

import pytest

from byname.records.vocabulary import load


@pytest.mark.parametrize("vocabulary", ["bodies", "sentences", "outcomes", "offices"])
def test_every_code_has_labels_in_english_and_russian(vocabulary: str) -> None:
    for code, row in load(vocabulary).items():
        assert row["en"], code
        assert row["ru"], code
        assert row["patterns"], code
