"""The commands about claims: audit a text, check tables of figures and add them to an archive.

The heavy libraries of the other stages are imported only where an archive is named.
"""

from __future__ import annotations

import gc
import shlex
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from datetime import date
from pathlib import Path

from byname import __version__
from byname.access.evidence import evidence_for
from byname.claims.audit import Audit, audit_document
from byname.claims.citations.source_check import CheckedSources
from byname.claims.cited_works import check_cited_works
from byname.claims.claim_review import audit_claim_review
from byname.claims.corrections import read_corrections
from byname.claims.evidence.figure_tables import read_figures
from byname.claims.evidence.figures import Evidence
from byname.claims.formats import audit_json, audit_sarif, audit_text, counts_line, coverage_line, json_text
from byname.claims.frames.proposals import CommandProposer
from byname.claims.lexicon.subject_pack import FOLDER, subject_pack
from byname.claims.text.reading import read_document
from byname.claims.versions import changes_json, changes_text, compare_versions
from byname.cli.output import Output
from byname.errors import BadFigureTable, BadText

FORMATS = ("text", "json", "html", "sarif", "claimreview", "worksheet")


@contextmanager
def chosen_subject(folder: Path | None, archive: Path | None = None) -> Iterator[None]:
    """Read texts with the subject of a folder, else with that of the archive, else with the shipped one; raises
    BadSubject with the mistakes of the folder."""
    own = archive / FOLDER if archive is not None else None
    chosen = folder if folder is not None else own if own is not None and own.is_dir() else None
    if chosen is not None:
        from byname.claims.subject_check import sound_subject  # needed only where another subject is given

        sound_subject(chosen)
    with subject_pack(chosen):
        yield


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
    sources: Path | None = None,
    corrections: Path | None = None,
    every: bool = False,
) -> None:
    """Audit a text, or compare two versions of one, and give the result in the form that was asked for."""
    gc.set_threshold(200_000, 50, 50)  # a short process that makes many small values, none of which is a cycle
    proposing = CommandProposer(shlex.split(proposer), cache) if proposer else None
    evidence = evidence_for(figures, archive)
    put_right = read_corrections(corrections) if corrections is not None else ()
    result = audit_document(read_document(text), evidence, proposer=proposing, corrections=put_right)
    if compare is not None:
        _compare(result, audit_document(read_document(compare), evidence, proposer=proposing), evidence, output, out)
        return
    checked = check_cited_works(result, sources) if sources is not None else None
    data = audit_json(result, evidence, checked)
    if output.as_json:
        form = "json"
    written = {
        "json": lambda: json_text(data),
        "sarif": lambda: json_text(audit_sarif(result, __version__)),
        "claimreview": lambda: json_text(audit_claim_review(result, evidence, __version__, date.today())),
        "html": lambda: _page(result, evidence, checked),
        "worksheet": lambda: _worksheet(result, evidence),
        "text": lambda: audit_text(result, checked, evidence=evidence, every=every),
    }[form]()
    for note in result.document.notes:
        output.say(f"Note: {note}.")
    if out is not None:
        _write(out, written)
        output.result(data, f"{out}: {counts_line(result)}\n{coverage_line(result)}")
    else:
        output.result(data, written)


def _compare(before: Audit, after: Audit, evidence: Evidence, output: Output, out: Path | None) -> None:
    changes = compare_versions(before, after)
    data = {
        "before": audit_json(before, evidence),
        "after": audit_json(after, evidence),
        "changes": changes_json(changes),
    }
    if out is not None:
        _write(out, json_text(data))
    output.result(data, f"{changes_text(changes)}\n{coverage_line(after)}")


def _page(result: Audit, evidence: Evidence, checked: CheckedSources | None) -> str:
    from byname.site.audit_page import audit_page  # templates are needed only for a page

    return audit_page(result, evidence, checked)


def _worksheet(result: Audit, evidence: Evidence) -> str:
    from byname.site.worksheet import worksheet  # templates are needed only for a page

    return worksheet(result, evidence)


def _write(path: Path, text: str) -> None:
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadText(
            f"the result cannot be written: {error.strerror}", where=str(path), fix="name another file"
        ) from error


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
    from byname.cli.opening import open_archive

    for path in paths:
        read_figures(path)
    archive = open_archive(folder)
    names = {path.stem if path.stem.startswith("figures") else f"figures-{path.stem}": path for path in paths}
    changed = add_facts(archive, names)
    told = "\n".join(f"{name}: {'added' if name in changed else 'unchanged'}" for name in names)
    output.result({"archive": str(folder), "tables": sorted(names), "changed": changed}, told)
