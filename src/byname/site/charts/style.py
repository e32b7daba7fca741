"""Site stage: from an Altair chart to inline SVG.

Goes in: a chart drawn in the report's few ink colours, a title and a description. Comes out: one `<svg>` that scales
with the page, takes its colours from the page's style sheet, and is read by a screen reader as one titled picture.
"""

from __future__ import annotations

import mmap
import re
from dataclasses import dataclass
from html import escape
from typing import TypeAlias

import altair as alt
import vl_convert

from byname.site.language import ENGLISH, Language

INK = "#1d1b18"
MUTED = "#6c665d"
FAINT = "#ddd7cc"
ACCENT = "#8a2b22"
PAPER = "#fcfaf6"
WIDE, NARROW = 680, 312  # pixels of the text column on a desk and on a phone of 360 pixels

Drawn: TypeAlias = alt.Chart | alt.LayerChart | alt.FacetChart | alt.ConcatChart | alt.VConcatChart | alt.HConcatChart
Row: TypeAlias = dict[str, str | int | float | bool | None]
_RESERVED = 71 * 10**9  # bytes of addresses that the drawing program asks for when it starts (measured), unused
_ROLES = re.compile(r' (?:role|aria-roledescription|aria-label|aria-hidden|pointer-events)="[^"]*"')
_NAMESPACES = re.compile(r' xmlns(?::xlink)?="[^"]*"')
_LINKS = re.compile(r'xlink:href="[^"]*?(trace\.html#)')  # vl-convert sets an address of its own before each
_NUMBERED = re.compile(r'(\bid="|url\(#)([A-Za-z_]+\d+)')


@dataclass(frozen=True, slots=True)
class Picture:
    """A chart drawn for a desk and for a phone, as SVG."""

    wide: str
    narrow: str


def table(rows: list[Row]) -> alt.InlineData:
    """The rows of a chart, written into its description."""
    return alt.InlineData(values=rows)


def to_svg(chart: Drawn, *, key: str, title: str, description: str, speech: Language = ENGLISH) -> str:
    """Draw a chart as inline SVG; `key` tells its ids from those of the other charts on the page, `speech` is the
    language in which its axes write numbers and dates."""
    styled = (
        chart.configure(
            font="sans-serif", background="transparent", padding=2, view=alt.ViewConfig(stroke=None, fill=None)
        )
        .configure_axis(
            labelColor=MUTED,
            titleColor=MUTED,
            gridColor=FAINT,
            domainColor=MUTED,
            tickColor=MUTED,
            labelFontSize=12,
            titleFontSize=12,
            titleFontWeight="normal",
        )
        .configure_axisQuantitative(labelOverlap="greedy", labelSeparation=8)
    )  # of numbers some can be left out
    _check_room()
    drawn = vl_convert.vegalite_to_svg(
        styled.to_dict(),
        format_locale=dict(speech.chart_numbers),
        time_format_locale=None if speech.chart_times is None else dict(speech.chart_times),
        allowed_base_urls=[],
    )
    return _inline(drawn, key, title, description)


def _check_room() -> None:
    """Raise MemoryError where the addresses of this process are limited, and the drawing program would end it."""
    try:
        import resource

        limited = resource.getrlimit(resource.RLIMIT_AS)[0] != resource.RLIM_INFINITY
    except (ImportError, AttributeError):  # no POSIX
        return
    if limited:
        try:
            mmap.mmap(-1, _RESERVED, flags=mmap.MAP_PRIVATE | mmap.MAP_ANONYMOUS, prot=0).close()
        except OSError as error:
            raise MemoryError("no room for charts") from error


def _inline(svg: str, key: str, title: str, description: str) -> str:
    body = _numbered_anew(_NAMESPACES.sub("", _ROLES.sub("", svg)), key)
    body = _LINKS.sub(r'tabindex="-1" href="\1', body).replace(' target="_blank"', "")
    width, height = _size(body)
    opening = (
        f'<svg class="chart-drawing" role="img" aria-labelledby="{key}-title {key}-description" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}">'
        f'<title id="{key}-title">{escape(title)}</title>'
        f'<desc id="{key}-description">{escape(description)}</desc>'
    )
    return opening + body[body.index(">") + 1 :]


def _numbered_anew(svg: str, key: str) -> str:
    """The drawing with its ids under the key, numbered in their order: the renderer numbers on from drawing to drawing,
    so the same chart would have other ids each time."""
    ids: dict[str, str] = {}

    def own(match: re.Match[str]) -> str:
        kind = match[2].rstrip("0123456789")
        return match[1] + ids.setdefault(match[2], f"{key}-{kind}{sum(i.startswith(kind) for i in ids) + 1}")

    return _NUMBERED.sub(own, svg)


def _size(svg: str) -> tuple[str, str]:
    found = re.search(r'viewBox="0 0 (\S+) (\S+)"', svg)
    assert found is not None, "vl-convert gives each drawing a view box"
    return found[1], found[2]
