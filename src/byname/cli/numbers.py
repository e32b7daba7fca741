"""The command `trace`: a printed number with the rows it rests on."""

from __future__ import annotations

from dataclasses import asdict
from pathlib import Path

from byname.access.trace import trace
from byname.cli.estimates import interval
from byname.cli.opening import open_archive
from byname.cli.output import Output
from byname.site.wording import condition_words


def trace_number(folder: Path, number: str, every: bool, output: Output, *, protected: bool) -> None:
    """Trace a printed number."""
    archive = open_archive(folder, [Path(number)])
    found = trace(archive, number, limit=None if every else 20, protected=protected)
    n = found.number
    lines = [f"{n.id}: {n.label}: {n.text} {n.unit}"]
    if n.level is not None:
        lines.append(f"interval at {n.level:.0%}: {interval(n.low, n.high)}")
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
