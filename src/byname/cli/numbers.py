"""The commands about numbers: estimate from a table, trace a printed one."""

from __future__ import annotations

import math
from dataclasses import asdict
from pathlib import Path

from byname.access.trace import trace
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.site.wording import condition_words


def estimate_file(file: Path, method: str, covariates: str, picture: Path | None, output: Output) -> None:
    """Estimate from a table of capture histories, or of people with covariates; draw the estimates where asked."""
    from byname.casualties import CaptureHistories  # slow to import; no other command needs it
    from byname.casualties.estimate import estimate
    from byname.casualties.people_on_lists import PeopleOnTwoLists

    columns = [name.strip() for name in covariates.split(",") if name.strip()]
    people = PeopleOnTwoLists.read(file, columns) if columns else None
    histories = people.histories if people else CaptureHistories.read(file)
    result = estimate(people or histories, method=method)
    if picture is not None:
        from byname.site.charts import capture_histories as pictures

        pictures.save(pictures.overview(result, histories), picture)
    lines = [*result.sentences, ""]
    for m in result.methods:
        point = "none" if m.estimate is None else f"{m.estimate:,.0f}"
        lines.append(f"{m.name:<34} {point:>14}  {_interval(m.low, m.high)}")
    lines += [f"Warning: {warning}" for warning in result.warnings]
    output.result(result.to_json(), "\n".join(lines))


def _interval(low: float | None, high: float | None) -> str:
    """An interval in words; an estimate without an upper bound says so."""
    if low is None:
        return "no bounds"
    if high is None or math.isinf(high):
        return f"{low:,.0f} or more, no upper bound"
    return f"{low:,.0f} to {high:,.0f}"


def trace_number(folder: Path, number: str, every: bool, output: Output, *, protected: bool) -> None:
    """Trace a printed number."""
    archive = open_archive(folder, [Path(number)])
    found = trace(archive, number, limit=None if every else 20, protected=protected)
    n = found.number
    lines = [f"{n.id}: {n.label}: {n.text} {n.unit}"]
    if n.level is not None:
        lines.append(f"interval at {n.level:.0%}: {_interval(n.low, n.high)}")
    lines += [f"warning: {warning}" for warning in n.warnings]
    conditions = " and ".join(condition_words(condition) for condition in n.where) or "all rows"
    lines += [f"method: {n.method}", f"table: {n.table}, {conditions}", f"code: Byname {found.code_version}", ""]
    lines += [f"{row.record_id}  {row.file} sha256 {row.sha256[:12]}  {row.text}" for row in found.rows]
    if found.total > len(found.rows):
        lines.append(f"... and {found.total - len(found.rows):,} more; --all prints every row")
    data = {
        "number": asdict(n),
        "records": found.total,
        "rows": [asdict(row) for row in found.rows],
        "code_version": found.code_version,
    }
    output.result(data, "\n".join(lines))
