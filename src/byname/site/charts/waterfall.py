"""Site stage: the evidence for a pair as a picture: each field lifts or lowers the log2 odds, from left to right.

Goes in: an explanation. Comes out: an Altair chart with its data inside.
"""

from __future__ import annotations

from typing import Final

import altair as alt

from byname.people.explanation import MatchExplanation

_FOR, _AGAINST, _TOTAL = "#3b6b4f", "#9c2f2f", "#333333"
_WIDE: Final = 420


def waterfall(explanation: MatchExplanation) -> alt.LayerChart | alt.FacetChart:
    """A bar for each piece of evidence, beginning where the one before ended, and the sum (bits, log2 odds)."""
    rows: list[dict[str, object]] = []
    reached = 0.0
    for line in explanation.evidence:
        colour = _FOR if line.weight >= 0 else _AGAINST
        rows.append({"words": line.words, "from": reached, "to": reached + line.weight, "colour": colour})
        reached += line.weight
    rows.append({"words": "together", "from": 0.0, "to": explanation.weight, "colour": _TOTAL})
    for row, weight in zip(rows, [*(e.weight for e in explanation.evidence), explanation.weight], strict=True):
        row["label"] = f"{weight:+.1f}"
        row["end"] = max(float(str(row["from"])), float(str(row["to"])))
    base = alt.Chart(alt.InlineData(values=rows)).encode(
        alt.Y("words:N", sort=None, title=None, axis=alt.Axis(labelLimit=360))
    )
    bars = base.mark_bar(height=14).encode(
        alt.X("from:Q", title="log2 odds that both are one person"), alt.X2("to:Q"), alt.Color("colour:N", scale=None)
    )
    labels = base.mark_text(align="left", dx=4, fontSize=12).encode(alt.X("end:Q"), alt.Text("label:N"))
    zero = alt.Chart(alt.InlineData(values=[{"at": 0}])).mark_rule(color=_TOTAL).encode(alt.X("at:Q"))
    title = f"{explanation.record_a} and {explanation.record_b}: probability {explanation.probability:.3f}"
    return alt.layer(zero, bars, labels).properties(width=_WIDE, height=alt.Step(22), title=title)
