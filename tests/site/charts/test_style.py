from __future__ import annotations

import re

import altair as alt

from byname.site.charts.style import INK, table, to_svg

ROWS = table([{"name": "a", "n": 12345, "url": "trace.html#n"}, {"name": "b", "n": 5, "url": "trace.html#m"}])
CHART = alt.Chart(ROWS).mark_bar(color=INK).encode(x="n:Q", y="name:N", href="url:N")


def test_a_picture_is_one_titled_drawing_for_a_screen_reader() -> None:
    drawn = to_svg(CHART, key="k", title="Lists & people", description="Two <lists>.")
    assert drawn.count("<svg") == drawn.count('role="img"') == 1
    assert '<title id="k-title">Lists &amp; people</title>' in drawn
    assert '<desc id="k-description">Two &lt;lists&gt;.</desc>' in drawn
    assert 'aria-labelledby="k-title k-description"' in drawn


def test_ids_carry_the_key_so_that_two_pictures_share_a_page() -> None:
    first, second = (to_svg(CHART, key=key, title="t", description="d") for key in ("one", "two"))
    ids = [set(re.findall(r'\bid="([^"]+)"', drawn)) for drawn in (first, second)]
    assert ids[0]
    assert not ids[0] & ids[1]


def test_links_stay_on_the_page_and_out_of_the_order_of_tabs() -> None:
    drawn = to_svg(CHART, key="k", title="t", description="d")
    assert 'tabindex="-1" href="trace.html#n"' in drawn
    assert "xlink" not in drawn
    assert "target=" not in drawn


def test_thousands_are_parted_by_a_thin_space() -> None:
    assert "10\u202f000" in to_svg(CHART, key="k", title="t", description="d")
