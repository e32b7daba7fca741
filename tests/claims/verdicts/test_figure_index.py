from __future__ import annotations

from tests.claims.conftest import framed, printed, told

from byname.claims.evidence.figures import Evidence, Figure
from byname.claims.frames.frames import ClaimFrame
from byname.claims.verdicts.dimensions import Relation
from byname.claims.verdicts.figure_index import FigureIndex


def found(frame: ClaimFrame, *figures: Figure) -> list[str]:
    return [row.kin.figure.id for row in FigureIndex(Evidence(figures)).kin(frame)]


def test_figures_of_the_same_above_and_below_are_found_and_no_others() -> None:
    figures = [printed(5, id=name, predicates=[name]) for name in ("die", "kill", "execute", "arrest")]
    assert found(framed(told(90)), *figures) == ["die", "execute", "kill"]


def test_a_share_and_a_plan_are_kept_apart() -> None:
    figures = [
        printed(5, id="count"),
        printed(5, id="share", measure="percent"),
        printed(5, id="plan", plan=True),
    ]
    assert found(framed(told(90)), *figures) == ["count"]
    assert found(framed(told(90, measure="percent", unit="percent")), *figures) == ["share"]
    assert found(framed(told(90), plan=True), *figures) == ["plan"]


def test_a_figure_of_another_measure_is_found_by_its_very_number_only() -> None:
    arrested = printed(1_234, id="arrested", predicates=["arrest"])
    assert found(framed(told(1_234)), arrested) == ["arrested"]
    assert found(framed(told(1_235)), arrested) == []
    assert found(framed(told(12)), printed(12, id="arrested", predicates=["arrest"])) == []
    assert found(framed(told(1_234), place="kosovo"), arrested) == []


def test_a_figure_is_found_once() -> None:
    both = printed(1_234, id="both", predicates=["execute", "die"])
    assert found(framed(told(1_234), predicates=["execute", "die"]), both) == ["both"]
    assert found(framed(), both) == []


def test_a_claim_that_says_nothing_of_people_finds_figures_by_their_number_only() -> None:
    figures = [printed(5, id="five"), printed(1_234, id="many")]
    assert found(framed(told(1_234), predicates=[]), *figures) == ["many"]


def test_claims_of_other_times_places_and_words_are_not_taken_for_one_another() -> None:
    figure = printed(90, groups=["germans", "~volga"])
    index = FigureIndex(Evidence((figure,)))

    def relation(frame: ClaimFrame) -> tuple[Relation, Relation]:
        (row,) = index.kin(frame)
        return row.kin.population, row.period

    germans = ["germans"]
    assert relation(framed(told(5), groups=germans)) == (Relation.BROADER, Relation.SAME)
    assert relation(framed(told(5), groups=germans, noun_words=["volga"])) == (Relation.SAME, Relation.SAME)
    assert relation(framed(told(5), groups=germans, period="1920")) == (Relation.BROADER, Relation.DIFFERENT)
    assert relation(framed(told(5), groups=germans, period="1920", known="context"))[1] is Relation.UNKNOWN
    dated = framed(told(5), groups=germans, period="1920", known="context", date="1920")
    assert relation(dated)[1] is Relation.DIFFERENT
    assert list(index.kin(framed(told(5), groups=germans, place="kosovo"))) == []
    assert list(index.kin(framed(told(5, unit="miles"), groups=["writers"]))) == []
