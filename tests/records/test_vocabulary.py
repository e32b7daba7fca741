from __future__ import annotations

import re

import pytest
import yaml

from byname.records.vocabulary import load
from byname.values.shipped import shipped


@pytest.mark.parametrize("vocabulary", ["bodies", "sentences", "offices"])
def test_every_code_has_labels_in_english_and_russian(vocabulary: str) -> None:
    for code, row in load(vocabulary).items():
        assert row["en"], code
        assert row["ru"], code
        assert row["patterns"], code


def test_no_vocabulary_gives_a_key_twice() -> None:
    """YAML would keep the last of two and say nothing."""
    files = [path for path in shipped("records", "vocabulary").iterdir() if path.name.endswith(".yaml")]
    assert len(files) > 8
    for file in files:
        blocks: list[yaml.Node | None] = [yaml.compose(file.read_text(encoding="utf-8"), Loader=yaml.SafeLoader)]
        while blocks:
            block = blocks.pop()
            if isinstance(block, yaml.MappingNode):
                keys = [key.value for key, _ in block.value]
                assert len(set(keys)) == len(keys), (file.name, sorted(key for key in keys if keys.count(key) > 1))
                blocks += [value for _, value in block.value]
            elif isinstance(block, yaml.SequenceNode):
                blocks += block.value


@pytest.mark.parametrize("vocabulary", ["bodies", "sentences", "outcomes", "offices"])
def test_every_pattern_of_a_code_is_a_regular_expression_that_does_not_match_nothing(vocabulary: str) -> None:
    patterns = [(code, pattern) for code, row in load(vocabulary).items() for pattern in row["patterns"]]
    assert len(patterns) > 5
    for code, pattern in patterns:
        assert re.compile(pattern, re.IGNORECASE).search("") is None, code


def test_a_vocabulary_that_is_not_there_is_an_error() -> None:
    with pytest.raises(FileNotFoundError):
        load("nothing")
