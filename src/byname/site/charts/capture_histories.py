"""Site stage: pictures of the overlap of lists and of estimates.

Goes in: capture histories, results, chains. Comes out: Altair charts, each with its data inside, to be saved as a
page or an image without anything from the network.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path
from typing import Literal

import altair as alt
import numpy as np

from byname.casualties.estimators.latent_class_bayes import ClassPosterior
from byname.casualties.histories import CaptureHistories
from byname.casualties.leave_one_out import without_each_list
from byname.casualties.overlap import pair_overlaps
from byname.casualties.result import EstimationResult, MethodEstimate, span
from byname.casualties.sensitivity import DEPARTURES, Departure, sensitivity_curve
from byname.errors import BadSource
from byname.site.charts.forest import ROW_HEIGHT, ForestRow, forest_chart
from byname.site.charts.style import ACCENT, FAINT, INK, MUTED, PAPER, WIDE, Drawn, Row, table

Chart = Drawn
PICTURE_ENDINGS = (".svg", ".png", ".html")
_PEOPLE = "people, on lists and on none"
_MOST_UNREACHABLE = 0.5
_TICKS = (0.25, 0.5, 1.0, 2.0, 3.0, 4.0, 7.0)


def upset(histories: CaptureHistories, *, most: int = 40) -> Chart:
    """How many people stand on exactly which lists, commonest first: bars above a grid of dots (UpSet, Lex et al.
    2014).
    """
    order = np.argsort(-histories.counts, kind="stable")[:most]
    order = order[histories.counts[order] > 0]
    held = [
        {"place": place, "list": name, "on": bool(histories.patterns[row, j]), "count": int(histories.counts[row])}
        for place, row in enumerate(order)
        for j, name in enumerate(histories.lists)
    ]
    data = alt.InlineData(values=held)
    along = alt.X("place:O", axis=None)
    bars = alt.Chart(data, height=160).mark_bar(color=INK).encode(along, alt.Y("max(count):Q", title="people"))
    dots = alt.Chart(data, height=22 * len(histories.lists)).mark_circle(size=80, opacity=1)
    grid = dots.encode(
        along,
        alt.Y("list:N", sort=list(histories.lists), title=None),
        color=alt.condition("datum.on", alt.value(INK), alt.value(FAINT)),
        tooltip=["list:N", "count:Q"],
    )
    return alt.vconcat(bars, grid, spacing=4)


def odds_ratios(histories: CaptureHistories) -> Chart:
    """The odds ratio of each pair of lists among people on a third, with 95 % intervals; 1 is independence."""
    rows = [
        {
            "pair": f"{o.first} and {o.second}",
            "ratio": math.exp(o.log_odds_ratio),
            "low": math.exp(o.log_odds_ratio - 1.96 * o.standard_error),
            "high": math.exp(o.log_odds_ratio + 1.96 * o.standard_error),
        }
        for o in pair_overlaps(histories)
        if o.log_odds_ratio is not None and o.standard_error is not None
    ]
    scale = alt.Scale(type="log")
    base = alt.Chart(alt.InlineData(values=rows)).encode(alt.Y("pair:N", sort=None, title=None))
    lines = base.mark_rule(color=INK).encode(alt.X("low:Q", scale=scale, title="odds ratio"), alt.X2("high:Q"))
    points = base.mark_point(filled=True, size=60, color=INK).encode(alt.X("ratio:Q", scale=scale))
    none = (
        alt.Chart(alt.InlineData(values=[{"ratio": 1}]))
        .mark_rule(color=ACCENT, strokeDash=[4, 3])
        .encode(alt.X("ratio:Q"))
    )
    return alt.layer(none, lines, points)


def forest(result: EstimationResult, claim: int | None = None, width: int = WIDE) -> Drawn:
    """Every estimator's number and interval, the conditional estimate first with the range as a band behind it.

    A broken line marks the people observed, a whole one the claim. What reaches beyond the axis ends in an arrow.
    """
    return forest_chart(_forest_rows(result), result.observed, width, claim)


def title_of(result: EstimationResult) -> str:
    """The answer as a title, which says as much as the lists do."""
    if result.conditional is None:
        return f"at least {result.low:,.0f} people; how many more cannot be told"
    if result.verdict == "no doubt visible":
        return (
            f"about {result.estimate:,.0f} people, {span(result.low, result.high)}; no doubt visible, which is no proof"
        )
    word = "there is doubt" if result.verdict == "doubt" else "the lists cannot tell more"
    closed = f"{span(result.low, result.high)} people"
    ends = f"{result.low:,.0f} people or more" if math.isinf(result.high) else closed
    return f"{ends}, if {result.assumption}" if result.range is None else f"{ends}; {word}"


def overview(
    result: EstimationResult, histories: CaptureHistories, claim: int | None = None, *, sliders: bool = False
) -> Chart:
    """The one picture beside an estimate: every estimator with its interval, how far the number moves with what no
    table shows, and how the lists overlap. With `sliders`, for a page, what no table shows can be moved by hand.
    """
    said = [f"broken line: the {result.observed:,} people observed"]
    said += ["band: the range under dependence that no table shows"] if result.range is not None else []
    said += [f"whole line: the claim of {claim:,}"] if claim is not None else []
    estimators = alt.layer(*forest(result, claim).layer).properties(title=_title("estimators", "; ".join(said)))
    estimators = estimators.properties(width=WIDE - 24, height=ROW_HEIGHT * len(result.methods) + 6)
    charts: list[Drawn] = [estimators]
    if result.conditional is not None and result.range is not None:
        bounds = (result.range.smallest, result.range.largest)
        said_of = f"shaded: {bounds[0]:g} to {bounds[1]:g} times; point: as assumed"
        curve = sensitivity(curve_of(result, histories), bounds)
        charts.append(curve.properties(title=_title("if those on no list are more or fewer than assumed", said_of)))
        if sliders and math.isfinite(result.conditional.high):
            charts.append(moved_by_hand(result.conditional, result.observed, bounds[1]))
    charts.append(upset(histories).properties(title="people by the lists that name them"))
    whole = alt.vconcat(*charts, title=alt.TitleParams(title_of(result), anchor="start", fontSize=15), spacing=24)
    framed: Drawn = whole.configure(background=PAPER)
    return framed


def curve_of(result: EstimationResult, histories: CaptureHistories) -> list[Departure]:
    """The sensitivity curve of a result, with its base and the bounds of its range among the departures."""
    if result.conditional is None:
        return []
    ends = () if result.range is None else (result.range.smallest, result.range.largest)
    return sensitivity_curve(histories, result.conditional, sorted({*DEPARTURES, *ends}), result.level)


def save(chart: Chart, path: Path) -> None:
    """Write a chart as SVG, PNG or a page that needs no network, by the ending of the name.

    Raises BadSource for another ending or a folder that cannot be written to.
    """
    kind = path.suffix.lower()
    if kind not in PICTURE_ENDINGS:
        raise BadSource(
            f"a picture cannot end in '{path.suffix}'",
            where=str(path),
            fix=f"choose one of {', '.join(PICTURE_ENDINGS)}",
        )
    try:
        if kind == ".html":
            chart.save(path, format="html", inline=True)
        else:
            chart.save(path, format="svg" if kind == ".svg" else "png", scale_factor=2)
    except OSError as error:
        raise BadSource("the picture cannot be written", where=str(path), fix="name a folder that exists") from error


def leave_one_out(histories: CaptureHistories, level: float = 0.95) -> Drawn:
    """The estimate without each list in turn."""
    rows = [_forest_row(method) for method in without_each_list(histories, level)]
    return forest_chart(rows, histories.observed, WIDE)


def sensitivity(
    curve: Sequence[Departure], bounds: tuple[float, float] | None = None, width: int = WIDE - 110
) -> Drawn:
    """The estimate and its interval against the factor that the data cannot show, the base marked at 1; the bounds
    that are taken for possible are shaded.
    """
    points = [d.estimate for d in curve if math.isfinite(d.estimate)]
    highs = [d.high for d in curve if math.isfinite(d.high)]
    end = max([*points, *highs], default=1.0)
    rows: list[Row] = [
        {"ratio": d.odds_ratio, "estimate": min(d.estimate, end), "low": min(d.low, end), "high": min(d.high, end)}
        for d in curve
    ]
    least = min((d.low for d in curve), default=1.0)
    kind: Literal["log", "linear"] = "log" if end > 20 * max(least, 1.0) else "linear"
    up = alt.Scale(type=kind, zero=False, nice=False, domain=[max(least * 0.9, 0.5), end * 1.05])
    ratios = [d.odds_ratio for d in curve]
    along = alt.Scale(type="log", nice=False, domain=[min(ratios, default=0.5), max(ratios, default=2.0)])
    axis = alt.Axis(values=[r for r in ratios if r in _TICKS], format="~g", grid=False)
    x = alt.X("ratio:Q", scale=along, axis=axis, title="times as many people on no list as the method assumes")
    y = alt.Axis(format=",d", title=_PEOPLE, tickCount=5)
    base = alt.Chart(table(rows), width=width, height=200).encode(x)
    band = base.mark_area(color=MUTED, opacity=0.35).encode(alt.Y("low:Q", scale=up, axis=y), alt.Y2("high:Q"))
    line = base.mark_line(color=INK).encode(alt.Y("estimate:Q", scale=up))
    point = base.transform_filter("datum.ratio == 1").mark_point(filled=True, size=80, color=ACCENT, opacity=1)
    layers = [band, line, point.encode(alt.Y("estimate:Q", scale=up))]
    if bounds is not None:
        shade = alt.Chart(table([{"ratio": bounds[0], "to": bounds[1]}])).mark_rect(color=FAINT, opacity=0.6)
        layers.insert(0, shade.encode(x, alt.X2("to:Q")))
    return alt.layer(*layers)


def moved_by_hand(base: MethodEstimate, observed: int, most: float, width: int = WIDE - 110) -> Drawn:
    """The estimate with its interval under two sliders: by which factor the people on no list are more or fewer than
    assumed, and which share of all people could come onto no list. Sliders show on a page only.
    """
    factor = alt.param(
        name="factor", value=1, bind=alt.binding_range(min=0.25, max=most, step=0.05, name="times as many on no list ")
    )
    share = alt.param(
        name="unreachable",
        value=0,
        bind=alt.binding_range(min=0, max=_MOST_UNREACHABLE, step=0.01, name="share that could come onto no list "),
    )
    rows: list[Row] = [{"n": observed, "estimate": base.estimate, "low": base.low, "high": base.high}]
    end = (observed + most * (base.high - observed)) / (1 - _MOST_UNREACHABLE)
    x = alt.Scale(type="log", nice=False, domain=[max(observed * 0.95, 1.0), end])
    drawn = alt.Chart(table(rows), width=width, height=50).add_params(factor, share)
    for name in ("estimate", "low", "high"):
        moved = f"(datum.n + factor * (datum.{name} - datum.n)) / (1 - unreachable)"
        drawn = drawn.transform_calculate(**{f"moved_{name}": moved})
    words = "format(datum.moved_estimate, ',.0f') + ' (' + format(datum.moved_low, ',.0f') + ' to ' + "
    drawn = drawn.transform_calculate(said=f"{words}format(datum.moved_high, ',.0f') + ')'")
    axis = alt.Axis(format=",d", title=_PEOPLE, tickCount=5)
    line = drawn.mark_rule(color=ACCENT, size=2).encode(
        alt.X("moved_low:Q", scale=x, axis=axis), alt.X2("moved_high:Q"), y=alt.value(34)
    )
    point = drawn.mark_point(filled=True, size=80, color=ACCENT, opacity=1)
    point = point.encode(alt.X("moved_estimate:Q", scale=x), y=alt.value(34))
    text = drawn.mark_text(align="left", color=INK, fontSize=12, y=12, x=4).encode(text="said:N")
    title = _title("moved by hand", "the sliders below the picture set what no table shows")
    return alt.layer(line, point, text).properties(title=title)


def convergence(posterior: ClassPosterior, *, points: int = 400) -> Chart:
    """The draws of each chain one after the other; chains that have converged lie on top of each other."""
    step = max(1, posterior.people.shape[1] // points)
    rows = [
        {"draw": int(d), "chain": str(c + 1), "people": float(chain[d])}
        for c, chain in enumerate(posterior.people)
        for d in range(0, len(chain), step)
    ]
    chart: alt.Chart = (
        alt.Chart(alt.InlineData(values=rows), title=f"split R-hat {posterior.rhat:.3f}")
        .mark_line(strokeWidth=0.8)
        .encode(
            alt.X("draw:Q"),
            alt.Y("people:Q", scale=alt.Scale(type="log", zero=False), title=_PEOPLE),
            alt.Color("chain:N"),
        )
    )
    return chart


def _forest_rows(result: EstimationResult) -> list[ForestRow]:
    """The estimators as rows; the conditional estimate is the first and has the range behind it."""
    rows = []
    for method in result.methods:
        leads = method == result.conditional
        band = (result.range.low, result.range.high) if leads and result.range is not None else None
        rows.append(_forest_row(method, band, leads=leads))
    return rows


def _forest_row(method: MethodEstimate, band: tuple[float, float] | None = None, *, leads: bool = False) -> ForestRow:
    words = f"{method.estimate:,.0f} ({_bounds(method.low, method.high)})"
    if band is not None:
        words += f"; range {_bounds(*band)}"
    return ForestRow(method.name, words, method.estimate, method.low, method.high, band, leads)


def _bounds(low: float, high: float) -> str:
    return f"{low:,.0f} or more" if math.isinf(high) else f"{low:,.0f} to {high:,.0f}"


def _title(text: str, below: str) -> alt.TitleParams:
    return alt.TitleParams(text, subtitle=below, anchor="start", subtitleColor=MUTED)
