"""Claims stage: checks a folder that is to be a subject: every mistake with its file and entry, and how figures read.

Goes in: a folder. Comes out: a `SubjectCheck`: mistakes, which keep the folder from being used; remarks, which its
author should look at; and a line for each figure. The files are checked by themselves first (subject_files.py), then
the tables (subject_tables.py), and where nothing is wrong with their form, what texts and figures find in them.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

from byname.claims.evidence.figures import Figure
from byname.claims.evidence.shipped import shipped_evidence
from byname.claims.lexicon.entities import gazetteer, offices
from byname.claims.lexicon.phrases import find_phrases, ids
from byname.claims.lexicon.subject_pack import FIRST, subject_pack
from byname.claims.subject_files import Found, SubjectFiles, form_mistakes, read_files
from byname.claims.subject_tables import table_mistakes
from byname.claims.subject_words import ordinary_entries
from byname.claims.text.tokens import tokenize
from byname.errors import BadSubject

MOST_TOLD = 8


@dataclass(frozen=True, slots=True)
class ReadFigure:
    """How a figure is read: what it counts, whom, where, when, how many; "" where its words say nothing."""

    id: str
    predicate: str
    group: str
    place: str
    period: str
    value: str


@dataclass(frozen=True, slots=True)
class SubjectCheck:
    """What a check found: mistakes, remarks, how each figure reads, and how many entries and facts there are."""

    name: str
    mistakes: tuple[Found, ...]
    remarks: tuple[Found, ...] = ()
    figures: tuple[ReadFigure, ...] = ()
    entries: int = 0
    facts: int = 0


def check_subject(folder: Path) -> SubjectCheck:
    """Check a folder that is to be a subject; raises BadSubject where it holds no subject at all."""
    if not (folder / FIRST).is_file():
        raise BadSubject(
            f"the folder has no {FIRST}", where=str(folder), fix="`byname subject new` writes one to begin with"
        )
    files = read_files(folder)
    mistakes = [*files.unread, *form_mistakes(files)]
    if mistakes:
        return SubjectCheck(folder.name, tuple(mistakes))
    with subject_pack(folder):
        mistakes += table_mistakes(folder)
        if mistakes:
            return SubjectCheck(_name(files, folder), tuple(mistakes))
        figures = shipped_evidence().figures
        return SubjectCheck(
            _name(files, folder),
            (*_unreachable(), *ordinary_entries()),
            (*_idle_offices(), *_figure_remarks(figures)),
            tuple(sorted(map(_read, figures), key=lambda figure: figure.id)),
            len(gazetteer()),
            len(shipped_evidence().dates),
        )


def sound_subject(folder: Path) -> Path:
    """The folder, once it is known to have no mistakes; raises BadSubject that lists them."""
    found = check_subject(folder).mistakes
    if found:
        more = f"; and {len(found) - MOST_TOLD} more" if len(found) > MOST_TOLD else ""
        told = "; ".join(map(str, found[:MOST_TOLD]))
        raise BadSubject(told + more, where=str(folder), fix="`byname subject check` lists every mistake")
    return folder


def list_mistakes(folder: Path, found: tuple[Found, ...]) -> BadSubject:
    """The error that lists every mistake."""
    return BadSubject("; ".join(map(str, found)), where=str(folder), fix="mend these and check again")


def _name(files: SubjectFiles, folder: Path) -> str:
    return str(files.yaml.get(FIRST, {}).get("name", "")) or folder.name


def _unreachable() -> Iterator[Found]:
    """Entries none of whose words is ever found: a longer phrase always wins, or nothing of them is a word."""
    for entity in gazetteer().values():
        if not any(entity.id in ids(find_phrases(tokenize(word)), "entity") for word in entity.words):
            yield Found("gazetteer.yaml", entity.id, "no text can name it: none of its words is found")


def _idle_offices() -> Iterator[Found]:
    for entity in gazetteer().values():
        if entity.kind == "office" and not (entity.id in offices() and offices()[entity.id].holders):
            yield Found(
                "gazetteer.yaml", entity.id, "this office has no holders in offices.yaml: nobody is said to hold it"
            )


def _figure_remarks(figures: tuple[Figure, ...]) -> Iterator[Found]:
    for figure in figures:
        if not figure.counted.predicates:
            yield Found(
                "figures", figure.id, "its words say nothing that is counted (no predicate): no claim can meet it"
            )
        unknown = sorted(group.lstrip("~") for group in figure.population.groups if group.startswith("~"))
        if unknown:
            yield Found("figures", figure.id, f"its group holds words of no entry: {', '.join(unknown)}")
        if figure.population.place and figure.population.place not in gazetteer():
            yield Found("figures", figure.id, f"its place is no entry: {figure.population.place}")
        if figure.period is None:
            yield Found("figures", figure.id, "it has no period: it decides little")


def _read(figure: Figure) -> ReadFigure:
    return ReadFigure(
        figure.id,
        ", ".join(sorted(figure.counted.predicates)) + (" (planned)" if figure.counted.plan else ""),
        ", ".join(sorted(figure.population.named)) or "everyone",
        figure.population.place,
        figure.period.edtf if figure.period else "",
        f"{figure.value_text} {figure.wording.unit}".strip(),
    )
