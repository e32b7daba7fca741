"""Estimates from Python: capture histories as a table, a dict of columns or a file."""

from __future__ import annotations

from dataclasses import dataclass
from html import escape
from pathlib import Path

import polars as pl
import polars.selectors as cs

from byname.api.cards import IntervalRow, card, interval_picture
from byname.api.frames import Tabular, to_polars
from byname.casualties.estimate import estimate as estimated
from byname.casualties.histories import CaptureHistories
from byname.casualties.result import EstimationResult
from byname.errors import BadSource


@dataclass(frozen=True, slots=True)
class EstimateResult(Tabular):
    """An estimate: `result` with its interval, checks and warnings; as a table the conditional estimate, the range, and
    one row a method.
    """

    result: EstimationResult

    def to_polars(self) -> pl.DataFrame:
        """Gives: `method`, `estimate`, `low`, `high` (people; null: no point, or no bound), `warnings`. Raises nothing.

        First the answer (its `estimate` is null where no single number can be given), then the conditional estimate and
        the range where there are any, then every method.
        """
        head, warned = self.result, "; ".join(self.result.warnings)
        rows: list[tuple[str, float | None, float, float, str]]
        rows = [(f"answer: {head.verdict}", head.estimate, head.low, head.high, warned)]
        if head.conditional is not None:
            one = head.conditional
            rows.append((f"conditional: {one.name}", one.estimate, one.low, one.high, f"if {head.assumption}"))
        if head.range is not None:
            factors = f"range: {head.range.smallest:g} to {head.range.largest:g} times as many on no list"
            rows.append((factors, None, head.range.low, head.range.high, ""))
        rows += [(m.name, m.estimate, m.low, m.high, "; ".join(m.warnings)) for m in head.methods]
        kinds = {name: pl.Float64() for name in ("estimate", "low", "high")}
        frame = pl.DataFrame(
            rows, schema={"method": pl.String(), **kinds, "warnings": pl.String()}, orient="row", strict=False
        )
        return frame.with_columns(pl.when(pl.col(name).is_finite()).then(pl.col(name)).alias(name) for name in kinds)

    def _repr_html_(self) -> str:
        checked = "".join(
            f"<tr><td>{escape(check.name)}</td><td>{check.outcome}</td><td>{escape(check.finding)}</td></tr>"
            for check in self.result.checks
        )
        head = "<tr><th>check</th><th>outcome</th><th>finding</th></tr>"
        checks = f"<table><thead>{head}</thead><tbody>{checked}</tbody></table>" if checked else ""
        table = self.to_polars()
        drawn = [IntervalRow(row["method"], row["estimate"], row["low"], row["high"]) for row in table.to_dicts()]
        named = f"People in all by each method, beside the {self.result.observed:,} named"
        return card(
            f"Estimate: {self.result.verdict}",
            sentences=self.result.sentences,
            picture=interval_picture(drawn, named, self.result.observed),
            warnings=self.result.warnings,
            below=f"{checks}{Tabular._repr_html_(self)}",
        )


def estimate(
    histories: object, *, method: str = "auto", level: float = 0.95, seed: int = 0,
    bounds: tuple[float, float] | None = None,
) -> EstimateResult:  # fmt: skip
    """Estimate how many people there were, on lists and on none.

    Takes: `histories`, one 0/1 column a list and `count` (people), as a table of pandas, polars or Arrow, a dict of
    columns, or the path of a CSV file; `method`, an estimator of docs/casualties.md or auto; `level` of the intervals
    (0 to 1); `seed` of what is drawn by chance; `bounds` of the dependence that no table shows, as factors of the
    people on no list (what published tables show where None).
    Gives: an EstimateResult: the answer, the conditional estimate, the range, every method, in people.
    Raises: BadSource where it is no such table, CannotEstimate where it allows no estimate.
    Source: docs/casualties.md names the paper of each method.

    >>> found = estimate({"A": [1, 1, 0], "B": [1, 0, 1], "count": [20, 30, 40]})
    >>> found.result.observed
    90
    """
    _check(level, seed)
    _check_bounds(bounds)
    if isinstance(histories, CaptureHistories):
        table = histories
    elif isinstance(histories, str | Path):
        table = CaptureHistories.read(histories)
    else:
        given = to_polars(histories, "estimate")
        table = CaptureHistories.from_table(given.with_columns(cs.boolean().cast(pl.Int8)))
    return EstimateResult(estimated(table, method, level, seed, bounds=bounds))


def _check(level: object, seed: object) -> None:
    """Raise BadSource where the level or the seed is no number."""
    for key, value, fix in (("level", level, "0.95"), ("seed", seed, "0")):
        if isinstance(value, bool) or not isinstance(value, int | float):
            raise BadSource(
                f"`{key}` is {value!r}, which is no number", where="estimate", fix=f"give one such as {fix}"
            )


def _check_bounds(bounds: object) -> None:
    """Raise BadSource where the bounds are not two numbers; whether they bound anything is asked later."""
    if bounds is None:
        return
    given = list(bounds) if isinstance(bounds, tuple | list) else []
    if len(given) != 2 or any(isinstance(one, bool) or not isinstance(one, int | float) for one in given):
        raise BadSource(f"`bounds` is {bounds!r}, not two numbers", where="estimate", fix="give some such as (0.5, 3)")
