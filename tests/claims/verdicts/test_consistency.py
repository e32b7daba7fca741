from __future__ import annotations

import pytest
from tests.claims.conftest import audited

from byname.claims.evidence.figures import Evidence


def kinds(text: str) -> set[str]:
    return {defect.kind for defect in audited(text, Evidence()).defects}


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("Some 120 percent of the officers were dismissed in 1937.", "over-100-percent"),
        ("In 1937 they arrested 12.5 people.", "broken-people"),
        ("Of 33,460 officers dismissed in 1937, 40,000 were arrested.", "part-exceeds-whole"),
        ("In 1937 they shot 100 writers in Moscow. In 1937 they shot 900 writers in Moscow.", "told-twice"),
        ("In 1955 Stalin led a new campaign.", "outside-a-life"),
        (
            "The Great Purge lasted from 1936 to 1938. The Great Purge began with the murder of Kirov.",
            "order-of-events",
        ),
    ],
)
def test_a_text_that_contradicts_itself_is_told_so(text: str, kind: str) -> None:
    assert kind in kinds(text)


@pytest.mark.parametrize(
    "text",
    [
        "Prices rose by 120 percent. All 100 percent of the officers were dismissed.",
        "In 1937 they arrested 1.5 million people.",
        "Of 33,460 officers dismissed in 1937, 7,280 were arrested.",
        "In 1937 they shot 100 writers in Moscow. In 1938 they shot 900 writers in Moscow.",
        "In 1937 they shot about 100 writers in Moscow. In 1937 they shot 104 writers in Moscow.",
        "In 1937 Stalin led a new campaign.",
    ],
)
def test_a_text_in_order_is_left_alone(text: str) -> None:
    inner = {
        "over-100-percent",
        "broken-people",
        "part-exceeds-whole",
        "told-twice",
        "outside-a-life",
        "order-of-events",
    }
    assert not kinds(text) & inner
