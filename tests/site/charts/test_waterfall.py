from __future__ import annotations

from byname.people.explanation import FieldEvidence, MatchExplanation
from byname.site.charts.waterfall import waterfall

LINES = (FieldEvidence("prior", "two records by chance", -12.0), FieldEvidence("name", "the same rare name", 15.0),
         FieldEvidence("birth", "other years", -1.5))  # fmt: skip


def test_each_piece_of_evidence_begins_where_the_one_before_ended() -> None:
    drawn = waterfall(MatchExplanation("A:1", "B:2", 0.739, 1.5, LINES)).to_dict()
    bars = next(layer for layer in drawn["layer"] if layer["mark"]["type"] == "bar")
    rows = drawn["datasets"][bars["data"]["name"]]
    assert [(row["from"], row["to"]) for row in rows] == [(0, -12), (-12, 3), (3, 1.5), (0, 1.5)]
    assert [row["label"] for row in rows] == ["-12.0", "+15.0", "-1.5", "+1.5"]
    assert rows[-1]["words"] == "together"
    assert len({row["colour"] for row in rows}) == 3  # for, against, together


def test_the_title_names_the_pair_and_its_probability() -> None:
    drawn = waterfall(MatchExplanation("A:1", "B:2", 0.739, 1.5, LINES)).to_dict()
    assert drawn["title"] == "A:1 and B:2: probability 0.739"
