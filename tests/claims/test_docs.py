from __future__ import annotations

import re
from pathlib import Path

from byname.claims.citations.defects import citation_defects
from byname.claims.citations.finding import find_citations
from byname.claims.evidence.figure_tables import COLUMNS, KINDS
from byname.claims.verdicts.verdict import VERDICTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "claims.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_examples_of_the_page_run() -> None:
    examples = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), {})


def test_the_page_names_every_verdict_column_and_kind() -> None:
    for name in (*VERDICTS, *COLUMNS, *KINDS):
        assert name in TEXT, name


def test_the_page_names_the_defects_that_citations_can_have() -> None:
    written = (
        '( Hill, Laura. "Guided History." The Great',
        '("The Great Terror." Seventeen Moments in Soviet History, 17 June 2017)',
        "According to History.com",
    )
    found = {kind for text in written for citation in find_citations(text) for kind in citation_defects(citation)}
    assert len(found) > 8
    assert [kind for kind in sorted(found) if f"`{kind}`" not in TEXT] == []
