"""What `byname new` does: from files to the report of a first archive, asking only what a person alone can know.

Answers come from options, from a file of answers, or from the terminal; where nobody answers, `unknown` stands in the
mapping. All mappings are valid before anything is written, and a mapping that lies beside its list already is taken.
"""

from __future__ import annotations

import webbrowser
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from byname.archive.accession import add_files
from byname.cli.building import build_of, summary_of
from byname.cli.opening import open_archive, open_or_create
from byname.cli.output import Output
from byname.errors import BadArchive, BadMapping
from byname.records.suggestion import suggest_mapping
from byname.records.suggestion_answers import QUESTIONS, with_answers
from byname.sources.mapping import SourceMapping
from byname.sources.mapping_reading import parse_mapping, read_mapping
from byname.sources.regular_files import check_regular
from byname.sources.yaml_marks import Block, Mistakes, compose, read_yaml_text

ARCHIVE = "archive"  # the key of the archive's own title in a file of answers
_STOP = "q"


@dataclass(frozen=True, slots=True)
class Answers:
    """Answers by key: for every list, for the list of one file name, and the title of the archive."""

    every: Mapping[str, str] = field(default_factory=dict)
    by_file: Mapping[str, Mapping[str, str]] = field(default_factory=dict)
    archive: str | None = None
    options: Mapping[str, str] = field(default_factory=dict)

    def with_options(self, options: Mapping[str, str]) -> Answers:
        """The answers with those of the options of the command, which go before all others."""
        return replace(self, options=options)

    def about(self, file: Path) -> dict[str, str]:
        """The answers about one list."""
        return {**self.every, **self.by_file.get(file.name, {}), **self.options}


def read_answers(path: Path, files: Sequence[Path]) -> Answers:
    """Read a file of answers: keys of a mapping for every list, or below the name of a file for that list alone."""
    mistakes = Mistakes(str(path))
    names = [file.name for file in files]
    top = Block.of(compose(read_yaml_text(path, "file of answers"), str(path)), mistakes, (*QUESTIONS, ARCHIVE, *names))
    every = {key: top.text(key) or "" for key in QUESTIONS if top.has(key)}
    by_file = {}
    for name in names:
        block = top.block(name, QUESTIONS)
        if block is not None:
            by_file[name] = {key: block.text(key) or "" for key in QUESTIONS if block.has(key)}
    archive = top.text(ARCHIVE)
    mistakes.raise_all()
    return Answers(every, by_file, archive)


@dataclass(frozen=True, slots=True)
class _Planned:
    """A list with its mapping; `text` is that of a new mapping, None where one lies beside the list already."""

    file: Path
    mapping_path: Path
    mapping: SourceMapping
    text: str | None


def new(folder: Path, files: Sequence[Path], answers: Answers, output: Output, *, open_report: bool) -> None:
    """Write a mapping beside each list, make the archive or go on with it, add, build, say where the report is."""
    if folder.is_file():
        open_archive(folder, files)
    for file in files:
        check_regular(file)
    planned = [_plan(file, answers.about(file), output) for file in files]
    _check_sources(planned)
    title = answers.archive or folder.resolve().name
    archive = open_or_create(folder, title)
    for plan in planned:
        if plan.text is not None:
            with plan.mapping_path.open("x", encoding="utf-8", newline="\n") as file_of_mapping:
                file_of_mapping.write(plan.text)
    with output.progress() as progress:
        added = add_files(archive, [(plan.file, plan.mapping_path) for plan in planned], progress=progress.count)
    data, lines = summary_of(archive, build_of(archive, output))
    mappings = [_said(plan) for plan in planned]
    entries = [f"{file.source}: {file.entries:,} entries, {file.with_problems:,} with problems" for file in added]
    data["mappings"] = {plan.file.name: str(plan.mapping_path) for plan in planned}
    report = archive.report / "index.html"
    after = [*lines, "", *mappings, *entries, f"The report is {report}"]
    output.result(data, "\n".join(after))
    if open_report:
        webbrowser.open(report.resolve().as_uri())


def _plan(file: Path, answers: Mapping[str, str], output: Output) -> _Planned:
    path = file.with_suffix(".yaml")
    if path.exists():
        output.say(f"{path} lies beside {file.name} already and is taken as its mapping")
        return _Planned(file, path, read_mapping(path), None)
    suggested = suggest_mapping(file)
    if output.is_interactive and not output.as_json:
        output.show(suggested)
        output.show("Empty answers mean: unknown. q stops; nothing is written before the last answer.\n")
        answers = _ask(suggested, answers, output)
    text = with_answers(suggested, answers)
    return _Planned(file, path, _checked(text, file), text)


def _checked(text: str, file: Path) -> SourceMapping:
    """The mapping with the answers; BadMapping says which answer cannot be one."""
    try:
        return parse_mapping(text, file.name)
    except BadMapping as error:
        raise BadMapping(f"an answer cannot stand in a mapping: {error.what}", where=file.name) from error


def _ask(suggested: str, answers: Mapping[str, str], output: Output) -> dict[str, str]:
    """Ask what was not answered; an answer that cannot be one is told and asked for again."""
    known = dict(answers)
    for key, question in QUESTIONS.items():
        while key not in known:
            answer = output.ask(f"{question} > ")
            if answer == _STOP:
                raise KeyboardInterrupt
            try:
                parse_mapping(with_answers(suggested, {key: answer}), key)
            except BadMapping as error:
                output.show(error.what)
            else:
                known[key] = answer
    return known


def _check_sources(planned: Sequence[_Planned]) -> None:
    """Raise BadArchive where two lists have the same id."""
    ids = [plan.mapping.source for plan in planned]
    twice = next((plan for plan in planned if ids.count(plan.mapping.source) > 1), None)
    if twice is not None:
        raise BadArchive(
            f"two lists would be called `{twice.mapping.source}`",
            where=twice.file.name,
            fix="rename one of the files, or add them one after the other",
        )


def _said(plan: _Planned) -> str:
    with_field = {column for where in plan.mapping.fields.values() for column in where.columns}
    mapped = f"{len(with_field)} columns have a field" + (", one names the entries" if plan.mapping.item_column else "")
    left = sum(line.startswith("  # ?: ") for line in (plan.text or "").splitlines())
    unknown = f"; unknown: {', '.join(plan.mapping.unstated)}" if plan.mapping.unstated else ""
    headless = plan.mapping.layout.header_row is None
    named = "; the table has no header: its columns are called `column 1`, `column 2` ... from the left"
    return f"{plan.mapping_path}: {mapped}, {left} have none{unknown}{named if headless else ''}"
