from __future__ import annotations

from byname.consequences.succession import successions
from byname.sources.bundled import great_terror

TERMS = great_terror().read_all_facts()["office_terms"]


def test_succession_is_told_by_level_with_its_sources() -> None:
    whole, parts = successions(TERMS)
    assert (whole.id, parts.id) == ("succession", "succession-republics-and-regions")
    row = whole.table.row(0, named=True)
    assert "Genrikh Yagoda (1934-07-10 to 1936-09-26) → Nikolai Yezhov" in row["holders"]
    assert "Time, 19 December 1938" in row["source"]
    assert any("Yagoda was removed by Stalin and Zhdanov, by telegram" in sentence for sentence in whole.sentences)
    assert "Vasily Blyukher (18), Mikhail Tukhachevsky (21)" in whole.sentences[1]
