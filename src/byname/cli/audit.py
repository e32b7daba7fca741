"""Audits texts for the command line and the report: gathers the evidence, runs the claims stage, writes the results.

Takes texts, tables of figures and, where one is given, an archive; the archive's tables of figures and the numbers that
it prints count as evidence too. The heavy libraries of the other stages are imported only with an archive.
"""

from __future__ import annotations

import gc
import json
import shlex
from collections.abc import Iterable, Sequence
from functools import cache, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any

from byname import __version__
from byname.claims.audit import Audit, audit_document
from byname.claims.evidence.figure_tables import evidence_of, read_figures
from byname.claims.evidence.figures import Evidence
from byname.claims.evidence.shipped import evidence_with, shipped_evidence
from byname.claims.formats import audit_json, audit_sarif, audit_text, coverage_line, verdict_counts
from byname.claims.frames.proposals import CommandProposer
from byname.claims.text.reading import read_document
from byname.claims.versions import changes_json, changes_text, compare_versions
from byname.cli.output import Output
from byname.errors import BadFigureTable, BadText, BynameError

if TYPE_CHECKING:
    from byname.archive.archive import Archive
    from byname.claims.verdicts.person_verdicts import PersonFact
    from byname.site.report_data import AuditSummary

FORMATS = ("text", "json", "html", "sarif")
TEXTS = "texts"


def audit(
    text: Path,
    output: Output,
    *,
    archive: Path | None = None,
    figures: Sequence[Path] = (),
    form: str = "text",
    out: Path | None = None,
    compare: Path | None = None,
    proposer: str = "",
    cache: Path | None = None,
) -> None:
    """Audit a text, or compare two versions of one, and give the result in the form that was asked for."""
    gc.set_threshold(200_000, 50, 50)  # a short process that makes many small values, none of which is a cycle
    evidence = evidence_for(figures, archive)
    proposing = CommandProposer(shlex.split(proposer), cache) if proposer else None
    result = audit_document(read_document(text), evidence, proposer=proposing)
    if compare is not None:
        _compare(result, audit_document(read_document(compare), evidence, proposer=proposing), evidence, output, out)
        return
    data = audit_json(result, evidence)
    if output.as_json:
        form = "json"
    written = {
        "json": lambda: _json(data),
        "sarif": lambda: _json(audit_sarif(result, __version__)),
        "html": lambda: _page(result, evidence),
        "text": lambda: audit_text(result),
    }[form]()
    for note in result.document.notes:
        output.say(f"Note: {note}.")
    if out is not None:
        _write(out, written)
        output.result(data, f"{out}: {_counts_line(result)}\n{coverage_line(result)}")
    elif form in ("html", "sarif"):
        output.result(data, written)
    else:
        output.result(data, audit_text(result) if form == "text" else written)


def _compare(before: Audit, after: Audit, evidence: Evidence, output: Output, out: Path | None) -> None:
    changes = compare_versions(before, after)
    data = {
        "before": audit_json(before, evidence),
        "after": audit_json(after, evidence),
        "changes": changes_json(changes),
    }
    if out is not None:
        _write(out, _json(data))
    output.result(data, f"{changes_text(changes)}\n{coverage_line(after)}")


def _json(data: dict[str, Any]) -> str:
    return json.dumps(data, ensure_ascii=False, indent=1)


def _page(result: Audit, evidence: Evidence) -> str:
    from byname.site.audit_page import audit_page

    return audit_page(result, evidence)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadText(
            f"the result cannot be written: {error.strerror}", where=str(path), fix="name another file"
        ) from error


def _counts_line(result: Audit) -> str:
    return ", ".join(f"{count} {verdict}" for verdict, count in verdict_counts(result).items() if count) or "no claims"


def evidence_for(figures: Sequence[Path] = (), archive: Path | None = None) -> Evidence:
    """The shipped evidence, a user's tables, and the figures and printed numbers of an archive."""
    if archive is None:
        return evidence_with(figures)
    from byname.archive.archive import Archive

    found = shipped_evidence()
    for part in archive_evidence(Archive.open(archive)):
        found = found.joined(part)
    for path in figures:
        found = found.joined(read_figures(path))
    return found


def archive_evidence(archive: Archive) -> Iterable[Evidence]:
    """The tables of figures of an archive, and its printed numbers: what its lists count is a minimum; the dates
    of its people are evidence too."""
    for name, path in archive.facts().items():
        try:
            yield read_figures(path)
        except BadFigureTable:
            if name.startswith("figures"):
                raise
    if (archive.tables / "people.parquet").exists():
        yield Evidence(people=(partial(_people_of, archive.tables, archive.title),))
    numbers = archive.tables / "numbers.json"
    if numbers.exists():
        yield evidence_of(_number_rows(json.loads(numbers.read_text(encoding="utf-8")), archive.title), "archive")


