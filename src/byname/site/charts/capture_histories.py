"""Site stage: pictures of the overlap of lists and of estimates.

Goes in: capture histories, results, chains. Comes out: Altair charts, each with its data inside, to be saved as a
page or an image without anything from the network.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from pathlib import Path

import altair as alt
import numpy as np

from byname.casualties.estimators.latent_class_bayes import ClassPosterior
from byname.casualties.histories import CaptureHistories
from byname.casualties.leave_one_out import without_each_list
from byname.casualties.overlap import pair_overlaps
from byname.casualties.result import EstimationResult, MethodEstimate
from byname.casualties.sensitivity import Departure
from byname.errors import BadSource

Chart = alt.Chart | alt.LayerChart | alt.FacetChart | alt.VConcatChart
_INK, _PALE, _ACCENT = "#333333", "#d8d8d8", "#9c2f2f"
PICTURE_ENDINGS = (".svg", ".png", ".html")
_PEOPLE = "people, on lists and on none"


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
    bars = alt.Chart(data, height=160).mark_bar(color=_INK).encode(along, alt.Y("max(count):Q", title="people"))
    dots = alt.Chart(data, height=22 * len(histories.lists)).mark_circle(size=80, opacity=1)
    grid = dots.encode(
        along,
        alt.Y("list:N", sort=list(histories.lists), title=None),
        color=alt.condition("datum.on", alt.value(_INK), alt.value(_PALE)),
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
    lines = base.mark_rule(color=_INK).encode(alt.X("low:Q", scale=scale, title="odds ratio"), alt.X2("high:Q"))
    points = base.mark_point(filled=True, size=60, color=_INK).encode(alt.X("ratio:Q", scale=scale))
    none = (
        alt.Chart(alt.InlineData(values=[{"ratio": 1}]))
        .mark_rule(color=_ACCENT, strokeDash=[4, 3])
        .encode(alt.X("ratio:Q"))
    )
    return alt.layer(none, lines, points)


def forest(result: EstimationResult) -> Chart:
    """Every estimator's number and interval, the headline first; a broken line has no upper bound."""
    rows = [_row(method) for method in result.methods]
    if result.estimate is not None:
        head = MethodEstimate("headline", result.estimate, result.low, result.high)
        rows.insert(0, _row(head))
    return _intervals(rows, result.observed)


def overview(result: EstimationResult, histories: CaptureHistories) -> Chart:
    """The one picture beside an estimate: every estimator with its interval, and below it how the lists overlap."""
    number = "no number" if result.estimate is None else f"about {result.estimate:,.0f} people"
    title = f"{number}, {result.observed:,} of them on the lists{'' if result.identified else '; not identified'}"
    estimators = forest(result).properties(title="estimators", width=460)
    lists = upset(histories).properties(title="people by the lists that name them")
    return alt.vconcat(estimators, lists, title=title, spacing=24)


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


def leave_one_out(histories: CaptureHistories, level: float = 0.95) -> Chart:
    """The estimate without each list in turn."""
    return _intervals([_row(method) for method in without_each_list(histories, level)], histories.observed)


def sensitivity(curve: Sequence[Departure]) -> Chart:
    """The estimate and its interval against the odds ratio that the data cannot show."""
    rows = [{"ratio": d.odds_ratio, "estimate": d.estimate, "low": d.low, "high": d.high} for d in curve]
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        alt.X("ratio:Q", scale=alt.Scale(type="log"), title="odds ratio against what the method assumes")
    )
    band = base.mark_area(color=_PALE).encode(alt.Y("low:Q", title=_PEOPLE), alt.Y2("high:Q"))
    return alt.layer(band, base.mark_line(color=_INK).encode(alt.Y("estimate:Q")))


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


def _row(method: MethodEstimate) -> dict[str, float | str | bool]:
    bounded = math.isfinite(method.high)
    return {
        "method": method.name,
        "estimate": method.estimate,
        "low": method.low,
        "high": method.high if bounded else max(method.estimate, method.low) * 2,
        "bounded": bounded,
    }


def _intervals(rows: list[dict[str, float | str | bool]], observed: int) -> Chart:
    scale = alt.Scale(type="log", nice=False)
    base = alt.Chart(alt.InlineData(values=rows)).encode(alt.Y("method:N", sort=None, title=None))
    lines = base.mark_rule().encode(
        alt.X("low:Q", scale=scale, title=_PEOPLE, axis=alt.Axis(labelOverlap="greedy", labelSeparation=8)),
        alt.X2("high:Q"),
        color=alt.condition("datum.method == 'headline'", alt.value(_ACCENT), alt.value(_INK)),
        strokeDash=alt.condition("datum.bounded", alt.value([1, 0]), alt.value([4, 3])),
    )
    points = base.mark_point(filled=True, size=60, color=_INK).encode(
        alt.X("estimate:Q", scale=scale), tooltip=["method:N", "estimate:Q", "low:Q", "high:Q"]
    )
    seen = alt.Chart(alt.InlineData(values=[{"observed": observed}])).mark_rule(color=_PALE).encode(alt.X("observed:Q"))
    return alt.layer(seen, lines, points)
