from __future__ import annotations

import pytest

from byname.errors import BadFigureTable
from byname.motive.observations import read_observation
from byname.motive.observed_people import OddsOfExecution
from byname.motive.observed_tables import ShareOfTotal, Total
from byname.values.printed import Condition


def test_conditions_totals_and_lists_are_read_as_values() -> None:
    odds = read_observation({"by": "odds_of_execution", "who": {"sphere": "army", "gender": "any"}, "words": ""}, "x")
    assert odds == OddsOfExecution((Condition("sphere", "is", "army"), Condition("gender", "not-null")), "")
    share = {"by": "share_of_total", "figures": ["F1"], "total": {"table": "t", "column": "c"}, "words": "{share:.1%}"}
    assert read_observation(share, "x") == ShareOfTotal(("F1",), Total("t", "c"), "{share:.1%}")


@pytest.mark.parametrize(
    ("given", "message"),
    [({}, "no test 'None'"),
     ({"by": "guess", "words": ""}, "no test 'guess'"),
     ({"by": "ratio_of_limit", "words": ""}, "missing.*'group'"),
     ({"by": "ratio_of_limit", "group": "g", "words": "", "colour": "red"}, "unexpected.*'colour'"),
     ({"by": "share_of_total", "figures": [], "total": 5, "words": ""}, "cannot be read"),
     ({"by": "odds_of_execution", "who": "officers", "words": ""}, "cannot be read"),
     ({"by": "ratio_of_limit", "group": "g", "words": "{allowed.__class__}"}, "asks for"),
     ({"by": "ratio_of_limit", "group": "g", "words": "{ratio}"}, "asks for {ratio}"),
     ({"by": "ratio_of_limit", "group": "g", "words": "{allowed"}, "cannot be read")],
)  # fmt: skip
def test_a_test_that_cannot_be_read_is_refused_with_the_reason(given: dict[str, object], message: str) -> None:
    with pytest.raises(BadFigureTable, match=message):
        read_observation(given, "x")
