"""Site stage: the report of one estimate, as an expert attaches it to a statement.

Goes in: an estimate with its examination and where it came from. Comes out: one HTML page that opens from disk, asks
for nothing over a network, runs no script and can be printed; the same input gives the same bytes but for the date.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from byname.casualties.examination import Examination
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import EstimationResult, span, verdict_of
from byname.site.charts import capture_histories as pictures
from byname.site.charts.style import NARROW, WIDE, Drawn, Picture, to_svg
from byname.site.templating import page_environment
from byname.values.shipped import shipped_yaml

if TYPE_CHECKING:
    from byname.casualties.stratified import StratifiedEstimate

_BESIDE_AXIS = 110  # pixels that the labels of an upright axis take


@dataclass(frozen=True, slots=True, eq=False)
class EstimateReport:
    """What the page of an estimate says: the answer, what stands behind it, and how to make it again.

    `sha256` is that of the file, `date` the day of the report (ISO 8601), `command` what was run beside the file.
    """

    file_name: str
    sha256: str
    command: str
    date: str
    code_version: str
    seed: int
    histories: CaptureHistories
    result: EstimationResult
    examination: Examination
    by_stratum: StratifiedEstimate | None = None


def estimate_page(report: EstimateReport) -> str:
    """The page of an estimate."""
    result = report.result
    template = page_environment("style.css").get_template("estimate.html")
    page = template.render(
        report=report,
        result=result,
        title=pictures.title_of(result),
        histories=_histories(report.histories),
        sizes=_sizes(report.histories),
        forest=_forest(report),
        curve=_curve(report),
        span=span,
        verdict_of=verdict_of,
        method=shipped_yaml("site", "estimate_method.yaml"),
    )
    return page.rstrip("\n") + "\n"


def _histories(table: CaptureHistories) -> list[Mapping[str, object]]:
    """The histories that somebody has, the commonest first."""
    rows = [
        {"on": tuple(bool(on) for on in pattern), "people": int(count)}
        for pattern, count in zip(table.patterns, table.counts, strict=True)
        if count
    ]
    return sorted(rows, key=lambda row: (-int(str(row["people"])), str(row["on"])))


def _sizes(table: CaptureHistories) -> list[tuple[str, int]]:
    return [(name, int(held @ table.counts)) for name, held in zip(table.lists, table.patterns.T, strict=True)]


def _forest(report: EstimateReport) -> Picture:
    claim = report.examination.claim
    charts = [pictures.forest(report.result, claim.people if claim else None, width) for width in (WIDE, NARROW)]
    said = "; ".join(f"{m.name}: {m.estimate:,.0f}, {span(m.low, m.high)}" for m in report.result.methods)
    return _picture(charts, "estimators", "People in all by each estimator, with intervals", said)


def _curve(report: EstimateReport) -> Picture | None:
    curve, found = pictures.curve_of(report.result, report.histories), report.result.range
    if not curve or found is None:
        return None
    bounds = (found.smallest, found.largest)
    charts = [pictures.sensitivity(curve, bounds, width - _BESIDE_AXIS) for width in (WIDE, NARROW)]
    said = "; ".join(f"{d.odds_ratio:g} times: {d.estimate:,.0f}, {span(d.low, d.high)}" for d in curve)
    title = "People in all if those on no list are more or fewer than assumed"
    return _picture(charts, "curve", title, said)


def _picture(charts: Sequence[Drawn], key: str, title: str, description: str) -> Picture:
    wide, narrow = (
        to_svg(chart, key=f"{key}-{size}", title=title, description=description)
        for chart, size in zip(charts, ("w", "n"), strict=True)
    )
    return Picture(wide, narrow)
