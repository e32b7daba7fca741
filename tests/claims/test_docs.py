from __future__ import annotations

import re
from pathlib import Path

from tests.claims.conftest import audited

from byname.claims.citations.defects import citation_defects
from byname.claims.citations.finding import find_citations
from byname.claims.citations.source_check import OUTCOMES
from byname.claims.cited_works import check_cited_works
from byname.claims.evidence.figure_tables import COLUMNS, KINDS
from byname.claims.formats import audit_text
from byname.claims.verdicts.verdict import VERDICTS

PAGE = Path(__file__).resolve().parents[2] / "docs" / "claims.md"
TEXT = PAGE.read_text(encoding="utf-8")


def test_the_examples_of_the_page_run() -> None:
    examples = re.findall(r"```python\n(.*?)```", TEXT, re.DOTALL)
    assert len(examples) == 2
    for example in examples:
        exec(compile(example, str(PAGE), "exec"), {})


def test_the_cited_works_of_the_page_are_told_as_printed(tmp_path: Path) -> None:
    essay = " ".join(re.findall(r"^> (.*)", TEXT, re.MULTILINE))
    (tmp_path / "getty-1993.txt").write_text(
        "J. Arch Getty, Victims\n1021\n353 074 were sentenced to death in 1937.\f"
        "1022\nOver both years 681 692 people were shot.\n",
        encoding="utf-8",
    )
    (tmp_path / "reese.pdf").write_bytes(b"%PDF-1.4")
    audit = audited(essay)
    told = [line.strip() for line in audit_text(audit, check_cited_works(audit, tmp_path)).splitlines()]
    printed = re.search(r"```text\n(cited work.*?)```", TEXT, re.DOTALL)
    assert printed is not None
    assert [line for line in printed[1].splitlines() if line not in told] == []
    assert all(f"`{outcome}`" in TEXT for outcome in OUTCOMES)


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
