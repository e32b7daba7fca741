"""Casualties stage: an estimate whose interval includes not knowing which records are the same person.

Goes in: scored pairs of records, or capture histories of many draws of the linkage. Comes out: one estimate from all
draws, and how much of its uncertainty the linkage brings.
"""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from time import perf_counter

import numpy as np
import numpy.typing as npt
import polars as pl
from scipy.optimize import brentq
from scipy.sparse import coo_array
from scipy.sparse.csgraph import connected_components
from scipy.special import expit, logit, ndtr

from byname.casualties.consistency import quick_conditional
from byname.casualties.estimate import estimate
from byname.casualties.fitting.poisson_fit import Floats
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import EstimationResult, answer_bounds
from byname.casualties.sensitivity import dependence_range
from byname.errors import BadSource, CannotEstimate
from byname.statistics.normal import normal_quantile

Members = npt.NDArray[np.int64]
CALIBRATION_ERROR = (
    1.0  # bits: how far all scores may be off together, as the calibration of people's judgements allows
)
FROM_LINKAGE = "share of the variance that the linkage brings"
_SURE = 1e-9
_NO_DRAW = (
    "No other linkage of the entries gave a number, so the interval does not hold what the linkage may have wrong."
)
_SOME_DRAWS = "Under {} other linkages of the entries the lists gave no number."


@dataclass(frozen=True, slots=True)
class LinkedEstimate:
    """The estimate over draws of the linkage.

    `from_linkage` is the share of the variance of the log of unseen people that comes from the linkage; `draws` how
    many draws gave an estimate; `identified` whether nine in ten of them did say so.
    """

    estimate: float
    low: float
    high: float
    level: float
    observed_low: int
    observed_high: int
    from_linkage: float
    draws: int
    identified: bool
    warnings: tuple[str, ...]
    seconds: float


def draw_linkages(
    pairs: pl.DataFrame, records: pl.DataFrame, *, draws: int = 50, seed: int = 0, lists: Sequence[str] | None = None,
    calibration_error: float = CALIBRATION_ERROR,
) -> Iterator[CaptureHistories]:  # fmt: skip
    """Draw the linkage again and again, and count people by list.

    `pairs`: record_a, record_b, probability; `records`: record_id, source. In each draw every group of connected
    records has one threshold, uniform on [0, 1], above which its pairs are links: each pair is a link as often as its
    probability says, and pairs of one group agree with each other as far as they can. All probabilities of a draw are
    wrong together, by a normal error of `calibration_error` bits (log2 odds), for scores are misjudged as a whole.
    Raises BadSource for a pair of unknown records or a probability outside [0, 1].
    """
    sources = list(lists) if lists is not None else sorted(records["source"].unique().to_list())
    a, b, chance = _pairs(pairs, records)
    source = records["source"].to_list()
    place = {name: j for j, name in enumerate(sources)}
    held = np.array([place.get(name, -1) for name in source], dtype=np.int64)
    if (held < 0).any():
        raise BadSource("a record's source is not among the lists", where="records", fix="name every list")
    count = len(held)
    groups = _groups(a, b, count)
    random = np.random.default_rng(seed)
    log_odds = logit(np.clip(chance, _SURE, 1 - _SURE))
    for _ in range(draws):
        moved = expit(log_odds + math.log(2) * calibration_error * random.normal())
        linked = moved > random.random(int(groups.max()) + 1 if count else 0)[groups[a]]
        yield _histories(_groups(a[linked], b[linked], count), held, tuple(sources))


def _pairs(pairs: pl.DataFrame, records: pl.DataFrame) -> tuple[Members, Members, Floats]:
    index = records.select("record_id").with_row_index("row")
    joined = pairs.join(index.rename({"record_id": "record_a", "row": "a"}), on="record_a", how="left")
    joined = joined.join(index.rename({"record_id": "record_b", "row": "b"}), on="record_b", how="left")
    if joined.select(pl.any_horizontal(pl.col("a", "b").is_null()).any()).item():
        raise BadSource("a pair names a record that is not in the table", where="pairs", fix="give all records")
    chance = joined["probability"].cast(pl.Float64).to_numpy()
    if not ((chance >= 0) & (chance <= 1)).all():
        raise BadSource("a probability lies outside 0 to 1", where="pairs", fix="give probabilities")
    return joined["a"].to_numpy().astype(np.int64), joined["b"].to_numpy().astype(np.int64), chance


def _groups(a: Members, b: Members, count: int) -> Members:
    graph = coo_array((np.ones(len(a), dtype=np.int8), (a, b)), shape=(count, count))
    return np.asarray(connected_components(graph, directed=False)[1], dtype=np.int64)


