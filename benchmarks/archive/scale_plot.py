"""Draws what a build costs by the number of entries, from the runs that `scale.py --curve` noted.

usage: python -m benchmarks.archive.scale_plot FILE.csv OUT.svg
"""

from __future__ import annotations

import sys
from pathlib import Path

import altair as alt
import polars as pl
import vl_convert

_SIZE = {"width": 340, "height": 260}


def main() -> None:
    """Write the picture: seconds and memory, both on logarithmic axes."""
    runs = pl.read_csv(sys.argv[1]).filter(pl.col("engine") == "local")
    whole = runs.with_columns((pl.col("add_seconds") + pl.col("build_seconds")).alias("seconds"))
    latest = whole.sort("date").unique("records", keep="last", maintain_order=True).sort("records")
    chart = alt.hconcat(
        _drawn(latest, "seconds", "Seconds to add and build"),
        _drawn(latest, "megabytes", "MB at the peak, all processes together"),
    )
    Path(sys.argv[2]).write_text(vl_convert.vegalite_to_svg(chart.to_json()), encoding="utf-8")


def _drawn(runs: pl.DataFrame, column: str, title: str) -> alt.LayerChart | alt.FacetChart:
    base = alt.Chart(runs).encode(
        x=alt.X("records:Q", scale=alt.Scale(type="log"), axis=alt.Axis(format="~s", title="entries")),
        y=alt.Y(f"{column}:Q", scale=alt.Scale(type="log"), axis=alt.Axis(title=None, format="~s")),
    )
    words = base.mark_text(dy=-10).encode(text=alt.Text(f"{column}:Q", format=",.0f"))
    lines = base.mark_line(point=True, color="#333333")
    return alt.layer(lines, words).properties(title=title, **_SIZE)


if __name__ == "__main__":
    main()
