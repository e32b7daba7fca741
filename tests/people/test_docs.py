from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import polars as pl

from byname.people.linkage import ListRules, link
from byname.people.settings import LinkageSettings

PAGE = Path(__file__).resolve().parents[2] / "docs" / "people.md"


def test_the_page_gives_the_limits_of_the_settings() -> None:
    text, settings = PAGE.read_text(encoding="utf-8"), LinkageSettings.default()
    assert len(settings.blocking.rules) == 23
    assert "Twenty-three rules" in text
    assert f"more than {settings.blocking.limit}" in " ".join(text.split())
    assert f"reaches {settings.thresholds.support}" in " ".join(text.split())
    assert f"least {settings.thresholds.overrule} probable" in " ".join(text.split())


def test_the_page_names_every_weight_beside_the_comparisons(build: Callable[..., pl.DataFrame]) -> None:
    pairs = link(build([{"record_id": "A:0"}]), [ListRules("A", True)]).pairs
    compared = {f"weight_{comparison.name}" for comparison in LinkageSettings.default().comparisons}
    text = PAGE.read_text(encoding="utf-8")
    for column in pairs.columns:
        if column.startswith("weight_") and column not in compared:
            assert f"`{column}`" in text