@cache
def _people_of(tables: Path, title: str) -> dict[str, tuple[PersonFact, ...]]:
    """The dates of lives in the derived table of people, by folded surname."""
    import polars as pl

    from byname.claims.verdicts.person_verdicts import by_surname, person_facts

    columns = {"person_id": "person_id", "name": "name_as_in_source", "death": "death_date", "arrest": "arrest_date"}
    frame = pl.scan_parquet(tables / "people.parquet").select(pl.col(old).alias(new) for old, new in columns.items())
    rows = frame.filter(pl.col("name_as_in_source").is_not_null()).collect().fill_null("").iter_rows(named=True)
    return by_surname(person_facts((_with_language(row, title) for row in rows), "people"))


def _with_language(row: dict[str, str], title: str) -> dict[str, str]:
    cyrillic = any("а" <= char <= "я" for char in row["name_as_in_source"].lower())
    return {**row, "name_language": "ru" if cyrillic else "en", "source_title": title, "source_address": "byname show"}


def _number_rows(numbers: Iterable[dict[str, Any]], title: str) -> Iterable[dict[str, str]]:
    for number in numbers:
        if number["unit"] != "people":
            continue
        estimate = number["low"] is not None
        yield {
            "id": f"number:{number['id']}",
            "subject": number["label"],
            "quantity": number["label"],
            "unit": "persons",
            "value_low": str(number["low"] if estimate else number["value"]),
            "value_high": str(number["high"] or "") if estimate else "",
            "group": "named in the lists of the archive",
            "source_title": title,
            "source_url": "byname trace",
            "kind": "archive-result",
        }


def check_figures(paths: Sequence[Path], output: Output) -> None:
    """Check tables of figures; raises BadFigureTable with every mistake of all of them."""
    mistakes, tables = [], []
    for path in paths:
        try:
            read = read_figures(path)
        except BadFigureTable as error:
            mistakes.append(str(error))
            continue
        tables.append(
            {"table": str(path), "figures": len(read.figures), "dates": len(read.dates), "rows": len(read.sources)}
        )
    if mistakes:
        raise BadFigureTable("; ".join(mistakes), fix="mend these rows and check again")
    text = "\n".join(
        f"{t['table']}: {t['rows']} rows are in order: {t['figures']} figures, {t['dates']} dates" for t in tables
    )
    output.result({"tables": tables}, text)


def add_figures(folder: Path, paths: Sequence[Path], output: Output) -> None:
    """Add tables of figures to an archive, after checking them; a table of the same name takes the place of the old
    one."""
    from byname.archive.accession import add_facts
    from byname.archive.archive import Archive

    for path in paths:
        read_figures(path)
    archive = Archive.open(folder)
    names = {path.stem if path.stem.startswith("figures") else f"figures-{path.stem}": path for path in paths}
    changed = add_facts(archive, names)
    told = "\n".join(f"{name}: {'added' if name in changed else 'unchanged'}" for name in names)
    output.result({"archive": str(folder), "tables": sorted(names), "changed": changed}, told)


def texts_of(archive: Archive) -> list[Path]:
    """The texts that an archive keeps for auditing (its folder `texts`)."""
    folder = archive.folder / TEXTS
    return sorted(path for path in folder.iterdir() if path.is_file()) if folder.is_dir() else []


def keep_text(archive: Archive, text: Path) -> None:
    """Put a text beside the archive's tables, so that its report audits it."""
    kept = archive.folder / TEXTS / text.name
    content = text.read_bytes()
    if kept.exists() and kept.read_bytes() == content:
        return
    kept.parent.mkdir(exist_ok=True)
    kept.write_bytes(content)


def write_audits(archive: Archive, folder: Path) -> tuple[AuditSummary, ...]:
    """Audit the texts of an archive into its report; gives what the front page says of each."""
    from byname.site.report_data import AuditSummary

    texts = texts_of(archive)
    if not texts:
        return ()
    evidence = shipped_evidence()
    for part in archive_evidence(archive):
        evidence = evidence.joined(part)
    found = []
    for text in texts:
        try:
            result = audit_document(read_document(text), evidence)
        except BynameError as error:
            found.append(AuditSummary(text.name, "", str(error)))
            continue
        name = f"audit-{text.stem}"
        folder.mkdir(parents=True, exist_ok=True)
        _write(folder / f"{name}.html", _page(result, evidence))
        _write(folder / f"{name}.json", _json(audit_json(result, evidence)))
        found.append(AuditSummary(text.name, f"{name}.html", f"{_counts_line(result)}. {coverage_line(result)}"))
    return tuple(found)