def _histories(person: Members, held: Members, lists: tuple[str, ...]) -> CaptureHistories:
    masks = np.zeros(int(person.max()) + 1 if len(person) else 0, dtype=np.int64)
    np.bitwise_or.at(masks, person, np.left_shift(1, held))
    return CaptureHistories.from_masks(lists, np.bincount(masks, minlength=1 << len(lists)).astype(np.float64))


def estimate_over_linkages(
    draws: Sequence[CaptureHistories], method: str = "auto", level: float = 0.95, seed: int = 0
) -> LinkedEstimate:
    """Estimate from every draw and combine: the interval is that of the equal mixture of the draws' estimates.

    Each draw's unseen people are taken as log-normal on either side of its estimate. Raises CannotEstimate where no
    draw can be estimated.
    """
    start = perf_counter()
    rows, warnings, sure = [], [], 0
    for table in draws:
        try:
            found = estimate(table, method, level, seed)
        except CannotEstimate as error:
            warnings.append(str(error))
            continue
        if found.estimate is None or math.isinf(found.high):
            warnings.append("Some draws of the linkage set no upper bound.")
            continue
        sure += found.identified
        warnings += found.warnings
        rows.append((found.observed, found.estimate, found.low, found.high))
    if not rows:
        raise CannotEstimate("no draw of the linkage can be estimated", where="linkage", fix="; ".join(set(warnings)))
    observed, values, lows, highs = (np.array(column, dtype=float) for column in zip(*rows, strict=True))
    centre = np.log(np.maximum(values - observed, 0.5))
    reach = normal_quantile(level)
    down = np.maximum((centre - np.log(np.maximum(lows - observed, 0.05))) / reach, 1e-3)
    up = np.maximum((np.log(np.maximum(highs - observed, 0.5)) - centre) / reach, 1e-3)
    within, between = float(np.mean(((down + up) / 2) ** 2)), float(centre.var())
    tail = (1 - level) / 2
    low, middle, high = (_mixture_quantile(share, observed, centre, down, up) for share in (tail, 0.5, 1 - tail))
    said = tuple(dict.fromkeys(w for w in warnings if warnings.count(w) * 10 >= len(draws)))
    return LinkedEstimate(
        middle, low, high, level, int(observed.min()), int(observed.max()), between / (within + between), len(rows),
        sure * 10 >= 9 * len(draws), said, perf_counter() - start,
    )  # fmt: skip


def _mixture_quantile(share: float, observed: Floats, centre: Floats, down: Floats, up: Floats) -> float:
    def below(people: float) -> float:
        away = np.log(np.maximum(people - observed, 1e-9)) - centre
        return float(ndtr(away / np.where(away < 0, down, up)).mean()) - share

    top = float((observed + np.exp(centre + 12 * up)).max())
    return float(brentq(below, float(observed.min()), top, xtol=1e-3))


def with_linkage_error(found: EstimationResult, draws: Iterable[CaptureHistories], observed: int) -> EstimationResult:
    """The answer with not knowing which entries are one person in its interval.

    `draws`: the same lists under other linkages. The conditional interval is widened, on the log of the people on no
    list, by how far the estimates of the draws lie from it on average; the range moves with it. Draws that give no
    number are left out and counted in a warning.
    """
    base = found.conditional
    if base is None or found.range is None or not math.isfinite(base.high):
        return found
    centre = math.log(max(base.estimate - observed, 0.5))
    squares, lost = [], 0
    for table in draws:
        try:
            one = quick_conditional(table, found.level)
        except CannotEstimate:
            lost += 1
            continue
        squares.append((math.log(max(one.estimate - table.observed, 0.5)) - centre) ** 2)
    if not squares:
        return replace(found, warnings=(*found.warnings, _NO_DRAW))
    reach = normal_quantile(found.level)
    down = (centre - math.log(max(base.low - observed, 0.05))) / reach
    up = (math.log(max(base.high - observed, 0.5)) - centre) / reach
    between = float(np.mean(squares))
    share = between / (between + ((down + up) / 2) ** 2) if between > 0 else 0.0
    low = observed + math.exp(centre - reach * math.hypot(down, math.sqrt(between)))
    high = observed + math.exp(centre + reach * math.hypot(up, math.sqrt(between)))
    wider = replace(
        base, low=min(low, base.low), high=max(high, base.high), diagnostics={**base.diagnostics, FROM_LINKAGE: share}
    )
    said = f"Not knowing which entries are one person makes up {share:.0%} of the variance of the number; it is in it."
    warnings = (*found.warnings, said, *([_SOME_DRAWS.format(lost)] if lost else []))
    wide = dependence_range(wider, observed, (found.range.smallest, found.range.largest))
    low, high = answer_bounds(found.verdict, wider, wide)
    methods = tuple(wider if method is base else method for method in found.methods)
    return replace(found, low=low, high=high, conditional=wider, range=wide, methods=methods, warnings=warnings)
