"""The command `estimate`: from a table to the answer with what was checked, what no table shows, and a claim judged."""

from __future__ import annotations

import hashlib
import math
import shlex
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING

from byname.cli.compiling import told_of_compiling
from byname.cli.output import Output
from byname.errors import BadSource, CannotEstimate

if TYPE_CHECKING:
    from byname.casualties.examination import Examination
    from byname.casualties.histories import CaptureHistories
    from byname.casualties.result import Check, EstimationResult, ListSize, MethodEstimate
    from byname.casualties.stratified import StratifiedEstimate

SEED = 0


@dataclass(frozen=True, slots=True)
class Request:
    """What is asked of a table: as the options of the command line give it."""

    file: Path
    method: str = "auto"
    covariates: str = ""
    strata: str = ""
    bounds: str = ""
    claim: int | None = None
    picture: Path | None = None
    report: Path | None = None

    @property
    def command(self) -> str:
        """The command that gives the same answer, run beside the file."""
        words = ["byname", "estimate", self.file.name]
        words += ["--method", self.method] if self.method != "auto" else []
        for option in ("covariates", "strata", "bounds"):
            words += [f"--{option}", getattr(self, option)] if getattr(self, option) else []
        words += ["--claim", str(self.claim)] if self.claim is not None else []
        return shlex.join(words)


@dataclass(frozen=True, slots=True, eq=False)
class Answer:
    """All that a request comes to."""

    histories: CaptureHistories
    result: EstimationResult
    examination: Examination
    by_stratum: StratifiedEstimate | None = None


def estimate_file(request: Request, output: Output) -> None:
    """Estimate from a table of capture histories, of people with covariates, or with a column of strata; print the
    answer, and draw it or write its report where asked.
    """
    if request.report is not None and request.report.suffix.lower() != ".html":
        raise BadSource("a report is a page", where=str(request.report), fix="give a name that ends in .html")
    with told_of_compiling(output):
        answer = _answer(request)
    if request.picture is not None:
        from byname.site.charts import capture_histories as pictures

        page = request.picture.suffix.lower() == ".html"
        chart = pictures.overview(answer.result, answer.histories, claim=request.claim, sliders=page)
        pictures.save(chart, request.picture)
    if request.report is not None:
        _write_report(request, answer, request.report)
    output.result(_json(answer), "\n".join(_lines(answer)))


def _answer(request: Request) -> Answer:
    from byname.casualties.estimate import estimate  # slow to import; no other command needs it
    from byname.casualties.examination import examine
    from byname.casualties.histories import CaptureHistories
    from byname.casualties.people_on_lists import PeopleOnLists
    from byname.casualties.stratified import StratifiedTable, estimate_by_stratum

    bounds = bounds_of(request.bounds) if request.bounds else None
    if request.strata:
        table = StratifiedTable.read(request.file, request.strata)
        found = estimate_by_stratum(table, seed=SEED, bounds=bounds)
        left_out = "entries joined wrongly or not joined are not varied by stratum"
        examination = examine(found.result, table.all_people, request.claim, left_out=left_out)
        return Answer(table.all_people, found.result, examination, found)
    columns = [name.strip() for name in request.covariates.split(",") if name.strip()]
    people = PeopleOnLists.read(request.file, columns) if columns else None
    histories = people.histories if people else CaptureHistories.read(request.file)
    result = estimate(people or histories, method=request.method, seed=SEED, bounds=bounds)
    left_out = (
        "entries joined wrongly or not joined are varied for the table alone, without covariates" if people else ""
    )
    if request.method != "auto":
        left_out = f"entries joined wrongly or not joined are not varied for '{request.method}'"
    return Answer(histories, result, examine(result, histories, request.claim, left_out=left_out))


def bounds_of(text: str) -> tuple[float, float]:
    """Bounds as the command line gives them. Raises CannotEstimate where the text is none.

    >>> bounds_of("0.5,3")
    (0.5, 3.0)
    """
    from byname.casualties.sensitivity import check_bounds  # slow to import

    parts = text.split(",")
    try:
        smallest, largest = (float(part) for part in parts)
    except ValueError as error:
        fix = "give two factors, the smaller first, such as 0.5,3"
        raise CannotEstimate(f"{text!r} is not two numbers", where="bounds", fix=fix) from error
    check_bounds((smallest, largest))
    return smallest, largest


def _write_report(request: Request, answer: Answer, path: Path) -> None:
    from byname.archive.code_version import code_version
    from byname.site.estimate_page import EstimateReport, estimate_page

    report = EstimateReport(
        file_name=request.file.name,
        sha256=hashlib.sha256(request.file.read_bytes()).hexdigest(),
        command=request.command,
        date=datetime.now(UTC).date().isoformat(),
        code_version=code_version(),
        seed=SEED,
        histories=answer.histories,
        result=answer.result,
        examination=answer.examination,
        by_stratum=answer.by_stratum,
    )
    try:
        path.write_text(estimate_page(report), encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadSource("the report cannot be written", where=str(path), fix="name a folder that exists") from error


def _json(answer: Answer) -> dict[str, object]:
    found = {**answer.result.to_json(), **answer.examination.to_json()}
    return found if answer.by_stratum is None else {**found, "strata": answer.by_stratum.to_json()}


def _lines(answer: Answer) -> list[str]:
    result = answer.result
    lines = list(result.sentences)
    if answer.examination.claim is not None:
        lines += ["", *answer.examination.claim.sentences]
    lines += ["", "Checks", *map(_check_line, result.checks)] if result.checks else []
    if answer.by_stratum is not None:
        lines += ["", "Each stratum: people observed and in all", *_stratum_lines(answer.by_stratum)]
    if result.list_sizes:
        lines += ["", "Each list's known size beside what the other lists expect", *map(_size_line, result.list_sizes)]
    lines += _variation_lines(answer.examination)
    lines += ["", "Estimators", *map(_method_line, result.methods), ""]
    return [*lines, *(f"Warning: {warning}" for warning in result.warnings)]


def _check_line(check: Check) -> str:
    return f"  {check.outcome:<9}  {check.name}: {check.finding}"


def _size_line(size: ListSize) -> str:
    held = "" if size.held else "  (outside)"
    return f"  {size.name:<32} {size.size:>14,}  {interval(size.low, size.high)}{held}"


def _stratum_lines(found: StratifiedEstimate) -> list[str]:
    lines = [
        f"  {name:<18} {found.observed[name]:>13,} {one.estimate:>14,.0f}  {interval(one.low, one.high)}"
        for name, one in found.found.strata.items()
    ]
    return [*lines, f"  {'(not stated)':<18} {found.unknown:>13,}"] if found.unknown else lines


def _variation_lines(examination: Examination) -> list[str]:
    if not examination.variations:
        return []
    lines = ["", "What no table shows: the people there were, if"]
    lines += [f"  {variation.condition}: {variation.words}" for variation in examination.variations]
    return [*lines, f"  ({examination.left_out})"] if examination.left_out else lines


def _method_line(method: MethodEstimate) -> str:
    return f"  {method.name:<32} {method.estimate:>14,.0f}  {interval(method.low, method.high)}"


def interval(low: float | None, high: float | None) -> str:
    """An interval in words; an estimate without an upper bound says so.

    >>> interval(12.0, None)
    '12 or more, no upper bound'
    """
    if low is None:
        return "no bounds"
    if high is None or math.isinf(high):
        return f"{low:,.0f} or more, no upper bound"
    return f"{low:,.0f} to {high:,.0f}"
