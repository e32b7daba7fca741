from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import polars as pl
import pytest

from byname.site.answers import MOST_ROWS, Section, sections
from byname.values.analysis import Analysis, refusal
from byname.values.printed import PrintedNumber

SHARE = PrintedNumber("s", "share", 0.25, "m", "subjects", unit="share", low=0.1, high=0.5, decimals=2)
BANDS = [{"group": name, "share": 0.2, "share_low": 0.1, "share_high": 0.4} for name in ("army", "party")]


def _section(
    *rows: Mapping[str, object], id: str = "who", numbers: tuple[PrintedNumber, ...] = (), **more: Any
) -> Section:
    analysis = Analysis(id, "Who?", "counted", pl.DataFrame(list(rows)), ("Some were.",), ("few",), **more)
    (section,) = sections([analysis.to_json()], {number.id: number for number in numbers})
    return section


def test_a_number_with_an_id_is_printed_as_it_and_leads_to_its_trace() -> None:
    section = _section({"group": "army", "share": 0.3333, "share_id": "s"}, numbers=(SHARE,))
    assert section.headings == ("group", "share")
    group, share = section.rows[0]
    assert (group.words, group.figure) == ("army", False)
    assert (share.words, share.interval, share.number, share.figure) == ("0.25", "0.10 to 0.50", "s", True)


def test_a_value_without_a_number_is_printed_with_the_interval_beside_it() -> None:
    row = {"hazard_ratio": 1234.5, "hazard_ratio_low": 1.0, "hazard_ratio_high": 2500.0, "small": True, "lon": 1.0}
    section = _section(row, {**row, "hazard_ratio_high": None}, {**row, "hazard_ratio_high": 1.0})
    assert section.headings == ("hazard ratio",)
    assert [row[0].interval for row in section.rows] == ["1 to 2\u202f500", "", ""]
    assert section.rows[0][0].words == "1\u202f234"


def test_an_estimate_without_an_upper_end_has_no_interval() -> None:
    open_ = PrintedNumber("s", "share", 0.25, "m", "subjects", low=0.1, high=None, decimals=2)
    section = _section({"share": 0.25, "share_id": "s"}, numbers=(open_,))
    assert section.rows[0][0].interval == ""


def test_a_year_is_no_count() -> None:
    assert [cell.words for cell in _section({"year": 1937, "count": 1937}).rows[0]] == ["1937", "1\u202f937"]


@pytest.mark.parametrize(("number", "more"), [(MOST_ROWS, 0), (MOST_ROWS + 3, 3)])
def test_a_long_table_is_cut_and_says_how_much_is_left(number: int, more: int) -> None:
    section = _section(*({"group": f"g{place}"} for place in range(number)))
    assert (len(section.rows), section.more) == (MOST_ROWS, more)


def test_a_refused_analysis_says_why_and_nothing_else() -> None:
    (section,) = sections([refusal("waves", "When?", "No source dates an arrest.").to_json()], {})
    assert (section.refused, section.sentences, section.rows) == ("No source dates an arrest.", (), ())
    assert section.picture is None


def test_rows_with_intervals_are_drawn_and_their_values_stand_in_the_picture() -> None:
    picture = _section(*BANDS).picture
    assert picture is not None
    assert "army" in picture.wide
    assert "The share of each row with its interval." in picture.narrow


@pytest.mark.parametrize(
    "rows",
    [
        BANDS[:1],  # one row shows nothing beside another
        [BANDS[0], BANDS[0]],  # two rows of one label
        [{"group": "army", "share": 0.2}, {"group": "party", "share": 0.3}],  # no intervals
        [{"kind": "army", **BANDS[0]} | {"group": None}, {**BANDS[1], "kind": "x", "share": None}],
    ],
)
def test_rows_that_show_nothing_beside_one_another_are_not_drawn(rows: list[dict[str, object]]) -> None:
    assert _section(*rows).picture is None


def test_paths_are_drawn_whole_and_places_only_where_one_is_known() -> None:
    path = {"taken": "arrested", "then": "camp", "ended": "released", "count": 3}
    place = {"place": "Vorkuta", "kind": "camp", "count": 3, "lon": None, "lat": None}
    assert _section(place, id="destinations").picture is None
    assert _section(place, id="destinations").draws_all
    assert not _section(path, id="who").draws_all
