"""The commands about subjects: write one to begin with, check one."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import asdict
from pathlib import Path

from byname.claims.lexicon.subject_pack import FIRST
from byname.claims.subject_check import ReadFigure, SubjectCheck, check_subject, list_mistakes
from byname.cli.output import Output
from byname.errors import BadSubject
from byname.values.shipped import shipped

_SKELETON = "skeleton"
_COLUMNS = ("id", "counts", "whom", "where", "when", "how many")
_WIDEST = 40  # letters of a cell of the table


def new_subject(folder: Path, name: str, output: Output) -> None:
    """Write a subject to begin with into a folder; raises BadSubject where files of one lie there already."""
    parts = sorted(path for path in shipped("claims", _SKELETON).iterdir() if path.is_file())
    there = [path.name for path in parts if (folder / path.name).exists()]
    if there:
        what = f"the folder has {', '.join(there)} already, and nothing is written over"
        raise BadSubject(what, where=str(folder), fix="name another folder")
    try:
        folder.mkdir(parents=True, exist_ok=True)
        for path in parts:
            text = path.read_text(encoding="utf-8")
            if path.name == FIRST:
                text = text.replace("{name}", json.dumps(name, ensure_ascii=False))
            (folder / path.name).write_text(text, encoding="utf-8", newline="\n")
    except OSError as error:
        raise BadSubject(
            f"it cannot be written: {error.strerror}", where=str(folder), fix="name another folder"
        ) from error
    names = [path.name for path in parts]
    told = (
        f"{folder}: {', '.join(names)}\nNext: say in gazetteer.yaml what texts name, then byname subject check {folder}"
    )
    output.result({"subject": str(folder), "name": name, "files": names}, told)


def check_subject_folder(folder: Path, output: Output) -> None:
    """Check a subject and show how its figures read; raises BadSubject with every mistake."""
    found = check_subject(folder)
    if found.mistakes:
        raise list_mistakes(folder, found.mistakes)
    data = {
        "subject": str(folder),
        "name": found.name,
        "entries": found.entries,
        "facts": found.facts,
        "figures": [asdict(figure) for figure in found.figures],
        "remarks": [asdict(remark) for remark in found.remarks],
    }
    output.result(data, "\n".join(_told(found)))


def _told(found: SubjectCheck) -> Iterator[str]:
    yield f"{found.name}: {found.entries} entries, {len(found.figures)} figures, {found.facts} dated facts; no mistakes"
    if found.figures:
        yield ""
        yield from figure_table(found.figures)
    if found.remarks:
        yield "\nWorth a look:"
        yield from (f"  {remark}" for remark in found.remarks)


def figure_table(figures: Sequence[ReadFigure]) -> Iterator[str]:
    """The lines of a table of how figures are read."""
    rows = [_COLUMNS]
    rows += [(f.id, f.predicate or "-", f.group, f.place or "-", f.period or "-", f.value) for f in figures]
    cut = [tuple(cell if len(cell) <= _WIDEST else cell[: _WIDEST - 3] + "..." for cell in row) for row in rows]
    widths = [max(len(row[place]) for row in cut) for place in range(len(_COLUMNS))]
    for row in cut:
        yield "  ".join(cell.ljust(width) for cell, width in zip(row, widths, strict=True)).rstrip()
