"""The charts held against what can be tested of the critical criteria of Chartability (POUR-CAF): see docs/site.md."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest
from playwright.sync_api import Page

WITH_CHARTS = (
    "/", "/casualties", "/motive/composition-sphere", "/consequences/paths", "/memorial/places", "/person/cc1934:52",
)  # fmt: skip
LEAST_LETTERS = 11.7  # pixels as they stand on the page: 12 in a drawing that is a hair narrower than it was made for
LEAST_CONTRAST = 3.0  # of marks; that of letters is for axe to judge
_DRAWINGS = """[...document.querySelectorAll('svg.chart-drawing')].filter(e => e.checkVisibility()).map(svg => {
  const scale = svg.getBoundingClientRect().width / svg.viewBox.baseVal.width;
  const named = (svg.getAttribute('aria-labelledby') || '').split(' ').map(id => document.getElementById(id));
  return {
    role: svg.getAttribute('role'),
    told: named.every(e => e && e.textContent.trim()) && named.length > 0,
    focus: svg.querySelectorAll('a, [tabindex]:not([tabindex="-1"]), button').length,
    moves: svg.querySelectorAll('animate, animateTransform, animateMotion').length,
    letters: Math.min(...[...svg.querySelectorAll('text')].map(e => parseFloat(getComputedStyle(e).fontSize) * scale)),
  };
})"""
_CONTRAST = """(() => {
  const probe = document.createElement('span'); document.body.append(probe);
  const light = name => {
    probe.style.color = `var(--${name})`;
    const [r, g, b] = getComputedStyle(probe).color.match(/[\\d.]+/g).map(Number).map(v => v / 255)
      .map(v => v <= .04045 ? v / 12.92 : ((v + .055) / 1.055) ** 2.4);
    return .2126 * r + .7152 * g + .0722 * b;
  };
  const paper = light('paper');
  return Object.fromEntries(['ink', 'muted', 'accent'].map(name => {
    const [low, high] = [light(name), paper].sort((a, b) => a - b); return [name, (high + .05) / (low + .05)];
  }));
})()"""


@pytest.mark.parametrize("width", [360, 768, 1280])
def test_a_chart_is_named_legible_and_still_and_takes_no_stop_of_the_keyboard(
    served: str, reader: Callable[..., Page], width: int
) -> None:
    page = reader(viewport={"width": width, "height": 900})
    seen = 0
    for path in WITH_CHARTS:
        page.goto(served + path)
        for one in page.evaluate(_DRAWINGS):
            assert (one["role"], one["told"], one["focus"], one["moves"]) == ("img", True, 0, 0), (path, one)
            assert one["letters"] >= LEAST_LETTERS, (path, one)
            seen += 1
    assert seen >= len(WITH_CHARTS)


def test_a_page_with_charts_needs_no_scrolling_aside_at_four_times_its_size(
    served: str, reader: Callable[..., Page]
) -> None:
    page = reader(viewport={"width": 320, "height": 256})  # 1280 by 1024 at 400 %, as WCAG 1.4.10 has it
    for path in WITH_CHARTS:
        page.goto(served + path)
        assert page.evaluate("document.scrollingElement.scrollWidth") <= 320, path


def test_each_chart_has_a_table_and_words_on_its_page_or_one_link_away(
    served: str, reader: Callable[..., Page]
) -> None:
    page = reader(java_script_enabled=True)
    for path in (*WITH_CHARTS[1:4], WITH_CHARTS[5]):
        page.goto(served + path)
        figures = page.locator("main figure:has(svg.chart-drawing)")
        assert figures.count() > 0, path
        for number in range(figures.count()):
            figure = figures.nth(number)
            table = "(figure.parentElement.closest('section, article, main') || document).querySelector('table')"
            assert figure.evaluate(f"figure => Boolean({table})"), (path, number)
            assert figure.locator("figcaption").count() == 1 or page.locator("h1").count() == 1
    page.goto(f"{served}/")
    for name in ("Casualties", "Motive", "Consequences"):
        assert page.get_by_role("main").get_by_role("link", name=name).count() >= 1


@pytest.mark.parametrize("wishes", [{"color_scheme": "light"}, {"color_scheme": "dark"}])
def test_marks_stand_out_from_the_page(served: str, reader: Callable[..., Page], wishes: dict[str, Any]) -> None:
    page = reader(**wishes)
    page.goto(served)
    found = page.evaluate(_CONTRAST)
    assert {name: round(ratio, 1) for name, ratio in found.items() if ratio < LEAST_CONTRAST} == {}


def test_the_colours_that_a_reader_forces_are_those_of_the_charts(served: str, reader: Callable[..., Page]) -> None:
    page = reader(forced_colors="active", color_scheme="dark")
    page.goto(f"{served}/person/cc1934:52")
    drawn = page.evaluate(
        "['circle', 'text'].map(name => getComputedStyle(document.querySelector(`.life-map ${name}`)).fill)"
    )
    forced = page.evaluate(
        """(() => { const e = document.createElement('a'); e.href = '#'; document.body.append(e);
        e.style.color = 'LinkText'; const link = getComputedStyle(e).color;
        e.style.color = 'Canvas'; return [link, getComputedStyle(e).color]; })()"""
    )
    assert drawn[0] == forced[0]
    assert drawn[0] != drawn[1]
